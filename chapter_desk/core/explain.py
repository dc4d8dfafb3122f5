"""Puts errors into words: what happened, what is safe, what to do."""

from dataclasses import dataclass
from functools import singledispatch

from chapter_desk.errors import (
    AgreementNotReady,
    AlreadyThere,
    BundleRefused,
    BundleTooLarge,
    CannotBeTakenBack,
    ChapterDeskError,
    ChapterHeld,
    ChapterTooNew,
    ChapterUnsound,
    CsvRefused,
    FileNotThere,
    ImportOutdated,
    LineNotUnderstood,
    MeetingCancelled,
    MeetingEnded,
    MigrationDue,
    NameNeeded,
    NoPassphraseGiven,
    NoSuchBackup,
    NoSuchPriority,
    NoSuchRecord,
    NotAChapter,
    NotAKey,
    NotAnAmount,
    NotAPlaceForAChapter,
    NothingToTakeBack,
    NotSaved,
    PackRefused,
    PartyNotNamed,
    PassphraseTooWeak,
    PreviewOutdated,
    TextRefused,
    TimeRefused,
    UnknownMeetingKind,
    UnknownZip,
    VaultUnusable,
    WrongPassphrase,
    WrongRecoveryCode,
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
def _not_a_key(error: NotAKey) -> Explanation:
    happened = {
        "recipient": _("That is not a key that bundles can be sealed to."),
        "identity": _("That is not a key that opens bundles."),
        "verify": _("That is not a key that proves who signed a bundle."),
        "signing": _("That is not a key that signs bundles."),
    }[error.kind]
    return Explanation(happened, _("Nothing was changed."), _("Copy the whole line of the key file again."))


@explain.register
def _bundle_too_large(error: BundleTooLarge) -> Explanation:
    return Explanation(
        _("This does not fit one bundle of {n} MB.").format(n=error.limit >> 20),
        _("No bundle was written. Everything stays on this laptop."),
        _("Write the changes since the last bundle, or take a backup to the other laptop."),
    )


@explain.register
def _bundle_refused(error: BundleRefused) -> Explanation:
    happened = {
        "unreadable": _("The disk does not give out this bundle."),
        "too-large": _("This bundle is larger than any that Chapter Desk writes."),
        "not-a-bundle": _("This file is not a bundle of Chapter Desk."),
        "cut-short": _("This bundle was cut short."),
        "damaged": _("This bundle was damaged on its way."),
        "not-for-us": _("This bundle is sealed for somebody else."),
        "unknown-sender": _("We do not know who wrote this bundle."),
        "revoked": _("This bundle was written by a laptop that is no longer trusted."),
        "altered": _("This bundle was changed after it was signed."),
        "newer": _("This bundle was written by a newer Chapter Desk."),
        "wrong-kind": _("This bundle is not of a kind that its sender may write."),
        "wrong-chapter": _("This bundle is of another chapter."),
        "wrong-content": _("This bundle holds something that cannot be right."),
    }[error.reason]
    safe = _("It is kept in the inbox.") if error.reason == "newer" else _("Nothing was changed.")
    return Explanation(happened, safe, _what_to_do_about_a_bundle(error.reason, error.sender))


def _what_to_do_about_a_bundle(reason: str, sender: str) -> str:
    if reason in ("unknown-sender", "altered"):
        return _("Call the sender and compare the four words.")
    if reason == "revoked":
        return _("Ask the chapter lead whether that laptop was found.")
    if reason == "newer":
        return _("Update to read it.")
    if reason == "unreadable":
        return _("Check the disk or USB stick, then try again.")
    if reason == "not-a-bundle":
        return _("Choose a file whose name begins with cd- and ends in .cdb.")
    if reason == "wrong-chapter":
        return _("Open the chapter it belongs to and take it in there.")
    if reason == "not-for-us":
        return _("Ask {sender} to write one for you.").format(sender=sender or _("the sender"))
    return _("Ask {sender} to write it again.").format(sender=sender or _("the sender"))


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
def _name_needed(error: NameNeeded) -> Explanation:
    happened = {
        "chapter": _("The chapter has no name yet."),
        "lead": _("Nobody is named as the lead yet."),
        "person": _("There is no name yet."),
        "meeting": _("The meeting has no title yet."),
        "issue": _("The issue has no title yet."),
        "action": _("The action has no title yet."),
        "tag": _("The tag has no name yet."),
        "note": _("There is nothing in the note yet."),
        "household": _("The household has no name yet."),
    }[error.what]
    return Explanation(happened, _("Nothing was changed."), _("Type it, then try again."))


@explain.register
def _party_not_named(error: PartyNotNamed) -> Explanation:
    return Explanation(
        _("The agreement cannot be drawn up yet: national has no name in its pack.")
        if error.side == "national"
        else _("The agreement cannot be drawn up yet: your chapter has no name."),
        _("Nothing was changed."),
        _("Ask national for its pack again.")
        if error.side == "national"
        else _("Write the chapter's name on the Agreement page."),
    )


@explain.register
def _text_refused(error: TextRefused) -> Explanation:
    happened = {
        "control": _("There is a sign in this text that cannot be written down."),
        "broken": _("There is half a letter in this text."),
        "too-long": _("This text is too long to keep."),
    }[error.reason]
    do = _("Make it shorter.") if error.reason == "too-long" else _("Type it again by hand.")
    return Explanation(happened, _("Nothing was changed."), do)


@explain.register
def _meeting_ended(error: MeetingEnded) -> Explanation:
    return Explanation(
        _("“{title}” has ended.").format(title=error.title),
        _("Everybody who was signed in stays counted."),
        _("Open its door again to sign somebody in."),
    )


@explain.register
def _meeting_cancelled(error: MeetingCancelled) -> Explanation:
    return Explanation(
        _("“{title}” was called off.").format(title=error.title),
        _("Nothing was changed."),
        _("Put the meeting back first, or choose another one."),
    )


@explain.register
def _unknown_meeting_kind(error: UnknownMeetingKind) -> Explanation:
    return Explanation(
        _("There is no kind of meeting “{typed}”.").format(typed=error.typed),
        _("Nothing was changed."),
        _("Choose one of: {kinds}.").format(kinds=", ".join(error.known)),
    )


@explain.register
def _time_refused(error: TimeRefused) -> Explanation:
    if error.reason == "unknown-zone":
        happened = _("There is no time zone “{typed}”.").format(typed=error.typed)
        do = _("Choose one from the list, for instance America/New_York.")
    else:
        happened = _("The meeting would end before it starts.")
        do = _("Choose a later end, or leave it empty.")
    return Explanation(happened, _("Nothing was changed."), do)


@explain.register
def _not_an_amount(error: NotAnAmount) -> Explanation:
    return Explanation(
        _("A gift must be more than nothing."),
        _("Nothing was changed."),
        _("Type what was given, for instance 20.00."),
    )


@explain.register
def _no_such_priority(error: NoSuchPriority) -> Explanation:
    return Explanation(
        _("National has no priority called “{id}”.").format(id=error.id),
        _("Nothing was changed."),
        _("Choose one of these: {known}.").format(known=", ".join(error.known)),
    )


@explain.register
def _agreement_not_ready(error: AgreementNotReady) -> Explanation:
    happened = {
        "gates": _("Some checks are still open: {checks}"),
        "not-called": _("The organizing call has not been held yet."),
        "not-sent": _("The agreement has not been sent yet."),
        "ended": _("This agreement has ended."),
        "future": _("That day is still to come."),
    }[error.reason]
    do = {
        "gates": _("Finish the open checks first."),
        "not-called": _("Hold the call and note its date, then send the agreement."),
        "not-sent": _("Note when it was sent first."),
        "ended": _("Draft a new agreement to go on."),
        "future": _("Note the step on the day it happens."),
    }[error.reason]
    return Explanation(
        happened.format(checks=" ".join(error.open_gates)), _("The agreement is as it was."), do
    )


@explain.register
def _no_passphrase_given(error: NoPassphraseGiven) -> Explanation:
    happened = {
        "nobody": _("This command needs the passphrase."),
        "file": _("That file holds no passphrase."),
        "differ": _("The two passphrases are not the same."),
    }[error.reason]
    do = {
        "nobody": _("Put it in CHAPTER_DESK_PASSPHRASE, or name a file with --passphrase-file."),
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
    }
    return Explanation(
        _("The check found something: {problems}.").format(
            problems=", ".join(words[problem] for problem in error.problems)
        ),
        _("The backups are untouched."),
        _("Put a backup back, and keep a copy of this folder for whoever helps you."),
    )


@explain.register
def _csv_refused(error: CsvRefused) -> Explanation:
    happened = {
        "empty": _("There is nothing in this file."),
        "not-text": _("This file is not a table of text."),
        "spreadsheet": _("This file is a workbook of a spreadsheet program, not a CSV file."),
        "too-many-columns": _("Line {line} has more columns than any list of people."),
        "line-too-long": _("Line {line} is longer than any line of a list."),
        "quotes": _("Quotation marks do not come in pairs in this file, at line {line} and before."),
    }[error.reason]
    do = {
        "empty": _("Export the list again, or choose another file."),
        "not-text": _("Choose the CSV file that the other program exported."),
        "spreadsheet": _("Open it there, save it as CSV, then choose that file."),
        "too-many-columns": _("Open the file and look at that line, or export the list again."),
        "line-too-long": _("Open the file and look at that line, or export the list again."),
        "quotes": _("Open the file and look at that line, or export the list again."),
    }[error.reason]
    return Explanation(happened.format(line=error.line), _("Nothing was changed."), do)


@explain.register
def _preview_outdated(error: PreviewOutdated) -> Explanation:
    return Explanation(
        _("Something changed since you looked at what leaves."),
        _("No bundle was written."),
        _("Look at it once more, then write it."),
    )


@explain.register
def _line_not_understood(error: LineNotUnderstood) -> Explanation:
    return Explanation(
        _("Line {line} is not a person to sign in.").format(line=error.line),
        _("All other lines are taken."),
        _("Write it as one JSON object with “member” or “name”, and send it again."),
    )


@explain.register
def _import_outdated(error: ImportOutdated) -> Explanation:
    return Explanation(
        _("The chapter was changed since this preview."),
        _("Nothing was written."),
        _("Look at the preview again, then go on."),
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
