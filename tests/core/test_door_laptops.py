"""Several laptops at one door: packs without contact data, attendance back, in any order the same."""

import itertools
import shutil
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.meeting import MeetingState
from chapter_desk.core.meetings.needs import Need
from chapter_desk.core.meetings.sort_out import SortOut
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.steps import Steps
from chapter_desk.core.sync import bundle, laptops, matrix
from chapter_desk.core.sync.door_attendance import attendance_tables
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.core.sync.outgoing import lines_of
from chapter_desk.core.sync.welcome import decoded, encoded, read_welcome, write_welcome
from chapter_desk.errors import (
    BundleRefused,
    FileNotThere,
    JoinRefused,
    MeetingEnded,
    NameNeeded,
    NoSuchRecord,
    NotAKey,
    OnlyTheChapter,
)
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from tests.doors import Helper, Host, helper
from tests.exchanging import PACK, Ticking

MARIA = {
    "email_addresses": ["maria@example.org"],
    "phone_numbers": ["757-555-0142"],
    "postal_addresses": ["23517"],
    "employer": "Norfolk Naval Shipyard",
}


@pytest.fixture
def meeting(host):
    return host.meeting()


@pytest.fixture
def maria(host):
    return host.person("Maria Gutierrez", **MARIA)


@pytest.fixture
def door(host, meeting, maria):
    door = helper(host, meeting)
    yield door
    door.db.close()


def everything_in(door) -> str:
    return "\n".join(
        str(row._asdict()) for table in schema.metadata.sorted_tables for row in _all(door.db, table)
    )


def _called(laptop, name) -> str:
    (found,) = [id for id, row in laptop.rows(schema.person).items() if row.display_name == name]
    return found


def _of(laptop, table, person) -> list:
    return [row for row in laptop.rows(table).values() if row.person_id == person]


def _all(db, table):
    with db.read() as connection:
        return connection.execute(table.select()).all()


def test_a_door_laptop_has_names_and_zip_and_no_way_to_reach_anybody(host, door, maria, meeting):
    assert door.rows(schema.person)[maria].display_name == "Maria Gutierrez"
    assert [row.postal_code for row in door.rows(schema.postal_address).values()] == ["23517"]
    held = everything_in(door)
    for secret in ("maria@example.org", "5550142", "555-0142", "Shipyard"):
        assert secret not in held
    with host.db.read() as connection:
        chapters = laptops.identity(connection).text
    assert chapters not in held and "chapter.signing_key" not in held


def test_who_is_under_18_is_known_at_the_other_door_and_said_there_of_a_walk_in(host, door, maria, meeting):
    host.records.edit(maria, {"under_18": True, "under_18_until": date(2030, 5, 4)})
    host.give(door)
    row = door.rows(schema.person)[maria]
    assert row.under_18 and row.under_18_until == date(2030, 5, 4)
    kai = door.sign_ins.walk_in(meeting, WalkIn("Kai", under_18=True), method="desk").person_id
    host.hear(door)
    assert host.rows(schema.person)[kai].under_18


def test_a_door_laptop_knows_nothing_of_other_meetings(host, maria):
    before, tonight = host.meeting("April"), host.meeting("May")
    host.sign_ins.sign_in(before, maria)
    door = helper(host, tonight)
    assert set(door.rows(schema.meeting)) == {tonight}
    assert not door.rows(schema.sign_in)
    door.db.close()


def test_the_matrix_gives_a_door_laptop_no_contact_and_only_fields_there_are():
    for table, fields in [*matrix.TO_DOOR.items(), *matrix.FROM_DOOR.items()]:
        assert set(fields) <= set(schema.fields_of(schema.REPLICATED[table])), table
    contact = {"email_address", "phone_number", "consent", "note", "gift", "identifier", "sealed_contact"}
    assert not contact & matrix.TO_DOOR.keys()
    assert matrix.TO_DOOR["postal_address"] == ("person_id", "postal_code", "removed_at")
    assert "contact_as_written" not in matrix.TO_DOOR["sign_in"] + matrix.FROM_DOOR["sign_in"]


def test_who_signs_in_at_the_other_door_is_in_here(host, door, maria, meeting):
    door.sign_ins.sign_in(meeting, maria)
    taken = host.hear(door)
    assert (taken.kind, taken.sender) == ("attendance", "Door-2")
    assert host.in_(meeting) == {maria: {door.id}}


