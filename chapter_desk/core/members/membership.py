"""Who is a member, since when and because of what.

The rule is national's and comes as data with its pack; judging evidence by it is one pure function.
Nothing here is ever stored: take a piece of evidence back and the standing is another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from chapter_desk.core.national.pack import NationalPack

_TRAINING = "training"
_MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing a person did that a membership rule may count.

    A sign-in carries the `meeting_id` it was for and its `meeting_kind`, a gift its `amount_cents`.
    `on` is the day as the clock on the wall of that meeting had it; `at` the moment, in UTC, where it
    is known.
    `title` names the meeting or the gift, `recorded_by` who wrote it down.  Only what stands is
    evidence: the caller leaves out voided rows, exits and refunds.
    """

    kind: Literal["sign_in", "gift"]
    id: str
    on: date
    title: str
    meeting_kind: str = ""
    meeting_id: str = ""
    amount_cents: int = 0
    at: datetime | None = None
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class MembershipRule:
    """What counts: which kinds of meetings, and gifts from which amount (None: no gift counts)."""

    meeting_kinds: frozenset[str]
    minimum_gift_cents: int | None

    def counts(self, evidence: Evidence) -> bool:
        """Return whether this one thing alone makes a member."""
        if evidence.kind == "sign_in":
            return evidence.meeting_kind in self.meeting_kinds
        return self.minimum_gift_cents is not None and evidence.amount_cents >= self.minimum_gift_cents


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a person is a member, since which day, and because of what (oldest first)."""

    member: bool
    since: date | None
    because: tuple[Evidence, ...]


NOT_A_MEMBER = Standing(member=False, since=None, because=())


def rule_of(pack: NationalPack) -> MembershipRule:
    """Return the membership rule of a pack.

    A kind of meeting counts when the pack says of it `makes_members` and its sort (meeting,
    training, any other: event) stands in the pack's `basis`.  A rule that is not automatic counts
    nothing: its members are named by national and not found by evidence.
    """
    written = pack.membership
    if not written.automatic:
        return MembershipRule(frozenset(), None)
    kinds = (
        kind.id for kind in pack.event_types if kind.makes_members and _basis_of(kind.id) in written.basis
    )
    gifts_count = "donated_any_amount" in written.basis
    return MembershipRule(frozenset(kinds), max(1, written.minimum_donation_cents) if gifts_count else None)


def standing(evidence: Iterable[Evidence], rule: MembershipRule, on_day: date) -> Standing:
    """Return a person's standing at the end of a day.

    Args:
        evidence: All that stands for the person and for everybody merged with them, in any order;
            a piece that comes twice (two laptops held it) counts once.
        rule: What counts.
        on_day: Later evidence is not looked at, so any day of the past can be asked about.
    """
    counted = {
        (piece.kind, piece.id): piece for piece in evidence if piece.on <= on_day and rule.counts(piece)
    }
    if not counted:
        return NOT_A_MEMBER
    because = tuple(sorted(counted.values(), key=lambda piece: (piece.on, piece.kind, piece.id)))
    return Standing(member=True, since=because[0].on, because=because)


def _basis_of(kind: str) -> str:
    """Return the word a pack's `basis` has for a kind of meeting."""
    if kind == _MEETING:
        return "attended_meeting"
    return "attended_training" if kind == _TRAINING else "attended_event"
