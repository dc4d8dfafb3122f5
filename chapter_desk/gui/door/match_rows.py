"""The lines of the list at the door: who may be meant, and what a greeter may see of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from chapter_desk.core.meetings.attendance import DOOR
from chapter_desk.core.meetings.door import DoorMatch, Present
from chapter_desk.core.members.folding import fold_parts
from chapter_desk.core.members.roster import RosterRow
from chapter_desk.gui.door.arrivals import Arrival
from chapter_desk.gui.door.need_words import need_words
from chapter_desk.gui.door.vote_words import vote_note
from chapter_desk.gui.meetings.when import clock_words, last_here
from chapter_desk.gui.members.minor_field import minor_words
from chapter_desk.gui.widgets.match_list import Match
from chapter_desk.i18n import _
from chapter_desk.values import PersonId

WALK_IN = "walk-in"
"""The key of the line that adds a walk-in."""

_DOT = "  ·  "


@dataclass(frozen=True, slots=True)
class Tonight:
    """What the lines need to know of the meeting and of those who wait to be written."""

    time_zone: str
    today: date
    waiting: Collection[PersonId] = ()
    not_saved: bool = False
    on_list: str = DOOR
    anyway: str = ""
    """Who was said to have no vote here, and is given a ballot by the next Enter."""


def hint_of(match: DoorMatch, today: date) -> str:
    """Return what tells two people of one name apart, never enough to reach or to visit them."""
    return _DOT.join(_hint_parts(replace(match, left_at=None), Tonight("UTC", today)))


def hint_about(row: RosterRow | None, today: date) -> tuple[str, str]:
    """Return the name and the same hint of a person in the roster, who may be another's double."""
    if row is None:
        return _("Somebody who is no longer on file"), ""
    parts = [
        f"{row.postal_code[:3]}••" if row.postal_code else _("no ZIP"),
        _("phone ends {digits}").format(digits=row.phone_digits[-2:]) if row.phone_digits else _("no phone"),
        last_here(row.last_seen, today) if row.last_seen else _("not here before"),
    ]
    return row.display_name, _DOT.join(parts)


def in_order(found: Sequence[DoorMatch]) -> list[DoorMatch]:
    """Return the matches with those still to come first, wherever they fit equally well."""
    kinds = list(dict.fromkeys(each.kind for each in found))
    return sorted(found, key=lambda each: (kinds.index(each.kind), each.in_since is not None))


def match_rows(
    found: Sequence[DoorMatch], typed: str, tonight: Tonight
) -> tuple[tuple[Match, ...], frozenset[str]]:
    """Return the lines, the walk-in last, and the folded names that two of them share."""
    names = [_folded(each.name) for each in found]
    shared = frozenset(name for name in names if names.count(name) > 1)
    rows = [_row(each, number, len(found), tonight, shared) for number, each in enumerate(found, 1)]
    return (*rows, _walk_in_row(typed)), shared


def is_ambiguous(found: Sequence[DoorMatch], shared: Collection[str]) -> bool:
    """Return whether nobody may be chosen by itself: the first has the very name of another."""
    return bool(found) and _folded(found[0].name) in shared


def waiting_rows(waiting: Sequence[Arrival], *, not_saved: bool) -> tuple[Match, ...]:
    """Return a line for each who is not on disk yet."""
    hint = _("Kept in this order") if not_saved else _("Being written")
    lines = [
        Match(f"waiting-{number}", arrival.name or _("A visitor"), hint)
        for number, arrival in enumerate(waiting)
    ]
    return tuple(_not_yet(line, not_saved) for line in lines)


def present_rows(present: Sequence[Present], tonight: Tonight) -> tuple[Match, ...]:
    """Return a line for each of the last who came in, while nothing is typed."""
    return tuple(
        Match(
            key=each.person_id or each.sign_in_id,
            name=each.name or _("A visitor"),
            hint=_("First time") if each.first_time else "",
            pill=_since(each.at, tonight),
            guarded=minor_words() if each.under_18 else "",
            spoken=_present_spoken(each, tonight),
        )
        for each in present
    )


def _present_spoken(present: Present, tonight: Tonight) -> str:
    since = _("in since {time}").format(time=clock_words(present.at, tonight.time_zone))
    marks = [minor_words()] if present.under_18 else []
    marks += [_("First time")] if present.first_time else []
    return ", ".join((present.name or _("A visitor"), *marks, since))


