"""What a person does to the plan: each act is one call of the service, away from the window's thread."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from chapter_desk.core.plan.planning import Action, Issue
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.plan.plan_now import PlanFilter, PlanNow, PlanServices, place_among, sifted
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.taking_back import TakingBack
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import ActionId, IssueId


class PlanActs(QObject):
    """Changes the plan and says so.

    Signals:
        over(): An act is done or refused: the plan should be read again.
    """

    over = Signal()

    def __init__(self, page: Page, services: PlanServices, tasks: Tasks) -> None:
        super().__init__(page)
        self._page = page
        self._planning = services.planning
        self._tasks = tasks
        self.undo = TakingBack(page, services.history, tasks)

    def mark_done(self, id: ActionId, done: bool) -> None:
        """Mark an action done, or open again."""
        self._do(partial(self._planning.mark_done, id, done))

    def add_action(self, issue_id: IssueId, title: str) -> None:
        """Add an action at the end of an issue."""
        self._do(partial(self._planning.add_action, issue_id, title))

    def edit_action(self, id: ActionId, changes: Mapping[str, Any]) -> None:
        """Keep new values of an action."""
        self._do(partial(self._planning.edit_action, id, changes))

    def edit_issue(self, id: IssueId, changes: Mapping[str, Any]) -> None:
        """Keep new values of an issue."""
        self._do(partial(self._planning.edit_issue, id, changes))

    def remove_action(self, action: Action) -> None:
        """Take an action out of the plan; the notice takes it back."""
        told = _("“{title}” is out of the plan.").format(title=action.title)
        self._do(partial(self._planning.remove_action, action.id), told)

    def remove_issue(self, issue: Issue) -> None:
        """Take an issue and its actions out of the plan; the notice takes them back."""
        count = len(issue.actions)
        line = ngettext("{n} action went with it.", "{n} actions went with it.", count).format(n=count)
        told = _("“{title}” is out of the plan.").format(title=issue.title)
        self._do(partial(self._planning.remove_issue, issue.id), told, line if count else "")

    def add_issue(
        self, values: Mapping[str, Any], added: Callable[[Issue], None], refused: Callable[[], None]
    ) -> None:
        """Add an issue; `added` is given it."""

        def done(issue: Issue) -> None:
            added(issue)
            self.over.emit()

        def failed(error: ChapterDeskError) -> None:
            refused()
            self._page.tell_error(error)

        self._tasks.run(self, partial(self._planning.add_issue, **values), done, failed)

    def step(self, plan: PlanNow, by: PlanFilter, action: Action, way: str) -> bool:
        """Move a card one place up or down among those that show, or to the issue beside.

        Returns False where there is no such place.
        """
        shown = sifted(plan, by)
        at = next((n for n, each in enumerate(shown) if each.issue.id == action.issue_id), None)
        if at is None:
            return False
        visible = [each.id for each in shown[at].actions]
        row = visible.index(action.id)
        if way in ("up", "down"):
            target = row + (1 if way == "down" else -1)
            if not 0 <= target < len(visible):
                return False
            return self.drop(plan, by, action.id, action.issue_id, row + 2 if way == "down" else row - 1)
        beside = at + (1 if way == "right" else -1)
        if not 0 <= beside < len(shown):
            return False
        other = shown[beside]
        return self.drop(plan, by, action.id, other.issue.id, min(row, len(other.actions)))

    def drop(self, plan: PlanNow, by: PlanFilter, moving: ActionId, issue_id: IssueId, row: int) -> bool:
        """Put an action before `row` of what shows of an issue; False if one of them is gone."""
        target = next((each for each in sifted(plan, by) if each.issue.id == issue_id), None)
        if target is None or plan.action(moving) is None:
            return False
        others = [each.id for each in target.issue.actions if each.id != moving]
        place = place_among(others, [each.id for each in target.actions], moving, row)
        self._do(partial(self._planning.move_action, moving, issue_id, place))
        return True

    def _do(self, work: Callable[[], object], told: str = "", line: str = "") -> None:
        def done(_result: object) -> None:
            if told:
                self.undo.tell_done(told, line)
            self.over.emit()

        def failed(error: ChapterDeskError) -> None:
            self._page.tell_error(error)
            self.over.emit()

        self._tasks.run(self, work, done, failed)
