"""The roster stance of the door: the list of who is expected, ticked off.

For a small meeting where everybody knows everybody.  It shows names, so it is asked for each time and is
never what the door opens with.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from PySide6.QtCore import (
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from chapter_desk.app import App
from chapter_desk.core.meetings.door import Present
from chapter_desk.core.meetings.sheets import LAST_MEETINGS
from chapter_desk.core.members.folding import fold_parts
from chapter_desk.core.members.roster import RosterView
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.door.evening import DoorPlace, Evening
from chapter_desk.gui.door.tick_view import Line, TickView, ToTick
from chapter_desk.gui.meetings.when import clock_words
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.fields import SearchEdit
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import MeetingId, PersonId

EXPECTED = "expected"
MEMBERS = "members"


def read_tick_list(app: App, meeting_id: MeetingId, which: str) -> list[ToTick]:
    """Return who is on the list, by name: who said yes or came lately, or all members."""
    if not app.roster.loaded:
        app.roster.load()
    if which == MEMBERS:
        rows = app.roster.rows(RosterView.MEMBERS).rows
        found = [(row.id, row.display_name) for row in rows if not row.deceased]
    else:
        ids = app.sheets.expected(meeting_id, LAST_MEETINGS)
        names = app.sheets.names(ids)
        found = [(id, names[id]) for id in ids if id in names]
    return [ToTick(id, name, tuple(fold_parts(name))) for id, name in found]


class TickList(Card):
    """The list of who is expected, in the place of the matches.

    Signals:
        ticked(object): A `PersonId` is here.
        unticked(object): The `Present` is not here after all.
        left(): Back to the search.
    """

    ticked = Signal(object)
    unticked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", flush=True, parent=parent)
        t = theme()
        self.setAccessibleName(_("Tick list"))
        self._people: Sequence[ToTick] = ()
        self._present: Mapping[PersonId, Present] = {}
        self._waiting: Collection[PersonId] = ()
        self._zone = "UTC"
        self.which = Segments(_("Who"), [(EXPECTED, _("Who may come")), (MEMBERS, _("Members"))])
        self.field = SearchEdit(_("Find in this list"), key="", hint="")
        self.field.textChanged.connect(lambda _text: self._fill())
        self.field.returnPressed.connect(self._take_only)
        self.view = TickView()
        self.view.ticked.connect(self._turn)
        self._far = ElidedLabel("", "hint")
        self.nobody = TextLabel("", "hint", wrap=True)
        self.nobody.setContentsMargins(t.px(20), t.px(8), t.px(20), t.px(8))
        back = ActionButton(_("Back to search"), "quiet", "large", key="Esc")
        back.clicked.connect(self.left)
        head = QHBoxLayout()
        head.setContentsMargins(t.px(20), t.px(8), t.px(10), t.px(4))
        head.setSpacing(t.px(10))
        head.addWidget(self.which)
        head.addWidget(self._far, 1)
        head.addWidget(back)
        find = QHBoxLayout()
        find.setContentsMargins(t.px(20), 0, t.px(20), t.px(8))
        find.addWidget(self.field)
        box = QVBoxLayout()
        box.setSpacing(0)
        box.addLayout(head)
        box.addLayout(find)
        box.addWidget(self.nobody)
        box.addWidget(self.view, 1)
        self.body.addLayout(box, 1)

    def show_people(self, people: Sequence[ToTick]) -> None:
        """Show another list."""
        self._people = people
        self._fill()

    def show_evening(self, evening: Evening, waiting: Collection[PersonId]) -> None:
        """Show who of the list is in."""
        self._present = {each.person_id: each for each in evening.present if each.person_id is not None}
        self._waiting = waiting
        self._zone = evening.meeting.time_zone
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()  # who is in changes all evening; a hidden list follows when it is looked at

    def take_letter(self, event: QKeyEvent) -> None:
        """Take a letter that was typed elsewhere on the page."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)
        self.field.insert(event.text())

    def begin(self) -> None:
        """Be shown anew, with nothing typed."""
        self.field.clear()
        self.view.choose_one()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def lines(self) -> dict[str, bool]:
        """Return who is shown, by name, and whether they are ticked."""
        return {line.person.name: line.ticked for line in self.view.lines.lines}

    def _fill(self) -> None:
        sought = fold_parts(self.field.text())
        listed = [
            each
            for each in self._people
            if all(any(part.startswith(word) for part in each.parts) for word in sought)
        ]
        self.view.lines.show([self._line(each) for each in listed])
        self.view.choose_one()
        ticked = sum(each.person_id in self._present for each in self._people)
        words = ngettext("{ticked} of {n} ticked", "{ticked} of {n} ticked", len(self._people))
        self._far.setText(words.format(ticked=ticked, n=len(self._people)))
        self.nobody.setVisible(not listed)
        self.view.setVisible(bool(listed))
        if self._people:
            self.nobody.setText(_("Nobody of that name is on this list. Esc goes back to the search."))
        elif self.which.current() == EXPECTED:
            self.nobody.setText(_("Nobody has said yes, and nobody came to the last meetings."))
        else:
            self.nobody.setText(_("There are no members yet."))

    def _line(self, person: ToTick) -> Line:
        here = self._present.get(person.person_id)
        if here is not None and here.left_at is None:
            return Line(person, ticked=True, words=clock_words(here.at, self._zone))
        if person.person_id in self._waiting:
            return Line(person, ticked=True, waits=True, words=_("saving"))
        return Line(person)

    def _turn(self, person_id: PersonId) -> None:
        here = self._present.get(person_id)
        if here is not None and here.left_at is None:
            self.unticked.emit(here)
        elif person_id not in self._waiting:
            self.ticked.emit(person_id)

    def _take_only(self) -> None:
        """Enter in the field ticks the only one who is meant, and is ready for the next."""
        lines = self.view.lines.lines
        if len(lines) == 1:
            self._turn(lines[0].person.person_id)
            self.field.clear()


class Ticking:
    """Reads the list for the page, and reads it again when another is chosen."""

    def __init__(
        self,
        app: App,
        tasks: Tasks,
        ticks: TickList,
        place: Callable[[], DoorPlace],
        failed: Callable[[ChapterDeskError], None],
    ) -> None:
        self._app, self._tasks, self._ticks = app, tasks, ticks
        self._place, self._failed = place, failed
        ticks.which.chosen.connect(lambda _which: self.read())

    def read(self) -> None:
        """Read who is on the list."""
        meeting = self._place().meeting_id
        if meeting is not None:
            which = self._ticks.which.current()
            self._tasks.run(
                self._ticks,
                partial(read_tick_list, self._app, meeting, which),
                self._ticks.show_people,
                self._failed,
            )
