"""Buttons: at most one primary a page, and it names what happens."""

from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from chapter_desk.gui.shell.theme import restyled, theme
from chapter_desk.gui.widgets.labels import key_words, text_width
from chapter_desk.i18n import _

Kind = Literal["", "primary", "quiet", "danger", "link", "segment", "find", "tile", "choice", "aside"]
Room = Literal["normal", "compact", "large", "door", "kiosk", "kiosk-key"]

_HEIGHT = {"normal": 34, "compact": 28, "large": 44, "door": 56, "kiosk": 64, "kiosk-key": 64}
_PADDING = {"normal": 14, "compact": 10, "large": 18, "door": 26, "kiosk": 26, "kiosk-key": 10}
_ICON = {"normal": 18, "compact": 14, "large": 18, "door": 24, "kiosk": 28, "kiosk-key": 28}
_GAP = 8


class ActionButton(QPushButton):
    """A button of words, with an icon before and the key that does the same after.

    The key is only shown: the page's commands bind it.  A button that is off says why in
    its tooltip and to screen readers (`turn_off`).
    """

    def __init__(
        self,
        text: str,
        kind: Kind = "",
        room: Room = "normal",
        *,
        icon: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._room: Room = room
        self._kind: Kind = kind
        self._icon = icon
        self._key = key
        self._badge = ""
        self._part_done: float | None = None
        self._measured: tuple[int, int, int, int] | None = None
        self.setProperty("kind", kind)
        self.setProperty("room", room)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(text)

    def setText(self, text: str) -> None:
        other = text != self.words()
        super().setText(text.replace("&", "&&"))
        self._name()
        if other:
            self._measure_anew()

    def words(self) -> str:
        """Return the words on the button, as given."""
        return self.text().replace("&&", "&")

    def set_icon(self, name: str) -> None:
        """Show another icon ("" for none)."""
        self._icon = name
        self._measure_anew()
        self.update()

    def set_badge(self, text: str) -> None:
        """Show a count after the words ("" for none), as in "Same person? 5"."""
        if text == self._badge:
            return
        self._badge = text
        self._name()
        self._measure_anew()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Change how much the button stands out."""
        self._kind = kind
        self._measure_anew()
        restyled(self, kind=kind)

    def turn_off(self, why: str) -> None:
        """Switch the button off, and say why in the tooltip."""
        self.setEnabled(False)
        self.setToolTip(why)
        self.setAccessibleDescription(why)

    def turn_on(self) -> None:
        """Switch the button on again."""
        self.setEnabled(True)
        self.setToolTip("")
        self._name()

    def show_part_done(self, part: float | None) -> None:
        """Fill a bar in the button up to `part` (0 to 1); None takes the bar away."""
        self._part_done = part
        self.update()

    def sizeHint(self) -> QSize:
        t = theme()
        width = sum(part for part in self._widths()) + 2 * t.px(_PADDING[self._room]) + 2
        if self._kind == "link":
            return QSize(sum(self._widths()) + 4, t.px(20))
        return QSize(width, t.px(_HEIGHT[self._room]))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        self._measured = None  # another font, perhaps
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._part_done is not None:
            self._paint_part_done(painter)
        left = (self.width() - sum(self._widths())) // 2
        if self._kind == "link":
            left = min(left, 2)
        self.paint_words(painter, left, self._ink())

    def paint_words(self, painter: QPainter, left: int, ink: QColor) -> None:
        """Draw icon, words, count and key from `left` on."""
        icon, words, badge, key = self._widths()
        middle = self.rect().center().y()
        if icon:
            size = self._icon_size()
            side = theme().px(size)
            picture = theme().pixmap(self._icon, self._role(), size, dpr=self.devicePixelRatioF())
            painter.drawPixmap(QPoint(left, middle - side // 2 + 1), picture)
            left += icon
        painter.setPen(ink)
        painter.setFont(self.font())
        rect = QRect(left, 0, words, self.height())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.words())
        left += words
        if badge:
            gap = theme().px(_GAP)
            paint_pill(painter, QRect(left + gap, 0, badge - gap, self.height()), self._badge, "warn")
            left += badge
        if key:
            gap = theme().px(_GAP)
            at = self.width() - key - gap if self._kind == "find" else left
            cap = QRect(at + gap, 0, key - gap, self.height())
            paint_key(painter, cap, self._key, self._kind == "primary" and self.isEnabled())

    def _paint_part_done(self, painter: QPainter) -> None:
        bar = QRect(
            0, self.height() - theme().px(4), round(self.width() * (self._part_done or 0)), theme().px(3)
        )
        painter.fillRect(bar.adjusted(4, 0, -4, 0), theme().colour("ink-3"))

    def _measure_anew(self) -> None:
        self._measured = None
        self.updateGeometry()

    def _widths(self) -> tuple[int, int, int, int]:
        """Return the pixels of icon, words, badge and key, each with the gap beside it."""
        self.ensurePolished()
        if self._measured is None:
            self._measured = self._measure()
        return self._measured

    def _measure(self) -> tuple[int, int, int, int]:
        t = theme()
        gap = t.px(_GAP)
        words = text_width(self.fontMetrics(), self.words()) if self.words() else 0
        icon = t.px(self._icon_size()) + (gap if words else 0) if self._icon else 0
        badge = pill_width(self._badge) + gap if self._badge else 0
        key = key_width(self._key) + gap if self._key else 0
        return icon, words, badge, key

    def _icon_size(self) -> int:
        return _ICON["normal"] if self._kind == "aside" else _ICON[self._room]

    def _role(self) -> str:
        if not self.isEnabled():
            return "ink-3"
        if self._kind in ("segment", "choice") and self.isChecked():
            return "accent-ink"
        roles = {
            "primary": "on-accent",
            "quiet": "accent",
            "link": "accent",
            "danger": "bad",
            "find": "ink-3",
            "aside": "ink-2",
        }
        return roles.get(self._kind, "ink-2" if self._kind == "segment" else "ink")

    def _ink(self) -> QColor:
        return theme().colour(self._role())

    def _name(self) -> None:
        badge = getattr(self, "_badge", "")
        self.setAccessibleName(f"{self.words()} {badge}".strip())
        key = getattr(self, "_key", "")
        self.setAccessibleDescription(_("Key: {key}").format(key=key_words(key)) if key else "")


class IconButton(QToolButton):
    """An icon without words: it has a name, and a tooltip with its key."""

    def __init__(
        self, icon: str, name: str, *, key: str = "", size: int = 18, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._size = size
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_as(icon, name, key)

    def show_as(self, icon: str, name: str, key: str = "") -> None:
        """Show another icon with another name."""
        self.setIcon(theme().icon(icon, "ink-2", on="accent-ink"))
        side = theme().px(self._size)
        self.setIconSize(QSize(side, side))
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {key_words(key)}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class FilterChip(QToolButton):
    """A filter in words with a cross: Enter edits it, Delete removes it.

    Signals:
        edited(): The words were pressed.
        removed(): The cross was pressed, or Delete.
    """

    edited = Signal()
    removed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "chip")
        self.setText(text.replace("&", "&&"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setAccessibleName(_("Filter: {filter}").format(filter=text))
        self.setAccessibleDescription(_("Enter changes it, Delete removes it."))

    def sizeHint(self) -> QSize:
        t = theme()
        return QSize(text_width(self.fontMetrics(), self.text()) + t.px(8 + 24), t.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed = self.isDown() and self.rect().contains(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if pressed:
            on_cross = event.position().x() >= self.width() - theme().px(24)
            (self.removed if on_cross else self.edited).emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.edited.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme().px(12)
        cross = theme().pixmap("x", "accent-ink", 12, dpr=self.devicePixelRatioF())
        QPainter(self).drawPixmap(self.width() - theme().px(8) - side, (self.height() - side) // 2, cross)


def pill_width(text: str) -> int:
    """Return the width of a painted pill."""
    return text_width(QFontMetrics(theme().font("caption", weight=600)), text) + 2 * theme().px(8)


def key_width(key: str) -> int:
    """Return the width of a painted key cap."""
    words = text_width(QFontMetrics(theme().font("caption", weight=500)), key_words(key))
    return words + 2 * theme().px(5) + 2


def paint_pill(painter: QPainter, rect: QRect, text: str, tone: str, icon: str = "") -> None:
    """Draw a pill centred in the height of `rect`, as delegates and buttons need it."""
    t = theme()
    height = t.px(20)
    pill = QRect(rect.left(), rect.center().y() - height // 2 + 1, rect.width(), height)
    paper = f"{tone}-tint" if tone else "sunken"
    ink = {"": "ink-2", "accent": "accent-ink"}.get(tone, tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(t.colour(paper))
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setFont(t.font("caption", weight=600))
    painter.setPen(t.colour(ink))
    words = QRect(pill)
    if icon:
        device = painter.device()
        picture = t.pixmap(icon, ink, 12, dpr=device.devicePixelRatioF() if device else 1)
        painter.drawPixmap(pill.left() + t.px(8), pill.center().y() - t.px(12) // 2 + 1, picture)
        words.setLeft(pill.left() + t.px(16))
    painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()


def paint_key(painter: QPainter, rect: QRect, key: str, on_accent: bool = False) -> None:
    """Draw a key cap centred in the height of `rect`."""
    t = theme()
    height = t.px(18)
    cap = QRect(rect.left(), rect.center().y() - height // 2 + 1, rect.width() - 1, height - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(0.5, 0.5)
    painter.setPen(t.colour("on-accent" if on_accent else "line"))
    painter.setBrush(QColor(Qt.GlobalColor.transparent) if on_accent else t.colour("surface"))
    painter.drawRoundedRect(cap, 4, 4)
    painter.setFont(t.font("caption", weight=500))
    painter.setPen(t.colour("on-accent" if on_accent else "ink-3"))
    painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), key_words(key))
    painter.restore()
