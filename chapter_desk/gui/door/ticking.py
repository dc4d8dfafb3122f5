"""The roster stance of the door: the list of who is expected, ticked off.

For a small meeting where everybody knows everybody.  It shows names, so it is asked for each time and is
never what the door opens with.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from chapter_desk.app import App
from chapter_desk.core.meetings.door import Present
from chapter_desk.core.members.folding import fold_parts
from chapter_desk.core.members.roster import RosterView
from chapter_desk.gui.door.evening import Evening
from chapter_desk.gui.meetings.when import clock_words
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.fields import SearchEdit
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel, text_width
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import MeetingId, PersonId

Index = QModelIndex | QPersistentModelIndex
_LINE = Qt.ItemDataRole.UserRole

EXPECTED = "expected"
MEMBERS = "members"
_LAST_MEETINGS = 3


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on the list, and the folded parts of the name."""

    person_id: PersonId
    name: str
    parts: tuple[str, ...]


def read_expected(app: App, meeting_id: MeetingId, which: str) -> list[Expected]:
    """Return who is on the list, by name: who said yes or came lately, or all members."""
    if not app.roster.loaded:
        app.roster.load()
    if which == MEMBERS:
        rows = app.roster.rows(RosterView.MEMBERS).rows
        found = [(row.id, row.display_name) for row in rows if not row.deceased]
    else:
        ids = app.sheets.expected(meeting_id, _LAST_MEETINGS)
        names = app.sheets.names(ids)
        found = [(id, names[id]) for id in ids if id in names]
    return [Expected(id, name, tuple(fold_parts(name))) for id, name in found]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it is shown."""

    person: Expected
    ticked: bool = False
    waits: bool = False
    words: str = ""


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[_Line, ...] = ()

    def show(self, lines: Sequence[_Line]) -> None:
        same = [each.person for each in lines] == [each.person for each in self.lines]
        if not same:
            self.beginResetModel()
        self.lines = tuple(lines)
        if not same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == _LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.person.name
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = line.words if line.ticked else _("not ticked")
            return f"{line.person.name}, {state}"
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(200), theme().size("touch-min"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme()
        line: _Line = index.data(_LINE)
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, t.colour("selection" if chosen else "surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.colour("line"))
        box = self._paint_box(painter, rect, ticked=line.ticked)
        right = rect.right() - t.px(16)
        painter.setFont(t.font("small", tabular=True))
        painter.setPen(t.colour("ink-2" if chosen else "ink-3"))
        width = text_width(painter.fontMetrics(), line.words)
        painter.drawText(
            QRect(right - width, rect.top(), width, rect.height()),
            int(Qt.AlignmentFlag.AlignVCenter),
            line.words,
        )
        left = box.right() + t.px(14)
        room = QRect(left, rect.top(), max(0, right - width - t.px(12) - left), rect.height())
        painter.setFont(t.font("strong"))
        painter.setPen(t.colour("ink"))
        shown = painter.fontMetrics().elidedText(line.person.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()

    def _paint_box(self, painter: QPainter, row: QRect, *, ticked: bool) -> QRect:
        t = theme()
        side = t.px(22)
        box = QRect(row.left() + t.px(16), row.center().y() - side // 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(t.colour("accent" if ticked else "control"), 1.5))
        painter.setBrush(t.colour("accent" if ticked else "surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4)
        if ticked:
            device = painter.device()
            picture = t.pixmap("check", "on-accent", 16, dpr=device.devicePixelRatioF() if device else 1)
            painter.drawPixmap(box.center() - QPoint(t.px(8) - 1, t.px(8) - 1), picture)
        return box


class TickView(QListView):
    """The lines; Space, Enter or a press ticks.

    Signals:
        ticked(object): The `PersonId` whose tick is to change.
    """

    ticked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.lines = _Lines()
        self.setModel(self.lines)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setProperty("kind", "bare")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Tick list"))
        self.clicked.connect(self._tick)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tick(self.currentIndex())
        elif event.text().strip() or key == Qt.Key.Key_Escape:
            event.ignore()  # letters go to the search
        else:
            super().keyPressEvent(event)

    def _tick(self, index: Index) -> None:
        if index.isValid():
            self.ticked.emit(index.data(_LINE).person.person_id)


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
        self._expected: Sequence[Expected] = ()
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

    def show_expected(self, expected: Sequence[Expected]) -> None:
        """Show another list."""
        self._expected = expected
        self._fill()

    def show_evening(self, evening: Evening, waiting: Collection[PersonId]) -> None:
        """Show who of the list is in."""
        self._present = {each.person_id: each for each in evening.present if each.person_id is not None}
        self._waiting = waiting
        self._zone = evening.meeting.time_zone
        self._fill()

    def take_letter(self, event: QKeyEvent) -> None:
        """Take a letter that was typed elsewhere on the page."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)
        self.field.insert(event.text())

    def begin(self) -> None:
        """Be shown anew, with nothing typed."""
        self.field.clear()
        if not self.view.currentIndex().isValid() and self.view.lines.lines:
            self.view.setCurrentIndex(self.view.lines.index(0, 0))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def lines(self) -> dict[str, bool]:
        """Return who is shown, by name, and whether they are ticked."""
        return {line.person.name: line.ticked for line in self.view.lines.lines}

    def _fill(self) -> None:
        sought = fold_parts(self.field.text())
        listed = [
            each
            for each in self._expected
            if all(any(part.startswith(word) for part in each.parts) for word in sought)
        ]
        self.view.lines.show([self._line(each) for each in listed])
        ticked = sum(each.person_id in self._present for each in self._expected)
        words = ngettext("{ticked} of {n} ticked", "{ticked} of {n} ticked", len(self._expected))
        self._far.setText(words.format(ticked=ticked, n=len(self._expected)))
        self.nobody.setVisible(not listed)
        self.view.setVisible(bool(listed))
        if self._expected:
            self.nobody.setText(_("Nobody of that name is on this list. Esc goes back to the search."))
        elif self.which.current() == EXPECTED:
            self.nobody.setText(_("Nobody has said yes, and nobody came to the last meetings."))
        else:
            self.nobody.setText(_("There are no members yet."))

    def _line(self, person: Expected) -> _Line:
        here = self._present.get(person.person_id)
        if here is not None and here.left_at is None:
            return _Line(person, ticked=True, words=clock_words(here.at, self._zone))
        if person.person_id in self._waiting:
            return _Line(person, ticked=True, waits=True, words=_("saving"))
        return _Line(person)

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
        self, app: App, tasks: Tasks, ticks: TickList, meeting: Callable[[], MeetingId | None]
    ) -> None:
        self._app, self._tasks, self._ticks, self._meeting = app, tasks, ticks, meeting
        ticks.which.chosen.connect(lambda _which: self.read())

    def read(self) -> None:
        """Read who is on the list."""
        meeting = self._meeting()
        if meeting is not None:
            which = self._ticks.which.current()
            self._tasks.run(
                self._ticks,
                partial(read_expected, self._app, meeting, which),
                self._ticks.show_expected,
                lambda _error: None,
            )
