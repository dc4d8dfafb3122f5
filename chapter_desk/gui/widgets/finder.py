"""The frame of "Find anything": a field and a list in groups, over the darkened page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import key_width, paint_key
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import KeyCap, KeyHints, TextLabel
from chapter_desk.i18n import _

Index = QModelIndex | QPersistentModelIndex
_FINDING = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the list: under its group's heading, what it is, and what choosing it does."""

    group: str
    icon: str
    text: str
    run: Callable[[], None]
    line: str = ""
    key: str = ""
    run_more: Callable[[], None] | None = None
    """What Ctrl Enter does, if anything."""
    sure: bool = True
    """False for what was only found by a slip of the pen or inside a word: it comes after what fits."""


class _Findings(QAbstractListModel):
    """Headings (plain strings) and findings, one a row."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[str | Finding] = []

    def show(self, findings: Sequence[Finding]) -> None:
        self.beginResetModel()
        self._rows = []
        group = None
        for finding in findings:
            if finding.group != group:
                group = finding.group
                self._rows.append(group)
            self._rows.append(finding)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == _FINDING:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else f"{row.text}, {row.line}".removesuffix(", ")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _FindingDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = isinstance(index.data(_FINDING), str)
        return QSize(200, theme().px(30 if heading else 40))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme()
        row = index.data(_FINDING)
        rect: QRect = option.rect
        left = rect.left() + t.px(18)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.save()
        if isinstance(row, str):
            painter.setFont(t.font("caption", weight=600))
            painter.setPen(t.colour("ink-3"))
            painter.drawText(rect.adjusted(t.px(18), t.px(4), 0, 0), middle, row)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, t.colour("selection"))
        device = painter.device()
        picture = t.pixmap(row.icon, "ink-2", 18, dpr=device.devicePixelRatioF() if device else 1)
        painter.drawPixmap(left, rect.center().y() - t.px(18) // 2 + 1, picture)
        key = row.key or ("Enter" if chosen else "")
        right = rect.right() - t.px(18) - (key_width(key) + t.px(8) if key else 0)
        words = QRect(left + t.px(30), rect.top(), right - left - t.px(30), rect.height())
        used = _draw_line(painter, words, row.text, "strong", "ink")
        words.setLeft(words.left() + used + t.px(12))
        if row.line and words.width() > t.px(40):
            _draw_line(painter, words, row.line, "small", "ink-2" if chosen else "ink-3")
        if key:
            width = key_width(key)
            paint_key(painter, QRect(rect.right() - t.px(18) - width, rect.top(), width, rect.height()), key)
        painter.restore()


def _draw_line(painter: QPainter, rect: QRect, text: str, font: str, role: str) -> int:
    painter.setFont(theme().font(font))
    painter.setPen(theme().colour(role))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    return painter.fontMetrics().horizontalAdvance(shown)


class Finder(QWidget):
    """Covers its parent while open; Esc or a press beside it closes it, the focus goes back.

    Signals:
        asked(str): The text typed; answer with `show_findings` ("" right after opening).
        closed(): It is gone again.
    """

    asked = Signal(str)
    closed = Signal()

    WIDTH = 660

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        t = theme()
        self._came_from: QWidget | None = None
        self.setAccessibleName(_("Find anything"))
        self._frame = QFrame(self)
        self._frame.setProperty("kind", "finder")
        self.field = QLineEdit()
        self.field.setProperty("kind", "finder")
        self.field.setProperty("noring", True)
        self.field.setAccessibleName(_("Find anything"))
        self.field.setPlaceholderText(_("Find anything"))
        self._model = _Findings()
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_FindingDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("What was found"))
        self._nothing = TextLabel(_("Nothing found. Try fewer letters."), "hint")
        self._nothing.setContentsMargins(t.px(18), t.px(12), t.px(18), t.px(12))
        box = QVBoxLayout(self._frame)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        box.addWidget(self._head())
        box.addWidget(self.list, 1)
        box.addWidget(self._nothing)
        box.addWidget(self._foot())
        self.field.textChanged.connect(self.asked)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._run)
        parent.installEventFilter(self)
        self.hide()

    def open(self, text: str = "") -> None:
        """Show it with the field empty (or with a prefix) and the focus in it."""
        window = self.window()
        self._came_from = window.focusWidget() if self.isHidden() else self._came_from
        self.field.setText(text)
        self.asked.emit(text)
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._keep_focus, Qt.ConnectionType.UniqueConnection)

    def close_finder(self) -> None:
        """Hide it; the focus goes back to where it was."""
        if self.isHidden():
            return
        self.hide()
        self.field.clear()
        if self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._came_from = None
        self.closed.emit()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what was found, by group in the order given; the first is chosen."""
        self._model.show(findings)
        self._nothing.setVisible(not findings)
        self.list.setVisible(bool(findings))
        if findings:
            self.list.setCurrentIndex(self._model.index(1, 0))
        self._place()

    def chosen(self) -> Finding | None:
        """Return the line that Enter would run."""
        found = self.list.currentIndex().data(_FINDING)
        return found if isinstance(found, Finding) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._place()
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._frame.geometry().contains(event.position().toPoint()):
            self.close_finder()

    def _keep_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Take the focus back from a page that has just been read: it lies below, and gets it afterwards."""
        if self.isHidden() or now is None or now.window() is not self.window() or self.isAncestorOf(now):
            return
        self._came_from = now
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        dark = theme().look.dark
        shade = QColor(0, 0, 0, 140) if dark else theme().colour("ink")
        if not dark:
            shade.setAlpha(82)
        QPainter(self).fillRect(self.rect(), shade)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(more=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_Escape:
            self.close_finder()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            pass  # there is one field: Tab stays in it
        else:
            return False
        return True

    def _move(self, step: int) -> None:
        row = self.list.currentIndex().row() + step
        while 0 <= row < self._model.rowCount():
            index = self._model.index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                self.list.setCurrentIndex(index)
                return
            row += step

    def _run(self, _index: Index | None = None, *, more: bool = False) -> None:
        finding = self.chosen()
        if finding is None:
            return
        run = finding.run_more if more else finding.run
        if run is not None:
            self.close_finder()
            run()

    def _place(self) -> None:
        t = theme()
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        width = min(t.px(self.WIDTH), self.width() - t.px(40))
        rows = (
            sum(self.list.sizeHintForRow(row) for row in range(self._model.rowCount()))
            or self._nothing.sizeHint().height()
        )
        room = self.height() - t.px(64 + 40)
        height = min(room, rows + t.px(56 + 38 + 8))
        self._frame.setGeometry((self.width() - width) // 2, t.px(64), width, height)

    def _head(self) -> QWidget:
        t = theme()
        head = QFrame()
        head.setObjectName("finderHead")
        line = QHBoxLayout(head)
        line.setContentsMargins(t.px(18), t.px(8), t.px(18), t.px(8))
        line.setSpacing(t.px(12))
        line.addWidget(IconLabel("search", "ink-3", 20))
        line.addWidget(self.field, 1)
        line.addWidget(KeyCap("Esc"))
        return head

    def _foot(self) -> QWidget:
        t = theme()
        foot = QFrame()
        foot.setProperty("kind", "foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(t.px(18), t.px(7), t.px(18), t.px(7))
        line.addWidget(KeyHints([(("Up", "Down"), _("move")), (("Enter",), _("open"))]), 1)
        self.hint = TextLabel("", "caption")
        """The words at the right of the foot: which prefixes there are."""
        line.addWidget(self.hint)
        return foot
