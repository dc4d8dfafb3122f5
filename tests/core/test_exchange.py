"""Bundles between a chapter's own laptops: what comes, what changes, what comes again, what is taken back."""

from datetime import timedelta
from itertools import permutations

import pytest

from chapter_desk.core.steps import Steps
from chapter_desk.core.sync.exchange import Destination
from chapter_desk.errors import CannotBeTakenBack, PreviewOutdated
from chapter_desk.store import schema
from tests.exchanging import SEVEN_PM, Ticking, blank, copied, swap


@pytest.fixture
def third(desk, door):
    third = copied(desk, "third")
    yield third
    third.db.close()


def test_a_copied_folder_is_a_second_laptop_that_the_first_believes(desk, door):
    ana = door.add(schema.person, display_name="Ana Ruíz")
    taken = desk.take(door.bundle())
    assert (taken.new, taken.changed, taken.conflicts, taken.refused) == (2, 0, 0, 0)  # Ana, and the laptop
    assert taken.agrees and desk.digest == door.digest
    assert desk.rows(schema.person)[ana].display_name == "Ana Ruíz"
    assert [laptop.name for laptop in desk.exchange.laptops()] == ["desk", "door"]
    assert taken.sender == "door"


def test_two_laptops_agree_whoever_begins(desk, door):
    desk.add(schema.person, display_name="Ana")
    meeting = door.add(schema.meeting, title="May", starts_at=SEVEN_PM)
    swap(desk, door)
    assert desk.digest == door.digest
    desk.set(schema.meeting, meeting, title="May meeting")
    door.set(schema.meeting, meeting, venue="Library")
    swap(door, desk)
    assert desk.digest == door.digest == door.digest_from_scratch() == desk.digest_from_scratch()
    row = door.rows(schema.meeting)[meeting]
    assert (row.title, row.venue) == ("May meeting", "Library")


def test_the_same_bundle_again_is_nothing_new(desk, door):
    door.add(schema.person, display_name="Ana")
    path = door.bundle()
    desk.take(path)
    before = desk.here()
    again = desk.take(path)
    assert (again.new, again.changed, again.already, again.step) == (0, 0, 4, None)
    assert desk.here() == before


def test_a_delta_holds_only_what_the_other_has_not_confirmed(desk, door):
    swap(desk, door)
    for number in range(5):
        desk.add(schema.tag, name=f"Ward {number}")
    swap(desk, door)
    desk.add(schema.tag, name="Ward 9")
    shown = desk.exchange.prepare("delta", Destination.CHAPTER).leaving
    assert [(table.table, table.rows) for table in shown.tables] == [("tag", 1)]
    assert desk.exchange.prepare("snapshot", Destination.CHAPTER).leaving.rows > 5


def test_a_copy_need_not_be_told_what_it_was_copied_with(desk):
    desk.add(schema.person, display_name="Ana")
    door = copied(desk, "door")
    assert door.exchange.prepare("delta", Destination.CHAPTER).leaving.rows > 0
    desk.take(door.bundle())
    assert desk.exchange.prepare("delta", Destination.CHAPTER).leaving.rows == 1  # the second laptop's entry
    door.db.close()


def test_a_strange_name_of_the_chapter_stops_no_bundle(desk, door):
    desk.set(schema.chapter, "norfolk", name="Norfolk\n\u2028\x9fVirginia" + "!" * 600)
    assert desk.exchange.prepare("delta", Destination.CHAPTER).draft.manifest.chapter_name.startswith(
        "Norfolk Virginia!"
    )


def test_a_receipt_is_what_the_other_confirms(desk, door):
    swap(desk, door)
    name = desk.bundle().name
    assert receipts(desk)[name] is None
    door.take(desk.folder / "outbox" / name)
    desk.take(door.bundle())
    assert receipts(desk)[name] is not None


def receipts(desk) -> dict:
    with desk.db.read() as connection:
        return {row.file_name: row.receipt_at for row in connection.execute(schema.outbox.select())}


def test_a_hole_is_named_and_filled(desk, door):
    swap(desk, door)
    first_tag = door.add(schema.tag, name="one")
    lost = door.bundle()
    with door.db.write_local() as connection:  # as if desk had said that it took the lost one in
        connection.execute(schema.peer.update().values(confirmed_upto=door.here().change_seq))
    door.add(schema.tag, name="two")
    taken = desk.take(door.bundle())
    assert taken.new == 1 and taken.hole is not None
    assert first_tag not in desk.rows(schema.tag)

    door.take(desk.bundle())  # says how far desk really is
    with door.db.write_local() as connection:
        connection.execute(schema.peer.update().values(confirmed_upto=0))
    assert desk.take(lost).hole is None
    assert set(desk.rows(schema.tag)) == set(door.rows(schema.tag))
    assert desk.take(door.bundle()).hole is None


