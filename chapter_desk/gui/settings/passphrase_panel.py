"""Changing the passphrase: the present one, then another one twice."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal

from chapter_desk.gui.opening.caps_lock import CapsLock
from chapter_desk.gui.opening.passphrase_form import PassphraseForm
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Rule, SidePanel
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _


class PassphrasePanel(SidePanel):
    """Asks for both passphrases.

    Signals:
        given(str, str): The present passphrase and the new one.
    """

    given = Signal(str, str)

    def __init__(self, known: Callable[[], Sequence[str]]) -> None:
        super().__init__(_("Change the passphrase"))
        self.head.addWidget(TextLabel(_("Change the passphrase"), "h2", wrap=True), 1)
        note = _("The recovery code stays as it is. Backups made before open with the old passphrase.")
        self.body.addWidget(TextLabel(note, "hint", wrap=True))
        self.present = TextField(_("The present passphrase"), room="large", secret=True)
        self.present.changed.connect(lambda _text: self.present.set_problem(""))
        self.body.addWidget(self.present)
        self.body.addWidget(Rule())
        caps_lock = CapsLock(self)
        caps_lock.watch(self.present.editor)
        self.form = PassphraseForm(caps_lock, known)
        self.form.first.set_label(_("The new passphrase"))
        self.form.changed.connect(self._look)
        self.form.done.connect(self._give)
        self.body.addWidget(self.form)
        self.change = ActionButton(_("Change it"), icon="key-round")
        self.change.clicked.connect(self._give)
        self._line = TextLabel("", "hint", wrap=True)
        self.body.addWidget(self.change)
        self.body.addWidget(self._line)
        self.body.addStretch(1)
        self.present.editor.returnPressed.connect(self.form.focus_first)
        self.setFocusProxy(self.present)
        self._look()

    def show_working(self) -> None:
        """Opening and closing the vault takes a second or two."""
        self.change.turn_off(_("The passphrase is being changed."))
        self._line.setText(_("The passphrase is being changed."))

    def show_wrong(self, words: str) -> None:
        """The present one is not right: nothing was changed."""
        self._look()
        self.present.set_problem(words)
        self.present.editor.selectAll()
        self.present.setFocus()

    def _look(self) -> None:
        hindrance = self.form.hindrance()
        if hindrance:
            self.change.turn_off(hindrance)
        else:
            self.change.turn_on()
        self._line.setText(hindrance)
        self._line.setVisible(bool(hindrance))

    def _give(self) -> None:
        if not self.present.text():
            self.present.set_problem(_("Type the present passphrase."))
            self.present.setFocus()
        elif self.form.ready():
            self.given.emit(self.present.text(), self.form.text())
        else:
            self.form.show_problems()