def _row(match: DoorMatch, number: int, count: int, tonight: Tonight, shared: Collection[str]) -> Match:
    hint = _DOT.join([*_hint_parts(match, tonight), *_doubts(match)])
    row = Match(
        key=match.person_id,
        name=match.name,
        hint=hint,
        spans=match.spans,
        strong_hint=_folded(match.name) in shared,
        filled=not tonight.not_saved,
        spoken=_spoken(match, number, count, tonight),
        notes=(*_vote_notes(match, tonight), *(need_words(need) for need in match.needs)),
        guarded=minor_words() if match.under_18 else "",
    )
    still = [mate for mate in match.still_to_come if mate.person_id not in tonight.waiting]
    if still and not tonight.not_saved:
        names = ", ".join(mate.name for mate in still)
        both = len(still) == 1 and match.in_since is None
        row = replace(
            row,
            home=_("Same household: {names}").format(names=names),
            home_button=_("Sign in both") if both else _("Sign in all"),
        )
    if match.in_since is not None:
        return replace(row, pill=_since(match.in_since, tonight))
    if match.person_id in tonight.waiting:
        return _not_yet(row, tonight.not_saved)
    return replace(row, button=_act(match, tonight), button_key=f"Alt+{number}")


def _act(match: DoorMatch, tonight: Tonight) -> str:
    if match.vote is None:
        return _("Sign in")
    if match.vote.may:
        return _("Give a ballot")
    return _("Give one anyway") if match.person_id == tonight.anyway else _("Why not?")


def _vote_notes(match: DoorMatch, tonight: Tonight) -> list[str]:
    note = vote_note(match.vote, tonight.today) if match.vote is not None else ""
    return [note] if note else []


def _not_yet(row: Match, not_saved: bool) -> Match:
    if not_saved:
        return replace(row, pill=_("Not saved yet"), pill_tone="bad", pill_icon="octagon-alert")
    return replace(row, pill=_("Saving"), pill_tone="", pill_icon="clock")


def _since(at: datetime, tonight: Tonight) -> str:
    return _("In since {time}").format(time=clock_words(at, tonight.time_zone))


def _walk_in_row(typed: str) -> Match:
    name = _("Not here? Walk-in “{name}”").format(name=typed.strip())
    return Match(
        key=WALK_IN,
        name=name,
        hint=_("Only a name is needed"),
        button=_("Walk-in"),
        button_key="Ctrl+N",
        icon="user-plus",
        quiet=True,
        spoken=f"{name}, " + _("only a name is needed"),
    )


def _hint_parts(match: DoorMatch, tonight: Tonight) -> list[str]:
    parts = [
        match.zip_hint or _("no ZIP"),
        _("phone ends {digits}").format(digits=match.phone_ends) if match.phone_ends else _("no phone"),
    ]
    if match.left_at is not None:
        parts.append(_("left {time}").format(time=clock_words(match.left_at, tonight.time_zone)))
    elif match.in_since is None and match.has_history:
        parts.append(last_here(match.last_seen, tonight.today) if match.last_seen else _("not here before"))
    if not match.at_the_door and tonight.on_list != DOOR:
        parts.append(_("not signed in at the door"))
    if match.said_yes:
        parts.append(_("said yes to tonight"))
    return parts


def _doubts(match: DoorMatch) -> list[str]:
    doubts = []
    if match.archived:
        doubts.append(_("archived"))
    if match.deceased:
        doubts.append(_("has died"))
    return doubts


def _spoken(match: DoorMatch, number: int, count: int, tonight: Tonight) -> str:
    state = _("not in yet")
    if match.in_since is not None:
        state = _("in since {time}").format(time=clock_words(match.in_since, tonight.time_zone))
    elif match.person_id in tonight.waiting:
        state = _("not saved yet") if tonight.not_saved else _("saving")
    zip_digits = match.zip_hint.rstrip("•") or _("no ZIP")
    phone = _("phone ends {digits}").format(digits=match.phone_ends) if match.phone_ends else _("no phone")
    place = _("{number} of {count}").format(number=number, count=count)
    young = [minor_words()] if match.under_18 else []
    notes = [*young, *_vote_notes(match, tonight), *(need_words(need) for need in match.needs)]
    return ", ".join((match.name, *notes, zip_digits, phone, state, place))


def _folded(name: str) -> str:
    return " ".join(fold_parts(name))
