"""The preview of an import: its effects counted, its problems named, row by row."""

from array import array
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from chapter_desk.core.members.import_plan import Effect, ImportPlan, OnDuplicate
from chapter_desk.core.members.import_words import problem_remedy, problem_title
from chapter_desk.gui.members.import_parts import import_words
from chapter_desk.gui.members.import_rows import PlannedRowsModel
from chapter_desk.gui.members.person_view import Emptied
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, Rule, scrolling
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import ElidedLabel, StatusPill, TextLabel
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.gui.widgets.tiles import Effect as Tile
from chapter_desk.gui.widgets.tiles import EffectTiles
from chapter_desk.i18n import _, ngettext

LOOK = "look"
"""The tile of the rows to look at."""

_LEFT_OUT = frozenset(["no-name", "gift-without-day"])
_SIDE_BY_SIDE = 900
"""Narrower than this, in design pixels, the two cards stand one below the other."""


class CheckStep(QWidget):
    """What an import would do.

    Signals:
        policy_chosen(str): What becomes of people on file, an `OnDuplicate`.
        import_asked(): Do it.
        columns_asked(): Go back to the columns.
        cancel_asked(): Change nothing.
    """

    policy_chosen = Signal(str)
    import_asked = Signal()
    columns_asked = Signal()
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        t = theme()
        self.plan: ImportPlan | None = None
        self.tiles = EffectTiles(_("What the import would do"))
        self.tiles.filtered.connect(self._filter)
        self.policy = PolicyCard()
        self.policy.chosen.connect(self.policy_chosen)
        self.problems = ProblemsCard()
        self.problems.asked.connect(self._show_problem)
        self.rows = RowsCard()
        self.rows.view_chosen.connect(self._show_view)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(t.px(14))
        self._cards.addWidget(self.problems, 11)
        self._cards.addWidget(self.rows, 10)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.px(12))
        column.addWidget(self.tiles)
        column.addWidget(self.policy)
        column.addLayout(self._cards, 1)
        self.cancel = ActionButton(_("Cancel"), "", "large", key="Esc")
        self.cancel.clicked.connect(self.cancel_asked)
        self.go = ActionButton("", "primary", "large", key="Ctrl+Return")
        self.go.clicked.connect(self.import_asked)
        self.columns = ActionButton(_("Columns"), "quiet", "large", icon="arrow-left")
        self.columns.clicked.connect(self.columns_asked)
        self._safe = ElidedLabel(_("A backup is made first. One click undoes the whole import."), "small")
        self._safe.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot = QHBoxLayout()
        foot.setSpacing(t.px(10))
        foot.addWidget(self.columns)
        foot.addWidget(self._safe, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(12))
        self._scroll = scrolling(inside)
        box.addWidget(self._scroll, 1)
        box.addLayout(foot)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what the plan would do."""
        self.plan = plan
        self.policy.choose(plan.on_duplicate)
        look = len(plan.places_with_problems())
        updated = ngettext("person updated", "people updated", plan.changed)
        if plan.changed:
            updated = _("{updated}, {fields}").format(
                updated=updated,
                fields=ngettext("{n} field", "{n} fields", plan.fields).format(n=f"{plan.fields:,}"),
            )
        self.tiles.show_effects(
            [
                Tile("new", plan.new, ngettext("new person", "new people", plan.new)),
                Tile("changed", plan.changed, updated),
                Tile("same", plan.same, _("no change")),
                Tile(LOOK, look, ngettext("row to look at", "rows to look at", look), "warn"),
                Tile("left-out", plan.left_out, ngettext("row left out", "rows left out", plan.left_out)),
            ]
        )
        self.problems.show_plan(plan)
        self.rows.count(plan)
        self.go.setText(import_words(plan))
        if plan.does_nothing:
            self.go.turn_off(_("This list brings nothing new."))
        else:
            self.go.turn_on()
        held = self.tiles.filter()
        if held:
            self._filter(held)
        else:
            self._show_view(self.rows.view.current())

    def focus_first(self) -> None:
        """Begin with the policy."""
        self.policy.focus_chosen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() / theme().scale >= _SIDE_BY_SIDE
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._cards.direction() != way:
            self._cards.setDirection(way)

    def _filter(self, key: str) -> None:
        if self.plan is None:
            return
        if not key:
            self._show_view(self.rows.view.current())
        elif key == LOOK:
            self.rows.show_rows(self.plan, self.plan.places_with_problems(), "any")
        else:
            self.rows.show_rows(self.plan, self.plan.places[Effect(key)])

    def _show_problem(self, kind: str) -> None:
        if self.plan is not None:
            for tile in self.tiles.tiles.values():
                tile.setChecked(False)
            self.rows.show_rows(self.plan, self.plan.places_with_problems(kind), kind)
            self.rows.table.setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(self.rows)

    def _show_view(self, key: str) -> None:
        if self.plan is None:
            return
        for tile in self.tiles.tiles.values():
            tile.setChecked(False)
        self.rows.show_rows(self.plan, range(len(self.plan.rows)) if key == "all" else self.plan.changing)


class PolicyCard(Card):
    """What becomes of somebody who is here already.

    Signals:
        chosen(str): An `OnDuplicate`.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        t = theme()
        self.buttons: dict[OnDuplicate, QRadioButton] = {}
        self._group = QButtonGroup(self)
        flow = Flow(t.px(12))
        flow.add(TextLabel(_("When someone is already here"), "label"))
        words: Sequence[tuple[OnDuplicate, str]] = (
            ("fill", _("Fill empty fields only")),
            ("update", _("Update with the list")),
            ("skip", _("Leave as they are")),
            ("none", _("Take all as new")),
        )
        for key, text in words:
            button = QRadioButton(text)
            button.clicked.connect(partial(self._press, key))
            self._group.addButton(button)
            self.buttons[key] = button
            flow.add(button)
        flow.add(TextLabel(_("A blank in the list never erases anything"), "hint"))
        self.body.setContentsMargins(t.px(15), t.px(8), t.px(15), t.px(8))
        self.body.addWidget(flow)
        self.setAccessibleName(_("When someone is already here"))
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), flow.sizePolicy().verticalPolicy())
        self.choose("fill")

    def choose(self, key: OnDuplicate) -> None:
        """Show a policy, without the signal."""
        self.buttons[key].setChecked(True)

    def focus_chosen(self) -> None:
        """Take the focus on the choice that holds."""
        for button in self.buttons.values():
            if button.isChecked():
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _press(self, key: OnDuplicate, _on: bool = True) -> None:
        self.chosen.emit(key)


