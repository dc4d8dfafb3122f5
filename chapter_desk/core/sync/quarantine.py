"""Keeps bundles that were refused, with the reason beside them, for whoever helps."""

import shutil
from pathlib import Path

from chapter_desk.errors import BundleRefused

CLOCK_AHEAD = "clock-ahead"
"""The reason of a bundle that was taken in but for rows that are stamped too far ahead."""

_WAITS = "newer"
_NOT_KEPT = frozenset({"not-a-bundle", "unreadable", "too-large", "not-for-us"})


def quarantine_of(chapter: Path) -> Path:
    """Return where a chapter's folder keeps them."""
    return chapter / "inbox" / "quarantine"


def keep_refused(chapter: Path, path: Path, refused: BundleRefused) -> Path | None:
    """Keep a bundle that was refused in the chapter's folder, and return where it is now.

    One that a newer version wrote stays in the inbox, others go to quarantine.  What could be of no
    use to a helper is left where it lies, and None returned, unless it lies in the inbox.
    """
    inbox = chapter / "inbox"
    if refused.reason == _WAITS:
        return _kept(chapter, path, inbox, refused.reason)
    if refused.reason not in _NOT_KEPT or inbox in path.parents:
        return _kept(chapter, path, quarantine_of(chapter), refused.reason)
    return None


def keep_for_later(chapter: Path, path: Path) -> Path:
    """Keep a bundle of which some rows are stamped too far ahead, and return where it is now."""
    return _kept(chapter, path, quarantine_of(chapter), CLOCK_AHEAD)


def bundles_kept_for_later(quarantine: Path) -> list[Path]:
    """Return the bundles of which some rows were stamped too far ahead, newest first."""
    if not quarantine.is_dir():
        return []
    reasons = quarantine.glob("*.reason")
    kept = [each for each in reasons if each.read_text(encoding="utf-8").strip() == CLOCK_AHEAD]
    found = [each.with_suffix("") for each in kept]
    return sorted((each for each in found if each.is_file()), key=lambda each: -each.stat().st_mtime)


def let_go(path: Path) -> None:
    """Remove a bundle from quarantine, with the reason beside it: everything in it is taken in."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".reason").unlink(missing_ok=True)


def _kept(chapter: Path, path: Path, folder: Path, reason: str) -> Path:
    """Keep a file in a folder of the chapter, with the reason beside it; one from the inbox moves."""
    if path.parent == folder or not path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / path.name
    if chapter / "inbox" in path.parents:
        path.replace(kept)
    else:
        shutil.copyfile(path, kept)
    kept.with_name(kept.name + ".reason").write_text(reason + "\n", encoding="utf-8")
    return kept
