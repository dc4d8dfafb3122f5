"""The messy evenings of a door, told through the window; each ends with what one would look at afterwards.

The wet sheet is told in tests/gui/test_sheets_page.py (`test_the_wet_sheet`).  Who may vote from when
(twenty-eight days) belongs to the ballot; what the door does of it is here.
"""

import shutil
import socket
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton

from chapter_desk.app import open_app
from chapter_desk.core.fundraising.rules import CASH_BOX
from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.attendance import VOTING
from chapter_desk.core.meetings.minutes_block import minutes_block
from chapter_desk.core.meetings.sheet import CROSSED, ENTERED
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.sync.matrix import SHARE, Destination
from chapter_desk.core.sync.sealing import Identity
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.fundraising.cash_box_now import CashBoxPlace
from chapter_desk.gui.fundraising.gift_panel import COINS, NAMED, NO_NAME
from chapter_desk.gui.kiosk.view import KioskView
from chapter_desk.gui.meetings.sheets_now import SheetPlace
from chapter_desk.store import schema
from tests.fakes import HeldTasks
from tests.gui.evening import ALT, CTRL, SHIFT, Evening, hit, press, shown, type_text

PIN = "2580"


def come_in(evening, window, page, name):
    """Somebody says a name at the desk, whatever script it is written in, and Enter is pressed."""
    page.finding.search.setFocus()
    page.finding.search.insert(name)
    hit(evening, window, Qt.Key.Key_Return)


def at_the_door(qtbot, evening, meeting, **about):
    return shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True), **about)


def people_in(evening, meeting, on_list="door"):
    return sorted(each.name for each in evening.app.door.who_is_in(meeting.id, on_list))


def there_ids(evening, meeting):
    return [each.person_id for each in evening.app.door.who_is_in(meeting.id)]


def words_in(window):
    """Everything that stands in a window."""
    widgets = [each for kind in (QLabel, QAbstractButton) for each in window.findChildren(kind)]
    return "\n".join(each.text() for each in widgets if each.isVisible())


def another_laptop(evening: Evening, folder: Path) -> Evening:
    """Return a second laptop: the chapter's folder copied to it, as on a USB stick."""
    copy = folder / "door-2" / "Norfolk.chapter"
    copy.parent.mkdir()
    evening.app.db.checkpoint()
    shutil.copytree(evening.app.folder.path, copy)
    app = open_app(copy, evening.app.key, clock=evening.clock)
    app.laptops.rename(app.db.replica_id, "Door-2")
    app.roster.load()
    return Evening(app, evening.clock, HeldTasks())


def carry(one: Evening, other: Evening, kind: str = "delta") -> None:
    """Carry what one laptop knows to another, as a sealed bundle."""
    written = one.app.exchange.write(one.app.exchange.prepare(kind, Destination.CHAPTER))
    other.app.exchange.take_in(written.path)
    other.let_go()


def test_the_network_dies_at_6_55(qtbot, evening, monkeypatch):
    names = [f"Guest{chr(65 + n // 26)}{chr(65 + n % 26)} Example" for n in range(30)]
    for name in names:
        evening.person(name)
    meeting = evening.meeting()
    window, page = at_the_door(qtbot, evening, meeting)

    def dead(*_asked, **_more):
        raise OSError("the network is unreachable")

    monkeypatch.setattr(socket, "socket", dead)
    before = words_in(window)
    for name in names:
        come_in(evening, window, page, name)
    assert people_in(evening, meeting) == sorted(names)
    said = {line for line in words_in(window).splitlines() if line not in before.splitlines()}
    assert not [line for line in said if "network" in line.lower() or "connect" in line.lower()]
    times = [each.at for each in evening.app.door.who_is_in(meeting.id)]
    assert times == sorted(times, reverse=True) and len(set(times)) == 30


