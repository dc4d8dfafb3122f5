"""How documents look: one page size, one family of sizes, the light palette of the desk."""

from dataclasses import dataclass
from typing import Literal

Weight = Literal["regular", "medium", "semibold", "italic"]

# The light column of resources/style/tokens.json; a test holds the two together.
INK = "#18212E"
INK_2 = "#434E5E"
INK_3 = "#5A6575"
ACCENT = "#1C509E"
ACCENT_TINT = "#E4EDFA"
CONTROL = "#7F8997"
LINE = "#D8DDE4"
SUNKEN = "#EFF1F4"
GOOD = "#17693A"
BAD = "#A8231B"
WARN = "#7A4B00"
WARN_TINT = "#FDF0D2"
NATIONAL = "#643A96"
PAPER = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Type for one kind of text: sizes in points, colours as `#RRGGBB`.

    `above` is the white space before it, dropped at the top of a page.
    """

    size: float
    leading: float
    weight: Weight = "regular"
    colour: str = INK
    above: float = 0.0


TITLE = TextStyle(23, 29, "semibold")
LEAD = TextStyle(11.5, 17, colour=INK_2)
HEADING = TextStyle(13, 18, "semibold", ACCENT, above=17)
SUBHEADING = TextStyle(11, 15, "semibold", above=12)
BODY = TextStyle(9.6, 14.2, above=5)
BODY_STRONG = TextStyle(9.6, 14.2, "semibold", above=5)
SMALL = TextStyle(8.4, 12.2, colour=INK_2, above=3)
CAPTION = TextStyle(7.6, 11, colour=INK_3, above=2)
FIGURE = TextStyle(19, 24, "semibold")
ANCHOR = TextStyle(2, 2, colour=PAPER)
"""Signature marks: white on white, there for DocuSign and not for the eye."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page and its margins, in points."""

    width: float = 612.0
    height: float = 792.0
    left: float = 76.0
    right: float = 76.0
    top: float = 66.0
    bottom: float = 74.0
    footer: float = 40.0

    @property
    def measure(self) -> float:
        """The width of the text column."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> float:
        """The height of the text column."""
        return self.height - self.top - self.bottom


US_LETTER = PageSize()
