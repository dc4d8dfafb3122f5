import re
import unicodedata
from dataclasses import fields, replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from chapter_desk.core.agreements.mou_pdf import _NO_ANCHORS, mou_document, mou_pdf
from chapter_desk.core.agreements.terms import MouFacts, filled, parsed_terms
from chapter_desk.errors import PartyNotNamed
from tests.core.test_mou_terms import FACTS, SOURCE, TERMS
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

ANCHORS = ["/sn1/", "/nm1/", "/tt1/", "/ds1/", "/sn2/", "/nm2/", "/tt2/", "/ds2/"]
TYPED = [each.name for each in fields(MouFacts) if each.type is str]


def as_docusign_reads(text: str) -> str:
    """Return text as a reader would have it who forgives case, spaces, invisible and wide letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if unicodedata.category(letter)[0] not in "CZ")


def occurrences(anchor: str, text: str) -> int:
    return len(re.findall(f"(?={re.escape(anchor)})", text))


def assert_each_anchor_once(*texts: str) -> None:
    for text in texts:
        found = {anchor: occurrences(anchor, as_docusign_reads(text)) for anchor in ANCHORS}
        assert found == dict.fromkeys(ANCHORS, 1)
        assert [text.count(anchor) for anchor in ANCHORS] == [1] * 8


@needs_poppler
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_word_of_the_terms_is_real_text(language):
    text = filled(TERMS, FACTS, language)
    pdf = mou_pdf(TERMS, FACTS, language)

    for read in (on_one_line(read_with_poppler(pdf, "-raw")), on_one_line(read_with_pypdf(pdf))):
        for part in text.parts:
            assert f"{part.number}. {part.title}" in read
            for clause in part.clauses:
                words = "".join(piece.text for piece in clause.pieces)
                if clause.id not in read or words not in read:  # a page may end inside a clause
                    assert words[:40] in read
        assert read.count("Our Revolution Norfolk") >= 3


@needs_poppler
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_anchor_stands_once(language):
    pdf = mou_pdf(TERMS, FACTS, language)

    assert_each_anchor_once(
        read_with_pypdf(pdf),
        read_with_poppler(pdf),
        read_with_poppler(pdf, "-layout"),
        read_with_poppler(pdf, "-raw"),
    )


def test_all_anchors_are_on_one_page_above_their_lines():
    pages = PdfReader(BytesIO(mou_pdf(TERMS, FACTS, "en"))).pages

    assert [sum(anchor in page.extract_text() for anchor in ANCHORS) for page in pages][-1] == 8
    assert "64 on Dec 1, 2026" in on_one_line(pages[-1].extract_text())


@needs_poppler
@pytest.mark.parametrize(
    "name",
    [
        "/sn1/",
        "/SN1/ /Ds2/",
        "/sn",
        "1/",
        "/ s n 1 /",
        "／sn1／",
        "℁n1",
        "x /sn1",
        "sn1/",
        "s\u200bn1/",
        "/\u202e1ns/",
        "/" * 40,
        "(/nm1/) Tj",
    ],
)
def test_a_name_never_makes_an_anchor(name):
    facts = replace(FACTS, **dict.fromkeys(TYPED, name))
    pdf = mou_pdf(TERMS, facts, "en")

    assert_each_anchor_once(read_with_pypdf(pdf), read_with_poppler(pdf), read_with_poppler(pdf, "-layout"))


anchor_crumbs = st.sampled_from(
    ["/", "／", "℅", "sn", "SN", "1", "2", "ds", "nm", "tt", " ", "\u2060", "\n", "א"]
)
crumbs = st.lists(anchor_crumbs | st.characters(), min_size=1, max_size=12).map("".join)
names = crumbs.map(lambda text: text if text.strip() else "x")


@needs_poppler
@settings(max_examples=30)
@given(st.fixed_dictionaries(dict.fromkeys(TYPED, names)), st.sampled_from(["en", "es"]))
def test_no_names_together_make_an_anchor(typed, language):
    pdf = mou_pdf(TERMS, replace(FACTS, **typed), language)

    assert_each_anchor_once(read_with_pypdf(pdf), read_with_poppler(pdf), read_with_poppler(pdf, "-raw"))


def test_a_pack_cannot_spell_an_anchor_across_its_clauses():
    text = SOURCE.replace("short and plain.", "short and plain /sn", 1).replace(
        'en = "Shared platform"', 'en = "1/ Shared platform"', 1
    )
    pdf = mou_pdf(parsed_terms(text, "pack"), FACTS, "en")

    assert "∕sn" in read_with_pypdf(pdf)
    assert_each_anchor_once(read_with_pypdf(pdf))


def test_no_letter_can_pass_for_a_slash_unseen():
    passing = {
        letter
        for letter in map(chr, range(0x110000))
        if not 0xD800 <= ord(letter) < 0xE000 and "/" in unicodedata.normalize("NFKC", letter)
    }

    assert passing <= set(_NO_ANCHORS)
    assert not any("/" in unicodedata.normalize("NFKC", instead) for instead in _NO_ANCHORS.values())


@needs_poppler
@pytest.mark.parametrize("name", FORTY_NAMES)
def test_the_contact_may_have_any_of_the_forty_names(name):
    pdf = mou_pdf(TERMS, replace(FACTS, contact_name=name), "es")

    assert name in on_one_line(read_with_poppler(pdf))
    assert name in on_one_line(read_with_pypdf(pdf))


@needs_poppler
def test_markup_in_a_name_is_only_letters():
    name = "<b>Bold</b> & <a href='x'>Sons</a>"
    pdf = mou_pdf(TERMS, replace(FACTS, group_name=name), "en")
    letters = name.replace("/", "∕")

    assert letters in on_one_line(read_with_poppler(pdf))
    assert PdfReader(BytesIO(pdf)).metadata.title.endswith(letters)


def test_it_is_tagged_from_title_to_signatures():
    pdf = mou_pdf(TERMS, FACTS, "en")
    tags = [tag for _depth, tag, _element in structure(pdf)]

    assert tags[:2] == ["/Document", "/H1"]
    assert tags.count("/Sect") == tags.count("/H2") == 11
    assert tags.count("/L") == 9
    assert tags.count("/LI") == tags.count("/Lbl") == tags.count("/LBody") == 46
    assert tags.count("/Table") == 1
    assert all(number >= 0 or "Page" in text for (_page, number), text in tagged_texts(pdf).items())
    spoken = [element["/Alt"] for _depth, tag, element in structure(pdf) if tag == "/Span"]
    assert len(spoken) == 8
    assert "Place for: Signature for the Group" in spoken


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_parts_can_be_jumped_to(language):
    reader = PdfReader(BytesIO(mou_pdf(TERMS, FACTS, language)))
    parts = filled(TERMS, FACTS, language).parts

    assert [each.title for each in reader.outline][:9] == [f"{part.number}. {part.title}" for part in parts]
    assert reader.trailer["/Root"]["/Lang"] == {"en": "en-US", "es": "es-US"}[language]


def test_each_page_tells_which_memorandum_it_belongs_to():
    pages = PdfReader(BytesIO(mou_pdf(TERMS, FACTS, "en"))).pages

    for number, page in enumerate(pages, 1):
        text = on_one_line(page.extract_text())
        assert "mou-sample-2017 2017.1 · MOU-7F3A" in text
        assert f"Page {number} of {len(pages)}" in text


def test_nobody_but_the_contact_is_named():
    text = read_with_pypdf(mou_pdf(TERMS, FACTS, "en"))

    assert "64 on Dec 1, 2026" in text
    assert "No list of members is attached" in on_one_line(text)


def test_blanks_are_left_for_what_is_not_known():
    facts = MouFacts(national_name="Our Revolution", group_name="Norfolk")

    assert "names ________ as its" in on_one_line(read_with_pypdf(mou_pdf(TERMS, facts, "en")))


@pytest.mark.parametrize("fact", ["national_name", "group_name"])
def test_there_is_no_memorandum_between_one_side(fact):
    with pytest.raises(PartyNotNamed):
        mou_pdf(TERMS, replace(FACTS, **{fact: ""}), "en")


@needs_qpdf
@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_well_formed_and_the_same_each_time(language, tmp_path):
    facts = replace(
        FACTS, contact_name=" ".join(FORTY_NAMES), call_date=date(2026, 5, 4), call_attendee="김민준"
    )
    pdf = mou_pdf(TERMS, facts, language)

    check_with_qpdf(pdf, tmp_path)
    assert pdf == mou_pdf(TERMS, facts, language)


def test_a_name_longer_than_a_page_still_makes_a_memorandum():
    facts = replace(FACTS, group_name="Norfolk " * 900, contact_name="x" * 9000)
    drawn = mou_document(TERMS, facts, "en")

    assert drawn.page_count > 4
    assert_each_anchor_once(read_with_pypdf(drawn.pdf))


def test_the_preview_learns_where_the_filled_words_stand():
    drawn = mou_document(TERMS, FACTS, "en")

    assert drawn.page_count == len(PdfReader(BytesIO(drawn.pdf)).pages)
    assert {place.page for place in drawn.typed} <= set(range(drawn.page_count))
    assert len(drawn.typed) > 10
    assert all(place.left > 0 and place.left + place.width <= 612 for place in drawn.typed)
