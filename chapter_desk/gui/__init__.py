"""The window: only here, and below, is PySide6 imported."""

import ctypes
import sys

if sys.implementation.name == "cpython" and sys.version_info < (3, 12):
    # PySide6 6.12 is built as if None, True and False could not be used up, which holds from Python 3.12
    # on: a call that returns None takes one reference more than it gives.  Before 3.12 the interpreter
    # ends ("deallocating None") after some ten thousand calls.  Their counts, the first word of each
    # object, are set out of reach.
    for _lasting in (None, True, False):
        ctypes.c_ssize_t.from_address(id(_lasting)).value += 1 << 40
