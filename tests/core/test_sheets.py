"""Paper sheets: made, entered line by line, corrected, done, checked; their numbers always add up."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.meeting import MeetingState
from chapter_desk.core.meetings.pasted_list import PastedLine, read_list
from chapter_desk.core.meetings.rsvps import Answers
from chapter_desk.core.meetings.sheet import BLANK, CROSSED, ENTERED, PASTED, UNREADABLE
from chapter_desk.core.meetings.sheet_entry import SheetEntry
from chapter_desk.core.meetings.sheet_layout import LINES
from chapter_desk.core.meetings.sheets import Sheets, ToPrint
from chapter_desk.core.meetings.sort_out import SortOut
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.safekeeping.attachments import Attachments
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.errors import MeetingCancelled, NameNeeded, NoSuchRecord, SheetRefused
from chapter_desk.store import schema
from chapter_desk.values import OperatorId
from tests.core.conftest import KEY, SEVEN_PM

BILL = OperatorId("bill")


@pytest.fixture
def sheets(db, path):
    return Sheets(db, Attachments(db, ChapterFolder(path.parent), KEY))


@pytest.fixture
def entry(db):
    return SheetEntry(db)


@pytest.fixture
def own(sheets, meeting):
    """A sheet of somebody's own paper, of so many lines."""
    return lambda lines=15: sheets.make_own(meeting(), lines)


def sign_ins_of(db, meeting_id):
    with db.read() as connection:
        rows = connection.execute(schema.sign_in.select()).all()
        gone = set(connection.scalars(schema.void.select().with_only_columns(schema.void.c.target_id)))
    return [row for row in rows if row.id not in gone and row.meeting_id == meeting_id]


def line_of(sheets, sheet, number):
    return next(each for each in sheets.in_full(sheet.id).lines if each.number == number)


def test_expected_people_come_first_and_the_lines_run_on_over_pages(db, sheets, person, meeting):
    may = meeting()
    people = [person(f"Guest {number:02}") for number in range(15)]
    for each in people:
        Answers(db).note(may, each, "accepted")
    Answers(db).note(may, person("Not Coming"), "declined")
    assert sheets.expected(may) == people
    one, two, three = sheets.make_printed(may, ToPrint(people, LINES, "es"))
    assert [each.number for each in (one, two, three)] == [1, 2, 3]
    assert [(each.first_line, each.last_line) for each in (one, two, three)] == [
        (1, LINES),
        (LINES + 1, 2 * LINES),
        (2 * LINES + 1, 3 * LINES),
    ]
    first = sheets.in_full(one.id).lines
    assert [line.name for line in first] == [f"Guest {number:02}" for number in range(LINES)]
    assert all(line.expected and not line.state for line in first)
    assert len({one.token, two.token, three.token}) == 3
    assert sheets.of_token(two.token) == two
    assert sheets.of_token("A" * 16) is None
    assert sheets.make_own(may, 4).first_line == 3 * LINES + 1


def test_the_last_meetings_bring_those_who_came(sheets, sign_ins, clock, person, meeting):
    ana, ben = person("Ana"), person("Ben")
    sign_ins.sign_in(meeting("April", "2026-10-08T19:00"), ana)
    sign_ins.sign_in(meeting("March", "2026-09-08T19:00"), ben)
    may = meeting()
    assert sheets.expected(may) == []
    assert sheets.expected(may, 1) == [ana]
    assert sheets.expected(may, 2) == [ana, ben]


@pytest.mark.parametrize(("lines", "reason"), [(0, "no-lines"), (401, "too-many-lines")])
def test_a_sheet_has_lines_and_not_too_many(sheets, meeting, lines, reason):
    for make in (lambda m: sheets.make_own(m, lines), lambda m: sheets.make_printed(m, ToPrint((), lines))):
        with pytest.raises(SheetRefused) as caught:
            make(meeting())
        assert caught.value.reason == reason


def test_a_line_counts_in_from_the_start_of_the_meeting_and_says_where_it_stands(
    db, clock, sheets, entry, own, person
):
    sheet, ana = own(), person("Ana Ruíz")
    clock.pass_(hours=14)
    entered = entry.enter(sheet.id, 3, ana, written_as=" A. Ruiz ")
    (row,) = sign_ins_of(db, sheet.meeting_id)
    assert (row.person_id, row.at, row.method, row.greeter) == (ana, SEVEN_PM, "paper", "tyrone")
    assert (row.sheet_line, row.name_as_written) == (f"{sheet.token}:3", "A. Ruiz")
    assert not entered.signed[0].repeated
    line = line_of(sheets, sheet, 3)
    assert (line.state, line.name, line.written, line.from_here) == (ENTERED, "Ana Ruíz", "A. Ruiz", True)


