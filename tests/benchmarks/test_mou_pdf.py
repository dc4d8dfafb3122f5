"""The memorandum, warm, against reportlab drawing the same paragraphs in the same fonts."""

import gc
import re
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from pypdf import PdfReader
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from chapter_desk.core.agreements.mou_pdf import mou_pdf
from chapter_desk.core.agreements.terms import filled
from chapter_desk.files import resource
from tests.benchmarks.interleaved import interleaved
from tests.core.test_mou_terms import FACTS, TERMS

pytestmark = pytest.mark.benchmark

FONTS = ("Inter-Regular", "Inter-Medium", "Inter-SemiBold")


def plain_paragraphs(language: str) -> list[tuple[str, str]]:
    """Return (style, words) of every paragraph of the memorandum, as reportlab's markup."""
    text = filled(TERMS, FACTS, language)

    def said(pieces) -> str:
        return "".join(
            f'<font name="Inter-Medium">{escape(piece.text)}</font>' if piece.fact else escape(piece.text)
            for piece in pieces
        )

    sides = [TERMS.sides.national.in_language(language), TERMS.sides.group.in_language(language)]
    names = [FACTS.national_name, FACTS.group_name]
    paragraphs = [("title", text.title), ("body", said(text.between))]
    paragraphs += [("body", words) for words in [*sides, *names, FACTS.group_area, FACTS.contact_name]]
    paragraphs += [("body", words) for words in [FACTS.contact_email, FACTS.contact_phone]]
    paragraphs += [("body", said(text.definitions)), ("body", escape(text.notice))]
    for part in text.parts:
        paragraphs.append(("heading", f"{part.number}. {escape(part.title)}"))
        for clause in part.clauses:
            title = f'<font name="Inter-SemiBold">{escape(clause.title)}.</font>'
            paragraphs.append(("body", f"{clause.id} {title} {said(clause.pieces)}"))
    for label, pieces in text.schedule:
        paragraphs += [("body", escape(label)), ("body", said(pieces))]
    paragraphs += [("body", words) for words in [*sides, *names]]
    for anchor in TERMS.anchors:
        paragraphs += [("body", anchor.text), ("body", escape(anchor.label.in_language(language)))]
    return paragraphs


def styles() -> dict[str, ParagraphStyle]:
    body = ParagraphStyle("body", fontName="Inter-Regular", fontSize=9.6, leading=14.2, spaceBefore=5)
    return {
        "body": body,
        "heading": ParagraphStyle("heading", body, fontName="Inter-SemiBold", fontSize=13, leading=18),
        "title": ParagraphStyle("title", body, fontName="Inter-SemiBold", fontSize=23, leading=29),
    }


def drawn_by_reportlab(paragraphs: list[tuple[str, str]], looks: dict[str, ParagraphStyle]) -> bytes:
    file = BytesIO()
    sheet = SimpleDocTemplate(
        file, pagesize=letter, leftMargin=76, rightMargin=76, topMargin=66, bottomMargin=74, invariant=1
    )
    sheet.build([Paragraph(words, looks[style]) for style, words in paragraphs])
    return file.getvalue()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_memorandum_takes_at_most_twice_what_plain_reportlab_takes(language):
    for name in FONTS:
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", f"{name}.ttf"))))
    paragraphs, looks = plain_paragraphs(language), styles()

    def words_of(pdf: bytes) -> set[str]:
        return set(
            re.findall(r"\w+", " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))
        )

    assert words_of(drawn_by_reportlab(paragraphs, looks)) <= words_of(mou_pdf(TERMS, FACTS, language))
    gc.collect()
    gc.freeze()  # or the collector walks through all of pytest, always in the same one's turn
    comparison = interleaved(
        f"MOU PDF, {language}",
        ours=lambda: mou_pdf(TERMS, FACTS, language),
        bare=lambda: drawn_by_reportlab(paragraphs, looks),
        turns=100,
        warm_up=3,
    )

    gc.unfreeze()

    assert comparison.ratio(50) <= 2
    assert comparison.ratio(95) <= 2
