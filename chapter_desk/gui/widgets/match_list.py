"""The matches at the door: big rows, matched letters underlined, Enter signs in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
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
from chapter_desk.gui.widgets.row_pictures import RowPictures
from chapter_desk.gui.widgets.shown_rows import Index, ShownRows

HOME_HEIGHT = 50
"""Design pixels that the household takes under the chosen line."""


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
    notes: tuple[str, ...] = ()
    """What to pay attention to, in a word or two each, beside the name."""
    guarded: str = ""
    """That they are to be protected, in a word or two with a shield, before the notes."""
    home: str = ""
    """Who may come along, shown under the line while it is chosen, with `home_button`."""
    home_button: str = ""


def _mark_width(words: str, icon: str) -> int:
    return pill_width(words) + (theme().px(14) if icon else 0)


class _Matches(ShownRows[Match]):
    def name(self, row: Match) -> str:
        return row.name

    def said(self, row: Match) -> str:
        return row.spoken or f"{row.name}, {row.hint}".removesuffix(", ")


@dataclass(frozen=True, slots=True)
class _Name:
    """Where in a painted row the name is underlined, from the row's corner, and how much of it shows."""

    below: QPoint
    shown: str
    metrics: QFontMetrics


class MatchDelegate(QStyledItemDelegate):
    """Draws a match: the whole row is the target, the button in it says what a press does."""

    def __init__(self, parent: "MatchList", row_height: int) -> None:
        super().__init__(parent)
        self._list = parent
        self._row_height = row_height
        self._pictures: RowPictures[_Name] = RowPictures()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        below = HOME_HEIGHT if self._has_home(index) else 0
        return QSize(theme().px(240), theme().px(self._row_height + below))

    def home_button_in(self, rect: QRect, match: Match) -> QRect:
        """Return where in a row the button of the household is."""
        t = theme()
        font = QFontMetrics(t.font("strong"))
        width = text_width(font, match.home_button) + key_width("Shift+Return") + t.px(8 + 36)
        height = t.px(HOME_HEIGHT - 6)
        return QRect(rect.right() - width - t.px(7), rect.bottom() - height - t.px(7), width, height)

    def _has_home(self, index: Index) -> bool:
        chosen = self._list.currentIndex().row() == index.row()
        return chosen and bool(self._list.match_at(index).home)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        match = self._list.match_at(index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        last = index.row() == len(self._list.matches()) - 1
        at_home = self._has_home(index)
        draw = partial(self._draw, match, chosen, last, at_home)
        looks = (replace(match, spans=(), spoken=""), chosen, last, at_home)  # one picture while one types
        name = self._pictures.paint(painter, option.rect, looks, draw)
        self._underline(painter, option.rect.topLeft(), name, match)

    def _draw(
        self, match: Match, chosen: bool, last: bool, at_home: bool, painter: QPainter, rect: QRect
    ) -> "_Name":
        t = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = "selection" if chosen else "sunken" if match.quiet else "surface"
        painter.fillRect(rect, t.colour(paper))
        if not last:
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.colour("line"))
        if at_home:
            self._paint_home(painter, rect, match)
            rect = rect.adjusted(0, 0, 0, -t.px(HOME_HEIGHT))
        side = t.px(30)
        circle = QRect(rect.left() + t.px(16), rect.center().y() - side // 2, side, side)
        paint_initials(painter, circle, "" if match.icon else initials(match.name))
        if match.icon:
            device = painter.device()
            picture = t.pixmap(match.icon, "ink-2", 16, dpr=device.devicePixelRatioF() if device else 1)
            painter.drawPixmap(circle.center() - QPoint(t.px(8) - 1, t.px(8) - 1), picture)
        right = self._paint_right(painter, rect, match, chosen)
        left = circle.right() + t.px(14)
        words = QRect(left, rect.top(), right - left - t.px(12), rect.height())
        return self._paint_words(painter, words, match, chosen)

    def _paint_words(self, painter: QPainter, room: QRect, match: Match, chosen: bool) -> "_Name":
        t = theme()
        font = t.font("strong" if match.quiet else "door-match")
        metrics = QFontMetrics(font)
        lines = metrics.height() + (QFontMetrics(t.font("small")).height() if match.hint else 0)
        top = room.top() + (room.height() - lines) // 2
        painter.setFont(font)
        painter.setPen(t.colour("ink"))
        marks = [(match.guarded, "shield"), *((note, "") for note in match.notes)]
        marks = [(words, icon) for words, icon in marks if words]
        notes = sum(_mark_width(*mark) + t.px(8) for mark in marks)
        shown = metrics.elidedText(
            match.name, Qt.TextElideMode.ElideRight, max(room.width() - notes, room.width() // 3)
        )
        name = QRect(room.left(), top, room.width(), metrics.height())
        painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter), shown)
        beside = room.left() + text_width(metrics, shown) + t.px(10)
        for words, icon in marks:
            width = min(_mark_width(words, icon), room.right() - beside)
            paint_pill(painter, QRect(beside, name.top(), width, name.height()), words, "warn", icon)
            beside += width + t.px(8)
        painter.setFont(t.font("small", tabular=True, weight=600 if match.strong_hint else None))
        painter.setPen(t.colour("ink-2" if chosen else "ink-3"))
        below = QRect(room.left(), name.bottom() + 1, room.width(), painter.fontMetrics().height())
        hint = painter.fontMetrics().elidedText(match.hint, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), hint)
        return _Name(QPoint(name.left(), name.top() + metrics.ascent() + t.px(3)), shown, metrics)

    def _underline(self, painter: QPainter, origin: QPoint, name: "_Name", match: Match) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("accent"), 2))
        at = origin + name.below
        for start, end in match.spans:
            if end > len(name.shown) or (name.shown != match.name and end >= len(name.shown)):
                continue
            first = name.metrics.horizontalAdvance(match.name[:start])
            behind = name.metrics.horizontalAdvance(match.name[:end])
            painter.drawLine(at.x() + first, at.y(), at.x() + behind - 1, at.y())
        painter.restore()

    def _paint_home(self, painter: QPainter, rect: QRect, match: Match) -> None:
        t = theme()
        box = self.home_button_in(rect, match)
        painter.setPen(t.colour("control"))
        painter.setBrush(t.colour("surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        font = t.font("strong")
        painter.setFont(font)
        painter.setPen(t.colour("ink"))
        words = text_width(QFontMetrics(font), match.home_button)
        left = box.left() + t.px(18)
        painter.drawText(
            QRect(left, box.top(), words, box.height()), int(Qt.AlignmentFlag.AlignVCenter), match.home_button
        )
        at = QRect(left + words + t.px(8), box.top(), key_width("Shift+Return"), box.height())
        paint_key(painter, at, "Shift+Return", False)
        device = painter.device()
        house = t.pixmap("house", "ink-2", 18, dpr=device.devicePixelRatioF() if device else 1)
        left = rect.left() + t.px(16 + 30 + 14)
        painter.drawPixmap(left, box.center().y() - t.px(9), house)
        painter.setFont(t.font("small"))
        painter.setPen(t.colour("ink-2"))
        room = QRect(left + t.px(30), box.top(), max(0, box.left() - left - t.px(30 + 12)), box.height())
        shown = painter.fontMetrics().elidedText(match.home, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)

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
        home_taken(str): The same, with the household: Shift Enter, or a press on that button.
        current_changed(str): The key of the match that Enter would take, "" for none.
    """

    taken = Signal(str)
    home_taken = Signal(str)
    current_changed = Signal(str)

    def __init__(self, name: str, *, row_height: int = 60, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matches = _Matches()
        self._row_height = row_height
        self.setAccessibleName(name)
        self.setModel(self._matches)
        self._delegate = MatchDelegate(self, row_height)
        self.setItemDelegate(self._delegate)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._pressed_at = QPoint()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setMouseTracking(True)
        self.clicked.connect(self._press)

    def show_matches(self, matches: Sequence[Match], *, choose_first: bool = True) -> None:
        """Show other matches; the first is chosen unless two people share a name."""
        if tuple(matches) != self._matches.rows:
            self.setUniformItemSizes(not any(match.home for match in matches))
            self._matches.show(matches)
            self.updateGeometry()
        if matches and choose_first:
            self.setCurrentIndex(self._matches.index(0, 0))
        elif not choose_first:
            self.setCurrentIndex(QModelIndex())
        self.current_changed.emit(self.current() or "")

    def matches(self) -> Sequence[Match]:
        """Return what is shown."""
        return self._matches.rows

    def match_at(self, index: Index) -> Match:
        """Return what stands at an index of this list."""
        return self._matches.row_at(index)

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
        count = len(self._matches.rows)
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

    def take_home(self) -> bool:
        """Take the chosen match with its household; False where none is offered."""
        index = self.currentIndex()
        if not index.isValid() or not self.match_at(index).home:
            return False
        self.home_taken.emit(self.match_at(index).key)
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.scheduleDelayedItemsLayout()  # the chosen line is higher where a household is offered
        self.updateGeometry()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mouseReleaseEvent(event)

    def _press(self, index: Index) -> None:
        match = self.match_at(index)
        box = self._delegate.home_button_in(self.visualRect(index), match)
        offered = match.home and self.visualRect(index).height() > theme().px(self._row_height)
        if offered and box.contains(self._pressed_at):
            self.home_taken.emit(match.key)
        else:
            self.taken.emit(match.key)

    def _height(self, rows: int) -> int:
        index = self.currentIndex()
        below = HOME_HEIGHT if index.isValid() and self.match_at(index).home else 0
        return theme().px(self._row_height) * rows + theme().px(below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier or not self.take_home():
                self.take()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            event.ignore()  # letters go on to the page, which gives them to the search

    def sizeHint(self) -> QSize:
        return QSize(theme().px(400), self._height(len(self._matches.rows)) + 2)

    def minimumSizeHint(self) -> QSize:
        rows = min(3, len(self._matches.rows))
        return QSize(theme().px(240), theme().px(self._row_height) * rows + (2 if rows else 0))
