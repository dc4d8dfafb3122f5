"""What is to be sorted out later: counted already, so there is no hurry; fixed in the third column."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.core.meetings.door import Find
from chapter_desk.core.meetings.sort_out import Waiting
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.sorting.fix_view import FixView, Hint
from chapter_desk.gui.sorting.who_is_it import WhoIsIt
from chapter_desk.gui.sorting.words import line_at_door, question, verb
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, Rule, scrolling
from chapter_desk.gui.widgets.labels import ElidedLabel, StatusPill, TextLabel
from chapter_desk.i18n import _


class _Row(QFrame):
    """One thing that waits: the whole row is the target."""

    opened = Signal(object)

    def __init__(self, waiting: Waiting, time_zone: str) -> None:
        super().__init__()
        t = theme()
        self.waiting = waiting
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(t.px(46))
        self.setAccessibleName(f"{question(waiting)} {line_at_door(waiting, time_zone)}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(question(waiting), "label"))
        words.addWidget(ElidedLabel(line_at_door(waiting, time_zone), "hint"))
        line = QHBoxLayout()
        line.setContentsMargins(t.px(15), t.px(4), t.px(15), t.px(4))
        line.addLayout(words, 1)
        line.addWidget(TextLabel(verb(waiting), "label", tone="accent"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(line)
        box.addWidget(Rule())

    def mouseReleaseEvent(self, event: object) -> None:
        self.opened.emit(self.waiting)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.waiting)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            event.ignore()


class SortOutCard(Card):
    """The list of what waits, or the fix of one of them.

    Signals:
        fixed(Fix): A greeter decided.
        left(): Esc or "Back" from the list: the search wants the focus.
    """

    fixed = Signal(object)
    left = Signal()

    def __init__(self, hint: Hint, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(_("To sort out later"), flush=True, parent=parent)
        self._hint = hint
        self._find = find
        self._time_zone = "UTC"
        self._waiting: Sequence[Waiting] = ()
        self._open: Waiting | None = None
        self._note: TextLabel | None = None
        self.rows: list[_Row] = []
        self.who: WhoIsIt | None = None
        """Finding out who an initial is, while that is open."""
        self.count = StatusPill("", "warn")
        self.head.addWidget(self.count)
        self._inside = QWidget()
        self._box = QVBoxLayout(self._inside)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self.body.addWidget(scrolling(self._inside), 1)
        self.show_waiting((), "UTC")

    def show_waiting(self, waiting: Sequence[Waiting], time_zone: str) -> None:
        """Show what waits; a fix that is open stays while its question does."""
        self._time_zone = time_zone
        self._waiting = tuple(waiting)
        if self.isVisible() or self._note is None:
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()  # what waits changes all evening; a hidden list follows when it is looked at

    def _fill(self) -> None:
        self.count.setText(f"{len(self._waiting):,}")
        self.count.setVisible(bool(self._waiting))
        ids = [each.id for each in self._waiting]
        if self._open is not None and self._open.id in ids:
            return
        if self._open is None and self._note is not None and ids == [row.waiting.id for row in self.rows]:
            return
        self._open = None
        self._list()

    def focus_first(self) -> bool:
        """Take the focus on the first row (Ctrl J); False if nothing waits."""
        if self._open is not None:
            self._back()
        if not self.rows:
            return False
        self.rows[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def escape(self) -> bool:
        """Go back from a fix to the list; False if the list shows."""
        if self._open is None:
            return False
        self._back()
        return True

    def _list(self) -> None:
        if self._note is None:
            self._empty()
            self._note = TextLabel("", "hint", wrap=True)
            t = theme()
            self._note.setContentsMargins(t.px(15), t.px(8), t.px(15), t.px(12))
            self._box.addWidget(self._note)
            self._box.addStretch(1)
        kept = {row.waiting.id: row for row in self.rows}
        self.rows = [kept.pop(each.id) if each.id in kept else self._row(each) for each in self._waiting]
        for gone in kept.values():
            self._box.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, row in enumerate(self.rows):
            if self._box.indexOf(row) != at:
                self._box.insertWidget(at, row)
        words = _("They are counted already. No hurry.") if self._waiting else _("Nothing to sort out.")
        self._note.setText(words)

    def _row(self, waiting: Waiting) -> _Row:
        row = _Row(waiting, self._time_zone)
        row.opened.connect(self._open_fix)
        return row

    def _open_fix(self, waiting: Waiting) -> None:
        self._open = waiting
        self._empty()
        t = theme()
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(t.px(15), t.px(2), t.px(15), t.px(12))
        box.setSpacing(t.px(8))
        box.addWidget(TextLabel(question(waiting), "strong", wrap=True))
        fix = FixView(waiting, self._hint, self._find, room="large")
        fix.fixed.connect(self.fixed)
        self.who = fix.who
        box.addWidget(fix)
        later = ActionButton(_("Later"), "quiet", "large")
        later.clicked.connect(self._back)
        box.addWidget(later)
        self._box.addWidget(whole)
        self._box.addStretch(1)
        fix.focus_first()

    def _back(self) -> None:
        self._open = None
        self._list()
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def _empty(self) -> None:
        self.rows, self._note = [], None
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
