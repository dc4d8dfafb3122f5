"""The phone form's code over the whole window, for a projector or a laptop turned to the room."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.gui.door import phone_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.qr_tile import QrTile
from chapter_desk.i18n import _
from chapter_desk.web.phone_form import Address


class BigCode(QWidget):
    """Lies over everything else of `over`; Esc or Enter closes it.  It shows no name of anybody.

    Signals:
        closed(): It is put away.
    """

    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        t = theme()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Phone form"))
        self.title = TextLabel(_("Sign in on your phone"), "display", wrap=True)
        self.join = TextLabel("", "h1", wrap=True)
        self.url = TextLabel("", "h1", wrap=True)
        self.note = TextLabel(phone_words.read_along(), "body", wrap=True)
        self.code = QrTile(_("Phone form address, also written below"))
        self.back = ActionButton(_("Back to the door"), "", "large", key="Esc")
        self.back.clicked.connect(self.put_away)
        words = QVBoxLayout()
        words.setSpacing(t.px(16))
        words.addStretch(1)
        for label in (self.title, self.join, self.url, self.note):
            words.addWidget(label)
        words.addStretch(1)
        words.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(t.px(40), t.px(32), t.px(40), t.px(32))
        row.setSpacing(t.px(40))
        row.addWidget(self.code, 3)
        row.addLayout(words, 2)
        over.installEventFilter(self)
        self.hide()

    def show_address(self, address: Address, wifi: str) -> None:
        """Cover the window with this address."""
        self.code.show_text(address.url)
        self.url.setText(address.url)
        self.join.setText(phone_words.join_words(wifi))
        self._fill()
        self.show()
        self.raise_()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Show what lies below again."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.put_away()
        event.accept()  # letters below are for nobody while this lies over them

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fill()
        return False

    def _fill(self) -> None:
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())