def test_two_stations_one_maria(qtbot, evening, tmp_path):
    maria, cousin = evening.person("Maria Garcia"), evening.person("María García López")
    meeting = evening.meeting()
    left_window, left = at_the_door(qtbot, evening, meeting)
    other = another_laptop(evening, tmp_path)
    try:
        right_window, right = at_the_door(qtbot, other, meeting)
        type_text(left_window, "maria gar")
        hit(evening, left_window, Qt.Key.Key_Return)
        evening.clock.pass_(minutes=3)
        come_in(other, right_window, right, "Maria Garcia")  # it is her cousin who stands here
        carry(evening, other)
        carry(other, evening)
        for each in (evening, other):
            (present,) = each.app.door.who_is_in(meeting.id)
            assert present.person_id == maria

        right.columns.who.all.click()
        other.let_go()
        hit(other, right_window, Qt.Key.Key_W, ALT)
        right.body.wrong_person.field.set_text("garcia lopez")
        hit(other, right_window, Qt.Key.Key_Return)
        carry(other, evening)
        for each in (evening, other):
            assert people_in(each, meeting) == ["Maria Garcia", "María García López"]
            assert each.app.standings.of(cousin).member and each.app.standings.of(maria).member
        assert any(step.kind == "move-sign-in" for step in other.app.steps.latest(20))
        assert evening.app.digest() == other.app.digest()
    finally:
        other.app.close()
    assert left.finding.search.text() == ""


def test_one_email_for_two(qtbot, evening):
    meeting = evening.meeting()
    window, page = at_the_door(qtbot, evening, meeting)
    for given, family in (("Fatima", "Al-Ahmad"), ("Muhammad", "Al-Ahmad")):
        hit(evening, window, Qt.Key.Key_N, CTRL)
        page.form.given.set_text(given)
        page.form.family.set_text(family)
        page.form.email.set_text("alahmad@example.org")
        hit(evening, window, Qt.Key.Key_Return)
        assert page.body.shown is page.finding  # nothing stops the line
    assert people_in(evening, meeting) == ["Fatima Al-Ahmad", "Muhammad Al-Ahmad"]
    (waiting,) = evening.app.sort_out.waiting(meeting.id)
    assert waiting.reason == sort_out.SHARED_CONTACT
    people = [each.person_id for each in evening.app.door.who_is_in(meeting.id)]
    known = [evening.app.cards.about(each).email_addresses for each in people]
    assert [email.address for (email,) in known] == ["alahmad@example.org"] * 2


def test_do_not_write_my_name(qtbot, evening):
    for number in range(40):
        evening.person(f"Neighbor{chr(65 + number // 26)}{chr(65 + number % 26)} Example")
    meeting = evening.meeting()
    window, page = at_the_door(qtbot, evening, meeting)
    on_file = len(evening.app.roster)
    for row in evening.app.roster.search("neighbor", 40):
        evening.app.sign_ins.sign_in(meeting.id, row.row.id)
    evening.let_go()
    hit(evening, window, Qt.Key.Key_N, CTRL)
    page.form.count.click()
    evening.let_go()
    counts = evening.app.door.counts(meeting.id)
    assert (counts.signed_in, counts.visitors) == (41, 1)
    assert len(evening.app.roster) == on_file  # nothing else is kept
    block = minutes_block(evening.app.rolls.roll(meeting.id))
    assert "41" in block and "1 visitor" in block


def test_father_or_son(qtbot, evening):
    senior = evening.app.records.add(PersonDraft("Luis Rodríguez", deceased_on=evening.clock().date()))
    junior = evening.person("Luis A. Rodríguez Jr.")
    meeting = evening.meeting()
    window, page = at_the_door(qtbot, evening, meeting)
    before = evening.app.standings.of(senior)
    type_text(window, "luis rod")
    hints = {row.name: row.hint for row in page.finding.matches.matches()}
    assert hints["Luis Rodríguez"].endswith("has died") and "died" not in hints["Luis A. Rodríguez Jr."]
    page.finding.matches.choose(senior)
    hit(evening, window, Qt.Key.Key_Return)  # the slip goes through: nothing blocks the line
    assert people_in(evening, meeting) == ["Luis Rodríguez"]
    hit(evening, window, Qt.Key.Key_Z, CTRL)
    type_text(window, "luis rod")
    page.finding.matches.choose(junior)
    hit(evening, window, Qt.Key.Key_Return)
    assert people_in(evening, meeting) == ["Luis A. Rodríguez Jr."]
    assert evening.app.standings.of(senior) == before


