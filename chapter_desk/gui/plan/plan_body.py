"""The parts of the plan's page: board or list, what is filtered, the gaps, and what shows without a plan."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.gui.plan.action_list import ActionList
from chapter_desk.gui.plan.board import PlanBoard
from chapter_desk.gui.plan.gap_panel import GapPanel
from chapter_desk.gui.plan.plan_now import PlanFilter, PlanNow, sifted
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton, FilterChip
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.i18n import _
from chapter_desk.values import ActionId


class PlanBody(QWidget):
    """Shows one plan as a board or as a list, sifted by one filter.

    Signals:
        filtered(PlanFilter): The person wants to see this part of the plan.
        issue_asked(str): A new issue is wanted, tied to this priority ("" for none).
    """

    filtered = Signal(object)
    issue_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = PlanBoard()
        self.list = ActionList()
        self.gaps = GapPanel()
        self.gaps.chosen.connect(self.filtered)
        self.as_list = False
        self._priority = ""
        self.first_issue = ActionButton(
            _("Add the first issue"), "primary", "large", icon="plus", key="Ctrl+N"
        )
        self.first_issue.clicked.connect(lambda: self.issue_asked.emit(""))
        self.plan_something = ActionButton(_("Add an issue for it"), icon="plus")
        self.plan_something.clicked.connect(lambda: self.issue_asked.emit(self._priority))
        self.chip = FilterChip("")
        self.chip.removed.connect(self._show_all)
        self.chip.edited.connect(self._show_all)
        self._chips = QWidget()
        self._tools = QHBoxLayout(self._chips)
        self._tools.setContentsMargins(4, 4, 4, 4)
        self._tools.setSpacing(theme().px(10))
        self._tools.addWidget(self.chip)
        self._tools.addStretch(1)
        self._taken_in: QWidget | None = None
        self._views = QStackedWidget()
        for view in (self.board, self.list, self._made_nothing_here()):
            self._views.addWidget(view)
        self._whole = QStackedWidget()
        self._whole.addWidget(self._made_page())
        self._whole.addWidget(self._made_nothing_yet())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._whole)
        self._whole.hide()

    def show_plan(self, plan: PlanNow, by: PlanFilter) -> None:
        """Show what the filter leaves of the plan."""
        shown = sifted(plan, by)
        self._priority = by.priority_id
        self.board.show_plan(shown, plan)
        self.list.show_plan(shown, plan)
        self.gaps.show_plan(plan, by)
        self._show_chip(by.words(plan))
        if not shown:
            self._say_nothing_here(plan, by)
        self._views.setCurrentIndex(2 if not shown else int(self.as_list))
        self._whole.setCurrentIndex(0 if plan.issues else 1)
        self._whole.show()

    def show_as(self, as_list: bool) -> None:
        """Turn to the list, or to the board."""
        self.as_list = as_list
        if self._views.currentIndex() != 2:
            self._views.setCurrentIndex(int(as_list))

    def take_in(self, widget: QWidget) -> None:
        """Show a widget of the header above the plan: the header has no room for it."""
        self._taken_in = widget
        self._tools.insertWidget(0, widget)
        widget.show()
        self._chips.show()

    def give_back(self, widget: QWidget) -> None:
        """Let a widget go back to the header."""
        self._taken_in = None
        self._tools.removeWidget(widget)
        self._chips.setVisible(not self.chip.isHidden())

    def choose(self, id: ActionId | None) -> bool:
        """Make an action the current one in both views; False if it does not show."""
        self.list.choose(id)
        return self.board.choose(id)

    def focus_on(self, id: ActionId | None) -> None:
        """Give the focus to an action, or to the first thing there is."""
        if self._whole.currentIndex() == 1:
            self.first_issue.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._views.currentIndex() == 2:
            target = self.chip if self.plan_something.isHidden() else self.plan_something
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.as_list:
            self.list.choose(id)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.board.choose(id, focus=True):
            self.board.focus_first()

    def _show_all(self) -> None:
        self.filtered.emit(PlanFilter())

    def _show_chip(self, words: str) -> None:
        fits = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, theme().px(300))
        self.chip.setText(fits.replace("&", "&&"))
        self.chip.setToolTip(words if fits != words else "")
        self.chip.setAccessibleName(_("Filter: {filter}").format(filter=words))
        self.chip.updateGeometry()
        self.chip.setVisible(bool(words))
        self._chips.setVisible(bool(words) or self._taken_in is not None)

    def _say_nothing_here(self, plan: PlanNow, by: PlanFilter) -> None:
        self.plan_something.setVisible(by.kind == "priority")
        if by.kind == "priority":
            title = plan.title_of(by.priority_id)
            self._nothing.say(
                _("Nothing planned yet for “{priority}”").format(priority=title),
                _("An issue that matters here can be tied to it."),
            )
        else:
            words = {"no-owner": _("Every action has an owner."), "overdue": _("Nothing is overdue.")}
            self._nothing.say(words.get(by.kind, ""))

    def _made_page(self) -> QWidget:
        t = theme()
        left = QVBoxLayout()
        left.setSpacing(t.px(4))
        left.addWidget(self._chips)
        left.addWidget(self._views, 1)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(t.px(14))
        row.addLayout(left, 1)
        row.addWidget(self.gaps)
        return page

    def _made_nothing_here(self) -> QWidget:
        card = Card(flush=True)
        show_all = ActionButton(_("Show the whole plan"), "link")
        show_all.clicked.connect(self._show_all)
        self._nothing = EmptyState("", _("Nothing here"), " ", [self.plan_something], [show_all])
        card.body.addWidget(self._nothing)
        return card

    def _made_nothing_yet(self) -> QWidget:
        card = Card(flush=True)
        words = _(
            "A plan is a list of issues that matter here. Each gets actions with an owner and a date,"
            " and is tied to one of national's priorities."
        )
        empty = EmptyState("list-checks", _("No plan yet"), words, [self.first_issue])
        card.body.addWidget(empty)
        return card
