"""Small pages for tests of the shell, and a shell with them in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from chapter_desk.core.changes import ChangeFeed
from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.chapter_view import ChapterView
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, SidePanel
from chapter_desk.gui.widgets.fields import SearchEdit, TextField
from chapter_desk.gui.widgets.state_line import StatePart
from chapter_desk.i18n import _
from chapter_desk.values import Area


class SmallPage(Page):
    """A search, a field, a primary button; remembers what the shell told it."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.heard: list[object] = []
        self.search_edit = SearchEdit(f"Search {key}")
        self.name_field = TextField("Name")
        self.main = ActionButton(f"Add to {key}", "primary", icon="plus", key="Ctrl+N")
        card = Card("Things")
        for widget in (self.search_edit, self.name_field):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card)
        self.main.clicked.connect(lambda: self.heard.append("main"))
        self.at: object = None

    def title(self) -> str:
        return self.key.title()

    def context(self) -> str:
        return _("Nothing was changed.")

    def header_widgets(self) -> list[ActionButton]:
        return [self.main]

    def primary(self) -> ActionButton:
        return self.main

    def search(self) -> SearchEdit:
        return self.search_edit

    def commands(self) -> list[Command]:
        return [Command(f"{self.key}.add", f"Add to {self.key}", self.main.click, key="Ctrl+N", icon="plus")]

    def enter(self) -> None:
        self.heard.append("enter")
        self.search_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self.heard.append("leave")

    def changed(self, areas: frozenset[Area]) -> None:
        self.heard.append(areas)

    def escape(self) -> bool:
        self.heard.append("escape")
        return False

    def place(self) -> object:
        return self.at

    def go_to(self, place: object) -> None:
        self.at = place

    def show_panel(self) -> SidePanel:
        """Open a panel with one field in it."""
        panel = SidePanel("About Ana")
        panel.inner = TextField("Phone")
        panel.body.addWidget(panel.inner)
        panel.body.addStretch(1)
        self.open_panel(panel)
        return panel


class DoorPage(SmallPage):
    """A page that wants the rail narrow and no "Find anything"."""

    narrow_rail = True
    shows_find = False


def small_chapter(feed: ChangeFeed) -> ChapterView:
    """Return a chapter of four pages."""
    names = {
        "today": ("sun", lambda: _("Today")),
        "members": ("users", lambda: _("Members")),
        "door": ("door-open", lambda: _("Door")),
    }
    entries = [
        PageEntry(key, icon, name, lambda key=key: (DoorPage if key == "door" else SmallPage)(key))
        for key, (icon, name) in names.items()
    ]
    entries.append(PageEntry("history", "history", lambda: "History", lambda: SmallPage("history"), low=True))
    entries.append(
        PageEntry("import", "upload", lambda: "Import", lambda: SmallPage("import"), under="members")
    )
    view = ChapterView("Our Revolution Norfolk", entries, Bridge(feed))
    view.show_who("Norfolk", "Denise · Lead")
    view.state_line.say(
        StatePart("Everything is saved on this laptop", "shield-check", "good", "history"),
        StatePart("Backup copied today, 6:20 PM"),
        StatePart("Working offline", "wifi-off", right=True),
    )
    return view


def shown_window(qtbot: object, view: ChapterView, width: int = 1366, height: int = 768) -> MainWindow:
    """Return a window of a size, with the view in it, active."""
    window = MainWindow(LaptopSettings(window=[0, 0, width, height]))
    qtbot.addWidget(window)
    window.show_view(view)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window
