"""What the foot of every page says of saving, by the clocks of the chapter."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from chapter_desk.gui.opening.state_parts import Saved, saved_parts

EVENING = datetime(2026, 11, 24, 0, 49, 41, tzinfo=UTC)
NORFOLK = ZoneInfo("America/New_York")


def words(saved, now=EVENING):
    return [part.text for part in saved_parts(saved, now, there=NORFOLK)]


def test_the_line_shows_the_hour_that_the_pages_show_wherever_the_laptop_thinks_it_is():
    said = words(Saved(EVENING, EVENING))
    assert "Last saved 7:49:41 PM" in said and "Backup copied today, 7:49 PM" in said


def test_another_day_is_that_of_the_chapter():
    earlier = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    said = words(Saved(earlier, earlier))
    assert "Last saved Saturday, November 21, 2026, 10:00 PM" in said
    assert "Backup copied Saturday, November 21, 2026, 10:00 PM" in said
