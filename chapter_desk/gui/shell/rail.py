"""The rail at the left: the pages, who works here, and the way out."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import pill_width
from chapter_desk.gui.widgets.cards import Rule, scrolling
from chapter_desk.gui.widgets.labels import key_words
from chapter_desk.gui.widgets.mark import paint_mark
from chapter_desk.i18n import _

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class RailButton(QToolButton):
    """One line of the rail: icon, words, a count or, when narrow, a dot.

    Signals:
        stepped(int): Down (+1) or Up (-1) was pressed: the focus goes to the neighbour.
    """

    stepped = Signal(int)

    def __init__(self, icon: str, words: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._key = key
        self._count = 0
        self.narrow = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setText(words)
        self._name("")

    def set_count(self, count: int, words: str = "") -> None:
        """Show what waits ("2 due"); 0 shows nothing."""
        self._count = count
        self._name(words if count else "")
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, or the words too."""
        self.narrow = narrow
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        t = theme()
        words = self.fontMetrics().horizontalAdvance(self.text()) + t.px(50)
        return QSize(t.px(44), t.px(40)) if self.narrow else QSize(words, t.px(36))

    def minimumSizeHint(self) -> QSize:
        # a low window takes the air around the icon before the rail has to scroll
        return QSize(theme().px(32), theme().px(25))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = "accent-ink" if self.isChecked() else "ink-2"
        side = t.px(20)
        left = (self.width() - side) // 2 if self.narrow else t.px(10)
        picture = t.pixmap(self._icon, role, 20, dpr=self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - side) // 2, picture)
        if self.narrow:
            self._paint_dot(painter)
            return
        painter.setFont(self.font())
        painter.setPen(t.colour(role))
        room = self.rect().adjusted(t.px(41), 0, -t.px(10) - self._count_width(), 0)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        self._paint_count(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        if step := _STEPS.get(Qt.Key(event.key()), 0):
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)

    def _count_width(self) -> int:
        return max(theme().px(22), pill_width(str(self._count)) - theme().px(2)) if self._count else 0

    def _paint_count(self, painter: QPainter) -> None:
        if not self._count:
            return
        t = theme()
        height = t.px(18)
        width = self._count_width()
        pill = QRectF(self.width() - t.px(10) - width, (self.height() - height) / 2, width, height)
        pill = pill.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(t.colour("line"))
        painter.setBrush(t.colour("surface"))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(t.colour("ink-2"))
        painter.setFont(t.font("caption", weight=600, tabular=True))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), str(self._count))

    def _paint_dot(self, painter: QPainter) -> None:
        if self._count:
            t = theme()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.colour("warn"))
            painter.drawEllipse(QPointF(self.width() - t.px(8), t.px(10)), t.px(4), t.px(4))

    def _name(self, waiting: str) -> None:
        name = f"{self.text()}, {waiting}" if waiting else self.text()
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {key_words(self._key)}".strip())