def test_dos_apellidos(qtbot, evening):
    lupe = evening.app.records.add(
        PersonDraft(
            "María Guadalupe Hernández Ríos", given_name="María Guadalupe", family_name="Hernández Ríos"
        )
    )
    evening.let_go()
    meeting, on_file = evening.meeting(), len(evening.app.roster)
    window, page = at_the_door(qtbot, evening, meeting)
    for typed in ("rios", "lupe rios", "maria hern"):
        page.finding.search.clear()
        type_text(window, typed)
        assert page.finding.matches.matches()[0].key == lupe, typed
    hit(evening, window, Qt.Key.Key_Return)
    assert people_in(evening, meeting) == ["María Guadalupe Hernández Ríos"]
    assert len(evening.app.roster) == on_file  # no second "Lupe Rios"
    assert evening.app.cards.about(lupe).preferred_language == ""


def one_person(evening, window, *people):
    """Two entries are put together on the page "Same person?", and the door shows again."""
    door = window.view.page.place()
    window.view.go("same-person", people)
    evening.let_go()
    hit(evening, window, Qt.Key.Key_1)
    window.view.go("door", door)
    evening.let_go()


def test_twenty_eight_days(qtbot, evening):
    for name in ("James T. Williams III", "Bo Li"):
        evening.person(name)
    james = evening.person("James Williams", phone="757-555-0134", email="james@example.org")
    jim = evening.person("Jim Williams", phone="757-555-0134")  # the same man, a member for years
    long_ago = evening.meeting("November 2023", starts_at=datetime(2023, 11, 20, 19))  # noqa: DTZ001 (wall time)
    evening.app.sign_ins.sign_in_afterwards(long_ago.id, jim, at=datetime(2023, 11, 21, 0, 5, tzinfo=UTC))
    grandson = evening.app.roster.namesakes("James T. Williams III")[0]
    october = evening.meeting("October", starts_at=datetime(2026, 10, 26, 19))  # noqa: DTZ001 (28 days before)
    evening.app.sign_ins.sign_in_afterwards(october.id, grandson)
    meeting = evening.meeting("Endorsement", voting_days=30)
    window, page = at_the_door(qtbot, evening, meeting)
    for name in ("James Williams", "James T. Williams III", "Bo Li"):
        page.finding.search.clear()
        page.finding.search.insert(name)
        page.finding.matches.choose(evening.app.roster.namesakes(name)[0])
        hit(evening, window, Qt.Key.Key_Return)
    assert evening.app.standings.of(james).since == date(2026, 11, 23)
    one_person(evening, window, james, jim)
    assert evening.app.standings.of(james).since == date(2023, 11, 20)  # the older date is kept
    page = window.view.page
    hit(evening, window, Qt.Key.Key_V, ALT)
    come_in(evening, window, page, "James T. Williams III")
    said = page.finding.band.accessibleName()
    assert "May vote from November 25: member since October 26, the rule is 30 days." in said
    assert people_in(evening, meeting, VOTING) == []
    hit(evening, window, Qt.Key.Key_Escape)
    for _twice in range(2):  # a second ballot is asked for
        page.finding.search.clear()
        page.finding.search.insert("James Williams")
        page.finding.matches.choose(evening.app.roster.row(james).id)
        hit(evening, window, Qt.Key.Key_Return)
    assert people_in(evening, meeting, VOTING) == ["James Williams"]

    hit(evening, window, Qt.Key.Key_R, ALT)
    panel = page.stances.vote.panel
    assert "1 person may vote now" in panel.roll.text()
    press(window, Qt.Key.Key_Tab, SHIFT)
    assert panel.freeze.hasFocus()
    hit(evening, window, Qt.Key.Key_Space)
    assert "Frozen at" in panel.roll.text() and "with 1 person" in panel.roll.text()
    bo = evening.app.roster.namesakes("Bo Li")[0]
    spring = evening.meeting("April", starts_at=datetime(2026, 4, 20, 19))  # noqa: DTZ001 (wall time)
    evening.app.sign_ins.sign_in_afterwards(spring.id, bo)  # found on an old sheet
    evening.let_go()
    assert "Since then these would be on it too: Bo Li." in panel.since.text()  # and the roll stays as it was
    assert len(evening.app.votes.roll(meeting.id).voters) == 1
    hit(evening, window, Qt.Key.Key_Escape)
    for enter in (1, 2):  # the meeting decides that Bo votes all the same
        if enter == 1:
            come_in(evening, window, page, "Bo Li")
            assert "The roll is frozen" in page.finding.band.accessibleName()
            assert people_in(evening, meeting, VOTING) == ["James Williams"]
        else:
            hit(evening, window, Qt.Key.Key_Return)
    assert people_in(evening, meeting, VOTING) == ["Bo Li", "James Williams"]

    hit(evening, window, Qt.Key.Key_R, ALT)
    assert panel.handed_out.text() == "2 ballots handed out. 1 of them against the rule."
    panel.returned.editor.setFocus()
    type_text(window, "2")
    hit(evening, window, Qt.Key.Key_Return)
    assert panel.rest.text() == "It closes: every ballot came back."
    assert evening.app.votes.ballots(meeting.id).handed_out == 2  # the roll's ticks
    minutes = minutes_block(evening.app.rolls.roll(meeting.id))
    assert "2 ballots handed out: 2 returned, 0 spoiled, 0 not returned." in minutes
    assert evening.app.door.counts(meeting.id).signed_in == 3


