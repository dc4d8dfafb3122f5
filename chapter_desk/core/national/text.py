"""Words that come from a national pack, in the languages the program speaks."""

import msgspec

from chapter_desk.i18n import language


class Text(msgspec.Struct, frozen=True):
    """One thing said in English and in Spanish; Spanish may be missing."""

    en: str
    es: str = ""

    def in_language(self, code: str) -> str:
        """Return the words in `code`, or in English where the pack has no others."""
        return self.es if code == "es" and self.es else self.en

    def __str__(self) -> str:
        """Return the words in the language of the present context."""
        return self.in_language(language())
