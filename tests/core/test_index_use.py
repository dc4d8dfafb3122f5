"""What is done at the door or for one person looks rows up; it never reads a whole table."""

import re

import pytest

from chapter_desk.core.fundraising.gifts import GiftDraft, Gifts
from chapter_desk.core.meetings.door import Door
from chapter_desk.core.meetings.follow_ups import FollowUps
from chapter_desk.core.meetings.sort_out import SortOut
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.consents import Consents
from chapter_desk.core.members.evidence import Standings
from chapter_desk.core.members.field_history import FieldHistory
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.person_card import PersonCards
from chapter_desk.core.members.roster import Roster
from chapter_desk.store import schema
from chapter_desk.store.database import Database, connected
from tests.core.conftest import INSTALL, KEY

LARGE = ("person", "email_address", "phone_number", "postal_address", "consent", "tagging", "note", "sign_in",
         "rsvp", "gift", "household_member", "change", "step", "exception")  # fmt: skip
_SHORT_NAMES = re.compile(r"\b(?:FROM|JOIN)\s+\"?(\w+)\"?(?:\s+(?:AS\s+)?(\w+))?", re.IGNORECASE)


@pytest.fixture
def watched(path, clock, monkeypatch):
    """A chapter whose every statement is noted, and the notes."""
    noted = []
    connect = Database._connect_writer

    def connect_and_note(self):
        connection = connect(self)
        connection.set_trace_callback(noted.append)
        return connection

    monkeypatch.setattr(Database, "_connect_writer", connect_and_note)
    db = Database(path, KEY, clock, install_id=INSTALL)
    yield db, noted
    db.close()


def scanned(path, statements):
    """Return which large tables a statement reads from end to end."""
    raw = connected(path, KEY)
    found = []
    for statement in dict.fromkeys(statements):
        if not statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE")):
            continue
        names = {short or name: name for name, short in _SHORT_NAMES.findall(statement)}
        for *_, detail in raw.execute(f"EXPLAIN QUERY PLAN {statement}"):
            scan = re.match(r"SCAN (\w+)", detail)
            if scan and names.get(scan[1], scan[1]) in LARGE:
                found.append((detail, statement))
    raw.close()
    return found


def test_one_person_and_one_evening_read_no_table_from_end_to_end(watched, path, pack):
    from chapter_desk.core.meetings.calendar import Calendar
    from chapter_desk.core.meetings.meeting import MeetingDraft
    from chapter_desk.core.meetings.sign_in import SignIns
    from chapter_desk.core.members.records import PersonDraft, Records

    db, noted = watched
    rule = rule_of(pack)
    roster = Roster(db, rule)
    roster.load()
    door, records, sign_ins = Door(db, roster, rule), Records(db), SignIns(db, roster.namesakes)
    calendar = Calendar(db, pack)
    db.on_commit = lambda committed: (roster.heard(committed), door.heard(committed))
    may = calendar.add(MeetingDraft("May", db.now().replace(tzinfo=None))).id
    door.matches(may, "ana")  # once for each meeting: who lives with whom, as the roster is read once
    noted.clear()

    ana = records.add(PersonDraft("Ana", phone_numbers=["757-555-0141"], tags=["Driver"]))
    signed = sign_ins.sign_in(may, ana)
    sign_ins.walk_in(may, WalkIn("Ana", email="ana@example.org", phone="757-555-0141"))
    sign_ins.walk_in(may, WalkIn("Bo", email="ana@example.org"))
    door.matches(may, "ana")
    door.who_is_in(may)
    door.counts(may)
    sign_ins.take_back(signed.id)
    records.edit(ana, {"phone_numbers": ["757-555-0199"], "employer": "Shipyard", "tags": []})
    records.add_note(ana, "Has a van.")
    Consents(db).note(ana, "email", given=True)
    Gifts(db).record(GiftDraft(100, db.now().date(), ana))
    PersonCards(db, rule).about(ana)
    FieldHistory(db).of(ana)
    Standings(db, rule).of(ana)
    Gifts(db).of(ana)
    FollowUps(db).due()
    SortOut(db).waiting(may)
    calendar.next_meeting()
    calendar.upcoming()

    assert len(noted) > 100
    assert scanned(path, noted) == []


def test_the_watch_would_see_a_table_read_from_end_to_end(watched, path):
    db, noted = watched
    with db.read() as connection:
        connection.execute(schema.sign_in.select().where(schema.sign_in.c.method == "desk")).all()
    assert scanned(path, noted)