def test_the_curious_guest(qtbot, evening):
    evening.app.pin.choose(PIN)
    for name in ("Jo Ng", "Ana Alvarez", "Abel Adams", "Ada Abbott"):
        evening.person(name, phone="757-555-0141", postal_code="23517")
    meeting = evening.meeting()
    window, _page = at_the_door(qtbot, evening, meeting)
    hit(evening, window, Qt.Key.Key_F11)
    hit(evening, window, Qt.Key.Key_Return)
    kiosk = window.view
    assert isinstance(kiosk, KioskView)
    type_text(window, "a")
    photo = words_in(window) + "\n".join(each.accessibleName() for each in kiosk.findChildren(QPushButton))
    assert not any(word in photo for word in ("Ana", "Abel", "Ada", "Alvarez", "0141", "23517"))
    for key, held in (
        (Qt.Key.Key_Escape, 0),
        (Qt.Key.Key_Left, ALT),
        (Qt.Key.Key_K, CTRL),
        (Qt.Key.Key_D, CTRL),
    ):
        press(window, key, held or Qt.KeyboardModifier.NoModifier)
    assert window.view is kiosk
    kiosk.reset()
    type_text(window, "ng")
    hit(evening, window, Qt.Key.Key_Return)
    assert people_in(evening, meeting) == []  # half a name of two letters names nobody
    kiosk.reset()
    type_text(window, "jo ng")
    kiosk.finding._typed_at = 0
    qtbot.wait(450)
    hit(evening, window, Qt.Key.Key_Return)
    assert people_in(evening, meeting) == ["Jo Ng"]


