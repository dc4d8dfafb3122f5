from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from chapter_desk.core.documents.bidi import has_leftward_letters
from chapter_desk.core.documents.pages import Cell, Paper, Span
from chapter_desk.core.documents.styles import BODY, SUNKEN, US_LETTER
from chapter_desk.i18n import _, speaking
from tests.paper import (
    check_with_qpdf,
    needs_poppler,
    needs_qpdf,
    on_one_line,
    read_with_poppler,
    read_with_pypdf,
    structure,
    tagged_texts,
)
from tests.sample_names import FORTY_NAMES


def paper(language: str = "en", **options) -> Paper:
    return Paper(title="Roll", author="Norfolk", language=language, **options)


def roll_of(names) -> bytes:
    sheet = paper()
    sheet.heading(1, "Roll")
    for name in names:
        sheet.paragraph([Span("Here: "), Span(name, typed=True), Span(" (signed in)")])
    return sheet.drawn("Roll").pdf


@needs_poppler
@pytest.mark.parametrize("name", FORTY_NAMES)
def test_each_of_the_forty_names_is_read_back_as_it_was_written(name):
    pdf = roll_of([name])

    assert f"Here: {name} (signed in)" in on_one_line(read_with_poppler(pdf)) or has_leftward_letters(name)
    assert name in on_one_line(read_with_poppler(pdf))
    assert name in on_one_line(read_with_pypdf(pdf))


@needs_poppler
@pytest.mark.parametrize(
    "name",
    [
        "שרה כהן",
        "अमित शर्मा",
        "สมชาย ใจดี",
        "Արամ Խաչատրյան",
        "አበበ ቢቂላ",
        "নজরুল ইসলাম",
        "გიორგი",
        "山田 花子",
        "Ọ̀ṣun Adébáyọ̀",
        "Nguye\u0302\u0303n",
        "Sam 😀",
        "<b>Bold</b> & <font color=red>Co</font>",
        "Norfolk/Portsmouth",
        "\\(par) <</A 1>> BT ET",
    ],
)
def test_names_in_other_scripts_and_with_odd_letters_are_read_back_too(name):
    pdf = roll_of([name])

    assert name in on_one_line(read_with_poppler(pdf))
    assert name in on_one_line(read_with_pypdf(pdf))


@needs_qpdf
@settings(max_examples=25)
@given(st.lists(st.text(max_size=300), max_size=4))
def test_no_text_breaks_the_paper(tmp_path_factory, texts):
    sheet = paper()
    for text in texts:
        sheet.paragraph(Span(text, typed=True), tag="P")
        sheet.row([Cell("P", 0, 60, Span(text, typed=True)), Cell("P", 80, 20, text)])

    check_with_qpdf(sheet.drawn("\x00/Foot " + "".join(texts)).pdf, tmp_path_factory.mktemp("pdf"))


def test_the_file_says_what_it_is():
    reader = PdfReader(BytesIO(roll_of(["Ana"])))
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert (reader.metadata.title, reader.metadata.author) == ("Roll", "Norfolk")
    assert [float(side) for side in reader.pages[0].mediabox] == [0, 0, 612, 792]


