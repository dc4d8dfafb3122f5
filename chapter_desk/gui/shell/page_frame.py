"""The frame around a page: header, one notice, the page, and a side panel beside or over it."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from chapter_desk.gui.shell.header import PageHeader
from chapter_desk.gui.shell.notices import NoticeSlot
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.page_room import PageRoom
from chapter_desk.gui.shell.theme import theme, tokens
from chapter_desk.gui.widgets.cards import SidePanel


class PageFrame(QWidget):
    """Shows one page as the design says; used by the shell, and by tests of single pages.

    Signals:
        find_asked(): The palette should open.
    """

    find_asked = Signal()

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self.page = page
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = PageHeader(page)
        self.header.find_asked.connect(self.find_asked)
        self.notices = NoticeSlot()
        self.panel: SidePanel | None = None
        self._before_panel: QWidget | None = None
        column = QVBoxLayout()
        column.setSpacing(t.px(14))
        column.addWidget(self.notices)
        self._shown = PageRoom(page, shrinks=not page.scrolls)
        self._shown.installEventFilter(self)
        column.addWidget(self._shown, 1)
        self._content = QHBoxLayout()
        self._content.setSpacing(t.px(14))
        self._content.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addLayout(self._content, 1)
        self._whole = whole
        self._set_margins()
        page.told.connect(self.notices.tell)
        page.untold.connect(self.notices.take_back)
        page.head_changed.connect(self.header.refresh)
        page.panel_opened.connect(self.open_panel)
        page.panel_closed.connect(self.close_panel)

    @property
    def panel_lies_over(self) -> bool:
        """Whether the window is too narrow for a panel beside the page."""
        window = self.window().width() / theme().scale
        return bool(window < tokens()["breakpoints"]["side_panel_overlays_below"])

    def open_panel(self, panel: SidePanel) -> None:
        """Show a panel; one that shows already is hidden, and stays the page's."""
        if self.panel is panel and panel.isVisible():
            return
        if self.panel is None:
            self._before_panel = self.focusWidget()
        else:
            self._put_away()
        self.panel = panel
        panel.setParent(self)
        panel.closed.connect(self.close_panel)
        panel.installEventFilter(self)
        self._place_panel()
        panel.show()

    def close_panel(self) -> None:
        """Hide the panel and give the focus back to where it was."""
        had_focus = self.panel is not None and self.panel.isAncestorOf(self.focusWidget() or self)
        self._put_away()
        if had_focus and self._before_panel is not None and isValid(self._before_panel):
            self._before_panel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before_panel = None

    def escape(self) -> bool:
        """Close what is open, nearest first."""
        if self.panel is not None:
            panel = self.panel
            panel.closed.emit()
            if self.panel is panel:
                self.close_panel()
            return True
        return self.page.escape()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_margins()
        if self.panel is not None:
            self._place_panel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.panel and event.type() == QEvent.Type.DeferredDelete:
            self.panel = None
        if watched is self._shown and event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.panel:
            self._lay_over()  # not _place_panel: a layout must not change while it lays out
        return False

    def _put_away(self) -> None:
        if self.panel is None:
            return
        self._content.removeWidget(self.panel)
        self.panel.removeEventFilter(self)
        self.panel.closed.disconnect(self.close_panel)
        self.panel.hide()
        self.panel = None

    def _place_panel(self) -> None:
        assert self.panel is not None
        width = theme().size("side-panel")
        if not self.panel_lies_over:
            self.panel.setFixedWidth(width)
            if self._content.indexOf(self.panel) < 0:
                self._content.addWidget(self.panel)
            return
        self._content.removeWidget(self.panel)
        self._lay_over()

    def _lay_over(self) -> None:
        if self.panel is None or self._content.indexOf(self.panel) >= 0:
            return
        width = theme().size("side-panel")
        margins = self._whole.contentsMargins()
        width = min(width, self.width() - margins.left() - margins.right())
        self.panel.setFixedWidth(width)
        top = self._shown.mapTo(self, QPoint(0, 0)).y()  # a notice stays in sight
        left = self.width() - margins.right() - width
        self.panel.setGeometry(QRect(left, top, width, self.height() - top - margins.bottom()))
        self.panel.raise_()

    def _set_margins(self) -> None:
        t = theme()
        side = t.px(20)
        if not self.page.full_width:
            widest = t.px(tokens()["breakpoints"]["content_max_width"])
            side = max(side, (self.width() - widest) // 2)
        self._whole.setContentsMargins(side, 0, side, t.px(14))
