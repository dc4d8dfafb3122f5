"""`chapter-desk keys` and `chapter-desk hub`: public keys to show, and national's key pair to make."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from chapter_desk.cli.opening import CHAPTER, PASSPHRASE_FILE, opened
from chapter_desk.cli.output import JSON, Json, refusing, say
from chapter_desk.core.sync.four_words import four_words
from chapter_desk.core.sync.keys import write_hub_keys
from chapter_desk.i18n import N_, _

keys_commands = typer.Typer(no_args_is_help=True, help=N_("This chapter's public keys."))
hub_commands = typer.Typer(no_args_is_help=True, help=N_("For the national office."))


@keys_commands.command(
    "show",
    help=N_("Show what may be handed to anyone: where to seal bundles to, and how to prove who signed."),
)
@refusing
def show(
    chapter: Annotated[Path, CHAPTER],
    passphrase_file: Annotated[Path | None, PASSPHRASE_FILE] = None,
    as_json: Annotated[Json, JSON] = False,
) -> None:
    with opened(chapter, passphrase_file) as app:
        chapter_keys = app.laptops.public_keys()
        laptop_key = app.laptops.this_laptops_key()
        words = four_words(chapter_keys.verify_key)
    facts = {
        "recipient": chapter_keys.recipient,
        "verify_key": laptop_key.text,  # what `minisign -P` takes to verify a bundle written here
        "chapter_key": chapter_keys.verify_key.text,
        "words": words,
    }
    say(
        as_json,
        facts,
        _("Seal to this chapter: {recipient}").format(recipient=chapter_keys.recipient),
        _("Chapter's signing key: {key}").format(key=chapter_keys.verify_key.text),
        _("This laptop's signing key: {key}").format(key=laptop_key.text),
        _("Four words to compare: {words}").format(words=words),
    )


@hub_commands.command(
    "keys",
    help=N_("Make national's key pair: an age identity and a minisign pair that the stock tools read."),
)
@refusing
def hub_keys(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=N_("Where the four files go."))],
    as_json: Annotated[Json, JSON] = False,
) -> None:
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700, parents=True)
    made = write_hub_keys(folder)
    facts = {"recipient": made.recipient, "verify_key": made.verify_key.text, "folder": str(folder)}
    say(as_json, facts, made.recipient, made.verify_key.text)


# `typer` makes a group of one command into that command, unless the group has a callback.
@keys_commands.callback()
def _keys() -> None: ...


@hub_commands.callback()
def _hub() -> None: ...
