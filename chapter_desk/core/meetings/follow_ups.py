"""Calls to make: whoever came for the first time is called within 48 hours.

That call is derived from the sign-in and written down only when somebody takes it on or makes it, so it
can neither be doubled nor be left behind when the sign-in is taken back.  Whoever said that they do not
want calls is not on the list, nor who is under 18, unless somebody plans a call for them; what somebody
says on the phone about calls counts from then on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from sqlalchemy import Connection

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import Came, came_ever, first_times
from chapter_desk.core.meetings.call_numbers import CallNumber, no_more_calls, numbers_of, take_number_off
from chapter_desk.core.members.consents import answers
from chapter_desk.core.members.minors import minors_now
from chapter_desk.core.members.naming import LONGEST_TEXT, clean_text
from chapter_desk.core.members.reach import silent_people
from chapter_desk.core.members.required import require_person
from chapter_desk.core.members.same_person import Components, all_components
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_json, wired_time
from chapter_desk.store.database import Database
from chapter_desk.values import ChapterId, MeetingId, PersonId, natural_id, new_id

FIRST_TIME = "first-time"
CALL_WITHIN = timedelta(hours=48)
_LOOK_BACK = timedelta(days=14)

Outcome = Literal["reached", "left-word", "wrong-number", "will-come", "no-answer", "do-not-call"]
"""How a call went.

