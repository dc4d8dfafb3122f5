"""The glyphs a document uses, as fonts inside the PDF.

Each face becomes one composite font (Type 0).  A code stands for a glyph *and* the letters it was
drawn for, so the same shape can be read back differently in two places: a stand-in box as the
letter it replaces, a ligature as its letters.  reportlab's own font object knows one letter per
glyph and 256 codes a font, which is why it is not used here.
"""

from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFStream,
    PDFString,
    PDFZCompress,
)

from chapter_desk.core.documents.faces import Face
from chapter_desk.core.documents.shaping import Run

_NOT_NEEDED = ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "cmap", "name", "post", "OS/2", "DSIG", "meta", "gasp")
_BATCH = 100  # the most a CMap may map in one block


class EmbeddedFace:
    """One face inside one document: hands out codes while drawing, writes itself at the end."""

    def __init__(self, face: Face, number: int) -> None:
        self.face = face
        self.name = f"F{number}"
        self._tag = f"CHAPT{chr(ord('A') + number % 26)}"
        self._codes: dict[tuple[int, str], int] = {}
        self._natural: dict[int, int] = {}
        self._shown: dict[Run, tuple[str, list[tuple[float, float, str]]]] = {}

    def shown(self, run: Run) -> tuple[str, list[tuple[float, float, str]]]:
        """Return how to draw a run: the inside of a TJ array, and the marks to put over it.

        The pen ends where the run ends, so that arrays can be put together.  A mark is
        (right, up, code), in ems from the start of the run.  Marks are drawn on their own because a
        reader of the file takes each step back and forth inside a word for a space.
        """
        known = self._shown.get(run)
        if known is None:
            known = self._shown[run] = self._drawn(run)
        return known

    def _drawn(self, run: Run) -> tuple[str, list[tuple[float, float, str]]]:
        upem = self.face.upem
        out: list[str] = []
        marks: list[tuple[float, float, str]] = []
        codes = ""
        at = owed = 0  # where the pen should be, and how far left of itself it must go to be there
        for glyph in run.glyphs:
            code = self._codes.setdefault((glyph.number, glyph.text), len(self._codes) + 1)
            if glyph.up or (not glyph.text and (glyph.right or not glyph.advance)):
                marks.append(((at + glyph.right) / upem, glyph.up / upem, f"{code:04x}"))
                owed -= glyph.advance
            else:
                owed -= glyph.right
                if owed:
                    out.append(
                        f"<{codes}> {owed * 1000 / upem:.2f} " if codes else f"{owed * 1000 / upem:.2f} "
                    )
                    codes = ""
                codes += f"{code:04x}"
                owed = self._natural_advance(glyph.number) + glyph.right - glyph.advance
            at += glyph.advance
        if codes:
            out.append(f"<{codes}>")
        if owed:
            out.append(f" {owed * 1000 / upem:.2f} ")
        return "".join(out), marks

    def _natural_advance(self, number: int) -> int:
        advance = self._natural.get(number)
        if advance is None:
            advance = self._natural[number] = self.face.font.get_glyph_h_advance(number)
        return advance

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 (reportlab calls it when the document is saved)
        """Write the font, cut down to the glyphs used, into the document."""
        font_file, new_numbers = _cut_down(self.face, [number for number, _ in self._codes])
        glyph_map = b"\0\0" + b"".join(new_numbers[number].to_bytes(2) for number, _ in self._codes)
        name = f"{self._tag}+{self.face.name}"
        descendant = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": PDFName(name),
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": doc.Reference(self._descriptor(doc, name, font_file)),
                "W": PDFArray([1, PDFArray([self._width(number) for number, _ in self._codes])]),
                "CIDToGIDMap": doc.Reference(_stream(glyph_map)),
            }
        )
        font = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": PDFName(name),
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([doc.Reference(descendant)]),
                "ToUnicode": doc.Reference(_stream(_to_unicode([text for _, text in self._codes]))),
            }
        )
        doc.idToObject["BasicFonts"].dict[self.name] = doc.Reference(font)

    def _width(self, number: int) -> float:
        return round(self._natural_advance(number) * 1000 / self.face.upem, 2)

    def _descriptor(self, doc: PDFDocument, name: str, font_file: bytes) -> PDFDictionary:
        def scaled(measure: int) -> int:
            return round(measure * 1000 / self.face.upem)

        program = _stream(font_file)
        program.dictionary["Length1"] = len(font_file)
        return PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": PDFName(name),
                "Flags": 4,
                "FontBBox": PDFArray([scaled(side) for side in self.face.box]),
                "ItalicAngle": -10 if "Italic" in self.face.name else 0,
                "Ascent": scaled(self.face.ascent),
                "Descent": scaled(self.face.descent),
                "CapHeight": scaled(self.face.ascent),
                "StemV": 80,
                "FontFile2": doc.Reference(program),
            }
        )


def _cut_down(face: Face, numbers: list[int]) -> tuple[bytes, dict[int, int]]:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(numbers)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii")) for tag in _NOT_NEEDED)
    wanted.flags = (
        hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    )
    plan = hb.SubsetPlan(face.face, wanted)
    return bytes(plan.execute().blob.data), dict(plan.old_to_new_glyph_mapping)


def _to_unicode(texts: list[str]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    pairs = [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in enumerate(texts, 1)]
    for at in range(0, len(pairs), _BATCH):
        batch = pairs[at : at + _BATCH]
        lines += [f"{len(batch)} beginbfchar", *batch, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")


def _stream(content: bytes) -> Any:
    return PDFStream(content=content, filters=[PDFZCompress])
