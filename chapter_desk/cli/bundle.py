"""`chapter-desk bundle`: write, look inside and take in bundles."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import typer

from chapter_desk.cli.opening import CHAPTER, PASSPHRASE_FILE, opened
from chapter_desk.cli.output import JSON, Json, print_json, refusing, say
from chapter_desk.core.sync.matrix import Destination
from chapter_desk.errors import FileNotThere
from chapter_desk.i18n import N_, _

commands = typer.Typer(
    no_args_is_help=True, help=N_("Bundles to national and between the chapter's laptops.")
)

Chapter = Annotated[Path, CHAPTER]
PassphraseFile = Annotated[Path | None, PASSPHRASE_FILE]
AsJson = Annotated[Json, JSON]
File = Annotated[Path, typer.Argument(metavar="FILE", help=N_("A bundle."))]


@commands.command(
    "export", help=N_("Write a bundle. To national, people are named only if they agreed to it.")
)
@refusing
def export(
    chapter: Chapter,
    out_dir: Annotated[Path, typer.Argument(metavar="OUT_DIR", help=N_("The folder it goes to."))],
    kind: Annotated[
        Literal["summary", "delta", "snapshot"], typer.Option(help=N_("Counts, what is new, or all."))
    ] = "summary",
    to: Annotated[Literal["national", "chapter"], typer.Option(help=N_("Whom it is for."))] = "national",
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    if kind == "summary" and to == "chapter":
        raise typer.BadParameter(
            _("A summary is for national; the chapter's laptops take a delta or a snapshot.")
        )
    with opened(chapter, passphrase_file) as app:
        prepared = app.exchange.prepare(
            kind, Destination.NATIONAL if to == "national" else Destination.CHAPTER
        )
        with suppress(OSError):  # what cannot be made is told when the bundle is written
            out_dir.mkdir(exist_ok=True)
        written = app.exchange.write(prepared, out_dir)
    facts = {
        "file": str(written.path),
        "kind": written.kind,
        "rows": written.rows,
        "left_out": [{"id": each.person_id, "reason": each.reason} for each in written.left_out],
    }
    left_out = _("{n} people are not named in it.").format(n=len(written.left_out))
    say(as_json, facts, str(written.path), *([left_out] if written.left_out else []))


@commands.command("inspect", help=N_("Show what a bundle says of itself; nothing is taken in."))
@refusing
def inspect(
    chapter: Chapter, file: File, passphrase_file: PassphraseFile = None, as_json: AsJson = False
) -> None:
    with opened(chapter, passphrase_file) as app:
        found = app.exchange.look_inside(_there(file))
    if as_json:
        print_json(found.manifest)
        return
    typer.echo(_("A bundle of the kind {kind}, by {sender}").format(kind=found.kind, sender=found.sender))
    for resource in found.manifest.get("resources", []):
        typer.echo(f"  {resource.get('name')}")


@commands.command("import", help=N_("Take in a bundle of another laptop of this chapter."))
@refusing
def take_in(
    chapter: Chapter,
    file: File,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Only count what it would do."))] = False,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    with opened(chapter, passphrase_file) as app:
        taken = app.exchange.take_in(_there(file), dry_run=dry_run)
    facts = {
        "new": taken.new,
        "changed": taken.changed,
        "conflicts": taken.conflicts,
        "already": taken.already,
        "refused": taken.refused,
        "step": taken.step,
        "sender": taken.sender,
        "hole": taken.hole,
        "agrees": taken.agrees,
        "dry_run": dry_run,
    }
    counted = _("{new} new, {changed} changed, {conflicts} with two answers, {already} already here").format(
        new=taken.new, changed=taken.changed, conflicts=taken.conflicts, already=taken.already
    )
    say(as_json, facts, counted)


def _there(file: Path) -> Path:
    if not file.is_file():
        raise FileNotThere(file.name)
    return file
