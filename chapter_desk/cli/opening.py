"""Opening a chapter from the command line: where its passphrase comes from, and who does the writing."""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from chapter_desk.app import App, open_app
from chapter_desk.core.explain import explain
from chapter_desk.core.safekeeping import vault
from chapter_desk.core.safekeeping.chapter_folder import ON_CLOSE, ChapterFolder
from chapter_desk.errors import NoPassphraseGiven, NoSuchBackup, NotAChapter, NotSaved
from chapter_desk.i18n import N_, _

CHAPTER = typer.Argument(metavar="CHAPTER", help=N_("The chapter's folder."), show_default=False)
PASSPHRASE_FILE = typer.Option(
    "--passphrase-file", help=N_("A file whose first line is the passphrase."), show_default=False
)


@contextmanager
def opened(path: Path, passphrase_file: Path | None) -> Iterator[App]:
    """Open a chapter for one command and close it after.

    Raises:
        NotAChapter, WrongPassphrase, VaultUnusable, ChapterHeld ...: It cannot be opened.
    """
    folder = ChapterFolder(path)
    if not folder.path.is_dir():
        raise NotAChapter(folder.name, "missing")
    if not (folder.path / vault.FILE_NAME).exists() and not folder.database.exists():
        raise NotAChapter(folder.name, "foreign")
    key = vault.unlock(path, passphrase(passphrase_file))
    if not folder.database.exists():  # the key is there, and so may its backups be
        raise NotAChapter(folder.name, "damaged")
    app = open_app(path, key, holder="command")
    try:
        yield app
        _copy_if_due(app)
    finally:
        app.close()


def _copy_if_due(app: App) -> None:
    """Copy the chapter as the window does on closing; a copy that fails undoes nothing of the command."""
    if not app.backups.is_due():
        return
    try:
        app.backups.make(ON_CLOSE)
    except (NotSaved, NoSuchBackup) as trouble:
        why = explain(trouble).happened
        print(_("Everything is saved, but no copy was made: {why}").format(why=why), file=sys.stderr)


def passphrase(file: Path | None, *, twice: bool = False) -> str:
    """Return the passphrase: from `--passphrase-file`, from `CHAPTER_DESK_PASSPHRASE`, or asked for.

    Raises:
        NoPassphraseGiven: There is none and nobody to ask.
    """
    if file is not None:
        try:
            lines = file.read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as trouble:
            raise NoPassphraseGiven("file") from trouble
        if not lines or not lines[0]:
            raise NoPassphraseGiven("file")
        return lines[0]
    given = os.environ.get("CHAPTER_DESK_PASSPHRASE")
    if given:
        return given
    if not sys.stdin.isatty():
        raise NoPassphraseGiven("nobody")
    asked = getpass.getpass(_("Passphrase: "))
    if twice and getpass.getpass(_("Once more: ")) != asked:
        raise NoPassphraseGiven("differ")
    return asked
