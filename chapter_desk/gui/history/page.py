"""History: every step of this laptop, newest first; each can be looked into, and most taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.chapter import Operator
from chapter_desk.core.history import HistoryEntry, HistoryFilter, StepDetails
from chapter_desk.core.history import HistoryPage as Steps
from chapter_desk.core.step_titles import StepTitle
from chapter_desk.core.steps import TakenBack
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.history.step_panel import StepPanel
from chapter_desk.gui.history.words import groups, line_below, undo_words, when
from chapter_desk.gui.members.person_picker import PersonPicker
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.taking_back import taken_back
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.gui.widgets.fields import Field
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.rows_model import Column, Pill, RowsModel
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import Area, OperatorId, PersonId, StepId

_LONG = frozenset({"import", "take-in", "add-people", "enter-list"})
"""Kinds of steps that may have thousands of rows: taken back beside the quick work."""


@dataclass(frozen=True, slots=True)
class HistoryPlace:
    """A place in History: a step, or the steps about one person."""

    step: StepId | None = None
    person: PersonId | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read for the list: the steps, who works here, and the day where the chapter is."""

    page: Steps
    operators: Sequence[Operator]
    zone: ZoneInfo
    today: date
    laptop: str


class HistoryPage(Page):
    """The list of steps with its filters."""

    areas = frozenset({Area.STEPS, Area.CHAPTER})
    full_width = True
    help_id = "history"

    def __init__(self, app: App, tasks: Tasks) -> None:
        super().__init__()
        self._app, self._tasks = app, tasks
        self._filter = HistoryFilter()
        self._person_name = ""
        self._read_now: _Read | None = None
        self._entries: list[HistoryEntry] = []
        self._reading = self._again = self._reading_older = False
        self._wanted: StepId | None = None
        self._panel: StepPanel | None = None
        self._build()
        self._read()

    # what the page says about itself

    def title(self) -> str:
        return _("History")

    def context(self) -> str:
        return _("Everything that was done on this laptop")

    def search(self) -> QWidget | None:
        return self.person.editor

    def commands(self) -> Sequence[Command]:
        entry = self.table.current_row()
        words = undo_words(entry.title) if entry is not None else _("Undo this step")
        return (
            Command("history.open", _("Look into the step"), self._open_current, "Return", heard=False),
            Command(
                "history.undo",
                words,
                self._take_back_current,
                "Delete",
                "undo-2",
                able=lambda: entry is not None and entry.may_take_back,
                heard=False,
            ),
            Command(
                "history.all",
                _("Show every step"),
                self.show_everything,
                icon="list",
                able=lambda: self._filter != HistoryFilter(),
            ),
        )

    # what happens to it

    def enter(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, areas: frozenset[Area]) -> None:
        self._read()

    def place(self) -> object:
        entry = self.table.current_row()
        step = entry.step.id if entry is not None else None
        return HistoryPlace(step, self._filter.person, self._person_name)

    def go_to(self, place: object) -> None:
        if isinstance(place, HistoryPlace):
            if place.person != self._filter.person:
                self.person.set_person(place.person, place.name)
                self._choose_person(place.person)
            self._wanted = place.step

    # filters

    def show_everything(self) -> None:
        """Take every filter away."""
        self._filter = HistoryFilter()
        self._person_name = ""
        self.person.set_person(None)
        for box in (self.kind, self.who):
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self._read()

    def _choose_kind(self) -> None:
        self._narrow(replace(self._filter, group=self.kind.currentData() or ""))

    def _choose_operator(self) -> None:
        self._narrow(replace(self._filter, operator=self.who.currentData()))

    def _choose_person(self, person: PersonId | None) -> None:
        self._person_name = self.person.name()
        self._narrow(replace(self._filter, person=person))

    def _narrow(self, wanted: HistoryFilter) -> None:
        if wanted != self._filter:
            self._filter = wanted
            self.commands_changed.emit()
            self._read()

    # reading

    def _read(self) -> None:
        if self._reading:
            self._again = True
            return
        self._reading = True
        app, wanted = self._app, self._filter

        def work() -> _Read:
            return _Read(
                app.history.page(wanted),
                app.chapter.operators(),
                app.chapter.zone(),
                app.chapter.today(),
                app.laptops.laptops()[0].name,
            )

        self._tasks.run(self, work, self._show, self._not_read)

    def _show(self, read: _Read) -> None:
        self._reading = False
        self._read_now = read
        self._entries = list(read.page.entries)
        self._show_operators(read.operators)
        self._fill(read.page.more)
        if self._wanted is not None:
            self.table.choose(self._wanted)
            self._wanted = None
        elif self.table.current_row() is None:
            self.table.choose_first()
        if self._again:
            self._again = False
            self._read()

    def _read_older(self) -> None:
        if not self._entries or self._reading_older:
            return
        self._reading_older = True
        before, wanted = self._entries[-1].step.id, self._filter
        self._tasks.run(
            self, lambda: self._app.history.page(wanted, before=before), self._show_older, self._not_read
        )

    def _show_older(self, page: Steps) -> None:
        self._reading_older = False
        had_focus = self.older.hasFocus()
        at = len(self._entries)
        self._entries += page.entries
        self._fill(page.more)
        if had_focus and at < len(self._entries):
            self.table.choose(self._entries[at].step.id)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_read(self, error: ChapterDeskError) -> None:
        self._reading = self._reading_older = False
        self.tell_error(error)

    def _fill(self, more: bool) -> None:
        self.model.show(self._entries)
        count = len(self._entries)
        words = ngettext("{n} step", "{n} steps", count) if not more else _("The latest {n} steps")
        self.count.setText(words.format(n=f"{count:,}"))
        self.older.setVisible(more)
        self.table.setVisible(bool(count))
        self.nothing.setVisible(not count)
        filtered = self._filter != HistoryFilter()
        self.all.setVisible(filtered)
        if filtered:
            self.nothing.say(_("No step fits these filters."))
        else:
            self.nothing.say(_("Nothing was done yet."), _("Each step stands here, and can be taken back."))

    def _show_operators(self, operators: Sequence[Operator]) -> None:
        wanted = [(_("Everybody"), None), *((each.name, each.id) for each in operators)]
        if [(self.who.itemText(n), self.who.itemData(n)) for n in range(self.who.count())] == wanted:
            return
        chosen: OperatorId | None = self._filter.operator
        self.who.blockSignals(True)
        self.who.clear()
        for words, id in wanted:
            self.who.addItem(words, id)
        self.who.setCurrentIndex(next((n for n, (_w, id) in enumerate(wanted) if id == chosen), 0))
        self.who.blockSignals(False)

    # one step

    def _open_current(self) -> None:
        entry = self.table.current_row()
        if entry is not None:
            self._open(entry)

    def _open(self, entry: HistoryEntry, *, take_focus: bool = True) -> None:
        def show(details: StepDetails) -> None:
            if self._read_now is None:
                return
            self._panel = panel = StepPanel(
                details, self._read_now.laptop, self._read_now.zone, self._read_now.today
            )
            panel.take_back_asked.connect(lambda: self._take_back(details.entry))
            panel.closed.connect(panel.deleteLater)
            panel.destroyed.connect(lambda: self._forget(panel))
            self.open_panel(panel)
            if take_focus:
                button = panel.take_back
                (button if button.isVisible() else panel).setFocus(Qt.FocusReason.OtherFocusReason)

        self._tasks.run(self, lambda: self._app.history.details(entry.step.id), show, self.tell_error)

    def _forget(self, panel: StepPanel) -> None:
        if self._panel is panel:
            self._panel = None

    def _take_back_current(self) -> None:
        entry = self.table.current_row()
        if entry is not None and entry.may_take_back:
            self._take_back(entry)

    def _take_back(self, entry: HistoryEntry) -> None:
        def work() -> tuple[StepTitle, TakenBack]:
            return self._app.history.take_back(entry.step.id)

        def done(result: tuple[StepTitle, TakenBack]) -> None:
            self.close_panel()
            self.tell(taken_back(*result))

        if self._panel is not None:
            self._panel.show_working()
        if entry.step.kind in _LONG:
            long: Callable[[Progress], tuple[StepTitle, TakenBack]] = lambda _progress: work()  # noqa: E731
            self._tasks.run_long(self, long, done, self.tell_error)
        else:
            self._tasks.run(self, work, done, self.tell_error)

    # the inside

    def _build(self) -> None:
        t = theme()
        self.kind, self.who = QComboBox(), QComboBox()
        for key, words in groups():
            self.kind.addItem(words, key)
        self.who.addItem(_("Everybody"), None)
        self.kind.currentIndexChanged.connect(lambda _n: self._choose_kind())
        self.who.currentIndexChanged.connect(lambda _n: self._choose_operator())
        self.person = PersonPicker(_("About"), self._app.roster, placeholder=_("Anybody"))
        self.person.person_chosen.connect(self._choose_person)
        self.all = ActionButton(_("Show every step"), "quiet", icon="x")
        self.all.clicked.connect(self.show_everything)
        filters = QHBoxLayout()
        filters.setContentsMargins(t.px(15), t.px(12), t.px(15), t.px(12))
        filters.setSpacing(t.px(12))
        for field in (Field(_("Kind"), self.kind), Field(_("Done by"), self.who), self.person):
            field.setMaximumWidth(t.px(260))
            filters.addWidget(field, 1)
        filters.addWidget(self.all, 0, Qt.AlignmentFlag.AlignBottom)
        filters.addStretch(1)
        self.model: RowsModel[HistoryEntry] = RowsModel(self._columns(), key=lambda entry: entry.step.id)
        self.table = RowsTable(self.model, _("Steps"), row_height=46, sortable=False, bare=True)
        self.table.row_opened.connect(self._open)
        self.table.row_chosen.connect(lambda _entry: self.commands_changed.emit())
        self.table.retired.connect(lambda _entry: self._take_back_current())
        self.nothing = EmptyState("history", _("Nothing was done yet."))
        self.nothing.hide()
        self.count = TextLabel("", "hint", figures=True)
        self.older = ActionButton(_("Older steps"), room="compact", icon="chevron-down")
        self.older.clicked.connect(self._read_older)
        card = Card(flush=True)
        card.setAccessibleName(_("Steps"))
        card.body.addLayout(filters)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.nothing, 1)
        card.foot().addWidget(self.count)
        card.foot().addStretch(1)
        card.foot().addWidget(self.older)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card)

    def _columns(self) -> list[Column[HistoryEntry]]:
        return [
            Column(_("What was done"), lambda e: e.title.text, strong=True, line=line_below),
            Column(
                _("State"),
                lambda e: "" if e.step.in_force else _("Taken back"),
                pill=lambda e: None if e.step.in_force else Pill(_("Taken back"), "warn", "undo-2"),
                width=130,
                drops=1,
            ),
            Column(_("When"), self._when, figures=True, width=150),
        ]

    def _when(self, entry: HistoryEntry) -> str:
        return when(entry, self._read_now.zone, self._read_now.today) if self._read_now is not None else ""
