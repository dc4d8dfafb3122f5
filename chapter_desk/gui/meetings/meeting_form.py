"""The fields of a meeting: typed as people say it, checked as each field is left."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.meetings.meeting import Meeting, MeetingDraft
from chapter_desk.core.national.pack import EventType
from chapter_desk.core.places.zips import five_digits, place
from chapter_desk.gui.meetings.when import read_time, time_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.day_field import DayField
from chapter_desk.gui.widgets.fields import Field, TextField
from chapter_desk.i18n import _

_AFTER_MIDNIGHT = time(6)
_LARGEST = 1_000_000

FORM_FIELDS = (
    "title",
    "kind",
    "day",
    "starts",
    "ends",
    "venue",
    "postal_code",
    "capacity",
    "quorum",
    "voting_days",
)
"""The fields by name, in the order of Tab."""


class MeetingForm(QWidget):
    """A meeting to be edited, or a new one.

    Signals:
        left(): A field was left with something else in it than before.
    """

    left = Signal()

    def __init__(
        self, kinds: Sequence[EventType], today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        t = theme()
        self._meeting: Meeting | None = None
        self.title = TextField(_("Title"))
        self.kind = QComboBox()
        for each in kinds:
            self.kind.addItem(str(each.title), each.id)
        self.kind_field = Field(_("Kind"), self.kind)
        self.day = DayField(_("Day"), today)
        self.starts = TextField(_("Starts"), placeholder=_("7:00 PM"))
        self.ends = TextField(_("Ends"), placeholder=_("as long as usual"))
        self.venue = TextField(_("Place"), placeholder=_("Library, union hall, somebody's home"))
        self.postal_code = TextField(_("ZIP"))
        self.capacity = TextField(_("Room for"), placeholder=_("any number"))
        self.quorum = TextField(_("Quorum"), placeholder=_("none"))
        self.voting_days = TextField(_("Vote: members of so many days"), placeholder=_("no vote planned"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(10))
        for row in (
            (self.title,),
            (self.kind_field,),
            (self.day,),
            (self.starts, self.ends),
            (self.venue,),
            (self.postal_code,),
            (self.capacity, self.quorum),
            (self.voting_days,),
        ):
            line = QHBoxLayout()
            line.setSpacing(t.px(10))
            for field in row:
                line.addWidget(field, 1)
            box.addLayout(line)
        self.kind.activated.connect(lambda _index: self.left.emit())
        self.day.day_left.connect(lambda _day: self.left.emit())
        for each_field in self._lines():
            each_field.left.connect(lambda _text: self.left.emit())
        self.postal_code.changed.connect(lambda _text: self._say_town())

    def begin(self) -> None:
        """Be ready for a new meeting: the kind is the first, everything else is empty."""
        self._meeting = None
        for field in (*self._lines(), self.day):
            field.set_text("")
            field.set_problem("")
        self.day.set_day(None)
        self.kind.setCurrentIndex(0)
        self._say_town()

    def show_meeting(self, meeting: Meeting) -> None:
        """Show what is saved.  A field that holds something else, half-typed, is left alone."""
        known, self._meeting = self._meeting, meeting
        before = _shown(known) if known is not None and known.id == meeting.id else None
        now = _shown(meeting)
        for name, field in self._named().items():
            if before is None or field.text() == before[name]:
                field.set_text(now[name])
                field.set_problem("")
        if before is None or self.day.day() == before["day"]:
            self.day.set_day(now["day"])
        at = self.kind.findData(meeting.kind)
        self.kind.setCurrentIndex(at)
        self._say_town()

    def is_empty(self) -> bool:
        """Return whether nothing has been typed."""
        return not any(field.text().strip() for field in (*self._lines(), self.day))

    def values(self) -> dict[str, str]:
        """Return what is typed, by field, to put it back later."""
        named = {name: field.text() for name, field in self._named().items()}
        return {**named, "day": self.day.text(), "kind": str(self.kind.currentData() or "")}

    def restore(self, values: Mapping[str, str]) -> None:
        """Put back what `values` returned."""
        for name, field in self._named().items():
            field.set_text(values.get(name, ""))
        self.day.set_text(values.get("day", ""))
        self.kind.setCurrentIndex(max(0, self.kind.findData(values.get("kind", ""))))

    def editors(self) -> tuple[QWidget, ...]:
        """Return what Enter goes through, in order."""
        lines = [field.editor for field in self._lines()]
        return (lines[0], self.kind, self.day.editor, *lines[1:])

    def draft(self) -> MeetingDraft | None:
        """Return the new meeting; None, with what is missing said at its field, while it cannot be one."""
        is_a_day = self.day.take()
        read = self._read()
        self.title.set_problem("" if self.title.text().strip() else _("A meeting needs a title."))
        if is_a_day and self.day.day() is None:
            self.day.set_problem(_("Which day? For instance Thursday, or May 12."))
        if not self.starts.text().strip():
            self.starts.set_problem(_("When does it start?"))
        in_order = (self.title, self.day, *self._lines()[1:])
        wrong = [field for field in in_order if field.problem()]
        if wrong or read is None or "starts_at" not in read:
            first = wrong[0] if wrong else self.starts
            first.editor.setFocus()
            return None
        return MeetingDraft(**read)

    def changes(self) -> dict[str, Any]:
        """Return the fields that differ from what is saved, those that can be read."""
        read, meeting = self._read(), self._meeting
        if read is None or meeting is None:
            return {}
        saved = {
            "title": meeting.title,
            "kind": meeting.kind,
            "starts_at": meeting.local_start,
            "ends_at": meeting.local_end,
            "venue": meeting.venue,
            "postal_code": meeting.postal_code,
            "capacity": meeting.capacity,
            "quorum": meeting.quorum,
            "voting_days": meeting.voting_days,
        }
        changed = {name: value for name, value in read.items() if value != saved[name]}
        if "title" in changed and not changed["title"]:
            self.title.set_problem(_("A meeting needs a title."))
            del changed["title"]
        moved = "starts_at" in changed and self.ends.text() == _shown(meeting)["ends"]
        if moved:
            changed.pop("ends_at", None)  # another start keeps the length
        return changed

    def say_problem(self, words: str) -> None:
        """Say, at the field it belongs to, why something could not be saved."""
        focused = next((each for each in self._lines() if each.editor.hasFocus()), None)
        (focused or self.ends).set_problem(words)

    # the inside

    def _named(self) -> dict[str, TextField]:
        names = ("title", "starts", "ends", "venue", "postal_code", "capacity", "quorum", "voting_days")
        return dict(zip(names, self._lines(), strict=True))

    def _lines(self) -> tuple[TextField, ...]:
        return (
            self.title,
            self.starts,
            self.ends,
            self.venue,
            self.postal_code,
            self.capacity,
            self.quorum,
            self.voting_days,
        )

    def _read(self) -> dict[str, Any] | None:
        """Return what stands in the fields; None, with the problem said, if one cannot be read."""
        self.title.set_problem("")
        read: dict[str, Any] = {
            "title": " ".join(self.title.text().split()),
            "kind": self.kind.currentData(),
            "venue": self.venue.text().strip(),
        }
        fine = self._read_zip(read)
        for name, field in (("capacity", self.capacity), ("quorum", self.quorum)):
            number = _number(field.text())
            field.set_problem("" if number is not False else _("Type a number."))
            fine = fine and number is not False
            read[name] = number or None
        days = _number(self.voting_days.text())
        self.voting_days.set_problem(
            "" if days is not False else _("Type a number of days, 0 for every member.")
        )
        fine = fine and days is not False
        read["voting_days"] = days
        fine = self._read_times(read) and fine
        return read if fine else None

    def _read_zip(self, read: dict[str, Any]) -> bool:
        typed = self.postal_code.text().strip()
        found = place(typed) if typed else None
        read["postal_code"] = found.postal_code if found is not None else ""
        known = not typed or found is not None
        self.postal_code.set_problem("" if known else _("There is no such ZIP on this laptop's list."))
        return known

    def _read_times(self, read: dict[str, Any]) -> bool:
        times = {}
        for name, field in (("starts", self.starts), ("ends", self.ends)):
            typed = field.text().strip()
            times[name] = read_time(typed) if typed else None
            field.set_problem(
                "" if not typed or times[name] is not None else _("Type a time such as 7:00 PM.")
            )
        if self.starts.problem() or self.ends.problem():
            return False
        day, starts, ends = self.day.day(), times["starts"], times["ends"]
        if day is None or starts is None:
            return True
        read["starts_at"] = datetime.combine(day, starts)
        if ends is not None:
            late = ends < starts and ends < _AFTER_MIDNIGHT
            read["ends_at"] = datetime.combine(day + timedelta(days=int(late)), ends)
            if ends < starts and not late:
                self.ends.set_problem(_("That is before it starts."))
                return False
        return True

    def _say_town(self) -> None:
        found = place(self.postal_code.text()) if five_digits(self.postal_code.text()) else None
        if found is None:
            self.postal_code.set_hint("")
            return
        zone = found.time_zone.replace("_", " ")
        self.postal_code.set_hint(_("{town}. Times are {zone} time.").format(town=found.label, zone=zone))


def _shown(meeting: Meeting) -> dict[str, Any]:
    """Return what the fields show of a meeting."""
    ends = meeting.local_end
    return {
        "title": meeting.title,
        "day": meeting.local_start.date(),
        "starts": time_words(meeting.local_start.time()),
        "ends": time_words(ends.time()) if ends is not None else "",
        "venue": meeting.venue,
        "postal_code": meeting.postal_code,
        "capacity": "" if meeting.capacity is None else str(meeting.capacity),
        "quorum": "" if meeting.quorum is None else str(meeting.quorum),
        "voting_days": "" if meeting.voting_days is None else str(meeting.voting_days),
    }


def _number(typed: str) -> int | bool | None:
    """Return a number, None for nothing typed, False for what is no number."""
    text = typed.strip().replace(",", "")
    if not text:
        return None
    return int(text) if text.isdecimal() and int(text) <= _LARGEST else False
