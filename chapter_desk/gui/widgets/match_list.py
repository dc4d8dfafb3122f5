"""The matches at the door: big rows, matched letters underlined, Enter signs in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import key_width, paint_key, paint_pill, pill_width
from chapter_desk.gui.widgets.labels import initials, paint_initials, text_width

Index = QModelIndex | QPersistentModelIndex
_MATCH = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Match:
    """One line of the list.

    `spans` are the matched letters of the name (start, end).  A line with `pill` cannot be signed in
    again and shows the pill in the place of the button.  `quiet` lines (the walk-in) lie on grey and
    have an icon for initials.
    """

    key: str
    name: str
    hint: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    button: str = ""
    button_key: str = ""
    pill: str = ""
    pill_tone: str = "good"
    pill_icon: str = "check"
    icon: str = ""
    quiet: bool = False
    strong_hint: bool = False
    filled: bool = True
    """Whether the button is the page's primary one while the line is chosen."""
    spoken: str = ""
    """What a screen reader says; without it, name and hint."""


class _Matches(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Match, ...] = ()

    def show(self, rows: Sequence[Match]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        match = self.rows[index.row()]
        if role == _MATCH:
            return match
        if role == Qt.ItemDataRole.DisplayRole:
            return match.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return match.spoken or f"{match.name}, {match.hint}".removesuffix(", ")
        return None


class MatchDelegate(QStyledItemDelegate):
    """Draws a match: the whole row is the target, the button in it says what a press does."""

    def __init__(self, parent: QWidget, row_height: int) -> None:
        super().__init__(parent)
        self._row_height = row_height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(240), theme().px(self._row_height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme()
        match: Match = index.data(_MATCH)
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = "selection" if chosen else "sunken" if match.quiet else "surface"
        painter.fillRect(rect, t.colour(paper))
        if index.row() < index.model().rowCount() - 1:
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.colour("line"))
        side = t.px(30)
        circle = QRect(rect.left() + t.px(16), rect.center().y() - side // 2, side, side)
        paint_initials(painter, circle, "" if match.icon else initials(match.name))
        if match.icon:
            device = painter.device()
            picture = t.pixmap(match.icon, "ink-2", 16, dpr=device.devicePixelRatioF() if device else 1)
            painter.drawPixmap(circle.center() - QPoint(t.px(8) - 1, t.px(8) - 1), picture)
        right = self._paint_right(painter, rect, match, chosen)
        left = circle.right() + t.px(14)
        self._paint_words(
            painter, QRect(left, rect.top(), right - left - t.px(12), rect.height()), match, chosen
        )
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRect, match: Match, chosen: bool) -> None:
        t = theme()
        font = t.font("strong" if match.quiet else "door-match")
        metrics = QFontMetrics(font)
        lines = metrics.height() + (QFontMetrics(t.font("small")).height() if match.hint else 0)
        top = room.top() + (room.height() - lines) // 2
        painter.setFont(font)
        painter.setPen(t.colour("ink"))
        shown = metrics.elidedText(match.name, Qt.TextElideMode.ElideRight, room.width())
        name = QRect(room.left(), top, room.width(), metrics.height())
        painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.setPen(QPen(t.colour("accent"), 2))
        for start, end in match.spans:
            if end > len(shown) or (shown != match.name and end >= len(shown)):
                continue
            x1 = room.left() + metrics.horizontalAdvance(match.name[:start])
            x2 = room.left() + metrics.horizontalAdvance(match.name[:end])
            y = name.top() + metrics.ascent() + t.px(3)
            painter.drawLine(x1, y, x2 - 1, y)
        painter.setFont(t.font("small", tabular=True, weight=600 if match.strong_hint else None))
        painter.setPen(t.colour("ink-2" if chosen else "ink-3"))
        below = QRect(room.left(), name.bottom() + 1, room.width(), painter.fontMetrics().height())
        hint = painter.fontMetrics().elidedText(match.hint, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), hint)

    def _paint_right(self, painter: QPainter, rect: QRect, match: Match, chosen: bool) -> int:
        t = theme()
        edge = rect.right() - t.px(16)
        if match.pill:
            width = pill_width(match.pill) + (t.px(16) if match.pill_icon else 0)
            pill = QRect(edge - width, rect.top(), width, rect.height())
            paint_pill(painter, pill, match.pill, match.pill_tone, match.pill_icon)
            return edge - width
        if not match.button:
            return edge
        primary = chosen and match.filled and not match.quiet
        font = t.font("strong")
        words = text_width(QFontMetrics(font), match.button)
        key = "Return" if chosen else match.button_key
        cap = key_width(key) + t.px(8) if key else 0
        icon = t.px(26) if primary or match.quiet else 0
        width = max(t.px(130), words + cap + icon + t.px(36))
        height = min(t.px(44), rect.height() - t.px(8))
        box = QRect(edge - width + t.px(9), rect.center().y() - height // 2, width, height)
        painter.setPen(t.colour("accent" if primary else "control"))
        painter.setBrush(t.colour("accent" if primary else "surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        left = box.left() + (width - words - cap - icon) // 2
        if icon:
            device = painter.device()
            picture = t.pixmap(
                "check" if primary else "plus",
                "on-accent" if primary else "ink",
                18,
                dpr=device.devicePixelRatioF() if device else 1,
            )
            painter.drawPixmap(left, box.center().y() - t.px(9) + 1, picture)
        painter.setFont(font)
        painter.setPen(t.colour("on-accent" if primary else "ink"))
        text = QRect(left + icon, box.top(), words, height)
        painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), match.button)
        if key:
            at = QRect(text.right() + t.px(8), box.top(), key_width(key), height)
            paint_key(painter, at, key, primary)
        return box.left()


class MatchList(QListView):
    """At most a handful of matches; it grows with them and does not take the focus from the search.

    The search calls `step` for Up and Down and `take` for Enter.

    Signals:
        taken(str): The key of the match a person wants: Enter, its Alt number, or a press on the row.
        current_changed(str): The key of the match that Enter would take, "" for none.
    """

    taken = Signal(str)
    current_changed = Signal(str)

    def __init__(self, name: str, *, row_height: int = 60, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matches = _Matches()
        self._row_height = row_height
        self.setAccessibleName(name)
        self.setModel(self._matches)
        self.setItemDelegate(MatchDelegate(self, row_height))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self.taken.emit(index.data(_MATCH).key))

    def show_matches(self, matches: Sequence[Match], *, choose_first: bool = True) -> None:
        """Show other matches; the first is chosen unless two people share a name."""
        self._matches.show(matches)
        if matches and choose_first:
            self.setCurrentIndex(self._matches.index(0, 0))
        self.updateGeometry()
        self.current_changed.emit(self.current() or "")

    def matches(self) -> Sequence[Match]:
        """Return what is shown."""
        return self._matches.rows

    def current(self) -> str | None:
        """Return the key of the chosen match; None if none is."""
        index = self.currentIndex()
        return self._matches.rows[index.row()].key if index.isValid() else None

    def choose(self, key: str) -> None:
        """Choose the match with this key, if it is there."""
        for row, match in enumerate(self._matches.rows):
            if match.key == key:
                self.setCurrentIndex(self._matches.index(row, 0))
                self.current_changed.emit(key)

    def step(self, by: int) -> None:
        """Choose the next (+1) or the one before (-1)."""
        count = self._matches.rowCount()
        if not count:
            return
        row = (
            self.currentIndex().row() + by if self.currentIndex().isValid() else (0 if by > 0 else count - 1)
        )
        self.setCurrentIndex(self._matches.index(max(0, min(count - 1, row)), 0))
        self.current_changed.emit(self.current() or "")

    def take(self, number: int | None = None) -> bool:
        """Take the chosen match, or the one with this number from 1; False if there is none."""
        rows = self._matches.rows
        at = self.currentIndex().row() if number is None else number - 1
        if not 0 <= at < len(rows):
            return False
        self.taken.emit(rows[at].key)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            event.ignore()  # letters go on to the page, which gives them to the search

    def sizeHint(self) -> QSize:
        return QSize(theme().px(400), theme().px(self._row_height) * self._matches.rowCount() + 2)

    def minimumSizeHint(self) -> QSize:
        rows = min(3, self._matches.rowCount())
        return QSize(theme().px(240), theme().px(self._row_height) * rows + (2 if rows else 0))