def test_a_door_laptop_does_not_say_for_whom_it_is_the_first_time(host, door, maria, meeting):
    signed = door.sign_ins.sign_in(meeting, maria)
    assert (signed.first_time, signed.times_this_year) == (False, 0)
    assert door.sign_ins.walk_in(meeting, WalkIn("Newer Example")).first_time is False
    host.hear(door)
    assert host.sign_ins.sign_in(meeting, maria).times_this_year == 1


def test_the_same_person_at_two_doors_is_one_attendance_with_both_laptops_named(host, door, maria, meeting):
    door.sign_ins.sign_in(meeting, maria)
    host.sign_ins.sign_in(meeting, maria)
    host.hear(door)
    host.give(door)
    for laptop in (host, door):
        assert laptop.in_(meeting) == {maria: {host.id, door.id}}
        tonight = laptop.laptops.tonight(meeting)
        assert (tonight.all_in, tonight.this) == (1, 1)
        assert {each.name: each.signed_in for each in tonight.laptops} == {"desk": 1, "Door-2": 1}


def test_what_a_walk_in_gave_is_sealed_at_the_door_and_opened_at_home(host, door, meeting):
    rosa = WalkIn("Rosa Parks", "rosa@example.org", "757-555-0199", "23508", consents=("email",))
    door.sign_ins.walk_in(meeting, rosa, method="desk")
    held = everything_in(door)
    assert "Rosa Parks" in held
    for secret in ("rosa@example.org", "5550199", "555-0199", '23508"'):
        assert secret not in held
    host.hear(door)
    person = _called(host, "Rosa Parks")
    assert [row.address for row in _of(host, schema.email_address, person)] == ["rosa@example.org"]
    assert [row.number for row in _of(host, schema.phone_number, person)] == ["+17575550199"]
    assert [row.postal_code for row in _of(host, schema.postal_address, person)] == ["23508"]
    assert [row.channel for row in _of(host, schema.consent, person)] == ["email"]


def test_what_is_no_email_and_no_zip_waits_at_home_and_the_rest_is_kept(host, door, meeting):
    rosa = WalkIn("Rosa Parks", "rosa at example.org", "757-555-0199", "99999")
    door.sign_ins.walk_in(meeting, rosa, method="desk")
    assert "rosa at" not in everything_in(door)
    host.hear(door)
    host.hear(door)
    person = _called(host, "Rosa Parks")
    assert _of(host, schema.email_address, person) == []
    assert [row.number for row in _of(host, schema.phone_number, person)] == ["+17575550199"]
    waiting = {each.reason: each for each in SortOut(host.db).waiting(meeting)}
    assert set(waiting) == {"unreadable-email", "unknown-zip"}
    assert waiting["unreadable-email"].raw == {"name": "Rosa Parks", "email": "rosa at example.org"}
    assert waiting["unknown-zip"].raw["postal_code"] == "99999"
    assert {each.person_id for each in waiting.values()} == {person}


def test_contact_that_was_taken_away_at_home_does_not_come_back(host, door, meeting, maria):
    door.sign_ins.walk_in(meeting, WalkIn("Rosa Parks", "rosa@example.org"), method="desk")
    host.hear(door)
    rosa = _called(host, "Rosa Parks")
    assert _of(host, schema.email_address, rosa), "it came home once"
    host.records.edit(rosa, {"email_addresses": []})
    door.sign_ins.sign_in(meeting, maria)
    host.hear(door)
    assert all(row.removed_at is not None for row in _of(host, schema.email_address, rosa))


def test_two_of_the_chapters_laptops_that_open_one_contact_make_one_row(host, door, meeting):
    from tests.exchanging import copied, swap

    other = copied(host.desk, "second")
    door.sign_ins.walk_in(meeting, WalkIn("Rosa Parks", "rosa@example.org"), method="desk")
    whole = door.bundles.attendance(0).sealed()
    host.exchange.hear(whole)
    other.exchange.hear(whole)
    swap(host.desk, other)
    assert host.digest == other.digest
    emails = [row.address for row in other.rows(schema.email_address).values()]
    assert emails.count("rosa@example.org") == 1
    other.db.close()


def test_a_sign_in_taken_back_at_one_door_is_taken_back_at_the_other(host, door, maria, meeting):
    signed = host.sign_ins.sign_in(meeting, maria)
    host.give(door)
    door.sign_ins.take_back(signed.id)
    host.hear(door)
    assert host.in_(meeting) == {} == door.in_(meeting)


