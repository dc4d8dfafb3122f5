"""The plan as the page shows it: read in one go, sifted by what the person asked to see.  No widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from chapter_desk.core.chapter import Chapter
from chapter_desk.core.history import History
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.national.pack import NationalPack
from chapter_desk.core.plan.gaps import GapMeter
from chapter_desk.core.plan.planning import Action, Issue, Planning
from chapter_desk.gui.widgets.day_field import short_day, weekday
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import ActionId, IssueId


class PlanServices(Protocol):
    """What the page needs of an open chapter (`App` has all of it)."""

    @property
    def planning(self) -> Planning: ...
    @property
    def chapter(self) -> Chapter: ...
    @property
    def pack(self) -> NationalPack: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def history(self) -> History: ...


@dataclass(frozen=True, slots=True)
class PlanNow:
    """The whole plan on a day.  `priorities` is (id, title in the reader's language), in the pack's order."""

    chapter_name: str
    today: date
    zone: ZoneInfo
    issues: tuple[Issue, ...]
    meter: GapMeter
    priorities: tuple[tuple[str, str], ...]

    def title_of(self, priority_id: str) -> str:
        """Return the title of a priority, "" for one that national does not have any more."""
        return dict(self.priorities).get(priority_id, "")

    def issue(self, id: IssueId) -> Issue | None:
        """Return an issue, None when it is gone."""
        return next((each for each in self.issues if each.id == id), None)

    def action(self, id: ActionId | None) -> Action | None:
        """Return an action, None when it is gone."""
        return next((each for issue in self.issues for each in issue.actions if each.id == id), None)

    def first_due(self) -> ActionId | None:
        """Return the open action with the earliest day, None when none has one."""
        waiting = [a for issue in self.issues for a in issue.actions if not a.done]
        due = [(action.due_on, action.id) for action in waiting if action.due_on is not None]
        return min(due, default=(None, None))[1]

    def neighbour(self, action: Action) -> ActionId | None:
        """Return the action that stands after this one in its issue, or before it; None when alone."""
        issue = self.issue(action.issue_id)
        ids = [each.id for each in issue.actions] if issue is not None else []
        at = ids.index(action.id)
        rest = ids[at + 1 :] + ids[:at][::-1]
        return rest[0] if rest else None


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What of the plan is shown: all of it, one priority's issues, or some of the open actions."""

    kind: Literal["", "priority", "no-owner", "overdue"] = ""
    priority_id: str = ""

    def words(self, plan: PlanNow) -> str:
        """Return the filter in words, "" when everything shows."""
        return {
            "": "",
            "priority": plan.title_of(self.priority_id),
            "no-owner": _("actions with no owner"),
            "overdue": _("overdue actions"),
        }[self.kind]

    def keeps(self, action: Action) -> bool:
        """Return whether an action of an issue that shows, shows."""
        if self.kind == "no-owner":
            return not action.done and action.owner_id is None
        return self.kind != "overdue" or action.overdue


@dataclass(frozen=True, slots=True)
class ShownIssue:
    """An issue with the actions that show.  `number` counts in the whole plan, from 1."""

    number: int
    issue: Issue
    actions: tuple[Action, ...]


def read_plan(services: PlanServices) -> PlanNow:
    """Return the plan as it is now."""
    return PlanNow(
        chapter_name=services.chapter.card().name,
        today=services.chapter.today(),
        zone=services.chapter.zone(),
        issues=services.planning.issues(),
        meter=services.planning.meter(),
        priorities=tuple((each.id, str(each.title)) for each in services.pack.priorities),
    )


def sifted(plan: PlanNow, by: PlanFilter) -> tuple[ShownIssue, ...]:
    """Return what a filter leaves, in the plan's order.

    A priority keeps its issues whole; the others keep the issues in which an action is meant.
    """
    shown = []
    for number, issue in enumerate(plan.issues, 1):
        if by.kind == "priority" and issue.priority_id != by.priority_id:
            continue
        actions = tuple(action for action in issue.actions if by.keeps(action))
        if actions or by.kind in ("", "priority"):
            shown.append(ShownIssue(number, issue, actions))
    return tuple(shown)


def place_among(others: Sequence[ActionId], visible: Sequence[ActionId], moving: ActionId, row: int) -> int:
    """Return the place among `others` (an issue's actions without the moving one) for a drop at `row`.

    `visible` is what shows of the issue, the moving one perhaps among it; `row` counts in it.
    """
    before = visible[:row]
    after = [each for each in visible[row:] if each != moving]
    if after:
        return others.index(after[0])
    last = [each for each in before if each != moving]
    return others.index(last[-1]) + 1 if last else len(others)


def due_words(action: Action, plan: PlanNow) -> tuple[str, str]:
    """Return when an action is due, or was done, in a few words, and their tone."""
    today = plan.today
    if action.done_at is not None:
        day = action.done_at.astimezone(plan.zone).date()
        return _("done {day}").format(day=short_day(day, today)), ""
    if action.due_on is None:
        return _("No date"), ""
    days = (action.due_on - today).days
    if days < 0:
        late = ngettext("overdue {n} day", "overdue {n} days", -days)
        return late.format(n=f"{-days:,}"), "bad"
    if days < 7:
        near = {0: _("today"), 1: _("tomorrow")}
        return near.get(days) or weekday(action.due_on), "warn"
    return short_day(action.due_on, today), ""


def spoken(action: Action, plan: PlanNow) -> str:
    """Return an action as a screen reader says it: title, owner, day, and whether it is done."""
    due, _tone = due_words(action, plan)
    owner = action.owner_name or _("No owner")
    state = _("{title}, {owner}, {due}") if action.done else _("{title}, {owner}, {due}, not done yet")
    return state.format(title=action.title, owner=owner, due=due)


def progress_words(issue: Issue) -> str:
    """Return how far an issue is: "1 of 4 done"."""
    if not issue.actions:
        return _("no action yet")
    done = sum(action.done for action in issue.actions)
    return _("{done} of {total} done").format(done=done, total=len(issue.actions))
