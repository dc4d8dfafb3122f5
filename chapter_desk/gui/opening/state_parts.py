"""What the state line says of saving and backups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from chapter_desk.gui.opening.moments import clock_time, moment
from chapter_desk.gui.widgets.state_line import StatePart
from chapter_desk.i18n import _


@dataclass(frozen=True, slots=True)
class Saved:
    """When something was last written, and when the chapter was last copied; None if never.  UTC."""

    at: datetime | None = None
    copied_at: datetime | None = None


def saved_parts(
    saved: Saved, now: datetime, *, there: tzinfo | None = None, is_sample: bool = False
) -> Sequence[StatePart]:
    """Return the parts of the line: told after a commit, so what they say is on the disk.

    Times are those of the chapter's clocks (`there`), as on every page above the line.  Nobody makes
    backups of a sample.
    """
    parts = [StatePart(_("Everything is saved on this laptop"), "shield-check", "good", "history")]
    if saved.at is not None:
        local = saved.at.astimezone(there)
        same_day = local.date() == now.astimezone(there).date()
        when = clock_time(local, seconds=True) if same_day else moment(saved.at, there)
        parts.append(StatePart(_("Last saved {when}").format(when=when)))
    if not is_sample:
        parts.append(StatePart(_backup(saved.copied_at, now, there)))
    parts.append(StatePart(_("Working offline"), "wifi-off", right=True))
    return parts


def _backup(copied_at: datetime | None, now: datetime, there: tzinfo | None) -> str:
    if copied_at is None:
        return _("No backup yet")
    local = copied_at.astimezone(there)
    if local.date() == now.astimezone(there).date():
        return _("Backup copied today, {time}").format(time=clock_time(local))
    return _("Backup copied {when}").format(when=moment(copied_at, there))
