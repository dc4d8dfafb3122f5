"""What waits to be sorted out, in words: the question, why it is asked, how long it has waited."""

from datetime import timedelta

from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.sort_out import Waiting
from chapter_desk.gui.meetings.when import clock_words
from chapter_desk.i18n import _, ngettext


def question(waiting: Waiting) -> str:
    """Return what is to be sorted out, as a question or a fact."""
    name, raw = _name(waiting), waiting.raw
    words = {
        sort_out.MAYBE_ON_FILE: _("Is {name} new or on file?").format(name=name),
        sort_out.SHARED_CONTACT: _("Does {name} share a home?").format(name=name),
        sort_out.UNREADABLE_EMAIL: _("No e-mail address: “{text}”").format(text=raw.get("email", "")),
        sort_out.UNKNOWN_ZIP: _("No ZIP we know: “{text}”").format(text=raw.get("postal_code", "")),
        sort_out.NO_CONTACT: _("“{name}” with no contact").format(name=name),
        sort_out.UNREADABLE_LINE: _("Line {line}, unreadable").format(line=raw.get("line", "")),
        sort_out.UNKNOWN_CODE: _("Whose card does {name} have?").format(name=name),
        sort_out.CLOCK: _("This laptop's clock was in doubt"),
        sort_out.BUNDLE_ROWS: _rows(waiting),
    }
    if waiting.reason == sort_out.UNKNOWN_CODE and waiting.person_id is None:
        return _("A code that is nobody's here")
    if waiting.reason == sort_out.CLOCK and waiting.laptop:
        return _("The clock of {laptop} was in doubt").format(laptop=waiting.laptop)
    return words.get(waiting.reason, _("Something a newer version asks"))


def line_at_door(waiting: Waiting, time_zone: str) -> str:
    """Return the line below the question where there is little room: how it came, and when."""
    at, reason = clock_words(waiting.at, time_zone), waiting.reason
    if reason == sort_out.MAYBE_ON_FILE:
        return _("Walk-in, {time}").format(time=at)
    if reason == sort_out.SHARED_CONTACT:
        return _("The same e-mail or phone, {time}").format(time=at)
    if reason in (sort_out.UNREADABLE_EMAIL, sort_out.UNKNOWN_ZIP):
        return _("{name}, {time}").format(name=_name(waiting), time=at)
    if reason == sort_out.NO_CONTACT:
        return _("Phone form, {time}").format(time=at)
    if reason == sort_out.UNREADABLE_LINE:
        return _("Paper sheet {number}").format(number=waiting.raw.get("number", ""))
    if reason == sort_out.UNKNOWN_CODE:
        return _("Unknown code, {time}").format(time=at)
    return _("Sign-ins keep their order")


def why(waiting: Waiting) -> str:
    """Return the reason as a whole sentence."""
    name, raw = _name(waiting), waiting.raw
    if waiting.reason == sort_out.CLOCK:
        return f"{_clock(str(raw.get('doubt', '')))} {_('Sign-ins keep their order.')}"
    if waiting.reason == sort_out.UNKNOWN_CODE and waiting.person_id is None:
        return _("A card was shown, and nobody was counted in for it.")
    words = {
        sort_out.MAYBE_ON_FILE: _("A walk-in has a name that somebody on file has too."),
        sort_out.SHARED_CONTACT: _("The same e-mail or phone belongs to somebody of another name."),
        sort_out.UNREADABLE_EMAIL: _("What {name} wrote is no e-mail address."),
        sort_out.UNKNOWN_ZIP: _("The ZIP of {name} is not on this laptop's list."),
        sort_out.NO_CONTACT: _("Somebody wrote no more than this on a phone."),
        sort_out.UNREADABLE_LINE: _("Nobody could read this line of paper sheet {number}."),
        sort_out.UNKNOWN_CODE: _("The code on the card is nobody's here, so {name} came in as somebody new."),
        sort_out.BUNDLE_ROWS: _("They are dated too far ahead. The rest of the bundle came."),
    }
    return words.get(waiting.reason, "").format(name=name, number=raw.get("number", ""))


def source(waiting: Waiting) -> str:
    """Return in a word or two how it came."""
    words = {
        sort_out.MAYBE_ON_FILE: _("Doubtful match"),
        sort_out.SHARED_CONTACT: _("Shared contact"),
        sort_out.UNREADABLE_EMAIL: _("E-mail"),
        sort_out.UNKNOWN_ZIP: _("ZIP"),
        sort_out.NO_CONTACT: _("Phone form"),
        sort_out.UNREADABLE_LINE: _("Paper sheet"),
        sort_out.UNKNOWN_CODE: _("Unknown code"),
        sort_out.CLOCK: _("Clock"),
        sort_out.BUNDLE_ROWS: _("Bundle"),
    }
    return words.get(waiting.reason, "")


def verb(waiting: Waiting) -> str:
    """Return what a person does about it."""
    words = {
        sort_out.MAYBE_ON_FILE: _("Pick"),
        sort_out.SHARED_CONTACT: _("Say"),
        sort_out.UNREADABLE_EMAIL: _("Type it"),
        sort_out.UNKNOWN_ZIP: _("Type it"),
        sort_out.NO_CONTACT: _("Find"),
        sort_out.UNKNOWN_CODE: _("Find"),
        sort_out.UNREADABLE_LINE: _("Read it"),
    }
    return words.get(waiting.reason, _("Look"))


def age_words(age: timedelta) -> str:
    """Return how long something has waited: "2 days", "3 hours", "5 minutes"."""
    if age.days:
        return ngettext("{n} day", "{n} days", age.days).format(n=f"{age.days:,}")
    hours, minutes = age.seconds // 3600, age.seconds // 60
    if hours:
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes) if minutes else _("just now")


def _name(waiting: Waiting) -> str:
    return str(waiting.raw.get("name") or waiting.name or _("A visitor"))


def _rows(waiting: Waiting) -> str:
    n = int(waiting.raw.get("rows", 0))
    words = ngettext("{n} row from {laptop} waits", "{n} rows from {laptop} wait", n)
    return words.format(n=f"{n:,}", laptop=waiting.laptop or _("another laptop"))


def _clock(doubt: str) -> str:
    words = {
        "behind": _("The date of this computer was before things it had written already."),
        "before-build": _("The date of this computer was before this program was made."),
        "far-ahead": _("The date of this computer was more than a year ahead."),
    }
    return words.get(doubt, _("The date of this computer was far off."))
