"""The plan: issues and actions as a board or a list, beside national's priorities and their gaps."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.core.plan.planning import Issue
from chapter_desk.gui.plan.edit_panels import ActionPanel, IssuePanel
from chapter_desk.gui.plan.plan_acts import PlanActs
from chapter_desk.gui.plan.plan_body import PlanBody
from chapter_desk.gui.plan.plan_now import PlanFilter, PlanNow, PlanServices, read_plan
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.saving_file import SavingFile
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme, tokens
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.save_file import AskWhere, ask_where_to_save_pdf, file_name
from chapter_desk.i18n import _, language, ngettext
from chapter_desk.values import ActionId, Area, IssueId

_TIGHT = 800
"""Below this width (large text on a small screen) board and list are chosen above the plan."""


class PlanPage(Page):
    """Board and list show one plan; the gaps filter both; a card opens in the side panel."""

    areas = frozenset({Area.PLAN, Area.PEOPLE, Area.CHAPTER})
    help_id = "plan"

    def __init__(
        self, services: PlanServices, tasks: Tasks, *, ask_where: AskWhere = ask_where_to_save_pdf
    ) -> None:
        super().__init__()
        self._services = services
        self._tasks = tasks
        self._plan: PlanNow | None = None
        self._filter = PlanFilter()
        self._current: ActionId | None = None
        self._tight = False
        self._wanted: Callable[[], object] | None = None
        self._acts = PlanActs(self, services, tasks)
        self._acts.over.connect(self._read)
        self._saving = SavingFile(self, tasks, ask_where)
        self.action_panel: ActionPanel | None = None
        self.issue_panel: IssuePanel | None = None
        self.view = Segments(
            _("Show the plan as"), [("board", _("Board"), "columns-3"), ("list", _("List"), "list")]
        )
        self.view.chosen.connect(self._show_view)
        self.new_issue = ActionButton(_("Issue"), "primary", icon="plus")
        self.new_issue.setAccessibleName(_("Add an issue"))
        self.new_issue.clicked.connect(lambda: self.add_issue())
        self.body = PlanBody()
        self.board, self.list, self.gaps = self.body.board, self.body.list, self.body.gaps
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(14))
        box.addWidget(self._saving.card)
        box.addWidget(self.body, 1)
        self._listen()

    # what the shell asks

    def title(self) -> str:
        return _("Plan")

    def context(self) -> str:
        if self._plan is None or not self._plan.issues:
            return ""
        issues, meter = len(self._plan.issues), self._plan.meter
        actions = meter.actions_done + meter.actions_open
        return _("{issues}, {actions}, {done} done").format(
            issues=ngettext("{n} issue", "{n} issues", issues).format(n=issues),
            actions=ngettext("{n} action", "{n} actions", actions).format(n=actions),
            done=meter.actions_done,
        )

    def header_widgets(self) -> Sequence[QWidget]:
        if not self._has_issues():
            return ()
        return (self.new_issue,) if self._tight else (self.view, self.new_issue)

    def primary(self) -> ActionButton:
        return self.new_issue if self._has_issues() else self.body.first_issue

    def commands(self) -> Sequence[Command]:
        shown = partial(Command, run=_nothing, listed=False, heard=False)
        return (
            Command("plan.issue", _("Add an issue"), self.add_issue, "Ctrl+N", "list-plus"),
            Command(
                "plan.action", _("Add an action to this issue"), self.board.ask_for_action,
                "Ctrl+Shift+N", "plus", able=lambda: self._has_issues() and not self.body.as_list,
            ),
            Command("plan.pdf", _("Save the plan as PDF"), self.save_pdf, "Ctrl+P", "file-text"),
            Command(
                "plan.turn", _("Board or list"), self.turn_view, "Ctrl+Shift+B", "columns-3",
                able=self._has_issues,
            ),
            Command(
                "plan.everything", _("Show the whole plan"), lambda: self.filter_by(PlanFilter()),
                icon="list-filter", able=lambda: bool(self._filter.kind),
            ),
            *self._acts.undo.commands(),
            shown("plan.keys.go", _("Go from card to card"), key="Down"),
            shown("plan.keys.move", _("Move the card, or to the issue beside"), key="Alt+Down"),
            shown("plan.keys.done", _("Done, or open again"), key="Space"),
            shown("plan.keys.edit", _("Edit the card"), key="E"),
            shown("plan.keys.owner", _("Choose its owner"), key="O"),
            shown("plan.keys.remove", _("Take the card out of the plan"), key="Del"),
        )  # fmt: skip

    def enter(self) -> None:
        if self._plan is None:
            self._wanted = self._wanted or self._focus_first
            self._read()
        else:
            self._focus_first()

    def leave(self) -> None:
        self._keep_typed()

    def changed(self, areas: frozenset[Area]) -> None:
        self._read()

    def escape(self) -> bool:
        if not self._filter.kind:
            return False
        self.filter_by(PlanFilter())
        return True

    def place(self) -> object:
        return (self.view.current(), self._filter, self._current)

    def go_to(self, place: object) -> None:
        """Go to an action, by its id alone or as `place` gave it."""
        match place:
            case str(id):
                self._want(ActionId(id))
            case (str(view), PlanFilter() as by, id):
                self.view.choose(view)
                self.body.show_as(view == "list")
                self._filter = by
                self._want(ActionId(id) if isinstance(id, str) else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tight = self.window().width() < theme().px(_TIGHT)
        if tight == self._tight:
            return
        self._tight = tight
        if tight:
            self.refresh_head()
            self.body.take_in(self.view)
        else:
            self.body.give_back(self.view)
            self.refresh_head()

    # what a person does

    def add_issue(self, priority_id: str = "") -> None:
        """Open a panel for a new issue, perhaps tied to a priority already."""
        if self._plan is None:  # it opens as soon as the plan is read
            self._wanted = partial(self.add_issue, priority_id)
            return
        if self.issue_panel is not None and self.issue_panel.is_typed_new() and not priority_id:
            self._keep_typed()  # pressed to add what stands in the panel, not to empty it
            return
        self._keep_typed()
        panel = IssuePanel(self._plan, priority_id)
        self._use_issue_panel(panel)

        def added(issue: Issue) -> None:
            if self.issue_panel is panel:
                panel.show_issue(issue)

        panel.added.connect(lambda values: self._acts.add_issue(values, added, panel.not_added))

    def open_issue(self, id: str) -> None:
        """Open the panel of an issue."""
        issue = self._plan.issue(IssueId(id)) if self._plan is not None else None
        if issue is None or self._plan is None:
            return
        self._keep_typed()
        panel = IssuePanel(self._plan)
        panel.show_issue(issue)
        self._use_issue_panel(panel)

    def open_action(self, id: ActionId, *, at_owner: bool = False) -> None:
        """Open the panel of an action."""
        action = self._plan.action(id) if self._plan is not None else None
        if action is None or self._plan is None:
            return
        panel = self.action_panel
        if panel is None or panel.id != id:
            self._keep_typed()
            panel = self._made_action_panel()
        panel.show_action(action, self._plan)
        self.open_panel(panel)
        (panel.owner if at_owner else panel.title).setFocus(Qt.FocusReason.OtherFocusReason)

    def filter_by(self, wanted: PlanFilter) -> None:
        """Show the whole plan, or what one line of the gaps is about."""
        self._filter = wanted
        self._show()

    def turn_view(self) -> None:
        """Turn from the board to the list, or back, on the same action."""
        self.view.choose("board" if self.body.as_list else "list")
        self._show_view(self.view.current())
        self.body.focus_on(self._current)

    def save_pdf(self) -> None:
        """Ask where, then draw the plan and write it, away from the window's thread."""
        if self._plan is not None:
            draw = partial(self._services.planning.pdf, language())
            self._saving.save(file_name(self._plan.chapter_name, _("plan")), _("Drawing the plan"), draw)

    # the inside: showing

    def _listen(self) -> None:
        for view in (self.board, self.list):
            view.asked.connect(self._ask)
            view.issue_opened.connect(self.open_issue)
            view.current_changed.connect(self._stand_on)
        self.board.dropped.connect(self._drop)
        self.board.action_added.connect(lambda issue, title: self._acts.add_action(IssueId(issue), title))
        self.body.filtered.connect(self.filter_by)
        self.body.issue_asked.connect(self.add_issue)
        self.gaps.pdf.clicked.connect(self.save_pdf)

    def _read(self) -> None:
        self._tasks.run(self, partial(read_plan, self._services), self._show_plan, self.tell_error)

    def _show_plan(self, plan: PlanNow) -> None:
        self._plan = plan
        self._show()
        self._show_in_panels(plan)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted()

    def _show(self) -> None:
        plan, current = self._plan, self._current
        if plan is None:
            return
        if self._filter.kind == "priority" and not plan.title_of(self._filter.priority_id):
            self._filter = PlanFilter()
        self.body.show_plan(plan, self._filter)
        self._current = current  # views that lost their row said so
        self.refresh_head()
        self.commands_changed.emit()

    def _show_view(self, key: str) -> None:
        current = self._current
        self.body.show_as(key == "list")
        self.body.choose(current)
        self._current = current
        self.commands_changed.emit()

    def _focus_first(self) -> None:
        """The first card that is due has the focus, else the first there is."""
        if self._plan is None:
            return
        if self._plan.action(self._current) is None:
            self._current = self._plan.first_due()
        self.body.focus_on(self._current)

    def _focus_again(self) -> None:
        self.body.focus_on(self._current)

    def _want(self, id: ActionId | None) -> None:
        self._current = id

        def choose() -> None:
            if id is not None and not self.body.choose(id) and self._filter.kind:
                self.filter_by(PlanFilter())
            self._current = id
            self._focus_again()

        if self._plan is None:
            self._wanted = choose
        else:
            self._show()
            choose()

    # the inside: acting

    def _ask(self, act: str, id: str) -> None:
        action = self._plan.action(ActionId(id)) if self._plan is not None else None
        if action is None or self._plan is None:
            return
        match act:
            case "open":
                self.open_action(action.id)
            case "owner":
                self.open_action(action.id, at_owner=True)
            case "done":
                self._acts.mark_done(action.id, not action.done)
            case "remove":
                self._drop_panels()
                self._current = self._plan.neighbour(action)
                self._wanted = self._focus_again
                self._acts.remove_action(action)
            case _:
                if self._acts.step(self._plan, self._filter, action, act):
                    self._current, self._wanted = action.id, self._focus_again

    def _drop(self, moving: str, issue: str, row: int) -> None:
        id = ActionId(moving)
        if self._plan is not None and self._acts.drop(self._plan, self._filter, id, IssueId(issue), row):
            self._current, self._wanted = id, self._focus_again

    def _remove_issue(self, panel: IssuePanel) -> None:
        issue = self._plan.issue(panel.id) if self._plan is not None and panel.id is not None else None
        if issue is not None:
            self._drop_panels()
            self._wanted = self._focus_first
            self._acts.remove_issue(issue)

    # the inside: panels

    def _made_action_panel(self) -> ActionPanel:
        self._drop_panels()
        panel = self.action_panel = ActionPanel(self._services.roster, self._today)
        panel.edited.connect(self._acts.edit_action)
        panel.done_asked.connect(self._acts.mark_done)
        panel.removed.connect(lambda: self._ask("remove", panel.id or ""))
        panel.closed.connect(self._panel_closed)
        self._make_room()
        return panel

    def _use_issue_panel(self, panel: IssuePanel) -> None:
        self._drop_panels()
        self.issue_panel = panel
        panel.edited.connect(self._acts.edit_issue)
        panel.removed.connect(lambda: self._remove_issue(panel))
        panel.closed.connect(self._panel_closed)
        self._make_room()
        self.open_panel(panel)
        panel.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_in_panels(self, plan: PlanNow) -> None:
        gone = False
        if self.action_panel is not None and self.action_panel.id is not None:
            action = plan.action(self.action_panel.id)
            gone = action is None
            if action is not None:
                self.action_panel.show_action(action, plan)
        if self.issue_panel is not None and self.issue_panel.id is not None:
            issue = plan.issue(self.issue_panel.id)
            gone = issue is None
            if issue is not None:
                self.issue_panel.show_issue(issue)
        if gone:
            self._drop_panels()

    def _panel_closed(self) -> None:
        self._keep_typed()
        self._drop_panels()
        self._focus_again()

    def _keep_typed(self) -> None:
        self.board.keep_typed()
        for panel in (self.action_panel, self.issue_panel):
            if panel is not None:
                panel.keep_typed()

    def _drop_panels(self) -> None:
        panels = [panel for panel in (self.action_panel, self.issue_panel) if panel is not None]
        self.action_panel = self.issue_panel = None
        if panels:
            self.close_panel()
        for panel in panels:
            panel.deleteLater()
        self._make_room()

    def _make_room(self) -> None:
        """Beside an open card the gaps give their place to the board; under it they may stay."""
        open_one = self.action_panel is not None or self.issue_panel is not None
        narrow = self.window().width() < theme().px(tokens()["breakpoints"]["side_panel_overlays_below"])
        self.gaps.setVisible(narrow or not open_one)

    # the inside: small questions

    def _has_issues(self) -> bool:
        return self._plan is not None and bool(self._plan.issues)

    def _stand_on(self, id: str) -> None:
        if id and self._plan is not None:
            self._current = ActionId(id)

    def _today(self) -> date:
        assert self._plan is not None, "panels open on a plan"
        return self._plan.today


def _nothing() -> None:
    """Stands for keys that the list itself hears."""
