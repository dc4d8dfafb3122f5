"""`chapter-desk members`: add, find, list and take in people; take the last of it back."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from chapter_desk.app import App
from chapter_desk.cli.opening import CHAPTER, PASSPHRASE_FILE, opened
from chapter_desk.cli.output import JSON, Json, refusing, say
from chapter_desk.core.members.contact import is_email
from chapter_desk.core.members.import_words import problem_text
from chapter_desk.core.members.importing import OnDuplicate
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.members.roster import RosterRow, RosterView
from chapter_desk.core.places.zips import require_place
from chapter_desk.errors import FileNotThere, NotAnEmail, NothingToTakeBack
from chapter_desk.i18n import N_, _
from chapter_desk.values import StepId

commands = typer.Typer(no_args_is_help=True, help=N_("People on file, members and supporters."))

Chapter = Annotated[Path, CHAPTER]
PassphraseFile = Annotated[Path | None, PASSPHRASE_FILE]
AsJson = Annotated[Json, JSON]


@commands.command("add", help=N_("Put somebody on file and print their id. Only a name is needed."))
@refusing
def add(
    chapter: Chapter,
    written: Annotated[str, typer.Argument(metavar="[NAME]", help=N_("The name, as they write it."))] = "",
    name: Annotated[str, typer.Option(help=N_("The same, as an option."))] = "",
    email: Annotated[list[str] | None, typer.Option(help=N_("An e-mail; may be given again."))] = None,
    phone: Annotated[list[str] | None, typer.Option(help=N_("A phone; may be given again."))] = None,
    zip_code: Annotated[str, typer.Option("--zip", help=N_("Their ZIP code."))] = "",
    tag: Annotated[list[str] | None, typer.Option(help=N_("A tag; may be given again."))] = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    for each in email or ():
        if not is_email(each):
            raise NotAnEmail(each)
    if zip_code:
        require_place(zip_code)
    draft = PersonDraft(
        display_name=name or written,
        email_addresses=email or (),
        phone_numbers=phone or (),
        postal_addresses=[zip_code] if zip_code else (),
        tags=tag or (),
    )
    with opened(chapter, passphrase_file) as app:
        id = app.records.add(draft)
    say(as_json, {"id": id, "name": draft.display_name}, id)


@commands.command("find", help=N_("Find people, the likeliest first."))
@refusing
def find(
    chapter: Chapter,
    text: Annotated[str, typer.Argument(help=N_("Part of a name, an e-mail, the end of a phone, a ZIP."))],
    limit: Annotated[int, typer.Option(min=1, help=N_("At most so many."))] = 20,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    with opened(chapter, passphrase_file) as app:
        app.roster.load()
        _show(app, [hit.row for hit in app.roster.search(text, limit)], as_json)


@commands.command("list", help=N_("List people by name, with whether they are members and why."))
@refusing
def list_all(
    chapter: Chapter,
    view: Annotated[
        Literal["everyone", "members", "supporters", "new-this-month", "no-contact", "archived"],
        typer.Option(help=N_("Which part of the list.")),
    ] = "everyone",
    limit: Annotated[int | None, typer.Option(min=1, help=N_("At most so many."))] = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    with opened(chapter, passphrase_file) as app:
        app.roster.load()
        _show(app, list(app.roster.rows(RosterView(view), limit=limit).rows), as_json)


@commands.command("import", help=N_("Take in a list of people as one step that can be taken back."))
@refusing
def import_file(
    chapter: Chapter,
    file: Annotated[Path, typer.Argument(help=N_("A CSV file, as Action Network or others export it."))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Only count what it would do."))] = False,
    on_duplicate: Annotated[
        OnDuplicate,
        typer.Option(help=N_("What becomes of people on file already; none: nobody is looked for.")),
    ] = "fill",
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    try:
        untrusted = file.open("rb")
    except OSError as trouble:
        raise FileNotThere(file.name) from trouble
    with untrusted, opened(chapter, passphrase_file) as app:
        plan = app.importing.plan(untrusted, on_duplicate=on_duplicate)
        step = None if dry_run else app.importing.carry_out(plan).step
    problems = [{"row": each.row, "kind": each.kind, "text": problem_text(each)} for each in plan.problems]
    facts = {
        "step": step,
        "new": plan.new,
        "changed": plan.changed,
        "same": plan.same,
        "left_out": plan.left_out,
        "problems": problems,
        "dry_run": dry_run,
        "format": plan.mapping.format or None,
    }
    counted = _("{new} new, {changed} changed, {same} as they were, {left_out} left out").format(
        new=plan.new, changed=plan.changed, same=plan.same, left_out=plan.left_out
    )
    named = [_("Row {row}: {problem}").format(row=each["row"], problem=each["text"]) for each in problems]
    say(as_json, facts, counted, *named)


@commands.command(
    "undo", help=N_("Take back an import, or another step about people; what was edited since stays.")
)
@refusing
def undo(
    chapter: Chapter,
    step: Annotated[
        int | None, typer.Argument(help=N_("A step's number; without it, the last import."))
    ] = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    with opened(chapter, passphrase_file) as app:
        title, taken = app.history.take_back(_last_import(app) if step is None else StepId(step))
    say(
        as_json,
        {"step": taken.step, "put_as_before": taken.put_as_before, "kept": taken.kept},
        _("Taken back: {what}. Later edits kept: {kept}.").format(what=title.act, kept=taken.kept),
    )


def _last_import(app: App) -> StepId:
    last = app.steps.next_undo("import")
    if last is None:
        raise NothingToTakeBack()
    return last.id


def _show(app: App, rows: list[RosterRow], as_json: bool) -> None:
    people = [_person(app, row) for row in rows] if as_json else []
    say(as_json, {"people": people}, *map(_line, rows))


def _person(app: App, row: RosterRow) -> dict[str, object]:
    evidence = app.standings.of(row.id).because if row.member else ()
    return {
        "id": row.id,
        "name": row.display_name,
        "member": row.member,
        "since": row.since,
        "evidence": [
            {"kind": each.kind, "id": each.id, "on": each.on, "title": each.title, "by": each.recorded_by}
            for each in evidence
        ],
        "email": row.email or None,
        "phone": row.phone or None,
        "postal_code": row.postal_code or None,
        "tags": row.tags,
        "archived": row.archived,
    }


def _line(row: RosterRow) -> str:
    standing = _("member since {day}").format(day=row.since) if row.member else _("supporter")
    return f"{row.id}  {row.display_name}  {standing}"
