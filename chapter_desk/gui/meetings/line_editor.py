"""The line in hand: a field, who is meant, and what else a line can be.  Tab and Enter are enough."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from chapter_desk.core.meetings.door import DoorMatch, Find
from chapter_desk.core.meetings.sheet import SheetLine
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.households import Housemate
from chapter_desk.core.members.people_index import HitKind
from chapter_desk.gui.door.match_rows import Tonight, in_order, is_ambiguous, match_rows
from chapter_desk.gui.members.minor_field import MINOR_ICON, minor_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.match_list import Match, MatchList
from chapter_desk.i18n import _
from chapter_desk.values import PersonId

MOST = 3
_LONGEST = 22
NEW = "new"
"""The key of the match that puts somebody new on file."""

_AS_WRITTEN = frozenset(
    (HitKind.SAME_NAME, HitKind.WORDS, HitKind.NAME_START, HitKind.PART_START, HitKind.PHONE, HitKind.DETAIL)
)
"""Who is found so may be taken by Enter; a nickname or a slip of the pen may be somebody else's name."""


class LineField(QLineEdit):
    """The field of a line.

    Signals:
        stepped(int): Down (+1) or Up (-1).
        moved(int): Page Down (+1) or Page Up (-1).
        entered(bool): Enter; True with Shift.
    """

    stepped = Signal(int)
    moved = Signal(int)
    entered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("room", "large")

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            empty = not self.isModified() or not self.text()
            if empty and event.matches(QKeySequence.StandardKey.Undo):
                event.ignore()  # with nothing typed Ctrl Z takes back the last line
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.moved.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)


class NewOnLine(QWidget):
    """What somebody new wrote besides the name; nothing of it is needed."""

    def __init__(self, enter: Callable[[], None]) -> None:
        super().__init__()
        self.phone = TextField(_("Phone"))
        self.email = TextField(_("E-mail"))
        self.postal_code = TextField(_("ZIP"))
        beside = QHBoxLayout()
        beside.setSpacing(theme().px(8))
        beside.addWidget(self.phone, 3)
        beside.addWidget(self.postal_code, 2)
        for field in (self.phone, self.postal_code, self.email):
            field.editor.returnPressed.connect(enter)
        self.may = {
            "email": QCheckBox(_("E-mail")),
            "sms": QCheckBox(_("Text")),
            "share-with-national": QCheckBox(_("Tell national")),
        }
        ticks = Flow(theme().px(10))
        ticks.add(TextLabel(_("Ticked on the paper:"), "hint"))
        for box in self.may.values():
            ticks.add(box)
        box_layout = QVBoxLayout(self)
        box_layout.setContentsMargins(0, 0, 0, 0)
        box_layout.setSpacing(theme().px(6))
        box_layout.addLayout(beside)
        box_layout.addWidget(self.email)
        box_layout.addWidget(ticks)

    def clear(self) -> None:
        """Begin anew."""
        for field in (self.phone, self.email, self.postal_code):
            field.set_text("")
        for box in self.may.values():
            box.setChecked(False)

    def prefill(self, line: SheetLine | None) -> None:
        """Put in what stood beside a pasted name, unless something is typed."""
        for field, text in ((self.phone, line.phone), (self.email, line.email)) if line is not None else ():
            if text and not field.text():
                field.set_text(text)

    def walk_in(self, name: str) -> WalkIn:
        """Return the person as written."""
        consents = [channel for channel, box in self.may.items() if box.isChecked()]
        return WalkIn(
            name,
            email=self.email.text().strip(),
            phone=self.phone.text().strip(),
            postal_code=self.postal_code.text().strip(),
            consents=consents,
            wording="paper-1" if consents else "",
        )


