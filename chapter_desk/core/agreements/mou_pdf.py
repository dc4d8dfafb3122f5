"""The memorandum on paper: a tagged PDF with real text and the marks that DocuSign looks for.

    pdf = mou_pdf(terms, facts, "en")                  # bytes, the same for the same facts
    drawn = mou_document(terms, facts, "en")           # .pdf, .page_count, .typed (for the preview)

**Signature anchors.**  DocuSign looks for `/sn1/`, `/nm1/`, `/tt1/`, `/ds1/` and the same with 2,
in any case and even with spaces between.  Each of them needs two slashes, so no other text on this
paper has one: every slash of a name, a clause or the title is written as U+2215 DIVISION SLASH
(and so are the full-width slash and signs like ℅, which some readers turn into plain ones).  It looks
the same, because it is drawn with the glyph of the slash.  Whatever people type, whatever a clause says, and
however two texts meet, an anchor can only come from the signature block; between its anchors stand
labels of the pack and no typed text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chapter_desk.core.agreements.terms import (
    FilledTerms,
    MouFacts,
    Pieces,
    Terms,
    filled,
    require_parties,
)
from chapter_desk.i18n import _, speaking

if TYPE_CHECKING:  # loaded only when a document is drawn: opening a chapter must not load reportlab
    from chapter_desk.core.documents.pages import Drawn, Paper, Span

# every letter that is a slash, or that a reader who normalises (NFKC) takes for one
_NO_ANCHORS = {"/": "∕", "／": "∕", "℀": "a∕c", "℁": "a∕s", "℅": "c∕o", "℆": "c∕u"}
_GUTTER = 26.0


def mou_pdf(terms: Terms, facts: MouFacts, language: str) -> bytes:
    """Return the memorandum as a PDF in `language` (`en` or `es`), US letter.

    The same terms, facts and language give the same bytes.  Facts that are not known leave a blank
    to write on.  No list of people is in it, only how many the pack's rule counts.

    Raises:
        PartyNotNamed: National or the chapter has no name.
    """
    return mou_document(terms, facts, language).pdf


def mou_document(terms: Terms, facts: MouFacts, language: str) -> Drawn:
    """Return the memorandum with its page count and the places of what was filled in.

    `Drawn.typed` lists each filled-in stretch as (page from 0, left, top, width, height) in points
    from the page's top left corner, for a preview that tints them.

    Raises:
        PartyNotNamed: National or the chapter has no name.
    """
    require_parties(facts)
    from chapter_desk.core.documents.pages import Paper

    text = filled(terms, facts, language)
    paper = Paper(
        title=f"{text.title}: {facts.national_name}, {facts.group_name}",
        author=facts.group_name,
        subject=f"{terms.id} {terms.version}",
        language=language,
        substitutes=_NO_ANCHORS,
    )
    with speaking(language):
        _opening(paper, terms, text, facts)
        for part in text.parts:
            with paper.part("Sect"):
                paper.heading(2, f"{part.number}. {part.title}", bookmark=f"{part.number}. {part.title}")
                with paper.part("L", O="List", ListNumbering="Decimal"):
                    for clause in part.clauses:
                        _clause(paper, clause.id, clause.title, clause.pieces)
        _schedule(paper, terms, text)
        _signatures(paper, terms, facts, language)
        footer = " · ".join(filter(None, [text.title, f"{terms.id} {terms.version}", facts.document_id]))
    return paper.drawn(footer)


def _spans(pieces: Pieces) -> list[Span]:
    from chapter_desk.core.documents.pages import Span
    from chapter_desk.core.documents.styles import WARN

    return [
        Span(
            piece.text,
            weight="medium" if piece.fact else None,
            colour=None if piece.known else WARN,
            typed=bool(piece.fact),
        )
        for piece in pieces
    ]


def _opening(paper: Paper, terms: Terms, text: FilledTerms, facts: MouFacts) -> None:
    from chapter_desk.core.documents.styles import ACCENT, ACCENT_TINT, BODY, LEAD, SMALL

    paper.heading(1, text.title)
    paper.paragraph(_spans(text.between), LEAD, held=True)
    paper.rule(colour=ACCENT, thickness=1.6, above=12, width=44)
    _parties(paper, terms, text, facts)
    paper.paragraph(_spans(text.definitions), BODY)
    if text.notice:
        with paper.panel(ACCENT_TINT, bar=ACCENT):
            paper.paragraph(text.notice, SMALL, left=14, width=paper.page.measure - 28)


def _parties(paper: Paper, terms: Terms, text: FilledTerms, facts: MouFacts) -> None:
    from chapter_desk.core.documents.pages import Cell, Span
    from chapter_desk.core.documents.styles import BODY, CAPTION, SMALL, TextStyle

    width = (paper.page.measure - _GUTTER) / 2
    right = width + _GUTTER
    name = TextStyle(11.5, 16, "semibold")
    sides = terms.sides
    contact = [
        word for word in (facts.contact_name, facts.contact_email, facts.contact_phone) if word.strip()
    ]
    with paper.part("Div"):
        paper.row(
            [
                Cell("P", 0, width, sides.national.in_language(text.language), CAPTION),
                Cell("P", right, width, sides.group.in_language(text.language), CAPTION),
            ],
            above=16,
            held=True,
        )
        paper.row(
            [
                Cell("P", 0, width, Span(facts.national_name, typed=True), name),
                Cell("P", right, width, Span(facts.group_name, typed=True), name),
            ],
            above=0,
            held=True,
        )
        for at, line in enumerate([facts.group_area, *contact]):
            if line.strip():
                paper.row(
                    [Cell("P", right, width, Span(line, typed=True), BODY if at == 0 else SMALL)], above=1
                )
    paper.space(6)


def _clause(paper: Paper, number: str, title: str, pieces: Pieces) -> None:
    from chapter_desk.core.documents.pages import Cell, Span
    from chapter_desk.core.documents.styles import BODY, INK_3

    label = Span(number, colour=INK_3)
    words = [Span(f"{title}. ", weight="semibold"), *_spans(pieces)]
    paper.row(
        [
            Cell("Lbl", 0, 26, label, BODY, tabular=True),
            Cell("LBody", 28, paper.page.measure - 28, words, BODY),
        ],
        tag="LI",
    )


def _schedule(paper: Paper, terms: Terms, text: FilledTerms) -> None:
    from chapter_desk.core.documents.pages import Cell, Span
    from chapter_desk.core.documents.styles import BODY, CAPTION, INK_2

    if not text.schedule:
        return
    title = terms.schedule.title.in_language(text.language)
    note = terms.schedule.note.in_language(text.language)
    label_width = paper.page.measure * 0.42
    with paper.part("Sect"):
        paper.heading(2, title, bookmark=title)
        with paper.part("Table"):
            for label, pieces in text.schedule:
                paper.row(
                    [
                        Cell("TH", 0, label_width, Span(label, colour=INK_2), BODY, scope="Row"),
                        Cell(
                            "TD",
                            label_width + 10,
                            paper.page.measure - label_width - 10,
                            _spans(pieces),
                            BODY,
                        ),
                    ],
                    tag="TR",
                    above=4,
                    held=True,
                )
                paper.rule(above=4, held=True)
        if note:
            paper.paragraph(note, CAPTION, held=True)  # no one signs a page that says nothing else


def _signatures(paper: Paper, terms: Terms, facts: MouFacts, language: str) -> None:
    from chapter_desk.core.documents.pages import Box, Cell, Span
    from chapter_desk.core.documents.styles import ANCHOR, BODY_STRONG, CAPTION, INK_3, SMALL

    width = (paper.page.measure - _GUTTER) / 2
    lefts = {1: 0.0, 2: width + _GUTTER}
    with paper.part("Sect"):
        paper.heading(2, _("Signatures"), bookmark=_("Signatures"))
        paper.row(
            [
                Cell("P", lefts[1], width, terms.sides.group.in_language(language), CAPTION),
                Cell("P", lefts[2], width, terms.sides.national.in_language(language), CAPTION),
            ],
            held=True,
        )
        paper.row(
            [
                Cell("P", lefts[1], width, Span(facts.group_name, typed=True), BODY_STRONG),
                Cell("P", lefts[2], width, Span(facts.national_name, typed=True), BODY_STRONG),
            ],
            above=0,
            held=True,
        )
        for kind in ("sn", "nm", "tt", "ds"):
            pair = [anchor for anchor in terms.anchors if anchor.text.startswith(f"/{kind}")]
            paper.row(
                [
                    Cell(
                        "Span",
                        lefts[anchor.signer],
                        width,
                        Span(anchor.text, exact=True),
                        ANCHOR,
                        spoken=_("Place for: {label}").format(label=anchor.label.in_language(language)),
                    )
                    for anchor in pair
                ],
                above=30 if kind == "sn" else 20,
                held=True,
            )
            paper.boxes(
                [Box(lefts[anchor.signer], 0, width, 0.7, INK_3) for anchor in pair], height=0.7, above=3
            )
            paper.row(
                [
                    Cell("P", lefts[anchor.signer], width, anchor.label.in_language(language), SMALL)
                    for anchor in pair
                ],
                above=2,
                held=kind != "ds",
            )
