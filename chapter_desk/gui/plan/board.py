"""The plan as a board: one column an issue, one card an action."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from chapter_desk.gui.plan.card_list import MIME, CardList
from chapter_desk.gui.plan.national_tag import NationalTag
from chapter_desk.gui.plan.plan_now import PlanNow, ShownIssue, progress_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton, IconButton
from chapter_desk.gui.widgets.cards import scrolling
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.i18n import _
from chapter_desk.values import ActionId, IssueId

_NARROWEST = 236
_GAP = 14


class IssueColumn(QFrame):
    """One issue: its head, its cards, and a line to add the next one in place.

    Signals:
        opened(): The issue itself should be edited.
        action_added(str): A title was typed for a new action.
        dropped(str, int): A card was dropped before this row.
    """

    opened = Signal()
    action_added = Signal(str)
    dropped = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.setProperty("kind", "well")
        self.setAcceptDrops(True)
        self._place = ElidedLabel("", "caption")
        self._title = TextLabel("", "h3", wrap=True)
        self._tag = NationalTag()
        self.edit = IconButton("pencil", _("Edit this issue"), size=14)
        self.edit.clicked.connect(self.opened)
        self.cards = CardList()
        self.cards.dropped.connect(self.dropped)
        self.add = ActionButton(_("Action"), "quiet", "compact", icon="plus")
        self.add.clicked.connect(self.ask_for_action)
        self.new_title = QLineEdit()
        self.new_title.setPlaceholderText(_("What is to be done"))
        self.new_title.setAccessibleName(_("New action: what is to be done"))
        self.new_title.hide()
        self.new_title.installEventFilter(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(t.px(6), t.px(9), t.px(6), t.px(8))
        box.setSpacing(t.px(4))
        box.addWidget(self._head())
        box.addWidget(self.cards)
        line = QHBoxLayout()
        line.setContentsMargins(4, 4, 4, 4)
        line.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        line.addWidget(self.new_title, 1)
        box.addLayout(line)
        box.addStretch(1)

    def show_issue(self, shown: ShownIssue, plan: PlanNow) -> None:
        """Show an issue as it is now."""
        issue = shown.issue
        words = _("Issue {number} · {progress}")
        self._place.setText(words.format(number=shown.number, progress=progress_words(issue)))
        self._title.setText(issue.title)
        self._tag.show_title(issue.priority_title)
        self.edit.show_as("pencil", _("Edit the issue {title}").format(title=issue.title))
        self.add.setAccessibleName(_("Add an action to {title}").format(title=issue.title))
        self.setAccessibleName(issue.title)
        self.cards.show_cards(issue.title, shown.actions, plan)

    def least_height(self, width: int) -> int:
        """Return the pixels the head, a little of the cards and the line below need at this width."""
        layout, frame = self.layout(), self.contentsMargins()
        assert layout is not None
        inside = layout.minimumHeightForWidth(width - frame.left() - frame.right())
        return inside + frame.top() + frame.bottom()

    def ask_for_action(self) -> None:
        """Open the line for a new action."""
        self.add.hide()
        self.new_title.show()
        self.new_title.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_typed(self) -> None:
        """Add what stands in the line for a new action, and close it: nothing typed is lost."""
        text = self.new_title.text().strip()
        self.new_title.clear()
        had_focus = self.new_title.hasFocus()
        self.new_title.hide()
        self.add.show()
        if had_focus:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        if text:
            self.action_added.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                text = self.new_title.text().strip()
                self.new_title.clear()
                if text:
                    self.action_added.emit(text)  # the line stays for the next one
                else:
                    self.keep_typed()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.keep_typed()
                return True
        if event.type() == QEvent.Type.FocusOut and self.new_title.isVisible():
            self.keep_typed()
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        # beside the cards: after the last one
        moving = bytes(event.mimeData().data(MIME).data()).decode()
        event.acceptProposedAction()
        self.dropped.emit(moving, self.cards.cards.rowCount())

    def _head(self) -> QWidget:
        t = theme()
        head = QWidget()
        box = QVBoxLayout(head)
        box.setContentsMargins(t.px(8), 0, t.px(4), t.px(4))
        box.setSpacing(t.px(1))
        line = QHBoxLayout()
        line.setSpacing(t.px(4))
        line.addWidget(self._place, 1)
        line.addWidget(self.edit)
        box.addLayout(line)
        box.addWidget(self._title)
        tag = QHBoxLayout()
        tag.setContentsMargins(0, t.px(3), 0, 0)
        tag.addWidget(self._tag)
        tag.addStretch(1)
        box.addLayout(tag)
        return head


class PlanBoard(QWidget):
    """The columns, side by side; as many show as have room, the others are a scroll away.

    Signals:
        asked(str, str): What of which action, from any column.
        dropped(str, str, int): An action onto an issue, before this row.
        issue_opened(str), action_added(str, str), current_changed(str).
    """

    asked = Signal(str, str)
    dropped = Signal(str, str, int)
    issue_opened = Signal(str)
    action_added = Signal(str, str)
    current_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: dict[IssueId, IssueColumn] = {}
        self._strip = _Strip()
        self._scroll: QScrollArea = scrolling(self._strip)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().installEventFilter(self)  # it is resized after the board
        self._in_sight: QWidget | None = None
        self._scroll.horizontalScrollBar().rangeChanged.connect(lambda _least, _most: self._bring(None))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._scroll)

    def show_plan(self, shown: Sequence[ShownIssue], plan: PlanNow) -> None:
        """Show these issues; columns that stay keep their place, their scroll and the focus."""
        wanted = {each.issue.id: each for each in shown}
        for id in [id for id in self.columns if id not in wanted]:
            column = self.columns.pop(id)
            column.hide()
            column.deleteLater()
        for id, each in wanted.items():
            if id not in self.columns:
                self.columns[id] = self._made(id)
            self.columns[id].show_issue(each, plan)
        self.columns = {id: self.columns[id] for id in wanted}
        self._share_width()

    def shown_columns(self) -> int:
        """Return how many issues fit side by side."""
        t = theme()
        room = self._scroll.viewport().width()
        return max(1, (room + t.px(_GAP)) // (t.px(_NARROWEST) + t.px(_GAP)))

    def current(self) -> ActionId | None:
        """Return the card the keyboard is on, in the column that has the focus."""
        return next((column.cards.current() for column in self._with_focus()), None)

    def has_focus(self) -> bool:
        """Whether one of the cards has the keyboard."""
        return bool(self._with_focus())

    def choose(self, id: object, *, focus: bool = False) -> bool:
        """Put the keyboard on a card, wherever it is; False if it does not show."""
        for column in self.columns.values():
            if column.cards.choose(id):
                self._bring(column)
                if focus:
                    column.cards.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def focus_first(self) -> bool:
        """Put the keyboard on the first card, or on the first thing there is."""
        for column in self.columns.values():
            target = column.cards if column.cards.cards.rowCount() else column.add
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def ask_for_action(self, id: IssueId | None = None) -> None:
        """Open the line for a new action, in an issue or in the one with the focus."""
        here = [column for column in self.columns.values() if column.isAncestorOf(self.focusWidget() or self)]
        column = self.columns.get(id) if id is not None else next(iter([*here, *self.columns.values()]), None)
        if column is not None:
            self._bring(column)
            column.ask_for_action()

    def keep_typed(self) -> None:
        """Add what stands in any line for a new action."""
        for column in tuple(self.columns.values()):
            if not column.new_title.isHidden():
                column.keep_typed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._share_width()
        return False

    def _made(self, id: IssueId) -> IssueColumn:
        column = IssueColumn(self._strip)
        column.show()
        column.opened.connect(lambda: self.issue_opened.emit(id))
        column.action_added.connect(lambda title: self.action_added.emit(id, title))
        column.dropped.connect(lambda moving, row: self.dropped.emit(moving, id, row))
        column.cards.asked.connect(self.asked)
        column.cards.current_changed.connect(self.current_changed)
        column.cards.went_sideways.connect(lambda step: self._sideways(id, step))
        return column

    def _sideways(self, id: IssueId, step: int) -> None:
        ids = list(self.columns)
        row = self.columns[id].cards.currentIndex().row()
        at = ids.index(id) + step
        while 0 <= at < len(ids):
            cards = self.columns[ids[at]].cards
            if (count := cards.cards.rowCount()) > 0:
                cards.choose_row(min(max(row, 0), count - 1))
                cards.setFocus(Qt.FocusReason.OtherFocusReason)
                self._bring(self.columns[ids[at]])
                return
            at += step

    def _with_focus(self) -> list[IssueColumn]:
        return [column for column in self.columns.values() if column.cards.hasFocus()]

    def _bring(self, column: QWidget | None) -> None:
        """Scroll so that a column, or the one brought in sight last, shows whole; others are not cut."""
        self._in_sight = column or self._in_sight
        if self._in_sight is None or not isValid(self._in_sight):
            self._in_sight = None
            return
        bar, left = self._scroll.horizontalScrollBar(), self._in_sight.x()
        step = self._in_sight.width() + theme().px(_GAP)
        if left < bar.value():
            bar.setValue(left)
        elif left + self._in_sight.width() > bar.value() + self._scroll.viewport().width():
            bar.setValue(left - (self.shown_columns() - 1) * step)

    def _share_width(self) -> None:
        t = theme()
        count = self.shown_columns()
        room = self._scroll.viewport().width() - (count - 1) * t.px(_GAP)
        width = max(t.px(180), room // count)
        self._strip.place(list(self.columns.values()), width)
        self._scroll.setMinimumHeight(self._least_height(width))
        self._bring(None)

    def _least_height(self, width: int) -> int:
        """Return what the columns cannot do without; in a lower window the page scrolls."""
        tallest = max((column.least_height(width) for column in self.columns.values()), default=0)
        return tallest + self._scroll.horizontalScrollBar().sizeHint().height()


class _Strip(QWidget):
    """Columns side by side, each as tall as there is room.

    Placed by hand: in a scroll area a layout of wrapping titles would ask for more height than there is.
    """

    def __init__(self) -> None:
        super().__init__()
        self._columns: Sequence[QWidget] = ()
        self._width = 0

    def place(self, columns: Sequence[QWidget], width: int) -> None:
        """Put these columns side by side, each of this width."""
        self._columns, self._width = columns, width
        gap = theme().px(_GAP)
        self.setMinimumWidth(max(0, len(columns) * (width + gap) - gap))
        self._put()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._put()

    def _put(self) -> None:
        step = self._width + theme().px(_GAP)
        for number, column in enumerate(self._columns):
            column.setGeometry(number * step, 0, self._width, self.height())
