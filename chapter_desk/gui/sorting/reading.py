"""Everything that waits to be sorted out, over all meetings: read off the window's thread."""

from dataclasses import dataclass
from datetime import date, timedelta

from chapter_desk.app import App
from chapter_desk.core.meetings import sort_out
from chapter_desk.core.meetings.sort_out import Waiting
from chapter_desk.core.sync.held_rows import Held


@dataclass(frozen=True, slots=True)
class TrayNow:
    """What waits, newest first, and the day it is here."""

    waiting: tuple[Waiting, ...]
    today: date


def read_tray(app: App) -> TrayNow:
    """Return everything that could not be placed, on whatever laptop and at whatever meeting."""
    if not app.roster.loaded:
        app.roster.load()
    found = [*app.sort_out.waiting(), *(_of_bundle(app, each) for each in app.held_rows.waiting())]
    for meeting in {each.meeting_id for each in found if each.meeting_id is not None}:
        app.door.present(meeting)  # so that looking for somebody reads nothing in the window's thread
    return TrayNow(tuple(sorted(found, key=lambda each: (each.age, each.id))), app.chapter.today())


def _of_bundle(app: App, held: Held) -> Waiting:
    return Waiting(
        id=held.bundle_id,
        reason=sort_out.BUNDLE_ROWS,
        meeting_id=None,
        meeting_title="",
        person_id=None,
        name="",
        sign_in_id=None,
        people=(),
        raw={"rows": held.rows},
        at=held.since,
        age=max(app.db.now() - held.since, timedelta(0)),
        laptop=held.sender,
    )
