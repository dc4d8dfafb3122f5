"""Counting people into a meeting, one short transaction each, whichever door they use."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from chapter_desk.core.looking import look
from chapter_desk.core.meetings.attendance import CHILDCARE, DOOR, ON_LIST, STANDS, VOTING
from chapter_desk.core.meetings.counting_in import PHONE as PHONE
from chapter_desk.core.meetings.counting_in import (
    MeetingDoor,
    come_in,
    count_in,
    go_out,
    made_here,
    require_door,
    sign_in_row,
    void_all,
)
from chapter_desk.core.meetings.counting_in import SignedIn as SignedIn
from chapter_desk.core.meetings.meeting import opened
from chapter_desk.core.meetings.voting import require_vote
from chapter_desk.core.meetings.walk_in import Namesakes, WalkIn, written
from chapter_desk.core.members.households import put_together
from chapter_desk.core.members.membership import MembershipRule
from chapter_desk.core.members.naming import name_key
from chapter_desk.core.members.same_person import all_components
from chapter_desk.core.sync.laptops import door_meeting
from chapter_desk.errors import MeetingEnded, NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import MeetingId, PersonId, SignInId

_Done = TypeVar("_Done")

_OF_A_GREETER = frozenset({"desk", "roster", "card"})
"""Ways of signing in by which somebody looks on: neither the kiosk nor the phone form."""

_SIGN_IN = (
    f"SELECT s.meeting_id, s.person_id, s.at, {ON_LIST}, s.children, s.laptop FROM sign_in s"
    f" WHERE chapter_id = ? AND id = ? AND {STANDS}"
)
_WROTE = f"""
SELECT s.person_id, s.name_as_written, s.contact_as_written FROM sign_in s
WHERE s.meeting_id = ? AND s.name_as_written IS NOT NULL AND s.person_id IS NOT NULL AND {STANDS}
ORDER BY s.at, s.id
"""


class SignIns:
    """Counts each person into a meeting once on each of its lists (`attendance.LISTS`).

    The door, the command line and whatever comes later all sign people in here, so the count cannot
    depend on which of them was used.  A meeting that was only planned is opened by its first
    sign-in, as a step of its own, so that taking the sign-in back leaves the door open.
    """

    def __init__(
        self, db: Database, namesakes: Namesakes | None = None, membership: MembershipRule | None = None
    ) -> None:
        """`namesakes` finds people by their whole name in memory; without it the file is read for them.

        `membership` says who is a member since when; without it everybody may be given a ballot.
        """
        self._db = db
        self._namesakes = namesakes
        self._membership = membership

    def sign_in(
        self,
        meeting_id: MeetingId,
        person_id: PersonId,
        *,
        method: str = "desk",
        name_as_written: str = "",
        on_list: str = DOOR,
        children: int = 0,
        card: str = "",
        anyway: bool = False,
    ) -> SignedIn:
        """Count a person in, now, with the children who came along.

        `card` is the id of the card they showed.  `anyway` puts somebody on the voting list to whom the rule
        of the meeting gives no ballot; that is kept with it.

        A second sign-in is no error: what stands comes back with `repeated` set, and nothing is
        written but children who were not told of before.  Who left comes `back`.

        Raises:
            MeetingEnded: The meeting has ended; open its door again first.  (A greeter at a laptop that
                only helps at the door cannot: there who comes is counted in after the fact.)
            MeetingCancelled: The meeting was called off.
            NoSuchRecord: There is no such meeting or person.
            MayNotVote: On the voting list, by the rule or the frozen roll of the meeting.
        """
        wrote = {
            "method": method,
            "name_as_written": name_as_written or None,
            "list": on_list,
            "children": children or None,
            "code": card or None,
            **({"forced": True} if anyway else {}),
        }
        return self._at_the_door(
            "sign-in",
            {"meeting": meeting_id, "person": person_id, **_told(on_list)},
            lambda writer, door: self._count_in(writer, door, person_id, wrote),
            method,
        )

    def sign_in_together(
        self, meeting_id: MeetingId, people: Sequence[PersonId], *, method: str = "desk", on_list: str = DOOR
    ) -> tuple[SignedIn, ...]:
        """Count a household in with one step: all of them, or nobody.

        Raises:
            MeetingEnded, MeetingCancelled, NoSuchRecord, MayNotVote: See `sign_in`.
        """
        wrote = {"method": method, "list": on_list}

        def enter(writer: Writer, door: MeetingDoor) -> tuple[SignedIn, ...]:
            return tuple(self._count_in(writer, door, each, wrote) for each in people)

        params = {"meeting": meeting_id, "people": list(people), **_told(on_list)}
        return self._at_the_door("sign-in-household", params, enter, method)

    def leave(
        self, meeting_id: MeetingId, person_id: PersonId, *, at: datetime | None = None, on_list: str = DOOR
    ) -> SignInId:
        """Note that somebody who is in has left, now or at another time; they may come back.

        Raises:
            NoSuchRecord: There is no such meeting or person, or they are not in.
            MeetingCancelled: The meeting was called off.
        """
        with self._db.write("leave", {"meeting": meeting_id, "person": person_id}) as writer:
            door = require_door(writer, self._db, meeting_id, ended_too=True)
            wrote = {"method": "desk", "list": on_list, **({} if at is None else {"at": at})}
            return go_out(writer, self._db, door, person_id, wrote)

    def sign_in_afterwards(
        self,
        meeting_id: MeetingId,
        person_id: PersonId,
        *,
        at: datetime | None = None,
        method: str = "roster",
        on_list: str = DOOR,
        children: int = 0,
    ) -> SignedIn:
        """Count a person in who was there, after the fact: an ended meeting takes them too.

        `at` is when they came, UTC; without it, when the meeting began.

        Raises:
            MeetingCancelled: The meeting was called off.
            NoSuchRecord: There is no such meeting or person.
        """
        params = {"meeting": meeting_id, "person": person_id}
        with self._db.write("sign-in-afterwards", params) as writer:
            door = require_door(writer, self._db, meeting_id, ended_too=True)
            came = at or datetime.fromisoformat(door.starts_at)
            wrote = {"method": method, "at": came, "forced": True, "list": on_list}
            return count_in(writer, self._db, door, person_id, {**wrote, "children": children or None})

    def walk_in(
        self,
        meeting_id: MeetingId,
        walk_in: WalkIn,
        *,
        method: str = "desk",
        on_list: str = DOOR,
        household_of: PersonId | None = None,
        id: SignInId | None = None,
    ) -> SignedIn:
        """Count in somebody who is not found on file: only a name is needed.

        Whoever is certainly on file already (the same name with the same e-mail or phone) is signed
        in as that person.  Where it is doubtful the person is added, and counted, and the question
        waits to be sorted out later.  Nothing a person writes keeps them out.

        `household_of` is somebody they live with.  `id` is the sign-in's, where what they wrote has a
        number of its own (the phone form).

        Raises:
            NameNeeded, TextRefused: There is no name, or what was typed is no writing.
            MeetingEnded, MeetingCancelled, NoSuchRecord: See `sign_in`.
        """
        name = written(walk_in).display_name
        named_alike = None if self._namesakes is None else self._namesakes(name)
        params: dict[str, Any] = {"meeting": meeting_id, **_told(on_list)}
        wrote: dict[str, Any] = {"id": id, "greeter": None} if method == PHONE else {}

        def enter(writer: Writer, door: MeetingDoor) -> SignedIn:
            how = {"method": method, "list": on_list, **wrote}
            signed = come_in(writer, self._db, door, walk_in, named_alike, how)
            self._require_vote(writer, door, signed, how)
            params["person"] = signed.person_id
            if household_of is not None and household_of != signed.person_id:
                put_together(writer, [household_of, signed.person_id])
            return signed

        return self._at_the_door("phone-sign-in" if method == PHONE else "walk-in", params, enter, method)

    def visitor(self, meeting_id: MeetingId, *, on_list: str = DOOR) -> SignInId:
        """Count in somebody who gives no name: one more head, and nothing else is kept.

        On the childcare's list that is a child, never a visitor.

        Raises:
            MeetingEnded, MeetingCancelled, NoSuchRecord: See `sign_in`.
        """
        wrote = {"method": "desk", "list": on_list}
        return self._at_the_door(
            "child" if on_list == CHILDCARE else "visitor",
            {"meeting": meeting_id, **_told(on_list)},
            lambda writer, door: SignInId(
                writer.insert(schema.sign_in, sign_in_row(writer, door, None, wrote))
            ),
        )

    def came_as(self, meeting_id: MeetingId, walk_in: WalkIn) -> PersonId | None:
        """Return the first who came to this meeting and wrote this name, folded, and this contact."""
        name, contact = name_key(walk_in.name), walk_in.contact
        with self._db.read() as connection:
            for person_id, wrote, wrote_contact in look(connection, _WROTE, (meeting_id,)):
                if name_key(wrote) == name and json.loads(wrote_contact or "{}") == contact:
                    return PersonId(person_id)
        return None

    def take_back(self, sign_in_id: SignInId, reason: str = "") -> int:
        """Take a person out of a meeting again; return how many sign-ins that took back.

        All their sign-ins on that list are taken back, also another laptop's.  It is recorded, not erased.

        Raises:
            NoSuchRecord: There is no such sign-in, or it was taken back before.
        """
        with self._db.write("take-back", {"sign_in": sign_in_id}) as writer:
            meeting_id, person_id, _at, on_list, *_rest = _standing(writer, self._db, sign_in_id)
            return void_all(writer, meeting_id, person_id, sign_in_id, reason, on_list)

    def move(self, sign_in_id: SignInId, person_id: PersonId) -> SignedIn:
        """Give a sign-in to the person it belongs to, at the same time; the wrong person is out again.

        Where the wrong person was signed in on several laptops, that of this laptop is meant: the other
        desk may well have had the right one before it.

        Raises:
            NoSuchRecord: There is no such sign-in or person.
            MeetingCancelled: The meeting was called off.
        """
        params: dict[str, Any] = {"sign_in": sign_in_id, "person": person_id}
        with self._db.write("move-sign-in", params) as writer:
            meeting_id, wrong, at, on_list, children, laptop = _standing(writer, self._db, sign_in_id)
            params["meeting"] = meeting_id
            here = made_here(writer, meeting_id, wrong, on_list) if wrong is not None else None
            if here is not None:
                (params["sign_in"], at), laptop = here, writer.replica
            void_all(writer, meeting_id, wrong, sign_in_id, "moved", on_list, laptop)
            door = require_door(writer, self._db, meeting_id, ended_too=True)
            wrote = {
                "method": "roster",
                "at": datetime.fromisoformat(at),
                "list": on_list,
                "children": children,
            }
            return count_in(writer, self._db, door, person_id, wrote)

    def _count_in(
        self, writer: Writer, door: MeetingDoor, person_id: PersonId, wrote: Mapping[str, Any]
    ) -> SignedIn:
        """Count a person in; on the voting list only to whom the meeting's rule gives a ballot."""
        signed = count_in(writer, self._db, door, person_id, wrote)
        self._require_vote(writer, door, signed, wrote)
        return signed

    def _require_vote(
        self, writer: Writer, door: MeetingDoor, signed: SignedIn, wrote: Mapping[str, Any]
    ) -> None:
        if self._membership is None or wrote["list"] != VOTING or signed.repeated or wrote.get("forced"):
            return
        components = all_components(writer.connection)
        require_vote(writer.connection, self._membership, door.id, signed.person_id, signed.name, components)

    def _at_the_door(
        self,
        kind: str,
        params: Mapping[str, Any],
        act: "Callable[[Writer, MeetingDoor], _Done]",
        method: str = "desk",
    ) -> _Done:
        """Do one act at an open door, in one transaction; a planned meeting is opened before.

        A laptop that helps at the door cannot open it again once the chapter's laptop has closed it: who
        stands before a greeter there is counted in after the fact.
        """
        meeting_id = params["meeting"]
        with self._db.write(kind, params) as writer:
            try:
                door = require_door(writer, self._db, meeting_id)
            except MeetingEnded:
                if method not in _OF_A_GREETER or door_meeting(writer.connection) is None:
                    raise
                door = require_door(writer, self._db, meeting_id, late_too=True)
            if not door.planned:
                return act(writer, door)
        with self._db.write("open-door", {"meeting": meeting_id}) as writer:
            opened(writer, self._db, meeting_id)
        return self._at_the_door(kind, params, act, method)


def _told(on_list: str) -> dict[str, str]:
    """Return what a step says about its list: nothing for the door's."""
    return {} if on_list == DOOR else {"list": on_list}


def _standing(
    writer: Writer, db: Database, sign_in_id: SignInId
) -> tuple[MeetingId, PersonId | None, str, str, int | None, str]:
    rows = look(writer.connection, _SIGN_IN, (db.chapter_id, sign_in_id))
    if not rows:
        raise NoSuchRecord("sign_in", sign_in_id)
    return rows[0]
