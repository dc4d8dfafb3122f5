"""What History says: the notice after taking back, the day of a step, the groups of kinds."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from chapter_desk.core.history import ChangedField, HistoryEntry
from chapter_desk.core.step_titles import StepTitle
from chapter_desk.gui.opening.moments import clock_time
from chapter_desk.gui.widgets.day_field import short_day
from chapter_desk.i18n import _


def groups() -> tuple[tuple[str, str], ...]:
    """Return the groups of kinds that can be looked at alone, the first of them all."""
    return (
        ("", _("Every kind")),
        ("people", _("People")),
        ("meetings", _("Meetings and the door")),
        ("plan", _("Plan and agreement")),
        ("chapter", _("Chapter and laptops")),
    )


def undo_words(title: StepTitle) -> str:
    """Return what a button or a command says that takes this step back."""
    if title.is_undo:
        return _("Do again: {act}").format(act=title.act)
    return _("Undo {act}").format(act=title.act)


def line_below(entry: HistoryEntry) -> str:
    """Return where a step was done and by whom: "May general meeting · Denise"."""
    return " · ".join(part for part in (entry.title.line, entry.by) if part)


def when(entry: HistoryEntry, zone: ZoneInfo, today: date) -> str:
    """Return when a step was made, as the clocks of the chapter showed it: "today, 6:48 PM"."""
    return moment(entry.step.at, zone, today)


def moment(at: datetime, zone: ZoneInfo, today: date) -> str:
    """Return a moment by day and time, where the chapter is."""
    local = at.astimezone(zone)
    day = _("today") if local.date() == today else short_day(local.date(), today)
    return _("{day}, {time}").format(day=day, time=clock_time(local))


def came(change: ChangedField) -> str:
    """Return what came with a step, for a row that was not there before."""
    return {
        "person": _("New on the list"),
        "email_address": _("An e-mail"),
        "phone_number": _("A phone"),
        "postal_address": _("An address"),
        "note": _("A note"),
        "consent": _("An answer about contact"),
        "tagging": _("A tag"),
        "sign_in": _("A sign-in"),
        "roll_entry": _("A line of the roll"),
        "ballot_count": _("A count of ballots"),
        "gift": _("A gift"),
        "count_sheet": _("A count of money"),
        "meeting": _("A meeting"),
        "rsvp": _("An answer to an invitation"),
        "exception": _("Something to sort out later"),
        "follow_up": _("A call"),
        "issue": _("An issue"),
        "action": _("An action"),
        "agreement_event": _("A step of the agreement"),
        "same_person": _("Merged"),
        "not_same_person": _("Told apart"),
        "household_member": _("In a household"),
        "operator": _("Works here now"),
        "laptop": _("A laptop"),
    }.get(change.table, _("An entry"))
