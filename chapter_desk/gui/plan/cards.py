"""What a card of the plan says and how it is drawn."""

from collections.abc import Sequence
from functools import lru_cache
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
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from chapter_desk.core.plan.planning import Action
from chapter_desk.gui.plan.plan_now import PlanNow, due_words, spoken
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import paint_pill, pill_width
from chapter_desk.i18n import _

Index = QModelIndex | QPersistentModelIndex
ACTION = int(Qt.ItemDataRole.UserRole) + 1
RING = 4
"""Pixels around a card for the ring of the keyboard."""

_MOST_LINES = 4


class CardsModel(QAbstractListModel):
    """The actions of one issue that show."""

    def __init__(self) -> None:
        super().__init__()
        self.actions: tuple[Action, ...] = ()
        self._plan: PlanNow | None = None

    def show(self, actions: Sequence[Action], plan: PlanNow) -> None:
        """Show other actions, or the same as they are now."""
        self.beginResetModel()
        self.actions, self._plan = tuple(actions), plan
        self.endResetModel()

    def due(self, action: Action) -> tuple[str, str]:
        """Return the words and the tone of an action's day."""
        assert self._plan is not None
        return due_words(action, self._plan)

    def row_of(self, id: object) -> int:
        """Return where an action stands, -1 if it does not."""
        return next((row for row, action in enumerate(self.actions) if action.id == id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.actions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._plan is None:
            return None
        action = self.actions[index.row()]
        if role == ACTION:
            return action
        if role == Qt.ItemDataRole.DisplayRole:
            return action.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(action, self._plan)
        if role == Qt.ItemDataRole.ToolTipRole and len(lines_of(action.title, 10_000)) > 1:
            return action.title
        return None


def lines_of(text: str, width: int) -> list[str]:
    """Return a card's title broken to lines of at most `width` pixels."""
    return list(_lines(text, width, theme().font("strong").toString()))


@lru_cache(maxsize=4096)
def _lines(text: str, width: int, font_name: str) -> tuple[str, ...]:
    font = QFont()
    font.fromString(font_name)
    layout = QTextLayout(text, font)
    wrap = QTextOption()
    wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(wrap)
    lines = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    if len(lines) > _MOST_LINES:
        rest = " ".join(lines[_MOST_LINES - 1 :])
        metrics = QFontMetrics(font)
        lines[_MOST_LINES - 1 :] = [metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]
    return tuple(lines) or ("",)


class CardDelegate(QStyledItemDelegate):
    """Draws a card: box to tick, title, who does it, by when."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QListView)
        width = view.viewport().width()
        lines = len(lines_of(index.data(ACTION).title, self._title_room(width)))
        t = theme()
        return QSize(width, lines * self._line() + t.px(10 + 7 + 20 + 10) + 2 * RING)

    def card_rect(self, cell: QRect) -> QRect:
        """Return the card inside its cell."""
        return cell.adjusted(RING, RING, -RING, -RING)

    def box_rect(self, cell: QRect) -> QRect:
        """Return where a press ticks the card."""
        card, t = self.card_rect(cell), theme()
        return QRect(card.left() + t.px(12), card.top() + t.px(12), t.px(16), t.px(16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme()
        cell: QRect = option.rect
        card = self.card_rect(cell)
        action: Action = index.data(ACTION)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(t.colour("line"))
        painter.setBrush(t.colour("surface"))
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        self._paint_box(painter, self.box_rect(cell), action.done)
        self._paint_title(painter, card, action)
        self._paint_foot(painter, card, action, index)
        view = self.parent()
        ring = getattr(view, "ring_shows", True)
        if ring and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(t.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), 10, 10)
        painter.restore()

    def _title_room(self, width: int) -> int:
        return max(20, width - 2 * RING - theme().px(12 + 24 + 12))

    def _line(self) -> int:
        return QFontMetrics(theme().font("strong")).height() + theme().px(1)

    def _paint_box(self, painter: QPainter, box: QRect, done: bool) -> None:
        t = theme()
        painter.setPen(t.colour("accent" if done else "control"))
        painter.setBrush(t.colour("accent" if done else "surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if done:
            device = painter.device()
            tick = t.pixmap("check", "on-accent", 12, dpr=device.devicePixelRatioF() if device else 1)
            painter.drawPixmap(box.center() - QPoint(t.px(6) - 1, t.px(6) - 1), tick)

    def _paint_title(self, painter: QPainter, card: QRect, action: Action) -> None:
        t = theme()
        font = t.font("body" if action.done else "strong")
        font.setStrikeOut(action.done)
        painter.setFont(font)
        painter.setPen(t.colour("ink-3" if action.done else "ink"))
        left, top = card.left() + t.px(12 + 24), card.top() + t.px(10)
        for line in lines_of(action.title, self._title_room(card.width() + 2 * RING)):
            place = QRect(left, top, card.right() - left - t.px(6), self._line())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line)
            top += self._line()

    def _paint_foot(self, painter: QPainter, card: QRect, action: Action, index: Index) -> None:
        t = theme()
        model = index.model()
        assert isinstance(model, CardsModel)
        words, tone = model.due(action)
        row = QRect(card.left() + t.px(36), card.bottom() - t.px(10 + 20), 0, t.px(20))
        row.setRight(card.right() - t.px(12))
        font = t.font("caption", tabular=True, weight=600 if tone else None)
        needed = QFontMetrics(font).horizontalAdvance(words) + 2
        painter.setFont(font)
        painter.setPen(t.colour(tone or "ink-2"))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), words)
        room = row.adjusted(0, 0, -needed - t.px(8), 0)
        if not action.owner_name and not action.done:
            label = _("No owner")
            metrics = QFontMetrics(t.font("caption", weight=600))
            width = min(room.width(), pill_width(label))
            label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, width - t.px(15))
            paint_pill(painter, QRect(room.left(), room.top(), width, room.height()), label, "warn")
        elif action.owner_name:
            device = painter.device()
            head = t.pixmap("user-round", "ink-2", 14, dpr=device.devicePixelRatioF() if device else 1)
            painter.drawPixmap(QPoint(room.left(), room.center().y() - t.px(7) + 1), head)
            room.setLeft(room.left() + t.px(18))
            painter.setFont(t.font("caption"))
            painter.setPen(t.colour("ink-2"))
            name = painter.fontMetrics().elidedText(
                action.owner_name, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
