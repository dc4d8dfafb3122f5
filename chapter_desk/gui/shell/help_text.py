"""The help of a page: a short text of ours in `resources/help/<language>/<id>.md`, shown above its keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from chapter_desk.files import resource
from chapter_desk.i18n import language


def help_text(help_id: str) -> str:
    """Return the help of a page as Markdown, in English where there is no other; "" if there is none."""
    for code in (language(), "en"):
        path = resource("help", code, f"{help_id}.md")
        if help_id and path.is_file():
            return path.read_text(encoding="utf-8")
    return ""


class HelpText(QLabel):
    """Markdown written by us, never text that somebody typed."""

    def __init__(self, markdown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ourmarkup", True)
        self.setTextFormat(Qt.TextFormat.MarkdownText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setText(markdown)
