"""National's priorities and what the plan does about each; a press filters the board."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.core.plan.gaps import PriorityGap
from chapter_desk.gui.plan.plan_now import PlanFilter, PlanNow
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, Rule, scrolling
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.gui.widgets.meters import GapMeter
from chapter_desk.i18n import _, ngettext

NOTHING = PlanFilter()


class _Row(QAbstractButton):
    """A line that can be chosen: its children draw it, this draws what lies behind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self.isChecked() or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("selection" if self.isChecked() else "sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)

    def _let_through(self, *children: QWidget) -> None:
        for child in children:
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class GapRow(_Row):
    """One priority: its title, how many of its actions are done, one block an action."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        t = theme()
        self._title = ElidedLabel("", "small")
        self._far = TextLabel("", "caption")
        self._meter = GapMeter("")
        star = IconLabel("star", "national", 14)
        grid = QGridLayout(self)
        grid.setContentsMargins(t.px(2), t.px(4), t.px(2), t.px(5))
        grid.setHorizontalSpacing(t.px(4))
        grid.setVerticalSpacing(t.px(3))
        grid.setColumnStretch(1, 1)
        grid.addWidget(star, 0, 0)
        grid.addWidget(self._title, 0, 1)
        grid.addWidget(self._far, 0, 2)
        grid.addWidget(self._meter, 1, 0, 1, 3)
        self._let_through(star, self._title, self._far, self._meter)

    def show_gap(self, title: str, gap: PriorityGap) -> None:
        """Show how the plan stands with a priority."""
        self._title.setText(title)
        if gap.total:
            far = _("{done} of {total} done").format(done=gap.done, total=gap.total)
        else:
            far = _("no action yet") if gap.has_issue else _("nothing planned yet")
        self._far.setText(far)
        self._far.set_tone("" if gap.total else "warn")
        self._far.setVisible(gap.has_issue)  # the others stand under a heading that says it
        self._meter.show_gap(title, gap.done, gap.total)
        self.setAccessibleName(f"{title}, {far}")
        self._explain()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def _explain(self) -> None:
        self.setToolTip(self._title.text() if self._title.is_shortened() else "")


class CountRow(_Row):
    """A number of things that lack something, in words; a press shows them."""

    def __init__(self, icon: str, role: str) -> None:
        super().__init__()
        t = theme()
        self._words = TextLabel("", "small", wrap=True)
        sign = IconLabel(icon, role, 16)
        line = QHBoxLayout(self)
        line.setContentsMargins(t.px(4), t.px(3), t.px(6), t.px(3))
        line.setSpacing(t.px(6))
        line.addWidget(sign)
        line.addWidget(self._words, 1)
        self._let_through(sign, self._words)

    def say(self, words: str) -> None:
        """Show other words."""
        self._words.setText(words)
        self.setAccessibleName(words)


class GapPanel(Card):
    """The card at the right of the plan.

    Up and Down go through the priorities as through a list: Tab stops once.

    Signals:
        chosen(PlanFilter): What should show; all of it when a chosen line is pressed again.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Gaps"), parent=parent)
        t = theme()
        self.setFixedWidth(t.px(264))
        self.rows: dict[str, GapRow] = {}
        self._at = PlanFilter()
        self._list = QWidget()
        self._box = QVBoxLayout(self._list)
        self._box.setContentsMargins(4, 4, t.px(8), 4)
        self._box.setSpacing(t.px(2))
        self._heading = TextLabel(_("Nothing planned yet"), "label", tone="warn", parent=self._list)
        self._heading.setContentsMargins(0, t.px(8), 0, t.px(2))
        self._box.addStretch(1)
        self.counts = {
            "": CountRow("circle-dashed", "warn"),
            "no-owner": CountRow("user-round-x", "warn"),
            "overdue": CountRow("clock-alert", "bad"),
        }
        self.counts[""].setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.counts[""].setCheckable(False)
        self.counts[""].setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.pdf = ActionButton(_("Save as PDF"), "", "compact", icon="file-text")
        self.body.setSpacing(t.px(6))
        self.body.addWidget(
            TextLabel(_("National priorities and what we do about them here."), "small", wrap=True)
        )
        self.body.addWidget(scrolling(self._list), 1)
        self.body.addWidget(Rule())
        for kind, row in self.counts.items():
            self.body.addWidget(row)
            if kind:
                row.clicked.connect(lambda _on, kind=kind: self._choose(PlanFilter(kind)))
        foot = QHBoxLayout()
        foot.addWidget(self.pdf)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def show_plan(self, plan: PlanNow, at: PlanFilter) -> None:
        """Show how the plan stands, and which line the board is filtered by."""
        self._at = at
        self._show_priorities(plan, plan.meter.priorities)
        meter = plan.meter
        empty, ownerless = meter.priorities_without_action, meter.actions_without_owner
        told = {
            "": (empty, ngettext("{n} priority with no action", "{n} priorities with no action", empty)),
            "no-owner": (
                ownerless,
                ngettext("{n} action with no owner", "{n} actions with no owner", ownerless),
            ),
            "overdue": (
                meter.actions_overdue,
                ngettext("{n} action overdue", "{n} actions overdue", meter.actions_overdue),
            ),
        }
        for kind, (count, words) in told.items():
            self.counts[kind].say(words.format(n=count))
            self.counts[kind].setVisible(bool(count) or (kind == at.kind and bool(kind)))
            self.counts[kind].setChecked(bool(kind) and at.kind == kind)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step and isinstance(watched, GapRow):
                self._step(watched, step)
                return True
        return False

    def _show_priorities(self, plan: PlanNow, gaps: Sequence[PriorityGap]) -> None:
        ids = [gap.priority_id for gap in gaps]
        for gone in [id for id in self.rows if id not in ids]:
            self.rows.pop(gone).deleteLater()
        for gap in gaps:
            if gap.priority_id not in self.rows:
                row = GapRow(self._list)
                row.clicked.connect(lambda _on, id=gap.priority_id: self._choose(PlanFilter("priority", id)))
                row.installEventFilter(self)
                self.rows[gap.priority_id] = row
            row = self.rows[gap.priority_id]
            row.show_gap(plan.title_of(gap.priority_id), gap)
            row.setChecked(self._at == PlanFilter("priority", gap.priority_id))
        self.rows = {id: self.rows[id] for id in ids}
        planned = [self.rows[gap.priority_id] for gap in gaps if gap.has_issue]
        empty = [self.rows[gap.priority_id] for gap in gaps if not gap.has_issue]
        self._heading.setVisible(bool(empty))
        for place, widget in enumerate([*planned, self._heading, *empty]):
            if self._box.indexOf(widget) != place:
                self._box.removeWidget(widget)
                self._box.insertWidget(place, widget)
        self._one_stop(self._at.priority_id or next(iter(ids), ""))

    def _one_stop(self, id: str) -> None:
        for each, row in self.rows.items():
            row.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if each == id or row.hasFocus() else Qt.FocusPolicy.ClickFocus
            )

    def _step(self, row: GapRow, step: int) -> None:
        ids = list(self.rows)
        at = next(number for number, id in enumerate(ids) if self.rows[id] is row) + step
        if 0 <= at < len(ids):
            self.rows[ids[at]].setFocus(Qt.FocusReason.TabFocusReason)
            self._one_stop(ids[at])

    def _choose(self, wanted: PlanFilter) -> None:
        self.chosen.emit(NOTHING if wanted == self._at else wanted)
