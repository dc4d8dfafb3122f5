"""What can go wrong with people, meetings, the plan and the agreement."""

from chapter_desk.core.explanation import Explanation, explain
from chapter_desk.errors import (
    AgreementNotReady,
    CalendarRefused,
    CsvRefused,
    ImportOutdated,
    LineNotUnderstood,
    MeetingCancelled,
    MeetingEnded,
    NameNeeded,
    NoSuchPriority,
    NoSuchRecord,
    NotAnEmail,
    OnlyTheChapter,
    PartyNotNamed,
    TextRefused,
    TimeRefused,
    UnknownMeetingKind,
    UnknownZip,
)
from chapter_desk.i18n import _


@explain.register
def _no_such_record(error: NoSuchRecord) -> Explanation:
    if error.kind == "meeting":
        return Explanation(
            _("There is no such meeting."),
            _("Nothing was changed."),
            _("Look for it in the list of meetings."),
        )
    return Explanation(
        _("That entry is no longer here."),
        _("Nothing was changed."),
        _("It may have been joined with another. Look for the name again."),
    )


@explain.register
def _unknown_zip(error: UnknownZip) -> Explanation:
    happened = (
        _("There is no ZIP “{typed}” on this laptop's list.").format(typed=error.typed)
        if error.typed
        else _("There is no ZIP here yet.")
    )
    do = (
        _("Did you mean {suggestion}? Type it that way.").format(suggestion=error.suggestion)
        if error.suggestion
        else _("Type the five digits of the ZIP.")
    )
    return Explanation(happened, _("Nothing was changed."), do)


@explain.register
def _not_an_email(error: NotAnEmail) -> Explanation:
    return Explanation(
        _("“{typed}” is not an e-mail address.").format(typed=error.typed),
        _("Nothing was changed."),
        _("Type it as in ana@example.org, or leave it out."),
    )


@explain.register
def _name_needed(error: NameNeeded) -> Explanation:
    happened = {
        "chapter": _("The chapter has no name yet."),
        "lead": _("Nobody is named as the lead yet."),
        "person": _("There is no name yet."),
        "meeting": _("The meeting has no title yet."),
        "issue": _("The issue has no title yet."),
        "action": _("The action has no title yet."),
        "tag": _("The tag has no name yet."),
        "note": _("There is nothing in the note yet."),
        "household": _("The household has no name yet."),
        "laptop": _("The laptop has no name yet."),
    }[error.what]
    return Explanation(happened, _("Nothing was changed."), _("Type it, then try again."))


@explain.register
def _party_not_named(error: PartyNotNamed) -> Explanation:
    return Explanation(
        _("The agreement cannot be drawn up yet: national has no name in its pack.")
        if error.side == "national"
        else _("The agreement cannot be drawn up yet: your chapter has no name."),
        _("Nothing was changed."),
        _("Ask national for its pack again.")
        if error.side == "national"
        else _("Write the chapter's name on the Agreement page."),
    )


@explain.register
def _text_refused(error: TextRefused) -> Explanation:
    happened = {
        "control": _("There is a sign in this text that cannot be written down."),
        "broken": _("There is half a letter in this text."),
        "too-long": _("This text is too long to keep."),
    }[error.reason]
    do = _("Make it shorter.") if error.reason == "too-long" else _("Type it again by hand.")
    return Explanation(happened, _("Nothing was changed."), do)


@explain.register
def _meeting_ended(error: MeetingEnded) -> Explanation:
    return Explanation(
        _("“{title}” has ended.").format(title=error.title),
        _("Everybody who was signed in stays counted."),
        _("Open its door again to sign somebody in."),
    )


@explain.register
def _only_the_chapter(error: OnlyTheChapter) -> Explanation:
    return Explanation(
        _("This laptop only helps at the door of “{title}”.").format(title=error.title),
        _("Nothing was changed."),
        _("Close the door, or open it again, on the chapter's laptop."),
    )


@explain.register
def _meeting_cancelled(error: MeetingCancelled) -> Explanation:
    return Explanation(
        _("“{title}” was called off.").format(title=error.title),
        _("Nothing was changed."),
        _("Put the meeting back first, or choose another one."),
    )


@explain.register
def _unknown_meeting_kind(error: UnknownMeetingKind) -> Explanation:
    return Explanation(
        _("There is no kind of meeting “{typed}”.").format(typed=error.typed),
        _("Nothing was changed."),
        _("Choose one of: {kinds}.").format(kinds=", ".join(error.known)),
    )


