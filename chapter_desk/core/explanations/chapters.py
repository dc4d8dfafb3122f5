"""What can go wrong with a chapter as a whole: opening it, keeping it, getting it back."""

from chapter_desk.core.explanation import Explanation, explain
from chapter_desk.errors import (
    AlreadyThere,
    CannotBeTakenBack,
    ChapterClosed,
    ChapterHeld,
    ChapterTooNew,
    ChapterUnsound,
    FileNotThere,
    MigrationDue,
    NoPassphraseGiven,
    NoSuchBackup,
    NotAChapter,
    NotAPlaceForAChapter,
    NothingToTakeBack,
    NotSaved,
    PackRefused,
    PassphraseTooWeak,
    VaultUnusable,
    WrongPassphrase,
    WrongRecoveryCode,
)
from chapter_desk.i18n import _


@explain.register
def _chapter_too_new(error: ChapterTooNew) -> Explanation:
    return Explanation(
        _("This chapter was written by a newer Chapter Desk."),
        _("It was not touched."),
        _("Update this one to open it."),
    )


@explain.register
def _migration_due(error: MigrationDue) -> Explanation:
    return Explanation(
        _("This chapter was written by an earlier Chapter Desk."),
        _("It was not touched."),
        _("Open it in a window once: it is copied first, then brought up to date."),
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
        "no-folder": _("Not saved: there is no such folder."),
        "busy": _("Not saved: the chapter file is busy."),
        "io": _("Not saved: the disk did not answer."),
    }[error.reason]
    do = {
        "disk-full": _("Make room on the disk, then try again."),
        "read-only": _("Move the chapter to a folder of yours, then open it again."),
        "no-folder": _("Check the name, and that the stick or disk is in."),
        "busy": _("Wait a moment, then try again."),
        "io": _("Check the disk or USB stick, then try again."),
    }[error.reason]
    return Explanation(happened, _("Everything saved before is still there."), do)


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


@explain.register
def _wrong_passphrase(error: WrongPassphrase) -> Explanation:
    return Explanation(
        _("That is not the passphrase."),
        _("Nothing is harmed by trying again."),
        _("Caps Lock is on.") if error.caps_lock else _("Look for capitals, or use the recovery code."),
    )


@explain.register
def _wrong_recovery_code(error: WrongRecoveryCode) -> Explanation:
    if error.group:
        happened = _("Group {number} is not as it is on the paper.").format(number=error.group)
        do = _("Compare that group with the paper and type it again.")
    else:
        happened = _("That recovery code does not open this chapter.")
        do = _("Check that the paper is this chapter's, then type all 8 groups again.")
    return Explanation(happened, _("Nothing is harmed by trying again."), do)


@explain.register
def _passphrase_too_weak(error: PassphraseTooWeak) -> Explanation:
    happened = _("There is no passphrase yet.") if error.empty else _("That passphrase is too easy to guess.")
    do = _("Use six plain words, or take the ones offered.")
    return Explanation(happened, _("Nothing was changed."), do)


@explain.register
def _vault_unusable(error: VaultUnusable) -> Explanation:
    happened = {
        "missing": _("The key file of “{name}” is not there."),
        "unreadable": _("The disk does not give out the key file of “{name}”."),
        "damaged": _("The key file of “{name}” is damaged."),
        "foreign": _("The key file of “{name}” belongs to another program."),
        "newer": _("The key file of “{name}” was written by a newer Chapter Desk."),
    }[error.reason]
    do = {
        "unreadable": _("Check the disk or USB stick, then try again."),
        "newer": _("Update this one to open the chapter."),
    }.get(error.reason) or _("Restore the chapter from one of its backups: each holds the key file too.")
    return Explanation(happened.format(name=error.name), _("The chapter itself was not touched."), do)


@explain.register
def _already_there(error: AlreadyThere) -> Explanation:
    return Explanation(
        _("“{name}” is there already.").format(name=error.name),
        _("It was not touched."),
        _("Choose another folder."),
    )


