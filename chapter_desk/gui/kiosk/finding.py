"""Finding oneself at the kiosk: a name, at most five people, and a way in for who is new."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QElapsedTimer, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from chapter_desk.core.meetings.kiosk import FEWEST_LETTERS, Found, KioskMatch
from chapter_desk.gui.door.mirror import Mirror
from chapter_desk.gui.kiosk.person_row import PersonRow, hint_of
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, language, ngettext, speaking

TYPING_MS = 400
"""Enter so soon after a letter belongs to the typing: it signs nobody in."""

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NameField(QLineEdit):
    """The kiosk's one field.  Nothing can be pasted, dragged or undone into it, and it has no menu.

    Signals:
        stepped(int): Down (+1) or Up (-1).
        cleared(): Esc.
    """

    stepped = Signal(int)
    cleared = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("room", "kiosk")
        self.setProperty("noring", True)
        self.setAccessibleName(name)
        self.setMaxLength(80)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() == Qt.Key.Key_Escape:
            self.cleared.emit()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() != Qt.Key.Key_Backspace:
            event.ignore()  # no copying, no pasting of what somebody else left
        else:
            super().keyPressEvent(event)


class KioskFinding(QWidget):
    """Answers each letter from memory.

    Signals:
        taken(object): The `KioskMatch` that somebody says they are.
        new_asked(str): Somebody is new here, with what they typed.
        touched(): Somebody is here.
        grew_low(bool): There is no room for the button of who is new; whoever holds this shows one.
    """

    taken = Signal(object)
    new_asked = Signal(str)
    touched = Signal()
    grew_low = Signal(bool)

    def __init__(
        self,
        find: Callable[[str], Found],
        find_exactly: Callable[[str], Found],
        *,
        tap_twice: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        t = theme()
        self.mirror = Mirror(150)
        self._by_camera = False
        self._find, self._find_exactly = find, find_exactly
        self._tap_twice = tap_twice
        self._speaks = language()
        self._found = Found()
        self._typing = QElapsedTimer()
        self.rows: list[PersonRow] = []
        self.title = TextLabel(_("Welcome. Sign in here."), "kiosk-title", wrap=True)
        self.line = TextLabel(_("Type your first or last name."), "kiosk-line", wrap=True)
        self.field = NameField(_("Your first or last name"))
        self._lock = IconLabel("lock-keyhole", "ink-3", 24)
        self.note = TextLabel("", "kiosk-line", wrap=True)
        self.new = ActionButton(_("I am new here"), "", "kiosk", icon="user-plus")
        self._go_on = _("Not found? Touch “I am new here” and go on.")
        self._aside = TextLabel("", "kiosk-line", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(10))
        welcome = QVBoxLayout()
        welcome.setSpacing(t.px(10))
        welcome.addWidget(self.title)
        welcome.addWidget(self.line)
        welcome.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(t.px(14))
        head.addLayout(welcome, 1)
        head.addWidget(self.mirror)
        box.addLayout(head)
        box.addSpacing(t.px(6))
        box.addWidget(self.field)
        said = QHBoxLayout()
        said.setSpacing(t.px(10))
        said.addWidget(self._lock)
        said.addWidget(self.note, 1)
        box.addLayout(said)
        self._list = QVBoxLayout()
        self._list.setSpacing(t.px(8))
        box.addLayout(self._list)
        box.addSpacing(t.px(8))
        foot = QHBoxLayout()
        foot.setSpacing(t.px(14))
        foot.addWidget(self.new)
        foot.addWidget(self._aside, 1)
        box.addLayout(foot)
        box.addStretch(1)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self.enter)
        self.field.stepped.connect(self._step)
        self.field.cleared.connect(self.clear)
        self.new.clicked.connect(self.ask_new)
        self.look()

    def clear(self) -> None:
        """Be ready for the next person."""
        self.field.clear()
        self.look()
        self.take_focus()

    def show_camera(self, on: bool) -> None:
        """Say that a card can be held before the camera, and show what that sees, or not."""
        self._by_camera = on
        with speaking(self._speaks):
            words = _("Type your first or last name, or hold your card before the camera.")
            self.line.setText(words if on else _("Type your first or last name."))
        self._fit()

    def take_focus(self) -> None:
        """Have the keyboard."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def look(self) -> None:
        """Show who is meant by what stands in the field."""
        self._show(self._find(self.field.text()))

    def enter(self) -> None:
        """Take the chosen one; a short name is looked for as a whole."""
        if self._typing.isValid() and self._typing.elapsed() < TYPING_MS:
            return
        chosen = self.chosen()
        if chosen is not None:
            self.taken.emit(chosen)
        elif self._found.letters_missing and self.field.text().strip():
            self._show(self._find_exactly(self.field.text()))
        elif self.field.text().strip():
            self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_new(self) -> None:
        """Go on to the form of who is new, with what was typed."""
        self.new_asked.emit(self.field.text().strip())

    def chosen(self) -> KioskMatch | None:
        """Return who Enter would sign in."""
        return next((row.match for row in self.rows if row.is_chosen), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _typed(self) -> None:
        self._typing.start()
        self.touched.emit()
        self.look()

    def _show(self, found: Found) -> None:
        with speaking(self._speaks):
            self._show_found(found)

    def _show_found(self, found: Found) -> None:
        self._found = found
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        place = _("{number} of {count}")
        count = len(found.matches)
        self.rows = [
            PersonRow(match, place.format(number=number, count=count), tap_twice=self._tap_twice)
            for number, match in enumerate(found.matches, 1)
        ]
        for row in self.rows:
            self._list.addWidget(row)
            row.held.connect(lambda match=row.match: self.taken.emit(match))
            row.pressed.connect(lambda row=row: self._choose(row))
        self._say(found)
        doubtful = count > 1 and len({(m.name, hint_of(m)) for m in found.matches[:2]}) == 1
        if self.rows and not doubtful:
            self._choose(self.rows[0])
        self._fit()

    def _say(self, found: Found) -> None:
        typed = bool(self.field.text().strip())
        words = ""
        if typed and found.letters_missing:
            words = self._letters_words(found.letters_missing)
        elif found.whole_name_only and not found.matches:
            words = _("Type your whole name, first and last.")
        elif typed and not found.matches:
            words = _("We did not find that name.")
        elif found.too_many:
            words = _("Not you? Type more of your name.")
        self._lock.setVisible(bool(words) and bool(found.letters_missing))
        self.note.setText(words)
        self.note.setVisible(bool(words))
        self._aside.setText(self._go_on if typed and not found.letters_missing else "")
        if words:
            announce(self.field, words)

    @staticmethod
    def _letters_words(missing: int) -> str:
        if missing == FEWEST_LETTERS:
            return _("Letters of your name, and we will look for you.")
        return ngettext(
            "One more letter, and we will look for you.",
            "{n} more letters, and we will look for you.",
            missing,
        ).format(n=missing)

    def _choose(self, chosen: PersonRow) -> None:
        for row in self.rows:
            row.choose(row is chosen)
            if row is not chosen:
                row.forget_tap()
            row.updateGeometry()
        self.touched.emit()
        announce(self.field, chosen.accessibleName())

    def _step(self, by: int) -> None:
        shown: Sequence[PersonRow] = [row for row in self.rows if row.isVisible()]
        if not shown:
            return
        at = next((n for n, row in enumerate(shown) if row.is_chosen), -1 if by > 0 else len(shown))
        self._choose(shown[max(0, min(len(shown) - 1, at + by))])

    def _fit(self) -> None:
        """Show as many people as there is room for; the greeting gives way first, then the way in for new."""
        t = theme()
        step = t.px(72 + 8)
        field = t.px(76 + 10 + 6) + (t.px(40) if self.note.text() else 0)
        beside = self.mirror.sizeHint() + QSize(t.px(14), t.px(10)) if self._by_camera else QSize(0, 0)
        wide = self.width() - beside.width()
        greeting = sum(label.heightForWidth(wide) for label in (self.title, self.line)) + t.px(20)
        greeting = max(greeting, beside.height())
        foot = t.px(64 + 18 + 8)
        most = len(self.rows) * step + (t.px(16) if self.rows else 0)
        low = self.height() < field + foot + min(most, 3 * step)
        self.title.setVisible(not self.rows or self.height() >= greeting + field + foot + most)
        self.line.setVisible(self.title.isVisibleTo(self))
        self.mirror.setVisible(self._by_camera and self.title.isVisibleTo(self))
        self.new.setVisible(not low)
        self._aside.setVisible(not low and bool(self._aside.text()))
        self.grew_low.emit(low)
        room = max(1, (self.height() - field - (0 if low else foot)) // step)
        for number, row in enumerate(self.rows):
            row.setVisible(number < room)
