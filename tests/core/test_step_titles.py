"""Every kind of step that is written anywhere has words, and they name whom it was about by today's name."""

import ast
import importlib
from datetime import date, timedelta

import pytest

from chapter_desk.core.fundraising.gifts import GiftDraft, Gifts
from chapter_desk.core.history import History, HistoryFilter
from chapter_desk.core.meetings.follow_ups import FollowUps
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.core.step_titles import StepTitles
from chapter_desk.core.step_words import GROUPS
from chapter_desk.core.steps import UNDO
from chapter_desk.core.sync.taking_back import UNDO_TAKE_IN
from chapter_desk.errors import CannotBeTakenBack
from chapter_desk.i18n import speaking
from chapter_desk.store.database import Database
from chapter_desk.values import OperatorId
from tests.architecture.source import PACKAGE, calls, modules, place, tree

_NO_STEP = {"look"}
"""Kinds of blocks that change nothing, so that no step is left of them."""


def _constant(path, name):
    """Return the module-level text a name stands for, here or where it is imported from."""
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == name for t in node.targets):
            return getattr(node.value, "value", None)
        if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
            return getattr(importlib.import_module(node.module), name, None)
    return None


def _kinds_in(path, node):
    """Yield the kinds a first argument may be; a parameter handed on is looked at where it comes from."""
    match node:
        case ast.Constant(value=str(kind)):
            yield kind
        case ast.IfExp(body=one, orelse=other):
            yield from _kinds_in(path, one)
            yield from _kinds_in(path, other)
        case ast.Name(id=name) if (kind := _constant(path, name)) is not None:
            yield kind
        case ast.Name(id="kind"):
            return
        case _:
            yield f"? {ast.unparse(node)}"


def written_kinds():
    """Return every kind of step the core writes: {kind: where}."""
    found = {}
    for path in modules("core"):
        for call in calls(path):
            name = getattr(call.func, "attr", "")
            of_a_database = name == "write" and ast.unparse(call.func.value).split(".")[-1] in ("db", "_db")
            if (of_a_database or name in ("_mark", "_at_the_door")) and call.args:
                for kind in _kinds_in(path, call.args[0]):
                    found.setdefault(kind, place(path, call))
    return found


def test_every_kind_that_is_written_has_words():
    written = written_kinds()
    assert {"sign-in", "import", "action-open", "archive-people", "take-in", UNDO} <= written.keys()
    known = {kind for kinds in GROUPS.values() for kind in kinds} | {UNDO, UNDO_TAKE_IN} | _NO_STEP
    missing = {kind: where for kind, where in written.items() if kind not in known}
    assert not missing, f"give these words in {PACKAGE.name}/core/step_words.py: {missing}"


def test_no_words_are_kept_for_kinds_that_nobody_writes():
    known = {kind for kinds in GROUPS.values() for kind in kinds}
    assert known <= written_kinds().keys()


def test_each_kind_stands_in_one_group_only():
    kinds = [kind for group in GROUPS.values() for kind in group]
    assert len(kinds) == len(set(kinds))


# ---------------------------------------------------------------- the words on a real chapter


@pytest.fixture
def history(db, steps):
    return History(db, steps, can_undo_take_in=lambda _step: False)


@pytest.fixture
def latest(history):
    """Return the words of the newest step."""
    return lambda: history.page().entries[0].title


def test_a_sign_in_is_told_with_the_person_and_the_meeting(latest, person, meeting, sign_ins):
    ana, tonight = person("Ana Ruiz"), meeting("May general meeting")
    sign_ins.sign_in(tonight, ana)
    assert latest().act == "sign-in of Ana Ruiz"
    assert latest().text == "Sign-in of Ana Ruiz" and latest().line == "May general meeting"


def test_names_are_those_of_today(latest, records, person, meeting, sign_ins, history):
    ana, tonight = person("Ana Ruis"), meeting()
    sign_ins.sign_in(tonight, ana)
    records.edit(ana, {"display_name": "Ana Ruiz"})
    told = [entry.title.text for entry in history.page().entries]
    assert told[:2] == ["The change to Ana Ruiz", "Sign-in of Ana Ruiz"]


def test_a_taking_out_knows_whom_by_the_sign_in(latest, person, meeting, sign_ins):
    signed = sign_ins.sign_in(meeting(), person("Ana Ruiz"))
    sign_ins.take_back(signed.id)
    assert latest().text == "Taking Ana Ruiz out again"


def test_two_people_are_both_named_and_many_are_counted(latest, db, records, person):
    tom, thomas = person("Tom Alvarez"), person("Thomas Alvarez")
    SamePerson(db).link(tom, thomas)
    assert set(latest().act.removeprefix("joining ").split(" and ")) == {"Tom Alvarez", "Thomas Alvarez"}
    records.tag([tom, thomas, person("Bo Li")], "phone bank")
    assert latest().text == "Tagging 3 people"