@explain.register
def _cannot_be_taken_back(error: CannotBeTakenBack) -> Explanation:
    return Explanation(
        _("That step was taken back already.") if error.already else _("That step stands for good."),
        _("Nothing was changed."),
        _("Look at History to see what was done since."),
    )


@explain.register
def _chapter_held(error: ChapterHeld) -> Explanation:
    happened = {
        "window": _("“{name}” is open in a window of Chapter Desk."),
        "command": _("“{name}” is in use by another command."),
    }[error.holder]
    do = {
        "window": _("Close that window, or do this there."),
        "command": _("Wait until it is done, then try again."),
    }[error.holder]
    return Explanation(happened.format(name=error.name), _("Nothing was changed."), do)


@explain.register
def _not_a_place_for_a_chapter(error: NotAPlaceForAChapter) -> Explanation:
    happened = {
        "network": _("“{name}” is on a network drive, where a chapter can be damaged."),
        "taken": _("There is something at “{name}” already."),
        "read-only": _("“{name}” is in a folder that cannot be written to."),
    }[error.reason]
    do = {
        "network": _("Choose a folder on this laptop. Bundles may go to the network drive."),
        "taken": _("Choose another name or another folder."),
        "read-only": _("Choose a folder of yours."),
    }[error.reason]
    return Explanation(happened.format(name=error.name), _("Nothing was changed."), do)


@explain.register
def _no_such_backup(error: NoSuchBackup) -> Explanation:
    happened = {
        "missing": _("There is no backup named “{name}”."),
        "damaged": _("The backup “{name}” did not pass its check."),
    }[error.reason]
    return Explanation(
        happened.format(name=error.name),
        _("The chapter is as it was."),
        _("Choose another backup from the list."),
    )


@explain.register
def _no_passphrase_given(error: NoPassphraseGiven) -> Explanation:
    happened = {
        "nobody": _("This command needs the passphrase."),
        "file": _("That file holds no passphrase."),
        "differ": _("The two passphrases are not the same."),
    }[error.reason]
    do = {
        "nobody": _("Put it in {variable}, or name a file with {option}.").format(
            variable="CHAPTER_DESK_PASSPHRASE", option="--passphrase-file"
        ),
        "file": _("Write it on the first line of the file."),
        "differ": _("Type it again, slowly."),
    }[error.reason]
    return Explanation(happened, _("Nothing was changed."), do)


@explain.register
def _chapter_unsound(error: ChapterUnsound) -> Explanation:
    words = {
        "unreadable": _("the file cannot be read"),
        "pages": _("parts of the file were altered"),
        "structure": _("the file's structure is broken"),
        "references": _("some entries point nowhere"),
        "digest": _("the sum over all entries differs"),
        "vault": _("the vault is damaged"),
        "evidence": _("a photo or scan kept as evidence is missing or damaged"),
    }
    if error.problems == ("evidence",):
        return Explanation(
            _("A photo or scan kept as evidence is missing or damaged."),
            _("Everything that was entered from it is there."),
            _("Add it again from the paper, under Meetings, Paper sheets."),
        )
    return Explanation(
        _("The check found something: {problems}.").format(
            problems=", ".join(words[problem] for problem in error.problems)
        ),
        _("The backups are untouched."),
        _("Put a backup back, and keep a copy of this folder for whoever helps you."),
    )


@explain.register
def _file_not_there(error: FileNotThere) -> Explanation:
    return Explanation(
        _("“{name}” cannot be read.").format(name=error.name),
        _("Nothing was changed."),
        _("Check the name, and that the stick or disk is in."),
    )


@explain.register
def _nothing_to_take_back(error: NothingToTakeBack) -> Explanation:
    return Explanation(
        _("There is nothing left to take back."),
        _("Nothing was changed."),
        _("Look at History to see what was done."),
    )


@explain.register
def _chapter_closed(error: ChapterClosed) -> Explanation:
    return Explanation(
        _("The chapter was closed meanwhile."),
        _("Everything saved before is there."),
        _("Open it again, then go on."),
    )
