"""The ways to sort one thing out, each a button or a field: at the door and on the page of its own."""

from collections.abc import Callable
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.door import Find
from chapter_desk.core.meetings.sort_out import Waiting
from chapter_desk.core.members.contact import is_email
from chapter_desk.core.places.zips import place
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.sorting.fixes import Fix, How
from chapter_desk.gui.sorting.who_is_it import WhoIsIt
from chapter_desk.gui.sorting.words import why
from chapter_desk.gui.widgets.buttons import ActionButton, Room
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import Role, TextLabel
from chapter_desk.i18n import _
from chapter_desk.values import PersonId

Hint = Callable[[PersonId], tuple[str, str]]
"""Gives the name and the masked hint of a person on file."""


class FixView(QWidget):
    """What can be done about one thing that waits.

    `keyed` shows on each button the digit that presses it; the page binds them (`press`).

    Signals:
        fixed(Fix): A person decided.
    """

    fixed = Signal(object)

    def __init__(
        self, waiting: Waiting, hint: Hint, find: Find, *, room: Room = "normal", keyed: bool = False
    ) -> None:
        super().__init__()
        self.waiting = waiting
        self._hint, self._find = hint, find
        self._room: Room = room
        self._keyed = keyed
        self.buttons: list[ActionButton] = []
        """What can be pressed, in the order of their digits."""
        self.field: TextField | None = None
        self.who: WhoIsIt | None = None
        """Finding out who somebody is, where that is asked."""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme().px(8))
        self._first = self._filled()

    def focus_first(self) -> None:
        """Give the focus to the first way to sort it out."""
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self, number: int) -> bool:
        """Press the button with this digit (from 1); False if there is none."""
        if not 1 <= number <= len(self.buttons) or not self.buttons[number - 1].isEnabled():
            return False
        self.buttons[number - 1].click()
        return True

    def _filled(self) -> QWidget:
        reason = self.waiting.reason
        if reason in (sort_out.MAYBE_ON_FILE, sort_out.SHARED_CONTACT):
            return self._choices()
        if reason == sort_out.UNREADABLE_EMAIL:
            return self._email()
        if reason == sort_out.UNKNOWN_ZIP:
            return self._zip()
        if reason == sort_out.UNKNOWN_CODE and self.waiting.person_id is None:
            return self._who_came()
        if reason in (sort_out.NO_CONTACT, sort_out.UNKNOWN_CODE):
            return self._who()
        if reason == sort_out.UNREADABLE_LINE:
            return self._sheet()
        if reason == sort_out.BUNDLE_ROWS:
            return self._rows()
        return self._known()

    def _known(self) -> QWidget:
        if self.waiting.reason == sort_out.CLOCK:
            words = _("Correct the date of the computer when you can. Nothing was lost.")
            self._say(f"{why(self.waiting)} {words}", "small")
        return self._decide(_("Sorted out"), "done")

    def _choices(self) -> QWidget:
        buttons = []
        for person in self.waiting.people:
            name, hint = self._hint(person)
            self._say(name, "label")
            self._say(hint, "hint")
            same = self._decide(_("It is the same person"), "same", person)
            same.setAccessibleName(_("It is the same person as {name}").format(name=name))
            buttons.append(same)
        home = self.waiting.reason == sort_out.SHARED_CONTACT
        other = self._decide(_("Two people of one home") if home else _("New, none of these"), "different")
        return (buttons or [other])[0]

    def _who(self) -> QWidget:
        waiting = self.waiting
        self.who = who = WhoIsIt(self._find)
        who.same.connect(lambda person: self.fixed.emit(Fix(waiting, "same", person)))
        who.named.connect(lambda name: self.fixed.emit(Fix(waiting, "name", waiting.person_id, name)))
        who.left_so.connect(lambda: self.fixed.emit(Fix(waiting, "done")))
        self._box.addWidget(who)
        return who

    def _who_came(self) -> QWidget:
        waiting = self.waiting
        self.who = who = WhoIsIt(self._find, counted=False)
        who.same.connect(lambda person: self.fixed.emit(Fix(waiting, "came", person)))
        who.left_so.connect(lambda: self.fixed.emit(Fix(waiting, "done")))
        self._box.addWidget(who)
        return who

    def _sheet(self) -> QWidget:
        if written := str(self.waiting.raw.get("written") or ""):
            self._say(_("It may say “{text}”.").format(text=written))
        read = self._decide(_("Open the sheet at this line"), "sheet")
        self._decide(_("Nobody can read it"), "done", quiet=True)
        return read

    def _rows(self) -> QWidget:
        self._say(_("Ask the sender to correct the date of that laptop, then try again."), "small")
        again = self._decide(_("Try again"), "again")
        self._decide(_("Look in Exchange"), "exchange")
        self._decide(_("Wait for them no more"), "done", quiet=True)
        return again

    def _email(self) -> QWidget:
        field = TextField(_("E-mail"), text=str(self.waiting.raw.get("email", "")), room=self._field_room())
        problem = _("An address looks like name@example.org.")
        return self._typed("email", field, is_email, problem, _("Keep this address"))

    def _zip(self) -> QWidget:
        field = TextField(
            _("ZIP"), text=str(self.waiting.raw.get("postal_code") or ""), room=self._field_room()
        )
        problem = _("A ZIP has five digits, and is on this laptop's list.")
        return self._typed("zip", field, _is_known_zip, problem, _("Keep this ZIP"))

    def _typed(
        self, how: How, field: TextField, fits: Callable[[str], bool], problem: str, keep: str
    ) -> QWidget:
        """Ask for what was written so that it could not be read, once more."""

        def save() -> None:
            if not fits(field.text()):
                field.set_problem(problem)
                return
            self.fixed.emit(Fix(self.waiting, how, self.waiting.person_id, field.text().strip()))

        self.field = field
        field.editor.returnPressed.connect(save)
        self._box.addWidget(field)
        self._button(keep, save)
        self._decide(_("Leave it out"), "done", quiet=True)
        return field

    def _say(self, words: str, role: Role = "body") -> None:
        self._box.addWidget(TextLabel(words, role, wrap=True))

    def _decide(
        self, words: str, how: How, person: PersonId | None = None, *, quiet: bool = False
    ) -> ActionButton:
        return self._button(words, partial(self.fixed.emit, Fix(self.waiting, how, person)), quiet=quiet)

    def _button(self, words: str, run: Callable[[], None], *, quiet: bool = False) -> ActionButton:
        key = str(len(self.buttons) + 1) if self._keyed and len(self.buttons) < 9 else ""
        button = ActionButton(words, "quiet" if quiet else "", self._room, key=key)
        button.clicked.connect(lambda: run())
        self.buttons.append(button)
        self._box.addWidget(button)
        return button

    def _field_room(self) -> Literal["normal", "large"]:
        return "large" if self._room == "large" else "normal"


def _is_known_zip(typed: str) -> bool:
    return place(typed) is not None
