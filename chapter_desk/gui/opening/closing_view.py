"""What shows while a chapter is being put away: nothing at first, after 300 ms what takes so long."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.opening.opening_view import centred
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import told_about
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.shell.view import View
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.cards import ProgressCard
from chapter_desk.gui.widgets.notices import Notice, NoticeButton
from chapter_desk.i18n import _


class ClosingView(View):
    """Waits for the backup and the lock to be let go.

    Signals:
        again_asked(): Try the backup again.
        anyway_asked(): Close without it.
    """

    again_asked = Signal()
    anyway_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QWidget()
        self._box = QVBoxLayout(column)
        self._box.setSpacing(theme().px(14))
        self.progress = ProgressCard()
        self.progress.cancelled.connect(self.anyway_asked)
        self._box.addStretch(1)
        self._box.addWidget(self.progress)
        self._box.addStretch(1)
        self._notice: Notice | None = None
        self.setLayout(centred(column, 480))

    def commands(self) -> Sequence[Command]:
        return ()

    def begin(self) -> None:
        """The work has begun."""
        self._take_back()
        self.progress.begin(_("Making the backup of the day"))

    def show_trouble(self, error: ChapterDeskError) -> None:
        """Say why there is no backup, with both ways on."""
        self.progress.end()
        self._take_back()
        buttons = [
            NoticeButton(_("Try again"), self.again_asked.emit, "rotate-cw"),
            NoticeButton(_("Close without a backup"), self.anyway_asked.emit),
        ]
        told = told_about(error, buttons)
        notice = self._notice = Notice(told.tone, told.fact, told.line, told.buttons)
        self._box.insertWidget(1, notice)
        notice.focus_first()
        announce(self, f"{told.fact} {told.line}")

    def _take_back(self) -> None:
        if self._notice is not None:
            self._box.removeWidget(self._notice)
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
