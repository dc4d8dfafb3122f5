"""The roll of a meeting, as it goes into the minutes."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from chapter_desk.core.meetings.minutes_block import minutes_block
from chapter_desk.core.meetings.roll import Roll
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext


class RollView(QWidget):
    """The numbers, and the block for the minutes with a button that copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.count = TextLabel("", "display", figures=True, wrap=True)
        self.lines = TextLabel("", "small", wrap=True, figures=True)
        self.block = QPlainTextEdit()
        self.block.setReadOnly(True)
        self.block.setTabChangesFocus(True)
        self.block.setAccessibleName(_("Roll for the minutes"))
        self.block.setMinimumHeight(t.px(150))
        self.copy = ActionButton(_("Copy for the minutes"), icon="copy")
        self.copy.clicked.connect(self._copy)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(8))
        box.addWidget(self.count)
        box.addWidget(self.lines)
        box.addWidget(self.block, 1)
        box.addWidget(self.copy)

    def show_roll(self, roll: Roll) -> None:
        """Show a roll."""
        if roll.measured:
            words = ngettext("{n} present", "{n} present", roll.count).format(n=roll.count)
        else:
            words = _("Not counted")
        self.count.setText(words)
        self.lines.setText("  ·  ".join(_parts(roll)))
        self.lines.setVisible(bool(self.lines.text()))
        self.block.setPlainText(minutes_block(roll))
        self.copy.setText(_("Copy for the minutes"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.block.toPlainText())
        self.copy.setText(_("Copied"))
        announce(self.copy, _("Copied"))


def _parts(roll: Roll) -> list[str]:
    parts = []
    if roll.excused:
        parts.append(ngettext("{n} excused", "{n} excused", len(roll.excused)).format(n=len(roll.excused)))
    if roll.visitors:
        parts.append(ngettext("{n} visitor", "{n} visitors", roll.visitors).format(n=roll.visitors))
    if roll.first_timers:
        words = ngettext("{n} first-timer", "{n} first-timers", roll.first_timers)
        parts.append(words.format(n=roll.first_timers))
    if roll.late():
        words = ngettext("{n} after the start", "{n} after the start", roll.late())
        parts.append(words.format(n=roll.late()))
    if roll.members_made:
        words = ngettext("{n} became a member", "{n} became members", roll.members_made)
        parts.append(words.format(n=roll.members_made))
    return parts
