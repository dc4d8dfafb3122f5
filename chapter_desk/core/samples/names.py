"""What invented people are called."""

from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from chapter_desk.core.samples.words import word_list

GENERATIONS = ("Sr.", "Jr.", "III")


@dataclass(frozen=True, slots=True)
class SampleName:
    """A name as its owner writes it, with what forms would make of it.

    `other_names` are what else people call them: a nickname, a Latin form, an old surname.
    """

    display_name: str
    given_name: str = ""
    family_name: str = ""
    honorific_prefix: str = ""
    honorific_suffix: str = ""
    other_names: tuple[str, ...] = ()
    preferred_language: str = ""


@cache
def forty() -> tuple[dict[str, Any], ...]:
    """Return the rows of `forty.toml`, in their order."""
    return tuple(word_list("forty")["person"])


def written_first(row: dict[str, Any]) -> SampleName:
    """Return the name in a row of `forty.toml`."""
    return SampleName(
        display_name=row["display_name"],
        given_name=row.get("given_name", ""),
        family_name=row.get("family_name", ""),
        honorific_prefix=row.get("honorific_prefix", ""),
        honorific_suffix=row.get("honorific_suffix", ""),
        other_names=tuple(row.get("other_names", ())),
        preferred_language=row.get("preferred_language", ""),
    )


def twin_names() -> tuple[SampleName, ...]:
    """Return the names that a sample has more than once on purpose."""
    return tuple(_joined(*name.split(" ", 1)) for name in word_list("names")["plain"]["twins"])


def invented(style: str, random: Random) -> SampleName:
    """Return a name in one of the styles of `chapter_desk.core.samples.mix`."""
    words = word_list("names")
    match style:
        case "single":
            name = random.choice(words["single"]["names"])
            return SampleName(name, name.split()[-1])
        case "long":
            return _joined(*random.choice(words["long"]["names"]))
        case "script":
            display_name, given, family, latin, spoken = random.choice(words["script"]["names"])
            return SampleName(display_name, given, family, other_names=(latin,) if latin else (),
                              preferred_language=spoken)  # fmt: skip
        case "spanish":
            first, second = random.sample(words["spanish"]["family"], 2)
            given = random.choice(words["spanish"]["given"])
            return replace(_joined(given, f"{first} {second}"), preferred_language="es")
        case "hyphen":
            return _joined(random.choice(words["hyphen"]["given"]), _hyphenated(random))
        case "plain" | "suffix":
            return _joined(random.choice(words["plain"]["given"]), _plain_family(random))
    return _joined(random.choice(words[style]["given"]), random.choice(words[style]["family"]))


def told_apart(name: SampleName, random: Random) -> SampleName:
    """Return the name with a middle initial, as people do who share theirs with somebody."""
    if not name.family_name:
        return name
    given = f"{name.given_name} {random.choice('ABCDEFGHJKLMNPRSTVW')}."
    return replace(_joined(given, name.family_name), preferred_language=name.preferred_language)


def renamed(name: SampleName, random: Random) -> SampleName:
    """Return the name with the family name it had before a marriage or a divorce beside it."""
    former = f"{name.given_name} {_plain_family(random)}"
    return replace(name, other_names=(former, *name.other_names))


def generations(random: Random) -> tuple[SampleName, ...]:
    """Return a grandfather, father and son of one name."""
    name = invented("suffix", random)
    return tuple(
        replace(name, display_name=f"{name.display_name} {suffix}", honorific_suffix=suffix)
        for suffix in GENERATIONS
    )


def pronouns(random: Random) -> str:
    """Return what one person in five has told us."""
    words: list[str] = word_list("names")["pronouns"]["words"]
    return random.choice(words) if random.random() < 0.2 else ""


def _joined(given_name: str, family_name: str) -> SampleName:
    return SampleName(f"{given_name} {family_name}", given_name, family_name)


def _hyphenated(random: Random) -> str:
    if random.random() < 0.4:
        return str(random.choice(word_list("names")["hyphen"]["family"]))
    first, second = random.sample(word_list("names")["plain"]["family"], 2)
    return f"{first}-{second}"


def _plain_family(random: Random) -> str:
    """Return a family name: half of them common ones, half nobody has met before."""
    words = word_list("names")["plain"]
    if random.random() < 0.5:
        return str(random.choice(words["family"]))
    return f"{random.choice(words['family_begins'])}{random.choice(words['family_ends'])}"
