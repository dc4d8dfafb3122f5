"""What the Exchange page shows, read in one go; and looking into a bundle without changing anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from chapter_desk.core.chapter import Chapter
from chapter_desk.core.history import History
from chapter_desk.core.national.pack import NationalPack
from chapter_desk.core.sync.exchange import Exchange, Inspected
from chapter_desk.core.sync.four_words import recipients_words
from chapter_desk.core.sync.kept_answers import KeptAnswers, TwoKept
from chapter_desk.core.sync.laptops import Laptop, Laptops
from chapter_desk.core.sync.mailbox import Mailbox, Received, Sent, Waiting
from chapter_desk.core.sync.matrix import HEARD
from chapter_desk.core.sync.progress import Report, silent
from chapter_desk.errors import BundleRefused
from chapter_desk.values import ReplicaId

MOST_PEEKED_BYTES = 4 * 1024 * 1024
"""A larger bundle is looked into only when a person asks."""


class ExchangeServices(Protocol):
    """What the page needs of an open chapter (`App` has all of it)."""

    @property
    def exchange(self) -> Exchange: ...
    @property
    def mailbox(self) -> Mailbox: ...
    @property
    def kept_answers(self) -> KeptAnswers: ...
    @property
    def laptops(self) -> Laptops: ...
    @property
    def chapter(self) -> Chapter: ...
    @property
    def pack(self) -> NationalPack: ...
    @property
    def history(self) -> History: ...


@dataclass(frozen=True, slots=True)
class ExchangeNow:
    """The exchange on a day.  `recipient` is national's key to seal for, "" where there is none.

    `only_sample_keys` means that everybody can open what is sealed for it; `unconfirmed` counts the rows
    that each other laptop has not confirmed yet.
    """

    today: date
    zone: ZoneInfo
    national: str
    recipient: str
    only_sample_keys: bool
    laptops: Sequence[Laptop]
    sent: Sequence[Sent]
    received: Sequence[Received]
    waiting: Sequence[Waiting]
    answers: Sequence[TwoKept]
    unconfirmed: Mapping[ReplicaId, int]
    four_words: str = ""
    own_words: str = ""


def read_exchange(services: ExchangeServices) -> ExchangeNow:
    """Return the exchange as it is now."""
    card, pack, box = services.chapter.card(), services.pack, services.mailbox
    recipient = card.national_recipient or pack.keys.recipient
    own = services.laptops.public_keys().recipient
    return ExchangeNow(
        today=services.chapter.today(),
        zone=services.chapter.zone(),
        national=pack.national.name,
        recipient=recipient,
        only_sample_keys=pack.keys.sample_only and recipient == pack.keys.recipient,
        laptops=services.laptops.laptops(),
        sent=box.sent(),
        received=box.received(),
        waiting=box.waiting(),
        answers=services.kept_answers.open(),
        unconfirmed=box.unconfirmed(),
        four_words=recipients_words(recipient) if recipient else "",
        own_words=recipients_words(own),
    )


@dataclass(frozen=True, slots=True)
class Inside:
    """A bundle that was looked into.  `already` are rows that are here as they are.

    `last_taken` is the number of the last bundle of the same laptop that was taken in here.
    """

    path: Path
    size: int
    seen: Inspected
    rows: int
    already: int
    sequence: int
    created: datetime
    last_taken: int

    @property
    def new(self) -> int:
        return self.seen.effects.new if self.seen.effects else 0

    @property
    def changed(self) -> int:
        return self.seen.effects.changed if self.seen.effects else 0

    @property
    def can_be_taken_in(self) -> bool:
        """Whether there is a point in taking it in: it is one for here, and was not yet."""
        return not self.seen.taken_in and (self.seen.effects is not None or self.seen.kind == "receipt")


def looked_inside(services: ExchangeServices, path: Path, report: Report = silent) -> Inside:
    """Return what is in a bundle; nothing is changed.

    Raises:
        BundleRefused: It cannot be believed.
    """
    seen = services.exchange.look_inside(path, report)
    manifest = seen.manifest
    rows = sum(each["chapter_desk:rows"] for each in manifest["resources"] if each["name"] != HEARD)
    effects = seen.effects
    touched = effects.new + effects.changed + effects.refused if effects else 0
    return Inside(
        path=path,
        size=path.stat().st_size,
        seen=seen,
        rows=rows,
        already=rows if seen.taken_in else rows - touched,
        sequence=manifest["chapter_desk:sequence"],
        created=datetime.fromisoformat(manifest["created"]),
        last_taken=services.mailbox.last_taken(
            manifest["chapter_desk:replica_id"], manifest["chapter_desk:incarnation"]
        ),
    )


def peeked(services: ExchangeServices, files: Sequence[Waiting], report: Report) -> dict[Path, Inside | None]:
    """Return what lies in the unread files of the inbox; None for one that is too large or not believed."""
    found: dict[Path, Inside | None] = {}
    for number, each in enumerate(files, 1):
        found[each.path] = None
        if each.size <= MOST_PEEKED_BYTES and each.path.is_file():
            try:
                found[each.path] = looked_inside(services, each.path)
            except BundleRefused:
                found[each.path] = None
        report(number, len(files))
    return found