class ProblemsCard(Card):
    """The kinds of problems, each counted, with what is done about it.

    Signals:
        asked(str): Show the rows with this kind of problem.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Things to look at"), flush=True)
        t = theme()
        self._rows_pill, self._out_pill = StatusPill("", "warn"), StatusPill("")
        self.head.addWidget(self._rows_pill)
        self.head.addWidget(self._out_pill)
        self.buttons: dict[str, ActionButton] = {}
        self._list = Emptied(0)
        self._list.box.setContentsMargins(t.px(15), 0, t.px(15), t.px(8))
        self.body.addWidget(scrolling(self._list), 1)
        self.foot().addWidget(
            TextLabel(_("You can import now, and put these right in Members later."), "hint", wrap=True)
        )
        self.setMinimumHeight(t.px(260))

    def show_plan(self, plan: ImportPlan) -> None:
        """Show a plan's problems, those that leave rows out first."""
        self._list.empty()
        self.buttons = {}
        look = len(plan.places_with_problems())
        self._rows_pill.setText(ngettext("{n} row", "{n} rows", look).format(n=f"{look:,}"))
        self._rows_pill.setVisible(bool(look))
        self._out_pill.setText(_("{n} left out").format(n=f"{plan.left_out:,}"))
        self._out_pill.setVisible(bool(plan.left_out))
        kinds = sorted(
            plan.problem_counts, key=lambda kind: (kind not in _LEFT_OUT, -plan.problem_counts[kind])
        )
        if not kinds:
            self._list.box.addWidget(TextLabel(_("Nothing. Every row could be read."), "small", wrap=True))
        for number, kind in enumerate(kinds):
            if number:
                self._list.box.addWidget(Rule())
            self._list.box.addLayout(self._row(kind, plan.problem_counts[kind]))
        self._list.box.addStretch(1)

    def _row(self, kind: str, count: int) -> QHBoxLayout:
        t = theme()
        out = kind in _LEFT_OUT
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(problem_title(kind), "label"))
        words.addWidget(ElidedLabel(problem_remedy(kind), "hint"))
        button = ActionButton(_("Show rows"), "", "compact")
        button.setAccessibleName(_("Show rows: {problem}").format(problem=problem_title(kind)))
        button.clicked.connect(partial(self.asked.emit, kind))
        self.buttons[kind] = button
        line = QHBoxLayout()
        line.setContentsMargins(0, t.px(6), 0, t.px(6))
        line.setSpacing(t.px(10))
        line.addWidget(IconLabel("circle-minus" if out else "triangle-alert", "ink-3" if out else "warn", 18))
        line.addLayout(words, 1)
        line.addWidget(TextLabel(ngettext("{n} row", "{n} rows", count).format(n=f"{count:,}"), "small"))
        line.addWidget(button)
        return line


class RowsCard(Card):
    """The rows of the list, with what becomes of each.

    Signals:
        view_chosen(str): "changes" or "all".
    """

    view_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Row by row"), flush=True)
        self.view = self._made_view(0, 0)
        self.head.addWidget(self.view)
        self.model = PlannedRowsModel()
        self.table = RowsTable(self.model, _("Rows of the list"), sortable=False, bare=True)
        self.body.addWidget(self.table, 1)
        self.setMinimumHeight(theme().px(260))

    def count(self, plan: ImportPlan) -> None:
        """Say how many rows there are to see."""
        changes = plan.new + plan.changed + plan.again
        old, self.view = self.view, self._made_view(changes, len(plan.rows))
        self.view.choose(old.current())
        self.head.replaceWidget(old, self.view)
        old.hide()
        old.deleteLater()

    def _made_view(self, changes: int, rows: int) -> Segments:
        words = (_("Changes {n}").format(n=f"{changes:,}"), _("All {n}").format(n=f"{rows:,}"))
        view = Segments(_("Which rows"), list(zip(("changes", "all"), words, strict=True)), room="compact")
        view.chosen.connect(self.view_chosen)
        return view

    def show_rows(self, plan: ImportPlan, places: "Sequence[int] | array[int]", problem: str = "") -> None:
        """Show some rows."""
        self.model.show_rows(plan, places, problem)
        self.table.scrollToTop()
