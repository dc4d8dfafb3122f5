"""How long to wait after wrong tries at a passphrase, a recovery code or the kiosk's PIN."""

LONGEST_WAIT_S = 5.0

_FREE_TRIES = 2


def wait_after(wrong_tries: int) -> float:
    """Return the seconds to wait before the next try: none at first, doubling, never over 5.

    It slows a hand at the keyboard; a thief with a copy of the file is slowed by Argon2id.
    Nobody is ever locked out.
    """
    if wrong_tries <= _FREE_TRIES:
        return 0.0
    return min(LONGEST_WAIT_S, 0.5 * 2.0 ** min(wrong_tries - _FREE_TRIES - 1, 10))
