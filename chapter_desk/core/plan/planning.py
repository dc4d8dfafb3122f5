"""The chapter's local plan: issues tied to national's priorities, and actions with an owner and a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from chapter_desk.core.agreements.gate import PlanFacts
from chapter_desk.core.chapter import Chapter
from chapter_desk.core.members.naming import clean_text
from chapter_desk.core.national.pack import NationalPack
from chapter_desk.core.plan.gaps import GapMeter, PlannedAction, PlannedIssue, gap_meter
from chapter_desk.core.plan.plan_pdf import PlanAction, PlanDocument, PlanIssue, PlanPriority, plan_pdf
from chapter_desk.errors import NameNeeded, NoSuchPriority, NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import ActionId, IssueId, PersonId

_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do.  `owner_name` and `due_on` are empty while nobody decided; `done_at` is UTC."""

    id: ActionId
    issue_id: IssueId
    title: str
    details: str = ""
    owner_id: PersonId | None = None
    owner_name: str = ""
    due_on: date | None = None
    place: str = ""
    done_at: datetime | None = None
    overdue: bool = False

    @property
    def done(self) -> bool:
        return self.done_at is not None


@dataclass(frozen=True, slots=True)
class Issue:
    """One local issue with its actions, in order.  `priority_title` is in the reader's language."""

    id: IssueId
    title: str
    story: str
    goal: str
    priority_id: str
    priority_title: str
    actions: tuple[Action, ...] = ()


