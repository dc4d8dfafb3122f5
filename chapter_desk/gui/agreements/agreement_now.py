"""The agreement as the page shows it, read in one go.  No widgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chapter_desk.core.agreements.agreeing import STATUSES, Agreement, Agreements, Status
from chapter_desk.core.agreements.gate import Fix, Gate, open_gates
from chapter_desk.core.agreements.terms import MouFacts
from chapter_desk.core.chapter import Chapter, ChapterCard
from chapter_desk.core.history import History
from chapter_desk.core.members.roster import Roster
from chapter_desk.gui.widgets.day_field import short_day
from chapter_desk.gui.widgets.steps import Step
from chapter_desk.i18n import _, ngettext


class AgreementServices(Protocol):
    """What the page needs of an open chapter (`App` has all of it)."""

    @property
    def agreements(self) -> Agreements: ...
    @property
    def chapter(self) -> Chapter: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def history(self) -> History: ...


@dataclass(frozen=True, slots=True)
class AgreementNow:
    """The agreement, the chapter it speaks of, and what stands on the paper, on a day."""

    agreement: Agreement
    card: ChapterCard
    facts: MouFacts
    today: date

    @property
    def checks(self) -> Sequence[Gate]:
        """The checks that the program judges."""
        return [gate for gate in self.agreement.checks if gate.fix is not Fix.TICK]

    @property
    def ticks(self) -> Sequence[Gate]:
        """The checks that a person answers for."""
        return [gate for gate in self.agreement.checks if gate.fix is Fix.TICK]

    @property
    def open_checks(self) -> Sequence[Gate]:
        """What is required and missing."""
        return open_gates(self.agreement.checks)

    @property
    def ready(self) -> bool:
        """Whether it may be sent: every required check is met and the call was held."""
        return self.agreement.ready and "called" in self.agreement.days

    @property
    def next_step(self) -> Status | None:
        """The step that comes next, None after the last."""
        return next((step for step in STATUSES if step not in self.agreement.days), None)

    def waits_for(self) -> str:
        """Return in words what is missing before it can be sent, "" when nothing is."""
        short = {
            Fix.PEOPLE: _("enough people"),
            Fix.CONTACT: _("a point of contact"),
            Fix.PLAN: _("the plan"),
            Fix.CALL: _("the organizing call"),
        }
        missing = [short.get(gate.fix, gate.text.rstrip(".")) for gate in self.open_checks]
        if "called" not in self.agreement.days and short[Fix.CALL] not in missing:
            missing.append(short[Fix.CALL])
        if not missing:
            return ""
        return _("Waits for: {checks}.").format(checks=", ".join(missing))


def read_agreement(services: AgreementServices) -> AgreementNow:
    """Return the agreement as it is now."""
    return AgreementNow(
        agreement=services.agreements.agreement(),
        card=services.chapter.card(),
        facts=services.agreements.facts(),
        today=services.chapter.today(),
    )


def step_names() -> Mapping[Status, str]:
    """Return the name of each step once it was taken."""
    return {"drafted": _("Drafted"), "called": _("Called"), "sent": _("Sent"), "signed": _("Signed")}


def shown_steps(now: AgreementNow) -> list[Step]:
    """Return the four steps with their day, or what is next and what it waits for."""
    names, days = step_names(), now.agreement.days
    coming = {"called": _("Call"), "sent": _("Send"), "signed": _("Sign")}
    steps = []
    for step in STATUSES:
        if step in days:
            steps.append(Step(names[step], "done", short_day(days[step], now.today)))
        elif step == now.next_step:
            steps.append(Step(coming.get(step, names[step]), "now", _waiting(now, step)))
        else:
            steps.append(Step(names[step], "later", _("not yet")))
    return steps


def _waiting(now: AgreementNow, step: Status) -> str:
    if step != "sent":
        return _("next")
    left = len(now.open_checks)
    return ngettext("{n} check left", "{n} checks left", left).format(n=left) if left else _("ready")
