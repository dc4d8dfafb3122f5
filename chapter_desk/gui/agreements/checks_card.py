"""What must be so before the agreement can be sent, and what is good to do as well."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.agreements import gate as core
from chapter_desk.core.agreements.gate import Fix
from chapter_desk.gui.agreements.agreement_now import AgreementNow
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.cards import Card, Rule
from chapter_desk.gui.widgets.labels import StatusPill, TextLabel
from chapter_desk.gui.widgets.steps import Gate, GateList
from chapter_desk.i18n import _


class TickRow(QWidget):
    """A check that a person answers for: the whole line is the target.

    Signals:
        ticked(bool): The person ticked it, or took the tick away.
    """

    ticked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox()
        self.box.clicked.connect(self.ticked)
        self._words = TextLabel("", "small", wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme().px(1), theme().px(3), 0, theme().px(3))
        line.setSpacing(theme().px(10))
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)

    def show_check(self, check: core.Gate) -> None:
        """Show a check, ticked or not."""
        self.box.setChecked(check.met)
        needed = _("{check} It is needed before the agreement can be sent.")
        self._words.setText(needed.format(check=check.text) if check.required else check.text)
        self.box.setAccessibleName(self._words.text())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.box.click()


class ChecksCard(Card):
    """The checks that the program judges, each with the way to its fix, and those a person ticks.

    Signals:
        fix_asked(str): The id of a check whose button was pressed.
        ticked(str, bool): A check that a person answers for.
    """

    fix_asked = Signal(str)
    ticked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Before it can be sent"), parent=parent)
        t = theme()
        self._pill = StatusPill()
        self.head.addWidget(self._pill)
        self.gates = GateList(_("Before it can be sent"))
        self.gates.fix_asked.connect(self.fix_asked)
        self._also = TextLabel(_("Good to do as well"), "label")
        self.ticks: dict[str, TickRow] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._rule = Rule()
        self.body.setSpacing(t.px(4))
        self.body.addWidget(self.gates)
        self.body.addWidget(self._rule)
        self.body.addWidget(self._also)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def show_agreement(self, now: AgreementNow) -> None:
        """Show how the checks stand."""
        required = [gate for gate in now.agreement.checks if gate.required]
        met = sum(gate.met for gate in required)
        words = _("{met} of {total}").format(met=met, total=len(required))
        if met == len(required):
            self._pill.show_state(words, "good", "check")
        else:
            self._pill.show_state(words, "warn")
        fixes = {
            Fix.PEOPLE: _("Open members"),
            Fix.CONTACT: _("Name one"),
            Fix.PLAN: _("Open the plan"),
            Fix.CALL: _("Note the call"),
        }
        self.gates.show_gates(
            [Gate(each.id, each.text, each.met, each.detail, fixes.get(each.fix, "")) for each in now.checks]
        )
        self._show_ticks(now)

    def focus_first_open(self) -> bool:
        """Take the focus on the fix of the first check that is not met; False if all are."""
        for button in self.gates.buttons.values():
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _show_ticks(self, now: AgreementNow) -> None:
        wanted = {check.id: check for check in now.ticks}
        for gone in [id for id in self.ticks if id not in wanted]:
            self.ticks.pop(gone).deleteLater()
        for id, check in wanted.items():
            if id not in self.ticks:
                row = self.ticks[id] = TickRow()
                row.ticked.connect(lambda on, id=id: self.ticked.emit(id, on))
                self._rows.addWidget(row)
            self.ticks[id].show_check(check)
        for widget in (self._rule, self._also):
            widget.setVisible(bool(wanted))
