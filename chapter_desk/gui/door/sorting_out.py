"""What is to be sorted out later: counted already, so there is no hurry; fixed in the third column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.sort_out import Waiting
from chapter_desk.core.members.contact import is_email
from chapter_desk.core.places.zips import place
from chapter_desk.gui.door.who_is_it import Find, WhoIsIt
from chapter_desk.gui.meetings.when import clock_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, Rule, scrolling
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import ElidedLabel, StatusPill, TextLabel
from chapter_desk.i18n import _
from chapter_desk.values import PersonId

Hint = Callable[[PersonId], tuple[str, str]]
"""Gives the name and the masked hint of a person on file."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What a greeter decided about something that waits.

    `how` is "same" (with `person`), "different", "email", "zip" or "name" (with `text`), "sheet" (it is to be
    read on its sheet), or "done".
    """

    waiting: Waiting
    how: str
    person: PersonId | None = None
    text: str = ""


def question(waiting: Waiting) -> str:
    """Return what is to be sorted out, as a question or a fact."""
    name = str(waiting.raw.get("name") or waiting.name or _("A visitor"))
    if waiting.reason == sort_out.MAYBE_ON_FILE:
        return _("Is {name} new or on file?").format(name=name)
    if waiting.reason == sort_out.SHARED_CONTACT:
        return _("Does {name} share a home?").format(name=name)
    if waiting.reason == sort_out.UNREADABLE_EMAIL:
        return _("No e-mail address: “{text}”").format(text=waiting.raw.get("email", ""))
    if waiting.reason == sort_out.UNKNOWN_ZIP:
        return _("No ZIP we know: “{text}”").format(text=waiting.raw.get("postal_code", ""))
    if waiting.reason == sort_out.NO_CONTACT:
        return _("“{name}” with no contact").format(name=name)
    if waiting.reason == sort_out.UNREADABLE_LINE:
        return _("Line {line}, unreadable").format(line=waiting.raw.get("line", ""))
    return _("This laptop's clock was in doubt")


def _line(waiting: Waiting, time_zone: str) -> str:
    at = clock_words(waiting.at, time_zone)
    if waiting.reason == sort_out.MAYBE_ON_FILE:
        return _("Walk-in, {time}").format(time=at)
    if waiting.reason == sort_out.SHARED_CONTACT:
        return _("The same e-mail or phone, {time}").format(time=at)
    if waiting.reason in (sort_out.UNREADABLE_EMAIL, sort_out.UNKNOWN_ZIP):
        return _("{name}, {time}").format(name=waiting.raw.get("name") or waiting.name, time=at)
    if waiting.reason == sort_out.NO_CONTACT:
        return _("Phone form, {time}").format(time=at)
    if waiting.reason == sort_out.UNREADABLE_LINE:
        return _("Paper sheet {number}").format(number=waiting.raw.get("number", ""))
    return _("Sign-ins keep their order")


def _verb(reason: str) -> str:
    words = {
        sort_out.MAYBE_ON_FILE: _("Pick"),
        sort_out.SHARED_CONTACT: _("Say"),
        sort_out.UNREADABLE_EMAIL: _("Type it"),
        sort_out.UNKNOWN_ZIP: _("Type it"),
        sort_out.NO_CONTACT: _("Find"),
        sort_out.UNREADABLE_LINE: _("Read it"),
        sort_out.CLOCK: _("Look"),
    }
    return words.get(reason, _("Look"))


class _Row(QFrame):
    """One thing that waits: the whole row is the target."""

    opened = Signal(object)

    def __init__(self, waiting: Waiting, time_zone: str) -> None:
        super().__init__()
        t = theme()
        self.waiting = waiting
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(t.px(46))
        self.setAccessibleName(f"{question(waiting)} {_line(waiting, time_zone)}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(question(waiting), "label"))
        words.addWidget(ElidedLabel(_line(waiting, time_zone), "hint"))
        line = QHBoxLayout(self)
        line.setContentsMargins(t.px(15), t.px(4), t.px(15), t.px(4))
        line.addLayout(words, 1)
        verb = TextLabel(_verb(waiting.reason), "label", tone="accent")
        line.addWidget(verb)

    def mouseReleaseEvent(self, event: object) -> None:
        self.opened.emit(self.waiting)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.waiting)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            event.ignore()


class SortOutCard(Card):
    """The list of what waits, or the fix of one of them.

    Signals:
        fixed(Fix): A greeter decided.
        left(): Esc or "Back" from the list: the search wants the focus.
    """

    fixed = Signal(object)
    left = Signal()

    def __init__(self, hint: Hint, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(_("To sort out later"), flush=True, parent=parent)
        self._hint = hint
        self._find = find
        self._time_zone = "UTC"
        self._waiting: Sequence[Waiting] = ()
        self._open: Waiting | None = None
        self.rows: list[_Row] = []
        self.who: WhoIsIt | None = None
        """Finding out who an initial is, while that is open."""
        self.count = StatusPill("", "warn")
        self.head.addWidget(self.count)
        self._inside = QWidget()
        self._box = QVBoxLayout(self._inside)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self.body.addWidget(scrolling(self._inside), 1)
        self.show_waiting((), "UTC")

    def show_waiting(self, waiting: Sequence[Waiting], time_zone: str) -> None:
        """Show what waits; a fix that is open stays while its question does."""
        self._time_zone = time_zone
        same = [each.id for each in waiting] == [each.id for each in self._waiting]
        self._waiting = tuple(waiting)
        self.count.setText(f"{len(waiting):,}")
        self.count.setVisible(bool(waiting))
        if same and self._box.count():
            return
        if self._open is not None and self._open.id in {each.id for each in waiting}:
            return
        self._open = None
        self._list()

    def focus_first(self) -> bool:
        """Take the focus on the first row (Ctrl J); False if nothing waits."""
        if self._open is not None:
            self._back()
        if not self.rows:
            return False
        self.rows[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def escape(self) -> bool:
        """Go back from a fix to the list; False if the list shows."""
        if self._open is None:
            return False
        self._back()
        return True

    def _list(self) -> None:
        self._empty()
        self.rows = [_Row(each, self._time_zone) for each in self._waiting]
        for row in self.rows:
            row.opened.connect(self._open_fix)
            self._box.addWidget(row)
            self._box.addWidget(Rule())
        words = _("They are counted already. No hurry.") if self._waiting else _("Nothing to sort out.")
        note = TextLabel(words, "hint", wrap=True)
        t = theme()
        note.setContentsMargins(t.px(15), t.px(8), t.px(15), t.px(12))
        self._box.addWidget(note)
        self._box.addStretch(1)

    def _open_fix(self, waiting: Waiting) -> None:
        self._open = waiting
        self.rows = []
        self._empty()
        t = theme()
        fix = QWidget()
        box = QVBoxLayout(fix)
        box.setContentsMargins(t.px(15), t.px(2), t.px(15), t.px(12))
        box.setSpacing(t.px(8))
        box.addWidget(TextLabel(question(waiting), "strong", wrap=True))
        first = self._fill(box, waiting)
        back = self._button(_("Later"), self._back, "quiet")
        box.addWidget(back)
        self._box.addWidget(fix)
        self._box.addStretch(1)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, box: QVBoxLayout, waiting: Waiting) -> QWidget:
        if waiting.reason in (sort_out.MAYBE_ON_FILE, sort_out.SHARED_CONTACT):
            return self._choices(box, waiting)
        if waiting.reason == sort_out.UNREADABLE_EMAIL:
            return self._email(box, waiting)
        if waiting.reason == sort_out.UNKNOWN_ZIP:
            return self._zip(box, waiting)
        if waiting.reason == sort_out.NO_CONTACT:
            return self._who(box, waiting)
        if waiting.reason == sort_out.UNREADABLE_LINE:
            return self._sheet(box, waiting)
        words = _("The date of this computer was far off. Correct it when you can. Nothing was lost.")
        box.addWidget(TextLabel(words, "small", wrap=True))
        done = self._button(_("Sorted out"), partial(self.fixed.emit, Fix(waiting, "done")))
        box.addWidget(done)
        return done

    def _choices(self, box: QVBoxLayout, waiting: Waiting) -> QWidget:
        buttons = []
        for person in waiting.people:
            name, hint = self._hint(person)
            box.addWidget(TextLabel(name, "label", wrap=True))
            box.addWidget(TextLabel(hint, "hint", wrap=True))
            same = self._button(
                _("It is the same person"), partial(self.fixed.emit, Fix(waiting, "same", person))
            )
            same.setAccessibleName(_("It is the same person as {name}").format(name=name))
            buttons.append(same)
            box.addWidget(same)
        home = waiting.reason == sort_out.SHARED_CONTACT
        words = _("Two people of one home") if home else _("New, none of these")
        other = self._button(words, partial(self.fixed.emit, Fix(waiting, "different")))
        box.addWidget(other)
        return (buttons or [other])[0]

    def _who(self, box: QVBoxLayout, waiting: Waiting) -> QWidget:
        self.who = who = WhoIsIt(self._find)
        who.same.connect(lambda person: self.fixed.emit(Fix(waiting, "same", person)))
        who.named.connect(lambda name: self.fixed.emit(Fix(waiting, "name", waiting.person_id, name)))
        who.left_so.connect(lambda: self.fixed.emit(Fix(waiting, "done")))
        box.addWidget(who)
        return who

    def _sheet(self, box: QVBoxLayout, waiting: Waiting) -> QWidget:
        if written := str(waiting.raw.get("written") or ""):
            box.addWidget(TextLabel(_("It may say “{text}”.").format(text=written), wrap=True))
        read = self._button(_("Open the sheet at this line"), partial(self.fixed.emit, Fix(waiting, "sheet")))
        box.addWidget(read)
        nobody = self._button(
            _("Nobody can read it"), partial(self.fixed.emit, Fix(waiting, "done")), "quiet"
        )
        box.addWidget(nobody)
        return read

    def _email(self, box: QVBoxLayout, waiting: Waiting) -> QWidget:
        field = TextField(_("E-mail"), text=str(waiting.raw.get("email", "")), room="large")
        problem = _("An address looks like name@example.org.")
        return self._typed(box, waiting, "email", field, is_email, problem, _("Keep this address"))

    def _zip(self, box: QVBoxLayout, waiting: Waiting) -> QWidget:
        field = TextField(_("ZIP"), text=str(waiting.raw.get("postal_code", "")), room="large")
        problem = _("A ZIP has five digits, and is on this laptop's list.")
        return self._typed(box, waiting, "zip", field, _is_known_zip, problem, _("Keep this ZIP"))

    def _typed(
        self,
        box: QVBoxLayout,
        waiting: Waiting,
        how: str,
        field: TextField,
        fits: Callable[[str], bool],
        problem: str,
        keep: str,
    ) -> QWidget:
        """Ask for what was written so that it could not be read, once more."""

        def save() -> None:
            if not fits(field.text()):
                field.set_problem(problem)
                return
            self.fixed.emit(Fix(waiting, how, waiting.person_id, field.text().strip()))

        field.editor.returnPressed.connect(save)
        box.addWidget(field)
        box.addWidget(self._button(keep, save))
        nothing = self._button(_("Leave it out"), partial(self.fixed.emit, Fix(waiting, "done")), "quiet")
        box.addWidget(nothing)
        return field

    def _button(self, words: str, run: Callable[[], None], kind: str = "") -> ActionButton:
        button = ActionButton(words, "quiet" if kind == "quiet" else "", "large")
        button.clicked.connect(lambda: run())
        return button

    def _back(self) -> None:
        self._open = None
        self._list()
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def _empty(self) -> None:
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


def _is_known_zip(typed: str) -> bool:
    return place(typed) is not None
