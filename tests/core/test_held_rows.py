"""Rows of a bundle that are dated too far ahead: told, tried again, let go of."""

from datetime import timedelta

import pytest

from chapter_desk.core.sync.held_rows import HeldRows
from chapter_desk.errors import BundleRefused
from chapter_desk.store import schema
from tests.exchanging import Ticking


@pytest.fixture
def held(desk, door):
    """A bundle of a laptop whose date is five days ahead, taken in."""
    door.clock = door.db._clock = Ticking(desk.clock.now + timedelta(days=5))
    door.add(schema.person, display_name="Ana")
    desk.take(door.bundle())
    return HeldRows(desk.db, desk.exchange)


def names(desk):
    return sorted(row.display_name or "" for row in desk.rows(schema.person).values())


def test_they_are_told_with_the_laptop_they_are_from(held):
    (waiting,) = held.waiting()
    assert waiting.rows == 1


def test_trying_too_early_changes_nothing_and_later_they_come(held, desk):
    (waiting,) = held.waiting()
    assert held.try_again(waiting.bundle_id).refused == 1
    assert [each.bundle_id for each in held.waiting()] == [waiting.bundle_id]
    desk.clock.now += timedelta(days=4)
    assert held.try_again(waiting.bundle_id).refused == 0
    assert "Ana" in names(desk) and held.waiting() == []
    assert list(desk.exchange.quarantine.iterdir()) == []


def test_without_its_file_it_is_said_and_still_waits(held, desk):
    (waiting,) = held.waiting()
    for path in desk.exchange.quarantine.glob("*.cdb"):
        path.unlink()
    with pytest.raises(BundleRefused):
        held.try_again(waiting.bundle_id)
    assert len(held.waiting()) == 1


def test_nobody_has_to_wait_for_them_and_may_again(held):
    (waiting,) = held.waiting()
    held.leave(waiting.bundle_id)
    assert held.waiting() == []
    held.put_back(waiting.bundle_id)
    assert held.waiting() == [waiting]