class LineEditor(QFrame):
    """Edits one line at a time.

    Signals:
        person_taken(object, str, object): A PersonId, what was typed, and those of the home with them.
        new_taken(object): A `WalkIn`.
        marked(str): The line is `UNREADABLE`, `BLANK` or `CROSSED`.
        moved(int): To the line before or after.
        home_asked(object): Who lives with this PersonId?  Answered by `show_home`.
    """

    home_asked = Signal(object)
    person_taken = Signal(object, str, object)
    new_taken = Signal(object)
    marked = Signal(str)
    moved = Signal(int)

    def __init__(self, find: Find) -> None:
        super().__init__()
        t = theme()
        self._find = find
        self._tonight: Tonight | None = None
        self._line: SheetLine | None = None
        self._found: dict[str, DoorMatch] = {}
        self._home: tuple[Housemate, ...] = ()
        self.setProperty("kind", "card")
        self.number = TextLabel("", "strong", figures=True)
        self.number.setMinimumWidth(t.px(28))
        self.field = LineField()
        self.matches = MatchList(_("Matches"), row_height=46)
        self.home = ActionButton("", "", icon="users", key="Shift+Return")
        self.note = TextLabel("", "hint", wrap=True)
        self.details = NewOnLine(self.take_new)
        self.new = ActionButton(_("New person"), "", "compact", icon="user-plus", key="Ctrl+N")
        self.minor = ActionButton(minor_words(), "choice", "compact", icon=MINOR_ICON, key="Alt+Y")
        self.minor.setCheckable(True)
        self.unreadable = ActionButton(_("Cannot read"), "", "compact", key="Alt+U")
        self.blank = ActionButton(_("Blank"), "", "compact", key="Alt+B")
        self.crossed = ActionButton(_("Crossed out"), "", "compact", key="Alt+X")
        self._lay_out()
        self.field.textEdited.connect(lambda _text: self._look())
        self.field.stepped.connect(self.matches.step)
        self.field.moved.connect(self.moved)
        self.field.entered.connect(self._enter)
        self.matches.taken.connect(lambda key: self._take(key, home=False))
        self.matches.current_changed.connect(lambda _key: self._ask_home())
        self.home.clicked.connect(lambda: self._enter(True))
        self.new.clicked.connect(self.open_details)
        self.unreadable.clicked.connect(lambda: self.marked.emit("unreadable"))
        self.blank.clicked.connect(lambda: self.marked.emit("blank"))
        self.crossed.clicked.connect(lambda: self.marked.emit("crossed"))

    def show_line(self, line: SheetLine, tonight: Tonight, typed: str = "") -> None:
        """Take a line in hand; `typed` is what was half-typed on it before."""
        self._line, self._tonight = line, tonight
        self.number.setText(str(line.number))
        self.field.setText(typed or line.written)
        self.field.setModified(bool(typed))
        self.field.selectAll()
        self.field.setAccessibleName(_("Name on line {line}").format(line=line.number))
        who = line.name if line.expected and not line.state else ""
        self.field.setPlaceholderText(
            _("{name}, if it is ticked").format(name=who) if who else _("Name on this line")
        )
        self.minor.setChecked(line.under_18)
        self.details.clear()
        self.details.hide()
        self._look()

    def typed(self) -> str:
        """Return what stands in the field."""
        return self.field.text()

    def open_details(self) -> None:
        """Ask for what somebody new wrote; the name is what is typed."""
        self.details.show()
        self.details.prefill(self._line)
        self.matches.choose(NEW)
        target = self.details.phone if self.field.text().strip() else None
        (target.editor if target else self.field).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_details(self) -> bool:
        """Put the details away; False if they do not show."""
        if not self.details.isVisible():
            return False
        self.details.hide()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def take_new(self) -> None:
        """Put on file who is typed, with the details."""
        name = self.field.text().strip()
        if not name:
            self.note.setText(_("Type the name that stands on the line first."))
            self.note.show()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.new_taken.emit(replace(self.details.walk_in(name), under_18=self.minor.isChecked()))

    def _look(self) -> None:
        line, tonight = self._line, self._tonight
        if line is None or tonight is None:
            return
        typed = self.field.text().strip()
        expecting = line.expected and not line.state and not typed
        sought = line.name if expecting else typed
        found = in_order(self._find(sought, 20))[:MOST] if sought else []
        if expecting:
            found = [each for each in found if each.person_id == line.person_id] or found
        self._found = {each.person_id: each for each in found}
        rows, shared = match_rows(found, typed, tonight)
        shown = [replace(row, button=_("Take"), button_key="") if row.button else row for row in rows[:-1]]
        if typed:
            shown.append(
                Match(
                    NEW,
                    _("New: “{name}”").format(name=typed),
                    button=_("Add"),
                    button_key="Ctrl+N",
                    icon="user-plus",
                    quiet=True,
                )
            )
        same = is_ambiguous(found, shared)
        doubtful = bool(found) and not expecting and found[0].kind not in _AS_WRITTEN
        self.matches.show_matches(shown, choose_first=not same and not doubtful)
        self.matches.setVisible(bool(shown))
        words = ""
        if same:
            words = _("Two people have this name. Choose by ZIP or phone.")
        elif doubtful:
            words = _("Nobody is called exactly so. Choose with the arrows.")
        elif not shown:
            words = _("Type what stands there. If nothing does, the line is blank.")
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def show_home(self, person_id: PersonId, mates: Sequence[Housemate]) -> None:
        """Offer to take a whole household, if its person is still the one chosen."""
        if self.matches.current() != person_id:
            return
        self._home = tuple(mates)
        names = ", ".join(mate.name for mate in mates)
        shown = names if len(names) <= _LONGEST else names[:_LONGEST].rstrip() + "…"
        self.home.setText(_("With {names}").format(names=shown))
        self.home.setToolTip(names if shown != names else "")
        self.home.setVisible(bool(mates))

    def _ask_home(self) -> None:
        self._home = ()
        self.home.hide()
        match = self._found.get(self.matches.current() or "")
        if match is not None:
            self.home_asked.emit(match.person_id)

    def _enter(self, home: bool) -> None:
        if self.details.isVisible() and self.matches.current() == NEW:
            self.take_new()
            return
        key = self.matches.current()
        if key is not None:
            self._take(key, home=home)
        elif self._line is not None and self._line.state and not self.field.text().strip():
            self.moved.emit(1)

    def _take(self, key: str, *, home: bool) -> None:
        if key == NEW:
            self.take_new()
            return
        match = self._found[key]
        others = tuple(mate.person_id for mate in self._home) if home else ()
        self.person_taken.emit(match.person_id, self.field.text().strip(), others)

    def _lay_out(self) -> None:
        t = theme()
        box = QVBoxLayout(self)
        box.setContentsMargins(t.px(14), t.px(10), t.px(14), t.px(10))
        box.setSpacing(t.px(8))
        line = QHBoxLayout()
        line.setSpacing(t.px(8))
        line.addWidget(self.number)
        line.addWidget(self.field, 1)
        box.addLayout(line)
        box.addWidget(self.matches)
        box.addWidget(self.home)
        box.addWidget(self.note)
        box.addWidget(self.details)
        acts = Flow(t.px(8))
        for button in (self.new, self.minor, self.unreadable, self.blank, self.crossed):
            acts.add(button)
        box.addWidget(acts)
