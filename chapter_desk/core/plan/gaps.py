"""What the plan does about each of national's priorities, and where its gaps are.

Pure: the plan's issues and actions in, counts out.  Dropped issues and actions are left out by the
caller; a priority that the pack does not know (an older pack's) counts as none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One action: whether it is done, whether somebody owns it, the day it is due."""

    done: bool = False
    owned: bool = False
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlannedIssue:
    """One local issue, the national priority it is tied to (None: to none) and its actions."""

    id: str
    priority_id: str | None = None
    actions: tuple[PlannedAction, ...] = ()


@dataclass(frozen=True, slots=True)
class IssueProgress:
    """How far one issue is."""

    issue_id: str
    done: int
    open: int
    overdue: int

    @property
    def total(self) -> int:
        """Return all its actions, done and open."""
        return self.done + self.open


@dataclass(frozen=True, slots=True)
class PriorityGap:
    """What the chapter does about one national priority: its issues and their actions together."""

    priority_id: str
    issues: int
    done: int
    open: int

    @property
    def total(self) -> int:
        """Return all its actions, done and open."""
        return self.done + self.open

    @property
    def has_issue(self) -> bool:
        """Return whether any local issue is tied to it."""
        return self.issues > 0

    @property
    def has_action(self) -> bool:
        """Return whether anything is planned or done about it."""
        return self.total > 0


@dataclass(frozen=True, slots=True)
class GapMeter:
    """The plan held against national's priorities.

    `priorities` holds every priority of the pack, those with the most actions first, then those
    with an issue, then the rest, each group in the pack's order.  `issues` follows the plan's order.
    The counts are of open actions.
    """

    priorities: tuple[PriorityGap, ...]
    issues: tuple[IssueProgress, ...]
    untied_issues: int
    actions_done: int
    actions_open: int
    actions_without_owner: int
    actions_without_date: int
    actions_overdue: int

    @property
    def priorities_without_issue(self) -> int:
        """Return how many priorities no local issue is tied to."""
        return sum(not each.has_issue for each in self.priorities)

    @property
    def priorities_without_action(self) -> int:
        """Return how many priorities nothing is planned or done about."""
        return sum(not each.has_action for each in self.priorities)


def gap_meter(issues: Iterable[PlannedIssue], priority_ids: Sequence[str], on_day: date) -> GapMeter:
    """Return how the plan stands on a day.

    Args:
        issues: The plan's issues in its order.
        priority_ids: The pack's priorities in its order.
        on_day: An open action that was due before this day is overdue.
    """
    planned = tuple(issues)
    progress = tuple(_progress(issue, on_day) for issue in planned)
    priorities = [_gap(priority, planned) for priority in priority_ids]
    priorities.sort(key=lambda gap: (-gap.total, not gap.has_issue))
    still_open = [action for issue in planned for action in issue.actions if not action.done]
    return GapMeter(
        priorities=tuple(priorities),
        issues=progress,
        untied_issues=sum(issue.priority_id not in priority_ids for issue in planned),
        actions_done=sum(each.done for each in progress),
        actions_open=len(still_open),
        actions_without_owner=sum(not action.owned for action in still_open),
        actions_without_date=sum(action.due_on is None for action in still_open),
        actions_overdue=sum(each.overdue for each in progress),
    )


def is_overdue(action: PlannedAction, on_day: date) -> bool:
    """Return whether an action is open past its day; on the day itself it is not."""
    return not action.done and action.due_on is not None and action.due_on < on_day


def _progress(issue: PlannedIssue, on_day: date) -> IssueProgress:
    done = sum(action.done for action in issue.actions)
    return IssueProgress(
        issue_id=issue.id,
        done=done,
        open=len(issue.actions) - done,
        overdue=sum(is_overdue(action, on_day) for action in issue.actions),
    )


def _gap(priority_id: str, planned: tuple[PlannedIssue, ...]) -> PriorityGap:
    tied = [issue for issue in planned if issue.priority_id == priority_id]
    actions = [action for issue in tied for action in issue.actions]
    done = sum(action.done for action in actions)
    return PriorityGap(priority_id, issues=len(tied), done=done, open=len(actions) - done)