def test_two_answers_are_counted_and_the_loser_is_kept(desk, door):
    ana = desk.add(schema.person, display_name="Ana")
    swap(desk, door)
    door.clock = door.db._clock = Ticking(desk.clock.now)
    desk.set(schema.person, ana, family_name="Ruiz")
    door.clock.now = desk.clock.now + timedelta(minutes=1)
    door.set(schema.person, ana, family_name="Ruíz")
    taken = desk.take(door.bundle())
    assert (taken.changed, taken.conflicts) == (1, 1)
    with desk.db.read() as connection:
        change = schema.change
        loser = connection.execute(
            change.select().where(change.c.field == "family_name", change.c.before.is_not(None))
        ).one()
    assert (loser.before, loser.after) == ('"Ruiz"', '"Ruíz"')

    taken = door.take(desk.bundle())
    assert taken.conflicts == 0  # desk knew door's answer when it wrote
    assert desk.digest == door.digest


def test_an_edit_of_what_came_from_the_other_is_no_conflict(desk, door, third):
    ana = desk.add(schema.person, display_name="Ana", family_name="Ruiz")
    path = desk.bundle()
    door.take(path)
    third.take(path)
    third.set(schema.person, ana, family_name="Ruíz")
    taken = door.take(third.bundle())
    assert (taken.changed, taken.conflicts) == (1, 0)


def test_a_dry_run_and_a_look_inside_change_nothing(desk, door):
    door.add(schema.person, display_name="Ana")
    path = door.bundle()
    before = desk.here()
    would = desk.exchange.take_in(path, dry_run=True)
    looked = desk.exchange.look_inside(path)
    assert desk.here() == before
    assert (would.new, looked.effects.new, looked.taken_in) == (2, 2, False)
    assert looked.manifest["chapter_desk:kind"] == "delta"
    taken = desk.take(path)
    assert (taken.new, taken.tables) == (would.new, would.tables)
    assert desk.exchange.look_inside(path).taken_in


def test_what_it_would_do_and_what_it_did_are_the_same_beside_conflicts_and_changes(desk, door):
    ana = desk.add(schema.person, display_name="Ana")
    swap(desk, door)
    desk.set(schema.person, ana, employer="Shipyard")
    door.set(schema.person, ana, employer="Port")
    door.add(schema.note, person_id=ana, body="calls back")
    path = door.bundle()
    would, did = desk.exchange.take_in(path, dry_run=True), desk.take(path)
    assert (would.new, would.changed, would.conflicts, would.already) == (
        did.new, did.changed, did.conflicts, did.already,
    )  # fmt: skip


def test_forgetting_here_erases_there_and_wins_over_later_edits(desk, door):
    ana = desk.add(schema.person, display_name="Ana Canary")
    meeting = desk.add(schema.meeting, title="May")
    signed = desk.add(
        schema.sign_in, meeting_id=meeting, person_id=ana, name_as_written="Canary", type="entry"
    )
    swap(desk, door)
    desk.forget(ana)
    door.set(schema.person, ana, employer="Canary Works")
    door.add(schema.email_address, person_id=ana, address="canary@example.org")
    swap(desk, door)
    swap(desk, door)
    for laptop in (desk, door):
        with laptop.db.read() as connection:
            for table in schema.metadata.sorted_tables:
                for row in connection.execute(table.select()):
                    assert "canary" not in str(row).lower(), (laptop.name, table.name)
        assert signed in laptop.rows(schema.sign_in)
        assert laptop.digest == laptop.digest_from_scratch()
    assert desk.digest == door.digest


def test_a_reference_to_what_never_came_stands_on_a_shell(desk, door, third):
    ana = door.add(schema.person, display_name="Ana")
    first = door.bundle()
    with door.db.write_local() as connection:
        connection.execute(
            schema.peer.insert().values(
                replica_id=desk.db.replica_id, incarnation="x", taken_upto=0,
                confirmed_upto=door.here().change_seq, heard_at=SEVEN_PM + timedelta(days=1),
            )
        )  # fmt: skip
        connection.execute(
            schema.peer.insert().values(
                replica_id=third.db.replica_id, incarnation="x", taken_upto=0,
                confirmed_upto=door.here().change_seq, heard_at=SEVEN_PM + timedelta(days=1),
            )
        )  # fmt: skip
    door.add(schema.note, person_id=ana, body="calls back")
    late = door.bundle()
    desk.take(late)
    assert desk.rows(schema.person)[ana].display_name is None
    desk.take(first)
    assert desk.rows(schema.person)[ana].display_name == "Ana"
    third.take(first)
    third.take(late)
    assert third.rows(schema.note).keys() == desk.rows(schema.note).keys()


