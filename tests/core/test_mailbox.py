"""What was sent and came, what lies in the inbox, and which of two answers is in use."""

from datetime import timedelta

import pytest

from chapter_desk.core.sync.kept_answers import KeptAnswers
from chapter_desk.core.sync.mailbox import Mailbox
from chapter_desk.core.sync.matrix import Destination
from chapter_desk.errors import BundleRefused
from chapter_desk.store import schema
from tests.exchanging import PACK, Ticking, swap


def mailbox(desk) -> Mailbox:
    box = Mailbox(desk.db, desk.folder)
    box.inbox.mkdir(exist_ok=True)
    return box


def test_what_was_written_is_told_until_it_is_confirmed(desk, door):
    swap(desk, door)
    path = desk.bundle()
    sent = mailbox(desk).sent()[0]
    assert (sent.file_name, sent.kind, sent.destination) == (path.name, "delta", Destination.CHAPTER)
    assert sent.receipt_at is None
    door.take(path)
    desk.take(door.bundle())
    assert next(each for each in mailbox(desk).sent() if each.file_name == path.name).receipt_at is not None


def test_details_went_to_a_key_only_once_they_were_written(desk):
    box, recipient = mailbox(desk), PACK.keys.recipient
    with desk.db.write_local() as connection:  # only a sample may name people to the sample's key
        connection.execute(schema.setting.insert().values(key="sample", value=True))
    desk.bundle("summary", Destination.NATIONAL)
    assert not box.details_went_to(recipient)
    desk.bundle("delta", Destination.NATIONAL)
    assert box.details_went_to(recipient)


def test_what_came_is_told_until_it_is_taken_back(desk, door):
    door.add(schema.person, display_name="Ana")
    taken = desk.take(door.bundle())
    (came,) = mailbox(desk).received()
    assert (came.sender, came.new, came.step, came.can_undo) == ("door", 2, taken.step, True)
    desk.exchange.undo_take_in(taken.step)
    assert mailbox(desk).received() == ()


def test_after_the_next_bundle_what_came_cannot_be_taken_back(desk, door):
    door.add(schema.person, display_name="Ana")
    desk.take(door.bundle())
    desk.bundle()
    assert not mailbox(desk).received()[0].can_undo


def test_the_inbox_lists_what_is_unread_and_what_was_refused(desk, door):
    box = mailbox(desk)
    assert box.waiting() == ()
    path = door.bundle(folder=box.inbox)
    (box.inbox / "half.tmp").write_bytes(b"x")
    (box.inbox / path.name.replace(".cdb", ".sync-conflict-1.cdb")).write_bytes(b"x")
    assert [each.path for each in box.waiting()] == [path]

    broken = box.inbox / "cd-aaaa-2.cdb"
    broken.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(BundleRefused):
        desk.exchange.take_in(broken)
    unread, refused = box.waiting()
    assert (unread.path, unread.refused) == (path, "")
    assert refused.refused in ("cut-short", "damaged") and "quarantine" in str(refused.path)


def test_a_bundle_that_was_taken_in_is_put_away_and_comes_back(desk, door):
    box = mailbox(desk)
    path = door.bundle(folder=box.inbox)
    away = box.put_away(path)
    assert box.waiting() == () and away.is_file()
    assert box.bring_back(away) == path and path.is_file()
    elsewhere = door.folder / "outbox"
    elsewhere.mkdir(exist_ok=True)
    on_a_stick = door.bundle(folder=elsewhere)
    assert box.put_away(on_a_stick) == on_a_stick and on_a_stick.is_file()


def test_what_a_laptop_has_not_confirmed_is_counted(desk, door):
    swap(desk, door)
    before = mailbox(desk).unconfirmed()[door.db.replica_id]
    desk.add(schema.meeting, title="May")
    desk.add(schema.note, body="stays here")
    assert mailbox(desk).unconfirmed()[door.db.replica_id] == before + 2


@pytest.fixture
def two_answers(desk, door):
    """Ana's family name, written "Ruiz" here and a minute later "Ruíz" at the door."""
    ana = desk.add(schema.person, display_name="Ana")
    swap(desk, door)
    door.clock = door.db._clock = Ticking(desk.clock.now)
    desk.set(schema.person, ana, family_name="Ruiz")
    door.clock.now = desk.clock.now + timedelta(minutes=1)
    door.set(schema.person, ana, family_name="Ruíz")
    desk.take(door.bundle())
    return ana


def test_two_answers_are_both_told_with_who_wrote_them(desk, door, two_answers):
    (kept,) = KeptAnswers(desk.db).open()
    assert (kept.about, kept.field) == ("Ana", "family_name")
    assert (kept.in_use.value, kept.in_use.laptop, kept.in_use.is_here) == ("Ruíz", "door", False)
    assert (kept.other.value, kept.other.laptop, kept.other.is_here) == ("Ruiz", "desk", True)
    assert kept.other.at < kept.in_use.at


def test_the_other_answer_can_be_put_in_use_and_that_can_be_undone(desk, door, two_answers):
    answers = KeptAnswers(desk.db)
    step = answers.use_other(answers.open()[0])
    assert desk.rows(schema.person)[two_answers].family_name == "Ruiz"
    assert answers.open() == () and step == desk.last_step()
    swap(desk, door)
    assert door.rows(schema.person)[two_answers].family_name == "Ruiz"
    assert desk.digest == door.digest


def test_an_answer_that_is_kept_is_not_asked_about_again(desk, two_answers):
    answers = KeptAnswers(desk.db)
    (kept,) = answers.open()
    answers.keep(kept)
    assert answers.open() == ()
    answers.ask_again(kept)
    assert answers.open() == (kept,)


def test_an_answer_that_somebody_wrote_anew_is_no_question_any_more(desk, two_answers):
    desk.set(schema.person, two_answers, family_name="Ruíz Vega")
    assert KeptAnswers(desk.db).open() == ()
