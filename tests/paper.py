"""Reads PDFs back the way others will: with pypdf, with poppler, and by their structure."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

_DIRECTION_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e"

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not here")
needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not here")


def read_with_pypdf(pdf: bytes) -> str:
    """Return the text of all pages as pypdf gives it."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def read_with_poppler(pdf: bytes, *options: str) -> str:
    """Return the text of all pages as pdftotext gives it, without the direction marks it adds."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    assert done.stderr == b""
    return re.sub(f"[{_DIRECTION_MARKS}]", "", done.stdout.decode("utf-8"))


def on_one_line(text: str) -> str:
    """Return text with every break and run of spaces as one space."""
    return " ".join(text.split())


def check_with_qpdf(pdf: bytes, folder: Path) -> None:
    """Fail unless qpdf finds nothing wrong with the file."""
    path = folder / "checked.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def structure(pdf: bytes) -> list[tuple[int, str, Any]]:
    """Return the structure elements in reading order as (depth, tag, element)."""
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    return list(_elements(root["/K"].get_object(), 0))


def _elements(element: Any, depth: int) -> Iterator[tuple[int, str, Any]]:
    yield depth, str(element["/S"]), element
    for kid in element["/K"]:
        kid = kid.get_object()
        if kid["/Type"] == "/StructElem":
            yield from _elements(kid, depth + 1)


def tagged_texts(pdf: bytes) -> dict[tuple[int, int], str]:
    """Return the text of each piece of marked content by (page, number); artifacts are under -1."""
    reader = PdfReader(BytesIO(pdf))
    texts: dict[tuple[int, int], str] = {}
    for number, page in enumerate(reader.pages):
        current: list[int] = []

        def before(operator: bytes, operands: Any, _cm: Any, _tm: Any, current: list[int] = current) -> None:
            if operator in (b"BDC", b"BMC"):
                current.append(int(operands[1].get("/MCID", -1)) if operator == b"BDC" else -1)
            elif operator == b"EMC":
                current.pop()
            elif operator in (b"TJ", b"Tj", b"re"):
                assert current, "something is drawn outside every tag"

        def text(words: str, *_rest: Any, page: int = number, current: list[int] = current) -> None:
            if words.strip() and current:
                key = (page, current[-1])
                texts[key] = texts.get(key, "") + words

        page.extract_text(visitor_operand_before=before, visitor_text=text)
    return texts


def element_texts(pdf: bytes) -> list[tuple[str, str]]:
    """Return (tag, text) of each element that has content of its own, in reading order."""
    reader = PdfReader(BytesIO(pdf))
    page_of = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    texts = tagged_texts(pdf)
    found = []
    for _depth, tag, element in structure(pdf):
        places = [kid.get_object() for kid in element["/K"]]
        own = [place for place in places if place["/Type"] == "/MCR"]
        parts = [texts.get((page_of[place.raw_get("/Pg").idnum], place["/MCID"]), "") for place in own]
        if own:
            found.append((tag, on_one_line(" ".join(parts))))
    return found
