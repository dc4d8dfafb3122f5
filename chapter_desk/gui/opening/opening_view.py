"""What start page, unlock page and wizard share: their foot, and being built again for another look."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.first_paint import FirstPaint
from chapter_desk.gui.shell.theme import text_scales, theme
from chapter_desk.gui.shell.view import View
from chapter_desk.i18n import LANGUAGES, _, language

if TYPE_CHECKING:
    from chapter_desk.gui.opening.caps_lock import CapsLock
    from chapter_desk.gui.widgets.cards import SidePanel
    from chapter_desk.gui.widgets.state_line import StateLine

LANGUAGE_NAMES = {"en": "English", "es": "Español"}
"""Each language as it calls itself, so that it is found by those who read no other."""


class OpeningView(View):
    """A view before a chapter is open.  Subclasses give `content`; it is asked again for each look.

    Signals:
        language_asked(str): The person wants to read this language.
        text_asked(float): The person wants this text size.
    """

    language_asked = Signal(str)
    text_asked = Signal(float)
    help_id = ""
    """Which text of the help belongs here."""

    shows_caps_lock = False
    """Whether the foot says how Caps Lock is (where a passphrase is typed)."""

    shows_foot = True
    """Whether language and text size stand at the foot; not where a page asks for them itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._made_for: tuple[str, float] | None = None
        self._content: QWidget | None = None
        self.foot: StateLine | None = None
        self.help_panel: SidePanel | None = None
        self._help_from: QWidget | None = None
        self._below = QWidget()
        self._below_line = QVBoxLayout(self._below)
        self._below_line.setContentsMargins(0, 0, 0, 0)
        self._was_painted = False
        FirstPaint(self).over.connect(self._painted)
        self._caps_lock: CapsLock | None = None
        theme().changed.connect(self._fit)

    @property
    def caps_lock(self) -> "CapsLock":
        """What follows Caps Lock by the keys pressed here."""
        if self._caps_lock is None:
            from chapter_desk.gui.opening.caps_lock import CapsLock

            self._caps_lock = CapsLock(self)
            self._caps_lock.changed.connect(self._say_foot)
        return self._caps_lock

    def content(self) -> QWidget:
        """Return the view's widgets, made for the present language and text size."""
        raise NotImplementedError

    def build(self) -> None:
        """Make the widgets (again): call it once when the subclass is ready."""
        self._made_for = (language(), theme().scale)
        self.close_help()
        for old in (self._content, self.foot):
            if old is not None:
                old.hide()
                old.deleteLater()
        self.foot = None
        self._content = self.content()
        self._box.insertWidget(0, self._content, 1)
        self._box.addWidget(self._below)
        self._below.setFixedHeight(theme().size("state-line") if self.shows_foot else 0)
        if self._was_painted and self.shows_foot:
            self._add_foot()

    def escape(self) -> bool:
        return self.close_help()

    def commands(self) -> Sequence[Command]:
        return (
            Command("opening.quit", _("Close Chapter Desk"), self._close_window, "Ctrl+Q", "x"),
            Command(
                "opening.help",
                _("Help for this page"),
                self.open_help,
                "F1",
                "circle-question-mark",
                "help",
            ),
        )

    def _close_window(self) -> None:
        self.window().close()

    def help_title(self) -> str:
        """Return what the help panel is about."""
        return self.window_title() or "Chapter Desk"

    def open_help(self) -> None:
        """Show the help and the keys of this view at its right, over what is there."""
        from chapter_desk.gui.shell.key_help import key_help

        self.close_help()
        panel = self.help_panel = key_help(self.help_title(), self.commands(), (), self.help_id)
        panel.setParent(self)
        panel.closed.connect(self.close_help)
        self._help_from = self.focusWidget()
        self._place_help()
        panel.show()
        panel.raise_()
        for inside in panel.findChildren(QWidget):
            if inside.focusPolicy() & Qt.FocusPolicy.TabFocus and inside.isVisible():
                inside.setFocus(Qt.FocusReason.ShortcutFocusReason)
                break

    def close_help(self) -> bool:
        """Close the help and give the focus back; False if it was not open."""
        panel, self.help_panel = self.help_panel, None
        if panel is None:
            return False
        panel.hide()
        panel.deleteLater()
        if self._help_from is not None and isValid(self._help_from):
            self._help_from.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_help()

    def _place_help(self) -> None:
        if self.help_panel is not None:
            gap = theme().px(14)
            width = min(theme().size("side-panel"), self.width() - 2 * gap)
            self.help_panel.setGeometry(self.width() - width - gap, gap, width, self.height() - 2 * gap)

    def _fit(self) -> None:
        if self._made_for is not None and self._made_for != (language(), theme().scale):
            self.build()
            if self.isVisible():
                self.enter()

    def _painted(self) -> None:
        self._was_painted = True
        if self.shows_foot and self.foot is None:
            self._add_foot()

    def _add_foot(self) -> None:
        """Fill the space kept at the foot; the first paint does not wait for it."""
        from chapter_desk.gui.widgets.state_line import StateLine

        foot = self.foot = StateLine()
        foot.setProperty("kind", "opening")
        foot.opened.connect(self._foot_pressed)
        self._below_line.addWidget(foot)
        self._say_foot()

    def _say_foot(self) -> None:
        if self.foot is None:
            return
        from chapter_desk.gui.widgets.state_line import StatePart

        parts = [
            StatePart(LANGUAGE_NAMES[language()], "languages", opens="language"),
            StatePart(
                _("Text size {percent}%").format(percent=round(theme().scale * 100)),
                "a-large-small",
                opens="text",
            ),
        ]
        if self.shows_caps_lock and self.caps_lock.on is not None:
            on = self.caps_lock.on
            words = _("Caps Lock is on") if on else _("Caps Lock is off")
            parts.append(StatePart(words, tone="warn" if on else "", right=True))
        self.foot.say(*parts)

    def _foot_pressed(self, what: str) -> None:
        if what == "language":
            at = LANGUAGES.index(language())
            self.language_asked.emit(LANGUAGES[(at + 1) % len(LANGUAGES)])
            return
        scales = list(text_scales())
        at = scales.index(theme().scale)
        self.text_asked.emit(scales[(at + 1) % len(scales)])


class EnterGoesOn(QObject):
    """Enter in a field of a form goes to the next one, and from the last one on to `done`."""

    done = Signal()

    def __init__(self, parent: QWidget, *fields: QWidget) -> None:
        super().__init__(parent)
        self._fields = fields
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if (
            event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        at = next(number for number, field in enumerate(self._fields) if field is watched)
        if at + 1 < len(self._fields):
            self._fields[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.done.emit()
        return True


def centred(widget: QWidget, width: int) -> QHBoxLayout:
    """Return a line that holds a widget in the middle, at most `width` design pixels wide."""
    widget.setMaximumWidth(theme().px(width))
    widget.setMinimumWidth(min(theme().px(width), theme().px(320)))
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.addStretch(1)
    line.addWidget(widget, 1000)
    line.addStretch(1)
    return line


def application() -> QApplication:
    """Return the running application."""
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    return running
