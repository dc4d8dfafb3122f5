"""Members: everybody on file, searched as you type; a person opens beside the list."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.members.person_card import PersonCard
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.members.roster import RosterRow, RosterSort, RosterView
from chapter_desk.gui.members.add_panel import AddPanel
from chapter_desk.gui.members.card_making import CardMaking
from chapter_desk.gui.members.chosen_bar import ChosenBar
from chapter_desk.gui.members.filter_bar import FilterBar
from chapter_desk.gui.members.list_now import ListNow, ListQuery, read_list
from chapter_desk.gui.members.nobody_found import NobodyFound
from chapter_desk.gui.members.people_table import PeopleModel, PeopleTable
from chapter_desk.gui.members.person_panel import PersonPanel
from chapter_desk.gui.members.words import people_words, view_words
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.taking_back import TakingBack
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.gui.widgets.save_file import AskWhere, ask_where_to_save_pdf
from chapter_desk.i18n import _, ngettext, pgettext
from chapter_desk.values import Area, PersonId


class MembersPage(Page):
    """The list, its views and filters, and the panels about a person and for a new one.

    `place()` and `go_to` know a person's id, and a `ListQuery` with one.
    """

    areas = frozenset({Area.PEOPLE, Area.MEETINGS, Area.GIFTS, Area.CHAPTER})
    full_width = True
    help_id = "members"

    def __init__(self, app: App, tasks: Tasks, ask_where: AskWhere = ask_where_to_save_pdf) -> None:
        super().__init__()
        self._app = app
        self._tasks = tasks
        self._query = ListQuery()
        self._now: ListNow | None = None
        self._head = ""  # what stood beside the title when the list was last shown
        self._asked = 0
        self._wanted: PersonId | None = None
        self._arrived = False
        self.undo = TakingBack(self, app.history, tasks)
        self.cards = CardMaking(self, app, tasks, self.undo, self._meant, ask_where)
        self.bar = FilterBar()
        self.model = PeopleModel(app.chapter.today)
        self.table = PeopleTable(self.model)
        self.chosen = ChosenBar()
        self.panel: PersonPanel | None = None
        self.add_panel: AddPanel | None = None
        self.doubles_button = ActionButton(pgettext("button", "Same person?"), icon="git-compare")
        self.doubles_button.setAccessibleName(_("Same person?"))
        self.import_button = ActionButton(_("Import"), icon="upload")
        self.import_button.setAccessibleName(_("Import a list"))
        self.add_button = ActionButton(_("Add"), "primary", icon="user-plus")
        self.add_button.setAccessibleName(_("Add a person"))
        self._lay_out()
        self._listen()

    # what the shell asks

    def title(self) -> str:
        return _("Members")

    def context(self) -> str:
        if self._now is None:
            return self._head  # what was last known, until it is read again
        if not self._now.on_file:
            return ""
        everyone, members = (self._now.counts[view] for view in (RosterView.EVERYONE, RosterView.MEMBERS))
        of_them = ngettext("{n} member", "{n} members", members).format(n=f"{members:,}")
        return _("{people}, {members}").format(people=people_words(everyone), members=of_them)

    def header_widgets(self) -> Sequence[QWidget]:
        return (self.import_button, self.doubles_button, self.add_button) if self._has_people() else ()

    def primary(self) -> ActionButton | None:
        if self.add_panel is not None and self.add_panel.isVisible():
            return self.add_panel.add
        if (make := self.cards.primary()) is not None:
            return make
        return self.add_button if self._has_people() else self.first_import

    def search(self) -> QWidget | None:
        return self.bar.search if self._has_people() else None

    def commands(self) -> Sequence[Command]:
        shown = partial(Command, run=_nothing, listed=False, heard=False)
        return (
            Command("members.add", _("Add a person"), self.add_person, "Ctrl+N", "user-plus"),
            Command("members.import", _("Import a list"), self.import_list, icon="upload"),
            Command(
                "members.filter", _("Add a filter"), self._offer_filters, "Ctrl+Shift+F", "list-filter",
                able=self._has_people,
            ),
            Command(
                "members.clear", _("Show everyone, without filters"), self.show_everyone, icon="users",
                able=lambda: bool(self._query.conditions),
            ),
            Command("members.edit", _("Edit the person who shows"), self._edit_shown, "Ctrl+E", "pencil",
                    able=lambda: self._panel_shows()),
            Command("members.same-as", _("Same person as…"), self._compare_shown, "Ctrl+M", "git-compare",
                    able=lambda: self._panel_shows() or len(self._chosen_people()) == 2),
            *self.cards.commands(self._has_people),
            *self.undo.commands(),
            shown("members.keys.open", _("Open the person"), key="Return"),
            shown("members.keys.choose", _("Choose several people"), key="Shift+Down"),
            shown("members.keys.archive", _("Archive, or bring back"), key="Del"),
        )  # fmt: skip

    def enter(self) -> None:
        if self._now is None:
            self._read()
        if self.window().focusWidget() is None or not self.isAncestorOf(self.window().focusWidget() or self):
            self._focus_first()

    def leave(self) -> None:
        if self.panel is not None:
            self.panel.keep_typed()

    def changed(self, areas: frozenset[Area]) -> None:
        self._now = None  # counts and offered values may be others
        self._read()
        if self._panel_shows() and self.panel is not None:
            self.panel.read()
        self.cards.read_again()

    def escape(self) -> bool:
        if not self.bar.search.text():
            return False
        self.bar.search.clear()
        return True

    def place(self) -> object:
        return (self._query, self.panel.person if self.panel is not None and self._panel_shows() else None)

    def go_to(self, place: object) -> None:
        match place:
            case str(person):
                self.show_person(PersonId(person))
            case (ListQuery() as query, person):
                self._ask(query)
                if isinstance(person, str):
                    self.show_person(PersonId(person))

    # what a person does

    def show_person(self, person: PersonId) -> None:
        """Show the panel about somebody, and their row if the list has it."""
        if self.panel is None:
            self.panel = self._made_panel()
        self._wanted = person
        self._fill_one(panel=False)
        self.table.choose(person)
        self.panel.show_person(person)
        self.open_panel(self.panel)

    def add_person(self) -> None:
        """Show the panel for a new person, with what is searched as their name."""
        if self.add_panel is None:
            self.add_panel = AddPanel(self._app.roster)
            self.add_panel.asked.connect(self._add)
            self.add_panel.closed.connect(lambda: self._fill_one(panel=False))
            self.add_panel.open_asked.connect(lambda person: self._open(PersonId(person)))
        typed = self.bar.search.text().strip()
        nobody = self._now is not None and not self._now.rows
        self.open_panel(self.add_panel)
        self._fill_one(panel=True)
        self.add_panel.begin(typed if nobody else "")

    def import_list(self) -> None:
        """Go to the import."""
        self.go("import")

    def show_everyone(self) -> None:
        """Drop search and filters."""
        self._ask(ListQuery())

    # the inside

    def _lay_out(self) -> None:
        self.first_import = ActionButton(_("Import a list"), "primary", "large", icon="upload")
        self.first_add = ActionButton(_("Add a person"), "", "large", icon="user-plus", key="Ctrl+N")
        self._nobody = EmptyState(
            "users",
            _("Nobody here yet"),
            _(
                "Import the list you have, or add people one by one."
                " Whoever signs in at the door comes here too."
            ),
            [self.first_import, self.first_add],
        )
        self.nobody = NobodyFound()
        self._below = QStackedWidget()
        self._below.addWidget(self.table)
        self._below.addWidget(self.nobody)
        card = Card(flush=True)
        card.setAccessibleName(_("People"))
        card.body.addWidget(self._below)
        card.body.addWidget(self.chosen)
        card.body.setSpacing(0)
        self._list = QWidget()
        box = QVBoxLayout(self._list)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(10))
        box.addWidget(self.bar)
        box.addWidget(card, 1)
        empty_card = Card()
        empty_card.body.addWidget(self._nobody)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        self._stack.addWidget(empty_card)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _listen(self) -> None:
        self.doubles_button.clicked.connect(lambda: self.go("same-person"))
        self.import_button.clicked.connect(self.import_list)
        self.first_import.clicked.connect(self.import_list)
        self.add_button.clicked.connect(self.add_person)
        self.first_add.clicked.connect(self.add_person)
        self.nobody.remove.clicked.connect(self._drop_last)
        self.bar.asked.connect(self._ask_as_shown)
        self.bar.went_down.connect(self._to_the_list)
        self.model.order_asked.connect(self._sort)
        self.table.row_opened.connect(lambda row: self._open(row.id))
        self.table.row_chosen.connect(self._follow)
        self.table.retired.connect(lambda _row: self._archive_chosen())
        self.table.selectionModel().selectionChanged.connect(lambda *_sel: self._count_chosen())
        self.chosen.tag_asked.connect(self._tag_chosen)
        self.chosen.archive_asked.connect(self._archive_chosen)
        self.chosen.cards_asked.connect(self.cards.ask)
        self.cards.came_or_went.connect(lambda shows: self._fill_one(panel=shows))

    def _made_panel(self) -> PersonPanel:
        panel = PersonPanel(self._app, self._tasks)
        panel.failed.connect(self.tell_error)
        panel.done.connect(lambda words: self.undo.tell_done(words))
        panel.archive_asked.connect(self._archive_card)
        panel.card_asked.connect(self.cards.ask)
        panel.gone.connect(self.close_panel)
        panel.person_asked.connect(lambda person: self._open(PersonId(person)))
        panel.compared.connect(lambda one, other: self.go("same-person", (one, other)))
        panel.closed.connect(panel.keep_typed)
        return panel

    # reading

    def _ask_as_shown(self) -> None:
        bar, before = self.bar, self._query
        text = bar.search.text().strip()
        sort = before.sort if bool(text) == bool(before.text) else None
        self._ask(replace(before, view=bar.views.view(), text=text, filters=bar.filters, sort=sort))

    def _ask(self, query: ListQuery) -> None:
        self._query = query
        self.bar.show_query(query.view, query.text, query.filters)
        self.table.show_order(query.sort, descending=query.descending)
        self._read()

    def _sort(self, sort: RosterSort | None, descending: bool) -> None:
        self._query = replace(self._query, sort=sort, descending=descending and sort is not None)
        self._read()

    def _read(self) -> None:
        self._asked += 1
        asked, query, before, roster = self._asked, self._query, self._now, self._app.roster

        def done(now: ListNow) -> None:
            if asked == self._asked:
                self._show(now)

        self._tasks.run(self, lambda: read_list(roster, query, before), done, self.tell_error)

    def _show(self, now: ListNow) -> None:
        had, self._now = self._has_people(), now
        query = now.query
        self._stack.setCurrentIndex(0 if now.on_file else 1)
        self.bar.show_answer(len(now.rows), now.counts[query.view], now.counts, now.offered)
        self.model.show(now.rows)
        self.table.set_name(_("People, {view}").format(view=view_words(query.view)))
        self._below.setCurrentIndex(0 if now.rows else 1)
        if not now.rows:
            self.nobody.say_for(query)
        if query.text and now.rows and not self._panel_shows():
            self.table.verticalScrollBar().setValue(0)
        if self._wanted is not None:
            self.table.choose(self._wanted)
            self._wanted = None
        self._count_chosen()
        if had != self._has_people() or not self._arrived:
            self._arrived = True
            self.refresh_head()
            self.commands_changed.emit()
            self._focus_first()
        elif self.context() != self._head:
            self.refresh_head()
        self._head = self.context()

    def _drop_last(self) -> None:
        self._ask(self._query.without_last())
        self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_people(self) -> bool:
        return self._now is None or bool(self._now.on_file)

    def _fill_one(self, *, panel: bool) -> None:
        """The panel of a new person, or of the cards, has the one filled button while it shows."""
        for button in (self.add_button, self.first_import):
            button.set_kind("" if panel else "primary")

    def _panel_shows(self) -> bool:
        return self.panel is not None and self.panel.isVisible()

    def _focus_first(self) -> None:
        if not self.isVisible():
            return
        first: QWidget = self.bar.search if self._has_people() else self.first_import
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_the_list(self) -> None:
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    # the row and its panel

    def _open(self, person: PersonId) -> None:
        """Show somebody with the focus in the panel: Enter on their row."""
        self.show_person(person)
        assert self.panel is not None
        self.panel.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _follow(self, row: RosterRow | None) -> None:
        if row is not None and self._panel_shows() and self.panel is not None and self.panel.person != row.id:
            self.panel.show_person(row.id)

    def _offer_filters(self) -> None:
        self.bar.open_menu()

    def _edit_shown(self) -> None:
        if self.panel is not None and not self.panel.edits:
            self.panel.flip_form()

    def _compare_shown(self) -> None:
        """Compare the two who are chosen, or ask who else the person who shows may be."""
        people = [row.id for row in self._chosen_people()]
        if len(people) == 2:
            self.go("same-person", tuple(people))
        elif self.panel is not None:
            self.panel.begin_comparing()

    # acts

    def _add(self, draft: PersonDraft) -> None:
        def done(person: PersonId) -> None:
            assert self.add_panel is not None
            self.add_panel.clear()
            self._wanted = person
            self.undo.tell_done(_("{name} is added.").format(name=draft.display_name))
            self._open(person)

        self._tasks.run(self, lambda: self._app.records.add(draft), done, self.tell_error)

    def _count_chosen(self) -> None:
        self.chosen.show_count(len(self.table.selectionModel().selectedRows()))

    def _chosen_people(self) -> list[RosterRow]:
        return list(self.table.chosen_rows())

    def _meant(self) -> dict[PersonId, str]:
        """Return who is chosen: several in the list, else the person who shows, else the chosen row."""
        rows = {row.id: row.display_name for row in self._chosen_people()}
        if len(rows) < 2 and self._panel_shows() and self.panel is not None and self.panel.card is not None:
            return {self.panel.card.id: self.panel.card.display_name}
        return rows

    def _tag_chosen(self, tag: str) -> None:
        people = [row.id for row in self._chosen_people()]
        words = ngettext("{n} person is tagged “{tag}”.", "{n} people are tagged “{tag}”.", len(people))
        self._run(
            lambda: self._app.records.tag(people, tag),
            words.replace("{n}", f"{len(people):,}").replace("{tag}", tag),
        )

    def _archive_chosen(self) -> None:
        rows = self._chosen_people()
        if rows:
            self._archive([row.id for row in rows], rows[0].display_name, back=rows[0].archived)

    def _archive_card(self, card: PersonCard | None) -> None:
        if card is not None:
            self._archive([card.id], card.display_name, back=card.archived_at is not None)

    def _archive(self, people: Sequence[PersonId], first: str, *, back: bool) -> None:
        records = self._app.records
        if len(people) == 1:
            words = _("{name} is back in the list.") if back else _("{name} is archived.")
            fact = words.replace("{name}", first)
        else:
            words = _("{people} are back in the list.") if back else _("{people} are archived.")
            fact = words.format(people=people_words(len(people)))
        work = partial(records.restore, *people) if back else partial(records.archive, *people)
        self._run(work, fact)

    def _run(self, work: Callable[[], object], fact: str) -> None:
        self._tasks.run(self, work, lambda _done: self.undo.tell_done(fact), self.tell_error)


def _nothing() -> None:
    """Do nothing: the table hears these keys itself."""
