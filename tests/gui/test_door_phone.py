"""The phone form through the window: switched on, a post arrives, the row appears, switched off, gone."""

from datetime import datetime
from io import BytesIO

import pytest
import zxingcpp
from pypdf import PdfReader
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QWidget

from chapter_desk.app import open_app
from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.phone_sheet import PhoneSheet, phone_sheet_pdf
from chapter_desk.errors import NotSaved, PortTaken
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.door.who_is_in import name_of
from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import speaking, use_language
from chapter_desk.web.phone_form import Stage
from tests.gui.accessibility import nameless
from tests.gui.evening import CTRL, press, shown, type_text
from tests.gui.geometry import settle
from tests.gui.opened import close_chapter, founded, now, unlocked
from tests.phones import LOOPBACK, Phone


@pytest.fixture
def door(qtbot, evening):
    meeting = evening.meeting()
    return shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True))


@pytest.fixture
def page(door):
    return door[1]


@pytest.fixture
def phone(page, evening):
    """A phone in the room, the form switched on by mouse."""
    turn(page, evening)
    return Phone(page.phones.switch.address)


def turn(page, evening):
    page.columns.phone.switch.click()
    evening.let_go()


def arrive(evening):
    """Let what phones sent reach the window."""
    settle()
    evening.let_go()


def texts(card):
    return {
        name: getattr(card, name).text() for name in ("off", "problem", "join", "came", "url", "note")
        if getattr(card, name).isVisible()
    }  # fmt: skip


