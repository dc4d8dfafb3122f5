"""What was answered so far; kept apart from the fields, so that Back, a larger text or another
language loses nothing."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from chapter_desk.core.safekeeping.recovery_code import RecoveryCode

_NOT_IN_A_FOLDER_NAME = '\\/:*?"<>|\0'


@dataclass(slots=True)
class Answers:
    """The wizard's answers, in memory only: before there is a passphrase nothing is written down."""

    name: str = ""
    postal_code: str = ""
    folder: Path | None = None
    """Where the chapter is kept, if the person chose a place."""
    lead_name: str = ""
    lead_email: str = ""
    lead_phone: str = ""
    passphrase: str = field(default="", repr=False)
    founded_at: Path | None = None
    data_key: bytes = field(default=b"", repr=False)
    code: RecoveryCode | None = None
    code_copied: bool = False

    @property
    def is_founded(self) -> bool:
        """Whether the chapter exists by now."""
        return self.founded_at is not None

    def place(self) -> Path:
        """Return the folder the chapter will have: in Documents, by its name, where nothing is yet."""
        parent = self.folder or documents()
        name = "".join(" " if each in _NOT_IN_A_FOLDER_NAME else each for each in self.name).strip(" .")
        name = " ".join(name.split()) or "chapter"
        found, number = parent / f"{name}.chapter", 2
        while found.exists():
            found, number = parent / f"{name} {number}.chapter", number + 1
        return found


def documents() -> Path:
    """Return this person's Documents folder, or their home where there is none."""
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(kind) or Path.home())