def test_gifts_notes_and_calls_know_their_person(latest, db, records, person, clock):
    ana = person("Ana Ruiz")
    Gifts(db).record(GiftDraft(2500, date(2026, 11, 1), ana))
    assert latest().text == "A gift of Ana Ruiz"
    note = records.add_note(ana, "Asked about rides")
    records.edit_note(note.id, "Asked about rides to the polls")
    assert latest().text == "The change to a note about Ana Ruiz"
    FollowUps(db).add(ana, "Rides", clock.now + timedelta(days=1))
    assert latest().text == "Planning a call with Ana Ruiz"


def test_somebody_who_was_forgotten_is_not_named(latest, db, person, meeting, sign_ins):
    ana = person("Ana Ruiz")
    sign_ins.sign_in(meeting(), ana)
    with db.write("forget", {"people": 1}) as writer:
        writer.forget([ana])
    titles = StepTitles(db)
    assert latest().text == "Forgetting 1 person"
    assert latest().act == "forgetting 1 person" and "Ana" not in str(titles.of([]))


def test_what_was_taken_back_and_done_again_says_so(history, steps, person, meeting, sign_ins):
    sign_ins.sign_in(meeting(), person("Ana Ruiz"))
    steps.take_back(steps.next_undo().id)
    undone = history.page().entries[0].title
    assert undone.text == "Taken back: sign-in of Ana Ruiz" and undone.is_undo and undone.kind == "sign-in"
    assert history.next_redo().title.act == "sign-in of Ana Ruiz"
    steps.take_back(steps.next_redo().id)
    again = history.page().entries[0].title
    assert again.text == "Done again: sign-in of Ana Ruiz" and again.is_redo and not again.is_undo


def test_every_kind_has_words_that_stand_alone_in_both_languages(db, steps):
    from chapter_desk.core.step_words import Facts, act_words

    for kinds in GROUPS.values():
        for kind in kinds:
            for code in ("en", "es"):
                with speaking(code):
                    words = act_words(kind, Facts())
                assert words and "{" not in words and not words.endswith("."), kind


# ---------------------------------------------------------------- the list


def test_a_hundred_at_a_time_newest_first(history, person):
    for number in range(130):
        person(f"Person {number}")
    first = history.page()
    assert len(first.entries) == 100 and first.more
    rest = history.page(before=first.entries[-1].step.id)
    assert not rest.more and rest.entries[0].step.id < first.entries[-1].step.id
    ids = [entry.step.id for entry in (*first.entries, *rest.entries)]
    assert ids == sorted(ids, reverse=True) and len(set(ids)) == 130


def test_filters_by_person_kind_and_operator(history, db: Database, records, person, meeting, sign_ins):
    ana, bo, tonight = person("Ana Ruiz"), person("Bo Li"), meeting()
    sign_ins.sign_in(tonight, ana)
    db.operator = OperatorId("denise")
    records.edit(ana, {"phone_numbers": ["+1 757 555 0141"]})
    records.edit(bo, {"given_name": "Bo"})

    def told(**wanted):
        return [entry.title.kind for entry in history.page(HistoryFilter(**wanted)).entries]

    assert told(person=ana) == ["edit-person", "sign-in", "add-person"]
    assert told(group="meetings") == ["sign-in", "open-door", "add-meeting"]
    assert told(operator="denise") == ["edit-person", "edit-person"]
    assert told(person=bo, group="meetings") == []


def test_what_was_taken_back_stays_in_the_group_of_its_act(history, steps, person, meeting, sign_ins):
    sign_ins.sign_in(meeting(), person("Ana Ruiz"))
    steps.take_back(steps.next_undo().id)
    kinds = [entry.step.kind for entry in history.page(HistoryFilter(group="meetings")).entries]
    assert kinds == [UNDO, "sign-in", "open-door", "add-meeting"]


def test_details_tell_each_field_before_and_after(history, records, person):
    ana, bo = person("Ana Ruiz"), person("Bo Li")
    records.edit(ana, {"employer": "Harbor Clinic", "brought_by": bo})
    details = history.details(history.page().entries[0].step.id)
    told = {(change.field, change.before, change.after) for change in details.changes}
    assert told == {("employer", None, "Harbor Clinic"), ("brought_by", None, "Bo Li")}
    assert {change.about for change in details.changes} == {"Ana Ruiz"}


def test_taking_back_counts_the_later_edits_that_were_kept(history, records, person):
    ana = person("Ana Ruiz")
    records.edit(ana, {"employer": "Harbor Clinic", "occupation": "Nurse"})
    step = history.page().entries[0].step.id
    records.edit(ana, {"occupation": "Head nurse"})
    title, taken = history.take_back(step)
    assert title.text == "The change to Ana Ruiz" and (taken.put_as_before, taken.kept) == (1, 1)
    with pytest.raises(CannotBeTakenBack):
        history.take_back(step)
    assert not history.entry(step).may_take_back


def test_a_walk_in_is_told_by_the_name_on_file(latest, meeting, sign_ins):
    sign_ins.walk_in(meeting(), WalkIn("Kim Sato"))
    assert latest().text == "Walk-in of Kim Sato"
