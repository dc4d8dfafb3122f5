"""Finding who is at the door: the field, what was just done, and the matches below it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.meetings.door import DoorMatch, Find, Present
from chapter_desk.gui.door.arrivals import Arrival
from chapter_desk.gui.door.door_search import DoorSearch
from chapter_desk.gui.door.match_rows import (
    WALK_IN,
    Tonight,
    in_order,
    is_ambiguous,
    match_rows,
    present_rows,
    waiting_rows,
)
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import KeyHints, TextLabel
from chapter_desk.gui.widgets.match_list import MatchList
from chapter_desk.gui.widgets.notices import Colour, DoneBand
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import PersonId

MOST = 5
"""Matches at most: those that Alt 1 to 5 reach."""

_FEWEST = 3
_CAMERA_FROM = 560
"""Pixels of the design from which the camera has a button beside the search; it has a key everywhere."""
_LOOK_AT = 20


class Finding(QWidget):
    """Answers each letter on the spot, from memory.

    `find` takes what was typed and how many are wanted.

    Signals:
        person_taken(object): A `DoorMatch` is to be signed in.
        household_taken(object): A `DoorMatch` is to be signed in with the household.
        walk_in_asked(str): Somebody who is not found, with the name typed so far.
        may_not_vote(object): A `DoorMatch` has no vote here; taken once more they are given a ballot anyway.
    """

    may_not_vote = Signal(object)

    person_taken = Signal(object)
    household_taken = Signal(object)
    walk_in_asked = Signal(str)

    def __init__(self, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self._find = find
        self._tonight: Tonight | None = None
        self._present: Sequence[Present] = ()
        self._waiting: Sequence[Arrival] = ()
        self._found: dict[str, DoorMatch] = {}
        self._spoken = ""
        self._anyway = ""
        self._limit = MOST
        self._take_when_shown = False
        self.search = DoorSearch()
        self.camera = ActionButton(_("Camera"), "", "door", icon="qr-code")
        self.camera.setAccessibleName(_("Scan cards with the camera"))
        self.band = DoneBand()
        self.matches = MatchList(_("Matches"))
        self.matches.setMinimumHeight(t.size("row-door"))  # it scrolls where there is no room for more
        self.note = TextLabel("", "strong", wrap=True)
        self.keys = KeyHints(
            [
                (("Up", "Down"), _("choose")),
                (("Return",), _("sign in")),
                (("Esc",), _("clear")),
                (("Ctrl+N",), _("walk-in")),
            ]
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(14))
        top = QHBoxLayout()
        top.setSpacing(t.px(10))
        top.addWidget(self.search, 1)
        top.addWidget(self.camera)
        box.addLayout(top)
        for widget in (self.band, self.matches, self.note, self.keys):
            box.addWidget(widget)
        box.addStretch(1)
        self.note.hide()
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self.take)
        self.search.stepped.connect(self._step)
        self.search.household_asked.connect(self.take_household)
        self.matches.taken.connect(self._take)
        self.matches.home_taken.connect(self._take_household)
        self.matches.current_changed.connect(self._say_current)

    def tab_order(self) -> Sequence[QWidget]:
        """Return the matches before the band, though the band stands above them."""
        return (self.search, self.matches, self.band)

    def show_door(
        self, tonight: Tonight | None, present: Sequence[Present] = (), waiting: Sequence[Arrival] = ()
    ) -> None:
        """Show the door as it is now: the meeting, who is in (newest first), who waits to be written."""
        self._tonight, self._present, self._waiting = tonight, present, waiting
        not_saved = tonight is not None and tonight.not_saved
        self.search.say_how(_("Kept while you sort this out") if not_saved else "")
        self.band.setVisible(bool(self.band.accessibleName()) and not not_saved)
        chosen = self.matches.current()
        self.look(choose=chosen)
        if self._take_when_shown and tonight is not None:
            self._take_when_shown = False
            self.take()

    def look(self, *, choose: str | None = None) -> None:
        """Show who is meant by what is typed; `choose` stays chosen if they are still there."""
        typed = self.search.text().strip()
        tonight = self._tonight
        if tonight is None or not typed:
            self._found = {}
            self.note.hide()
            self._show_nothing_typed()
        else:
            found = in_order(self._find(typed, _LOOK_AT))
            more, found = len(found) > self._limit, found[: self._limit]
            self._found = {each.person_id: each for each in found}
            rows, shared = match_rows(found, typed, replace(tonight, anyway=self._anyway))
            doubtful = is_ambiguous(found, shared)
            self.matches.show_matches(rows, choose_first=not doubtful)
            if choose is not None and any(row.key == choose for row in rows):
                self.matches.choose(choose)
            self._note(found, doubtful, more)
        self.matches.setVisible(bool(self.matches.matches()))  # an empty box would look like a broken list
        self._fit_keys()

    def _typed(self, _text: str) -> None:
        self._anyway = ""
        self.look()

    def take(self, number: int | None = None) -> None:
        """Sign in the chosen match, or the one with this number from 1."""
        if self._tonight is None:  # typed faster than the door could be read
            self._take_when_shown = number is None and bool(self.search.text().strip())
            return
        if not self.search.text().strip() or (number or 0) > len(self._found):
            return
        if not self.matches.take(number):
            announce(self.search, self.note.text() or _("Choose one first."))

    def take_household(self) -> None:
        """Sign in the chosen match with everybody of the household; without one, the match alone."""
        if not self.search.text().strip() or not self.matches.take_home():
            self.take()

    def clear(self) -> None:
        """Be ready for the next name."""
        self.search.clear()

    def done(
        self,
        what: str,
        line: str = "",
        *,
        can_undo: bool = True,
        icon: str = "circle-check",
        colour: Colour = "good",
    ) -> None:
        """Say what was done, in the band, and read it out."""
        self.band.show_done(what, line, can_undo=can_undo, icon=icon, colour=colour)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.camera.setVisible(self.width() >= theme().px(_CAMERA_FROM))
        limit = max(_FEWEST, min(MOST, self._room() // theme().size("row-door") - 1))
        if limit != self._limit:
            self._limit = limit
            self.look(choose=self.matches.current())
        self._fit_keys()

    def _show_nothing_typed(self) -> None:
        tonight = self._tonight
        if tonight is None:
            self.matches.show_matches(())
        elif self._waiting and tonight.not_saved:
            rows = waiting_rows(self._waiting, not_saved=True)
            self.matches.show_matches(rows[: self._limit + 1], choose_first=False)
        else:
            self.matches.show_matches(present_rows(self._present[: self._limit], tonight), choose_first=False)

    def _note(self, found: Sequence[DoorMatch], doubtful: bool, more: bool) -> None:
        if doubtful:
            alike = sum(each.name == found[0].name for each in found)
            words = ngettext(
                "{n} person is called {name}. Look at ZIP and phone, then choose.",
                "{n} people are called {name}. Look at ZIP and phone, then choose.",
                max(2, alike),
            )
            self.note.setText(words.format(n=max(2, alike), name=found[0].name))
            announce(self.search, self.note.text())
        elif more:
            self.note.setText(_("There are more. Type another letter."))
        self.note.setVisible(doubtful or more)

    def _step(self, by: int) -> None:
        if self.search.text().strip():
            self.matches.step(by)
        elif by > 0:
            self.matches.setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self, key: str) -> None:
        if key == WALK_IN:
            self.walk_in_asked.emit(self.search.text().strip())
        elif key in self._found:
            self._take_found(self._found[key])
        else:
            self._say_already_in(key)

    def _take_found(self, match: DoorMatch) -> None:
        no_vote = match.vote is not None and not match.vote.may and match.in_since is None
        if no_vote and self._anyway != match.person_id:
            self._anyway = match.person_id
            self.may_not_vote.emit(match)
            self.look(choose=match.person_id)
        else:
            self.person_taken.emit(match)

    def _take_household(self, key: str) -> None:
        if key in self._found:
            self.household_taken.emit(self._found[key])

    def _say_already_in(self, key: str) -> None:
        row = next((row for row in self.matches.matches() if row.key == key), None)
        if row is not None and row.pill and not key.startswith("waiting-"):
            self.done(row.name, row.pill, can_undo=False)

    def _say_current(self, key: str) -> None:
        row = next((row for row in self.matches.matches() if row.key == key), None)
        words = (row.spoken or row.name) if row is not None and self.search.text().strip() else ""
        if words and words != self._spoken:
            announce(self.search, words)
        self._spoken = words

    def _room(self) -> int:
        """The pixels left for the matches: band and note are always counted, so that nothing jumps."""
        t = theme()
        gaps = 3 * t.px(14)
        return self.height() - t.px(56) - t.px(58) - t.px(20) - gaps - 2

    def _fit_keys(self) -> None:
        t = theme()
        rows = self.matches.sizeHint().height()
        free = self._room() + t.px(20) - rows  # they stand where the note would
        wide = self.keys.minimumSizeHint().width() <= self.width()
        self.keys.setVisible(not self.note.isVisibleTo(self) and free >= t.px(22) and wide)


def waiting_people(waiting: Sequence[Arrival]) -> frozenset[PersonId]:
    """Return the people on file among those who wait to be written."""
    return frozenset(person for each in waiting for person in each.people)
