"""Two laptops at one door: 200 sign-ins of each merged, against the bare rows; and how long joining takes.

Bare is what nobody could leave out: the same 400 rows, each laptop's in one transaction of the same file.
Ours opens the door of the meeting first, and keeps the roster and that door in step as the program does.
"""

from time import perf_counter

import pytest

from chapter_desk.core.meetings.door import Door
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.core.sync.welcome import Welcome
from chapter_desk.link.entering import join
from chapter_desk.link.host import DoorHost
from chapter_desk.store import schema
from chapter_desk.values import new_id
from tests.benchmarks.interleaved import interleaved_pairs
from tests.benchmarks.test_sign_in import on_a_real_disk
from tests.doors import PACK, Helper, Host
from tests.link.conftest import app_of

pytestmark = pytest.mark.benchmark

SIGN_INS = 200
TURNS = 15
PEOPLE = 20_000


@pytest.fixture
def host(tmp_path):
    on_a_real_disk(tmp_path)
    host = Host(tmp_path)
    yield host
    host.db.close()


@pytest.mark.timeout(900)
def test_two_laptops_by_200_sign_ins_merge_in_a_few_times_the_bare_rows(host, tmp_path):
    people = [host.person(f"Person {number}") for number in range(2 * SIGN_INS)]
    roster = Roster(host.db, rule_of(PACK))
    door = Door(host.db, roster, rule_of(PACK))
    roster.load()
    host.db.on_commit = lambda committed: (roster.heard(committed), door.heard(committed))
    with host.db._writes.connect() as connection:
        raw = connection.connection.dbapi_connection
    pairs = []
    for turn in range(TURNS + 1):
        meeting = host.meeting(f"Meeting {turn}")
        parcels = []
        for number in range(2):
            helper = Helper(tmp_path, host.laptops.take_in(meeting, f"Door-{turn}-{number}"), host.clock)
            for person in people[number * SIGN_INS : (number + 1) * SIGN_INS]:
                helper.sign_ins.sign_in(meeting, person)
            parcels.append(helper.bundles.attendance().sealed())
            helper.db.close()
        pairs.append((_merge(host, door, meeting, parcels), _write_bare(raw, meeting, people)))
    for warm_up in pairs.pop(0):
        warm_up()
    comparison = interleaved_pairs("two laptops x 200", pairs, warm_up=0)
    with host.db.read() as connection:
        theirs = schema.sign_in.select().where(schema.sign_in.c.made_clock > 1)
        merged = len(connection.execute(theirs).all())
    assert merged == (TURNS + 1) * 2 * SIGN_INS
    assert len(door.present(meeting)) == 2 * SIGN_INS
    assert comparison.ratio(50) <= 5


@pytest.mark.timeout(900)
def test_joining_takes_less_than_a_minute(host, tmp_path):
    with host.db.write("add-people") as writer:
        people = ({"display_name": f"Person {number}", "sort_name": f"{number}"} for number in range(PEOPLE))
        writer.insert_many(schema.person, people)
    meeting = host.meeting()
    answering = DoorHost(app_of(host), meeting, told=lambda: None, address="127.0.0.1", port=0, call=None)
    answering.start()
    try:
        code = answering.new_code()
        start = perf_counter()
        welcome: Welcome = join(("127.0.0.1", answering.port), code.digits)
        given = perf_counter() - start
        door = Helper(tmp_path, welcome, host.clock)
        took = perf_counter() - start
        door.db.close()
    finally:
        answering.stop()
    print(f"\njoined with {PEOPLE} people in {took:.1f} s, {given:.1f} s of them on the wire")
    assert len(Laptops(host.db).laptops()) == 2
    assert took < 60


def _merge(host, door, meeting, parcels):
    def ours():
        door.present(meeting)
        for parcel in parcels:
            host.exchange.hear(parcel)

    return ours


_INSERT = """
INSERT INTO sign_in (chapter_id, id, meeting_id, person_id, list, type, at, clock_suspect, laptop, greeter,
  method, made_clock, made_replica, made_by, change_seq)
VALUES ('norfolk', ?, ?, ?, 'door', 'entry', '2026-11-12T19:00:00.000Z', 0, ?, ?, 'desk', 1, ?, ?, 1)
"""


def _write_bare(raw, meeting, people):
    def bare():
        for number in range(2):
            raw.execute("BEGIN IMMEDIATE")
            for person in people[number * SIGN_INS : (number + 1) * SIGN_INS]:
                raw.execute(_INSERT, (new_id(), meeting, person, meeting, meeting, meeting, meeting))
            raw.execute("COMMIT")

    return bare
