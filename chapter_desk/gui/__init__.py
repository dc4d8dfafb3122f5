"""The window.  Everything that knows Qt is in here."""

import sys

import PySide6.QtCore  # noqa: F401 - brings what is imported next
import shibokensupport.feature as _feature  # type: ignore[import-not-found]  # comes with PySide6

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


def _let_no_source_be_searched() -> None:
    """Answer for PySide6 which modules use it, which it learns by reading the source of every module.

    It asks because a module may want other spellings of Qt's names (`from __feature__ import ...`).
    Nothing here does, and reading all that opening a chapter imports costs as much as the first paint.
    """
    if hasattr(_feature, "_mod_uses_pyside"):
        _feature._mod_uses_pyside = _is_of_the_window


def _is_of_the_window(module: object) -> bool:
    return getattr(module, "__name__", "").startswith(("chapter_desk.gui", "tests."))


_let_nothing_wear_out()
_let_no_source_be_searched()