def test_somebody_new_at_home_is_found_at_the_door_and_a_need_is_known(host, door, meeting):
    host.sign_ins.walk_in(meeting, WalkIn("Rosa Parks", needs=[Need("interpreter")]), method="desk")
    host.give(door)
    assert "Rosa Parks" in {row.display_name for row in door.rows(schema.person).values()}
    assert [row.kind for row in door.rows(schema.need).values()] == ["interpreter"]


def test_a_name_put_right_at_the_door_is_right_at_home_and_keeps_the_rest(host, door, maria):
    door.clock.now += timedelta(minutes=1)
    door.records.edit(maria, {"given_name": "María"})
    host.hear(door)
    row = host.rows(schema.person)[maria]
    assert (row.given_name, row.employer) == ("María", "Norfolk Naval Shipyard")


def test_two_packs_and_two_attendances_of_the_same_change_nothing_the_second_time(host, door, maria, meeting):
    door.sign_ins.sign_in(meeting, maria)
    attendance, pack = door.bundles.attendance().sealed(), host.bundles.pack(door.id).sealed()
    host.exchange.hear(attendance)
    before = host.digest
    again = host.exchange.hear(attendance)
    assert (again.new, again.changed, host.digest) == (0, 0, before)
    door.exchange.hear(pack)
    before = door.digest
    door.exchange.hear(pack)
    assert door.digest == before


def test_only_what_is_new_goes_over_the_wire(host, door, maria, meeting):
    first = host.bundles.pack(door.id).sealed()
    host.sign_ins.sign_in(meeting, maria)
    since = host.bundles.pack(door.id, door.bundles.has_of(host.id)).sealed()
    reader = _reader_of(door)
    assert bundle.opened(first, reader).manifest.rows > 3
    assert set(bundle.opened(since, reader).tables) == {"meeting", "sign_in", "heard"}


def test_a_door_laptop_goes_on_by_stick(host, door, maria, meeting, tmp_path):
    door.sign_ins.sign_in(meeting, maria)
    path = door.bundles.write_attendance(tmp_path)
    inside = host.exchange.look_inside(path)
    assert (inside.kind, inside.sender, inside.effects.new) == ("attendance", "Door-2", 1)
    host.exchange.take_in(path)
    assert host.in_(meeting) == {maria: {door.id}}


def test_taking_in_attendance_can_be_taken_back(host, door, maria, meeting):
    door.sign_ins.sign_in(meeting, maria)
    taken = host.hear(door)
    host.exchange.undo_take_in(taken.step)
    assert host.in_(meeting) == {}
    host.hear(door)
    assert host.in_(meeting) == {maria: {door.id}}


# ------------------------------------------------------------ joining by a file


def test_a_laptop_joins_by_a_file_that_only_its_words_open(host, meeting, maria, tmp_path):
    path, spoken = host.laptops.write_file(meeting, "Door-2", tmp_path)
    assert b"Gutierrez" not in path.read_bytes() and "Door" not in path.name
    with pytest.raises(JoinRefused) as refused:
        read_welcome(path, "these are not the words")
    assert refused.value.reason == "wrong-words"
    welcome = read_welcome(path, f"  {spoken.upper().replace(' ', '-')} ")
    assert (welcome.meeting_title, welcome.chapter_name, welcome.host) == ("May meeting", "Norfolk", "desk")
    door = Helper(tmp_path, welcome)
    door.sign_ins.sign_in(meeting, maria)
    host.hear(door)
    assert host.in_(meeting) == {maria: {door.id}}
    door.db.close()


def test_a_file_of_another_kind_makes_no_door_laptop(host, tmp_path):
    path = tmp_path / "x.cddoor"
    with pytest.raises(FileNotThere):
        read_welcome(path, "one two three four five")
    for content in (b"", b"hello", b"age-encryption.org/v1\n-> X25519 abc"):
        path.write_bytes(content)
        with pytest.raises(JoinRefused) as refused:
            read_welcome(path, "one two three four five")
        assert refused.value.reason == "not-a-welcome"


@pytest.mark.parametrize("what", ["identity", "laptop_key", "verify_key"])
def test_a_welcome_with_a_broken_key_is_refused_and_leaves_no_folder(host, meeting, tmp_path, what):
    welcome = msgspec.structs.replace(host.laptops.take_in(meeting, "Door-2"), **{what: "x"})
    with pytest.raises(JoinRefused):
        Helper(tmp_path, welcome)
    assert not (tmp_path / "Door-2").exists()


