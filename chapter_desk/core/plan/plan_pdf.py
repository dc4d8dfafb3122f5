"""The local plan on paper: a tagged PDF to hand round at a meeting or to send with the agreement.

    pdf = plan_pdf(PlanDocument(chapter_name="Norfolk", on_day=date(2026, 5, 12), issues=(...)), "en")

Pure: what stands in the plan comes in as a `PlanDocument`, counted and ordered by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chapter_desk.core.documents.dates import day_in_words
from chapter_desk.i18n import _, ngettext, speaking

if TYPE_CHECKING:  # loaded only when a document is drawn: opening a chapter must not load reportlab
    from chapter_desk.core.documents.pages import Paper, Span
    from chapter_desk.core.documents.typesetter import Text

_OWNER, _DUE = 236.0, 354.0  # where these columns begin, in points from the left margin


@dataclass(frozen=True, slots=True)
class PlanAction:
    """One action as it is printed.  `owner` is empty and `due_on` None while nobody has decided.

    `done_on` matters only when `done`; an open action due before the document's day is overdue.
    """

    title: str
    owner: str = ""
    due_on: date | None = None
    done: bool = False
    done_on: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class PlanIssue:
    """One local issue as it is printed.

    `priority` is the title of the national priority it serves, in the document's language, or empty.
    `story` is why it matters here, in the words of the people who raised it; its line ends are kept.
    """

    title: str
    story: str = ""
    goal: str = ""
    priority: str = ""
    actions: tuple[PlanAction, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanPriority:
    """What the plan does about one national priority: issues tied to it, their actions done and all."""

    title: str
    issues: int = 0
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The plan as it is printed, in the order given.

    `on_day` is the day it is printed.  `version` None means a draft; `adopted_on` is the day that
    version was adopted.  `priorities` is what the gap meter says, titles in the document's language;
    empty leaves that part out.
    """

    chapter_name: str
    on_day: date
    issues: tuple[PlanIssue, ...] = ()
    priorities: tuple[PlanPriority, ...] = ()
    version: int | None = None
    adopted_on: date | None = None


def plan_pdf(plan: PlanDocument, language: str) -> bytes:
    """Return the plan as a PDF in `language` (`en` or `es`), US letter, at least one page.

    The same plan and language give the same bytes.
    """
    from chapter_desk.core.documents.pages import Paper

    with speaking(language):
        title = _("Local plan")
        paper = Paper(title=f"{title}: {plan.chapter_name}", author=plan.chapter_name, language=language)
        _opening(paper, plan, title, language)
        for number, issue in enumerate(plan.issues, 1):
            _issue(paper, number, issue, plan.on_day, language)
        if plan.priorities:
            _gaps(paper, plan.priorities)
        footer = f"{title} · {_version(plan)} · {day_in_words(plan.on_day, language)}"
    return paper.drawn(footer).pdf


def _version(plan: PlanDocument) -> str:
    return _("Draft") if plan.version is None else _("Version {number}").format(number=plan.version)


def _opening(paper: Paper, plan: PlanDocument, title: str, language: str) -> None:
    from chapter_desk.core.documents.pages import Span
    from chapter_desk.core.documents.styles import ACCENT, BODY, CAPTION, LEAD

    dates = [_version(plan)]
    if plan.adopted_on:
        dates.append(_("adopted {day}").format(day=day_in_words(plan.adopted_on, language)))
    dates.append(_("printed {day}").format(day=day_in_words(plan.on_day, language)))
    paper.heading(1, title)
    paper.paragraph(Span(plan.chapter_name, weight="medium", typed=True), LEAD, held=True)
    paper.paragraph(" · ".join(dates), CAPTION, held=True)
    paper.rule(colour=ACCENT, thickness=1.6, above=12, width=44)
    if plan.issues:
        _figures(paper, plan)
    else:
        paper.paragraph(_("Nothing is planned yet."), BODY)


def _figures(paper: Paper, plan: PlanDocument) -> None:
    from chapter_desk.core.documents.pages import Cell
    from chapter_desk.core.documents.styles import CAPTION, FIGURE, SUNKEN

    actions = [action for issue in plan.issues for action in issue.actions]
    waiting = [action for action in actions if not action.done]
    done = len(actions) - len(waiting)
    orphans = sum(not action.owner.strip() for action in waiting)
    figures = [
        (len(plan.issues), ngettext("issue", "issues", len(plan.issues))),
        (len(actions), ngettext("action", "actions", len(actions))),
        (done, _("done")),
        (orphans, _("without an owner")),
    ]
    width = (paper.page.measure - 28) / len(figures)
    columns = [(14 + at * width, number, label) for at, (number, label) in enumerate(figures)]
    with paper.panel(SUNKEN, above=16):
        paper.row(
            [Cell("P", left, width - 8, f"{number:,}", FIGURE) for left, number, _label in columns],
            held=True,
        )
        paper.row([Cell("P", left, width - 8, label, CAPTION) for left, _number, label in columns], above=0)


