"""The one window of the program: full views in a stack, one focus ring, one palette, one set of keys."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from chapter_desk.gui.shell.commands import Command, Keys
from chapter_desk.gui.shell.cover import Cover
from chapter_desk.gui.shell.first_paint import FirstPaint
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import COLOURS, load_other_scripts, theme, tokens
from chapter_desk.gui.shell.view import View
from chapter_desk.i18n import _, language, use_language

if TYPE_CHECKING:
    from chapter_desk.gui.shell.palette import Palette, PaletteSource
    from chapter_desk.gui.widgets.focus_ring import FocusRing

_TITLE_BAR = 40
"""About what the system's title bar takes: a window must end on the screen, with its state line."""


class MainWindow(QMainWindow):
    """Shows one view at a time: start, unlock, wizard, or a chapter.

    Signals:
        first_shown(): The window has been painted for the first time; heavy imports may begin.
        closing(): The window is about to close for good.
    """

    first_shown = Signal()
    closing = Signal()

    def __init__(self, settings: LaptopSettings) -> None:
        super().__init__()
        self.settings = settings
        self.may_close: Callable[[], bool] = lambda: True
        """Asked before closing; False keeps the window open (the door says why in its state line)."""
        self._shown_before = self._painted = False
        self._covered_at = Qt.WindowState.WindowNoState
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._bound(QGuiApplication.primaryScreen())
        self._palette: Palette | None = None
        self._sources: list[PaletteSource] = []
        self._ring: FocusRing | None = None
        self._keys = Keys(self, self.commands)
        self._take_place()
        self._made_for = (language(), theme().scale)
        theme().changed.connect(self._look_changed)

    # views

    @property
    def view(self) -> View | None:
        """The view that shows."""
        view = self._stack.currentWidget()
        return view if isinstance(view, View) else None

    def show_view(self, view: View) -> None:
        """Show a view in the place of the one before, which is dropped."""
        if self._palette is not None:
            self._palette.finder.close_finder()
        if isinstance(self.view, Cover):  # the chapter is being locked
            self._drop(self.view)
            self.setWindowState(self._covered_at)
        before = self.view
        if before is view:
            return
        if before is not None:
            before.leave()
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        if before is not None:
            self._drop(before)
        view.title_changed.connect(self._entitle)
        for name, slot in (
            ("commands_changed", self.refresh_keys),
            ("find_asked", self.open_palette),
            ("cover_asked", self.cover),
        ):
            if (signal := getattr(view, name, None)) is not None:
                signal.connect(slot)
        if (signal := getattr(view, "rail_chosen", None)) is not None:
            signal.connect(self._keep_rail)
        self._entitle()
        self.refresh_keys()
        view.enter()

    def cover(self, cover: Cover) -> None:
        """Show a view over the one that shows, on the whole screen; what lies below waits, out of reach."""
        if self._palette is not None:
            self._palette.finder.close_finder()
        self._covered_at = self.windowState()
        self._stack.addWidget(cover)
        self._stack.setCurrentWidget(cover)
        cover.uncover_asked.connect(self.uncover)
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.refresh_keys()
        cover.enter()

    def uncover(self) -> None:
        """Show again what lies below."""
        cover = self.view
        if not isinstance(cover, Cover):
            return
        self._drop(cover)
        self.setWindowState(self._covered_at)
        self.refresh_keys()
        if self.view is not None:
            self.view.enter()

    def commands(self) -> Sequence[Command]:
        """Return everything that can be asked for now: of the view first, then of the window."""
        if isinstance(self.view, Cover):
            return self.view.commands()
        of_view = self.view.commands() if self.view is not None else ()
        return (*of_view, *self._own_commands())

    def open_palette(self) -> None:
        """Open "Find anything"."""
        self.palette_of_commands.open()

    @property
    def palette_of_commands(self) -> "Palette":
        """What answers Ctrl K; made when it is first needed, for the first window does not wait for it."""
        if self._palette is None:
            from chapter_desk.gui.shell.palette import Palette
            from chapter_desk.gui.widgets.finder import Finder

            self._palette = Palette(Finder(self), self.commands)
            for source in self._sources:
                self._palette.add_source(source)
        return self._palette

    def set_palette_sources(self, *sources: "PaletteSource") -> None:
        """Have the palette ask these sources (people, meetings), and only these: none while locked."""
        self._sources = list(sources)
        self._drop_palette()

    @property
    def ring(self) -> "FocusRing":
        """What marks the widget with the focus; the first paint does not wait for it."""
        if self._ring is None:
            from chapter_desk.gui.widgets.focus_ring import FocusRing

            self._ring = FocusRing(self)
        return self._ring

    def refresh_keys(self) -> None:
        """Listen to the keys of the commands there are now; from the first paint on, which waits for none."""
        if self._painted:
            self._keys.refresh()

    # how it looks

    def step_text(self, by: int) -> None:
        """Make the text larger (+1), smaller (-1) or 100 % (0), and remember it."""
        theme().step_text(by)

    def use_colours(self, colours: str) -> None:
        """Use light, dark or the system's colours, and remember it."""
        theme().use(colours=next((each for each in COLOURS if each == colours), "system"))

    def use_language(self, code: str) -> None:
        """Speak another language at once, and remember it."""
        self.settings.language = code
        self.settings.save()
        use_language(code)
        theme().changed.emit()
        self._entitle()

    # what Qt calls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            if self.view is not None:
                self.view.escape()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._shown_before:
            self._shown_before = True
            FirstPaint(self._stack).over.connect(self._first_shown)
            if (handle := self.windowHandle()) is not None:
                handle.screenChanged.connect(self._bound)
                self._bound(handle.screen())

    def closeEvent(self, event: QCloseEvent) -> None:
        if isinstance(self.view, Cover):
            self.view.asked_to_close()
            event.ignore()
            return
        if not self.may_close():
            event.ignore()
            return
        if self.view is not None:
            self.view.leave()
        self._keep_place()
        self.closing.emit()
        event.accept()

    # the inside

    def _drop(self, view: View) -> None:
        self._stack.removeWidget(view)
        view.hide()
        view.deleteLater()

    def _first_shown(self) -> None:
        self._painted = True
        self.refresh_keys()
        self.ring.follow()
        load_other_scripts()
        self.first_shown.emit()

    def _entitle(self) -> None:
        title = self.view.window_title() if self.view is not None else ""
        self.setWindowTitle(f"{title} — Chapter Desk" if title else "Chapter Desk")

    def _own_commands(self) -> Sequence[Command]:
        return (
            Command("window.find", _("Find anything"), self.open_palette, "Ctrl+K", "search", listed=False),
            Command(
                "window.larger",
                _("Larger text"),
                lambda: self.step_text(1),
                "Ctrl++",
                "a-large-small",
                more_keys=("Ctrl+=",),
            ),
            Command(
                "window.smaller", _("Smaller text"), lambda: self.step_text(-1), "Ctrl+-", "a-large-small"
            ),
            Command("window.normal", _("Text at 100%"), lambda: self.step_text(0), "Ctrl+0", "a-large-small"),
            Command("window.light", _("Light colors"), lambda: self.use_colours("light"), icon="sun"),
            Command("window.dark", _("Dark colors"), lambda: self.use_colours("dark"), icon="sun"),
            Command(
                "window.system", _("Colors as the system"), lambda: self.use_colours("system"), icon="sun"
            ),
        )

    def _look_changed(self) -> None:
        if self._made_for != (language(), theme().scale):
            self._made_for = (language(), theme().scale)
            self._drop_palette()
            remade = self.view.remade() if self.view is not None else None
            if remade is not None:
                self.show_view(remade)
        self.settings.colours = theme().colours
        self.settings.text_scale = theme().scale
        self.settings.save()

    def _drop_palette(self) -> None:
        if self._palette is not None:
            self._palette.finder.close_finder()
            self._palette.finder.deleteLater()
            self._palette = None

    def _keep_rail(self, narrow: bool) -> None:
        self.settings.rail_narrow = narrow
        self.settings.save()

    def _keep_place(self) -> None:
        place = self.normalGeometry() if self.isMaximized() else self.geometry()
        self.settings.window = [place.x(), place.y(), place.width(), place.height()]
        self.settings.window_maximized = self.isMaximized()
        self.settings.save()

    def _bound(self, screen: QScreen | None) -> None:
        """Ask for no more than the screen has: on a smaller one the page scrolls, the state line stays."""
        least = QSize(*tokens()["breakpoints"]["min"])
        self.setMinimumSize(least if screen is None else least.boundedTo(_room_on(screen)))

    def _take_place(self) -> None:
        size = QSize(1366, 768)
        screen = QGuiApplication.primaryScreen()
        if len(self.settings.window) == 4:
            place = QRect(*self.settings.window)
            if (there := QGuiApplication.screenAt(place.center())) is not None:
                fitted = _fitted(place, there)
                self.setGeometry(fitted)
                if self.settings.window_maximized or fitted.size() != place.size():
                    self.setWindowState(Qt.WindowState.WindowMaximized)
                return
        if screen is not None:
            room = _room_on(screen)
            if room.width() <= size.width() or room.height() <= size.height():
                self.setWindowState(Qt.WindowState.WindowMaximized)
            size = size.boundedTo(room)
        self.resize(size.expandedTo(self.minimumSize()))


def _room_on(screen: QScreen) -> QSize:
    return screen.availableGeometry().size() - QSize(0, _TITLE_BAR)


def _fitted(place: QRect, screen: QScreen) -> QRect:
    """Return where a window that stood here stands now: another screen may be smaller."""
    room = _room_on(screen)
    fitted = QRect(place.topLeft(), place.size().boundedTo(room))
    if fitted.size() != place.size():
        fitted.moveTopLeft(screen.availableGeometry().topLeft())
    return fitted


def raised(window: QWidget) -> None:
    """Bring a window to the front: a second start of the program asks for it."""
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()