def test_dead_battery_wrong_clock(qtbot, evening, tmp_path):
    known = [evening.person(name) for name in ("Ana Ruiz", "Bo Li", "Di Doe")]
    meeting = evening.meeting()
    window, page = at_the_door(qtbot, evening, meeting)
    laptop_b = another_laptop(evening, tmp_path)  # from a stick, with an older list
    newer = evening.person("Newer Example")
    come_in(evening, window, page, "Ana Ruiz")
    come_in(evening, window, page, "Newer Example")
    laptop_b.clock = type(evening.clock)(evening.clock.now)
    laptop_b.clock.pass_(hours=-1)
    laptop_b.app.close()
    folder = laptop_b.app.folder.path
    app = open_app(folder, evening.app.key, clock=laptop_b.clock)
    app.roster.load()
    laptop_b = Evening(app, laptop_b.clock, HeldTasks())
    try:
        other_window, other = at_the_door(qtbot, laptop_b, meeting)
        for name in ("Ana Ruiz", "Bo Li", "Di Doe"):
            come_in(laptop_b, other_window, other, name)
        hit(laptop_b, other_window, Qt.Key.Key_N, CTRL)
        other.form.given.set_text("Newer")
        other.form.family.set_text("Example")
        hit(laptop_b, other_window, Qt.Key.Key_Return)  # not on the older list: a walk-in
        carry(laptop_b, evening)
        carry(evening, laptop_b)
    finally:
        present = people_in(evening, meeting)
        waiting = {each.reason for each in evening.app.sort_out.waiting(meeting.id)}
        same = evening.app.digest() == laptop_b.app.digest()
        laptop_b.app.close()
    assert same
    assert set(present) == {"Ana Ruiz", "Bo Li", "Di Doe", "Newer Example"}
    assert present.count("Ana Ruiz") == 1
    assert present.count("Newer Example") == 2 and newer not in known  # two entries till somebody says so
    assert waiting <= {sort_out.CLOCK, sort_out.MAYBE_ON_FILE}


BUS = ["Wulandari", "Dee", "Keola", "김민준", "Null Abernathy", "Ana Ruiz", "Bo Li", "Cy Park", "Di Doe",
       "Eve Fox", "Gus Hall", "Ivy Jones", "Kim Lane", "Mo Nash", "Ora Pitt"]  # fmt: skip


def test_the_bus(qtbot, evening):
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "sheets", SheetPlace(meeting.id))
    hit(evening, window, Qt.Key.Key_V, CTRL | SHIFT)
    pasted = (f"{n}. {name}{' (17)' if name == 'Wulandari' else ''}" for n, name in enumerate(BUS, 1))
    page.paste_panel.names.editor.setPlainText("\n".join(pasted))
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    keys = 0
    for name in BUS:
        assert window.view.page.editor.typed() == name
        if name == "Dee":  # may be short for Denise, who is on file: somebody has to say that it is not
            hit(evening, window, Qt.Key.Key_N, CTRL)
            keys += 1
        editor = window.view.page.editor
        assert editor.minor.isChecked() is (name == "Wulandari")  # the teacher wrote the age of one
        if name == "Keola":  # and says it of another
            hit(evening, window, Qt.Key.Key_Y, ALT)
            keys += 1
        stayed_home = name in ("Kim Lane", "Ora Pitt")
        hit(evening, window, *((Qt.Key.Key_X, ALT) if stayed_home else (Qt.Key.Key_Return,)))
        keys += 1
    window.view.go("door", DoorPlace(meeting.id))
    evening.let_go()
    type_text(window, "Not Listed")
    hit(evening, window, Qt.Key.Key_N, CTRL)
    hit(evening, window, Qt.Key.Key_Return)
    there = people_in(evening, meeting)
    assert len(there) == 14 and keys == len(BUS) + 2  # about one key each: three minutes are plenty
    assert {"김민준", "Null Abernathy", "Wulandari", "Dee", "Not Listed"} <= set(there)
    (sheet,) = evening.app.sheets.of_meeting(meeting.id)
    lines = evening.app.sheets.in_full(sheet.id).lines
    assert [line.state for line in lines].count(ENTERED) == 13
    assert [line.state for line in lines].count(CROSSED) == 2
    assert {line.written for line in lines if line.under_18} == {"Wulandari", "Keola"}
    minors = {each.name: each.person_id for each in evening.app.door.who_is_in(meeting.id) if each.under_18}
    assert set(minors) == {"Wulandari", "Keola"}
    for person in there_ids(evening, meeting):
        evening.app.consents.note(person, SHARE, given=True)
    with evening.app.db.write("edit-chapter") as writer:
        key = Identity.generate().recipient  # with the sample's key nobody is named at all
        writer.set(schema.chapter, evening.app.db.chapter_id, {"national_recipient": key})
    leaving = evening.app.exchange.prepare("snapshot", Destination.NATIONAL)
    named = {each.name for each in leaving.leaving.people}
    assert named == set(there) - set(minors)
    plain = b"".join(leaving.draft.contents.content(each.name) for each in leaving.draft.manifest.resources)
    for name, person in minors.items():  # not shared, whatever they ticked
        assert name.encode() not in plain and person.encode() not in plain
    assert {each.name for each in leaving.leaving.left_out if each.reason == "minor"} == set(minors)