def _issue(paper: Paper, number: int, issue: PlanIssue, on_day: date, language: str) -> None:
    from chapter_desk.core.documents.pages import Span, filled_spans
    from chapter_desk.core.documents.styles import BODY, NATIONAL, SMALL

    with paper.part("Sect"):
        paper.heading(
            2, [Span(f"{number}. "), Span(issue.title, typed=True)], bookmark=f"{number}. {issue.title}"
        )
        if issue.priority.strip():
            serves = filled_spans(
                _("National priority: {title}"),
                title=Span(issue.priority, weight="medium", colour=NATIONAL, typed=True),
            )
            paper.paragraph(serves, SMALL, held=True)
        if issue.goal.strip():
            paper.paragraph(
                [Span(_("Goal") + ". ", weight="semibold"), Span(issue.goal, typed=True)], BODY, held=True
            )
        for line in filter(str.strip, issue.story.splitlines()):
            paper.paragraph(Span(line, typed=True), BODY)
        if issue.actions:
            _actions(paper, issue.actions, on_day, language)
        else:
            paper.paragraph(Span(_("No action yet."), colour=_warn()), BODY)


def _warn() -> str:
    from chapter_desk.core.documents.styles import WARN

    return WARN


def _actions(paper: Paper, actions: tuple[PlanAction, ...], on_day: date, language: str) -> None:
    from chapter_desk.core.documents.pages import Cell
    from chapter_desk.core.documents.styles import CAPTION

    columns = _columns(paper)
    with paper.part("Table"):
        paper.row(
            [
                Cell("TH", left, width, words, CAPTION)
                for (left, width), words in zip(columns, [_("Action"), _("Owner"), _("Due")], strict=True)
            ],
            tag="TR",
            above=10,
            held=True,
        )
        paper.rule(above=3, held=True)
        for action in actions:
            _action(paper, action, on_day, language)


def _columns(paper: Paper) -> list[tuple[float, float]]:
    return [(16, _OWNER - 26), (_OWNER, _DUE - _OWNER - 10), (_DUE, paper.page.measure - _DUE)]


def _action(paper: Paper, action: PlanAction, on_day: date, language: str) -> None:
    from chapter_desk.core.documents.pages import Box, Cell, Span
    from chapter_desk.core.documents.styles import BODY, CONTROL, GOOD, INK_2, INK_3, PAPER

    title = [Span(action.title, colour=INK_2 if action.done else None, typed=True)]
    if action.place.strip():
        title += [Span(" · ", colour=INK_3), Span(action.place, colour=INK_3, typed=True)]
    owner = Span(action.owner, typed=True) if action.owner.strip() else Span(_("no owner"), colour=_warn())
    tick = [Box(0, 3.2, 8, 8, GOOD if action.done else CONTROL)]
    if not action.done:
        tick.append(Box(1.1, 4.3, 5.8, 5.8, PAPER))
    texts: list[Text] = [title, owner, _due(action, on_day, language)]
    paper.row(
        [
            Cell("TD", left, width, text, BODY)
            for (left, width), text in zip(_columns(paper), texts, strict=True)
        ],
        tag="TR",
        above=4,
        held=True,
        boxes=tick,
    )
    paper.rule(above=4)


def _due(action: PlanAction, on_day: date, language: str) -> Span:
    from chapter_desk.core.documents.pages import Span
    from chapter_desk.core.documents.styles import BAD, GOOD

    if action.done and action.done_on:
        return Span(_("done {day}").format(day=day_in_words(action.done_on, language)), colour=GOOD)
    if action.done:
        return Span(_("done"), colour=GOOD)
    if action.due_on is None:
        return Span(_("no date"), colour=_warn())
    day = day_in_words(action.due_on, language)
    if action.due_on < on_day:
        return Span(_("overdue, {day}").format(day=day), colour=BAD)
    return Span(day)


def _gaps(paper: Paper, priorities: tuple[PlanPriority, ...]) -> None:
    from chapter_desk.core.documents.styles import INK_2, SMALL

    with paper.part("Sect"):
        paper.heading(2, _("Gaps"), bookmark=_("Gaps"))
        paper.paragraph(_intro(INK_2), SMALL, held=True)
        with paper.part("Table"):
            paper.rule(above=6, held=True)
            for priority in priorities:
                _priority(paper, priority)


def _intro(colour: str) -> Span:
    from chapter_desk.core.documents.pages import Span

    return Span(_("National priorities and what we do about them here."), colour=colour)


def _priority(paper: Paper, priority: PlanPriority) -> None:
    from chapter_desk.core.documents.pages import Box, Cell, Span
    from chapter_desk.core.documents.styles import BODY, GOOD, LINE

    bar = 84.0
    boxes = []
    if priority.total:
        so_far = Span(_("{done} of {total} done").format(done=priority.done, total=priority.total))
        boxes = [
            Box(_OWNER, 5.4, bar, 4, LINE),
            Box(_OWNER, 5.4, bar * priority.done / priority.total, 4, GOOD),
        ]
    else:
        so_far = Span(_("no action yet") if priority.issues else _("no issue yet"), colour=_warn())
    paper.row(
        [
            Cell("TH", 0, _OWNER - 12, Span(priority.title, typed=True), BODY, scope="Row"),
            Cell("TD", _DUE, paper.page.measure - _DUE, so_far, BODY),
        ],
        tag="TR",
        above=4,
        held=True,
        boxes=boxes,
    )
    paper.rule(above=4)
