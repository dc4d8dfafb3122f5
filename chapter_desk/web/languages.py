"""Which language a phone is answered in."""

from chapter_desk.i18n import LANGUAGES


def spoken(untrusted_choice: str, untrusted_accepts: str) -> str:
    """Return the language somebody chose on the page, else the one their phone asks for first."""
    if untrusted_choice in LANGUAGES:
        return untrusted_choice
    best, most = LANGUAGES[0], 0.0
    for part in untrusted_accepts.lower().split(",")[:20]:
        tag, _, weight = part.strip().partition(";")
        code = tag.strip().partition("-")[0]
        wish = _weight(weight)
        if code in LANGUAGES and wish > most:
            best, most = code, wish
    return best


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0
