"""`chapter-desk mou`: the agreement's checks, its paper, its steps."""

from pathlib import Path
from typing import Annotated

import typer

from chapter_desk.cli.opening import CHAPTER, PASSPHRASE_FILE, opened
from chapter_desk.cli.output import JSON, SPOKEN, Json, Spoken, a_day, refusing, say, write_out
from chapter_desk.core.agreements.agreeing import Agreement, Status
from chapter_desk.core.agreements.gate import Gate
from chapter_desk.i18n import N_, _

commands = typer.Typer(no_args_is_help=True, help=N_("The agreement with national (MOU)."))

Chapter = Annotated[Path, CHAPTER]
PassphraseFile = Annotated[Path | None, PASSPHRASE_FILE]
AsJson = Annotated[Json, JSON]


@commands.command("gate", help=N_("Show what must be so before the agreement can be sent."))
@refusing
def gate(chapter: Chapter, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> None:
    with opened(chapter, passphrase_file) as app:
        agreement = app.agreements.agreement()
    required = [check for check in agreement.checks if check.required]
    advice = [check for check in agreement.checks if not check.required]
    facts = {
        "gates": [_gate(check) for check in required],
        "advice": [_gate(check) for check in advice],
        "ready": agreement.ready,
    }
    lines = [
        f"[{'x' if check.met else ' '}] {check.text} {check.detail}".rstrip() for check in required + advice
    ]
    say(as_json, facts, *lines, _("Ready to send.") if agreement.ready else _("Not ready to send yet."))


@commands.command("pdf", help=N_("Write the memorandum as a PDF, filled from the chapter."))
@refusing
def pdf(
    chapter: Chapter,
    out: Annotated[Path, typer.Argument(help=N_("The file to write."))],
    spoken: Annotated[Spoken | None, SPOKEN] = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    with opened(chapter, passphrase_file) as app:
        document = app.agreements.document(spoken)
    write_out(out, document.pdf)
    facts = {
        "file": str(out),
        "bytes": len(document.pdf),
        "pages": document.pages,
        "missing": document.missing,
    }
    say(as_json, facts, str(out))


@commands.command("status", help=N_("Show how far the agreement is, or note that a step happened."))
@refusing
def status(
    chapter: Chapter,
    step: Annotated[
        Status | None,
        typer.Option("--set", help=N_("The step.")),
    ] = None,
    on: Annotated[str, typer.Option(help=N_("The day it happened, as 2026-05-04; today without it."))] = "",
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    day = a_day(on, "--on") if on else None
    with opened(chapter, passphrase_file) as app:
        if step is not None:
            app.agreements.set_status(step, day or app.chapter.today())
        agreement = app.agreements.agreement()
    say(as_json, _status(agreement), *(f"{name} {when.isoformat()}" for name, when in agreement.days.items()))


def _gate(check: Gate) -> dict[str, object]:
    return {"id": check.id, "met": check.met, "text": check.text, "detail": check.detail}


def _status(agreement: Agreement) -> dict[str, object]:
    return {"status": agreement.status, "days": dict(agreement.days), "ready": agreement.ready}