class WhoButton(QToolButton):
    """The head of the rail: the program's mark, the chapter, and who works at this laptop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chapter = self._who = ""
        self.narrow = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_who("", "")

    def show_who(self, chapter: str, who: str) -> None:
        """Show the chapter's short name and "Denise · Lead"."""
        self._chapter, self._who = chapter, who
        name = _("{chapter}, {who}. Change who works here").format(chapter=chapter, who=who)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(44 if self.narrow else 180), theme().px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(44), theme().px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        side = t.px(32)
        left = (self.width() - side) // 2 if self.narrow else t.px(8)
        mark = QRect(left, (self.height() - side) // 2, side, side)
        paint_mark(painter, mark)
        if self.narrow:
            return
        room = self.rect().adjusted(t.px(50), 0, -t.px(6), 0)
        for words, font, role, half in (
            (self._chapter, t.font("strong"), "ink", 0),
            (self._who, t.font("caption"), "ink-3", 1),
        ):
            painter.setFont(font)
            painter.setPen(t.colour(role))
            line = QRect(room.left(), half * self.height() // 2, room.width(), self.height() // 2)
            flags = Qt.AlignmentFlag.AlignTop if half else Qt.AlignmentFlag.AlignBottom
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(line.adjusted(0, 1 if half else 0, 0, 0), int(flags), shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class Rail(QFrame):
    """The pages there are, and only those.  Where they do not fit they stand closer, and then scroll.

    Signals:
        chosen(str): The key of the page a person wants.
        lock_asked(): Lock was pressed.
        who_asked(): The head was pressed, to change who works here.
    """

    chosen = Signal(str)
    lock_asked = Signal()
    who_asked = Signal()

    def __init__(self, entries: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.setObjectName("rail")
        self.setAccessibleName(_("Pages"))
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, t.px(10), 0, t.px(10))
        whole.setSpacing(t.px(8))
        self.who = WhoButton()
        self.who.clicked.connect(self.who_asked)
        head = QVBoxLayout()
        head.setContentsMargins(t.px(8), 0, t.px(8), 0)
        head.addWidget(self.who)
        whole.addLayout(head)
        inside = QWidget()
        self._list = scrolling(inside)
        self._list.setMinimumHeight(0)
        whole.addWidget(self._list, 1)
        box = QVBoxLayout(inside)
        box.setContentsMargins(t.px(8), 0, t.px(8), 0)
        box.setSpacing(1)
        for entry in entries:
            if not entry.low and not entry.under:
                box.addWidget(self._made(entry))
        box.addStretch(1)
        box.addWidget(Rule())
        box.addSpacing(t.px(6))
        for entry in entries:
            if entry.low and not entry.under:
                box.addWidget(self._made(entry))
        self._lock = RailButton("lock", _("Lock"), "Ctrl+L")
        self._lock.clicked.connect(self.lock_asked)
        self._lock.stepped.connect(lambda step: self._step_from(self._lock, step))
        box.addWidget(self._lock)
        self.set_narrow(False)

    def show_chosen(self, key: str) -> None:
        """Mark the page that shows, or the one it stands under."""
        self._buttons[key].setChecked(True)
        for each, button in self._buttons.items():  # one stop for Tab; Up and Down go on from there
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == key else Qt.FocusPolicy.ClickFocus)
        self._list.ensureWidgetVisible(self._buttons[key], 0, 0)

    def set_count(self, key: str, count: int, words: str = "") -> None:
        """Say what waits on a page: a number, and its words ("2 due")."""
        if key in self._buttons:
            self._buttons[key].set_count(count, words)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons alone, or words too."""
        t = theme()
        self.setFixedWidth(t.size("rail-narrow" if narrow else "rail-wide"))
        self.who.narrow = narrow
        self.who.updateGeometry()
        for button in (*self._buttons.values(), self._lock):
            button.set_narrow(narrow)

    def focus_chosen(self) -> None:
        """Take the focus, on the page that shows."""
        button = self._group.checkedButton()
        (button or self.who).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step and self.who.hasFocus():
            self._step_from(self.who, step)
            return
        super().keyPressEvent(event)

    def _step_from(self, here: QWidget, step: int) -> None:
        line: list[QWidget] = [self.who, *self._buttons.values(), self._lock]
        there = line[max(0, min(len(line) - 1, line.index(here) + step))]
        there.setFocus(Qt.FocusReason.TabFocusReason)
        if there is not self.who:
            self._list.ensureWidgetVisible(there, 0, 0)

    def _made(self, entry: PageEntry) -> RailButton:
        button = RailButton(entry.icon, entry.name(), entry.keys)
        button.stepped.connect(lambda step: self._step_from(button, step))
        button.setCheckable(True)
        button.clicked.connect(lambda: self.chosen.emit(entry.key))
        self._group.addButton(button)
        self._buttons[entry.key] = button
        return button
