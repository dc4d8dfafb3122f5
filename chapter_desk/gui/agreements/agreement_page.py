"""The agreement with national: its facts, its checks, its steps, and the paper they will sign."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QTabBar, QVBoxLayout, QWidget

from chapter_desk.core.agreements.agreeing import MouDocument, Status
from chapter_desk.core.agreements.gate import Fix
from chapter_desk.core.explain import explain
from chapter_desk.errors import ChapterDeskError, UnknownZip
from chapter_desk.gui.agreements.agreement_now import (
    AgreementNow,
    AgreementServices,
    read_agreement,
    step_names,
)
from chapter_desk.gui.agreements.checks_card import ChecksCard
from chapter_desk.gui.agreements.facts_card import FactsCard
from chapter_desk.gui.agreements.preview_card import PreviewCard
from chapter_desk.gui.agreements.steps_card import StepsCard
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.saving_file import SavingFile
from chapter_desk.gui.shell.taking_back import TakingBack
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.shell.theme import theme, tokens
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import scrolling
from chapter_desk.gui.widgets.save_file import AskWhere, ask_where_to_save_pdf, file_name
from chapter_desk.i18n import _
from chapter_desk.values import Area

_FOLLOWS_AFTER_MS = 400
_WIDEST = 16_777_215
_LOW = 440
_FORM_WIDTH = 430
_PAPER_AT_LEAST = 480  # the steps and their day in one line
"""Below this height (large text on a small screen) the paper needs the room of the steps."""
_FORM, _PAPER = 0, 1


class AgreementPage(Page):
    """Fields and checks at the left, steps and paper at the right; in a narrow window two tabs."""

    areas = frozenset({Area.AGREEMENT, Area.CHAPTER, Area.PLAN, Area.PEOPLE})
    help_id = "agreement"

    def __init__(
        self, services: AgreementServices, tasks: Tasks, *, ask_where: AskWhere = ask_where_to_save_pdf
    ) -> None:
        super().__init__()
        self._services = services
        self._tasks = tasks
        self._now: AgreementNow | None = None
        self._drawing: Progress | None = None
        self._drawn: object = None
        self._narrow: bool | None = None
        self._wanted: Callable[[], object] | None = None
        self._undo = TakingBack(self, services.history, tasks)
        self._saving = SavingFile(self, tasks, ask_where)
        self.facts = FactsCard(services.roster)
        self.checks = ChecksCard()
        self.steps = StepsCard()
        self.preview = PreviewCard()
        self.follow = QTimer(self, singleShot=True, interval=_FOLLOWS_AFTER_MS)
        self.follow.timeout.connect(self._draw)
        self.tabs = QTabBar()
        self._build()
        self._listen()

    # what the shell asks

    def title(self) -> str:
        return _("Agreement")

    def context(self) -> str:
        if self._now is None or not self._now.facts.national_name:
            return ""
        return _("with {national}").format(national=self._now.facts.national_name)

    def primary(self) -> ActionButton:
        return self.preview.save

    def commands(self) -> Sequence[Command]:
        return (
            Command(
                "agreement.save", _("Save the agreement for signing"), lambda: self.save(True),
                icon="send", able=lambda: self.preview.save.isEnabled(),
            ),
            Command(
                "agreement.draft", _("Save a draft of the agreement"), lambda: self.save(False),
                "Ctrl+P", "file-text",
            ),
            Command(
                "agreement.call", _("Note the organizing call"), self._ask_for_call, icon="phone",
            ),
            Command(
                "agreement.step", _("Note the day of the next step"), self._ask_for_next, icon="check",
                able=lambda: self._now is not None and self._now.next_step is not None,
            ),
            Command("agreement.paper", _("Look at the paper"), self.show_paper, "Ctrl+Shift+P", "eye"),
            *self._undo.commands(),
        )  # fmt: skip

    def enter(self) -> None:
        self._arrange()
        if self._now is None:
            self._wanted = self._focus_first
            self._read()
        else:
            self._focus_first()
            self._draw()

    def leave(self) -> None:
        self.facts.keep_typed()

    def changed(self, areas: frozenset[Area]) -> None:
        self._read()

    def place(self) -> object:
        return self.tabs.currentIndex()

    def go_to(self, place: object) -> None:
        if isinstance(place, int):
            self.tabs.setCurrentIndex(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # what a person does

    def save(self, for_signing: bool) -> None:
        """Ask where, then draw the paper as it is saved here and write it."""
        if self._now is None or (for_signing and not self._now.ready):
            return
        self.facts.keep_typed()
        what = _("agreement") if for_signing else _("agreement draft")
        name = file_name(self._now.card.name, what)
        self._saving.save(name, _("Drawing the agreement"), lambda: self._services.agreements.document().pdf)

    def show_paper(self) -> None:
        """Bring the paper into sight and give it the focus."""
        self.tabs.setCurrentIndex(_PAPER)
        if self.preview.paper is not None:
            self.preview.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    # the inside: built once

    def _build(self) -> None:
        t = theme()
        self.tabs.addTab(_("Facts and checks"))
        self.tabs.addTab(_("What they will sign"))
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Parts of this page"))
        self.tabs.currentChanged.connect(lambda _at: self._turn_tab())
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.px(14))
        column.addWidget(self.facts)
        column.addWidget(self.checks, 1)
        self._form = scrolling(form)
        self._grid = QGridLayout()
        self._grid.setSpacing(t.px(14))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(14))
        box.addWidget(self._saving.card)
        box.addLayout(self._grid, 1)
        for part in (self.steps, self.tabs, self._form, self.preview):
            part.setParent(self)

    def _listen(self) -> None:
        services = self._services
        self.facts.typed.connect(self.follow.start)
        self.facts.named.connect(lambda name: self._do(partial(services.chapter.edit, {"name": name})))
        self.facts.contact_chosen.connect(
            lambda who: self._do(partial(services.chapter.edit, {"contact_id": who}))
        )
        self.facts.attendee_given.connect(
            lambda name: self._do(partial(services.agreements.fill, call_attendee=name))
        )
        self.facts.area_given.connect(lambda zips: self._do(partial(services.chapter.set_zips, zips)))
        self.facts.language_chosen.connect(
            lambda code: self._do(partial(services.agreements.fill, language=code))
        )
        self.facts.contact_asked.connect(self._see_contact)
        self.checks.fix_asked.connect(self._fix)
        self.checks.ticked.connect(lambda id, on: self._do(partial(services.agreements.tick, id, on)))
        self.steps.noted.connect(self._note)
        self.steps.taken_back.connect(self._take_back)
        self.preview.save_asked.connect(self.save)

    def _arrange(self) -> None:
        """Put the parts side by side, or under each other with tabs where the window is narrow."""
        t = theme()
        small = self.window().width() < t.px(tokens()["breakpoints"]["side_panel_overlays_below"])
        narrow = small or self.width() < t.px(_FORM_WIDTH + 14 + _PAPER_AT_LEAST)  # a panel stands beside it
        if narrow != self._narrow:
            self._narrow = narrow
            grid = self._grid
            while (item := grid.takeAt(0)) is not None:
                del item
            if narrow:
                places = {self.steps: (0, 0, 1, 2), self.tabs: (1, 0, 1, 2), self._form: (2, 0, 1, 2)}
                places[self.preview] = (2, 0, 1, 2)
                self._form.setMinimumWidth(0)
                self._form.setMaximumWidth(_WIDEST)
            else:
                places = {self._form: (0, 0, 3, 1), self.steps: (0, 1, 1, 1), self.preview: (1, 1, 2, 1)}
                self._form.setFixedWidth(t.px(_FORM_WIDTH))
            for part, place in places.items():
                grid.addWidget(part, *place)
            grid.setVerticalSpacing(t.px(8 if narrow else 14))
            grid.setColumnStretch(1, 1)
            grid.setRowStretch(2, 1)
        self._turn_tab()

    def _turn_tab(self) -> None:
        narrow, at = bool(self._narrow), self.tabs.currentIndex()
        low = narrow and self.height() < theme().px(
            _LOW
        )  # large text on a small screen: the paper comes first
        self.tabs.setVisible(narrow)
        self.steps.setVisible(not low or at == _FORM)
        self._form.setVisible(not narrow or at == _FORM)
        self.preview.setVisible(not narrow or at == _PAPER)
        self._draw()

    # the inside: showing

    def _read(self) -> None:
        self._tasks.run(self, partial(read_agreement, self._services), self._show, self.tell_error)

    def _show(self, now: AgreementNow) -> None:
        self._now = now
        for part in (self.facts, self.checks, self.steps, self.preview):
            part.show_agreement(now)
        self.refresh_head()
        self.commands_changed.emit()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted()
        self._draw()

    def _draw(self) -> None:
        """Draw the paper as the fields stand, away from the window's thread, unless it is drawn already."""
        if self._now is None or self.preview.isHidden():
            return
        typed = self.facts.as_typed()
        wanted = (self._now.facts, self._now.agreement.language, tuple(sorted(typed.items())))
        if wanted == self._drawn:
            return
        self._drawn = wanted
        self.follow.stop()
        if self._drawing is not None:
            self._drawing.cancel()
        self._drawing = self._tasks.run_long(
            self, partial(_drawn, self._services, typed), self.preview.show_paper, self._not_drawn
        )

    def _not_drawn(self, error: ChapterDeskError) -> None:
        self._drawn = None
        self.tell_error(error)

    def _focus_first(self) -> None:
        if not self.checks.focus_first_open():
            self.facts.contact.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_next(self) -> None:
        """After a step: what is missing, the paper to be sent, or the steps, where Enter does nothing yet."""
        assert self._now is not None, "a step was just read"
        sending, save = self._now.next_step == "sent", self.preview.save
        if sending and self.facts.isVisible() and self.checks.focus_first_open():
            return
        next_one = save if sending and save.isVisible() and save.isEnabled() else self.steps.steps
        next_one.setFocus(Qt.FocusReason.OtherFocusReason)

    # the inside: acting

    def _do(
        self, work: Callable[[], object], told: str = "", then: Callable[[], object] | None = None
    ) -> None:
        def done(_result: object) -> None:
            if told:
                self._undo.tell_done(told)
            self._wanted = then or self._wanted
            self._read()

        self._tasks.run(self, work, done, self._refused)

    def _refused(self, error: ChapterDeskError) -> None:
        if isinstance(error, UnknownZip):
            words = explain(error)
            self.facts.area.set_problem(f"{words.happened} {words.do}")
            return
        self.tell_error(error)
        self._read()

    def _note(self, step: str, on: date) -> None:
        told = {
            "called": _("The call is noted."),
            "sent": _("Marked as sent."),
            "signed": _("Marked as signed."),
        }.get(step, _("The day is noted."))
        self._do(
            partial(self._services.agreements.set_status, cast(Status, step), on), told, self._focus_next
        )

    def _ask_for_call(self) -> None:
        if self._now is None:  # as soon as it is read
            self._wanted = self._ask_for_call
        else:
            self.steps.ask_for("called")

    def _ask_for_next(self) -> None:
        if self._now is not None and self._now.next_step is not None:
            self.steps.ask_for(self._now.next_step)

    def _take_back(self, step: str) -> None:
        name = step_names()[cast(Status, step)]
        told = _("Taken back: {step}.").format(step=name)
        self._do(partial(self._services.agreements.take_back, cast(Status, step)), told, self._focus_next)

    def _fix(self, id: str) -> None:
        assert self._now is not None, "checks show with an agreement"
        match next(gate.fix for gate in self._now.agreement.checks if gate.id == id):
            case Fix.PEOPLE:
                self.go("members")
            case Fix.PLAN:
                self.go("plan")
            case Fix.CALL:
                self.steps.ask_for("called")
            case Fix.CONTACT:
                self.tabs.setCurrentIndex(_FORM)
                self.facts.contact.setFocus(Qt.FocusReason.OtherFocusReason)

    def _see_contact(self) -> None:
        if self._now is not None and self._now.card.contact_id is not None:
            self.go("members", self._now.card.contact_id)


def _drawn(services: AgreementServices, typed: Mapping[str, str], progress: Progress) -> MouDocument:
    progress.report(0)  # typed on meanwhile: another paper is wanted
    return services.agreements.document(as_typed=typed)
