"""The window.  Everything that knows Qt is in here."""

import sys

_PLENTY = 1 << 40


def _let_nothing_wear_out() -> None:
    """Keep Python 3.11 alive beside PySide6 6.12, which gives back a None it never took with each void call.

    After some thousand calls (a minute of painting) the interpreter would end with "deallocating None".
    From Python 3.12 on None, True and False cannot be given back at all; here they are given so many
    owners that it never comes to that.  PySide6 6.11 counts rightly.
    """
    if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
        from ctypes import c_ssize_t

        for lasting in (None, True, False):
            c_ssize_t.from_address(id(lasting)).value += _PLENTY  # the count is an object's first word


_let_nothing_wear_out()
