"""The header of a page: what this is at the left, what can be done at the right, the rest under More."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.i18n import _


class FindButton(ActionButton):
    """Looks like a field, opens the palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Find anything"), "find", icon="search", key="Ctrl+K", parent=parent)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(max(hint.width(), theme().px(210)), hint.height())

    def minimumSizeHint(self) -> QSize:
        return ActionButton.sizeHint(self)

    def paint_words(self, painter: QPainter, left: int, ink: QColor) -> None:
        # as a field: words at the left, the key at the right
        t = theme()
        super().paint_words(painter, t.px(11), ink)


class PageHeader(QWidget):
    """Left is what this is, right is what you can do.

    Where there is no room for all of a page's buttons, the last ones go under More; the primary never does,
    nor one whose property `stays` is set.

    Signals:
        find_asked(): "Find anything" was pressed.
    """

    find_asked = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        t = theme()
        self._page = page
        self.setMinimumHeight(t.size("page-header"))
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(t.px(8))
        self._title = TextLabel("", "h1")
        self._context = ElidedLabel("", "hint")
        self._find = FindButton()
        self._find.clicked.connect(self.find_asked)
        self.more = ActionButton("", "", "large", icon="ellipsis")
        self.more.setAccessibleName(_("More"))
        self.more.setToolTip(_("More"))
        self.more.clicked.connect(self._open_more)
        self.more.hide()
        self._line.addWidget(self._title)
        self._line.addSpacing(t.px(6))
        self._line.addWidget(self._context, 1)
        self._line.addWidget(self._find)
        self._line.addWidget(self.more)
        self._actions: list[QWidget] = []
        self._under_more: list[ActionButton] = []
        self.refresh()

    def refresh(self) -> None:
        """Read title, context and actions of the page again."""
        self._title.setText(self._page.title())
        self._context.setText(self._page.context())
        self._find.setVisible(self._page.shows_find)
        wanted = list(self._page.header_widgets())
        if wanted != self._actions:
            for widget in self._actions:
                if widget not in wanted:
                    self._line.removeWidget(widget)
                    widget.hide()
            for widget in wanted:
                self._line.removeWidget(widget)
                self._line.addWidget(widget)
            self._line.removeWidget(self.more)
            self._line.addWidget(self.more)
            self._actions = wanted
        self._fit()

    def under_more(self) -> Sequence[ActionButton]:
        """Return the buttons that stand under More."""
        return tuple(self._under_more)

    def focus_first(self) -> bool:
        """Take the focus on the first thing that can be done; False if there is none."""
        for widget in (self._find, *self._actions, self.more):
            if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        gap = self._line.spacing()
        words = self._title.sizeHint().width() + self._context.minimumSizeHint().width()
        room = self.width() - words - 3 * gap
        if not self._find.isHidden():
            room -= self._find.minimumSizeHint().width() + gap
        hidden: list[ActionButton] = []
        buttons = [each for each in self._actions if isinstance(each, ActionButton)]
        may_go = [w for w in buttons if w.property("kind") != "primary" and not w.property("stays")]
        while may_go and self._width_of(hidden) > room:
            hidden.insert(0, may_go.pop())
        self._under_more = hidden
        for widget in self._actions:
            widget.setVisible(widget not in hidden)
        self.more.setVisible(bool(hidden))

    def _width_of(self, hidden: Sequence[QWidget]) -> int:
        """Return how wide the actions are without the hidden ones, with More if there are some."""
        shown = [widget for widget in self._actions if widget not in hidden]
        if hidden:
            shown.append(self.more)
        return sum(widget.sizeHint().width() + self._line.spacing() for widget in shown)

    def _open_more(self) -> None:
        menu = QMenu(self)
        for button in self._under_more:
            action = menu.addAction(button.accessibleName())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