def test_a_welcome_whose_pack_is_not_its_own_leaves_no_folder(host, meeting, tmp_path):
    one, two = (host.laptops.take_in(meeting, name) for name in ("Door-2", "Door-3"))
    with pytest.raises(JoinRefused):
        Helper(tmp_path, msgspec.structs.replace(one, pack=two.pack))
    assert not (tmp_path / "Door-2").exists()


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_no_welcome(content):
    with pytest.raises(JoinRefused):
        decoded(content)


def test_a_later_format_of_a_welcome_asks_for_an_update(host, meeting):
    welcome = msgspec.structs.replace(host.laptops.take_in(meeting, "Door-2"), format=2)
    with pytest.raises(JoinRefused) as refused:
        decoded(encoded(welcome))
    assert refused.value.reason == "newer"


def test_a_laptop_needs_a_name_and_a_meeting(host, meeting):
    with pytest.raises(NameNeeded):
        host.laptops.take_in(meeting, "  ")
    with pytest.raises(NoSuchRecord):
        host.laptops.take_in("no-such-meeting", "Door-2")
    assert len(Laptops(host.db).laptops()) == 1


# ------------------------------------------------------------ what a door laptop may not


def test_a_door_laptop_that_was_taken_off_the_list_is_believed_no_more(host, door, maria, meeting):
    door.sign_ins.sign_in(meeting, maria)
    host.hear(door)
    host.laptops.remove(door.id)
    door.sign_ins.walk_in(meeting, WalkIn("Mallory"), method="desk")
    with pytest.raises(BundleRefused) as refused:
        host.hear(door)
    assert refused.value.reason == "revoked"
    assert host.in_(meeting) == {maria: {door.id}}, "who came until then stays in"
    with pytest.raises(NoSuchRecord):
        host.bundles.pack(door.id).sealed()
    assert Laptops(host.db).link_key(door.id) is None
    steps = Steps(host.db, undo_take_in=pytest.fail)
    steps.take_back(steps.next_undo().id)
    host.hear(door)
    assert len(host.in_(meeting)) == 2


def test_a_door_laptop_may_send_attendance_and_nothing_else(host, door):
    with host.db.read() as connection:
        recipient = laptops.identity(connection).recipient
    for kind in ("delta", "snapshot", "receipt", "door-pack"):
        forged = _forged(door, {}, kind=kind, recipient=recipient)
        with pytest.raises(BundleRefused) as refused:
            host.exchange.take_in(_kept(host, forged))
        assert refused.value.reason == "wrong-kind", kind


def test_a_laptop_of_the_chapter_sends_no_attendance(host, door):
    with host.db.read() as connection:
        recipient = laptops.identity(connection).recipient
    with pytest.raises(BundleRefused) as refused:
        host.exchange.hear(_forged(host, {}, recipient=recipient))
    assert refused.value.reason == "wrong-kind"


def _row(door, **fields) -> dict:
    return {"id": "0193-new", "made_clock": 1 << 50, "made_replica": door.id, **fields}


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        ("meeting", {"title": "Cancelled"}),
        ("laptop", {"name": "mine"}),
        ("chapter", {"name": "Mine"}),
        ("gift", {"amount_cents": 1}),
        ("person", {"removed_at": "2026-11-12T19:00:00.000Z"}),
        ("person", {"do_not_contact": 1}),
        ("person", {"display_name": "Mallory", "made_replica": "desk"}),
        ("person", {"display_name": "Mallory", "stamps": {"display_name": [1 << 50, "desk"]}}),
        ("person", {"display_name": "Mallory", "stamps": {"display_name": 4}}),
        ("person", {"display_name": "Mallory", "stamps": [1]}),
        ("sign_in", {"meeting_id": "another", "type": "entry"}),
        ("void", {"target_table": "gift", "target_id": "x"}),
        ("void", {"target_table": "same_person", "target_id": "x"}),
    ],
)
def test_a_door_laptop_cannot_reach_beyond_its_door(host, door, table, fields):
    with host.db.read() as connection:
        recipient = laptops.identity(connection).recipient
    before = host.digest
    forged = _forged(door, {table: iter([lines_of([_row(door, **fields)])])}, recipient=recipient)
    with pytest.raises(BundleRefused) as refused:
        host.exchange.hear(forged)
    assert refused.value.reason == "wrong-content"
    assert host.digest == before