class Planning:
    """Shows and edits the plan.  Every edit is one step that can be taken back."""

    def __init__(self, db: Database, chapter: Chapter, pack: NationalPack) -> None:
        self._db = db
        self._chapter = chapter
        self._pack = pack

    def issues(self) -> tuple[Issue, ...]:
        """Return the plan in its order."""
        today = self._chapter.today()
        with self._db.read() as connection:
            actions: dict[str, list[Action]] = {}
            for action in _actions(connection, today):
                actions.setdefault(action.issue_id, []).append(action)
            rows = connection.execute(
                schema.issue.select()
                .where(schema.issue.c.removed_at.is_(None), schema.issue.c.made_clock.is_not(None))
                .order_by(schema.issue.c.position, schema.issue.c.id)
            )
            return tuple(
                Issue(
                    id=IssueId(row.id),
                    title=row.title or "",
                    story=row.story or "",
                    goal=row.goal or "",
                    priority_id=row.priority_id or "",
                    priority_title=self._priority_title(row.priority_id),
                    actions=tuple(actions.get(row.id, ())),
                )
                for row in rows
            )

    def action(self, id: ActionId) -> Action:
        """Return one action.

        Raises:
            NoSuchRecord: It is not, or no longer, in the plan.
        """
        for issue in self.issues():
            for action in issue.actions:
                if action.id == id:
                    return action
        raise NoSuchRecord("action", id)

    def due(self, limit: int = 100) -> list[Action]:
        """Return what is still to do and has a day, the most overdue first."""
        waiting = [a for issue in self.issues() for a in issue.actions if not a.done and a.due_on is not None]
        return sorted(waiting, key=lambda action: (action.due_on, action.id))[:limit]

    def meter(self) -> GapMeter:
        """Return the plan held against national's priorities, today."""
        priorities = [priority.id for priority in self._pack.priorities]
        return gap_meter(map(_planned, self.issues()), priorities, self._chapter.today())

    def facts(self) -> PlanFacts:
        """Return what the agreement's gate asks of a plan."""
        issues = self.issues()
        actions = [action for issue in issues for action in issue.actions]
        return PlanFacts(
            issues=len(issues),
            issues_with_priority=sum(self._pack.priority(issue.priority_id) is not None for issue in issues),
            actions=len(actions),
            actions_without_owner=sum(action.owner_id is None for action in actions),
            actions_without_date=sum(action.due_on is None for action in actions),
        )

    def add_issue(self, title: str, *, priority_id: str = "", story: str = "", goal: str = "") -> Issue:
        """Add an issue at the end of the plan.

        Raises:
            NameNeeded: The title is empty.
            NoSuchPriority: The pack has no such priority.
        """
        values = self._issue_values(
            {"title": title, "priority_id": priority_id, "story": story, "goal": goal}
        )
        with self._db.write("add-issue") as writer:
            id = IssueId(writer.insert(schema.issue, {**values, "position": _last(writer, schema.issue) + 1}))
        return Issue(
            id, values["title"], values["story"] or "", values["goal"] or "", priority_id,
            self._priority_title(priority_id),
        )  # fmt: skip

    def edit_issue(self, id: IssueId, changes: Mapping[str, Any]) -> None:
        """Change `title`, `story`, `goal` or `priority_id`.

        Raises:
            NameNeeded, NoSuchPriority, NoSuchRecord: Nothing was changed.
        """
        values = self._issue_values(changes)
        with self._db.write("edit-issue", {"issue": id}) as writer:
            writer.set(schema.issue, id, values)

    def remove_issue(self, id: IssueId) -> None:
        """Take an issue and its actions out of the plan.

        Raises:
            NoSuchRecord: There is no such issue.
        """
        with self._db.write("remove-issue", {"issue": id}) as writer:
            writer.set(schema.issue, id, {"removed_at": writer.at})
            actions = writer.connection.scalars(
                select(schema.action.c.id).where(
                    schema.action.c.issue_id == id, schema.action.c.removed_at.is_(None)
                )
            ).all()
            for action in actions:
                writer.set(schema.action, action, {"removed_at": writer.at})

    def add_action(
        self,
        issue_id: IssueId,
        title: str,
        *,
        owner_id: PersonId | None = None,
        due_on: date | None = None,
        details: str = "",
        place: str = "",
    ) -> Action:
        """Add an action at the end of an issue.

        Raises:
            NameNeeded: The title is empty.
            NoSuchRecord: There is no such issue, or no such owner.
        """
        values = _action_values(
            {"title": title, "owner_id": owner_id, "due_on": due_on, "details": details, "place": place}
        )
        with self._db.write("add-action", {"issue": issue_id}) as writer:
            _require(writer, schema.issue, issue_id)
            if owner_id is not None:
                _require(writer, schema.person, owner_id)
            position = _last(writer, schema.action) + 1
            id = writer.insert(schema.action, {**values, "issue_id": issue_id, "position": position})
        return self.action(ActionId(id))

    def edit_action(self, id: ActionId, changes: Mapping[str, Any]) -> None:
        """Change `title`, `details`, `owner_id`, `due_on`, `place` or `issue_id`.

        Raises:
            NameNeeded, NoSuchRecord: Nothing was changed.
        """
        values = _action_values(changes)
        with self._db.write("edit-action", {"action": id}) as writer:
            for field, table in (("owner_id", schema.person), ("issue_id", schema.issue)):
                if values.get(field) is not None:
                    _require(writer, table, values[field])
            writer.set(schema.action, id, values)

    def mark_done(self, id: ActionId, done: bool = True) -> None:
        """Mark an action done, or open again.

        Raises:
            NoSuchRecord: There is no such action.
        """
        with self._db.write("action-done" if done else "action-open", {"action": id}) as writer:
            writer.set(
                schema.action,
                id,
                {"status": "done" if done else "open", "done_at": writer.at if done else None},
            )

    def move_action(self, id: ActionId, issue_id: IssueId, position: int) -> None:
        """Put an action at `position` (from 0) among the actions of an issue.

        Raises:
            NoSuchRecord: There is no such action or issue.
        """
        with self._db.write("move-action", {"action": id, "issue": issue_id}) as writer:
            _require(writer, schema.issue, issue_id)
            c = schema.action.c
            others = list(
                writer.connection.scalars(
                    select(c.id)
                    .where(c.issue_id == issue_id, c.removed_at.is_(None), c.id != id)
                    .order_by(c.position, c.id)
                )
            )
            others.insert(max(0, position), id)
            for place, each in enumerate(others):
                writer.set(
                    schema.action, each, {"position": place, **({"issue_id": issue_id} if each == id else {})}
                )

    def remove_action(self, id: ActionId) -> None:
        """Take an action out of the plan.

        Raises:
            NoSuchRecord: There is no such action.
        """
        with self._db.write("remove-action", {"action": id}) as writer:
            writer.set(schema.action, id, {"removed_at": writer.at})

    def document(self, language: str) -> PlanDocument:
        """Return the plan as it would be printed today, with titles of priorities in `language`."""
        issues, meter = self.issues(), self.meter()
        titles = {priority.id: priority.title.in_language(language) for priority in self._pack.priorities}
        return PlanDocument(
            chapter_name=self._chapter.card().name,
            on_day=self._chapter.today(),
            issues=tuple(_printed(issue, titles.get(issue.priority_id, "")) for issue in issues),
            priorities=tuple(
                PlanPriority(titles[gap.priority_id], gap.issues, gap.done, gap.total)
                for gap in meter.priorities
            ),
        )

    def pdf(self, language: str) -> bytes:
        """Return the plan as a PDF in `language` (`en` or `es`)."""
        return plan_pdf(self.document(language), language)

    def _priority_title(self, priority_id: str | None) -> str:
        priority = self._pack.priority(priority_id) if priority_id else None
        return str(priority.title) if priority else ""

    def _issue_values(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        values = _texts(changes, ("story", "goal"))
        if "title" in values:
            values["title"] = _title(values["title"], "issue")
        priority_id = values.get("priority_id")
        if priority_id and self._pack.priority(priority_id) is None:
            raise NoSuchPriority(priority_id, tuple(each.id for each in self._pack.priorities))
        if "priority_id" in values:
            values["priority_id"] = priority_id or None
        return values


def _actions(connection: Connection, today: date) -> list[Action]:
    action, person = schema.action, schema.person
    rows = connection.execute(
        select(action, person.c.display_name)
        .outerjoin(person, person.c.id == action.c.owner_id)
        .where(action.c.removed_at.is_(None), action.c.made_clock.is_not(None))
        .order_by(action.c.position, action.c.id)
    )
    found = [
        Action(
            id=ActionId(row.id),
            issue_id=IssueId(row.issue_id),
            title=row.title or "",
            details=row.details or "",
            owner_id=row.owner_id,
            owner_name=row.display_name or "",
            due_on=row.due_on,
            place=row.place or "",
            done_at=row.done_at,
        )
        for row in rows
    ]
    return [
        replace(each, overdue=not each.done and each.due_on is not None and each.due_on < today)
        for each in found
    ]


def _planned(issue: Issue) -> PlannedIssue:
    actions = tuple(
        PlannedAction(each.done, each.owner_id is not None, each.due_on) for each in issue.actions
    )
    return PlannedIssue(issue.id, issue.priority_id or None, actions)


def _printed(issue: Issue, priority: str) -> PlanIssue:
    actions = tuple(
        PlanAction(
            title=each.title,
            owner=each.owner_name,
            due_on=each.due_on,
            done=each.done,
            done_on=each.done_at.date() if each.done_at else None,
            place=each.place,
        )
        for each in issue.actions
    )
    return PlanIssue(issue.title, issue.story, issue.goal, priority, actions)


def _action_values(changes: Mapping[str, Any]) -> dict[str, Any]:
    values = _texts(changes, ("details", "place"))
    if "title" in values:
        values["title"] = _title(values["title"], "action")
    return values


def _texts(changes: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    values = dict(changes)
    for name in names:
        if name in values:
            values[name] = clean_text(values[name] or "", name, longest=_LONGEST_TEXT, lines=True) or None
    return values


def _title(untrusted: str, what: str) -> str:
    title = clean_text(untrusted or "", "title")
    if not title:
        raise NameNeeded(what)
    return title


def _last(writer: Writer, table: Table) -> int:
    return writer.connection.scalar(select(func.max(table.c.position))) or 0


def _require(writer: Writer, table: Table, id: str) -> None:
    row = writer.row(table, id)
    if row is None or row["made_clock"] is None or row["removed_at"] is not None:
        raise NoSuchRecord(table.name, id)