def test_rows_from_far_ahead_wait_and_come_when_their_time_has_come(desk, door):
    door.clock = door.db._clock = Ticking(desk.clock.now + timedelta(days=5))
    ana = door.add(schema.person, display_name="Ana")
    path = door.bundle()
    taken = desk.take(path)
    assert (taken.new, taken.refused) == (1, 1)  # the laptop's own entry is of today
    assert (desk.folder / "inbox" / "quarantine" / path.name).is_file()
    assert ana not in desk.rows(schema.person)
    assert desk.here().clock >> 16 < int((desk.clock.now + timedelta(days=1)).timestamp() * 1000)

    desk.clock.now += timedelta(days=4)
    again = desk.take(path)
    assert (again.new, again.refused) == (1, 0)
    assert desk.rows(schema.person)[ana].display_name == "Ana"


def test_an_unknown_field_is_kept_and_passed_on(desk, door, third):
    ana = desk.add(schema.person, display_name="Ana")
    with desk.db.write("as-a-later-version") as writer:
        row = writer.row(schema.person, ana)
        stamp = f'{{"shoe_size":[{writer.clock},"{writer.replica}"]}}'
        writer.replace(schema.person, row, row | {"unknown_fields": '{"shoe_size":"38"}', "stamps": stamp})
    door.take(desk.bundle())
    door.set(schema.person, ana, given_name="Ana")
    third.take(door.bundle())
    row = third.rows(schema.person)[ana]
    assert (row.unknown_fields, row.given_name) == ('{"shoe_size":"38"}', "Ana")
    assert '"shoe_size"' in row.stamps
    door.take(third.bundle())
    assert third.digest_from_scratch() == third.digest == door.digest


# ---------------------------------------------------------------- taking a bundle back


def everything(desk) -> dict:
    return {
        name: {(id, *[row._mapping[c] for c in ("made_clock", "stamps", *schema.fields_of(table))])
               for id, row in desk.rows(table).items() if row.made_clock or row.stamps}
        for name, table in schema.REPLICATED.items()
    }  # fmt: skip


def test_a_bundle_taken_back_is_as_if_it_had_never_come_and_can_come_again(desk, door):
    ana = desk.add(schema.person, display_name="Ana")
    swap(desk, door)
    door.set(schema.person, ana, employer="Port")
    bo = door.add(schema.person, display_name="Bo", brought_by=ana)
    meeting = door.add(schema.meeting, title="May")
    door.add(schema.sign_in, meeting_id=meeting, person_id=bo, type="entry")
    before, digest = everything(desk), desk.digest
    path = door.bundle()
    taken = desk.take(path)
    assert desk.exchange.can_undo_take_in(taken.step)

    back = desk.exchange.undo_take_in(taken.step)
    assert everything(desk) == before
    assert desk.digest == digest == desk.digest_from_scratch()
    assert (back.put_as_before, back.kept) == (4, 0)
    with pytest.raises(CannotBeTakenBack):
        desk.exchange.undo_take_in(taken.step)

    again = desk.take(path)
    assert (again.new, again.changed) == (taken.new, taken.changed)
    assert desk.digest == door.digest


def test_taking_back_keeps_what_people_did_since(desk, door):
    ana = desk.add(schema.person, display_name="Ana")
    swap(desk, door)
    door.set(schema.person, ana, employer="Port", occupation="Crane driver")
    bo = door.add(schema.person, display_name="Bo")
    door.add(schema.email_address, person_id=bo, address="bo@example.org")
    cy = door.add(schema.person, display_name="Cy")
    meeting = door.add(schema.meeting, title="May")
    taken = desk.take(door.bundle())
    desk.set(schema.person, ana, occupation="Foreman")
    signed = desk.add(schema.sign_in, meeting_id=meeting, person_id=bo, type="entry")

    back = desk.exchange.undo_take_in(taken.step)
    people = desk.rows(schema.person)
    assert (people[ana].employer, people[ana].occupation) == (None, "Foreman")
    assert people[bo].display_name == "Bo" and cy not in people
    assert desk.rows(schema.meeting)[meeting].title == "May"
    assert signed in desk.rows(schema.sign_in)
    assert [row.address for row in desk.rows(schema.email_address).values()] == ["bo@example.org"]
    assert back.kept == 4  # Ana's occupation; Bo, his address and the meeting
    assert desk.digest == desk.digest_from_scratch()
    swap(door, desk)
    swap(door, desk)
    assert desk.digest == door.digest