def gift_of(evening, window, panel, whose, amount):
    """A gift is written down as far as it can be: whose it is, how much."""
    if not panel.isVisible():
        hit(evening, window, Qt.Key.Key_N, CTRL)
    panel.whose.setFocus()
    for _step in range([NAMED, NO_NAME, COINS].index(whose)):
        hit(evening, window, Qt.Key.Key_Right)
    panel.amount.setFocus()
    type_text(window, amount)


def picked(evening, window, picker, typed):
    picker.setFocus()
    type_text(window, typed)
    hit(evening, window, Qt.Key.Key_Return)


def test_sixty_dollars_please_no_name(qtbot, evening):
    people = {name: evening.person(name) for name in ("Fatima Al-Ahmad", "Tyrone Banks", "Denise W.")}
    husband = evening.person("Muhammad Al-Ahmad")
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "cash-box", CashBoxPlace(meeting.id))
    closed = words_in(window)
    assert "takes no money" in closed and "ask first: Department of Elections" in closed
    hit(evening, window, Qt.Key.Key_N, CTRL)
    assert not page.gift_panel.isVisible()  # with no fundraising on, money entry is closed

    evening.app.money_rule.choose(CASH_BOX, people["Denise W."], "Shared cost of the room, said the meeting")
    evening.let_go()
    panel = page.gift_panel
    gift_of(evening, window, panel, NO_NAME, "60")
    assert panel.limit is not None and "$50" in panel.limit.accessibleName() and not panel.keep.isEnabled()
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    assert page._now.box.lines == ()  # not as it is
    panel.aside.setFocus()
    hit(evening, window, Qt.Key.Key_Space)

    gift_of(evening, window, panel, NAMED, "300")
    picked(evening, window, panel.person, "fatima")
    panel.method.setFocus()
    hit(evening, window, Qt.Key.Key_Right)
    panel.joint.setFocus()
    hit(evening, window, Qt.Key.Key_Space)
    picked(evening, window, panel.other, "muhammad")
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    assert "whose gift" in panel.whose_check.problem()  # asked, never split silently
    panel.whose_check.setFocus()
    hit(evening, window, Qt.Key.Key_Down)
    hit(evening, window, Qt.Key.Key_Return, CTRL)

    gift_of(evening, window, panel, COINS, "61.50")
    hit(evening, window, Qt.Key.Key_Return)
    hit(evening, window, Qt.Key.Key_Escape)
    box = page._now.box
    told = [(line.kind, line.amount_cents, line.method, line.name) for line in box.lines]
    assert told == [
        ("anonymous", 5000, "cash", ""),
        ("set-aside", 1000, "cash", ""),
        ("", 30000, "check", "Fatima Al-Ahmad"),
        ("event-line", 6150, "cash", ""),
    ]
    assert [(line.name, line.missing) for line in box.still_to_ask] == [("Fatima Al-Ahmad", ("address",))]

    hit(evening, window, Qt.Key.Key_E, CTRL)
    type_text(window, "111.50")
    hit(evening, window, Qt.Key.Key_Return)
    type_text(window, "300")
    picked(evening, window, page.count_panel.first, "tyrone")
    picked(evening, window, page.count_panel.second, "denise w.")
    hit(evening, window, Qt.Key.Key_Return, CTRL)
    count = page._now.box.count
    assert {count.first_name, count.second_name} == {"Tyrone Banks", "Denise W."}
    assert count.counted.all == box.gifts_cents + box.event_line_cents == 41150
    assert "Hand over to the treasurer by Dec 3" in page.box.by.text()
    assert "the same as written" in page.box.difference.text()
    assert evening.app.standings.members().keys() == {people["Fatima Al-Ahmad"]}
    assert not evening.app.standings.of(husband).member
