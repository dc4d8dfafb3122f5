"""An invented year: meetings with those who came, gifts, a plan; the same for the same seed.

Days and times are wall times at the chapter's place.  Meetings end before the day the year is told
on, so that everything in it can be recorded through the services as past.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from chapter_desk.core.samples.people import SamplePerson
from chapter_desk.core.samples.words import word_list

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_TIMES = {"once": (1, 1), "some": (2, 4), "often": (5, 10)}
_DAYS = 364


@dataclass(frozen=True, slots=True)
class SampleChapter:
    """Whose chapter it is; these people are not in the list of samples."""

    name: str
    postal_code: str
    lead: str
    lead_email: str
    lead_phone: str
    treasurer: str
    greeter: str


@dataclass(frozen=True, slots=True)
class SampleMeeting:
    """One invented meeting.  `starts_at` is naive: wall time at its place.  `position` from 0."""

    position: int
    kind: str
    title: str
    venue: str
    address_lines: tuple[str, ...]
    locality: str
    region: str
    postal_code: str
    starts_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class SampleArrival:
    """One person at one door, so many seconds after (or before) the meeting's start."""

    person: int
    seconds_after_start: int


@dataclass(frozen=True, slots=True)
class SampleGift:
    """A gift by the person at a position, on a day of the year."""

    person: int
    amount_cents: int
    method: str
    received_on: date


@dataclass(frozen=True, slots=True)
class SampleAction:
    """An action of the plan; `owner` is a person's position or None."""

    title: str
    owner: int | None
    due_on: date
    done: bool


@dataclass(frozen=True, slots=True)
class SampleIssue:
    """An issue of the plan, tied to a priority of the sample pack."""

    title: str
    story: str
    goal: str
    priority_id: str
    actions: tuple[SampleAction, ...]


def sample_chapter() -> SampleChapter:
    """Return the name and the officers of the sample chapter."""
    return SampleChapter(**word_list("year")["chapter"])


def sample_meetings(how_many: int, last_day: date) -> tuple[SampleMeeting, ...]:
    """Return past meetings, oldest first, spread evenly over the year that ends on `last_day`.

    The last is three days before it.  The weekday falls as it comes.
    """
    words = word_list("year")
    step = _DAYS / max(1, how_many)
    return tuple(
        _meeting(
            position,
            words["meeting"][position % len(words["meeting"])],
            last_day - timedelta(days=3 + round((how_many - 1 - position) * step)),
        )
        for position in range(how_many)
    )


def coming_meetings(today: date) -> tuple[SampleMeeting, ...]:
    """Return the meetings still to come, the next first: one tonight, one in twelve days."""
    return tuple(
        _meeting(position, words, today + timedelta(days=words["days"]))
        for position, words in enumerate(word_list("year")["coming"])
    )


def organizing_call(last_day: date) -> SampleMeeting:
    """Return national's organizing call, five weeks ago; nobody signs in at it."""
    words = {"hour": 20, **word_list("year")["organizing_call"]}
    return _meeting(0, words, last_day - timedelta(days=35))


def arrivals(
    people: Iterable[SamplePerson], meetings: Sequence[SampleMeeting], seed: int
) -> tuple[tuple[SampleArrival, ...], ...]:
    """Return who came to each meeting, in the order in which they came through the door.

    Everybody comes as often as their engagement says (`always`: to nine of ten), as far as there
    are meetings; who died or moved away came in the first half of the year only.
    """
    came: list[list[SampleArrival]] = [[] for _ in meetings]
    for person in people:
        random = Random(f"{seed} {person.position} came")  # noqa: S311 - invention, not secrecy
        within = len(meetings)
        if person.deceased or person.moved_away:
            within = (within + 1) // 2
        for position in random.sample(range(within), _how_often(person, within, random)):
            came[position].append(SampleArrival(person.position, int(random.gauss(-120, 480))))
    return tuple(
        tuple(sorted(each, key=lambda arrival: (arrival.seconds_after_start, arrival.person)))
        for each in came
    )


def gifts(people: Iterable[SamplePerson], seed: int, last_day: date) -> tuple[SampleGift, ...]:
    """Return the year's gifts, oldest first: of those who only gave, and of every eighth other."""
    words = word_list("year")["gifts"]
    given = []
    for person in people:
        random = Random(f"{seed} {person.position} gave")  # noqa: S311 - invention, not secrecy
        if person.engagement != "gave" and random.random() >= 1 / 8:
            continue
        latest = _DAYS // 2 if person.deceased or person.moved_away else 5
        given.append(
            SampleGift(
                person.position,
                random.choice(words["amounts_cents"]),
                random.choice(words["methods"]),
                last_day - timedelta(days=random.randint(latest, _DAYS)),
            )
        )
    return tuple(sorted(given, key=lambda gift: (gift.received_on, gift.person)))


def sample_plan(today: date) -> tuple[SampleIssue, ...]:
    """Return the local plan, in order, as it stands today: some done, one late, some unowned."""
    return tuple(
        SampleIssue(
            issue["title"],
            issue["story"],
            issue["goal"],
            issue["priority_id"],
            tuple(
                SampleAction(
                    action["title"],
                    action["owner"] - 1 if action["owner"] else None,
                    today + timedelta(days=action["due"]),
                    action["done"],
                )
                for action in issue["actions"]
            ),
        )
        for issue in word_list("year")["issue"]
    )


def _meeting(position: int, words: dict[str, Any], on: date) -> SampleMeeting:
    venues = word_list("year")["venue"]
    venue = venues[position % len(venues)]
    return SampleMeeting(
        position=position,
        kind=words["kind"],
        title=words["title"].format(month=_MONTHS[on.month - 1]),
        venue=venue["name"],
        address_lines=tuple(venue["address_lines"]),
        locality=venue["locality"],
        region="VA",
        postal_code=venue["postal_code"],
        starts_at=datetime.combine(on, time(words["hour"])),
        minutes=words["minutes"],
    )


def _how_often(person: SamplePerson, meetings: int, random: Random) -> int:
    if person.engagement == "gave":
        return 0
    if person.engagement == "always":
        return max(min(1, meetings), round(meetings * 0.9))
    least, most = _TIMES[person.engagement]
    return min(meetings, random.randint(least, most))
