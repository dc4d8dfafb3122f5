"""Sheets on paper: what stands on them, their tags, and their codes found again in a picture of the page."""

import io
import subprocess
from math import dist

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_desk.core.meetings import sheet_layout as layout
from chapter_desk.core.meetings.page_code import SeenCode, code_text, codes_in, new_token, read_code
from chapter_desk.core.meetings.page_place import PagePlace, page_place
from chapter_desk.core.meetings.sheet_pdf import PrintedPage, SheetDocument, sheet_pdf

NAMES = (
    "María Guadalupe Hernández Ríos",
    "王小明 (Wang Xiaoming)",
    "김민준",
    "محمد الأحمد",
    "Null Abernathy",
)
LONG = "João Pedro da Silva Monteiro de Albuquerque Sampaio"
DPI = 110


def document(count=2, meeting="May general meeting"):
    blank = ("",) * layout.LINES
    pages = [
        PrintedPage(
            n + 1, n * layout.LINES + 1, (NAMES + blank)[: layout.LINES] if n == 0 else blank, new_token()
        )
        for n in range(count)
    ]
    return SheetDocument("Our Revolution Norfolk", meeting, "Tuesday, May 12, 2026, 7:00 PM, Library", pages)


def pictures(pdf, tmp_path):
    """Return each page as (pixels, width, height), grey."""
    (tmp_path / "sheet.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", str(DPI), "-gray", "sheet.pdf", "page"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    found = []
    for path in sorted(tmp_path.glob("page*.pgm")):
        _magic, size, _most, pixels = path.read_bytes().split(b"\n", 3)
        width, height = map(int, size.split())
        found.append((pixels, width, height))
    return found


def turned(pixels, width, height):
    """Return a picture a quarter turn clockwise."""
    return b"".join(pixels[x::width][::-1] for x in range(width)), height, width


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_page_is_one_sheet_with_its_lines_numbered_on(language):
    doc = document(3, meeting="A very long name of a meeting " * 6)
    reader = pypdf.PdfReader(io.BytesIO(sheet_pdf(doc, language)))
    assert len(reader.pages) == 3
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith(language)
    texts = [page.extract_text() for page in reader.pages]
    for number, text in enumerate(texts):
        words = text.split()
        for line in range(number * layout.LINES + 1, (number + 1) * layout.LINES + 1):
            assert str(line) in words
    for name in NAMES:
        if name != "محمد الأحمد":
            assert name in texts[0]
        assert name not in texts[1]
    assert ("E-mail" if language == "en" else "Correo") in texts[0]


def test_an_expected_line_shows_the_name_and_nothing_else_and_no_token_is_an_id():
    text = pypdf.PdfReader(io.BytesIO(sheet_pdf(document(1), "en"))).pages[0].extract_text()
    assert "@" not in text
    assert "555" not in text


def test_there_is_room_to_write():
    assert layout.ROW / 72 * 25.4 >= 9
    assert layout.code_corners(2)[0][1] - 9 > layout.TOP + layout.ROWS_TOP + layout.LINES * layout.ROW


def test_the_codes_are_found_in_a_picture_of_the_page_however_it_lies(tmp_path):
    doc = document()
    for page, picture in zip(doc.pages, pictures(sheet_pdf(doc, "es"), tmp_path), strict=True):
        for turns in range(4):
            codes = codes_in(*picture)
            assert {(code.token, code.corner) for code in codes} == {(page.token, 1), (page.token, 2)}
            place = page_place(codes)
            assert place.quarter_turns() == (4 - turns) % 4
            if turns == 0:
                for seen, paper in zip(place.line(6), layout.line_corners(6), strict=True):
                    wanted = [value * DPI / 72 for value in paper]
                    assert dist(seen, wanted) < layout.ROW * DPI / 72 / 3
            picture = turned(*picture)


def test_a_page_without_a_code_and_a_foreign_code_are_no_sheet():
    assert codes_in(b"\xff" * 10_000, 100, 100) == []
    assert page_place([]) is None


@given(st.text(max_size=30))
def test_only_our_codes_are_read(text):
    read = read_code(text)
    assert read is None or code_text(*read) == text


def test_a_token_is_read_back():
    token = new_token()
    assert read_code(code_text(token, 2)) == (token, 2)
    assert new_token() != token


def seen(place, corners=(1, 2)):
    return [SeenCode("T", c, tuple(place.pixel(p) for p in layout.code_corners(c))) for c in corners]


@settings(max_examples=60)
@given(
    turn=st.sampled_from([(1, 0), (0, 1), (-1, 0), (0, -1)]),
    scale=st.floats(0.8, 6),
    lean=st.floats(-2e-4, 2e-4),
    tip=st.floats(-2e-4, 2e-4),
)
def test_two_codes_give_back_any_perspective(turn, scale, lean, tip):
    a, b = turn[0] * scale, turn[1] * scale
    photo = PagePlace((a, -b, 2000.0, b, a, 2000.0, lean, tip, 1.0))
    found = page_place(seen(photo))
    for place in (0, layout.LINES - 1):
        for one, other in zip(found.line(place), photo.line(place), strict=True):
            assert dist(one, other) < 0.5


def test_one_code_gives_the_place_of_a_flat_page():
    photo = PagePlace((2.0, 0.0, 10.0, 0.0, 2.0, 20.0, 0.0, 0.0, 1.0))
    for corner in (1, 2):
        found = page_place(seen(photo, (corner,)))
        assert all(dist(a, b) < 0.5 for a, b in zip(found.line(5), photo.line(5), strict=True))
