"""`chapter-desk meetings export`, `import`: calendar files (.ics) out and in."""

from pathlib import Path
from typing import Annotated

import typer

from chapter_desk.cli.meetings import the_meeting
from chapter_desk.cli.opening import CHAPTER, PASSPHRASE_FILE, opened
from chapter_desk.cli.output import JSON, Json, refusing, say
from chapter_desk.core.meetings.calendar_files import TAKEN, Change, Preview
from chapter_desk.core.safekeeping.durable import write_durably
from chapter_desk.errors import FileNotThere
from chapter_desk.i18n import N_, ngettext

Chapter = Annotated[Path, CHAPTER]
PassphraseFile = Annotated[Path | None, PASSPHRASE_FILE]
AsJson = Annotated[Json, JSON]
File = Annotated[Path, typer.Argument(metavar="FILE", help=N_("A calendar file (.ics)."))]


@refusing
def export(
    chapter: Chapter,
    file: File,
    meeting: Annotated[
        str, typer.Option(help=N_("One meeting, by id or whole title; else all to come."))
    ] = "",
    with_private_address: Annotated[
        bool, typer.Option("--with-private-address", help=N_("For those who said yes only."))
    ] = False,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    with opened(chapter, passphrase_file) as app:
        if meeting:
            meetings = [app.calendar.meeting(the_meeting(app, meeting))]
        else:
            meetings = [each.meeting for each in app.calendar.upcoming()]
        name = app.chapter.card().name
        content = app.calendar_files.file_of(meetings, name, with_private_address=with_private_address)
    write_durably(file, content, replace=True, private=False)
    words = ngettext("{n} meeting", "{n} meetings", len(meetings)).format(n=len(meetings))
    say(as_json, {"file": str(file), "meetings": len(meetings)}, words)


@refusing
def take_in(
    chapter: Chapter,
    file: File,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Only count what it would do."))] = False,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    try:
        content = file.read_bytes()
    except OSError as trouble:
        raise FileNotThere(file.name) from trouble
    with opened(chapter, passphrase_file) as app:
        files = app.calendar_files
        preview = files.look_into(content) if dry_run else files.take_over(content)
    say(as_json, _facts(preview), *map(_line, preview.changes), *(f"- {each.why}  {each.title}"
                                                                  for each in preview.left_out))  # fmt: skip


def _facts(preview: Preview) -> dict[str, object]:
    return {
        "new": preview.count("new"),
        "changed": preview.count("changed"),
        "cancelled": preview.count("cancelled"),
        "as_before": sum(each.fate not in TAKEN for each in preview.changes),
        "left_out": [{"title": each.title, "why": each.why} for each in preview.left_out],
        "going_on": preview.going_on,
        "meetings": [
            {
                "id": each.meeting_id,
                "title": each.event.title,
                "starts_at": each.event.starts_at,
                "fate": each.fate,
                "fields": each.fields,
            }
            for each in preview.changes
        ],
    }


def _line(change: Change) -> str:
    return f"{change.fate:10}  {change.event.starts_at:%Y-%m-%dT%H:%MZ}  {change.event.title}"
