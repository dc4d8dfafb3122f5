"""Notes about a person: what there is, and one more."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.core.members.person_card import CardNote, PersonCard
from chapter_desk.gui.members.person_view import Emptied
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton, IconButton
from chapter_desk.gui.widgets.cards import Rule
from chapter_desk.gui.widgets.fields import Field
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _


class NoteEdit(QPlainTextEdit):
    """A few lines of text; Tab goes on, Ctrl Enter keeps.

    Signals:
        kept(): Ctrl Enter.
    """

    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), self.fontMetrics().lineSpacing() * 3 + theme().px(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        # Ctrl Enter is the page's too: while a note is written it is the note's
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _keeps(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _keeps(event):
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _keeps(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class PersonNotes(QWidget):
    """Notes, newest first, below the field for another.

    Signals:
        written(str): A note to keep.
        taken_away(str): The id of a note that should go.
    """

    written = Signal(str)
    taken_away = Signal(str)

    def __init__(self, day_of: Callable[[datetime], str]) -> None:
        super().__init__()
        t = theme()
        self._day_of = day_of
        self.edit = NoteEdit()
        self.edit.kept.connect(self.keep)
        self.field: Field[NoteEdit] = Field(_("Write a note"), self.edit)
        self.keep_button = ActionButton(_("Keep the note"), "", "compact", icon="check")
        self.keep_button.clicked.connect(self.keep)
        self._list = Emptied(0)
        self._shown: tuple[CardNote, ...] | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(8))
        box.addWidget(self.field)
        box.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self._list)

    def keep(self) -> None:
        """Offer what is typed; an empty note is none."""
        text = self.edit.toPlainText().strip()
        if text:
            self.edit.clear()
            self.written.emit(text)

    def show_card(self, card: PersonCard) -> None:
        """Show a person's notes."""
        if card.notes == self._shown:
            return
        self._shown = card.notes
        self._list.empty()
        for number, note in enumerate(card.notes):
            if number:
                self._list.box.addWidget(Rule())
            self._list.box.addLayout(self._row(note))

    def _row(self, note: CardNote) -> QHBoxLayout:
        t = theme()
        words = QVBoxLayout()
        words.setSpacing(t.px(2))
        words.addWidget(TextLabel(note.body, "small", wrap=True))
        when = self._day_of(note.written_at) if note.written_at else ""
        words.addWidget(TextLabel(", ".join(filter(None, (when, note.written_by))), "hint", wrap=True))
        cross = IconButton("x", _("Take this note away"), size=14)
        cross.clicked.connect(partial(self._take_away, note.id))
        line = QHBoxLayout()
        line.setContentsMargins(0, t.px(6), 0, t.px(6))
        line.addLayout(words, 1)
        line.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _take_away(self, id: str, *_checked: Any) -> None:
        self.taken_away.emit(id)