def test_entering_before_the_start_does_not_count_in_the_future(db, clock, entry, own, person):
    sheet = own()
    clock.pass_(minutes=-20)
    entry.enter(sheet.id, 1, person("Ana"))
    assert sign_ins_of(db, sheet.meeting_id)[0].at == clock.now


def test_a_line_entered_twice_is_one(db, sheets, steps, entry, own, person):
    sheet, ana = own(), person("Ana")
    one = entry.enter(sheet.id, 3, ana, written_as="Ana")
    step = steps.next_undo()
    other = entry.enter(sheet.id, 3, ana, written_as="Ana")
    assert one.signed[0].id == other.signed[0].id and other.signed[0].repeated
    assert steps.next_undo() == step
    new = entry.enter_new(sheet.id, 4, WalkIn("Wulandari"))
    again = entry.enter_new(sheet.id, 4, WalkIn("Wulandari"))
    assert new.signed[0].person_id == again.signed[0].person_id
    assert len(sign_ins_of(db, sheet.meeting_id)) == 2


def test_who_is_in_already_stays_in_since_then(db, sheets, sign_ins, entry, own, person, clock):
    sheet, ana = own(), person("Ana")
    clock.pass_(minutes=4)
    came = sign_ins.sign_in(sheet.meeting_id, ana)
    entered = entry.enter(sheet.id, 2, ana)
    assert entered.signed[0].repeated and entered.signed[0].at == came.at
    assert len(sign_ins_of(db, sheet.meeting_id)) == 1
    line = line_of(sheets, sheet, 2)
    assert (line.in_since, line.from_here) == (came.at, False)
    entry.mark(sheet.id, 2, BLANK)
    assert len(sign_ins_of(db, sheet.meeting_id)) == 1, "what the desk wrote is not the line's to take back"


def test_a_household_on_one_line_is_two_people_and_goes_together(db, sheets, entry, own, person):
    sheet, ella, cora = own(), person("Ella Marsh"), person("Cora Marsh")
    entry.enter(sheet.id, 1, ella, written_as="Ella + Cora Marsh", household=[cora])
    assert {row.person_id for row in sign_ins_of(db, sheet.meeting_id)} == {ella, cora}
    assert line_of(sheets, sheet, 1).with_them == ("Cora Marsh",)
    totals = sheets.in_full(sheet.id).sheet.totals
    assert (totals.entered, totals.people) == (1, 2)
    entry.enter(sheet.id, 1, ella)
    assert {row.person_id for row in sign_ins_of(db, sheet.meeting_id)} == {ella}


def test_a_corrected_line_counts_in_the_other_person(db, sheets, entry, own, person):
    sheet, senior, junior = own(), person("Luis Rodríguez"), person("Luis A. Rodríguez Jr.")
    entry.enter(sheet.id, 1, senior)
    entry.enter(sheet.id, 1, junior)
    assert [row.person_id for row in sign_ins_of(db, sheet.meeting_id)] == [junior]


def test_an_unreadable_line_waits_until_it_is_read(db, sheets, entry, own, person, steps):
    sheet = own()
    waits = SortOut(db)
    entry.mark(sheet.id, 7, UNREADABLE, written_as="Al-- Br--n?")
    (waiting,) = waits.waiting(sheet.meeting_id)
    assert waiting.reason == sort_out.UNREADABLE_LINE
    assert waiting.raw == {"sheet": sheet.id, "number": 1, "line": 7, "written": "Al-- Br--n?"}
    entry.enter(sheet.id, 7, person("Al Brown"))
    assert waits.waiting() == []
    steps.take_back(steps.next_undo().id)
    assert len(waits.waiting()) == 1
    assert line_of(sheets, sheet, 7).state == UNREADABLE
    entry.mark(sheet.id, 7, CROSSED)
    assert waits.waiting() == []
    entry.mark(sheet.id, 7, UNREADABLE)
    assert len(waits.waiting()) == 1


def test_taking_back_the_last_line_leaves_it_open_and_takes_who_was_new_off_file(
    db, sheets, entry, own, steps, records
):
    sheet = own()
    entry.enter_new(sheet.id, 1, WalkIn("Dee", phone="757-555-0144"))
    steps.take_back(steps.next_undo().id)
    assert sheets.in_full(sheet.id).next_open() == 1
    assert sign_ins_of(db, sheet.meeting_id) == []
    entry.enter_new(sheet.id, 1, WalkIn("Dee"))
    assert line_of(sheets, sheet, 1).state == ENTERED


