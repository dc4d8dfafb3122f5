"""`chapter-desk meetings invite`, `answer`, `expected`: who is expected at a meeting."""

from pathlib import Path
from typing import Annotated

import typer

from chapter_desk.app import App
from chapter_desk.cli.meetings import the_meeting
from chapter_desk.cli.opening import CHAPTER, PASSPHRASE_FILE, opened
from chapter_desk.cli.output import JSON, Json, refusing, say
from chapter_desk.core.meetings.expected import Expected
from chapter_desk.core.meetings.rsvps import RsvpStatus
from chapter_desk.core.members.names_on_file import NamesOnFile
from chapter_desk.core.members.roster import RosterView
from chapter_desk.errors import NoSuchRecord
from chapter_desk.i18n import N_, _
from chapter_desk.values import PersonId

Chapter = Annotated[Path, CHAPTER]
PassphraseFile = Annotated[Path | None, PASSPHRASE_FILE]
AsJson = Annotated[Json, JSON]
Meeting = Annotated[str, typer.Argument(metavar="MEETING", help=N_("The meeting's id, or its whole title."))]

_ANSWERS: dict[str, RsvpStatus] = {
    "yes": "accepted",
    "maybe": "tentative",
    "no": "declined",
    "cancelled": "cancelled",
    "invited": "invited",
}


@refusing
def invite(
    chapter: Chapter,
    meeting: Meeting,
    person: Annotated[list[str] | None, typer.Option(help=N_("Somebody's id or whole name."))] = None,
    tag: Annotated[str, typer.Option(help=N_("Everybody with this tag."))] = "",
    members: Annotated[bool, typer.Option("--members", help=N_("All members."))] = False,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    if not (person or tag or members):
        raise typer.BadParameter(
            _("Give {person}, {tag} or {members}.").format(
                person="--person", tag="--tag", members="--members"
            )
        )
    with opened(chapter, passphrase_file) as app:
        meeting_id = the_meeting(app, meeting)
        people = [the_person(app, each) for each in person or ()]
        app.roster.load()
        group = app.roster.rows(RosterView.MEMBERS, tag=tag) if members else app.roster.rows(tag=tag)
        if members or tag:
            people += app.expected.may_be_invited(row.id for row in group.rows)
        count = app.answers.invite(meeting_id, people)
        numbers = _numbers(app.expected.of(meeting_id).people)
    say(as_json, {"meeting_id": meeting_id, "invited": count, **numbers}, str(count))


@refusing
def answer(
    chapter: Chapter,
    meeting: Meeting,
    person: Annotated[str, typer.Argument(metavar="PERSON", help=N_("Their id, or their whole name."))],
    said: Annotated[str, typer.Argument(metavar="ANSWER", help=N_("yes, maybe, no, cancelled or invited."))],
    guests: Annotated[int | None, typer.Option(min=0, max=99, help=N_("How many they bring."))] = None,
    over_the_limit: Annotated[
        bool, typer.Option("--over-the-limit", help=N_("A yes is a yes, also where the meeting is full."))
    ] = False,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    status = _ANSWERS.get(said)
    if status is None:
        problem = _("“{text}” is none of yes, maybe, no, cancelled, invited.").format(text=said)
        raise typer.BadParameter(problem, param_hint="ANSWER")
    with opened(chapter, passphrase_file) as app:
        meeting_id, person_id = the_meeting(app, meeting), the_person(app, person)
        noted = app.answers.note(
            meeting_id, person_id, status, "command", guests=guests, over_the_limit=over_the_limit
        )
    words = _("full, waits for a place") if noted.waiting else _word_of(noted.status)
    facts = {
        "meeting_id": meeting_id,
        "person_id": person_id,
        "status": noted.status,
        "waiting": noted.waiting,
    }
    say(as_json, facts, words)


@refusing
def expected(
    chapter: Chapter, meeting: Meeting, passphrase_file: PassphraseFile = None, as_json: AsJson = False
) -> None:
    with opened(chapter, passphrase_file) as app:
        listed = app.expected.of(the_meeting(app, meeting))
    facts = {
        "meeting_id": listed.meeting.id,
        "capacity": listed.meeting.capacity,
        "free": listed.free,
        **_numbers(listed.people),
        "people": [
            {
                "id": each.person_id,
                "name": each.name,
                "status": each.status,
                "waiting": each.waiting,
                "guests": each.guests,
                "reach": each.reach.channel,
                "why_not": each.reach.why_not or None,
                "reminded_at": each.reminded_at,
                "came": each.came,
            }
            for each in listed.people
        ],
    }
    say(as_json, facts, *map(_line, listed.people))


def the_person(app: App, wanted: str) -> PersonId:
    """Return the person of this id, or the only one of this whole name."""
    if not app.roster.loaded:
        app.roster.load()
    row = app.roster.row(PersonId(wanted))
    found = [row.id] if row is not None else list(NamesOnFile(app.db).of(wanted))
    if len(found) != 1:
        raise NoSuchRecord("person", wanted)
    return found[0]


def _numbers(people: tuple[Expected, ...]) -> dict[str, int]:
    counts = {f"said_{word}": sum(each.status == status for each in people)
              for word, status in _ANSWERS.items() if word != "invited"}  # fmt: skip
    guests = sum(each.guests for each in people if each.status == "accepted")
    return {**counts, "no_answer": sum(each.status == "invited" for each in people), "guests": guests}


def _word_of(status: RsvpStatus) -> str:
    return next(word for word, each in _ANSWERS.items() if each == status)


def _line(person: Expected) -> str:
    word = _("waits") if person.waiting else _word_of(person.status)
    guests = f"  +{person.guests}" if person.guests else ""
    return f"{person.person_id}  {word:9}  {person.name}{guests}"
