"""Settings: how this laptop looks and locks, the chapter's own card, who works here, and its copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from chapter_desk import __version__
from chapter_desk.app import App
from chapter_desk.core.chapter import ChapterCard, Operator
from chapter_desk.core.explain import explain
from chapter_desk.core.fundraising.money_rule import RuleChoice
from chapter_desk.core.fundraising.offices import Office
from chapter_desk.core.safekeeping.backups import Backup
from chapter_desk.core.safekeeping.soundness import Soundness
from chapter_desk.core.steps import Step
from chapter_desk.errors import ChapterDeskError, WrongPassphrase
from chapter_desk.gui.settings.asks import ChapterAsks
from chapter_desk.gui.settings.backups_card import BackupsCard, PutBackPanel, problems_in_words
from chapter_desk.gui.settings.chapter_cards import ChapterFieldsCard, OperatorsCard
from chapter_desk.gui.settings.lock_card import LockCard
from chapter_desk.gui.settings.look_card import LookCard
from chapter_desk.gui.settings.money_card import MoneyCard
from chapter_desk.gui.settings.passphrase_panel import PassphrasePanel
from chapter_desk.gui.settings.phone_form_card import PhoneFormCard
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.shell.theme import theme, tokens
from chapter_desk.gui.widgets.in_sight import bring_in_sight
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.notices import Notice, NoticeButton
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import Area, PersonId, StepId
from chapter_desk.web.networks import networks

_TWO_COLUMNS = 860


@dataclass(frozen=True, slots=True)
class _Read:
    chapter: ChapterCard
    operators: Sequence[Operator]
    backups: Sequence[Backup]
    money: RuleChoice
    office: Office | None


class SettingsPage(Page):
    """Everything that is set once and then left alone."""

    scrolls = True
    areas = frozenset({Area.CHAPTER, Area.STEPS, Area.PEOPLE})
    help_id = "settings"

    def __init__(
        self, app: App, tasks: Tasks, settings: LaptopSettings, asks: ChapterAsks | None = None
    ) -> None:
        super().__init__()
        self._app, self._tasks, self._settings = app, tasks, settings
        self._asks = asks or ChapterAsks(self)
        self._chapter: ChapterCard | None = None
        self._last = ""
        self._sought: QWidget | None = None
        """The card that a person was led to; it stays in sight while it fills and has the focus."""
        self._reading = self._again = False
        self.look = LookCard(settings)
        self.lock = LockCard(settings)
        self.phone_form = PhoneFormCard(settings)
        self.chapter = ChapterFieldsCard(app.roster)
        self.operators = OperatorsCard()
        self.money = MoneyCard(app.roster, app.money_rule.rules)
        self.backups = BackupsCard()
        self._connect()
        self._build()
        self._read()
        self._load_people()

    # what the page says about itself

    def title(self) -> str:
        return _("Settings")

    def commands(self) -> Sequence[Command]:
        return (
            Command(
                "settings.money",
                _("Which money rules apply"),
                self._begin_money,
                icon="hand",
                able=lambda: not self._helps(),
            ),
            Command("settings.copy", _("Make a backup now"), self.make_backup, icon="copy"),
            Command("settings.check", _("Check the chapter now"), self.check, icon="shield-check"),
            Command(
                "settings.passphrase",
                _("Change the passphrase"),
                self.change_passphrase,
                icon="key-round",
                able=self.lock.passphrase.isEnabled,
            ),
        )

    # what happens to it

    def enter(self) -> None:
        if not self.look.focus_on(self._last):
            self.look.colours.setFocus(Qt.FocusReason.OtherFocusReason)
        self._last = ""
        self._tasks.run(self, networks, self.phone_form.show_networks, self.tell_error)

    def changed(self, areas: frozenset[Area]) -> None:
        self._read()

    def place(self) -> object:
        return self._last or None

    def go_to(self, place: object) -> None:
        if place == "backups":
            self.backups.make.setFocus(Qt.FocusReason.OtherFocusReason)
            self._seek(self.backups)
        elif place == "money":
            self._begin_money()
        else:
            self.look.focus_on(str(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _helps(self) -> bool:
        """Whether this laptop only helps at a door: what is the chapter's would be changed here alone."""
        return self._app.door_laptops.helps_at is not None

    def _begin_money(self) -> None:
        self.money.begin()
        self._seek(self.money)

    def _seek(self, card: QWidget) -> None:
        self._sought = card

        def scroll() -> None:
            focused = self.focusWidget()
            if self._sought is card and focused is not None and card.isAncestorOf(focused):
                bring_in_sight(card)

        QTimer.singleShot(0, self, scroll)  # once the cards above have their height

    # reading

    def _read(self) -> None:
        if self._reading:
            self._again = True
            return
        self._reading = True
        app = self._app
        self._tasks.run(
            self,
            lambda: _Read(
                app.chapter.card(),
                app.chapter.operators(),
                app.backups.all(),
                app.money_rule.now(),
                app.money_rule.ask_first(),
            ),
            self._show,
            self._not_read,
        )

    def _show(self, read: _Read) -> None:
        self._reading = False
        self._chapter = read.chapter
        self.chapter.show_chapter(read.chapter)
        self.lock.show_sample(read.chapter.is_sample)
        self.backups.show_sample(read.chapter.is_sample)
        self.operators.show_operators(read.operators, self._app.db.operator)
        self.backups.show_backups(read.backups, ZoneInfo(read.chapter.time_zone))
        self.money.show_choice(read.money, read.office)
        self._show_clock()
        if self._sought is not None:
            self._seek(self._sought)
        if self._again:
            self._again = False
            self._read()

    def _not_read(self, error: ChapterDeskError) -> None:
        self._reading = False
        self.tell_error(error)

    def _load_people(self) -> None:
        """Bring everybody into memory, for choosing the point of contact."""
        roster = self._app.roster
        if not roster.loaded:
            self._tasks.run_long(self, lambda _progress: roster.load(), lambda _none: None, self.tell_error)

    # the chapter

    def _edit(self, changes: dict[str, Any], what: str) -> None:
        def work() -> StepId | None:
            newest = self._app.steps.latest(1)[0].id
            self._app.chapter.edit(changes)
            step = self._app.steps.latest(1)[0].id
            return step if step != newest else None

        def done(step: StepId | None) -> None:
            if step is not None:
                button = NoticeButton(_("Undo"), lambda: self._take_back(step), "undo-2", "Ctrl+Z")
                self.tell(Told("good", _("Saved: {what}.").format(what=what), "", [button]))

        def failed(error: ChapterDeskError) -> None:
            if not self.chapter.show_problem(error):
                self.tell_error(error)

        self._tasks.run(self, work, done, failed)

    def _choose_money_rule(self, rule: str, by: PersonId | None, reason: str) -> None:
        def done(choice: RuleChoice) -> None:
            self.money.done()
            step = self._app.steps.next_undo
            fact = _("The chapter works by “{rule}” from now on.").format(rule=choice.rule.title)

            def told(newest: Step | None) -> None:
                buttons = []
                if newest is not None:
                    id = newest.id
                    buttons = [NoticeButton(_("Undo"), lambda: self._take_back(id), "undo-2", "Ctrl+Z")]
                self.tell(Told("good", fact, "", buttons))

            self._tasks.run(self, step, told, self.tell_error)

        def failed(error: ChapterDeskError) -> None:
            if self.money.show_problem(error):
                self._seek(self.money)
            else:
                self.tell_error(error)

        work = partial(self._app.money_rule.choose, rule, by, reason)
        self._tasks.run(self, work, done, failed)

    def _take_back(self, step: StepId) -> None:
        def done(_taken: Any) -> None:
            self.tell(Told("good", _("Taken back. It is as it was before.")))

        self._tasks.run(self, lambda: self._app.steps.take_back(step), done, self.tell_error)

    # the passphrase

    def change_passphrase(self) -> None:
        """Ask for the present and the new passphrase."""
        panel = PassphrasePanel(self._known_here)
        panel.given.connect(lambda present, new: self._set_passphrase(panel, present, new))
        panel.closed.connect(panel.deleteLater)
        self.open_panel(panel)
        panel.present.setFocus()

    def _known_here(self) -> Sequence[str]:
        card = self._chapter
        return () if card is None else (card.name, card.locality, card.postal_code, card.contact_name)

    def _set_passphrase(self, panel: PassphrasePanel, present: str, new: str) -> None:
        folder = self._app.folder.path

        def work(_progress: Progress) -> None:
            from chapter_desk.core.safekeeping import vault

            vault.change_passphrase(folder, present, new)

        def done(_none: None) -> None:
            panel.closed.emit()
            line = _("Tell it to everybody who unlocks this chapter. Other laptops keep theirs.")
            self.tell(Told("good", _("The passphrase is another one now."), line))

        def failed(error: ChapterDeskError) -> None:
            if isinstance(error, WrongPassphrase):
                panel.show_wrong(explain(error).happened)
            else:
                panel.closed.emit()
                self.tell_error(error)

        panel.show_working()
        self._tasks.run_long(panel, work, done, failed)

    # copies

    def make_backup(self) -> None:
        """Make a copy now, opened and checked."""
        self.backups.make.turn_off(_("The copy is being made."))

        def done(_backup: Backup) -> None:
            self.backups.make.turn_on()
            self.tell(Told("good", _("A copy was made, opened and checked.")))
            self._read()

        def failed(error: ChapterDeskError) -> None:
            self.backups.make.turn_on()
            self.tell_error(error)

        self._tasks.run_long(self, lambda _progress: self._app.backups.make("asked"), done, failed)

    def _ask_put_back(self, backup: Backup) -> None:
        def show(steps: int) -> None:
            zone = ZoneInfo(self._chapter.time_zone if self._chapter is not None else "UTC")
            panel = PutBackPanel(backup, steps, zone)
            panel.confirmed.connect(self._asks.put_back_asked)
            panel.closed.connect(panel.deleteLater)
            self.open_panel(panel)
            panel.no.setFocus()

        self._tasks.run(self, lambda: self._app.history.made_since(backup.made_at), show, self.tell_error)

    def check(self) -> None:
        """Look whether everything is whole: every page, every reference, the sum over all entries."""
        self.backups.check.turn_off(_("The chapter is being checked."))
        self.backups.progress.begin(_("Checking the chapter"))
        app = self._app

        def work(_progress: Progress) -> Soundness:
            from chapter_desk.core.safekeeping.soundness import checked

            return checked(app.db, app.folder, app.key)

        def over() -> None:
            self.backups.progress.end()
            self.backups.check.turn_on()

        def done(found: Soundness) -> None:
            over()
            self.tell(_told_about_check(found))

        def failed(error: ChapterDeskError) -> None:
            over()
            self.tell_error(error)

        self._tasks.run_long(self, work, done, failed)

    # the date

    def _show_clock(self) -> None:
        self._clock.setVisible(self._app.db.clock_doubt is not None)

    def _accept_clock(self) -> None:
        def done(_none: None) -> None:
            self._clock.hide()
            self.tell(Told("good", _("The date is taken as right from now on.")))

        self._tasks.run(self, self._app.db.accept_clock, done, self.tell_error)

    # the inside

    def _connect(self) -> None:
        self.look.turned.connect(self._turned)
        self.lock.quiet_changed.connect(self._asks.quiet_changed)
        self.lock.passphrase_asked.connect(self.change_passphrase)
        self.lock.code_asked.connect(lambda: self.go("recovery-code"))
        self.chapter.edited.connect(self._edit)
        self.operators.who_asked.connect(self._asks.who_asked)
        self.money.chosen.connect(self._choose_money_rule)
        self.backups.make_asked.connect(self.make_backup)
        self.backups.put_back_asked.connect(self._ask_put_back)
        self.backups.check_asked.connect(self.check)

    def _turned(self, name: str) -> None:
        self._last = name  # the page is made again in the other look; the focus comes back here

    def _build(self) -> None:
        t = theme()
        self._clock = Notice(
            "warn",
            _("This computer's date may be wrong."),
            _("Sign-ins keep their order. Correct the date when you can."),
            [NoticeButton(_("The date is right"), self._accept_clock)],
        )
        self._clock.hide()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(t.px(14))
        if self._helps():
            self.chapter.hide()
            self.money.hide()
        for cards in (
            (self.look, self.lock, self.phone_form),
            (self.chapter, self.operators, self.money, self.backups),
        ):
            column = QVBoxLayout()
            column.setSpacing(t.px(14))
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            holder = QWidget()
            column.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(column)
            self._columns.addWidget(holder, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(14))
        box.addWidget(self._clock)
        box.addWidget(self.backups.progress)
        box.addLayout(self._columns)
        box.addWidget(
            TextLabel(
                _("Chapter Desk {version}. Free software under the GPL, version 3 or later.").format(
                    version=__version__
                ),
                "hint",
                wrap=True,
            )
        )
        box.addStretch(1)

    def _arrange(self) -> None:
        width = self.window().width() / theme().scale
        narrow = width < tokens()["breakpoints"]["rail_narrow_below"]
        narrow = narrow or self.width() < theme().px(_TWO_COLUMNS)  # beside a panel
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(below if narrow else beside)


def _told_about_check(found: Soundness) -> Told:
    if found.sound:
        rows = ngettext("{n} entry was checked.", "{n} entries were checked.", found.rows)
        return Told("good", _("The chapter is whole."), rows.format(n=f"{found.rows:,}"))
    return Told(
        "bad",
        _("Something is wrong with this chapter: {problems}.").format(problems=problems_in_words(found)),
        _("The copies of earlier days are still there. Put one back, or call for help before you go on."),
    )