def test_a_planned_meeting_is_opened_and_one_long_over_was_held(
    calendar, clock, entry, sheets, meeting, person
):
    ana, tonight, old = person("Ana"), meeting(), meeting("Old", "2026-03-12T19:00")
    entry.enter(sheets.make_own(tonight, 3).id, 1, ana)
    assert calendar.meeting(tonight).state is MeetingState.OPEN
    sheet = sheets.make_own(old, 3)
    entry.enter(sheet.id, sheet.first_line, ana)
    held = calendar.meeting(old)
    assert (held.state, held.ended_at) == (MeetingState.ENDED, held.ends_at)
    assert calendar.next_meeting().id == tonight


def test_an_ended_meeting_takes_lines_and_one_called_off_takes_none(
    calendar, entry, own, sheets, person, meeting
):
    sheet, ana = own(), person("Ana")
    calendar.open_door(sheet.meeting_id)
    calendar.end(sheet.meeting_id)
    entry.enter(sheet.id, 1, ana)
    off = sheets.make_own(meeting("June"), 1)
    calendar.cancel(off.meeting_id)
    with pytest.raises(MeetingCancelled):
        entry.enter(off.id, 1, ana)


def test_lines_and_sheets_that_are_not_there_are_refused(entry, own, person):
    sheet, ana = own(3), person("Ana")
    for act in (
        lambda: entry.enter(sheet.id, 4, ana),
        lambda: entry.mark(sheet.id, 0, BLANK),
        lambda: entry.mark("none", 1, BLANK),
        lambda: entry.enter(sheet.id, 1, "nobody"),
    ):
        with pytest.raises(NoSuchRecord):
            act()
    with pytest.raises(NameNeeded):
        entry.enter_new(sheet.id, 1, WalkIn("  "))


def test_done_needs_every_line_and_the_check_needs_another_person_and_the_same_count(
    db, sheets, entry, own, person
):
    sheet = own(4)
    entry.enter(sheet.id, 1, person("Ana"))
    entry.mark(sheet.id, 2, UNREADABLE)
    with pytest.raises(SheetRefused) as caught:
        sheets.mark_done(sheet.id)
    assert caught.value.reason == "lines-left"
    assert entry.rest_is_blank(sheet.id) == 2
    with pytest.raises(SheetRefused) as caught:
        sheets.check(sheet.id, BILL, 2)
    assert caught.value.reason == "not-done"
    sheets.mark_done(sheet.id)
    for by, counted, reason in ((db.operator, 2, "same-person"), (BILL, 3, "count-differs")):
        with pytest.raises(SheetRefused) as caught:
            sheets.check(sheet.id, by, counted)
        assert caught.value.reason == reason
    sheets.check(sheet.id, BILL, 2)
    checked = sheets.in_full(sheet.id).sheet
    assert (checked.done_by, checked.checked_by) == ("tyrone", "bill")
    entry.mark(sheet.id, 3, CROSSED)
    corrected = sheets.in_full(sheet.id).sheet
    assert corrected.done_at is None and corrected.checked_by is None


def test_only_an_untouched_sheet_is_removed(sheets, entry, own):
    sheet, used = own(), own()
    entry.mark(used.id, used.first_line, BLANK)
    sheets.remove(sheet.id)
    assert sheets.of_meeting(sheet.meeting_id) == []
    with pytest.raises(SheetRefused):
        sheets.remove(used.id)


def test_a_photo_belongs_to_its_sheet_and_another_takes_its_place(sheets, own, steps):
    sheet = own()
    assert sheets.photo(sheet.id) is None
    sheets.add_photo(sheet.id, b"first photo")
    sheets.add_photo(sheet.id, b"second photo")
    assert sheets.photo(sheet.id) == b"second photo"
    steps.take_back(steps.next_undo().id)
    assert sheets.photo(sheet.id) == b"first photo"


