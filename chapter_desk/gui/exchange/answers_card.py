"""The card "Two answers, pick one"."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from chapter_desk.core.sync.kept_answers import Answer, TwoKept
from chapter_desk.gui.exchange.exchange_now import ExchangeNow
from chapter_desk.gui.exchange.words import day_of, field_words, group_of, group_words, value_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, Rule
from chapter_desk.gui.widgets.labels import ElidedLabel, StatusPill, TextLabel
from chapter_desk.i18n import _

_SHOWN = 5


class AnswerButton(QPushButton):
    """One of two answers: the value, and who wrote it.  The one in use is filled."""

    def __init__(self, value: str, who: str, in_use: bool, about: str) -> None:
        super().__init__()
        self.value, self._who = value, who
        self.setProperty("kind", "tile")
        self.setCheckable(True)
        self.setChecked(in_use)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = _("{about}: {value}, in use, {who}") if in_use else _("{about}: {value}, {who}")
        self.setAccessibleName(said.format(about=about, value=value, who=who))
        self.setToolTip(f"{value}\n{who}")

    def nextCheckState(self) -> None:
        """Stay as it is: which one is in use is decided by the file, not by the press."""

    def sizeHint(self) -> QSize:
        t = theme()
        words = max(
            QFontMetrics(t.font("small", weight=600)).horizontalAdvance(self.value),
            QFontMetrics(t.font("caption")).horizontalAdvance(self._who),
        )
        return QSize(max(t.px(120), min(t.px(220), words + t.px(52))), t.px(46))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(110), theme().px(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        side = t.px(16)
        dot = QRectF(t.px(12), (self.height() - side) / 2, side, side)
        painter.setPen(QPen(t.colour("accent" if chosen else "control"), t.px(5) if chosen else 1))
        painter.setBrush(t.colour("surface"))
        inset = t.px(5) / 2 if chosen else 0.5
        painter.drawEllipse(dot.adjusted(inset, inset, -inset, -inset))
        left = t.px(12 + 16 + 9)
        width = self.width() - left - t.px(10)
        half = self.height() // 2
        lines = (
            (
                self.value,
                t.font("small", tabular=True, weight=600),
                "ink",
                QRect(left, 0, width, half),
                "AlignBottom",
            ),
            (self._who, t.font("caption"), "ink-2", QRect(left, half, width, half), "AlignTop"),
        )
        for text, font, role, rect, side_name in lines:
            painter.setFont(font)
            painter.setPen(t.colour(role))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, int(getattr(Qt.AlignmentFlag, side_name)), shown)


class AnswersCard(Card):
    """Fields that were written on two laptops: the later answer is in use until somebody picks.

    Signals:
        other_picked(object): Use the other answer of this `TwoKept`.
        kept(object): The answer in use is right.
    """

    other_picked = Signal(object)
    kept = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Two answers, pick one"), flush=True, parent=parent)
        t = theme()
        self._now: ExchangeNow | None = None
        self._all = False
        self._shown: Sequence[TwoKept] | None = None
        self.count = StatusPill("", "warn")
        self.head.addWidget(self.count)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.body.setSpacing(0)
        self.more = ActionButton("", "link")
        self.more.clicked.connect(self._turn)
        self._line = TextLabel("", "hint", wrap=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(t.px(15), t.px(8), t.px(15), t.px(11))
        foot.addWidget(self._line, 1)
        foot.addWidget(self.more)
        self.body.addLayout(foot)
        self.buttons: dict[int, tuple[AnswerButton, AnswerButton]] = {}
        """The two answers that show (the one in use first), by the id of their `TwoKept`."""

    def show_now(self, now: ExchangeNow) -> None:
        """Show what is open."""
        self._now = now
        n = len(now.answers)
        shown = now.answers if self._all else now.answers[:_SHOWN]
        self.count.setVisible(bool(n))
        self.count.setText(f"{n:,}")
        self.more.setVisible(n > _SHOWN)
        self.more.setText(_("Show fewer") if self._all else _("Show all {n}").format(n=n))
        self._line.setText(
            _("The later answer is in use meanwhile. The other is kept in History.")
            if n
            else _("No field was written differently on two laptops.")
        )
        if shown != self._shown:
            self._shown = tuple(shown)
            self._make_rows(self._shown, now)

    def _make_rows(self, shown: Sequence[TwoKept], now: ExchangeNow) -> None:
        had_focus = any(button.hasFocus() for pair in self.buttons.values() for button in pair)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        for number, kept in enumerate(shown):
            if number:
                self._rows.addWidget(Rule())
            self._rows.addWidget(self._made(kept, now))
        if had_focus and self.buttons:
            next(iter(self.buttons.values()))[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, kept: TwoKept, now: ExchangeNow) -> QWidget:
        t = theme()
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(t.px(15), t.px(7), t.px(15), t.px(7))
        line.setSpacing(t.px(10))
        about = _("{name}, {field}").format(
            name=kept.about or group_words(group_of(kept.table)), field=field_words(kept.field)
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(ElidedLabel(about, "label"))
        words.addWidget(ElidedLabel(_("written on both laptops"), "hint"))
        words.addStretch(1)
        line.addLayout(words, 4)
        pair = (
            AnswerButton(
                value_words(kept.in_use.value, now.zone, now.today, kept.field),
                _who(kept.in_use, now, True),
                True,
                about,
            ),
            AnswerButton(
                value_words(kept.other.value, now.zone, now.today, kept.field),
                _who(kept.other, now, False),
                False,
                about,
            ),
        )
        pair[0].clicked.connect(lambda: self.kept.emit(kept))
        pair[1].clicked.connect(lambda: self.other_picked.emit(kept))
        for button in pair:
            line.addWidget(button, 3)
        self.buttons[kept.id] = pair
        return row

    def _turn(self) -> None:
        self._all = not self._all
        if self._now is not None:
            self.show_now(self._now)


def _who(answer: Answer, now: ExchangeNow, in_use: bool) -> str:
    where = _("here") if answer.is_here else answer.laptop or _("another laptop")
    when = day_of(answer.at, now.zone, now.today)
    words = _("in use: {where}, {when}") if in_use else _("{where}, {when}")
    return words.format(where=where, when=when)