def test_another_meetings_certificate_does_not_open_this_door(host, door, meeting, maria):
    """The certificate names the meeting, and the chapter signed it: another name breaks the signature."""
    with door.db.read() as connection:
        signer = laptops.signer(connection)
    certificate = msgspec.structs.replace(signer.certificate, door_meeting="")
    with host.db.read() as connection:
        recipient = laptops.identity(connection).recipient
    with pytest.raises(BundleRefused) as refused:
        host.exchange.hear(_forged(door, {}, recipient=recipient, certificate=certificate))
    assert refused.value.reason == "unknown-sender"


def test_one_door_laptop_cannot_read_the_pack_of_another(host, door, meeting):
    other = helper(host, meeting, "Door-3")
    with pytest.raises(BundleRefused) as refused:
        other.exchange.hear(host.bundles.pack(door.id).sealed())
    assert refused.value.reason == "not-for-us"
    with pytest.raises(BundleRefused):
        other.exchange.hear(door.bundles.attendance().sealed())
    other.db.close()


def test_a_copied_door_folder_signs_nothing(host, door, tmp_path):
    door.db.checkpoint()
    shutil.copytree(door.folder, tmp_path / "copy", ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    copy = Database(tmp_path / "copy" / "chapter.db", door.key, Ticking(), install_id="another")
    try:
        assert not Laptops(copy).ensure_this_laptop("copy")
        from chapter_desk.core.sync.door_bundles import DoorBundles

        with pytest.raises(NotAKey):
            DoorBundles(copy).attendance()
    finally:
        copy.close()


def test_deltas_between_the_chapters_laptops_do_not_wait_for_a_door_laptop(host, door, meeting):
    from tests.exchanging import copied, swap

    other = copied(host.desk, "second")
    swap(host.desk, other)
    swap(host.desk, other)
    host.person("Rosa Parks")
    inside = other.exchange.look_inside(host.desk.bundle())
    assert inside.manifest["chapter_desk:since"] > 0
    other.db.close()


# ------------------------------------------------------------ in any order


@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # each run makes three chapters: shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_order_the_doors_are_heard_in_all_hold_the_same(tmp_path_factory, data):
    host = Host(tmp_path_factory.mktemp("doors"))
    meeting = host.meeting()
    people = [host.person(f"Person {chr(65 + number)}") for number in range(4)]
    doors = [helper(host, meeting, name, Ticking()) for name in ("Door-2", "Door-3")]
    acts = st.tuples(st.sampled_from([host, *doors]), st.integers(0, 5))
    waiting: list[bytes] = []
    for laptop, what in data.draw(st.lists(acts, min_size=4, max_size=12)):
        if what < 4:
            laptop.sign_ins.sign_in(meeting, people[what])
        elif what == 4:
            laptop.sign_ins.walk_in(meeting, WalkIn(f"New {laptop.id[:4]}", "x@example.org"), method="desk")
        elif laptop is not host:
            since = data.draw(st.sampled_from([0, 5]))
            waiting.append(laptop.bundles.attendance(since).sealed())
    waiting += [door.bundles.attendance(0).sealed() for door in doors]
    for each in data.draw(st.permutations(waiting + waiting[:2])):
        host.exchange.hear(each)
    for door in data.draw(st.permutations(doors)):
        host.give(door)
    everybody = host.in_(meeting)
    for door in doors:
        assert door.in_(meeting) == everybody
        assert door.laptops.tonight(meeting).all_in == host.laptops.tonight(meeting).all_in
    for laptop in (host, *doors):
        laptop.db.close()


@pytest.mark.parametrize(
    "orders",
    [slice(0, 720, 60), pytest.param(slice(0, 720), marks=[pytest.mark.slow, pytest.mark.timeout(1200)])],
)
def test_six_attendances_in_any_order_leave_one_state(host, meeting, maria, tmp_path, orders):
    from tests.exchanging import blank

    doors = [helper(host, meeting, f"Door-{number}") for number in (2, 3)]
    bundles = []
    for turn in range(3):
        for door in doors:
            door.sign_ins.walk_in(meeting, WalkIn(f"New {turn} {door.id[:3]}"), method="desk")
            door.sign_ins.sign_in(meeting, maria)
            bundles.append(door.bundles.attendance(0).sealed())
    start = host.desk.bundle("snapshot")
    states = set()
    for number, order in enumerate(list(itertools.permutations(bundles))[orders]):
        fresh = blank(host.desk, f"fresh-{number}")
        fresh.take(start)
        for each in order:
            fresh.exchange.hear(each)
        states.add(fresh.digest)
        fresh.db.close()
        shutil.rmtree(fresh.folder)
    assert len(states) == 1
    for door in doors:
        door.db.close()


# ------------------------------------------------------------ forging


def _reader_of(laptop) -> bundle.Reader:
    with laptop.db.read() as connection:
        return bundle.Reader((laptops.identity(connection),), laptops.trust(connection, ""))


def _forged(laptop, tables, *, recipient, kind="attendance", certificate=None) -> bytes:
    """Return a bundle as a laptop would sign it that was tampered with."""
    with laptop.db.read() as connection:
        signer = laptops.signer(connection)
        drafted = laptop.bundles._drafted(connection, kind, dict(tables), 0, recipient)
        if certificate is not None:
            signer = type(signer)(signer.key, certificate)
            manifest = msgspec.structs.replace(drafted.manifest, resources=())
            drafted = bundle.drafted(manifest, attendance_tables(connection, laptop.id, 0), signer)
    return bundle.sealed_draft(drafted)


def _kept(host, content):
    path = host.folder / "cd-0123456789ab-1.cdb"
    path.write_bytes(content)
    return path


def test_the_words_are_five_and_never_the_same(tmp_path, host, meeting):
    welcome = host.laptops.take_in(meeting, "Door-2")
    from chapter_desk.core.sync.welcome import new_words

    spoken = {new_words() for _each in range(20)}
    assert len(spoken) == 20 and {len(each.split()) for each in spoken} == {5}
    path = write_welcome(welcome, tmp_path, "a b c d e")
    assert path.stat().st_mode & 0o077 == 0


# ------------------------------------------------------------ opening and closing


def test_a_door_that_a_helper_opens_first_is_open_at_home(host, door, maria, meeting):
    assert host.calendar.meeting(meeting).state is MeetingState.PLANNED
    door.sign_ins.sign_in(meeting, maria)
    host.hear(door)
    opened = host.calendar.meeting(meeting)
    assert opened.state is MeetingState.OPEN
    assert opened.opened_at == Calendar(door.db, PACK).meeting(meeting).opened_at


def test_the_chapters_laptop_closes_the_door_and_a_late_one_is_after_the_fact(host, door, maria, meeting):
    rosa = host.person("Rosa Parks")
    host.sign_ins.sign_in(meeting, maria)
    host.give(door)
    ended = host.calendar.end(meeting)
    host.give(door)
    there = Calendar(door.db, PACK)
    assert there.meeting(meeting).ended_at == ended.ended_at
    signed = door.sign_ins.sign_in(meeting, rosa)
    door.sign_ins.walk_in(meeting, WalkIn("Ana Lopez"))
    host.hear(door)
    assert len(host.in_(meeting)) == 3
    rows = [row for row in host.rows(schema.sign_in).values() if row.laptop == door.id]
    assert [row.forced for row in rows] == [True, True] and rows[0].at == signed.at > ended.ended_at
    assert host.calendar.meeting(meeting).state is MeetingState.ENDED
    for method in ("kiosk", "phone"):
        with pytest.raises(MeetingEnded):
            door.sign_ins.sign_in(meeting, maria, method=method)
    with pytest.raises(MeetingEnded):
        host.sign_ins.sign_in(meeting, rosa)


def test_a_helper_neither_closes_the_door_nor_opens_it_again(host, door, meeting):
    there = Calendar(door.db, PACK)
    there.open_door(meeting)
    with pytest.raises(OnlyTheChapter):
        there.end(meeting)
    host.calendar.open_door(meeting)
    host.calendar.end(meeting)
    host.give(door)
    with pytest.raises(OnlyTheChapter):
        there.open_door(meeting)
    host.calendar.open_door(meeting)
    host.give(door)
    assert there.meeting(meeting).state is MeetingState.OPEN


def test_what_a_helper_says_of_another_meeting_or_of_closing_is_refused(host, door, meeting):
    with host.db.read() as connection:
        recipient = laptops.identity(connection).recipient
    other, stamp = host.meeting("June"), [1 << 50, door.id]
    for row in (
        {"id": other, "opened_at": "2026-11-12T19:00:00.000Z", "stamps": {"opened_at": stamp}},
        {"id": meeting, "ended_at": "2026-11-12T19:00:00.000Z", "stamps": {"ended_at": stamp}},
        {"id": meeting, "opened_at": "2026-11-12T19:00:00.000Z", "made_clock": 1 << 50,
         "made_replica": door.id},
    ):  # fmt: skip
        forged = _forged(door, {"meeting": iter([lines_of([row])])}, recipient=recipient)
        with pytest.raises(BundleRefused) as refused:
            host.exchange.hear(forged)
        assert refused.value.reason == "wrong-content"
