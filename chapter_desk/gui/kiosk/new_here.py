"""Somebody who is new: a name is enough, the rest as they like, and no box is ticked for them."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.gui.kiosk.finding import NameField
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import scrolling
from chapter_desk.gui.widgets.fields import Field
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _


class KioskNew(QWidget):
    """The form of who is new here.

    Signals:
        given(object): The `WalkIn` that somebody says they are.
        left(): Back to the name.
        touched(): Somebody is here.
    """

    given = Signal(object)
    left = Signal()
    touched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self._name_needed = _("A name, any name you like.")
        self.name = self._field(_("Your name, as you say it"), _("That is all we need."))
        self.phone = self._field(_("Phone"))
        self.email = self._field(_("E-mail"))
        self.postal_code = self._field(_("ZIP"))
        self.may = {
            "email": QCheckBox(_("You may write me an e-mail.")),
            "sms": QCheckBox(_("You may send me text messages.")),
            "call": QCheckBox(_("You may call me.")),
        }
        self.back = ActionButton(_("Back"), "", "kiosk", icon="arrow-left")
        self.sign_in = ActionButton(_("Sign me in"), "primary", "kiosk", icon="check")
        inside = QWidget()
        form = QGridLayout(inside)
        form.setContentsMargins(t.px(4), t.px(4), t.px(4), t.px(4))
        form.setHorizontalSpacing(t.px(14))
        form.setVerticalSpacing(t.px(10))
        form.addWidget(TextLabel(_("Good to have you here."), "kiosk-title", wrap=True), 0, 0, 1, 3)
        form.addWidget(self.name, 1, 0, 1, 3)
        for column, field in enumerate((self.phone, self.email, self.postal_code)):
            form.addWidget(field, 2, column)
            form.setColumnStretch(column, 1)
        for row, tick in enumerate(self.may.values(), 3):
            tick.setProperty("room", "kiosk")
            tick.setMinimumHeight(t.size("kiosk-target"))
            form.addWidget(tick, row, 0, 1, 3)
        form.setRowStretch(6, 1)
        foot = QHBoxLayout()
        foot.setSpacing(t.px(14))
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.sign_in)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(10))
        box.addWidget(scrolling(inside), 1)
        box.addLayout(foot)
        self.back.clicked.connect(self.left)
        self.sign_in.clicked.connect(self.give)
        self.name.editor.textChanged.connect(lambda _text: self.name.set_problem(""))

    def begin(self, typed: str) -> None:
        """Start with what was typed before, and nothing of the person before."""
        for field in (self.phone, self.email, self.postal_code):
            field.editor.clear()
        for box in self.may.values():
            box.setChecked(False)
        written = typed if typed != typed.lower() else " ".join(w[:1].upper() + w[1:] for w in typed.split())
        self.name.editor.setText(written)
        self.name.set_problem("")
        self.name.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self) -> dict[str, str]:
        """Return what was written and ticked, by field."""
        written = {key: field.editor.text() for key, field in self._fields().items()}
        return written | {channel: "yes" for channel, box in self.may.items() if box.isChecked()}

    def restore(self, values: Mapping[str, str]) -> None:
        """Put back what `values` returned: in another language it is still the same person."""
        for key, field in self._fields().items():
            field.editor.setText(values.get(key, ""))
        for channel, box in self.may.items():
            box.setChecked(channel in values)

    def _fields(self) -> dict[str, Field[NameField]]:
        return {
            "name": self.name,
            "phone number": self.phone,
            "e-mail address": self.email,
            "postal code": self.postal_code,
        }

    def give(self) -> None:
        """Hand on what was written; a name is needed."""
        name = self.name.editor.text().strip()
        if not name:
            self.name.set_problem(self._name_needed)
            self.name.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.given.emit(
            WalkIn(
                name=name,
                phone=self.phone.editor.text().strip(),
                email=self.email.editor.text().strip(),
                postal_code=self.postal_code.editor.text().strip(),
                consents=tuple(channel for channel, box in self.may.items() if box.isChecked()),
            )
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.touched.emit()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.give()
                return True
        return False

    def _field(self, label: str, hint: str = "") -> Field[NameField]:
        editor = NameField(label)
        editor.setProperty("room", "kiosk-form")
        editor.setProperty("noring", False)
        editor.cleared.connect(self.left)
        editor.installEventFilter(self)
        return Field(label, editor, hint)