def test_taking_back_never_brings_back_whom_somebody_forgot(desk, door):
    ana = desk.add(schema.person, display_name="Ana")
    meeting = desk.add(schema.meeting, title="May")
    signed = desk.add(schema.sign_in, meeting_id=meeting, person_id=ana, type="entry", name_as_written="A")
    swap(desk, door)
    door.forget(ana)
    door.add(schema.tag, name="Ward 3")
    taken = desk.take(door.bundle())
    desk.exchange.undo_take_in(taken.step)
    assert desk.rows(schema.person)[ana].display_name is None
    assert desk.rows(schema.sign_in)[signed].name_as_written is None
    assert not desk.rows(schema.tag)
    swap(door, desk)
    assert desk.digest == door.digest == desk.digest_from_scratch()


def test_after_the_next_bundle_nothing_is_taken_back(desk, door):
    door.add(schema.tag, name="Ward 3")
    taken = desk.take(door.bundle())
    desk.bundle()
    assert not desk.exchange.can_undo_take_in(taken.step)
    with pytest.raises(CannotBeTakenBack):
        desk.exchange.undo_take_in(taken.step)


def test_undo_goes_past_a_bundle_that_stays_and_past_the_taking_back_of_one(desk, door):
    ana = desk.add(schema.person, display_name="Ana")
    steps = Steps(desk.db, desk.exchange.undo_take_in)
    door.add(schema.tag, name="Ward 3")
    path = door.bundle()
    taken = desk.take(path)
    assert steps.next_undo().id == taken.step
    steps.take_back(taken.step)
    assert steps.next_redo() is None  # put back by taking the bundle in again
    with pytest.raises(CannotBeTakenBack):
        steps.take_back(desk.last_step())
    desk.take(path)
    desk.bundle()
    steps.take_back(steps.next_undo().id)
    assert desk.rows(schema.person)[ana].removed_at is not None


def test_a_copy_does_not_take_back_what_its_original_took_in(desk, door):
    door.add(schema.tag, name="Ward 3")
    taken = desk.take(door.bundle())
    third = copied(desk, "third")
    assert not third.exchange.can_undo_take_in(taken.step)
    third.db.close()


def test_a_preview_made_before_a_bundle_was_taken_back_is_not_written(desk, door):
    door.add(schema.tag, name="Ward 3")
    taken = desk.take(door.bundle())
    prepared = desk.exchange.prepare("delta", Destination.CHAPTER)
    desk.exchange.undo_take_in(taken.step)
    with pytest.raises(PreviewOutdated):
        desk.exchange.write(prepared)
    assert not receipts(desk)


def test_a_preview_made_before_somebody_was_forgotten_is_not_written(desk):
    ana = desk.add(schema.person, display_name="Ana")
    prepared = desk.exchange.prepare("snapshot", Destination.CHAPTER)
    desk.add(schema.tag, name="Ward 3")
    desk.exchange.write(prepared)  # a sign-in meanwhile is no reason
    prepared = desk.exchange.prepare("snapshot", Destination.CHAPTER)
    desk.forget(ana)
    with pytest.raises(PreviewOutdated):
        desk.exchange.write(prepared)


# ---------------------------------------------------------------- any order


@pytest.mark.parametrize("every", [90, pytest.param(1, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])])
def test_six_bundles_in_any_order_give_one_state(desk, every):
    door, third = copied(desk, "door"), copied(desk, "third")
    ana = desk.add(schema.person, display_name="Ana")
    meeting = desk.add(schema.meeting, title="May")
    paths = [desk.bundle("snapshot")]
    door.take(paths[0])
    door.set(schema.person, ana, employer="Port")
    signed = door.add(schema.sign_in, meeting_id=meeting, person_id=ana, type="entry", name_as_written="A")
    paths.append(door.bundle("snapshot"))
    third.take(paths[1])
    third.set(schema.person, ana, employer="Shipyard", given_name="Ana")
    third.void(schema.sign_in, signed)
    bo = third.add(schema.person, display_name="Bo")
    third.add(schema.same_person, person_a=ana, person_b=bo)
    paths.append(third.bundle("snapshot"))
    door.set(schema.meeting, meeting, title="May meeting", venue="Library")
    paths.append(door.bundle("delta"))
    desk.take(paths[2])
    desk.forget(bo)
    desk.add(schema.note, person_id=ana, body="calls back")
    paths.append(desk.bundle("delta"))
    third.set(schema.person, bo, employer="Docks")
    paths.append(third.bundle("delta"))
    digests = set()
    orders = list(permutations(paths))
    for number, order in enumerate(orders[::every]):
        fresh = blank(desk, f"fresh-{number}")
        for path in order:
            fresh.take(path)
        digests.add(fresh.digest)
        assert fresh.digest == fresh.digest_from_scratch()
        fresh.db.close()
    assert len(digests) == 1
    for laptop in (door, third):
        laptop.db.close()
