"""What Ctrl K finds in an open chapter: people after "@", meetings after "#", from memory, at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from chapter_desk.app import App
from chapter_desk.core.meetings.titles import MeetingTitle, meeting_titles
from chapter_desk.core.members.folding import folded
from chapter_desk.core.members.people_index import HitKind
from chapter_desk.core.members.roster import RosterHit
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.palette import PaletteSource
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.day_field import day_words
from chapter_desk.gui.widgets.finder import Finding
from chapter_desk.i18n import _
from chapter_desk.values import Area

_MOST_PEOPLE, _MOST_MEETINGS = 6, 5
_AFTER_MS = 1500
"""The first page is painted before everybody is brought into memory."""

_UNSURE = (HitKind.DETAIL, HitKind.TYPO, HitKind.INSIDE)


class PeopleAndMeetings(QObject):
    """Finds people and meetings for the palette; `go` opens a page at a place."""

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
            sure=hit.kind not in _UNSURE,
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
        self._tasks.run(self, lambda: meeting_titles(self._app.db), self._known, _pass_over)

    def _known(self, meetings: tuple[MeetingTitle, ...]) -> None:
        self._meetings = meetings


def _pass_over(_error: ChapterDeskError) -> None:
    """The palette finds commands all the same; whoever reads a page is told what is wrong."""
