"""`chapter-desk meetings calls`, `thanks`: what is done after a meeting."""

from pathlib import Path
from typing import Annotated

import typer

from chapter_desk.cli.meetings import the_meeting
from chapter_desk.cli.opening import CHAPTER, PASSPHRASE_FILE, opened
from chapter_desk.cli.output import JSON, Json, refusing, say
from chapter_desk.core.meetings.follow_ups import FollowUp
from chapter_desk.core.safekeeping.durable import write_durably
from chapter_desk.i18n import N_, _

Chapter = Annotated[Path, CHAPTER]
PassphraseFile = Annotated[Path | None, PASSPHRASE_FILE]
AsJson = Annotated[Json, JSON]
Meeting = Annotated[str, typer.Argument(metavar="MEETING", help=N_("The meeting's id, or its whole title."))]


@refusing
def calls(chapter: Chapter, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> None:
    with opened(chapter, passphrase_file) as app:
        due = app.follow_ups.due()
        numbers = app.follow_ups.numbers([each.person_id for each in due])
    facts = [
        {
            "id": each.id,
            "person_id": each.person_id,
            "name": each.name,
            "reason": each.reason,
            "meeting": each.meeting_title or None,
            "due_at": each.due_at,
            "tried": each.tried,
            "numbers": [number.number for number in numbers.get(each.person_id, ()) if number.may],
        }
        for each in due
    ]
    say(as_json, {"calls": facts}, *map(_line, due))


@refusing
def thanks(
    chapter: Chapter,
    meeting: Meeting,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("Where to write the list (CSV)."))],
    under_18: Annotated[bool, typer.Option("--under-18", help=N_("Also who is under 18."))] = False,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    with opened(chapter, passphrase_file) as app:
        listed = app.thanks.of(the_meeting(app, meeting))
        if under_18:
            listed = listed.with_minors()
        write_durably(file, app.thanks.written(listed), replace=True, private=True)
    left_out: dict[str, int] = {}
    for each in listed.left_out:
        left_out[each.why] = left_out.get(each.why, 0) + 1
    facts = {
        "file": str(file),
        "people": len(listed.people),
        "left_out": [{"why": why, "people": count} for why, count in left_out.items()],
        "visitors": listed.visitors,
    }
    words = _("{n} people, {left} left out").format(n=len(listed.people), left=len(listed.left_out))
    say(as_json, facts, words)


def _line(call: FollowUp) -> str:
    return f"{call.due_at:%Y-%m-%dT%H:%MZ}  {call.name}  {call.reason}"
