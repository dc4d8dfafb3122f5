"""Everything that can go wrong and that a person can do something about.

An error carries facts, not sentences: `chapter_desk.core.explain` turns it into
words in the reader's language.  Anything that is not a `ChapterDeskError` is a
bug in the program and is left to reach the crash dialog.
"""

from dataclasses import dataclass


class ChapterDeskError(Exception):
    """Base of all errors that are the world's doing and not the program's."""


@dataclass(eq=False, slots=True)
class NoSuchRecord(ChapterDeskError):
    """A record asked for by id is not, or no longer, in this chapter's file."""

    kind: str
    id: str


@dataclass(eq=False, slots=True)
class ChapterTooNew(ChapterDeskError):
    """The chapter file was written by a later version of the program."""

    found: str


@dataclass(eq=False, slots=True)
class NotAChapter(ChapterDeskError):
    """There is no chapter at this place, or what lies there is something else.

    `reason` is one of `missing`, `empty`, `foreign`, `damaged`.
    """

    name: str
    reason: str


@dataclass(eq=False, slots=True)
class NotSaved(ChapterDeskError):
    """The chapter file could not be written.

    `reason` is one of `disk-full`, `read-only`, `busy`, `io`.
    """

    reason: str


@dataclass(eq=False, slots=True)
class UnknownZip(ChapterDeskError):
    """What was typed is no ZIP, or none that is known.

    `suggestion` is the ZIP that may have been meant, or empty.
    """

    typed: str
    suggestion: str = ""


@dataclass(eq=False, slots=True)
class PackRefused(ChapterDeskError):
    """A national pack cannot be used.

    `reason` is one of `missing` (no pack in that folder), `unreadable` (not the text of a pack),
    `foreign` (some other file), `too-new`, `incomplete` (something in it is missing, double or of
    the wrong sort), `keys` (its public keys are not keys).  `detail` says where, for the helper.
    """

    name: str
    reason: str
    detail: str = ""
