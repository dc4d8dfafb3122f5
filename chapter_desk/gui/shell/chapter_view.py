"""An open chapter in the window: rail, pages, state line."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.key_help import key_help
from chapter_desk.gui.shell.navigation import PageEntry, Stop, Trail
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page, View
from chapter_desk.gui.shell.page_frame import PageFrame
from chapter_desk.gui.shell.rail import Rail
from chapter_desk.gui.shell.theme import theme, tokens
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.state_line import StateLine
from chapter_desk.i18n import _, language
from chapter_desk.values import Area


class ChapterView(View):
    """The chapter's shell.  Pages are made when first opened, and again for another text size or language.

    Signals:
        page_shown(str): The key of the page that shows now.
        lock_asked(): Lock was pressed in the rail.
        who_asked(): A person wants to say who works here.
        find_asked(): "Find anything" was pressed.
        commands_changed(): Other commands can be run than before.
        cover_asked(Cover): A page gives the whole screen to this view.
        rail_chosen(bool): The person made the rail narrow (F9), or wide again.
    """

    page_shown = Signal(str)
    lock_asked = Signal()
    who_asked = Signal()
    find_asked = Signal()
    commands_changed = Signal()
    rail_chosen = Signal(bool)
    cover_asked = Signal(object)

    def __init__(
        self,
        chapter: str,
        entries: Sequence[PageEntry],
        bridge: Bridge,
        *,
        commands: Callable[[], Sequence[Command]] = tuple,
        rail_narrow: bool = False,
    ) -> None:
        super().__init__()
        self._chapter = chapter
        self._entries = {entry.key: entry for entry in entries}
        self._commands = commands
        self._rail_narrow = rail_narrow
        self._who = ""
        self._short = chapter
        self._frames: dict[str, PageFrame] = {}
        self._stale: dict[str, frozenset[Area]] = {}
        self._waiting: dict[str, tuple[int, str]] = {}
        self._made_for: tuple[str, float] | None = None
        self._key = ""
        self._trail = Trail()
        self._stack = QStackedWidget()
        self._holder = QHBoxLayout(self)
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._holder.setSpacing(0)
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._right.addWidget(self._stack, 1)
        self._build_frame()
        self._bridge = bridge
        bridge.changed.connect(self._hear)
        theme().changed.connect(self._fit)

    # what is on the screen

    @property
    def key(self) -> str:
        """The key of the page that shows."""
        return self._key

    @property
    def page(self) -> Page:
        """The page that shows."""
        return self._frames[self._key].page

    @property
    def frame(self) -> PageFrame:
        """The frame around the page that shows: header, notice, panel."""
        return self._frames[self._key]

    def window_title(self) -> str:
        return self._chapter

    def enter(self) -> None:
        if not self._key:
            self.go(next(iter(self._entries)))
        else:
            self._show(self._key)

    def leave(self) -> None:
        if self._key:
            self.page.leave()

    def escape(self) -> bool:
        return bool(self._key) and self.frame.escape()

    def commands(self) -> Sequence[Command]:
        of_page = self.page.commands() if self._key else ()
        return (*of_page, *self._own_commands(), *self._going(), *self._commands())

    # going about

    def go(self, key: str, place: object = None) -> None:
        """Open a page, at a place it knows.  A key that is not here is ignored (a role may not)."""
        if key not in self._entries:
            return
        if self._key and (key != self._key or place is not None):
            self._trail.went_from(Stop(self._key, self.page.place()))
        self._arrive(Stop(key, place))

    def back(self) -> None:
        """Go where the person was before."""
        if (stop := self._trail.back(Stop(self._key, self.page.place()))) is not None:
            self._arrive(stop)

    def forward(self) -> None:
        """Go where Back came from."""
        if (stop := self._trail.forward(Stop(self._key, self.page.place()))) is not None:
            self._arrive(stop)

    def tell(self, told: Told) -> None:
        """Show a notice on the page that shows."""
        self.frame.notices.tell(told)

    def show_who(self, chapter: str, who: str) -> None:
        """Show the chapter's short name and who works here ("Denise · Lead")."""
        self._short, self._who = chapter, who
        self.rail.who.show_who(chapter, who)

    def set_count(self, key: str, count: int, words: str = "") -> None:
        """Say what waits on a page, in the rail: a number, and its words ("2 due")."""
        self._waiting[key] = (count, words)
        self.rail.set_count(key, count, words)

    def flip_rail(self) -> None:
        """Make the rail narrow, or wide again (F9)."""
        self._rail_narrow = not self._rail_narrow
        self.rail_chosen.emit(self._rail_narrow)
        self._fit()

    def next_part(self, step: int) -> None:
        """Give the focus to the next part: rail, header, content, side panel, state line (F6)."""
        frame = self.frame
        here = self.window().focusWidget()
        parts: list[tuple[QWidget | None, Callable[[], object]]] = [
            (self.rail, self.rail.focus_chosen),
            (frame.header, frame.header.focus_first),
            (frame.page, lambda: _focus_inside(frame.page)),
            (frame.panel, lambda: _focus_inside(frame.panel) if frame.panel else False),
            (self.state_line, self.state_line.focus_first),
        ]
        at = next((n for n, (part, _go) in enumerate(parts) if part and here and part.isAncestorOf(here)), 2)
        for tried in range(1, len(parts)):
            part, take = parts[(at + step * tried) % len(parts)]
            if part is not None and take() is not False:
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def remake(self) -> None:
        """Make rail, pages and state line again, for another language or text size."""
        self._made_for = (language(), theme().scale)
        if not self._key:
            self._build_frame()
            return
        stop = Stop(self._key, self.page.place())
        self.page.leave()
        parts = self.state_line.parts()
        for frame in self._frames.values():
            self._stack.removeWidget(frame)
            frame.deleteLater()
        self._frames.clear()
        self._stale.clear()
        self._build_frame()
        self.state_line.say(*parts)
        self._key = ""
        self._arrive(stop)

    # the inside

    def _build_frame(self) -> None:
        self._made_for = (language(), theme().scale)
        for old in (getattr(self, "rail", None), getattr(self, "state_line", None)):
            if old is not None:
                old.hide()
                old.deleteLater()
        self.rail = Rail(list(self._entries.values()))
        self.rail.chosen.connect(self.go)
        self.rail.lock_asked.connect(self.lock_asked)
        self.rail.who_asked.connect(self.who_asked)
        self.rail.who.show_who(self._short, self._who)
        for key, (count, words) in self._waiting.items():
            self.rail.set_count(key, count, words)
        self.state_line = StateLine()
        self.state_line.opened.connect(self.go)
        while (item := self._holder.takeAt(0)) is not None:
            del item
        self._right.addWidget(self.state_line)
        self._holder.addWidget(self.rail)
        self._holder.addLayout(self._right, 1)

    def _arrive(self, stop: Stop) -> None:
        if self._key and stop.key != self._key:
            self.page.leave()
        self._show(stop.key)
        if stop.place is not None:
            self.page.go_to(stop.place)

    def _show(self, key: str) -> None:
        if key not in self._frames:
            self._frames[key] = self._framed(self._entries[key])
        self._key = key
        frame = self._frames[key]
        self._stack.setCurrentWidget(frame)
        self.rail.show_chosen(self._entries[key].under or key)
        self._fit()
        if areas := self._stale.pop(key, frozenset()):
            frame.page.changed(areas)
        frame.header.refresh()
        self._say_state(frame)
        frame.page.enter()
        self.page_shown.emit(key)
        self.commands_changed.emit()

    def _framed(self, entry: PageEntry) -> PageFrame:
        frame = PageFrame(entry.make())
        frame.find_asked.connect(self.find_asked)
        frame.page.going.connect(self.go)
        frame.page.commands_changed.connect(self.commands_changed)
        frame.page.cover_asked.connect(self.cover_asked)
        frame.page.state_changed.connect(lambda: self._say_state(frame))
        self._stack.addWidget(frame)
        return frame

    def _say_state(self, frame: PageFrame) -> None:
        if frame is self._frames.get(self._key):
            self.state_line.say_first(frame.page.state())

    def _hear(self, areas: frozenset[Area]) -> None:
        for key, frame in self._frames.items():
            heard = areas & frame.page.areas
            if not heard:
                continue
            if key == self._key and self.isVisible():
                frame.page.changed(heard)
                frame.header.refresh()
            else:
                self._stale[key] = self._stale.get(key, frozenset()) | heard
        for frame in self._frames.values():
            frame.notices.next_act()

    def _fit(self) -> None:
        if self._made_for != (language(), theme().scale) and self._made_for is not None:
            self.remake()
            return
        width = self.width() / theme().scale
        small = width < tokens()["breakpoints"]["rail_narrow_below"]
        at_door = bool(self._key) and self.page.narrow_rail
        self.rail.set_narrow(small or at_door or self._rail_narrow)

    def _going(self) -> Sequence[Command]:
        # a page may lead to one under it itself, knowing which meeting is meant
        said = {command.text for command in self.page.commands()} if self._key else set()
        return [
            Command(
                f"go.{entry.key}",
                entry.name(),
                partial(self.go, entry.key),
                key=entry.keys,
                icon=entry.icon,
                group="go",
            )
            for entry in self._entries.values()
            if not entry.under or not (entry.needs_place or entry.name() in said)
        ]

    def _own_commands(self) -> Sequence[Command]:
        primary = self.page.primary() if self._key else None
        search = self.page.search() if self._key else None
        return (
            Command(
                "page.primary",
                primary.words() if primary else _("The page's main button"),
                lambda: _press(primary),
                key="Ctrl+Return",
                more_keys=("Ctrl+Enter",),
                able=lambda: primary is not None and primary.isEnabled() and primary.isVisible(),
                listed=False,
            ),
            Command(
                "page.search",
                _("Search on this page"),
                lambda: search.setFocus(Qt.FocusReason.ShortcutFocusReason) if search else None,
                key="Ctrl+F",
                more_keys=("/",),
                icon="search",
                able=lambda: search is not None,
            ),
            Command("shell.back", _("Back"), self.back, key="Alt+Left", listed=False),
            Command("shell.forward", _("Forward"), self.forward, key="Alt+Right", listed=False),
            Command(
                "shell.saved",
                _("Is everything saved?"),
                lambda: self.state_line.flash(_("Already saved")),
                key="Ctrl+S",
                listed=False,
            ),
            Command(
                "shell.notice",
                _("Go to the notice"),
                lambda: self.frame.notices.jump(),
                "Alt+Shift+N",
                listed=False,
            ),
            Command(
                "shell.next", _("Next part of the window"), lambda: self.next_part(1), "F6", listed=False
            ),
            Command(
                "shell.previous",
                _("Part of the window before"),
                lambda: self.next_part(-1),
                "Shift+F6",
                listed=False,
            ),
            Command("shell.rail", _("Rail wide or narrow"), self.flip_rail, "F9", "columns-3"),
            Command("shell.lock", _("Lock"), self.lock_asked.emit, "Ctrl+L", "lock"),
            Command("shell.who", _("Change who works here"), self.who_asked.emit, icon="user-round"),
            Command("shell.help", _("Keys on this page"), self._help, "F1", "circle-question-mark", "help"),
        )

    def _help(self) -> None:
        of_page = list(self.page.commands())
        names = {command.name for command in of_page}
        rest = [command for command in self.commands() if command.name not in names]
        panel = key_help(self.page.title(), of_page, rest, self.page.help_id)
        panel.closed.connect(panel.deleteLater)
        self.frame.open_panel(panel)
        _focus_inside(panel)


def _press(button: ActionButton | None) -> None:
    if button is not None:
        button.click()


def _focus_inside(widget: QWidget) -> bool:
    for inside in (widget, *widget.findChildren(QWidget)):
        if inside.isVisible() and inside.isEnabled() and inside.focusPolicy() & Qt.FocusPolicy.TabFocus:
            inside.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
    return False
