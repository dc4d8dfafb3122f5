"""What Ctrl K finds in an open chapter: people after "@", meetings after "#", from memory, at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from chapter_desk.app import App
from chapter_desk.core.meetings.meeting import Meeting, MeetingState
from chapter_desk.core.meetings.sign_in import SignedIn
from chapter_desk.core.meetings.times import wall_time
from chapter_desk.core.meetings.titles import MeetingTitle, meeting_titles
from chapter_desk.core.members.folding import folded
from chapter_desk.core.members.people_index import HitKind
from chapter_desk.core.members.roster import RosterHit
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.opening.moments import clock_time
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.notices import Told, told_about
from chapter_desk.gui.shell.palette import PaletteSource
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.day_field import day_words
from chapter_desk.gui.widgets.finder import Finding
from chapter_desk.i18n import _
from chapter_desk.values import Area, PersonId

_MOST_PEOPLE, _MOST_MEETINGS = 6, 5
_AFTER_MS = 1500
"""The first page is painted before everybody is brought into memory."""

_UNSURE = (HitKind.DETAIL, HitKind.TYPO, HitKind.INSIDE)


class PeopleAndMeetings(QObject):
    """Finds people and meetings for the palette; `go` opens a page at a place.

    While a door is open, Ctrl Enter signs the chosen person in.

    Signals:
        told(Told): Somebody was signed in, or why not.
    """

    told = Signal(object)

    def __init__(
        self,
        app: App,
        tasks: Tasks,
        bridge: Bridge,
        go: Callable[[str, object], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app, self._tasks, self._go = app, tasks, go
        self._meetings: tuple[MeetingTitle, ...] = ()
        self._open: Meeting | None = None
        self._stale = True
        bridge.changed.connect(self._hear)
        QTimer.singleShot(_AFTER_MS, self, self._load)

    def sources(self) -> Sequence[PaletteSource]:
        """Return what the palette asks."""
        return (PaletteSource("@", self.people), PaletteSource("#", self.meetings))

    def people(self, text: str) -> Sequence[Finding]:
        """Return who is meant; nobody while everybody is still being read."""
        roster = self._app.roster
        if not roster.loaded:
            return ()
        return [self._person(hit) for hit in roster.search(text, _MOST_PEOPLE)]

    def meetings(self, text: str) -> Sequence[Finding]:
        """Return the meetings whose name has these words, the latest first."""
        words = folded(text).split()
        found = [each for each in self._meetings if all(word in folded(each.title) for word in words)]
        return [
            Finding(
                _("Meetings"),
                "calendar-days",
                each.title,
                lambda id=each.id: self._go("meetings", id),  # type: ignore[misc]
                day_words(each.on),
            )
            for each in found[:_MOST_MEETINGS]
        ]

    def _person(self, hit: RosterHit) -> Finding:
        row = hit.row
        standing = _("Archived") if row.archived else _("Member") if row.member else _("Supporter")
        line = ", ".join(part for part in (standing, row.postal_code) if part)
        return Finding(
            _("People"),
            "user-round",
            row.display_name,
            lambda: self._go("members", row.id),
            line,
            run_more=None if self._open is None or row.archived else lambda: self._sign_in(row.id),
            sure=hit.kind not in _UNSURE,
        )

    def _sign_in(self, person: PersonId) -> None:
        meeting = self._open
        if meeting is None:
            return

        def done(signed: SignedIn) -> None:
            since = clock_time(wall_time(signed.at, meeting.time_zone))
            line = _("Already in, since {time}").format(time=since) if signed.repeated else _("signed in")
            self.told.emit(Told("good", signed.name, line))

        self._tasks.run(
            self,
            lambda: self._app.sign_ins.sign_in(meeting.id, person),
            done,
            lambda error: self.told.emit(told_about(error)),
        )

    def _load(self) -> None:
        self._read_meetings()
        roster = self._app.roster
        if not roster.loaded:
            self._tasks.run_long(self, lambda _progress: roster.load(), lambda _none: None, _pass_over)

    def _hear(self, areas: frozenset[Area]) -> None:
        if Area.MEETINGS in areas and not self._stale:
            self._stale = True
            QTimer.singleShot(_AFTER_MS, self, self._read_meetings)  # at the door: once for many sign-ins

    def _read_meetings(self) -> None:
        self._stale = False
        app = self._app
        self._tasks.run(
            self, lambda: (meeting_titles(app.db), app.calendar.next_meeting()), self._known, _pass_over
        )

    def _known(self, read: tuple[tuple[MeetingTitle, ...], Meeting | None]) -> None:
        self._meetings, following = read
        self._open = following if following is not None and following.state is MeetingState.OPEN else None


def _pass_over(_error: ChapterDeskError) -> None:
    """The palette finds commands all the same; whoever reads a page is told what is wrong."""