`no-answer` is due again a day later.  `wrong-number` takes the number off the person it is not of.
`do-not-call` withdraws the consent to calls and marks every number.
"""
NO_ANSWER: Outcome = "no-answer"
AGAIN_AFTER = timedelta(days=1)

_LATELY = """
SELECT DISTINCT s.person_id FROM meeting m JOIN sign_in s ON s.meeting_id = m.id
WHERE m.starts_at >= ? AND m.removed_at IS NULL AND s.person_id IS NOT NULL
"""
_WRITTEN = """
SELECT f.id, f.person_id, f.meeting_id, f.reason, f.due_at, f.owner, f.outcome, f.done_at
FROM follow_up f WHERE f.removed_at IS NULL AND f.person_id IS NOT NULL AND f.made_clock IS NOT NULL
"""
_MADE = """
SELECT f.id, f.person_id, p.display_name, f.reason, f.meeting_id, m.title, f.outcome, f.done_at, f.note
FROM follow_up f
JOIN person p ON p.chapter_id = f.chapter_id AND p.id = f.person_id
LEFT JOIN meeting m ON m.chapter_id = f.chapter_id AND m.id = f.meeting_id
WHERE f.removed_at IS NULL AND f.done_at IS NOT NULL AND f.outcome IS NOT NULL AND p.display_name IS NOT NULL
ORDER BY f.done_at DESC, f.id LIMIT ?
"""
_OPERATOR = "SELECT person_id FROM operator WHERE id = ?"
_PEOPLE = """
SELECT p.id, p.display_name FROM person p
WHERE p.chapter_id = ? AND p.id IN (SELECT value FROM json_each(?)) AND p.removed_at IS NULL
AND p.archived_at IS NULL AND p.deceased_on IS NULL AND coalesce(p.do_not_contact, 0) = 0
AND p.made_clock IS NOT NULL
"""
_MEETINGS = """
SELECT id, title FROM meeting WHERE chapter_id = ? AND id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A call to make.  `due_at` and `since` are UTC; `owner` is a person's id or empty.

    `reason` is `FIRST_TIME` or what somebody wrote; `tried` tells that nobody answered before.
    """

    id: str
    person_id: PersonId
    name: str
    reason: str
    meeting_id: MeetingId | None
    meeting_title: str
    since: datetime | None
    due_at: datetime
    owner: str
    tried: bool = False


@dataclass(frozen=True, slots=True)
class MadeCall:
    """A call that was made, how it went and what was noted.  `done_at` is UTC."""

    id: str
    person_id: PersonId
    name: str
    reason: str
    meeting_id: MeetingId | None
    meeting_title: str
    outcome: Outcome
    done_at: datetime
    note: str


class FirstTime(Protocol):
    """When somebody came for the first time (UTC as the file keeps it), and where."""

    @property
    def at(self) -> str: ...

    @property
    def meeting_id(self) -> MeetingId: ...


class FollowUps:
    """Lists the calls to make and notes what became of them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def due(self) -> list[FollowUp]:
        """Return the calls still to make, the most urgent first.

        Nobody is in it who was archived, died, or does not want to be contacted; a first-timer
        leaves it two weeks after the call was due.
        """
        now = self._db.now()
        with self._db.read() as connection:
            components = all_components(connection)
            firsts = _firsts_lately(connection, components, now)
            return calls_due(connection, self._db.chapter_id, components, firsts, now)

    def add(self, person_id: PersonId, reason: str, due_at: datetime, owner: str = "") -> str:
        """Plan a call for another reason; return its id.

        Raises:
            NoSuchRecord: The person is not on file.
            TextRefused: The reason cannot be kept.
        """
        id = new_id()
        values = {"person_id": person_id, "reason": clean_text(reason, "reason"), "due_at": due_at}
        with self._db.write("add-follow-up", {"person": person_id}) as writer:
            require_person(writer, person_id)
            writer.insert(schema.follow_up, {**values, "owner": owner or None}, id=id)
        return id

    def take_on(self, follow_up: FollowUp, owner: str) -> None:
        """Say who makes a call (a person's id), or nobody with an empty text."""
        with self._db.write("take-on-follow-up", {"person": follow_up.person_id}) as writer:
            writer.put(schema.follow_up, follow_up.id, {**_fields(follow_up), "owner": owner or None})

    def log(self, follow_up: FollowUp, outcome: Outcome, note: str = "", phone_id: str = "") -> None:
        """Note that a call was made and how it went, with all that follows from it, as one step.

        Args:
            follow_up: The call.
            outcome: How it went; see `Outcome`.
            note: What was said.
            phone_id: The number that was called; where there is only one, it is that.

        Raises:
            TextRefused: The note cannot be kept.
        """
        text = clean_text(note, "note", longest=LONGEST_TEXT, lines=True) or None
        person = follow_up.person_id
        with self._db.write("log-call", {"person": person}) as writer:
            fields: dict[str, Any] = {**_fields(follow_up), "outcome": outcome, "done_at": writer.at}
            if outcome == NO_ANSWER:
                fields |= {"done_at": None, "due_at": writer.at + AGAIN_AFTER}
            if text is not None or outcome != NO_ANSWER:
                fields["note"] = text
            writer.put(schema.follow_up, follow_up.id, fields)
            if outcome == "wrong-number":
                take_number_off(writer, person, phone_id)
            elif outcome == "do-not-call":
                no_more_calls(writer, person)

    def who_sits_here(self) -> PersonId | None:
        """Return who works at this laptop, as a person on file; None where nobody said so."""
        with self._db.read() as connection:
            rows = look(connection, _OPERATOR, (self._db.operator or "",))
        return PersonId(rows[0][0]) if rows and rows[0][0] else None

    def numbers(self, people: Iterable[PersonId]) -> dict[PersonId, tuple[CallNumber, ...]]:
        """Return the numbers of people by the id they go by, those that may be called first."""
        with self._db.read() as connection:
            return numbers_of(connection, people, all_components(connection))

    def made(self, limit: int = 200) -> list[MadeCall]:
        """Return the calls that were made, the latest first."""
        with self._db.read() as connection:
            components = all_components(connection)
            return [
                MadeCall(
                    id=id,
                    person_id=components.of(person),
                    name=name,
                    reason=reason or "",
                    meeting_id=meeting,
                    meeting_title=title or "",
                    outcome=outcome,
                    done_at=datetime.fromisoformat(done_at),
                    note=note or "",
                )
                for id, person, name, reason, meeting, title, outcome, done_at, note in look(
                    connection, _MADE, (limit,)
                )
            ]

    def open_again(self, made: MadeCall) -> None:
        """Say that a call is to be made once more; what was noted stays."""
        with self._db.write("call-again", {"person": made.person_id}) as writer:
            fields = {"outcome": None, "done_at": None, "due_at": writer.at + AGAIN_AFTER}
            writer.set(schema.follow_up, made.id, fields)


