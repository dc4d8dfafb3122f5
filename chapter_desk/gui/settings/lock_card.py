"""When the chapter locks itself, what a locked laptop shows, and the two ways to open it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.choices import Switch
from chapter_desk.gui.widgets.fields import Field
from chapter_desk.gui.widgets.flow import FlowLayout
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext

_MINUTES = (1, 2, 5, 10, 15, 30, 60, 0)


class LockCard(Card):
    """Auto-lock, names at the start, passphrase and recovery code.

    Signals:
        quiet_changed(): Another number of minutes.
        passphrase_asked(): Change the passphrase.
        code_asked(): Make a new recovery code.
    """

    quiet_changed = Signal()
    passphrase_asked = Signal()
    code_asked = Signal()

    def __init__(self, settings: LaptopSettings) -> None:
        super().__init__(_("Locking"))
        t = theme()
        self._settings = settings
        self.minutes = QComboBox()
        self.minutes.setMaximumWidth(theme().px(240))
        for minutes in sorted({*_MINUTES, settings.lock_after_min}, key=lambda n: (n == 0, n)):
            self.minutes.addItem(_in_words(minutes), minutes)
        self.minutes.setCurrentIndex(self.minutes.findData(settings.lock_after_min))
        self.minutes.activated.connect(lambda _n: self._lock_after())
        hint = _("The door does not lock while people are being signed in.")
        self.body.addWidget(Field(_("Lock after quiet"), self.minutes, hint))
        self.hide_names = Switch(_("Hide the chapter's name until it is unlocked"))
        self.hide_names.setChecked(settings.hide_names)
        self.hide_names.toggled.connect(self._hide_names)
        self.body.addWidget(self.hide_names)
        self.passphrase = ActionButton(_("Change the passphrase"), icon="key-round")
        self.passphrase.clicked.connect(self.passphrase_asked)
        self.code = ActionButton(_("New recovery code"), icon="shield")
        self.code.clicked.connect(self.code_asked)
        self._keys = FlowLayout(t.px(10), t.px(8))
        self._keys.addWidget(self.passphrase)
        self._keys.addWidget(self.code)
        self.body.addLayout(self._keys)
        self._sample = TextLabel(_("The sample has no passphrase, so it does not lock."), "hint", wrap=True)
        self._sample.hide()
        self.body.addWidget(self._sample)

    def show_sample(self, is_sample: bool) -> None:
        """A sample has no passphrase that anybody knows: nothing to change."""
        why = self._sample.text() if is_sample else ""
        for button in (self.passphrase, self.code):
            if is_sample:
                button.turn_off(why)
            else:
                button.turn_on()
        self._sample.setVisible(is_sample)

    def _lock_after(self) -> None:
        self._settings.lock_after_min = int(self.minutes.currentData())
        self._settings.save()
        self.quiet_changed.emit()

    def _hide_names(self, on: bool) -> None:
        self._settings.hide_names = on
        self._settings.save()


def _in_words(minutes: int) -> str:
    if not minutes:
        return _("Never")
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
