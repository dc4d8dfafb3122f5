"""How many of a list of 240 have which trait, dealt so that the numbers come out exactly.

The numbers are test targets, chosen to exercise the program, not statistics.  A longer list repeats
them block by block, each block shuffled anew; a shorter one is the beginning of the first block.
"""

from dataclasses import dataclass
from random import Random

BLOCK = 240

STYLES = {
    "plain": 93, "african-american": 40, "spanish": 24, "filipino": 14, "hyphen": 12, "apostrophe": 10,
    "diacritics": 20, "single": 6, "short": 6, "script": 6, "long": 3, "suffix": 6,
}  # fmt: skip
EMAILS = {"own": 150, "shared": 22, "several": 18, "none": 50}
PHONES = {"mobile": 120, "landline": 30, "both": 45, "none": 45}
ADDRESSES = {"street": 120, "zip": 70, "none": 38, "po-box": 6, "route": 3, "military": 3}
ENGAGEMENTS = {"once": 84, "gave": 12, "some": 72, "often": 48, "always": 24}
OPT_OUTS = {"": 203, "email": 14, "sms": 20, "all": 3}
FATES = {"": 232, "moved": 6, "deceased": 2}
ODD_PHONES = {"": 234, "extension": 2, "abroad": 2, "remark": 2}

HOMES = (4, 3, 3, 3, 3)
"""Homes in a block whose adults share one landline, by how many they are."""

RENAMED = 5
"""So many in a block have changed their family name; their e-mail still has the old one."""

REACHABLE_FROM_THE_START = 12
"""So many of the first have an e-mail of their own: an affiliation of ten can be tried in any sample."""


@dataclass(slots=True)
class Deal:
    """One block's traits: each list has `BLOCK` entries, one for each place in the block."""

    styles: list[str]
    emails: list[str]
    phones: list[str]
    addresses: list[str]
    engagements: list[str]
    opt_outs: list[str]
    fates: list[str]
    odd_phones: list[str]


def dealt(seed: int, block: int) -> Deal:
    """Return the traits of a block: the targets above, in an order that seed and block decide."""
    random = Random(f"{seed} {block} mix")  # noqa: S311 - invention, not secrecy
    targets = (STYLES, EMAILS, PHONES, ADDRESSES, ENGAGEMENTS, OPT_OUTS, FATES, ODD_PHONES)
    return Deal(*(_shuffled(random, each) for each in targets))


def give(traits: list[str], place: int, trait: str, *, taking_from: int) -> None:
    """Let a place have a trait by swapping with one that has it, at `taking_from` or later."""
    if traits[place] != trait:
        other = traits.index(trait, taking_from)
        traits[place], traits[other] = trait, traits[place]


def _shuffled(random: Random, targets: dict[str, int]) -> list[str]:
    deck = [trait for trait, count in targets.items() for _ in range(count)]
    random.shuffle(deck)
    return deck
