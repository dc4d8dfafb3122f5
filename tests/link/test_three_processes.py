"""Three real processes at one door, the chapter's and two helpers: in any order all come together."""

import pytest

from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.store import schema
from tests.doors import AtTheDoor
from tests.exchanging import copied, swap
from tests.link.test_two_processes import Process, answering


@pytest.fixture
def door(host, meeting, changed):
    """The chapter's laptop, answering; and what makes helpers of it."""
    answers = answering(host, meeting, changed, 0)
    helpers = []

    def join(folder) -> Process:
        folder.mkdir()
        helpers.append(Process(str(folder), "127.0.0.2", str(answers.port), answers.new_code().digits))
        helpers[-1].id = helpers[-1].read()
        return helpers[-1]

    yield join
    ended = [each.end() for each in helpers]
    answers.stop()
    assert ended == [0] * len(helpers)


def together(*processes) -> dict[str, set[str]]:
    """Return who is in at which laptops, the same for all of them."""
    told = [{person: set(laptops) for person, laptops in each.tell("in").items()} for each in processes]
    assert all(each == told[0] for each in told)
    return told[0]


def test_what_one_helper_writes_reaches_the_other_by_way_of_the_chapters(
    host, meeting, maria, changed, tmp_path, door
):
    leo = host.person("Leo Park")
    one, two = door(tmp_path / "b"), door(tmp_path / "c")
    assert one.tell(f"sign-in {maria}") == "done"
    assert two.tell("wait 1") is True
    assert two.tell(f"sign-in {leo}") == "done"
    assert two.tell("walk-in Ana Lopez") == "done"
    assert one.tell("wait 3") is True
    host.sign_ins.walk_in(meeting, WalkIn("Rosa Parks"), method="desk")
    assert one.tell("wait 4") is True and two.tell("wait 4") is True
    assert changed.until(lambda: len(host.in_(meeting)) == 4)
    everybody = together(one, two)
    assert everybody == host.in_(meeting)
    assert everybody[maria] == {one.id} and everybody[leo] == {two.id}


def test_one_that_was_away_brings_its_own_and_is_told_the_rest(host, meeting, maria, changed, tmp_path, door):
    leo = host.person("Leo Park")
    one, two = door(tmp_path / "b"), door(tmp_path / "c")
    assert one.tell("hang-up") == "done"
    assert one.tell(f"sign-in {maria}") == "done" and one.tell("walk-in Ana Lopez") == "done"
    assert two.tell(f"sign-in {maria}") == "done" and two.tell(f"sign-in {leo}") == "done"
    assert changed.until(lambda: len(host.in_(meeting)) == 2)
    assert one.tell("call") == "done"
    assert one.tell("wait 3") is True and two.tell("wait 3") is True
    assert changed.until(lambda: len(host.in_(meeting)) == 3)
    assert one.tell("wait-with " + maria) is True and two.tell("wait-with " + maria) is True
    assert together(one, two) == host.in_(meeting)
    assert host.in_(meeting)[maria] == {one.id, two.id}


def test_a_second_laptop_of_the_chapter_comes_together_with_the_helpers_by_way_of_the_first(
    host, meeting, maria, changed, tmp_path, door
):
    leo = host.person("Leo Park")
    desk = copied(host.desk, "second")
    second = AtTheDoor(desk.db, desk.folder, desk.clock)
    one, two = door(tmp_path / "b"), door(tmp_path / "c")
    assert one.tell(f"sign-in {maria}") == "done"
    assert changed.until(lambda: len(host.in_(meeting)) == 1)
    second.sign_ins.sign_in(meeting, leo)
    swap(host.desk, desk)
    assert second.in_(meeting) == host.in_(meeting) == {maria: {one.id}, leo: {second.id}}
    for each in (one, two):
        assert each.tell("wait 2") is True
    assert together(one, two) == second.in_(meeting)
    emails = host.rows(schema.email_address)
    assert two.tell("walk-in Ana Lopez") == "done"
    assert changed.until(lambda: len(host.rows(schema.email_address)) > len(emails))  # theirs is opened
    swap(host.desk, desk)
    assert second.in_(meeting) == host.in_(meeting) and host.digest == second.digest
    desk.db.close()
