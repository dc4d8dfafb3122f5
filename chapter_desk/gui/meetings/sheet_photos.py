"""Adding photos and scans: each finds its sheet by the code on it, or a person says which it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from chapter_desk.app import App
from chapter_desk.core.safekeeping.attachments import MOST_BYTES
from chapter_desk.errors import AttachmentUnusable, FileNotThere
from chapter_desk.gui.meetings.sheet_picture import pages_of, read_picture
from chapter_desk.gui.shell.tasks import Progress
from chapter_desk.i18n import _
from chapter_desk.values import MeetingId

AskPhotos = Callable[[QWidget], Sequence[Path]]
"""Returns the files a person chose, none for not at all."""


@dataclass(frozen=True, slots=True)
class AddedPhotos:
    """What became of the pages: sheets that have a photo now, and pages nobody knows the sheet of.

    `unknown` are (content, title of the other meeting or "").
    """

    sheets: tuple[int, ...]
    unknown: tuple[tuple[bytes, str], ...]


def ask_photos(parent: QWidget) -> Sequence[Path]:
    """Return the photos or scans a person chose, in the system's own dialog."""
    chosen, _kind = QFileDialog.getOpenFileNames(
        parent,
        _("Photos or scans of sheets"),
        str(Path.home()),
        _("Photos and scans (*.jpg *.jpeg *.png *.pdf)"),
    )
    return [Path(each) for each in chosen]


def add_photos(app: App, meeting_id: MeetingId, paths: Sequence[Path], progress: Progress) -> AddedPhotos:
    """Keep each page as the evidence of the sheet its code names.  Not for the window's thread.

    Raises:
        FileNotThere: A file cannot be read; those before it are kept.
        AttachmentUnusable: One is no photo or scan.
        NotSaved: The disk did not take it.
    """
    sheets: list[int] = []
    unknown: list[tuple[bytes, str]] = []
    for at, path in enumerate(paths):
        progress.report(at, len(paths))
        try:
            if path.stat().st_size > MOST_BYTES:
                raise AttachmentUnusable("too-large")
            pages = pages_of(path.read_bytes())
        except OSError:
            raise FileNotThere(path.name) from None
        for page in pages:
            progress.report(at, len(paths))
            token = read_picture(page).token
            sheet = app.sheets.of_token(token) if token else None
            if sheet is not None and sheet.meeting_id == meeting_id:
                app.sheets.add_photo(sheet.id, page)
                sheets.append(sheet.number)
            else:
                title = app.calendar.meeting(sheet.meeting_id).title if sheet is not None else ""
                unknown.append((page, title))
    return AddedPhotos(tuple(sheets), tuple(unknown))
