"""`chapter-desk sign-in`: one person, or one after another from standard input."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from chapter_desk.app import App
from chapter_desk.cli.meetings import the_meeting
from chapter_desk.cli.opening import CHAPTER, PASSPHRASE_FILE, opened
from chapter_desk.cli.output import JSON, Json, print_json, refuse, refusing, say
from chapter_desk.core.meetings.sign_in import SignedIn, SignIns
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.names_on_file import NamesOnFile
from chapter_desk.errors import CardNotTaken, ChapterDeskError, LineNotUnderstood
from chapter_desk.i18n import N_, _
from chapter_desk.values import MeetingId, PersonId

_LONGEST_LINE = 64 * 1024


class _List(StrEnum):
    """The lists of a meeting, as they are typed."""

    DOOR = "door"
    VOTING = "voting"
    CHILDCARE = "childcare"


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    """One line of `--stdin`: a person on file, or what somebody wrote down."""

    member: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    zip: str | int = ""
    list: Literal["door", "voting", "childcare"] = "door"
    children: Annotated[int, msgspec.Meta(ge=0, le=99)] = 0


@refusing
def sign_in(
    chapter: Annotated[Path, CHAPTER],
    meeting: Annotated[
        str, typer.Argument(metavar="MEETING", help=N_("The meeting's id, or its whole title."))
    ],
    name: Annotated[str, typer.Argument(help=N_("Who came, as they write their name."))] = "",
    member: Annotated[str, typer.Option(help=N_("The id of a person on file."))] = "",
    on_list: Annotated[
        _List, typer.Option("--list", help=N_("Which list of the meeting; each person is valid once on it."))
    ] = _List.DOOR,
    children: Annotated[int, typer.Option(min=0, max=99, help=N_("How many children came along."))] = 0,
    card: Annotated[str, typer.Option(help=N_("The code of a card that was scanned."))] = "",
    stdin: Annotated[bool, typer.Option("--stdin", help=N_("Read one JSON object a line."))] = False,
    passphrase_file: Annotated[Path | None, PASSPHRASE_FILE] = None,
    as_json: Annotated[Json, JSON] = False,
) -> None:
    if sum(map(bool, (name, member, card, stdin))) != 1:
        raise typer.BadParameter(
            _("Give a name, {member}, {card} or {stdin}.").format(
                member="--member", card="--card", stdin="--stdin"
            )
        )
    with opened(chapter, passphrase_file) as app:
        greeter = _Greeter(app, the_meeting(app, meeting))
        if not stdin:
            line = _Line(member=member, name=name, list=on_list.value, children=children)
            signed = greeter.scan(card, line) if card else greeter.welcome(line)
            say(as_json, _facts(signed), signed.id)
            return
        fine = _welcome_all(greeter, as_json)
    if not fine:
        raise typer.Exit(1)


def _welcome_all(greeter: "_Greeter", as_json: bool) -> bool:
    """Sign in line by line; a line that is refused is told on stderr and the next one is taken."""
    fine = True
    for number, raw in _lines():
        try:
            signed = greeter.welcome(_understood(number, raw))
        except LineNotUnderstood as error:
            refuse(error)
            fine = False
            continue
        except ChapterDeskError as error:
            refuse(LineNotUnderstood(number, error))
            fine = False
            continue
        if as_json:
            print_json(_facts(signed))
        else:
            print(signed.id)
        sys.stdout.flush()
    return fine


class _Greeter:
    """Signs people in at one meeting: whoever is on file as that person, everybody else as a walk-in."""

    def __init__(self, app: App, meeting: MeetingId) -> None:
        self._meeting = meeting
        self._cards = app.sign_in_cards
        self._names = NamesOnFile(app.db)
        self._sign_ins = SignIns(app.db, self._names.of, app.standings.rule)

    def scan(self, code: str, line: _Line) -> SignedIn:
        """Sign in whose card a code is.  Raises CardNotTaken."""
        found = self._cards.find(code, self._meeting)
        if found is None or found.state != "valid":
            raise CardNotTaken(found.state if found is not None else "unknown")
        return self._sign_ins.sign_in(
            self._meeting,
            found.person_id,
            method="card",
            card=found.card_id,
            on_list=line.list,
            children=line.children,
        )

    def welcome(self, line: _Line) -> SignedIn:
        if line.member:
            return self._sign_in(PersonId(line.member), line)
        named = list(self._names.of(line.name))
        if len(named) == 1 and not (line.email or line.phone):
            return self._sign_in(named[0], line, name_as_written=line.name)
        postal_code = f"{line.zip:05d}" if isinstance(line.zip, int) else line.zip
        guest = WalkIn(
            line.name,
            email=line.email,
            phone=line.phone,
            postal_code=postal_code,
            children=line.children,
        )
        came = self._sign_ins.came_as(self._meeting, guest) if named else None
        if came is not None:  # the same words again; another of that name comes with --member
            return self._sign_in(came, line)
        signed = self._sign_ins.walk_in(self._meeting, guest, on_list=line.list)
        self._names.add(signed.person_id, signed.name)
        return signed

    def _sign_in(self, person_id: PersonId, line: _Line, *, name_as_written: str = "") -> SignedIn:
        return self._sign_ins.sign_in(
            self._meeting,
            person_id,
            name_as_written=name_as_written,
            on_list=line.list,
            children=line.children,
        )


def _lines() -> Iterator[tuple[int, bytes]]:
    for number, raw in enumerate(iter(lambda: sys.stdin.buffer.readline(_LONGEST_LINE), b""), 1):
        if raw.strip():
            yield number, raw


def _understood(number: int, untrusted: bytes) -> _Line:
    try:
        line = msgspec.json.decode(untrusted, type=_Line)
    except (msgspec.DecodeError, UnicodeDecodeError) as trouble:
        raise LineNotUnderstood(number) from trouble
    if bool(line.member) == bool(line.name):
        raise LineNotUnderstood(number)
    return line


def _facts(signed: SignedIn) -> dict[str, object]:
    return {
        "id": signed.id,
        "person_id": signed.person_id,
        "name": signed.name,
        "at": signed.at,
        "repeated": signed.repeated,
        "first_time": signed.first_time,
        "added": signed.added,
        "sort_out": signed.sort_out,
    }
