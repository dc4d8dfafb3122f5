"""Fields with their label above and their hint or problem below; never a pop-up."""

from typing import Generic, Literal, TypeVar

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.gui.shell.theme import restyled, theme
from chapter_desk.gui.widgets.buttons import IconButton, key_width, paint_key
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _

Editor = TypeVar("Editor", bound=QWidget)


class IconLabel(QLabel):
    """An icon beside words that say the same; so it has no name of its own."""

    def __init__(self, icon: str, role: str = "ink-2", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._role, self._size = icon, role, size
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: str, role: str | None = None) -> None:
        """Show another icon, or the same in another role."""
        self._icon, self._role = icon, role or self._role
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = theme().px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._icon:
            painter = QPainter(self)
            picture = theme().pixmap(self._icon, self._role, self._size, dpr=self.devicePixelRatioF())
            side = theme().px(self._size)
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, picture)


class Field(QWidget, Generic[Editor]):
    """Any editor with a label above, and a line below for a hint or a problem."""

    def __init__(self, label: str, editor: Editor, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._hint = hint
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._label = TextLabel(label, "label")
        self._label.setBuddy(editor)
        self._sign = IconLabel("octagon-alert", "bad", 14)
        self._below = TextLabel(hint, "hint", wrap=True)
        editor.setAccessibleName(label)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(4))
        box.addWidget(self._label)
        grows = bool(editor.sizePolicy().expandingDirections() & Qt.Orientation.Vertical)
        box.addWidget(self.editor, int(grows))
        below = QHBoxLayout()
        below.setSpacing(theme().px(4))
        below.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._below, 1)
        box.addLayout(below)
        if not grows:
            box.addStretch(1)  # beside a taller field the line of the editors stays one line
        self.setFocusProxy(editor)
        self._show_below()

    def label(self) -> str:
        """Return the words above the field."""
        return self._label.text()

    def set_label(self, text: str) -> None:
        """Change the words above the field."""
        self._label.setText(text)
        self.editor.setAccessibleName(text)

    def set_hint(self, text: str) -> None:
        """Change the line below that shows while there is no problem."""
        self._hint = text
        self._show_below()

    def problem(self) -> str:
        """Return the problem that is shown, "" if none."""
        return self._below.text() if self.editor.property("problem") else ""

    def set_problem(self, text: str) -> None:
        """Say what is wrong with what stands in the field; "" when it is right again."""
        restyled(self.editor, problem=bool(text))
        self._show_below(text)

    def _show_below(self, problem: str = "") -> None:
        text = problem or self._hint
        self._below.set_tone("bad" if problem else "")
        self._below.setText(text)
        self._below.setVisible(bool(text))
        self._sign.setVisible(bool(problem))
        self.editor.setAccessibleDescription(text)


class TextField(Field[QLineEdit]):
    """A line of text.

    Signals:
        changed(str): Typed.
        left(str): Done with: Enter, or the focus went elsewhere (`editingFinished`).
    """

    changed = Signal(str)
    left = Signal(str)

    def __init__(
        self,
        label: str,
        hint: str = "",
        *,
        text: str = "",
        placeholder: str = "",
        room: Literal["normal", "large"] = "normal",
        secret: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        editor = QLineEdit(text)
        editor.setPlaceholderText(placeholder)
        editor.setProperty("room", room)
        self._eye: IconButton | None = None
        if secret:
            editor.setEchoMode(QLineEdit.EchoMode.Password)
        super().__init__(label, editor, hint, parent)
        if secret:
            self._add_eye()
        editor.textChanged.connect(self.changed)
        editor.editingFinished.connect(lambda: self.left.emit(editor.text()))

    def text(self) -> str:
        """Return what stands in the field."""
        return self.editor.text()

    def set_text(self, text: str) -> None:
        """Put a text in the field."""
        self.editor.setText(text)

    def _add_eye(self) -> None:
        self._eye = IconButton("eye", _("Show what is typed"), parent=self.editor)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show_secret)
        self.editor.installEventFilter(self)
        margin = theme().px(34)
        self.editor.setTextMargins(0, 0, margin, 0)

    def _show_secret(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.editor.setEchoMode(mode)
        assert self._eye is not None
        self._eye.show_as(
            "eye-off" if shown else "eye", _("Hide what is typed") if shown else _("Show what is typed")
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._eye is not None and event.type() == QEvent.Type.Resize:
            side = theme().px(30)
            at = self.editor.rect()
            self._eye.setGeometry(QRect(at.right() - side - 3, at.center().y() - side // 2 + 1, side, side))
        return False


class SearchEdit(QLineEdit):
    """Searches what is below it.

    Esc clears, and once more leaves; Down goes to the list.

    Signals:
        went_down(): Down or Page Down was pressed: the list should take the focus.
        gave_up(): Esc was pressed in an empty field.
    """

    went_down = Signal()
    gave_up = Signal()

    def __init__(
        self,
        placeholder: str,
        *,
        room: Literal["normal", "door"] = "normal",
        key: str = "/",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._hint = hint
        self._big = room == "door"
        self.setProperty("kind", "search")
        self.setProperty("room", room)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._clear = IconButton("x", _("Clear the search"), key="Esc", parent=self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text) and not self._hint))

    def set_placeholder(self, text: str) -> None:
        """Say what is searched ("Search these 38 people"); it is the accessible name too."""
        self.setPlaceholderText(text)
        self.setAccessibleName(text)

    def set_hint(self, text: str) -> None:
        """Change the words at the right end of the big field."""
        self._hint = text
        self.update()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + theme().px(24), hint.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.gave_up.emit()
                event.ignore()
            return
        if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.went_down.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = theme().px(24)
        self._clear.setGeometry(
            QRect(self.width() - side - theme().px(5), (self.height() - side) // 2, side, side)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = 24 if self._big else 18
        left = theme().px(16 if self._big else 10)
        glass = theme().pixmap("search", "ink-3", size, dpr=self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - theme().px(size)) // 2, glass)
        if self._hint and self._room_for_hint():
            painter.setFont(theme().font("caption"))
            painter.setPen(theme().colour("ink-3"))
            rect = self.rect().adjusted(0, 0, -theme().px(18), 0)
            painter.drawText(
                rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._hint
            )
        elif self._key and not self.text() and not self._hint:
            width = key_width(self._key)
            at = QRect(self.width() - width - theme().px(8), 0, width, self.height())
            paint_key(painter, at, self._key)

    def _room_for_hint(self) -> bool:
        typed = self.fontMetrics().horizontalAdvance(self.text() or self.placeholderText())
        hint = QFontMetrics(theme().font("caption")).horizontalAdvance(self._hint)
        return typed + hint + theme().px(50 + 18 + 24) < self.width()
