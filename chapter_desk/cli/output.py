"""What a command prints: sentences for people, one JSON object for programs, refusals on stderr."""

import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, Literal, ParamSpec

import msgspec
import typer

from chapter_desk.core.explain import explain
from chapter_desk.core.safekeeping.durable import write_durably
from chapter_desk.errors import ChapterDeskError
from chapter_desk.i18n import N_, _

P = ParamSpec("P")

Json = bool
JSON = typer.Option("--json", help=N_("Print one JSON object."))

Spoken = Literal["en", "es"]
SPOKEN = typer.Option("--language", help=N_("en or es."))


def say(as_json: bool, facts: Mapping[str, Any], *lines: str) -> None:
    """Print the object for programs, or the lines for people; never both."""
    if as_json:
        print_json(facts)
    else:
        for line in lines:
            typer.echo(line)


def print_json(facts: Mapping[str, Any]) -> None:
    """Print one object on one line, in UTF-8, times in UTC, days as they are."""
    typer.echo(msgspec.json.encode(facts, enc_hook=_plain).decode())


def refusing(command: Callable[P, None]) -> Callable[P, None]:
    """Turn an expected error into its three sentences on stderr and exit code 1."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ChapterDeskError as error:
            refuse(error)
            raise typer.Exit(1) from error

    return guarded


def refuse(error: ChapterDeskError) -> None:
    """Say on stderr what happened, what is safe and what to do."""
    print(explain(error), file=sys.stderr)


def a_day(text: str, option: str) -> date:
    """Return the day that an option names, or end with a usage error."""
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise typer.BadParameter(
            _("“{text}” is not a day such as 2026-05-04.").format(text=text), param_hint=option
        ) from trouble


def write_out(path: Path, content: bytes) -> None:
    """Write a file that a person asked for, over an earlier one of that name.

    Raises:
        NotSaved: It cannot be written there.
    """
    write_durably(path, content, replace=True)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise NotImplementedError(type(value))
