"""Making and ending cards from the list of members: asked for beside it, done off the window's thread."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from chapter_desk.app import App
from chapter_desk.core.meetings.card_pdf import PrintedCard, card_pdf
from chapter_desk.core.meetings.cards import new_cards
from chapter_desk.core.members.roster import RosterView
from chapter_desk.gui.meetings.label_choice import Sheet
from chapter_desk.gui.members.cards_panel import CardsNow, CardsPanel
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.saving_file import SavingFile
from chapter_desk.gui.shell.taking_back import TakingBack
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.save_file import AskWhere, file_name
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import PersonId

Chosen = Callable[[], Mapping[PersonId, str]]
"""Gives who is chosen on the page, with names."""


class CardMaking(QObject):
    """The panel of cards and what its buttons do.

    Signals:
        came_or_went(bool): The panel shows, or no longer.
    """

    came_or_went = Signal(bool)

    def __init__(
        self, page: Page, app: App, tasks: Tasks, undo: TakingBack, chosen: Chosen, ask_where: AskWhere
    ) -> None:
        super().__init__(page)
        self._page, self._app, self._tasks, self._undo, self._chosen = page, app, tasks, undo, chosen
        self._saving = SavingFile(page, tasks, ask_where)
        self._panel: CardsPanel | None = None

    @property
    def panel(self) -> CardsPanel:
        """The panel, made when it is first asked for."""
        if self._panel is None:
            self._panel = CardsPanel(self._saving.card)
            self._panel.make_asked.connect(self._make)
            self._panel.revoke_asked.connect(self._revoke)
            self._panel.came_or_went.connect(self.came_or_went)
        return self._panel

    def primary(self) -> ActionButton | None:
        """Return the filled button of the panel, while it shows."""
        shows = self._panel is not None and self._panel.isVisible()
        return self.panel.make if shows else None

    def commands(self, able: Callable[[], bool]) -> Sequence[Command]:
        """Return what the palette offers."""
        return (Command("members.cards", _("Member cards to scan"), self.ask, icon="qr-code", able=able),)

    def ask(self) -> None:
        """Show the panel, for who is chosen or for all members."""
        self._tasks.run(self, self._reader(), self._show, self._page.tell_error)

    def read_again(self) -> None:
        """Keep the panel in step with the file while it shows."""
        if self._panel is not None and self._panel.isVisible():
            self._tasks.run(self, self._reader(), self._panel.show_now, self._page.tell_error)

    def _reader(self) -> Callable[[], CardsNow]:
        app, chosen = self._app, dict(self._chosen())

        def read() -> CardsNow:
            members = [row.id for row in app.roster.rows(RosterView.MEMBERS).rows]
            return CardsNow(chosen, members, app.sign_in_cards.holders())

        return read

    def _show(self, now: CardsNow) -> None:
        self._page.open_panel(self.panel)
        self.panel.begin(now)

    def _make(self, people: Sequence[PersonId], sheet: Sheet) -> None:
        app, made = self._app, new_cards(people)

        def draw() -> bytes:
            names = app.sheets.names([card.person_id for card in made])
            printed = [PrintedCard(names.get(card.person_id, ""), card.token) for card in made]
            chapter = app.chapter.card().name
            return card_pdf(printed, chapter, sheet.stock, sheet.language, sheet.start)

        name = file_name(_("Member cards"))
        self._saving.save(name, _("Drawing the cards"), draw, then=lambda: app.sign_in_cards.issue(made))

    def _revoke(self, people: Sequence[PersonId]) -> None:
        words = ngettext("{n} card works no more.", "{n} cards work no more.", len(people))
        said = words.format(n=f"{len(people):,}")
        self._tasks.run(
            self,
            lambda: self._app.sign_in_cards.revoke(people),
            lambda _count: self._undo.tell_done(said),
            self._page.tell_error,
        )
