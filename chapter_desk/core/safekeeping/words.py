"""The word lists: short plain words that nobody mishears, no two of them one slip apart."""

from functools import cache

from chapter_desk.files import resource


@cache
def words(language: str) -> tuple[str, ...]:
    """Return the list of a language, sorted: 2,048 English or 1,024 Spanish words, all plain ASCII.

    A language without a list has the English one.  The English list never changes: the four words
    by which keys are compared are taken from it.
    """
    path = resource("words", f"{language}.txt")
    if not path.is_file():
        path = resource("words", "en.txt")
    return tuple(path.read_text("ascii").split())
