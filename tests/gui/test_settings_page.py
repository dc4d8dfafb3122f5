"""Settings: each choice holds at once and is kept; nothing is replaced before it is counted."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from chapter_desk.core.safekeeping import vault
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.core.safekeeping.soundness import Soundness
from chapter_desk.errors import WrongPassphrase
from chapter_desk.gui.settings.asks import ChapterAsks
from chapter_desk.gui.settings.page import SettingsPage
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import language
from chapter_desk.web.networks import Network
from tests.gui.accessibility import nameless, rich_labels
from tests.gui.geometry import ROOMS, assert_well_laid_out, settle
from tests.gui.morning import PASSPHRASE, Morning, in_room, shown


@pytest.fixture
def morning(tmp_path):
    morning = Morning(tmp_path / "Norfolk.chapter")
    yield morning
    morning.close()


@pytest.fixture
def settings(qtbot, tasks, morning):
    """Show Settings and return the page."""
    asks = ChapterAsks()

    def show(**about):
        make = lambda: SettingsPage(morning.app, tasks, morning.settings, asks)  # noqa: E731
        window, view = shown(qtbot, morning, tasks, make, key="settings", **about)
        show.window, show.view, show.asks = window, view, asks
        return view.page

    return show


def notice(settings):
    shown_notice = settings.view.frame.notices.notice
    return shown_notice.accessibleName() if shown_notice is not None else ""


def words_in(widget):
    return [label.text() for label in widget.findChildren(TextLabel) if label.isVisible()]


def test_colors_hold_at_once_and_are_kept(settings, morning):
    page = settings()
    page.look.colours._press("dark")
    assert theme().colours == "dark" and LaptopSettings.load().colours == "dark"


def test_text_size_makes_the_page_again_and_keeps_the_focus_there(settings, tasks):
    page = settings()
    page.look.scale.setCurrentIndex(page.look.scale.findText("130%"))
    page.look.scale.activated.emit(page.look.scale.currentIndex())
    settle()
    tasks.let_go_all()
    assert theme().scale == 1.3 and LaptopSettings.load().text_scale == 1.3
    assert settings.view.page is not page and settings.view.page.look.scale.hasFocus()


def test_the_language_changes_at_once(settings, tasks):
    page = settings()
    page.look.language._press("es")
    settle()
    tasks.let_go_all()
    assert language() == "es" and LaptopSettings.load().language == "es"
    assert settings.view.page.look.language.current() == "es"


def test_motion_and_names_are_switched(settings, morning):
    page = settings()
    page.look.no_motion.click()
    page.lock.hide_names.click()
    kept = LaptopSettings.load()
    assert kept.no_motion and kept.hide_names


def test_the_time_to_the_lock_is_kept_and_told(settings, morning):
    page = settings()
    heard = []
    settings.asks.quiet_changed.connect(lambda: heard.append(morning.settings.lock_after_min))
    assert page.lock.minutes.currentText() == "5 minutes"
    page.lock.minutes.setCurrentIndex(page.lock.minutes.findText("Never"))
    page.lock.minutes.activated.emit(page.lock.minutes.currentIndex())
    assert heard == [0] and LaptopSettings.load().lock_after_min == 0


def test_the_name_is_saved_when_it_is_left_and_taken_back(qtbot, settings, tasks, morning):
    page = settings()
    page.chapter.name.set_text("Our Revolution Hampton Roads")
    qtbot.keyClick(page.chapter.name.editor, Qt.Key.Key_Return)
    tasks.let_go_all()
    assert morning.app.chapter.card().name == "Our Revolution Hampton Roads"
    assert notice(settings) == "Saved: the name."
    settings.view.frame.notices.notice.buttons[0].click()
    tasks.let_go_all()
    assert morning.app.chapter.card().name == "Our Revolution Norfolk"
    assert page.chapter.name.text() == "Our Revolution Norfolk"


def test_an_unchanged_field_is_no_step(qtbot, settings, tasks, morning):
    page = settings()
    before = morning.app.steps.latest(1)[0].id
    for field in (page.chapter.name, page.chapter.postal_code):
        qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    tasks.let_go_all()
    assert morning.app.steps.latest(1)[0].id == before and notice(settings) == ""


def test_a_zip_that_nobody_knows_is_told_at_its_field(qtbot, settings, tasks, morning):
    page = settings()
    page.chapter.postal_code.set_text("00000")
    qtbot.keyClick(page.chapter.postal_code.editor, Qt.Key.Key_Return)
    tasks.let_go_all()
    assert "00000" in page.chapter.postal_code.problem()
    page.chapter.postal_code.set_text("23451")
    qtbot.keyClick(page.chapter.postal_code.editor, Qt.Key.Key_Return)
    tasks.let_go_all()
    assert (
        page.chapter.postal_code.problem() == "" and morning.app.chapter.card().locality == "Virginia Beach"
    )


def test_who_works_here_is_shown_and_changed_elsewhere(settings, tasks, morning):
    page = settings()
    assert "Denise Walker · Lead, at this laptop" in words_in(page.operators)
    heard = []
    settings.asks.who_asked.connect(lambda: heard.append("who"))
    page.operators.who_asked.emit()
    morning.app.chapter.add_operator("Tyrone", "greeter")
    tasks.let_go_all()
    settle()
    assert heard == ["who"] and "Tyrone · Greeter" in words_in(page.operators)


# ---------------------------------------------------------------- the passphrase

NEW = "orchard ladder copper nine window"


def give(page, settings, tasks, present, new=NEW):
    page.change_passphrase()
    panel = settings.view.frame.panel
    panel.present.set_text(present)
    panel.form.first.set_text(new)
    panel.form.again.set_text(new)
    panel.change.click()
    tasks.let_go_all()
    return panel


def test_the_passphrase_is_changed(settings, tasks, morning, monkeypatch):
    monkeypatch.setattr(vault, "tuned_cost", lambda: Cost(1024, 1))
    page = settings()
    give(page, settings, tasks, PASSPHRASE)
    assert notice(settings).startswith("The passphrase is another one now.")
    assert vault.unlock(morning.folder, NEW) == morning.key
    with pytest.raises(WrongPassphrase):
        vault.unlock(morning.folder, PASSPHRASE)
    assert settings.view.frame.panel is None


def test_a_wrong_present_passphrase_changes_nothing(settings, tasks, morning):
    page = settings()
    panel = give(page, settings, tasks, "not this one")
    assert panel.present.problem() and panel.change.isEnabled()
    assert vault.unlock(morning.folder, PASSPHRASE) == morning.key


def test_a_weak_one_is_not_taken_and_says_why(settings, tasks):
    page = settings()
    page.change_passphrase()
    panel = settings.view.frame.panel
    panel.form.first.set_text("norfolk1")
    assert not panel.change.isEnabled() and panel.change.toolTip() == "This one is too easy to guess."


def test_a_new_recovery_code_is_made_on_its_own_page(settings):
    page = settings()
    page.lock.code.click()
    assert settings.view.key == "recovery-code"


# ---------------------------------------------------------------- copies


def test_a_copy_is_made_and_listed(settings, tasks, morning):
    page = settings()
    assert not page.backups.table.isVisible()
    page.backups.make.click()
    assert not page.backups.make.isEnabled()
    tasks.let_go_all()
    settle()
    assert page.backups.model.rowCount() == 1 and page.backups.make.isEnabled()
    assert "A copy was made" in notice(settings)
    assert (
        page.backups.model.columns[0].line(page.backups.model.rows[0]).startswith("Made when somebody asked")
    )


def test_putting_a_copy_back_is_counted_before_it_is_done(qtbot, settings, tasks, morning):
    morning.app.backups.make("asked")
    morning.clock.now += timedelta(minutes=1)
    morning.person("Ana Ruiz")
    morning.person("Bo Li")
    page = settings()
    asked = []
    settings.asks.put_back_asked.connect(asked.append)
    page.backups.table.choose_first()
    qtbot.keyClick(page.backups.table, Qt.Key.Key_Return)
    tasks.let_go_all()
    settle()
    panel = settings.view.frame.panel
    assert "2 steps made since then are not in it." in words_in(panel)
    assert panel.no.hasFocus() and asked == []
    panel.yes.click()
    assert asked == [morning.app.backups.all()[0].name]


def test_the_check_says_that_all_is_whole(settings, tasks, morning):
    page = settings()
    page.check()
    assert not page.backups.check.isEnabled()
    tasks.let_go_all()
    assert notice(settings).startswith("The chapter is whole.") and page.backups.check.isEnabled()


def test_the_check_says_what_is_wrong(settings, tasks, morning, monkeypatch):
    from chapter_desk.core.safekeeping import soundness

    monkeypatch.setattr(soundness, "checked", lambda *_about: Soundness(("digest", "vault"), 10, 1))
    page = settings()
    page.check()
    tasks.let_go_all()
    assert "the sum over all entries is another one, the key file is damaged" in notice(settings)


def test_a_doubtful_date_can_be_accepted(settings, tasks, morning):
    morning.clock.now += timedelta(days=500)
    morning.person("Ana Ruiz")
    page = settings()
    assert page._clock.isVisible()
    page._clock.buttons[0].click()
    tasks.let_go_all()
    morning.person("Bo Li")
    tasks.let_go_all()
    assert morning.app.db.clock_doubt is None and not page._clock.isVisible()


# ---------------------------------------------------------------- how it looks


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: "-".join(map(str, room)))
def test_it_is_well_laid_out_in_every_room(settings, tasks, morning, room):
    morning.app.backups.make("asked")
    settings()
    in_room(settings.window, tasks, room)
    assert_well_laid_out(settings.view.frame)
    settings.view.page.change_passphrase()
    tasks.let_go_all()
    settle()
    assert_well_laid_out(settings.view.frame)
    assert not nameless(settings.window) and not rich_labels(settings.view.page)


def test_how_phones_come_in_is_kept_on_this_laptop(settings, tasks, monkeypatch):
    here = [Network("Wi-Fi", "192.168.1.20"), Network("eth0", "10.0.0.2")]
    monkeypatch.setattr("chapter_desk.gui.settings.page.networks", lambda: here)
    card = settings().phone_form
    tasks.let_go_all()
    offered = [card.network.itemText(row) for row in range(card.network.count())]
    assert offered == ["The likeliest network (Wi-Fi, 192.168.1.20)", "Wi-Fi, 192.168.1.20", "eth0, 10.0.0.2"]
    card.wifi.set_text("NorfolkMeeting")
    card.wifi.editor.editingFinished.emit()
    card.network.setCurrentIndex(2)
    card.network.activated.emit(2)
    card.port.setValue(8090)
    card.port.editingFinished.emit()
    kept = LaptopSettings.load()
    assert (kept.phone_wifi, kept.phone_network, kept.phone_port) == ("NorfolkMeeting", "eth0", 8090)


def test_a_network_that_was_chosen_and_is_gone_stays_chosen(settings, tasks, morning, monkeypatch):
    morning.settings.phone_network = "Hotspot"
    monkeypatch.setattr("chapter_desk.gui.settings.page.networks", list)
    card = settings().phone_form
    tasks.let_go_all()
    assert card.network.currentText() == "Hotspot, not connected now"


# ---------------------------------------------------------------- money rules


@pytest.mark.parametrize("size", [(1366, 768), (1024, 640)])
def test_whoever_is_led_to_the_money_rules_sees_them_and_what_is_missing_there(settings, tasks, size):
    page = settings(size=size)
    tasks.let_go_all()
    page.go_to("money")
    settle()
    rule, viewport = page.money.rule, page.parentWidget()

    def seen(widget):
        return viewport.rect().contains(QRect(widget.mapTo(viewport, QPoint(0, 0)), widget.size()))

    assert rule.editor.hasFocus() and seen(rule) and seen(page.money.choose)
    page.money.choose.click()
    tasks.let_go_all()
    settle()
    assert page.money.person.problem() and seen(page.money.person)


def test_a_named_person_chooses_the_money_rules_for_a_reason(settings, tasks, morning):
    ana = morning.person("Ana Ruiz")
    page = settings()
    tasks.let_go_all()
    card = page.money
    assert card.now.text() == "No fundraising" and "Nobody chose yet" in card.why.text()
    assert (
        "In Virginia, ask first: Department of Elections. It is not the secretary of state."
        in card.ask.text()
    )
    page.go_to("money")
    assert card.rule.editor.hasFocus()
    QTest.keyClick(card.rule.editor, Qt.Key.Key_Down)
    assert "two people count" in card.rule._below.text()
    card.choose.click()
    tasks.let_go_all()
    assert "who decided it" in card.person.problem() and not card.reason.problem()
    card.person.set_person(ana, "Ana Ruiz")
    card.choose.click()
    tasks.let_go_all()
    assert "why" in card.reason.problem() and not card.person.problem()
    card.reason.set_text("The room costs forty dollars")
    QTest.keyClick(card.reason.editor, Qt.Key.Key_Return)
    tasks.let_go_all()
    settle()
    tasks.let_go_all()
    assert morning.app.money_rule.now().rule.id == "chapter-cash-box"
    assert card.now.text() == "Cash box"
    assert card.why.text().startswith("Ana Ruiz, ") and card.why.text().endswith(
        "The room costs forty dollars"
    )
    assert "works by “Cash box”" in notice(settings)
    settings.view.frame.notices.notice.buttons[0].click()
    tasks.let_go_all()
    assert morning.app.money_rule.now().rule.id == "no-fundraising"
