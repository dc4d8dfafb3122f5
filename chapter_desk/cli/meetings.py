"""`chapter-desk meetings`: plan, list, open and end meetings."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from chapter_desk.app import App
from chapter_desk.cli.opening import CHAPTER, PASSPHRASE_FILE, opened
from chapter_desk.cli.output import JSON, Json, refusing, say
from chapter_desk.core.meetings.calendar import MeetingEntry
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.minutes_block import minutes_block
from chapter_desk.errors import NoSuchRecord
from chapter_desk.i18n import N_, _, ngettext
from chapter_desk.values import MeetingId

commands = typer.Typer(no_args_is_help=True, help=N_("Meetings of any kind."))

Chapter = Annotated[Path, CHAPTER]
PassphraseFile = Annotated[Path | None, PASSPHRASE_FILE]
AsJson = Annotated[Json, JSON]
Meeting = Annotated[str, typer.Argument(metavar="MEETING", help=N_("The meeting's id, or its whole title."))]


@commands.command("add", help=N_("Plan a meeting and print its id."))
@refusing
def add(
    chapter: Chapter,
    title: Annotated[str, typer.Option(help=N_("What it is called."))],
    starts: Annotated[str, typer.Option(help=N_("Wall time there, as 2026-05-12T19:00."))],
    zip_code: Annotated[str, typer.Option("--zip", help=N_("The ZIP code it is in."))] = "",
    kind: Annotated[str, typer.Option(help=N_("A kind that the national pack knows."))] = "meeting",
    venue: Annotated[str, typer.Option(help=N_("The place's name."))] = "",
    capacity: Annotated[int | None, typer.Option(help=N_("How many fit in."))] = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    draft = MeetingDraft(
        title=title,
        starts_at=_wall_time(starts),
        kind=kind,
        postal_code=zip_code,
        venue=venue,
        capacity=capacity,
    )
    with opened(chapter, passphrase_file) as app:
        entry = app.calendar.entry(app.calendar.add(draft).id)
    say(as_json, {**_entry(entry), "meeting_id": entry.meeting.id}, entry.meeting.id)


@commands.command("list", help=N_("List all meetings with who came, the next first, then those that were."))
@refusing
def list_all(chapter: Chapter, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> None:
    with opened(chapter, passphrase_file) as app:
        entries = app.calendar.all()
    say(as_json, {"meetings": [_entry(each) for each in entries]}, *map(_line, entries))


@commands.command("open", help=N_("Open the door of a meeting, also of one that had ended."))
@refusing
def open_door(
    chapter: Chapter, meeting: Meeting, passphrase_file: PassphraseFile = None, as_json: AsJson = False
) -> None:
    with opened(chapter, passphrase_file) as app:
        entry = app.calendar.entry(app.calendar.open_door(the_meeting(app, meeting)).id)
    say(as_json, _entry(entry), _line(entry))


@commands.command("end", help=N_("Close the door and end the meeting. It can be opened again."))
@refusing
def end(
    chapter: Chapter, meeting: Meeting, passphrase_file: PassphraseFile = None, as_json: AsJson = False
) -> None:
    with opened(chapter, passphrase_file) as app:
        entry = app.calendar.entry(app.calendar.end(the_meeting(app, meeting)).id)
        app.backups.make("close-door")
    say(as_json, _entry(entry), _line(entry))


@commands.command("roll", help=N_("Show who was there, and the block for the minutes."))
@refusing
def roll(
    chapter: Chapter, meeting: Meeting, passphrase_file: PassphraseFile = None, as_json: AsJson = False
) -> None:
    with opened(chapter, passphrase_file) as app:
        app.roster.load()
        found = app.rolls.roll(the_meeting(app, meeting))
    facts = {
        "id": found.meeting.id,
        "measured": found.measured,
        "present": [
            {"id": each.person_id, "name": each.name, "at": each.at, "first_time": each.first_time}
            for each in found.present
        ],
        "visitors": found.visitors,
        "excused": [{"id": each.person_id, "name": each.name} for each in found.excused],
        "members_made": found.members_made,
        "quorum": found.meeting.quorum,
        "quorum_met_at": found.quorum_met_at(),
    }
    say(as_json, facts, minutes_block(found))


def the_meeting(app: App, wanted: str) -> MeetingId:
    """Return the meeting of this id, or the only one of this title.

    Raises:
        NoSuchRecord: There is none, or several are called so.
    """
    entries = app.calendar.all()
    found = [each for each in entries if each.meeting.id == wanted]
    found = found or [each for each in entries if each.meeting.title.casefold() == wanted.casefold()]
    if len(found) != 1:
        raise NoSuchRecord("meeting", wanted)
    return found[0].meeting.id


def _wall_time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as trouble:
        problem = _("“{text}” is not a time such as 2026-05-12T19:00.").format(text=text)
        raise typer.BadParameter(problem, param_hint="--starts") from trouble
    if moment.tzinfo is not None:
        problem = _("“{text}” names a time zone; write the time as the clock there shows it.").format(
            text=text
        )
        raise typer.BadParameter(problem, param_hint="--starts")
    return moment


def _line(entry: MeetingEntry) -> str:
    meeting = entry.meeting
    n = entry.turnout.signed_in
    came = ngettext("{n} came", "{n} came", n).format(n=n)
    return f"{meeting.id}  {meeting.local_start:%Y-%m-%d %H:%M}  {meeting.title}  {came}"


def _entry(entry: MeetingEntry) -> dict[str, object]:
    meeting = entry.meeting
    return {
        "id": meeting.id,
        "title": meeting.title,
        "kind": meeting.kind,
        "state": meeting.state.value,
        "starts_at": meeting.starts_at,
        "local_start": meeting.local_start.replace(tzinfo=None),
        "time_zone": meeting.time_zone,
        "postal_code": meeting.postal_code or None,
        "venue": meeting.venue or None,
        "signed_in": entry.turnout.signed_in,
        "said_yes": entry.rsvps.accepted,
    }
