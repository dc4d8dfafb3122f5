"""Words on the screen: labels of a role, labels that shorten, pills, key caps, initials."""

from functools import cache
from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from chapter_desk.gui.shell.theme import restyled, tabular, theme

Role = Literal[
    "body", "strong", "small", "hint", "caption", "label", "h1", "h2", "h3", "display", "counter",
    "kiosk-title", "kiosk-line",
]  # fmt: skip
Tone = Literal["", "good", "warn", "bad", "accent", "national"]


class TextLabel(QLabel):
    """Text in one role of the type scale.  Always plain: names come from strangers."""

    def __init__(
        self,
        text: str = "",
        role: Role = "body",
        *,
        wrap: bool = False,
        tone: Tone = "",
        figures: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        self.setText(text)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if figures:
            tabular(self)

    def set_tone(self, tone: Tone) -> None:
        """Give the words a meaning's colour; the words must carry the meaning too."""
        restyled(self, tone=tone)


class ElidedLabel(TextLabel):
    """One line that ends in an ellipsis where there is no room; the whole text is in the tooltip."""

    def __init__(
        self,
        text: str = "",
        role: Role = "body",
        *,
        tone: Tone = "",
        figures: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", role, tone=tone, figures=figures, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        if text == self.text():
            return
        super().setText(text)
        self.setAccessibleName(text)
        self._explain()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def is_shortened(self) -> bool:
        """Whether the ellipsis shows."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def resizeEvent(self, event: object) -> None:
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        rect = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(self.alignment() | Qt.TextFlag.TextSingleLine), shown)

    def _explain(self) -> None:
        self.setToolTip(self.text() if self.is_shortened() else "")


class StatusPill(QLabel):
    """A state in one or two words, with an icon where the word alone could be missed."""

    def __init__(
        self, text: str = "", tone: Tone = "", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "pill")
        self.setIndent(0)
        self.setProperty("tone", tone)
        self.setProperty("withicon", bool(icon))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def show_state(self, text: str, tone: Tone = "", icon: str = "") -> None:
        """Say another state."""
        self._icon = icon
        restyled(self, tone=tone, withicon=bool(icon))
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))  # the room for the icon is margin
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._icon:
            painter = QPainter(self)
            role = {"": "ink-2", "accent": "accent-ink"}.get(self.property("tone"), self.property("tone"))
            picture = theme().pixmap(self._icon, role, 12, dpr=self.devicePixelRatioF())
            side = theme().px(12)
            painter.drawPixmap(theme().px(8), (self.height() - side) // 2, picture)


class KeyCap(QLabel):
    """A key as this system writes it.  Says nothing to screen readers: its button does."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "keycap")
        self.setIndent(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(key_words(keys))


@cache
def key_words(keys: str) -> str:
    """Return a key sequence ("Ctrl+K") in this system's words: "Ctrl K", "⌘K", "↑"."""
    arrows = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}
    if keys in arrows:
        return arrows[keys]
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    native = native.replace("Return", "Enter")
    return native.replace("++", "\0").replace("+", " ").replace("\0", " +")


class Initials(QWidget):
    """A person's initials in a circle: decoration, so it has no name of its own."""

    def __init__(self, name: str = "", side: int = 30, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters = initials(name)
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        """Show another person's initials."""
        self._letters = initials(name)
        self.update()

    def sizeHint(self) -> QSize:
        side = theme().px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_initials(painter, self.rect(), self._letters)


def initials(name: str) -> str:
    """Return at most two letters for a name: of its first and last word."""
    words = [word for word in name.replace("(", " ").replace("“", " ").split() if word[0].isalnum()]
    ends = [words[0], words[-1]] if len(words) > 1 else words[:1]
    return "".join(word[0].upper() for word in ends)


def paint_initials(painter: QPainter, rect: QRect, letters: str) -> None:
    """Draw the circle with initials that tables and match rows share."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme().colour("line"))
    painter.setBrush(theme().colour("sunken"))
    painter.drawEllipse(rect.adjusted(0, 0, -1, -1))
    painter.setFont(theme().font("caption", weight=600))
    painter.setPen(theme().colour("ink-2"))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), letters)
    painter.restore()


class KeyHints(QWidget):
    """A line of keys and what they do, for the foot of a page: [↑] [↓] choose  [Enter] sign in."""

    def __init__(self, hints: list[tuple[tuple[str, ...], str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(6))
        for number, (keys, words) in enumerate(hints):
            if number:
                line.addSpacing(theme().px(8))
            for key in keys:
                line.addWidget(KeyCap(key))
            line.addWidget(TextLabel(words, "hint"))
        line.addStretch(1)


def text_width(metrics: QFontMetrics, text: str) -> int:
    """Return the pixels a line of text takes, with one to spare for the slant of the last letter."""
    return metrics.horizontalAdvance(text) + 1
