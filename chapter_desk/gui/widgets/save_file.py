"""Asking where a file should go, in the system's own dialog."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from chapter_desk.i18n import _

AskWhere = Callable[[QWidget, str], Path | None]
"""Given the window and a file name to begin with, returns where to write, None for not at all."""


def ask_where_to_save_pdf(parent: QWidget, name: str) -> Path | None:
    """Return the file a person chose for a PDF; its name ends in ".pdf"."""
    return _ask(parent, name, _("PDF files (*.pdf)"), ".pdf")


def ask_where_to_save_calendar(parent: QWidget, name: str) -> Path | None:
    """Return the file a person chose for a calendar; its name ends in ".ics"."""
    return _ask(parent, name, _("Calendar files (*.ics)"), ".ics")


def ask_where_to_save_list(parent: QWidget, name: str) -> Path | None:
    """Return the file a person chose for a list; its name ends in ".csv"."""
    return _ask(parent, name, _("Lists for spreadsheets (*.csv)"), ".csv")


def file_name(*words: str, ending: str = ".pdf") -> str:
    """Return a file name made of words, without what some system does not allow in one."""
    kept = "".join(c if c.isalnum() or c in " -_" else " " for c in " ".join(words))
    return " ".join(kept.split()) + ending


def _ask(parent: QWidget, name: str, kinds: str, ending: str) -> Path | None:
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save as"), str(Path.home() / name), kinds)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.casefold() == ending else path.with_name(f"{path.name}{ending}")
