"""Translated text, without Qt, so that documents, the phone form and the CLI speak it too.

The language is a context variable: a Spanish MOU can be drawn while the desk speaks English.
Catalogues are gettext files in `resources/translations/<language>/LC_MESSAGES/chapter_desk.mo`.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from chapter_desk.files import resource

LANGUAGES = ("en", "es")
"""The languages the program speaks; English is the language of the source."""

_default = "en"
_language: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """Return the language of the present context: one of `LANGUAGES`."""
    return _language.get() or _default


def use_language(code: str) -> None:
    """Speak `code` (one of `LANGUAGES`) wherever no context says otherwise."""
    global _default
    _default = code if code in LANGUAGES else "en"


def language_of_this_computer() -> str:
    """Return the language this computer asks for, if the program speaks it, else English."""
    for name in ("CHAPTER_DESK_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2].lower()
        if code:
            return code if code in LANGUAGES else "en"
    return "en"


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak `code` inside the block, in this thread or task only."""
    token = _language.set(code if code in LANGUAGES else "en")
    try:
        yield
    finally:
        _language.reset(token)


def _(text: str) -> str:
    """Return `text` in the language of the present context."""
    return _catalogue(language()).gettext(text)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark `text` for the catalogue; whoever shows it translates it then."""
    return text


def marked(text: str) -> str:
    """Return the translation, in the language of the present context, of a text marked with `N_`."""
    return _catalogue(language()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of the text that fits `count`, in the language of the present context."""
    return _catalogue(language()).ngettext(one, many, count)


def pgettext(context: str, text: str) -> str:
    """Return `text`, told apart by `context` from the same English word meaning something else."""
    return _catalogue(language()).pgettext(context, text)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation("chapter_desk", str(resource("translations")), languages=[code], fallback=True)
