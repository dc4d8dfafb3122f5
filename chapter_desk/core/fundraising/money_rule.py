"""Which money rule a chapter works by: chosen by somebody, for a reason, and shared with its laptops."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from chapter_desk.core.fundraising.offices import Office, office_of
from chapter_desk.core.fundraising.rules import MoneyRule, MoneyRules
from chapter_desk.core.meetings.meeting import day_here
from chapter_desk.core.members.naming import clean_text
from chapter_desk.core.members.required import require_person
from chapter_desk.errors import MoneyRefused
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import PersonId

_MONEY = "money"
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """The rule that holds.  Who chose it, why and when are empty while nobody has: the default holds.

    `by_name` is their name of today, "" once they were forgotten.
    """

    rule: MoneyRule
    by: PersonId | None = None
    by_name: str = ""
    reason: str = ""
    on: date | None = None


class MoneyRuleChoice:
    """Reads and makes the choice."""

    def __init__(self, db: Database, rules: MoneyRules) -> None:
        self._db = db
        self.rules = rules

    def now(self) -> RuleChoice:
        """Return the rule that holds."""
        with self._db.read() as connection:
            return self.within(connection)

    def within(self, connection: Connection) -> RuleChoice:
        """Return the rule that holds, within a caller's transaction."""
        chosen = self._choices(connection).get(_MONEY) or {}
        rule = self.rules.rule(str(chosen.get("rule", self.rules.default)))
        by, on = chosen.get("by"), chosen.get("on")
        name = connection.scalar(select(schema.person.c.display_name).where(schema.person.c.id == by))
        return RuleChoice(
            rule=rule,
            by=PersonId(by) if by else None,
            by_name=name or "",
            reason=str(chosen.get("reason", "")),
            on=date.fromisoformat(on) if on else None,
        )

    def choose(self, rule_id: str, by: PersonId | None, reason: str) -> RuleChoice:
        """Have the chapter work by a rule from today on.

        Raises:
            MoneyRefused: Nobody is named who decided it, or no reason is given.
            NoSuchRecord: That person is not on file.
        """
        words = clean_text(reason, "reason", longest=_LONGEST_REASON)
        if by is None:
            raise MoneyRefused("nobody")
        if not words:
            raise MoneyRefused("no-reason")
        assert rule_id in {each.id for each in self.rules.rules}, rule_id
        with self._db.write("money-rule", {"rule": rule_id, "person": by}) as writer:
            require_person(writer, by)
            choices = self._choices(writer.connection)
            today = day_here(writer.connection, writer.at).isoformat()
            choices[_MONEY] = {"rule": rule_id, "by": by, "reason": words, "on": today}
            writer.set(schema.chapter, self._db.chapter_id, {"rule_choices": choices})
        return self.now()

    def ask_first(self) -> Office | None:
        """Return the office of the chapter's state to ask before money is raised; None for no state."""
        with self._db.read() as connection:
            region = connection.scalar(select(schema.chapter.c.region).where(self._here()))
        return office_of(region or "")

    def _choices(self, connection: Connection) -> dict[str, Any]:
        kept = connection.scalar(select(schema.chapter.c.rule_choices).where(self._here()))
        return dict(kept or {})

    def _here(self) -> Any:
        return schema.chapter.c.id == self._db.chapter_id
