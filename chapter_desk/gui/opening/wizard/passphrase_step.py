"""Fourth step: the passphrase locks the list, and a code on paper opens it when that is forgotten."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from chapter_desk.gui.opening.caps_lock import CapsLock
from chapter_desk.gui.opening.passphrase_form import PassphraseForm
from chapter_desk.gui.opening.wizard.answers import Answers
from chapter_desk.gui.opening.wizard.code_card import CodeCard
from chapter_desk.gui.opening.wizard.step import WizardStep
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.notices import Notice
from chapter_desk.i18n import _, ngettext

_SIDE_BY_SIDE = 760


class PassphraseStep(WizardStep):
    """Passphrase at the left, recovery code at the right; the code is made with the chapter.

    Signals:
        found_asked(): The passphrase is set: make the chapter now.
    """

    found_asked = Signal()

    def __init__(
        self, answers: Answers, caps_lock: CapsLock, lock_after_min: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(answers, parent)
        t = theme()
        self._caps_lock = caps_lock
        self._lock_after_min = lock_after_min
        self._asked = 0
        self.form: PassphraseForm | None = None
        self.card: CodeCard | None = None
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(t.px(28))
        self.body.addLayout(self._columns)
        self._warning = Notice(
            "warn",
            _("There is no reset by e-mail."),
            _("If both the passphrase and this paper are lost, the list cannot be opened by anyone."),
        )
        self.body.addWidget(self._warning)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for side in (self._left, self._right):
            side.setSpacing(t.px(12))
            self._columns.addLayout(side, 1)
        self._fill_left()
        self._fill_right()

    @staticmethod
    def name() -> str:
        return _("Passphrase")

    def heading(self) -> str:
        return _("Lock the member list with a passphrase")

    def subtitle(self) -> str:
        return _("Your list is sealed on this laptop. Nobody, national included, can open it without this.")

    def hindrance(self) -> str:
        if self.form is not None:
            return self.form.hindrance()
        if self.card is not None and not self.card.proven:
            return _("Waits for one group of the code, typed from your paper.")
        return ""

    def show_problems(self) -> None:
        if self.form is not None:
            self.form.show_problems()
        self.enter()

    def enter(self) -> None:
        if self.form is not None:
            self.form.focus_first()
        elif self.card is not None:
            self.card.enter()

    def show_founded(self) -> None:
        """The chapter is made: the passphrase is settled, the code comes up."""
        self._fill_left()
        self._fill_right()
        self.changed.emit()
        self.enter()

    def resizeEvent(self, event: object) -> None:
        side_by_side = self.width() >= theme().px(_SIDE_BY_SIDE)
        direction = QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != direction:
            self._columns.setDirection(direction)

    # the inside

    def _fill_left(self) -> None:
        _emptied(self._left)
        self.form = None
        if self.answers.is_founded:
            card = Card(_("Passphrase"))
            card.body.addWidget(TextLabel(_("Set. The list is sealed with it now."), "body", tone="good"))
            words = _("Settings can change it at any time, with the old one in hand.")
            card.body.addWidget(TextLabel(words, "small", wrap=True))
            self._left.addWidget(card)
        else:
            form = self.form = PassphraseForm(self._caps_lock, self._known)
            if self.answers.passphrase:
                form.first.set_text(self.answers.passphrase)
            form.changed.connect(self._typed)
            form.done.connect(self.next_asked)
            self._left.addWidget(form)
        minutes = self._lock_after_min
        if minutes:
            words = ngettext(
                "The laptop locks itself after {n} minute without a key press, and never in the middle of a "
                "sign-in.",
                "The laptop locks itself after {n} minutes without a key press, and never in the middle of a "
                "sign-in.",
                minutes,
            )
            self._left.addWidget(Notice("info", "", words.format(n=minutes)))
        self._left.addStretch(1)

    def _fill_right(self) -> None:
        if self.card is not None:
            self._asked = self.card.asked
        _emptied(self._right)
        self.card = None
        code = self.answers.code
        if code is None:
            card = Card(_("Recovery code"))
            words = _("It is made together with the lock, as soon as the passphrase is set.")
            card.body.addWidget(TextLabel(words, "small", wrap=True))
            self._right.addWidget(card)
        else:
            made = self.card = CodeCard(
                code, lambda: self.answers.name, asked=self._asked, proven=self.answers.code_copied
            )
            made.copied.connect(self._copied)
            made.next_asked.connect(self.next_asked)
            self._right.addWidget(made)
        self._right.addStretch(1)

    def _typed(self) -> None:
        assert self.form is not None
        self.answers.passphrase = self.form.text()
        self.changed.emit()

    def _copied(self) -> None:
        self.answers.code_copied = True
        self.changed.emit()

    def _known(self) -> Sequence[str]:
        answers = self.answers
        return (answers.name, answers.postal_code, answers.lead_name, answers.lead_email)


def _emptied(box: QVBoxLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            widget.hide()
            widget.deleteLater()