def _fields(follow_up: FollowUp) -> dict[str, Any]:
    return {
        "person_id": follow_up.person_id,
        "meeting_id": follow_up.meeting_id,
        "reason": follow_up.reason,
        "due_at": follow_up.due_at,
        "removed_at": None,
    }


def calls_due(
    connection: Connection,
    chapter_id: ChapterId,
    components: Components,
    firsts: Mapping[PersonId, FirstTime],
    now: datetime,
) -> list[FollowUp]:
    """Return the calls still to make; `firsts` holds at least every first sign-in of the last weeks."""
    written = look(connection, _WRITTEN)
    calls = _first_timers(firsts, now)
    owners: dict[str, str] = {}
    for id, person, meeting, reason, due_at, owner, outcome, done_at in written:
        goes_by = components.of(person)
        is_made = done_at is not None or (outcome and outcome != NO_ANSWER)
        if reason == FIRST_TIME:
            if is_made:
                calls.pop(goes_by, None)
            elif goes_by in calls and due_at is not None:
                tried = outcome == NO_ANSWER
                calls[goes_by] = replace(
                    calls[goes_by], id=id, due_at=datetime.fromisoformat(due_at), tried=tried
                )
            owners[goes_by] = owner or owners.get(goes_by, "")
        elif not is_made and due_at is not None:
            due, tried = datetime.fromisoformat(due_at), outcome == NO_ANSWER
            calls[f"{goes_by} {id}"] = FollowUp(
                id, goes_by, "", reason or "", meeting, "", None, due, owner or "", tried
            )
    called = {call.person_id for call in calls.values()}
    for young in minors_now(connection, components, now, called):
        calls.pop(young, None)  # a call that somebody planned for them stands under its own key
    people = wired_json(sorted({call.person_id for call in calls.values()}))
    names: dict[str, str | None] = dict(look(connection, _PEOPLE, (chapter_id, people)))
    for person in silent_people(connection, map(PersonId, names), components):
        names.pop(person, None)
    for person, said in answers(connection, map(PersonId, names), components).items():
        if "call" in said and not said["call"].given:
            names.pop(person, None)
    meetings = wired_json(sorted({call.meeting_id for call in calls.values() if call.meeting_id}))
    titles: dict[str, str | None] = dict(look(connection, _MEETINGS, (chapter_id, meetings)))
    listed = [
        replace(
            call,
            name=names[call.person_id] or "",
            meeting_title=titles.get(call.meeting_id or "") or "",
            owner=call.owner or owners.get(call.person_id, ""),
        )
        for call in calls.values()
        if call.person_id in names
    ]
    return sorted(listed, key=lambda call: (call.due_at, call.id))


def _firsts_lately(connection: Connection, components: Components, now: datetime) -> dict[PersonId, Came]:
    """Return the first sign-in of everybody who came lately."""
    since = now - _LOOK_BACK - CALL_WITHIN - timedelta(days=1)
    people = {
        components.of(PersonId(person)) for (person,) in look(connection, _LATELY, (wired_time(since),))
    }
    return first_times(came_ever(connection, people, components))


def _first_timers(firsts: Mapping[PersonId, FirstTime], now: datetime) -> dict[str, FollowUp]:
    """Return a call for everybody whose first sign-in anywhere was lately, by the id they go by."""
    earliest, latest = wired_time(now - _LOOK_BACK - CALL_WITHIN), wired_time(now)
    calls: dict[str, FollowUp] = {}
    for person, came in firsts.items():
        if not earliest <= came.at <= latest:
            continue
        since = datetime.fromisoformat(came.at)
        calls[person] = FollowUp(
            id=natural_id("follow_up", FIRST_TIME, person),
            person_id=person,
            name="",
            reason=FIRST_TIME,
            meeting_id=came.meeting_id,
            meeting_title="",
            since=since,
            due_at=since + CALL_WITHIN,
            owner="",
        )
    return calls
