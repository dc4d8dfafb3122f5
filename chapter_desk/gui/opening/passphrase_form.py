"""Choosing a passphrase: typed twice, with how long it would hold, or six words to take."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.core.safekeeping.passphrase import Strength, Weakness, strength, suggested
from chapter_desk.gui.opening.caps_lock import CapsLock
from chapter_desk.gui.opening.opening_view import EnterGoesOn
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton, IconButton
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel, Tone
from chapter_desk.i18n import _, language

LEAST_SCORE = 2
"""Below this a passphrase is not taken: it would be guessed in hours by who has a copy of the file."""

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


class StrengthBar(QWidget):
    """Four blocks, as many filled as the passphrase is strong; the words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_score(self, score: int) -> None:
        """Fill `score` of the four blocks."""
        self._score = score
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        gap = t.px(4)
        width = (self.width() - 3 * gap) / 4
        for number in range(4):
            filled = number < self._score
            painter.setBrush(t.colour(_tone(self._score) or "line") if filled else t.colour("line"))
            block = QRectF(number * (width + gap), 0, width, self.height())
            painter.drawRoundedRect(block, block.height() / 2, block.height() / 2)


class PassphraseForm(QWidget):
    """Two fields and how strong what stands in them is.

    `known` gives what anybody knows here, which counts little.

    Signals:
        changed(): Something was typed; ask `ready()` again.
        done(): Enter was pressed in the last field.
    """

    changed = Signal()
    done = Signal()

    def __init__(
        self,
        caps_lock: CapsLock,
        known: Callable[[], Sequence[str]] = tuple,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        t = theme()
        self._known = known
        self._strength = strength("")
        self.first = TextField(_("Passphrase"), room="large", secret=True)
        self.again = TextField(_("Once more"), room="large")
        self.again.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self._same = self.again.editor.addAction(
            theme().icon("check", "good"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._same.setVisible(False)
        self._bar = StrengthBar()
        self._verdict = TextLabel("", "label")
        self._time = TextLabel("", "small", wrap=True)
        self.suggest = ActionButton(_("Suggest six words"), "link", icon="dices")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(6))
        box.addWidget(self.first)
        box.addWidget(self._bar)
        verdict = QHBoxLayout()
        verdict.setSpacing(t.px(6))
        verdict.addWidget(self._verdict, 0, Qt.AlignmentFlag.AlignTop)
        verdict.addWidget(self._time, 1, Qt.AlignmentFlag.AlignTop)
        verdict.addWidget(self.suggest, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(verdict)
        box.addSpacing(t.px(4))
        box.addWidget(self.again)
        self._eye = self.first.findChild(IconButton)
        assert self._eye is not None
        self._eye.toggled.connect(self._show_both)
        self.first.changed.connect(self._judge)
        self.again.changed.connect(self._compare)
        self.again.left.connect(self._say_if_different)
        self.suggest.clicked.connect(self._suggest)
        for field in (self.first, self.again):
            caps_lock.watch(field.editor)
        self._caps_lock = caps_lock
        caps_lock.changed.connect(self._say_caps_lock)
        enter = EnterGoesOn(self, self.first.editor, self.again.editor)
        enter.done.connect(self.done)
        self._judge()

    def text(self) -> str:
        """Return the passphrase as typed."""
        return self.first.text()

    def ready(self) -> bool:
        """Whether it is strong enough and typed the same twice."""
        return not self.hindrance()

    def hindrance(self) -> str:
        """Return what is still to do before it can be taken, "" if nothing."""
        if not self.first.text().strip():
            return _("Type a passphrase, or take six words.")
        if self._strength.score < LEAST_SCORE:
            return _("This one is too easy to guess.")
        if self.again.text() != self.first.text():
            return _("Type it once more, so that no slip locks you out.")
        return ""

    def focus_first(self) -> None:
        """Put the focus where there is something to type."""
        (self.again if self._strength.score >= LEAST_SCORE else self.first).setFocus()

    def show_problems(self) -> None:
        """Say at the fields what keeps the passphrase from being taken."""
        self._say_if_different()

    def _judge(self) -> None:
        text = self.first.text()
        self._strength = found = strength(text, self._known())
        self._bar.show_score(found.score if text else 0)
        self._verdict.setText(_verdict(found) if text else "")
        self._verdict.setVisible(bool(text))
        self._verdict.set_tone(_tone(found.score))
        words = _how_long(found) if text else _("Six plain words hold for ever and are easy to say.")
        self._time.setText(words)
        self.first.editor.setAccessibleDescription(f"{self._verdict.text()} {words}".strip())
        self.suggest.setText(_("Six other words") if text else _("Suggest six words"))
        self._compare()

    def _compare(self) -> None:
        same = bool(self.first.text()) and self.again.text() == self.first.text()
        self._same.setVisible(same)
        if same or not self.again.text():
            self.again.set_problem("")
        self.changed.emit()

    def _say_if_different(self) -> None:
        if self.again.text() and self.again.text() != self.first.text():
            self.again.set_problem(_("The two are not the same. Type it again."))

    def _say_caps_lock(self) -> None:
        self.first.set_hint(_("Caps Lock is on") if self._caps_lock.on else "")

    def _suggest(self) -> None:
        assert self._eye is not None
        self._eye.setChecked(True)  # words that nobody has seen cannot be written down
        self.again.set_text("")
        self.first.set_text(suggested(language()))
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_both(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.again.editor.setEchoMode(mode)


def _tone(score: int) -> Tone:
    return "good" if score > LEAST_SCORE else "warn" if score == LEAST_SCORE else "bad"


def _verdict(found: Strength) -> str:
    if found.score > LEAST_SCORE:
        return _("Strong.")
    return _("Fair.") if found.score == LEAST_SCORE else _("Weak.")


def _how_long(found: Strength) -> str:
    """Return how long a guesser needs, and what would help most."""
    time = _time_to_guess(found.seconds)
    advice = {
        Weakness.NONE: "",
        Weakness.SHORT: _("Add a word or two."),
        Weakness.COMMON: _("Everybody's words and years are tried first."),
        Weakness.KNOWN: _("Names that anybody knows here count little."),
        Weakness.RUN: _("Keys in a row are tried first."),
        Weakness.REPEAT: _("Saying it twice adds little."),
    }[found.weakness]
    return f"{time} {advice}".strip()


def _time_to_guess(seconds: float) -> str:
    if seconds < _MINUTE:
        return _("Would be guessed in seconds.")
    if seconds < _HOUR:
        return _("Would be guessed in minutes.")
    if seconds < _DAY:
        return _("Would be guessed in hours.")
    if seconds < 60 * _DAY:
        return _("Would be guessed in days.")
    if seconds < 2 * 365 * _DAY:
        return _("Would take months to guess.")
    if seconds < 200 * 365 * _DAY:
        return _("Would take years to guess.")
    return _("Would take centuries to guess.")