def scanned(widget: QWidget) -> list[str]:
    """Return what a camera reads on a widget."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    view = memoryview(image.constBits())
    shape = (image.height(), image.bytesPerLine())
    return [each.text for each in zxingcpp.read_barcodes(view.cast("B", shape=shape))]


def test_it_is_off_at_first_and_says_what_it_would_do(page):
    card = page.columns.phone
    assert not card.switch.isChecked() and card.switch.accessibleName() == "Phone form, off"
    assert list(texts(card)) == ["off"]
    assert not card.big.isVisible() and not card.code.isVisible()
    assert page.phones.switch.stage is Stage.OFF


def test_switched_on_a_phone_comes_in_live_and_switched_off_nobody_answers(page, evening, phone):
    card = page.columns.phone
    assert card.switch.isChecked() and card.switch.accessibleName() == "Phone form, on"
    assert texts(card)["join"] == "Join Wi-Fi NorfolkMeeting, then scan."
    assert texts(card)["url"] == phone.at.url
    assert "could read along if it has no password" in texts(card)["note"]
    assert phone.sign_in("Cora Marsh").status == 303
    arrive(evening)
    assert page.columns.counter.counter.accessibleName() == "1 signed in"
    assert [each.name for each in page.columns.who.list.people()] == ["Cora Marsh"]
    assert texts(card)["came"] == "1 came this way"
    turn(page, evening)
    assert list(texts(card)) == ["off"] and not card.switch.isChecked()
    with pytest.raises(ConnectionError):
        phone.look()


def test_the_code_says_the_address_and_is_black_on_white_in_dark(page, phone):
    assert scanned(page.columns.phone.code) == [phone.at.url]
    theme().use(colours="dark")
    settle()
    image = page.columns.phone.code.grab().toImage()
    middle = image.pixelColor(image.width() // 2, 4)
    assert middle == QColor("#FFFFFF")
    assert scanned(page.columns.phone.code) == [phone.at.url]


def test_by_keyboard_alone(door, evening):
    window, page = door
    card = page.columns.phone
    card.switch.setFocus(Qt.FocusReason.TabFocusReason)
    press(window, Qt.Key.Key_Space)
    evening.let_go()
    assert page.phones.switch.stage is Stage.ON
    card.big.setFocus(Qt.FocusReason.TabFocusReason)
    press(window, Qt.Key.Key_Return)
    assert page.phones.covers and window.focusWidget() is page.phones.big.back
    press(window, Qt.Key.Key_Escape)
    assert not page.phones.covers and window.focusWidget() is page.finding.search


def test_big_covers_the_window_shows_no_name_and_takes_no_letters(door, evening, phone):
    window, page = door
    evening.app.sign_ins.sign_in(page.phones.switch.form.meeting_id, evening.person("Maria Gutierrez"))
    arrive(evening)
    page.columns.phone.big.click()
    settle()
    big = page.phones.big
    assert big.size() == window.size() and scanned(big) == [phone.at.url]
    assert big.url.text() == phone.at.url
    type_text(window, "mari")
    press(window, Qt.Key.Key_Escape)
    assert page.finding.search.text() == ""
    page.phones.show_big()
    window.resize(1200, 700)
    settle()
    assert big.size() == window.size()
    turn(page, evening)
    assert not big.isVisible()


def test_the_palette_knows_it(page, evening):
    commands = {command.name: command for command in page.commands()}
    assert commands["door.phone_on"].can_run() and not commands["door.phone_big"].can_run()
    commands["door.phone_on"].run()
    evening.let_go()
    assert commands["door.phone_off"].can_run() and commands["door.phone_big"].can_run()
    commands["door.phone_off"].run()
    evening.let_go()
    assert page.phones.switch.stage is Stage.OFF


def test_printing_makes_a_page_for_the_wall(page, evening, phone, tmp_path):
    page.phones.saving._ask_where = lambda _window, name: tmp_path / name
    page.columns.phone.print.click()
    evening.let_go()
    (file,) = tmp_path.glob("*.pdf")
    assert file.name == "Phone form.pdf"
    text = PdfReader(file).pages[0].extract_text()
    for words in ("Sign in on your phone", "NorfolkMeeting", phone.at.url, "Registre su llegada"):
        assert words in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_for_the_wall_can_be_scanned(language, tmp_path):
    url = "http://192.168.100.200:8080/abcdefgh"
    with speaking(language):
        pdf = phone_sheet_pdf(PhoneSheet("Our Revolution Norfolk", "May general meeting", url))
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    (tmp_path / "page.pdf").write_bytes(pdf)
    document = QPdfDocument()
    document.load(str(tmp_path / "page.pdf"))
    drawn = document.render(0, QSize(1224, 1584))
    page = QImage(drawn.size(), QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    with QPainter(page) as painter:
        painter.drawImage(0, 0, drawn)
    grey = page.convertToFormat(QImage.Format.Format_Grayscale8)
    view = memoryview(grey.constBits()).cast("B", shape=(grey.height(), grey.bytesPerLine()))
    assert [each.text for each in zxingcpp.read_barcodes(view)] == [url]


def test_without_a_network_the_door_says_so_and_tries_again(page, evening):
    here = []
    page.phones.switch.form._find = lambda: here
    turn(page, evening)
    card = page.columns.phone
    assert texts(card) == {
        "problem": "Phones cannot reach this laptop. The door works as before."
        " Connect to the room's Wi-Fi, then press Try again."
    }
    assert not card.switch.isChecked() and card.again.isVisible()
    here.append(LOOPBACK)
    card.again.click()
    evening.let_go()
    assert page.phones.switch.stage is Stage.ON and not card.problem.isVisible()


def test_a_network_that_goes_is_said_and_comes_back_by_itself(page, evening, phone):
    here = []
    page.phones.switch.form._find = lambda: here
    page.phones.switch.look()
    arrive(evening)
    assert "Phones cannot reach this laptop." in texts(page.columns.phone)["problem"]
    assert page.columns.phone.switch.isChecked() and not page.columns.phone.code.isVisible()
    here.append(LOOPBACK)
    page.phones.switch.look()
    arrive(evening)
    assert page.columns.phone.code.isVisible()


def test_a_number_in_use_is_explained(page, evening, monkeypatch):
    def taken(*_args):
        raise PortTaken(8080)

    monkeypatch.setattr(page.phones.switch.form, "switch_on", taken)
    turn(page, evening)
    assert "Choose another number in Settings" in texts(page.columns.phone)["problem"]


def test_while_the_desk_cannot_save_phones_are_told_to_use_paper(door, evening, phone, monkeypatch):
    window, page = door
    evening.person("Maria Gutierrez")
    arrive(evening)

    def full(*_args, **_named):
        raise NotSaved("disk-full")

    with monkeypatch.context() as patch:
        patch.setattr(evening.app.sign_ins, "sign_in", full)
        type_text(window, "mari")
        press(window, Qt.Key.Key_Return)
        evening.let_go()
        assert page.phones.switch.stage is Stage.PAUSED
        assert "Phones are told to use paper." in page.columns.phone.problem.text()
        answer = phone.look()
        assert answer.status == 503 and "Use paper for now." in answer.html
    press(window, Qt.Key.Key_R, CTRL)
    arrive(evening)
    assert page.phones.switch.stage is Stage.ON
    assert phone.look().status == 200


def test_paused_by_a_phone_it_can_be_tried_again(page, evening, phone, monkeypatch):
    token = phone.look().token

    def full(*_args, **_named):
        raise NotSaved("io")

    with monkeypatch.context() as patch:
        patch.setattr(evening.app.sign_ups, "_sign_ins", None)
        patch.setattr(evening.app.sign_ups, "_is_known", full)
        assert phone.send({"form": token, "name": "Dee"}).status == 503
    arrive(evening)
    assert page.columns.phone.again.isVisible()
    page.columns.phone.again.click()
    arrive(evening)
    assert phone.send({"form": token, "name": "Dee"}).status == 303
    arrive(evening)
    assert page.columns.counter.counter.accessibleName() == "1 signed in"


def test_closing_the_door_ends_it(page, evening, phone, qtbot):
    page.close_button.click()
    with qtbot.waitSignal(page.phones.switch.changed):
        page.closing.close_door.click()
        evening.let_go()
    assert page.phones.switch.stage is Stage.OFF
    with pytest.raises(ConnectionError):
        phone.look()


def test_ctrl_z_takes_back_what_the_greeter_did_not_what_a_phone_sent(door, evening, phone):
    window, page = door
    evening.person("Maria Gutierrez")
    arrive(evening)
    type_text(window, "mari")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    phone.sign_in("Cora Marsh")
    arrive(evening)
    press(window, Qt.Key.Key_Z, CTRL)
    arrive(evening)
    assert [each.name for each in page.columns.who.list.people()] == ["Cora Marsh"]


@pytest.fixture
def initial(page, evening, phone):
    """Somebody wrote "J." and no more."""
    evening.person("Jo Li", phone="(757) 555-0108", postal_code="23517")
    phone.sign_in("J.")
    arrive(evening)
    (row,) = page.columns.sorting.rows
    return row


def test_an_initial_is_counted_marked_and_waits(page, initial):
    assert initial.accessibleName().startswith("“J.” with no contact Phone form, 6:4")
    (present,) = page.columns.who.list.people()
    assert (name_of(present), present.waits) == ("J. (phone form)", True)
    assert page.columns.counter.counter.accessibleName() == "1 signed in"


def test_an_initial_turns_out_to_be_somebody_on_file(door, evening, initial):
    window, page = door
    initial.setFocus()
    press(window, Qt.Key.Key_Return)
    type_text(window, "jo l")
    (who,) = page.columns.sorting.findChildren(type(page.columns.sorting.who))
    assert [button.accessibleName() for button in who.matches] == ["It is Jo Li, 235••  ·  phone ends 08"]
    assert "0108" not in " ".join(label.accessibleName() for label in who.findChildren(QWidget))
    who.matches[0].click()
    evening.let_go()
    assert page.columns.sorting.rows == []
    assert [each.name for each in page.columns.who.list.people()] == ["Jo Li"]


def test_an_initial_is_given_its_name(door, evening, initial):
    window, page = door
    initial.setFocus()
    press(window, Qt.Key.Key_Return)
    type_text(window, "Jane Doe")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert evening.app.sort_out.waiting() == []
    assert [each.name for each in page.columns.who.list.people()] == ["Jane Doe"]


def test_an_initial_may_stay_one(door, evening, initial):
    window, page = door
    initial.setFocus()
    press(window, Qt.Key.Key_Return)
    page.columns.sorting.who.leave.click()
    evening.let_go()
    assert evening.app.sort_out.waiting() == []
    (present,) = page.columns.who.list.people()
    assert (present.name, name_of(present)) == ("J.", "J.")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_nothing_is_cut_off(qtbot, evening, language, scale):
    use_language(language)
    theme().use(scale=scale)
    meeting = evening.meeting()
    _window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True), (1600, 900))
    turn(page, evening)
    settle()
    card = page.columns.phone
    assert card.big.isVisible()
    for widget in (card.big, card.print, card.code, card.switch):
        assert widget.width() >= widget.minimumSizeHint().width()
        place = widget.mapTo(card, widget.rect().topLeft())
        assert card.rect().contains(widget.rect().translated(place))
    assert not nameless(card)
    page.phones.show_big()
    assert not nameless(page.phones.big)


def test_a_narrow_window_has_a_button_for_it(qtbot, evening):
    meeting = evening.meeting()
    _window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True), (1024, 640))
    assert not page.columns.phone.isVisible() and page.columns.phone_button.isVisible()
    page.columns.phone_button.click()
    settle()
    card = page.columns.phone_in_panel
    assert card.isVisible()
    card.switch.click()
    evening.let_go()
    assert page.phones.switch.stage is Stage.ON and card.code.isVisible()


def test_reasons_of_the_phone_are_ones_the_card_can_tell(initial):
    assert initial.waiting.reason == sort_out.NO_CONTACT


@pytest.fixture
def desk(qtbot, tasks, tmp_path):
    """The program's own window, unlocked, with an open door and the phone form switched on."""
    path = tmp_path / "Own.chapter"
    app = open_app(path, founded(path).data_key, clock=now)
    tonight = datetime(2026, 11, 23, 19, 0)  # noqa: DTZ001 (wall time)
    app.calendar.add(MeetingDraft("May general meeting", tonight))
    app.close()
    desk = unlocked(qtbot, tasks, path)
    desk.settings.phone_port = 0
    press(desk.window, Qt.Key.Key_D, CTRL)
    _run(tasks)
    page = desk.host.view.page
    page.phones.switch.form._find = lambda: [LOOPBACK]
    page.phones._turn(True)
    _run(tasks)
    yield desk
    close_chapter(desk, tasks)


def _run(tasks):
    for _turn in range(4):
        tasks.let_go_all()
        settle()


def test_locking_ends_it_and_nothing_of_it_shows_on_the_locked_laptop(desk, tasks):
    page = desk.host.view.page
    switch, address = page.phones.switch, page.phones.switch.address
    assert Phone(address).sign_in("Cora Marsh").status == 303
    page.phones.show_big()
    big = page.phones.big
    desk.keeper.lock()
    assert not big.isVisible()
    _run(tasks)
    assert switch.stage is Stage.OFF
    with pytest.raises(ConnectionError):
        Phone(address).look()


def test_another_text_size_makes_the_page_again_and_the_form_goes_on(desk, tasks):
    before = desk.host.view.page
    theme().use(scale=1.15)
    _run(tasks)
    page = desk.host.view.page
    assert page is not before
    assert page.phones.switch is before.phones.switch and page.phones.switch.stage is Stage.ON
    _run(tasks)
    assert page.columns.phone_in_panel.switch.isChecked()
    theme().use(scale=1.0)
