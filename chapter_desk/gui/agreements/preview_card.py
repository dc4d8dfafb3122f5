"""What they will sign: the paper itself, following what is typed, and the buttons that save it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.core.agreements.agreeing import MouDocument
from chapter_desk.gui.agreements.agreement_now import AgreementNow
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton, IconButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.labels import ElidedLabel
from chapter_desk.i18n import _, ngettext

if TYPE_CHECKING:  # QtPdf is loaded when the first paper is shown, not with the program
    from chapter_desk.gui.agreements.paper_view import PaperView


class PreviewCard(Card):
    """The paper, its pages and size, and saving it.

    Signals:
        save_asked(bool): The paper should be saved: True for signing, False as a draft.
    """

    save_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What they will sign"), flush=True, parent=parent)
        self.paper: PaperView | None = None
        self._blanks = 0
        self._page = (1, 0)
        self._where = ElidedLabel("", "hint")
        self.head.setStretch(0, 0)
        self.head.addWidget(self._where, 1)
        self.next = IconButton("chevron-down", _("Next page"), size=16)
        self.smaller = IconButton("zoom-out", _("Show the paper smaller"), size=16)
        self.larger = IconButton("zoom-in", _("Show the paper larger"), size=16)
        self.next.clicked.connect(self._turn)
        self.smaller.clicked.connect(lambda: self._resize_paper(-1))
        self.larger.clicked.connect(lambda: self._resize_paper(1))
        for button in (self.next, self.smaller, self.larger):
            button.setEnabled(False)
            self.head.addWidget(button)
        self._well = QVBoxLayout()
        self._waiting = ElidedLabel(_("The paper is being drawn."), "hint")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._well.addWidget(self._waiting)
        self.body.addLayout(self._well, 1)
        self.save = ActionButton(_("Save for signing"), "primary", icon="send")
        self.draft = ActionButton(_("Save a draft"), "quiet")
        self.waits = ElidedLabel("", "small")
        self.save.clicked.connect(lambda: self.save_asked.emit(True))
        self.draft.clicked.connect(lambda: self.save_asked.emit(False))
        foot = self.foot()
        foot.addWidget(self.save)
        foot.addWidget(self.waits, 1)
        foot.addWidget(self.draft)

    def show_agreement(self, now: AgreementNow) -> None:
        """Say whether it can be saved for signing, and what it waits for."""
        waits = now.waits_for()
        if waits:
            self.save.turn_off(waits)
        else:
            self.save.turn_on()
        self.waits.setText(waits or _("Signature marks are placed."))

    def show_paper(self, document: MouDocument) -> None:
        """Show a paper in the place of the one before."""
        if self.paper is None:
            self._open()
        assert self.paper is not None
        self._blanks = len(document.missing)
        self.paper.show_paper(document.pdf, document.filled)
        for button in (self.next, self.smaller, self.larger):
            button.setEnabled(True)

    def _open(self) -> None:
        from chapter_desk.gui.agreements.paper_view import PaperView

        self.paper = PaperView(self)
        self.paper.setMinimumHeight(theme().px(60))
        self.paper.page_changed.connect(self._say_where)
        self._well.removeWidget(self._waiting)
        self._waiting.hide()
        self._well.addWidget(self.paper, 1)

    def _resize_paper(self, step: int) -> None:
        if self.paper is not None:
            self.paper.step_size(step)

    def _turn(self) -> None:
        if self.paper is not None:
            page, count = self._page
            if page >= count:
                self.paper.verticalScrollBar().setValue(0)
            else:
                self.paper.next_page(1)

    def _say_where(self, page: int, count: int) -> None:
        self._page = page, count
        words = _("page {page} of {count}, follows what you type").format(page=page, count=count)
        if self._blanks:
            blank = ngettext("{n} place still blank", "{n} places still blank", self._blanks)
            words = f"{words} · {blank.format(n=self._blanks)}"
        self._where.setText(words)
