"""The number each form carries: made here, good for one entry, and impossible to make elsewhere."""

import hmac
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from secrets import token_bytes, token_urlsafe

_GOOD_FOR_S = 6 * 3600
_MOST = 20_000


class Forms:
    """Gives out numbered forms and knows its own again; forgotten when the form is switched off.

    `steady` gives seconds that only go forward.
    """

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._secret = token_bytes(32)
        self._sent: OrderedDict[str, bytes] = OrderedDict()

    def new(self) -> str:
        """Return the token of a new form."""
        number = f"{token_urlsafe(16)}.{int(self._steady())}"
        return f"{number}.{self._sign(number)}"

    def number(self, untrusted_token: str) -> str | None:
        """Return the number of a form of ours; None for one that is not, or is too old."""
        number, _, signature = untrusted_token.rpartition(".")
        if not number or not untrusted_token.isascii():
            return None
        if not hmac.compare_digest(signature, self._sign(number)):
            return None
        made = int(number.rpartition(".")[2])
        return number if self._steady() - made <= _GOOD_FOR_S else None

    def is_of_another(self, number: str, name: str) -> bool:
        """Return whether this form was sent before with another name on it.

        Somebody who goes back and writes their neighbour's name on the same page means a second entry.
        """
        before = self._sent.get(number)
        return before is not None and before != self._print(name)

    def sent(self, number: str, name: str) -> None:
        """Remember who stands on a form, as a print that tells nobody's name."""
        self._sent[number] = self._print(name)
        while len(self._sent) > _MOST:
            self._sent.popitem(last=False)

    def _print(self, name: str) -> bytes:
        plain = " ".join(name.casefold().split())
        return hmac.digest(self._secret, plain.encode("utf-8", "replace"), sha256)

    def _sign(self, number: str) -> str:
        return hmac.new(self._secret, number.encode(), sha256).hexdigest()[:32]
