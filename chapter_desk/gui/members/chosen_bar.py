"""The foot of the list: how many are chosen, and what can be done with them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext


class ChosenBar(QFrame):
    """Shows when two or more people are chosen.

    Signals:
        tag_asked(str): Give them this tag.
        cards_asked(): Make cards for them.
        archive_asked(): Archive them, or bring them back.
    """

    tag_asked = Signal(str)
    cards_asked = Signal()
    archive_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        t = theme()
        self.setProperty("kind", "foot")
        self._count = TextLabel("", "strong", figures=True)
        self.tag = QLineEdit()
        self.tag.setPlaceholderText(_("Tag"))
        self.tag.setAccessibleName(_("Tag for the people chosen"))
        self.tag.setMaximumWidth(t.px(180))
        self.tag.returnPressed.connect(self._offer)
        self.give = ActionButton(_("Give this tag"), "", "compact", icon="tag")
        self.give.clicked.connect(self._offer)
        self.cards = ActionButton(_("Cards"), "", "compact", icon="qr-code")
        self.cards.clicked.connect(self.cards_asked)
        self.archive = ActionButton(_("Archive"), "", "compact", icon="circle-minus")
        self.archive.clicked.connect(self.archive_asked)
        line = QHBoxLayout(self)
        line.setContentsMargins(t.px(16), t.px(7), t.px(16), t.px(7))
        line.setSpacing(t.px(10))
        line.addWidget(self._count)
        line.addWidget(self.tag, 1)
        line.addWidget(self.give)
        line.addWidget(self.cards)
        line.addWidget(self.archive)
        line.addStretch(1)
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many are chosen."""
        self._count.setText(ngettext("{n} chosen", "{n} chosen", count).format(n=f"{count:,}"))
        self.setVisible(count > 1)

    def _offer(self) -> None:
        tag = self.tag.text().strip()
        if tag:
            self.tag.clear()
            self.tag_asked.emit(tag)
