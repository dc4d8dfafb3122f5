"""A crowd of invented people, the same every time: common names that collide, and as many rare ones."""

from datetime import date, timedelta
from random import Random

from chapter_desk.core.members.people_index import Findable

_GIVEN = str.split(
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan "
    "José María Juan Ana Luis Carmen Guadalupe Francisco Jesús Rosa Zoë Renée Łukasz Siobhan Latoya Tyrell "
    "DeShawn Ja'Nae Jo Li Bo Al Fatima Mohammed Esperanza Anne-Marie"
)
_FAMILY = str.split(
    "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodríguez Martínez Hernández López González "
    "Wilson Anderson Gutiérrez O'Neill Peña-Núñez Ng Li Al-Ahmad Nguyễn Washington Booker Villanueva"
)
_LAST_MEETING = date(2026, 11, 19)


def _rare(random: Random, syllables: int) -> str:
    parts = (random.choice("bcdfghjklmnprstvwz") + random.choice("aeiou") for _ in range(syllables))
    return ("".join(parts) + random.choice(["", "n", "r", "s", "tt"])).title()


def crowd(count: int, seed: int = 1) -> list[Findable]:
    """Return so many people, half of them with a common family name."""
    random = Random(seed)
    given_names = _GIVEN * 20 + [_rare(random, random.choice((2, 3))) for _ in range(1500)]
    family_names = [_rare(random, random.choice((2, 3, 4))) for _ in range(40_000)]
    people = []
    for number in range(count):
        given = random.choice(given_names)
        family = random.choice(_FAMILY if random.random() < 0.5 else family_names)
        if random.random() < 0.1:
            family = f"{family} {random.choice(_FAMILY)}"
        people.append(
            Findable(
                id=f"0190c0de-0000-7000-8000-{number:012d}",
                display_name=f"{given} {family}",
                given_name=given,
                family_name=family,
                emails=(f"person{number}@example.org",) if random.random() < 0.7 else (),
                phones=(f"+1757555{random.randrange(10_000):04d}",) if random.random() < 0.8 else (),
                postal_code=random.choice(("", "23502", "23508", "23451", "23323", "23701", "02139")),
                tags=("phone bank",) if random.random() < 0.05 else (),
                last_seen=_LAST_MEETING - timedelta(days=7 * random.randrange(80))
                if random.random() < 0.6
                else None,
            )
        )
    return people
