"""Where things are: what is shipped, and what this person's computer keeps.

The same code runs from a checkout, from an installed wheel and frozen by PyInstaller; nothing
else in the program asks which.
"""

import os
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of something shipped in `resources/` (it may or may not exist)."""
    return _resources_root().joinpath(*parts)


def _resources_root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    installed = _HERE / "resources"
    return installed if installed.is_dir() else _HERE.parent / "resources"


def data_home() -> Path:
    """Return the folder for this person's settings, logs and install id.

    `CHAPTER_DESK_HOME` overrides it (tests, a program run from a USB stick).
    """
    given = os.environ.get("CHAPTER_DESK_HOME")
    if given:
        return Path(given)
    import platformdirs  # imported late: start-up does not need it when the place is given

    return Path(platformdirs.user_data_dir("Chapter Desk", appauthor=False, roaming=False))
