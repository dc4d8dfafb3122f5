"""Puts errors into words: what happened, what is safe, what to do."""

from dataclasses import dataclass
from functools import singledispatch

from chapter_desk.errors import (
    ChapterDeskError,
    ChapterTooNew,
    NoSuchRecord,
    NotAChapter,
    NotSaved,
)
from chapter_desk.i18n import _


@dataclass(frozen=True, slots=True)
class Explanation:
    """Three short texts, always in this order on every screen and on the command line."""

    happened: str
    safe: str
    do: str

    def __str__(self) -> str:
        return f"{self.happened} {self.safe} {self.do}"


@singledispatch
def explain(error: ChapterDeskError) -> Explanation:
    """Return what a person needs to hear about an expected error."""
    raise NotImplementedError(type(error))


@explain.register
def _no_such_record(error: NoSuchRecord) -> Explanation:
    return Explanation(
        _("That entry is no longer here."),
        _("Nothing was changed."),
        _("It may have been joined with another. Look for the name again."),
    )


@explain.register
def _chapter_too_new(error: ChapterTooNew) -> Explanation:
    return Explanation(
        _("This chapter was written by a newer Chapter Desk."),
        _("It was not touched."),
        _("Update this one to open it."),
    )


@explain.register
def _not_a_chapter(error: NotAChapter) -> Explanation:
    happened = {
        "missing": _("There is no chapter at “{name}”."),
        "empty": _("The chapter file in “{name}” is empty."),
        "foreign": _("“{name}” is not a chapter of Chapter Desk."),
        "damaged": _("The chapter file in “{name}” is damaged."),
    }[error.reason]
    do = {
        "missing": _("Check the name, or look for the folder on another disk."),
        "empty": _("Restore the chapter from one of its backups."),
        "foreign": _("Choose the folder whose name ends in .chapter."),
        "damaged": _("Restore the chapter from one of its backups."),
    }[error.reason]
    return Explanation(happened.format(name=error.name), _("Nothing was changed."), do)


@explain.register
def _not_saved(error: NotSaved) -> Explanation:
    happened = {
        "disk-full": _("Not saved: this laptop's disk is full."),
        "read-only": _("Not saved: this folder cannot be written to."),
        "busy": _("Not saved: the chapter file is busy."),
        "io": _("Not saved: the disk did not answer."),
    }[error.reason]
    do = {
        "disk-full": _("Make room on the disk, then try again."),
        "read-only": _("Move the chapter to a folder of yours, then open it again."),
        "busy": _("Wait a moment, then try again."),
        "io": _("Check the disk or USB stick, then try again."),
    }[error.reason]
    return Explanation(happened, _("Everything saved before is still there."), do)
