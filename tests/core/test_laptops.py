"""The laptops of a chapter: keys at set-up, a copy joins by itself, a lost one is no longer believed."""

import pytest

from chapter_desk.core.members.records import PersonDraft, Records
from chapter_desk.core.steps import Steps
from chapter_desk.core.sync.exchange import Destination
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.core.sync.signing import VerifyKey
from chapter_desk.errors import BundleRefused, NoSuchRecord
from chapter_desk.store import schema
from tests.exchanging import copied, new_chapter, swap


def secrets_of(laptop) -> dict:
    with laptop.db.read() as connection:
        return {row.key: row.value for row in connection.execute(schema.secret.select())}


def test_a_new_chapter_gets_its_keys_and_tells_only_the_public_halves(desk):
    keys = Laptops(desk.db).public_keys()
    row = desk.rows(schema.chapter)["norfolk"]
    assert (row.recipient, row.signing_key) == (keys.recipient, keys.verify_key.text)
    assert row.recipient.startswith("age1")
    for secret in ("chapter.identity", "chapter.signing_key", "laptop.signing_key"):
        for path in desk.folder.rglob("*"):
            if path.is_file():
                assert secrets_of(desk)[secret].encode() not in path.read_bytes()


def test_asked_again_it_makes_nothing(desk):
    before = desk.here()
    assert not Laptops(desk.db).ensure_this_laptop("another name")
    assert desk.here() == before


def test_undo_does_not_cross_to_the_laptop_a_folder_was_copied_from(desk, tmp_path):
    records = Records(desk.db)
    records.add(PersonDraft("Ana Ruíz"))
    steps = Steps(desk.db, undo_take_in=lambda _step: None)
    steps.take_back(steps.next_undo().id)
    door = copied(desk, "door")
    there = Steps(door.db, undo_take_in=lambda _step: None)
    assert there.next_undo() is None and there.next_redo() is None
    Records(door.db).add(PersonDraft("Bo Lee"))
    assert there.next_undo().kind == "add-person"
    there.take_back(there.next_undo().id)
    assert there.next_undo() is None and there.next_redo() is not None
    door.db.close()


def test_a_copy_has_a_key_of_its_own_under_the_same_chapter(desk, door):
    assert desk.db.replica_id != door.db.replica_id
    mine, theirs = secrets_of(desk), secrets_of(door)
    assert mine["chapter.identity"] == theirs["chapter.identity"]
    assert mine["laptop.signing_key"] != theirs["laptop.signing_key"]
    assert mine["laptop.signing_key"] not in theirs.values()
    swap(desk, door)
    names = [(laptop.name, laptop.is_this) for laptop in door.exchange.laptops()]
    assert names == [("door", True), ("desk", False)]
    assert VerifyKey.from_text(desk.rows(schema.laptop)[door.db.replica_id].signing_key)
    assert desk.exchange.laptops()[1].heard_at is not None


def test_a_lost_laptop_is_no_longer_believed(desk, door):
    swap(desk, door)
    door.add(schema.tag, name="Ward 3")
    path = door.bundle()
    Laptops(desk.db).revoke(door.db.replica_id)
    with pytest.raises(BundleRefused) as refused:
        desk.take(path)
    assert refused.value.reason == "revoked"
    assert not desk.rows(schema.tag)
    assert (desk.exchange.quarantine / path.name).is_file()
    assert (desk.exchange.quarantine / f"{path.name}.reason").read_text() == "revoked\n"


def test_nobody_waits_for_a_revoked_laptop(desk, door):
    desk.take(door.bundle())
    waiting = desk.exchange.prepare("delta", Destination.CHAPTER).leaving.since
    third = copied(desk, "third")
    swap(desk, third)
    swap(desk, third)
    assert desk.exchange.prepare("delta", Destination.CHAPTER).leaving.since == waiting
    Laptops(desk.db).revoke(door.db.replica_id)
    assert desk.exchange.prepare("delta", Destination.CHAPTER).leaving.since > waiting
    third.db.close()


def test_a_laptop_is_renamed_and_one_that_is_not_there_is_not(desk, door):
    Laptops(desk.db).rename(desk.db.replica_id, " Front desk ")
    swap(desk, door)
    assert [laptop.name for laptop in door.exchange.laptops()] == ["door", "Front desk"]
    with pytest.raises(NoSuchRecord):
        Laptops(desk.db).rename("nobody", "x")


def test_another_chapters_bundle_is_for_somebody_else(desk, tmp_path):
    other = new_chapter(tmp_path, "other", chapter_id="hampton")
    path = other.bundle("snapshot")
    with pytest.raises(BundleRefused) as refused:
        desk.take(path)
    assert refused.value.reason == "not-for-us"
    assert not desk.exchange.quarantine.exists()  # it is left where it lies
    other.db.close()


def test_a_damaged_bundle_in_the_inbox_moves_to_quarantine(desk, door):
    inbox = desk.folder / "inbox"
    inbox.mkdir()
    whole = door.bundle().read_bytes()
    path = inbox / "cd-0000-1.cdb"
    path.write_bytes(whole[: len(whole) // 2 * 2 - 1] + b"x")
    before = desk.here()
    with pytest.raises(BundleRefused):
        desk.exchange.take_in(path, dry_run=True)
    assert path.is_file()
    with pytest.raises(BundleRefused) as refused:
        desk.take(path)
    assert refused.value.reason in ("damaged", "cut-short")
    assert not path.exists() and (desk.exchange.quarantine / path.name).is_file()
    assert desk.here() == before


def test_what_a_newer_version_wrote_waits_in_the_inbox(desk, door, monkeypatch):
    from chapter_desk.core.sync import outgoing

    monkeypatch.setattr(
        outgoing,
        "state_tables",
        lambda *given: {"horoscope": iter([b'{"id":"x"}\n'])},
    )
    path = door.bundle()
    with pytest.raises(BundleRefused) as refused:
        desk.take(path)
    assert refused.value.reason == "newer"
    assert (desk.folder / "inbox" / path.name).is_file()
