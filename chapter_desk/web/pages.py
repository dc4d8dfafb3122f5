"""The pages as HTML: one sheet of style inside each, nothing from anywhere else, no script."""

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chapter_desk.files import resource
from chapter_desk.i18n import LANGUAGES, language, speaking
from chapter_desk.web import words
from chapter_desk.web.words import About, Note
from chapter_desk.web.written import HEARD, LONGEST, Written

_ROLES = (
    *("canvas", "surface", "ink", "ink-2", "line", "control", "focus"),
    *("accent", "on-accent", "good", "good-tint", "bad", "bad-tint", "warn", "warn-tint"),
)


class Pages:
    """Draws what a phone shows."""

    def __init__(self, about: About, path: str) -> None:
        self._about = about
        self._path = path
        self._templates = Environment(
            loader=FileSystemLoader(resource("web_form")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._style = _colours() + resource("web_form", "form.css").read_text(encoding="utf-8")
        digest = b64encode(sha256(self._style.encode()).digest()).decode()
        self.policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        """The Content-Security-Policy of every page."""

    def form(self, token: str, written: Written | None = None, over: str = "") -> str:
        """Return the form in the language of the context, with what was written on it so far.

        `over` is what is said above it, where nothing on it is wrong.
        """
        there = written or Written()
        labels = words.form_words(self._about)
        return self._draw(
            "form.html",
            title=labels["title"],
            action=f"{self._path}?l={language()}",
            other_language=_other(),
            other_words=words.IN[_other()],
            other_link=f"{self._path}?l={_other()}",
            token=token,
            written=there,
            over=over,
            words=labels,
            heard=words.heard_words(),
            heard_order=HEARD,
            needs=words.need_words(),
            consents=words.consent_words(),
            longest=LONGEST,
        )

    def thanks(self) -> str:
        """Return what somebody sees who is in, in the language of the context."""
        note = words.thanks()
        return self._draw(
            "note.html",
            title=note.title,
            notes={language(): note},
            link=f"{self._path}?l={language()}",
            tone="good",
        )

    def note(self, status: int) -> str:
        """Return why a form was not taken, in every language: whoever reads it may be in haste."""
        notes: dict[str, Note] = {}
        for code in (language(), *(each for each in LANGUAGES if each != language())):
            with speaking(code):
                notes[code] = words.note(status)
        return self._draw("note.html", title=notes[language()].title, notes=notes, link="", tone="warn")

    def _draw(self, name: str, **values: Any) -> str:
        template = self._templates.get_template(name)
        return template.render(language=language(), style=self._style, chapter=self._about.chapter, **values)


def _other() -> str:
    return next(code for code in LANGUAGES if code != language())


def _colours() -> str:
    """Return the colours of the program as the names the sheet uses, in light and in dark."""
    table = json.loads(resource("style", "tokens.json").read_text(encoding="utf-8"))["colour"]
    return (
        f":root{{{_named(table, 'light')}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{_named(table, 'dark')}}}}}\n"
    )


def _named(table: Mapping[str, Mapping[str, str]], scheme: str) -> str:
    return "".join(f"--{role}:{table[role][scheme]};" for role in _ROLES)
