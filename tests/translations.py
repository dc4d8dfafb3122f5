"""The catalogue of texts: found in the source, kept beside it, compiled for the program.

    python -m tests.translations extract     bring the Spanish catalogue up to date with the source
    python -m tests.translations missing     list what has no Spanish yet (exit 1 if anything)
    python -m tests.translations compile     write the .mo that the program reads

The order: write English through `_`, `extract`, translate in `chapter_desk.po`, `compile`, commit
both files. A new entry is empty, never a guess: nothing is ever marked fuzzy.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
PO = ROOT / "resources" / "translations" / "es" / "LC_MESSAGES" / "chapter_desk.po"
MO = PO.with_suffix(".mo")

_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
_LONG_AGO = datetime(2026, 11, 1, tzinfo=UTC)  # a fixed date: extracting twice changes nothing


def _empty(language: str | None = None) -> Catalog:
    return Catalog(
        language,
        project="Chapter Desk",
        version="1",
        header_comment="# Spanish of Chapter Desk. Free to use under the licence of the program.",
        msgid_bugs_address="the chapter's helper",
        last_translator="the authors of Chapter Desk",
        language_team="es",
        charset="utf-8",
        creation_date=_LONG_AGO,
        revision_date=_LONG_AGO,
        fuzzy=False,
    )


def extracted() -> Catalog:
    """Return every text the program can say, in English, with the files that say it."""
    texts = _empty()
    package = ROOT / "chapter_desk"
    found = extract_from_dir(str(package), [("**.py", "python")], keywords=_KEYWORDS)
    for filename, line, message, _, context in found:
        texts.add(message, None, [(f"chapter_desk/{filename}", line)], context=context)
    return texts


def kept() -> Catalog:
    """Return the Spanish catalogue as it lies in `resources`; an empty one if there is none yet."""
    if not PO.exists():
        return _empty("es")
    with PO.open("rb") as file:
        return read_po(file, locale="es")


def compiled(catalogue: Catalog) -> bytes:
    """Return what the `.mo` of this catalogue holds, byte for byte."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def entries(catalogue: Catalog) -> Iterator[Message]:
    """Yield the texts of a catalogue, without its header."""
    return (message for message in catalogue if message.id)


def forms(text: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return a text as its forms: one, or one a plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def is_complete(message: Message) -> bool:
    """Return whether every form has its Spanish and nobody has marked it as a guess."""
    spoken = forms(message.string)
    return len(spoken) == len(forms(message.id)) and all(spoken) and not message.fuzzy


def placeholders(text: str) -> set[str]:
    """Return the names in braces; ValueError for a brace without its partner."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def extract() -> int:
    """Bring the Spanish catalogue up to date: new texts empty, old ones kept, unused ones gone."""
    catalogue = kept()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalogue, width=110, sort_by_file=True, include_lineno=False)
    waiting = sum(not is_complete(text) for text in entries(catalogue))
    print(f"{len(catalogue)} texts, {waiting} without Spanish")
    return 0


def compile_() -> int:
    """Write the file that the program reads."""
    MO.write_bytes(compiled(kept()))
    return 0


def missing() -> int:
    """Print what has no Spanish yet; return 1 if anything has none."""
    catalogue = kept()
    waiting = [
        text
        for text in entries(extracted())
        if (found := catalogue.get(text.id, text.context)) is None or not is_complete(found)
    ]
    for text in waiting:
        print(text.locations[0][0], repr(text.id))
    return 1 if waiting else 0


if __name__ == "__main__":
    doing = {"extract": extract, "compile": compile_, "missing": missing}.get("".join(sys.argv[1:]))
    if doing is None:
        sys.exit(__doc__)
    sys.exit(doing())
