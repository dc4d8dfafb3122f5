"""`chapter-desk plan`: issues, actions, the plan on paper."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from chapter_desk.cli.opening import CHAPTER, PASSPHRASE_FILE, opened
from chapter_desk.cli.output import JSON, SPOKEN, Json, Spoken, a_day, refusing, say, write_out
from chapter_desk.core.plan.planning import Action, Issue
from chapter_desk.i18n import N_, _, language
from chapter_desk.values import IssueId, PersonId

commands = typer.Typer(no_args_is_help=True, help=N_("The local plan."))

Chapter = Annotated[Path, CHAPTER]
PassphraseFile = Annotated[Path | None, PASSPHRASE_FILE]
AsJson = Annotated[Json, JSON]


@commands.command("add-issue", help=N_("Add an issue and print its id."))
@refusing
def add_issue(
    chapter: Chapter,
    title: Annotated[str, typer.Option(help=N_("What it is about."))],
    priority: Annotated[str, typer.Option(help=N_("The id of a national priority."))] = "",
    story: Annotated[str, typer.Option(help=N_("Why it matters here."))] = "",
    goal: Annotated[str, typer.Option(help=N_("What would be reached."))] = "",
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    with opened(chapter, passphrase_file) as app:
        issue = app.planning.add_issue(title, priority_id=priority, story=story, goal=goal)
    say(as_json, _issue(issue), issue.id)


@commands.command("add-action", help=N_("Add an action to an issue and print its id."))
@refusing
def add_action(
    chapter: Chapter,
    issue: Annotated[str, typer.Argument(help=N_("The issue's id."))],
    title: Annotated[str, typer.Option(help=N_("What is to be done."))],
    owner: Annotated[str, typer.Option(help=N_("The id of the person who does it."))] = "",
    due: Annotated[str, typer.Option(help=N_("The day it is due, as 2026-12-01."))] = "",
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    due_on: date | None = a_day(due, "--due") if due else None
    with opened(chapter, passphrase_file) as app:
        action = app.planning.add_action(
            IssueId(issue), title, owner_id=PersonId(owner) if owner else None, due_on=due_on
        )
    say(as_json, _action(action), action.id)


@commands.command("show", help=N_("Show the plan, and national's priorities that nothing is planned for."))
@refusing
def show(chapter: Chapter, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> None:
    with opened(chapter, passphrase_file) as app:
        issues, meter = app.planning.issues(), app.planning.meter()
        titles = {priority.id: str(priority.title) for priority in app.pack.priorities}
    gaps = [gap.priority_id for gap in meter.priorities if not gap.has_issue]
    lines: list[str] = []
    for issue in issues:
        lines.append(f"{issue.title} ({issue.priority_title or _('no national priority')})")
        lines += [_line(action) for action in issue.actions]
    lines.append(_("Nothing planned for: {priorities}").format(priorities=", ".join(titles[g] for g in gaps)))
    facts = {
        "issues": [_issue(issue) for issue in issues],
        "gaps": gaps,
        "done": meter.actions_done,
        "open": meter.actions_open,
        "overdue": meter.actions_overdue,
    }
    say(as_json, facts, *lines)


@commands.command("pdf", help=N_("Write the plan as a PDF."))
@refusing
def pdf(
    chapter: Chapter,
    out: Annotated[Path, typer.Argument(help=N_("The file to write."))],
    spoken: Annotated[Spoken | None, SPOKEN] = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    with opened(chapter, passphrase_file) as app:
        content = app.planning.pdf(spoken or language())
    write_out(out, content)
    say(as_json, {"file": str(out), "bytes": len(content)}, str(out))


def _line(action: Action) -> str:
    mark = "[x]" if action.done else "[ ]"
    owner = action.owner_name or _("no owner")
    due = action.due_on.isoformat() if action.due_on else _("no date")
    return f"  {mark} {action.title} ({owner}, {due})"


def _issue(issue: Issue) -> dict[str, object]:
    return {
        "id": issue.id,
        "title": issue.title,
        "story": issue.story,
        "goal": issue.goal,
        "priority": issue.priority_id or None,
        "actions": [_action(action) for action in issue.actions],
    }


def _action(action: Action) -> dict[str, object]:
    return {
        "id": action.id,
        "issue": action.issue_id,
        "title": action.title,
        "owner": action.owner_id,
        "owner_name": action.owner_name or None,
        "due": action.due_on,
        "done": action.done,
        "overdue": action.overdue,
    }
