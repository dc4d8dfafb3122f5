"""The phone form beside the desk: its switch, its code, how many came this way."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.gui.door import phone_words
from chapter_desk.gui.door.phone_switch import PhoneSwitch
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.choices import Switch
from chapter_desk.gui.widgets.flow import FlowLayout
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.qr_tile import QrTile
from chapter_desk.i18n import _
from chapter_desk.web.phone_form import Stage


class PhoneCard(Card):
    """Off, on, or why not.

    Signals:
        turned(bool): A person turned the switch.
        again_asked(): Try again.
        big_asked(): The code is to fill the window.
        print_asked(): The code is to be printed.
    """

    turned = Signal(bool)
    again_asked = Signal()
    big_asked = Signal()
    print_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Phone form"), parent=parent)
        t = theme()
        self.switch = Switch("")
        self.switch.setFixedSize(t.px(44), t.px(28))
        self.switch.clicked.connect(self._turn)
        self.head.addWidget(self.switch)
        self.off = TextLabel(phone_words.off_words(), "hint", wrap=True)
        self.problem = TextLabel("", "small", wrap=True, tone="warn")
        self.again = ActionButton(_("Try again"), "", "large", icon="rotate-cw")
        self.again.clicked.connect(self.again_asked)
        self.code = QrTile(_("Phone form address, also written below"), 112)
        self.join = TextLabel("", "label", wrap=True)
        self.came = TextLabel("", "hint", wrap=True)
        self.url = TextLabel("", "small", wrap=True)
        self.url.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = TextLabel(phone_words.read_along(), "hint", wrap=True)
        self.big = ActionButton(_("Show big"), "", "large", icon="maximize")
        self.big.clicked.connect(self.big_asked)
        self.print = ActionButton(_("Print"), "", "large")
        self.print.clicked.connect(self.print_asked)
        self._lay_out()

    def show_switch(self, phone: PhoneSwitch, came: int, *, is_on: bool) -> None:
        """Show how the form is, and how many came this way."""
        stage = phone.stage if is_on else Stage.OFF
        problem = phone_words.state_words(stage, phone.trouble)
        on = is_on and stage is not Stage.OFF
        self.switch.setChecked(not on if phone.turning else on)
        self.switch.setEnabled(not phone.turning)
        self._name_switch()
        if phone.turning:
            problem = ""
        self.off.setText(self._off_line(on=on, turning=phone.turning))
        self.off.setVisible(bool(self.off.text()) and not problem)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.again.setVisible(bool(problem))
        address = phone.address if on else None
        self._code_row.setVisible(address is not None and stage is Stage.ON)
        self._acts.setVisible(address is not None and stage is Stage.ON)
        for label in (self.url, self.note):
            label.setVisible(address is not None and stage is Stage.ON)
        self.code.show_text(address.url if address is not None else "")
        self.url.setText(address.url if address is not None else "")
        self.join.setText(phone_words.join_words(phone.settings.phone_wifi))
        self.came.setText(phone_words.came_words(came))

    def _off_line(self, *, on: bool, turning: bool) -> str:
        if turning:
            return _("Switching off") if on else _("Switching on")
        return "" if on else phone_words.off_words()

    def _turn(self, on: bool) -> None:
        self._name_switch()
        self.turned.emit(on)

    def _name_switch(self) -> None:
        words = _("{name}, on") if self.switch.isChecked() else _("{name}, off")
        self.switch.setAccessibleName(words.format(name=_("Phone form")))

    def _lay_out(self) -> None:
        t = theme()
        self._code_row = QWidget()
        row = QHBoxLayout(self._code_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(t.px(12))
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(t.px(2))
        words.addStretch(1)
        words.addWidget(self.join)
        words.addWidget(self.came)
        words.addStretch(1)
        row.addLayout(words, 1)
        self._acts = QWidget()
        acts = FlowLayout(t.px(8), t.px(8))
        self._acts.setLayout(acts)
        acts.addWidget(self.big)
        acts.addWidget(self.print)
        for widget in (self.off, self.problem, self.again, self._code_row, self.url, self._acts, self.note):
            self.body.addWidget(widget)
