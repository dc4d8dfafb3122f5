"""Choosing a person by typing part of a name: a field with the matches below it."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from chapter_desk.core.members.roster import RosterHit
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.match_list import Match, MatchList
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import PersonId

_MOST = 6
_ROW = 48


class PeopleSearch(Protocol):
    """Finds people in memory: `core.members.roster.Roster`."""

    def search(self, text: str, limit: int = ...) -> Sequence[RosterHit]:
        """Return who is meant by `text`, the likeliest first."""


class PersonPicker(TextField):
    """Holds one person or nobody.

    Typing searches, Up and Down go through the matches, Enter takes one, Esc gives the name back
    that stood there.  A field that is emptied and left holds nobody.

    Signals:
        person_chosen(object): Somebody else holds now: their PersonId, or None.
    """

    person_chosen = Signal(object)

    def __init__(
        self,
        label: str,
        people: PeopleSearch,
        hint: str = "",
        *,
        placeholder: str = "",
        may_be_empty: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            label, hint, placeholder=placeholder or _("Name, phone ending or ZIP"), parent=parent
        )
        self._people = people
        self._may_be_empty = may_be_empty
        self._person: PersonId | None = None
        self._name = ""
        self._found: dict[str, str] = {}
        self._popup: _Matches | None = None
        self.editor.textEdited.connect(self._search)
        self.editor.installEventFilter(self)

    @property
    def matches(self) -> MatchList | None:
        """The list of matches, while it shows."""
        return self._popup.matches if self._popup is not None and self._popup.isVisible() else None

    def person(self) -> PersonId | None:
        """Return who holds."""
        return self._person

    def name(self) -> str:
        """Return the name of who holds, "" for nobody."""
        return self._name

    def set_person(self, person: PersonId | None, name: str = "") -> None:
        """Show who holds, without the signal."""
        self._person, self._name = person, name if person is not None else ""
        self.set_text(self._name)
        self.set_problem("")
        self._close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event)
            if isinstance(event, QFocusEvent) and event.gotFocus():
                if event.reason() != Qt.FocusReason.MouseFocusReason:
                    self.editor.selectAll()
            elif event.type() == QEvent.Type.FocusOut:
                self._left()
            if event.type() == QEvent.Type.Hide:
                self._close()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        matches = self.matches
        if event.key() == Qt.Key.Key_Escape:
            if matches is None and self.text() == self._name:
                return False
            self.set_person(self._person, self._name)
            return True
        if matches is None:
            return False
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            matches.step(1 if event.key() == Qt.Key.Key_Down else -1)
            self._say_current()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return matches.take()
        return False

    def _search(self, text: str) -> None:
        self.set_problem("")
        hits = self._people.search(text.strip(), _MOST) if text.strip() else []
        self._found = {hit.row.id: hit.row.display_name for hit in hits}
        if not hits:
            self._close()
            return
        if self._popup is None or not isValid(self._popup):
            self._popup = _Matches(self)
            self._popup.matches.taken.connect(self._take)
        self._popup.show_matches(
            [Match(hit.row.id, hit.row.display_name, _hint(hit), hit.spans) for hit in hits]
        )
        told = ngettext("{n} person found", "{n} people found", len(hits)).format(n=len(hits))
        announce(self.editor, told)

    def _say_current(self) -> None:
        matches = self.matches
        if matches is not None and (key := matches.current()):
            announce(self.editor, self._found.get(key, ""))

    def _take(self, key: str) -> None:
        another = key != self._person
        self.set_person(PersonId(key), self._found.get(key, ""))
        self.editor.selectAll()
        if another:
            self.person_chosen.emit(self._person)

    def _left(self) -> None:
        self._close()
        if self.text().strip():
            if self.text() != self._name:
                self.set_problem(_("Choose a name from the list."))
            return
        if self._person is None:
            return
        if not self._may_be_empty:
            self.set_person(self._person, self._name)
            return
        self.set_person(None)
        self.person_chosen.emit(None)

    def _close(self) -> None:
        if self._popup is not None and isValid(self._popup):
            self._popup.hide()


class _Matches(QFrame):
    """The matches, lying over what is below the field; the focus stays in the field."""

    def __init__(self, picker: PersonPicker) -> None:
        super().__init__(picker.window())
        self._picker = picker
        self.setProperty("kind", "card")
        self.setProperty("floats", True)
        self.matches = MatchList(_("People found"), row_height=_ROW)
        self.matches.setProperty("kind", "bare")
        self.matches.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 4, 1, 4)
        box.addWidget(self.matches)
        picker.destroyed.connect(self.deleteLater)
        self.hide()

    def show_matches(self, matches: Sequence[Match]) -> None:
        """Show the matches under the field, or above it where there is no room below."""
        self.matches.show_matches(matches)
        window = self._picker.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        editor = self._picker.editor
        field = QRect(editor.mapTo(window, QPoint(0, 0)), editor.size())
        size = QSize(max(field.width(), theme().px(300)), self.matches.sizeHint().height() + 10)
        left = min(field.left(), window.width() - size.width() - 4)
        below = field.bottom() + 5
        fits = below + size.height() <= window.height() or field.top() < size.height()
        self.setGeometry(
            QRect(QPoint(max(4, left), below if fits else field.top() - size.height() - 5), size)
        )
        self.show()
        self.raise_()


def _hint(hit: RosterHit) -> str:
    return " · ".join(part for part in (hit.row.postal_code, hit.row.phone, hit.row.email) if part)
