"""Everything that can go wrong and that a person can do something about.

An error carries facts, not sentences: `core.explain` turns it into words in the reader's language.
Anything that is not a `ChapterDeskError` is a bug in the program and is left to reach the crash dialog.
Those of a subject may stand in a module of their own; everybody imports them from `chapter_desk.errors`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chapter_desk.errors.expected import ChapterDeskError as ChapterDeskError
from chapter_desk.errors.money import MoneyRefused as MoneyRefused
from chapter_desk.errors.money import NotAnAmount as NotAnAmount
from chapter_desk.errors.voting import MayNotVote as MayNotVote
from chapter_desk.errors.voting import VoteRefused as VoteRefused


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
class MigrationDue(ChapterDeskError):
    """The chapter file is of an earlier version: `app.open_app` copies it, then brings it up to date."""

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
    """Nothing was written; `reason` is one of `disk-full`, `read-only`, `no-folder`, `busy`, `io`."""

    reason: str


@dataclass(eq=False, slots=True)
class AttachmentUnusable(ChapterDeskError):
    """A photo or scan kept as evidence cannot be kept or shown.

    `reason` is one of `empty`, `too-large`, `not-an-image` (nothing that can be shown as a page),
    `elsewhere` (its file lies on the laptop it was added on), `missing`, `damaged`.
    """

    reason: str


@dataclass(eq=False, slots=True)
class RehearsalFailed(ChapterDeskError):
    """The rehearsal of the door read back something else than it wrote.

    `reason` is one of `not-found` (who was put on file), `not-counted` (who was signed in).
    """

    reason: str


@dataclass(eq=False, slots=True)
class SheetRefused(ChapterDeskError):
    """Something cannot be done with a paper sheet.

    `reason` is one of `no-lines`, `no-names` (on a pasted list), `too-many-lines`, `in-use` (lines of it
    were entered), `lines-left` (not every line is entered), `not-done`, `same-person` (who entered it
    may not check it), `count-differs` (`counted` on the paper, `entered` here).
    """

    reason: str
    counted: int = 0
    entered: int = 0


@dataclass(eq=False, slots=True)
class NotAnEmail(ChapterDeskError):
    """What was typed has not the shape of an e-mail address."""

    typed: str


@dataclass(eq=False, slots=True)
class UnknownZip(ChapterDeskError):
    """What was typed is no ZIP that is known; `suggestion` is the one perhaps meant, or empty."""

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


@dataclass(eq=False, slots=True)
class WrongPassphrase(ChapterDeskError):
    """The passphrase does not open the vault.  `caps_lock` is told by who asked for it."""

    caps_lock: bool = False


@dataclass(eq=False, slots=True)
class WrongRecoveryCode(ChapterDeskError):
    """The recovery code does not open the vault.

    `group` (from 1) is the first group that cannot have been copied right; 0 when every group
    is plausible and the code is another chapter's, or is not whole.
    """

    group: int = 0


@dataclass(eq=False, slots=True)
class PassphraseTooWeak(ChapterDeskError):
    """A new passphrase is empty, or would be guessed at once."""

    empty: bool = False


@dataclass(eq=False, slots=True)
class VaultUnusable(ChapterDeskError):
    """The key file of a chapter cannot be used, whatever the passphrase.

    `name` is the chapter's folder; `reason` is one of `missing`, `unreadable` (the disk does not
    give it out), `damaged`, `foreign` (another program's file), `newer`.
    """

    name: str
    reason: str


@dataclass(eq=False, slots=True)
class AlreadyThere(ChapterDeskError):
    """Something that is never written over, a key or a bundle, lies at this place already."""

    name: str


@dataclass(eq=False, slots=True)
class NotAKey(ChapterDeskError):
    """A text is no key; `kind` is one of `recipient`, `identity` (age), `verify`, `signing`."""

    kind: str


@dataclass(eq=False, slots=True)
class SampleKeyOnly(ChapterDeskError):
    """National's key is the sample's, which everybody can open, and people would be named to it."""


@dataclass(eq=False, slots=True)
class BundleTooLarge(ChapterDeskError):
    """What was to be written does not fit one bundle.  `limit` is in bytes."""

    limit: int


@dataclass(eq=False, slots=True)
class BundleRefused(ChapterDeskError):
    """A bundle was not taken in, and nothing of it was used.

    `reason` is one of `unreadable` (the disk or stick does not give it out), `too-large`,
    `not-a-bundle`, `cut-short`, `damaged`, `not-for-us`, `unknown-sender`, `revoked`, `altered`
    (changed after it was signed), `newer`, `wrong-kind`, `wrong-chapter`, `wrong-content`.
    `sender` is the laptop's or chapter's name where it is known; `detail` is for the helper only.
    """

    reason: str
    sender: str = ""
    detail: str = ""


@dataclass(eq=False, slots=True)
class CannotBeTakenBack(ChapterDeskError):
    """A step of this kind stands for ever, or it is taken back `already`."""

    kind: str
    already: bool


@dataclass(eq=False, slots=True)
class ChapterHeld(ChapterDeskError):
    """Another program on this laptop has the chapter open; `holder` is `window` or `command`."""

    name: str
    holder: str


@dataclass(eq=False, slots=True)
class NotAPlaceForAChapter(ChapterDeskError):
    """A chapter cannot live here; `reason` is one of `network`, `taken`, `read-only`."""

    name: str
    reason: str


@dataclass(eq=False, slots=True)
class NoSuchBackup(ChapterDeskError):
    """There is no backup of this name, or it did not pass its check; `reason` is `missing` or `damaged`."""

    name: str
    reason: str


@dataclass(eq=False, slots=True)
class NameNeeded(ChapterDeskError):
    """Something cannot be without a name.

    `what` is `chapter`, `lead`, `person`, `meeting`, `issue`, `action`, `tag`, `note`, `household`, `laptop`.
    """

    what: str


@dataclass(eq=False, slots=True)
class PartyNotNamed(ChapterDeskError):
    """A memorandum needs the names of both sides; `side` is one of `national`, `group`."""

    side: str


@dataclass(eq=False, slots=True)
class TextRefused(ChapterDeskError):
    """A text holds something that cannot be kept.

    `reason` is one of `control` (NUL and other signs that are no writing), `broken` (half a letter),
    `too-long`.  `field` is the OSDI name of where it was typed.
    """

    field: str
    reason: str


@dataclass(eq=False, slots=True)
class MeetingEnded(ChapterDeskError):
    """A meeting has ended; its count stands until its door is opened again."""

    title: str
    ended_at: datetime


@dataclass(eq=False, slots=True)
class OnlyTheChapter(ChapterDeskError):
    """A laptop that helps at a door neither closes it nor opens it again: the chapter's laptop does."""

    title: str


@dataclass(eq=False, slots=True)
class MeetingCancelled(ChapterDeskError):
    """A meeting was called off, so nobody can be signed in."""

    title: str


@dataclass(eq=False, slots=True)
class PinRefused(ChapterDeskError):
    """A greeter's PIN cannot be that; `reason` is `not-digits` (or too few, too many) or `guessable`."""

    reason: str


@dataclass(eq=False, slots=True)
class UnknownMeetingKind(ChapterDeskError):
    """National's pack does not know this kind of meeting; `known` are the ids it knows."""

    typed: str
    known: tuple[str, ...]


@dataclass(eq=False, slots=True)
class TimeRefused(ChapterDeskError):
    """A time cannot be meant; `reason` is `ends-before-it-starts` or `unknown-zone`."""

    reason: str
    typed: str = ""


@dataclass(eq=False, slots=True)
class CalendarRefused(ChapterDeskError):
    """A file is no calendar that could be read, and nothing of it was taken over.

    `reason` is one of `empty`, `not-a-calendar`, `too-large` (in bytes or events), `no-events`.
    """

    reason: str


@dataclass(eq=False, slots=True)
class NoSuchPriority(ChapterDeskError):
    """The national pack has no priority of this id; `known` are the ids it has."""

    id: str
    known: tuple[str, ...]


@dataclass(eq=False, slots=True)
class AgreementNotReady(ChapterDeskError):
    """The agreement cannot take this step yet.

    `step` is the one asked for, `reason` is one of `gates` (some checks are open), `not-called`,
    `not-sent`, `ended`, `future` (the day is not here yet), `order` (a step that goes first has a later
    day); `open_gates` are the texts of the open checks.
    """

    step: str
    reason: str
    open_gates: tuple[str, ...] = ()


@dataclass(eq=False, slots=True)
class NoPassphraseGiven(ChapterDeskError):
    """A command needs the passphrase and has none.

    `reason` is one of `nobody` (nobody can be asked), `file` (the file holds none), `differ` (typed
    twice, not alike).
    """

    reason: str


Unsound = Literal["unreadable", "pages", "structure", "references", "digest", "vault", "evidence"]
"""What a check of a chapter may find wrong."""


@dataclass(eq=False, slots=True)
class ChapterUnsound(ChapterDeskError):
    """A check found something wrong, of one kind or several."""

    problems: tuple[Unsound, ...]


@dataclass(eq=False, slots=True)
class CsvRefused(ChapterDeskError):
    """A file is no table that could be read, and nothing of it was taken in.

    `reason` is one of `empty`, `no-rows`, `no-headers`, `not-text`, `spreadsheet`, `too-many-columns`,
    `line-too-long`, `quotes` (quotation marks are lost all over).  `no-rows` are headers alone, `no-headers`
    that no column is known; `line` is where, from 1, or 0 for the whole file.
    """

    reason: str
    line: int


@dataclass(eq=False, slots=True)
class PreviewOutdated(ChapterDeskError):
    """What was shown as leaving may no longer leave so: somebody was forgotten, or a step was taken back."""


@dataclass(eq=False, slots=True)
class LineNotUnderstood(ChapterDeskError):
    """A line (from 1) of standard input cannot be taken; `because` is why, None: it names nobody."""

    line: int
    because: ChapterDeskError | None = None


@dataclass(eq=False, slots=True)
class ImportOutdated(ChapterDeskError):
    """People were changed since the preview of an import was made."""


@dataclass(eq=False, slots=True)
class FileNotThere(ChapterDeskError):
    """A file that was named cannot be read."""

    name: str


@dataclass(eq=False, slots=True)
class NothingToTakeBack(ChapterDeskError):
    """No step is left that could be taken back."""


@dataclass(eq=False, slots=True)
class ChapterClosed(ChapterDeskError):
    """The chapter was closed or locked while something was still being done."""


@dataclass(eq=False, slots=True)
class NobodyToPrint(ChapterDeskError):
    """Cards or badges were to be printed for nobody: all have a card, or nobody is in or expected."""


@dataclass(eq=False, slots=True)
class CardNotTaken(ChapterDeskError):
    """A scanned code signs nobody in; `reason` is `unknown`, `revoked` or `other-meeting`."""

    reason: str


@dataclass(eq=False, slots=True)
class NoCamera(ChapterDeskError):
    """The camera gives no pictures; `reason` is `none`, `denied` or `stopped`."""

    reason: str


@dataclass(eq=False, slots=True)
class NoNetwork(ChapterDeskError):
    """This laptop is in no network, so phones cannot reach it."""


@dataclass(eq=False, slots=True)
class PortTaken(ChapterDeskError):
    """Another program on this laptop answers where phones should; `port` is the first that was tried."""

    port: int


@dataclass(eq=False, slots=True)
class JoinRefused(ChapterDeskError):
    """This laptop did not become one that helps at another one's door.

    `reason` is one of `not-there` (nobody answers there), `wrong-code` (or void by now), `gone` (away in
    between), `no-address`; of a file `not-a-welcome`, `wrong-words`; of what came `damaged`, `newer`.
    """

    reason: str