def test_every_font_is_inside_the_file():
    reader = PdfReader(BytesIO(roll_of(FORTY_NAMES)))
    fonts = {
        font.get_object()["/BaseFont"]: font.get_object()["/DescendantFonts"][0]["/FontDescriptor"]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert len(fonts) >= 4
    assert all("/FontFile2" in descriptor for descriptor in fonts.values())
    assert not any("Helvetica" in name for name in fonts)


def test_everything_drawn_is_in_a_tag_and_every_tag_is_in_the_tree():
    sheet = paper()
    sheet.heading(1, "Title")
    with sheet.part("Sect"):
        sheet.heading(2, "Part", bookmark="Part")
        with sheet.part("L"):
            sheet.row([Cell("Lbl", 0, 20, "1"), Cell("LBody", 24, 200, "First")], tag="LI")
        with sheet.part("Table"):
            sheet.row([Cell("TH", 0, 100, "Name"), Cell("TD", 110, 100, "Ana")], tag="TR")
        with sheet.panel(SUNKEN):
            sheet.paragraph("On a tint")
        sheet.rule()
    pdf = sheet.drawn("Foot").pdf

    outline = [(depth, tag) for depth, tag, _element in structure(pdf)]
    assert outline == [
        (0, "/Document"),
        (1, "/H1"),
        (1, "/Sect"),
        (2, "/H2"),
        (2, "/L"),
        (3, "/LI"),
        (4, "/Lbl"),
        (4, "/LBody"),
        (2, "/Table"),
        (3, "/TR"),
        (4, "/TH"),
        (4, "/TD"),
        (2, "/P"),
    ]
    texts = tagged_texts(pdf)
    assert [text.strip() for (_page, number), text in texts.items() if number >= 0] == [
        *["Title", "Part", "1", "First", "Name", "Ana", "On a tint"]
    ]
    assert on_one_line(texts[0, -1]).startswith("Foot")
    parents = PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"][1]
    assert [str(parent.get_object()["/S"]) for parent in parents.get_object()] == [
        *["/H1", "/H2", "/Lbl", "/LBody", "/TH", "/TD", "/P"]
    ]


def test_a_paragraph_over_two_pages_stays_one_element():
    sheet = paper()
    sheet.paragraph("many words in a row " * 1200)
    pdf = sheet.drawn().pdf

    paragraphs = [element for _depth, tag, element in structure(pdf) if tag == "/P"]
    assert len(paragraphs) == 1
    assert len(paragraphs[0]["/K"]) == len(PdfReader(BytesIO(pdf)).pages) > 1


def test_a_heading_goes_over_the_page_with_what_it_heads():
    for lines in range(38, 50):
        sheet = paper()
        for at in range(lines):
            sheet.row([Cell("P", 0, 200, f"line {at}")], above=0)
        sheet.heading(2, "Heading")
        sheet.paragraph("What it heads")
        pages = [page.extract_text() for page in PdfReader(BytesIO(sheet.drawn().pdf)).pages]

        assert ["Heading" in page for page in pages] == ["What it heads" in page for page in pages]


def test_no_first_or_last_line_of_a_paragraph_stands_alone():
    for above in range(36, 52):
        sheet = paper()
        for _at in range(above):
            sheet.row([Cell("P", 0, 200, "above")], above=0)
        sheet.paragraph("words that fill the line nicely and go on for a while " * 6)
        pages = [page.extract_text().split("\n") for page in PdfReader(BytesIO(sheet.drawn().pdf)).pages]

        for lines in pages:
            assert sum("line" in line for line in lines) != 1


def test_a_row_longer_than_a_page_goes_on_over_the_next_one():
    sheet = paper()
    sheet.row([Cell("P", 0, 50, "word " * 600), Cell("P", 100, 300, "beside")], held=True)
    drawn = sheet.drawn()

    assert drawn.page_count > 1
    assert read_with_pypdf(drawn.pdf).count("word") == 600


def test_paper_with_nothing_on_it_is_one_page():
    drawn = paper().drawn("Foot")

    assert drawn.page_count == 1
    assert "Page 1 of 1" in read_with_pypdf(drawn.pdf)


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_page_tells_its_number_in_the_language_of_the_paper(language):
    sheet = paper(language)
    for _at in range(120):
        sheet.paragraph("line")
    pages = PdfReader(BytesIO(sheet.drawn("Foot").pdf)).pages

    with speaking(language):
        wanted = [
            _("Page {page} of {pages}").format(page=at + 1, pages=len(pages)) for at in range(len(pages))
        ]
    assert len(pages) > 1
    assert all(words in page.extract_text() for words, page in zip(wanted, pages, strict=True))


def test_the_same_text_gives_the_same_bytes():
    assert roll_of(FORTY_NAMES) == roll_of(FORTY_NAMES)
    assert roll_of(FORTY_NAMES) != roll_of(FORTY_NAMES[1:])


def test_what_was_typed_is_found_on_the_page():
    sheet = paper()
    sheet.paragraph([Span("Signed: "), Span("Ana Ruiz", typed=True), Span(".")])
    drawn = sheet.drawn()

    assert len(drawn.typed) == 1
    place = drawn.typed[0]
    assert place.page == 0
    assert place.left == pytest.approx(
        US_LETTER.left + sheet.measure("Signed: A", BODY) - sheet.measure("A", BODY), abs=0.01
    )
    assert place.width == pytest.approx(sheet.measure("Ana Ruiz", BODY), abs=0.01)
    assert US_LETTER.top <= place.top + place.height <= US_LETTER.top + BODY.leading


def test_substitutes_reach_every_text_but_the_exact_one():
    sheet = Paper(title="a/b", author="c/d", subject="e/f", language="en", substitutes={"/": "∕"})
    sheet.heading(1, "g/h", bookmark="i/j")
    sheet.row([Cell("P", 0, 100, Span("/k/", exact=True), spoken="l/m")])
    pdf = sheet.drawn("n/o").pdf
    reader = PdfReader(BytesIO(pdf))

    assert read_with_pypdf(pdf).count("/") == 2
    assert "/k/" in read_with_pypdf(pdf)
    info = reader.metadata
    told = [info.title, info.author, info.subject, reader.outline[0].title, structure(pdf)[2][2]["/Alt"]]
    assert told == ["a∕b", "c∕d", "e∕f", "i∕j", "l∕m"]


def test_a_paragraph_typed_leftwards_hangs_from_the_right():
    sheet = paper()
    sheet.paragraph(Span("محمد", typed=True))
    sheet.paragraph([Span("Name: "), Span("محمد", typed=True)])
    hanging, inline = sheet.drawn().typed

    assert hanging.left + hanging.width == pytest.approx(US_LETTER.width - US_LETTER.right)
    assert inline.left < US_LETTER.left + 60