ACTS = st.lists(
    st.tuples(
        st.sampled_from(("enter", "new", UNREADABLE, CROSSED, BLANK, "undo", "redo", "rest")),
        st.integers(1, 5),
        st.integers(0, 3),
    ),
    max_size=14,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_the_numbers_of_a_sheet_always_add_up(db, sheets, entry, meeting, person, steps, clock, acts):
    sheet = sheets.make_own(meeting(), 5)
    people = [person(name) for name in ("Ana", "Ben", "Cy", "Dee")]
    began = steps.next_undo().id
    for act, line, who in acts:
        clock.now += timedelta(seconds=1)
        number = sheet.first_line + line - 1
        if act == "enter":
            entry.enter(sheet.id, number, people[who])
        elif act == "new":
            entry.enter_new(sheet.id, number, WalkIn(f"Guest {who}"))
        elif act == "rest":
            entry.rest_is_blank(sheet.id)
        elif act in ("undo", "redo"):
            step = steps.next_undo() if act == "undo" else steps.next_redo()
            if step is not None and step.id > began:
                steps.take_back(step.id)
        else:
            entry.mark(sheet.id, number, act)
        full = sheets.in_full(sheet.id)
        totals = full.sheet.totals
        assert (
            totals.lines == totals.entered + totals.unreadable + totals.crossed + totals.blank + totals.left
        )
        states = [each.state for each in full.lines]
        assert [states.count(s) for s in (ENTERED, UNREADABLE, CROSSED, BLANK, "")] == [
            totals.entered,
            totals.unreadable,
            totals.crossed,
            totals.blank,
            totals.left,
        ]
        present = {row.person_id for row in sign_ins_of(db, sheet.meeting_id)}
        assert {each.person_id for each in full.lines if each.state == ENTERED and each.in_since} == present
        assert len(SortOut(db).waiting(sheet.meeting_id)) >= totals.unreadable


# ---------------------------------------------------------------- a pasted list


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("Ana Ruíz", [PastedLine("Ana Ruíz")]),
        ("1. Ana Ruíz\n2) Bo\n- 김민준\n[x] Di", [*map(PastedLine, ("Ana Ruíz", "Bo", "김민준", "Di"))]),
        ("Ruíz, Ana", [PastedLine("Ana Ruíz")]),
        ("Ana Ruíz <ana@example.org>", [PastedLine("Ana Ruíz", "ana@example.org")]),
        (
            "Ana Ruíz\tana@example.org\t757-555-0141",
            [PastedLine("Ana Ruíz", "ana@example.org", "757-555-0141")],
        ),
        ("Bo, bo@example.org; (757) 555-0142", [PastedLine("Bo", "bo@example.org", "(757) 555-0142")]),
        ("Bo\n\n  \nBo\n", [PastedLine("Bo")]),
        ("Ana Ruíz\t7 Oak Street\tNorfolk", [PastedLine("Ana Ruíz")]),
        ("Dee (under 18)\nDee, Under-18", [PastedLine("Dee", under_18=True)]),
        (
            "3. Dee (17)\nEve [minor]\nKai, menor de edad",
            [
                PastedLine("Dee", under_18=True),
                PastedLine("Eve", under_18=True),
                PastedLine("Kai", under_18=True),
            ],
        ),
        (
            "Ruíz, Ana (16)\nBo\tage 15\tbo@example.org\nCy, 17 años",
            [
                PastedLine("Ana Ruíz", under_18=True),
                PastedLine("Bo", "bo@example.org", under_18=True),
                PastedLine("Cy", under_18=True),
            ],
        ),
        ("Bo (18)\nAna Minor\nCy\t3\nDi, age 41", [*map(PastedLine, ("Bo", "Ana Minor", "Cy", "Di"))]),
        ("Ana (Anita) Ruíz", [PastedLine("Ana (Anita) Ruíz")]),
    ],
)
def test_a_list_is_read_as_people_write_lists(pasted, read):
    assert read_list(pasted) == read


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("", "no-names"),
        ("12\n---\nana@example.org", "no-names"),
        ("\n".join(f"P{n}" for n in range(500)), "too-many-lines"),
    ],
)
def test_a_list_that_names_nobody_or_far_too_many_is_refused(sheets, meeting, pasted, reason):
    may = meeting()
    with pytest.raises(SheetRefused) as caught:
        sheets.make_pasted(may, pasted)
    assert caught.value.reason == reason
    assert sheets.of_meeting(may) == []


def test_who_is_certain_on_a_pasted_list_is_signed_in_with_one_step(
    db, sheets, entry, steps, person, meeting
):
    may = meeting()
    ana = person("Ana Ruíz")
    person("Bo Li")
    person("Bo Li", email_addresses=["bo@example.org"])
    sheet = sheets.make_pasted(may, "ana ruiz\nBo Li\nBo Li, bo@example.org\nNew Name")
    assert sheet.kind == PASTED and sheet.totals.left == 4 and not sign_ins_of(db, may)
    certain = entry.certain(sheet.id)
    assert certain[1] == ana and set(certain) == {1, 3}
    assert entry.enter_certain(sheet.id) == 2
    assert [line.state for line in sheets.in_full(sheet.id).lines] == [ENTERED, "", ENTERED, ""]
    assert len(sign_ins_of(db, may)) == 2
    assert entry.enter_certain(sheet.id) == 0
    steps.take_back(steps.next_undo().id)
    assert not sign_ins_of(db, may)
    assert sheets.in_full(sheet.id).sheet.totals.left == 4
