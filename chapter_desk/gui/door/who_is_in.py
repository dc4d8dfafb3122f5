"""Who is in: a list to read beside the search, and a larger one where somebody can be taken back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import (
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from chapter_desk.core.meetings.door import Present
from chapter_desk.core.meetings.sign_in import PHONE
from chapter_desk.gui.door.need_words import need_words
from chapter_desk.gui.meetings.when import clock_words, short_clock
from chapter_desk.gui.members.minor_field import MINOR_ICON, minor_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton, paint_pill, pill_width
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import TextLabel, initials, paint_initials, text_width
from chapter_desk.gui.widgets.row_pictures import RowPictures
from chapter_desk.gui.widgets.shown_rows import Index, ShownRows
from chapter_desk.i18n import _, ngettext


def name_of(present: Present) -> str:
    """Return what somebody who is in is called on the screen."""
    if present.waits and present.method == PHONE and present.name:
        return _("{name} (phone form)").format(name=present.name)
    return present.name or _("A visitor")


class _People(ShownRows[Present]):
    time_zone = "UTC"

    def name(self, row: Present) -> str:
        return name_of(row)

    def said(self, row: Present) -> str:
        pills = [words for words, *_looks in pills_of(row, self.time_zone)]
        return ", ".join([name_of(row), clock_words(row.at, self.time_zone), *pills])


Pill = tuple[str, str, str]
"""A mark of a line: words, tone and icon."""


def pills_of(present: Present, time_zone: str) -> list[Pill]:
    """Return the marks of a line."""
    pills = []
    if present.first_time:
        pills.append((_("First time"), "good", ""))
    if present.children:
        words = ngettext("{n} child", "{n} children", present.children)
        pills.append((words.format(n=present.children), "", ""))
    if present.waits:
        pills.append((_("Sort later"), "warn", ""))
    if present.left_at is not None:
        pills.append((_("Left {time}").format(time=short_clock(present.left_at, time_zone)), "", ""))
    if present.under_18:
        pills.append((minor_words(), "warn", MINOR_ICON))
    return [*pills, *((need_words(need), "warn", "") for need in present.needs)]


def fitting(pills: Sequence[Pill], room: int) -> list[Pill]:
    """Return the marks that `room` pixels hold: the first go first; of one with an icon, that stays alone."""
    left = list(pills)
    while left and sum(_width(*pill) + theme().px(8) for pill in left) > room:
        words, tone, icon = left.pop(0)
        if words and icon:
            left.append(("", tone, icon))
    return left


def _width(words: str, _tone: str, icon: str) -> int:
    return pill_width(words) + (theme().px(14) if icon else 0)


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: "PresentList") -> None:
        super().__init__(view)
        self._view = view
        self._pictures: RowPictures[None] = RowPictures()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(160), self._view.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        present = self._view.present_at(index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and self._view.roomy
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        looks = (present, self._view.time_zone(), chosen, focused)
        draw = partial(self._draw, present, chosen, focused)
        self._pictures.paint(painter, option.rect, looks, draw)

    def _draw(self, present: Present, chosen: bool, focused: bool, painter: QPainter, rect: QRect) -> None:
        t = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._view.roomy:
            painter.fillRect(rect, t.colour("selection" if chosen else "surface"))
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.colour("line"))
        left, right = rect.left() + t.px(14), rect.right() - t.px(14)
        if self._view.roomy:
            side = t.px(30)
            circle = QRect(rect.left() + t.px(16), rect.center().y() - side // 2, side, side)
            paint_initials(painter, circle, initials(present.name))
            left = circle.right() + t.px(14)
        with_button = self._view.has_button(rect, chosen)
        if with_button:
            right = self._paint_button(painter, rect)
        words = clock_words if self._view.roomy else short_clock
        time = words(present.at, self._view.time_zone())
        if with_button and self._view.is_narrow(rect):
            time = ""
        painter.setFont(t.font("small", tabular=True))
        painter.setPen(t.colour("ink-2" if chosen else "ink-3"))
        width = text_width(painter.fontMetrics(), time)
        at = QRect(right - width, rect.top(), width, rect.height())
        painter.drawText(at, int(Qt.AlignmentFlag.AlignVCenter), time)
        self._paint_name(painter, QRect(left, rect.top(), at.left() - left - t.px(8), rect.height()), present)
        if focused:
            painter.setPen(QPen(t.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -2), 4, 4)

    def _paint_name(self, painter: QPainter, room: QRect, present: Present) -> None:
        t = theme()
        font = t.font("strong" if self._view.roomy else "small", weight=600)
        metrics = QFontMetrics(font)
        pills = fitting(pills_of(present, self._view.time_zone()), room.width() - t.px(64))
        needed = sum(_width(*pill) + t.px(8) for pill in pills)
        shown = metrics.elidedText(
            name_of(present), Qt.TextElideMode.ElideRight, max(0, room.width() - needed)
        )
        painter.setFont(font)
        painter.setPen(t.colour("ink"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)
        left = room.left() + text_width(metrics, shown) + t.px(8)
        for words, tone, icon in pills:
            width = _width(words, tone, icon)
            paint_pill(painter, QRect(left, room.top(), width, room.height()), words, tone, icon)
            left += width + t.px(8)

    def _paint_button(self, painter: QPainter, rect: QRect) -> int:
        t = theme()
        box = self._view.button_in(rect)
        painter.setPen(t.colour("control"))
        painter.setBrush(t.colour("surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(t.font("strong"))
        painter.setPen(t.colour("ink"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), _("Take back"))
        return box.left() - t.px(14)


class PresentList(QListView):
    """People who are in, newest first.

    With `roomy` the rows are 60 high and each can be taken back: its button, Enter or Delete.

    Signals:
        take_back_asked(object): The `Present` who is to be taken back.
        chosen(): Another one is chosen.
    """

    take_back_asked = Signal(object)
    chosen = Signal()

    def __init__(self, *, roomy: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roomy = roomy
        self._pressed = -1
        self._people = _People()
        self.setModel(self._people)
        self.setItemDelegate(_Delegate(self))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setProperty("kind", "bare")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not roomy:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Who is in"))

    def show_people(self, people: Sequence[Present], time_zone: str) -> None:
        """Show who is in, newest first."""
        kept = self.currentIndex().row()
        at = self.verticalScrollBar().value()
        if (self._people.rows, self._people.time_zone) != (tuple(people), time_zone):
            self._people.time_zone = time_zone
            self._people.show(people)
        if self.roomy and 0 <= kept < len(people):
            self.setCurrentIndex(self._people.index(kept, 0))
        self.verticalScrollBar().setValue(at)
        words = ngettext("Who is in, {n} person", "Who is in, {n} people", len(people))
        self.setAccessibleName(words.format(n=len(people)))

    def current(self) -> Present | None:
        """Return who is chosen."""
        index = self.currentIndex()
        return self.present_at(index) if index.isValid() else None

    def present_at(self, index: Index) -> Present:
        """Return who stands at an index of this list."""
        return self._people.row_at(index)

    def people(self) -> Sequence[Present]:
        """Return who is shown."""
        return self._people.rows

    def time_zone(self) -> str:
        """Return the zone of the times."""
        return self._people.time_zone

    def row_height(self) -> int:
        """Return the height of a row in pixels."""
        return theme().size("row-door" if self.roomy else "row-compact")

    def is_narrow(self, row: QRect) -> bool:
        """Return whether a row has no room for time and button side by side."""
        return row.width() < theme().px(460)

    def has_button(self, row: QRect, chosen: bool) -> bool:
        """Return whether a row shows its button: each where there is room, else the chosen one."""
        return self.roomy and (chosen or not self.is_narrow(row))

    def button_in(self, row: QRect) -> QRect:
        """Return where the button of a row is."""
        t = theme()
        width = text_width(QFontMetrics(t.font("strong")), _("Take back")) + t.px(36)
        height = min(t.px(44), row.height() - t.px(8))
        return QRect(row.right() - width - t.px(9), row.center().y() - height // 2, width, height)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.roomy and self._people.rows and not self.selectionModel().hasSelection():
            self.setCurrentIndex(self._people.index(0, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        row = self.visualRect(index)
        chosen = self.selectionModel().isSelected(index)
        shown = index.isValid() and self.has_button(row, chosen)
        self._pressed = index.row() if shown and self.button_in(row).contains(at) else -1
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        pressed, self._pressed = self._pressed, -1
        if index.isValid() and index.row() == pressed and self.button_in(self.visualRect(index)).contains(at):
            self.take_back_asked.emit(self.present_at(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        index = self.currentIndex()
        if self.roomy and index.isValid() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete):
            self.take_back_asked.emit(self.present_at(index))
        elif event.text().strip() or key == Qt.Key.Key_Escape:
            event.ignore()  # letters go to the search
        else:
            super().keyPressEvent(event)


class WhoIsInCard(Card):
    """The list to read.

    Signals:
        all_asked(): "All 27" was pressed.
    """

    all_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Who is in"), flush=True, parent=parent)
        self.all = ActionButton("", "link")
        self.all.clicked.connect(self.all_asked)
        self.head.addWidget(self.all)
        self.list = PresentList()
        self.nobody = TextLabel(_("Nobody yet."), "hint")
        self.nobody.setContentsMargins(theme().px(15), 0, 0, theme().px(12))
        self.body.addWidget(self.nobody)
        self.body.addWidget(self.list, 1)
        self.body.addSpacing(theme().px(8))

    def show_people(self, people: Sequence[Present], time_zone: str) -> None:
        """Show who is in, newest first."""
        self.list.show_people(people, time_zone)
        self.all.setText(_("All {n}").format(n=len(people)))
        self.all.setVisible(bool(people))
        self.nobody.setVisible(not people)
        self.list.setVisible(bool(people))
        self.body.setStretch(0, 0 if people else 1)
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignTop)


class EverybodyIn(Card):
    """Everybody who is in, with rows to touch, in the place of the matches.

    Signals:
        take_back_asked(object): The `Present` who is to be taken back.
        leave_asked(object): The `Present` has left, or who had left is back.
        settle_asked(object): What the `Present` asks for is seen to.
        wrong_asked(object): It was somebody else than the `Present`.
        badges_asked(): Name badges are wanted.
        left(): Back to the search.
    """

    badges_asked = Signal()
    take_back_asked = Signal(object)
    leave_asked = Signal(object)
    settle_asked = Signal(object)
    wrong_asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", flush=True, parent=parent)
        t = theme()
        self._news: tuple[Sequence[Present], str] = ((), "UTC")
        self._heading = TextLabel("", "h2", wrap=True)
        back = ActionButton(_("Back to search"), "quiet", "large", key="Esc")
        back.clicked.connect(self.left)
        line = QHBoxLayout()
        line.setContentsMargins(t.px(20), t.px(10), t.px(10), t.px(6))
        line.addWidget(self._heading, 1)
        line.addWidget(back)
        inside = QVBoxLayout()
        inside.setSpacing(0)
        self.list = PresentList(roomy=True)
        self.list.take_back_asked.connect(self.take_back_asked)
        self.list.chosen.connect(self._show_acts)
        self.leave = ActionButton(_("Has left"), "", "large", icon="door-open", key="Alt+L")
        self.settle = ActionButton(_("Seen to"), "", "large", icon="check", key="Alt+S")
        self.wrong = ActionButton(_("Wrong person"), "", "large", icon="arrow-left-right", key="Alt+W")
        self.wrong.clicked.connect(self.ask_wrong)
        self.leave.clicked.connect(self.ask_leave)
        self.settle.clicked.connect(self.ask_settle)
        self.badges = ActionButton(_("Name badges"), "", "large", icon="tag")
        self.badges.clicked.connect(self.badges_asked)
        self.acts = Flow(t.px(10))
        self.acts.add(self.badges)
        self.acts.add(self.leave)
        self.acts.add(self.settle)
        self.acts.add(self.wrong)
        below = QHBoxLayout()
        below.setContentsMargins(t.px(20), t.px(8), t.px(20), t.px(10))
        below.addWidget(self.acts, 1)
        inside.addLayout(line)
        inside.addWidget(self.list, 1)
        inside.addLayout(below)
        self.body.addLayout(inside, 1)

    def show_people(self, people: Sequence[Present], time_zone: str) -> None:
        """Show who is in, newest first."""
        self._news = (people, time_zone)
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()  # who is in changes all evening; hidden rows follow when they are looked at

    def _fill(self) -> None:
        people, time_zone = self._news
        words = ngettext("{n} person is in", "{n} people are in", len(people))
        words = words.format(n=len(people))
        gone = sum(each.left_at is not None for each in people)
        if gone:
            rest = ngettext("{n} has left", "{n} have left", gone).format(n=gone)
            words = f"{words}, {rest}"
        self._heading.setText(words)
        self.list.show_people(people, time_zone)
        self._show_acts()

    def ask_leave(self) -> None:
        """Say that the chosen one has left, or is back."""
        present = self.list.current()
        if present is not None and present.person_id is not None:
            self.leave_asked.emit(present)

    def ask_wrong(self) -> None:
        """Say that the chosen one is not who came."""
        present = self.list.current()
        if present is not None and present.person_id is not None:
            self.wrong_asked.emit(present)

    def ask_settle(self) -> None:
        """Say that what the chosen one asks for is seen to."""
        present = self.list.current()
        if present is not None and present.needs:
            self.settle_asked.emit(present)

    def _show_acts(self) -> None:
        present = self.list.current()
        named = present is not None and present.person_id is not None
        self.leave.setVisible(named)
        self.leave.setText(_("Is back") if present and present.left_at else _("Has left"))
        self.settle.setVisible(present is not None and bool(present.needs))
        self.wrong.setVisible(named)
