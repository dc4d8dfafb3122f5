"""Puts errors into words: what happened, what is safe, what to do."""

from dataclasses import dataclass
from functools import singledispatch

from chapter_desk.errors import (
    ChapterDeskError,
    ChapterTooNew,
    NoSuchRecord,
    NotAChapter,
    NotSaved,
    PackRefused,
    UnknownZip,
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


@explain.register
def _unknown_zip(error: UnknownZip) -> Explanation:
    happened = (
        _("There is no ZIP “{typed}” on this laptop's list.").format(typed=error.typed)
        if error.typed
        else _("There is no ZIP here yet.")
    )
    do = (
        _("Did you mean {suggestion}? Type it that way.").format(suggestion=error.suggestion)
        if error.suggestion
        else _("Type the five digits of the ZIP.")
    )
    return Explanation(happened, _("Nothing was changed."), do)


@explain.register
def _pack_refused(error: PackRefused) -> Explanation:
    happened = {
        "missing": _("There is no national pack in “{name}”."),
        "unreadable": _("The national pack in “{name}” cannot be read."),
        "foreign": _("What lies in “{name}” is not a national pack."),
        "too-new": _("The national pack in “{name}” was written for a newer Chapter Desk."),
        "incomplete": _("The national pack in “{name}” is not complete."),
        "keys": _("The keys in the national pack “{name}” are not keys."),
    }[error.reason]
    do = {
        "missing": _("Choose the folder that holds the file pack.toml."),
        "foreign": _("Choose the folder that holds the file pack.toml."),
        "too-new": _("Update Chapter Desk, then try again."),
    }.get(error.reason, _("Ask national for its pack again."))
    return Explanation(happened.format(name=error.name), _("Nothing was changed."), do)
