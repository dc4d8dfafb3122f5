"""Small words every part of Chapter Desk shares."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from typing import NewType
from uuid import UUID, uuid5

ChapterId = NewType("ChapterId", str)
PersonId = NewType("PersonId", str)
MeetingId = NewType("MeetingId", str)
SignInId = NewType("SignInId", str)
IssueId = NewType("IssueId", str)
ActionId = NewType("ActionId", str)
AgreementId = NewType("AgreementId", str)
OperatorId = NewType("OperatorId", str)
ReplicaId = NewType("ReplicaId", str)
StepId = NewType("StepId", int)

Clock = Callable[[], datetime]
"""Says what time it is: aware, in UTC.  Handed down from `open_app`, never read directly."""

_NATURAL_KEYS = UUID("6f2c1d0e-5a41-5c1b-9a53-0c6d0b9a7e11")


class Area(Enum):
    """A part of the chapter's records that a page may be showing."""

    CHAPTER = "chapter"
    PEOPLE = "people"
    MEETINGS = "meetings"
    PLAN = "plan"
    AGREEMENT = "agreement"
    GIFTS = "gifts"
    EXCHANGE = "exchange"
    STEPS = "steps"


def new_id() -> str:
    """Return an id that no other laptop will ever hand out: a UUIDv7, lower-case text."""
    from uuid6 import uuid7  # late: it reads package metadata, and the first window does not wait for that

    return str(uuid7())


def natural_id(*key: str) -> str:
    """Return the id of a row that has a natural key: a UUIDv5, the same on every laptop.

    `key` begins with the table's name, for instance `("rsvp", meeting_id, person_id)`.
    """
    return str(uuid5(_NATURAL_KEYS, "\x1f".join(key)))


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC, to the millisecond."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
