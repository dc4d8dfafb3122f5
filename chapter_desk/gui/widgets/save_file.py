"""Asking where a file should go, in the system's own dialog."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from chapter_desk.i18n import _

AskWhere = Callable[[QWidget, str], Path | None]
"""Given the window and a file name to begin with, returns where to write, None for not at all."""


def ask_where_to_save_pdf(parent: QWidget, name: str) -> Path | None:
    """Return the file a person chose for a PDF; its name ends in ".pdf"."""
    chosen, _kind = QFileDialog.getSaveFileName(
        parent, _("Save as"), str(Path.home() / name), _("PDF files (*.pdf)")
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.casefold() == ".pdf" else path.with_name(f"{path.name}.pdf")


def file_name(*words: str) -> str:
    """Return a file name made of words, without what some system does not allow in one."""
    kept = "".join(c if c.isalnum() or c in " -_" else " " for c in " ".join(words))
    return " ".join(kept.split()) + ".pdf"