@explain.register
def _time_refused(error: TimeRefused) -> Explanation:
    if error.reason == "unknown-zone":
        happened = _("There is no time zone “{typed}”.").format(typed=error.typed)
        do = _("Choose one from the list, for instance America/New_York.")
    else:
        happened = _("The meeting would end before it starts.")
        do = _("Choose a later end, or leave it empty.")
    return Explanation(happened, _("Nothing was changed."), do)


@explain.register
def _no_such_priority(error: NoSuchPriority) -> Explanation:
    return Explanation(
        _("National has no priority called “{id}”.").format(id=error.id),
        _("Nothing was changed."),
        _("Choose one of these: {known}.").format(known=", ".join(error.known)),
    )


@explain.register
def _agreement_not_ready(error: AgreementNotReady) -> Explanation:
    happened = {
        "gates": _("Some checks are still open: {checks}"),
        "not-called": _("The organizing call has not been held yet."),
        "not-sent": _("The agreement has not been sent yet."),
        "ended": _("This agreement has ended."),
        "future": _("That day is still to come."),
        "order": _("The steps would not be in order: call, sent, signed."),
    }[error.reason]
    do = {
        "gates": _("Finish the open checks first."),
        "not-called": _("Hold the call and note its date, then send the agreement."),
        "not-sent": _("Note when it was sent first."),
        "ended": _("Draft a new agreement to go on."),
        "future": _("Note the step on the day it happens."),
        "order": _("Check the days of the steps before and after it."),
    }[error.reason]
    return Explanation(
        happened.format(checks=" ".join(error.open_gates)), _("The agreement is as it was."), do
    )


@explain.register
def _csv_refused(error: CsvRefused) -> Explanation:
    happened = {
        "empty": _("There is nothing in this file."),
        "no-rows": _("There are headers in this file, and no rows below them."),
        "no-headers": _("No column of this list can be told from its first line."),
        "not-text": _("This file is not a table of text."),
        "spreadsheet": _("This file is a workbook of a spreadsheet program, not a CSV file."),
        "too-many-columns": _("Line {line} has more columns than any list of people."),
        "line-too-long": _("Line {line} is longer than any line of a list."),
        "quotes": _("Quotation marks do not come in pairs in this file, at line {line} and before."),
    }[error.reason]
    do = {
        "empty": _("Export the list again, or choose another file."),
        "no-rows": _("Export the list again, or choose another file."),
        "no-headers": _("Put a line above it that names the columns, such as first_name, last_name, email."),
        "not-text": _("Choose the CSV file that the other program exported."),
        "spreadsheet": _("Open it there, save it as CSV, then choose that file."),
        "too-many-columns": _("Open the file and look at that line, or export the list again."),
        "line-too-long": _("Open the file and look at that line, or export the list again."),
        "quotes": _("Open the file and look at that line, or export the list again."),
    }[error.reason]
    return Explanation(happened.format(line=error.line), _("Nothing was changed."), do)


@explain.register
def _line_not_understood(error: LineNotUnderstood) -> Explanation:
    if error.because is not None:
        why = explain(error.because)
        return Explanation(
            _("Line {line}: {what}").format(line=error.line, what=why.happened),
            _("The lines that printed an id are taken."),
            why.do,
        )
    return Explanation(
        _("Line {line} is not a person to sign in.").format(line=error.line),
        _("The lines that printed an id are taken."),
        _("Write it as one JSON object with “member” or “name”, and send it again."),
    )


@explain.register
def _import_outdated(error: ImportOutdated) -> Explanation:
    return Explanation(
        _("The chapter was changed since this preview."),
        _("Nothing was written."),
        _("Look at the preview again, then go on."),
    )


@explain.register
def _calendar_refused(error: CalendarRefused) -> Explanation:
    happened = {
        "empty": _("That file is empty."),
        "too-large": _("That calendar is too large to be read at once."),
        "no-events": _("There is no meeting in that file."),
    }.get(error.reason, _("That file is no calendar."))
    do = _("Save one calendar as .ics in the other program, and choose that file.")
    if error.reason == "too-large":
        do = _("Save a shorter stretch of time, or one calendar alone.")
    return Explanation(happened, _("Nothing was changed."), do)
