"""Days in words, as documents show them: "Dec 1, 2026", in Spanish "1 dic 2026"."""

from datetime import date

_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}


def day_in_words(day: date, language: str) -> str:
    """Return a day for a reader of `language` (`en` or `es`; anything else reads English)."""
    if language == "es":
        return f"{day.day} {_MONTHS['es'][day.month - 1]} {day.year}"
    return f"{_MONTHS['en'][day.month - 1]} {day.day}, {day.year}"
