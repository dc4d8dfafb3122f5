"""The fonts documents are set in, and which one stands in where Inter has no such letter."""

import struct
from dataclasses import dataclass
from functools import cache

import uharfbuzz as hb

from chapter_desk.core.documents.styles import Weight
from chapter_desk.files import resource

_INTER: dict[Weight, str] = {
    "regular": "Inter-Regular",
    "medium": "Inter-Medium",
    "semibold": "Inter-SemiBold",
    "italic": "Inter-Italic",
}

_STAND_INS = (
    "NotoSansArabic-Regular",
    "DroidSansFallbackFull",
    "documents/NotoSansKR-Hangul",
    "documents/NotoSansHebrew-Regular",
    "documents/NotoSansDevanagari-Regular",
    "documents/NotoSansBengali-Regular",
    "documents/NotoSansThai-Regular",
    "documents/NotoSansArmenian-Regular",
    "documents/NotoSansGeorgian-Regular",
    "documents/NotoSansEthiopic-Regular",
)

MISSING_LETTER = "□"
"""What is seen in the place of a letter no font here can draw."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font file, mapped into memory; measures are in its own units, `upem` to the em."""

    name: str
    face: hb.Face
    font: hb.Font
    upem: int
    ascent: int
    descent: int
    box: tuple[int, int, int, int]

    def draws(self, letter: str) -> bool:
        """Say whether the font has a glyph for this one letter."""
        return self.font.get_nominal_glyph(ord(letter)) is not None


def face_for(letter: str, weight: Weight) -> Face | None:
    """Return the font to draw a letter with: Inter in its weight, else the first stand-in that can."""
    inter = _face(_INTER[weight])
    if inter.draws(letter):
        return inter
    return next((face for file in _STAND_INS if (face := _face(file)).draws(letter)), None)


def own_face(weight: Weight) -> Face:
    """Return Inter in the given weight."""
    return _face(_INTER[weight])


@cache
def _face(file: str) -> Face:
    face = hb.Face(hb.Blob.from_file_path(str(resource("fonts", *f"{file}.ttf".split("/")))))
    font = hb.Font(face)
    extents = font.get_font_extents("ltr")
    x_min, y_min, x_max, y_max = struct.unpack(">4h", face.reference_table("head").data[36:44])
    return Face(
        name=file.rpartition("/")[2],
        face=face,
        font=font,
        upem=face.upem,
        ascent=extents.ascender,
        descent=extents.descender,
        box=(x_min, y_min, x_max, y_max),
    )
