"""Counted effects, evidence, and the counter at the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _


@dataclass(frozen=True, slots=True)
class Effect:
    """How many of something would happen: the number, its words, and whether a person should look."""

    key: str
    count: int
    words: str
    tone: Literal["", "warn", "bad"] = ""


class _Tile(QPushButton):
    def __init__(self, effect: Effect) -> None:
        super().__init__()
        self.effect = effect
        self.setProperty("kind", "tile")
        self.setProperty("tone", effect.tone if effect.count else "")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{effect.count:,} {effect.words}")

    def sizeHint(self) -> QSize:
        t = theme()
        words = QFontMetrics(t.font("small")).horizontalAdvance(self.effect.words)
        return QSize(max(t.px(100), words + t.px(30)), t.px(68))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(90), theme().px(68))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        tone = self.effect.tone if self.effect.count else ""
        left, width = t.px(15), self.width() - t.px(24)
        painter.setFont(t.font("h1", tabular=True))
        painter.setPen(t.colour(tone or "ink"))
        painter.drawText(
            QRect(left, t.px(9), width, t.px(30)),
            int(Qt.AlignmentFlag.AlignVCenter),
            f"{self.effect.count:,}",
        )
        painter.setFont(t.font("small"))
        painter.setPen(t.colour(tone or "ink-2"))
        words = painter.fontMetrics().elidedText(self.effect.words, Qt.TextElideMode.ElideRight, width)
        self.setToolTip(self.effect.words if words != self.effect.words else "")
        painter.drawText(QRect(left, t.px(39), width, t.px(20)), int(Qt.AlignmentFlag.AlignVCenter), words)


class EffectTiles(QWidget):
    """What an act would do, counted; a press filters the rows below, a second press shows all again.

    Signals:
        filtered(str): The key of the tile that filters now, "" for none.
    """

    filtered = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme().px(10))
        self.tiles: dict[str, QAbstractButton] = {}
        """The tiles there are, by key."""

    def show_effects(self, effects: Sequence[Effect]) -> None:
        """Show the counts; the filter stays if its tile does."""
        held = self.filter()
        while (item := self._line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.tiles = {}
        for effect in effects:
            tile = _Tile(effect)
            tile.setChecked(effect.key == held)
            tile.clicked.connect(lambda on, key=effect.key: self._press(key, on))
            self.tiles[effect.key] = tile
            self._line.addWidget(tile, 1)

    def filter(self) -> str:
        """Return the key of the tile that filters, "" for none."""
        return next((key for key, tile in self.tiles.items() if tile.isChecked()), "")

    def _press(self, key: str, on: bool) -> None:
        for each, tile in self.tiles.items():
            tile.setChecked(on and each == key)
        self.filtered.emit(key if on else "")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A proof, or what follows from the proofs (`result`), with its source."""

    key: str
    text: str
    line: str = ""
    opens: str = ""
    """The words of the link to the source; "" where there is nothing to open."""
    result: bool = False


class EvidenceList(QWidget):
    """Why something is so: filled dots are proofs, the ring is the result; each leads to its source.

    Signals:
        opened(str): The key of the evidence whose source is wanted.
    """

    opened = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._rows: list[_EvidenceRow] = []

    def show_evidence(self, evidence: Sequence[Evidence]) -> None:
        """Show the proofs in the order given, the result last."""
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = [_EvidenceRow(each, last=each is evidence[-1]) for each in evidence]
        for row in self._rows:
            row.opened.connect(self.opened)
            self._box.addWidget(row)


class _EvidenceRow(QWidget):
    opened = Signal(str)

    def __init__(self, evidence: Evidence, *, last: bool) -> None:
        super().__init__()
        t = theme()
        self._evidence = evidence
        self._last = last
        self.setAccessibleName(evidence.text)
        words = QVBoxLayout(self)
        words.setContentsMargins(t.px(22), 0, 0, 0 if last else t.px(8))
        words.setSpacing(0)
        words.addWidget(TextLabel(evidence.text, "label", wrap=True))
        if evidence.line:
            words.addWidget(TextLabel(evidence.line, "hint", wrap=True))
        if evidence.opens:
            link = ActionButton(evidence.opens, "link")
            link.setAccessibleName(f"{evidence.opens}, {evidence.text}")
            link.clicked.connect(lambda: self.opened.emit(evidence.key))
            words.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(t.px(7) + 0.5, t.px(10))
        if not self._last:
            painter.setPen(QPen(t.colour("line"), 2))
            painter.drawLine(middle, QPointF(middle.x(), self.height()))
        radius = t.px(6)
        if self._evidence.result:
            painter.setPen(QPen(t.colour("accent"), 2))
            painter.setBrush(t.colour("surface"))
            radius -= 1
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.colour("good"))
        painter.drawEllipse(middle, radius, radius)


class Counter(QWidget):
    """How many are on a list, from the ledger: the view never counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._number = TextLabel("", "counter", figures=True)
        self._words = TextLabel("", "hint", wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(t.px(14))
        line.addWidget(self._number)
        line.addWidget(self._words, 1)
        self.show_count(0)

    def show_count(self, count: int, said_yes: int | None = None, *, words: str = "") -> None:
        """Show the count, what these did ("signed in"), and how many said they would come, if known."""
        self._number.setText(f"{count:,}")
        words = words or _("signed in")
        name = f"{{count}} {words}"
        if said_yes is not None:
            words += "\n" + _("{count} said yes").format(count=f"{said_yes:,}")
            name = _("{count} signed in of {yes} who said yes")
        self._words.setText(words)
        self.setAccessibleName(name.format(count=count, yes=said_yes))
