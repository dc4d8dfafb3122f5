"""The greeter's PIN: how a kiosk is left.  It belongs to this laptop and never leaves it.

Four to eight digits keep nobody out who may try for ever, so wrong tries wait longer and longer, and after
five of them only the chapter's passphrase helps.  The waiting outlives the program: it is in the file.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from chapter_desk.core.safekeeping.kdf import Cost, derived
from chapter_desk.errors import PinRefused
from chapter_desk.store import schema
from chapter_desk.store.database import Database

FEWEST_DIGITS, MOST_DIGITS = 4, 8
FREE_TRIES = 3
MOST_TRIES = 5
_FIRST_WAIT = timedelta(seconds=5)
_KEY = "kiosk-pin"
_COST = Cost(16 * 1024, 2)
"""Cheaper than a passphrase: what protects the PIN at rest is the encrypted file it lies in."""


@dataclass(frozen=True, slots=True)
class PinTry:
    """What became of a try.

    `wait` is how long the pad stays closed; `passphrase_only` that the PIN is not taken any more.
    """

    right: bool
    wait: timedelta = timedelta()
    passphrase_only: bool = False


class Pin:
    """Keeps the PIN of this laptop and counts wrong tries."""

    def __init__(self, db: Database, cost: Cost = _COST, *, has_passphrase: bool = True) -> None:
        """Without a passphrase (the sample has none) wrong tries only wait longer: nobody is locked in."""
        self._db = db
        self._cost = cost
        self._has_passphrase = has_passphrase

    def is_set(self) -> bool:
        """Return whether this laptop has a PIN."""
        return bool(self._kept())

    def choose(self, pin: str) -> None:
        """Keep a PIN in the place of the one before, and forget wrong tries.

        Raises:
            PinRefused: It is not four to eight digits, or one that anybody tries first.
        """
        if not (pin.isascii() and pin.isdigit() and FEWEST_DIGITS <= len(pin) <= MOST_DIGITS):
            raise PinRefused("not-digits")
        if len(set(pin)) == 1 or pin in "0123456789012" or pin in "9876543210987":
            raise PinRefused("guessable")
        salt = secrets.token_bytes(16)
        self._keep({"salt": salt.hex(), "hash": self._hash(pin, salt), "cost": _said(self._cost), "wrong": 0})

    def standing(self) -> PinTry:
        """Return how things stand before a try: what is still to wait, and whether a PIN is taken at all."""
        return self._standing(self._kept())

    def attempt(self, pin: str) -> PinTry:
        """Try a PIN; a right one forgets the wrong tries.  While there is a wait nothing is tried."""
        kept = self._kept()
        before = self._standing(kept)
        if before.wait or before.passphrase_only or not kept:
            return before
        if hmac.compare_digest(self._hash(pin, bytes.fromhex(kept["salt"]), kept["cost"]), kept["hash"]):
            self._keep({**kept, "wrong": 0, "until": None})
            return PinTry(right=True)
        wrong = kept["wrong"] + 1
        wait = _FIRST_WAIT * 2 ** (wrong - FREE_TRIES) if wrong >= FREE_TRIES else timedelta()
        until = (self._db.now() + wait).isoformat() if wait else None
        self._keep({**kept, "wrong": wrong, "until": until})
        return PinTry(right=False, wait=wait, passphrase_only=self._only_passphrase(wrong))

    def passphrase_was_right(self) -> None:
        """Forget wrong tries: the chapter's passphrase was given."""
        if kept := self._kept():
            self._keep({**kept, "wrong": 0, "until": None})

    def _standing(self, kept: dict[str, Any]) -> PinTry:
        wrong, until = kept.get("wrong", 0), kept.get("until")
        wait = max(timedelta(), datetime.fromisoformat(until) - self._db.now()) if until else timedelta()
        return PinTry(right=False, wait=wait, passphrase_only=self._only_passphrase(wrong))

    def _only_passphrase(self, wrong: int) -> bool:
        return self._has_passphrase and wrong >= MOST_TRIES

    def _hash(self, pin: str, salt: bytes, cost: list[int] | None = None) -> str:
        return derived(pin, salt, Cost(*cost) if cost else self._cost).hex()

    def _kept(self) -> dict[str, Any]:
        with self._db.read() as connection:
            return _value(connection) or {}

    def _keep(self, value: dict[str, Any]) -> None:
        setting = schema.setting
        with self._db.write_local() as connection:
            connection.execute(delete(setting).where(setting.c.key == _KEY))
            connection.execute(setting.insert().values(key=_KEY, value=value))


def _value(connection: Connection) -> dict[str, Any] | None:
    setting = schema.setting.c
    return connection.scalar(select(setting.value).where(setting.key == _KEY))


def _said(cost: Cost) -> list[int]:
    return [cost.memory_kib, cost.passes, cost.lanes]
