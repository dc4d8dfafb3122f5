"""The structure of a tagged PDF: what is a heading, what a list, and in which order it is read."""

from dataclasses import dataclass, field

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFObjectReference,
    PDFString,
    PDFtrue,
)


@dataclass(eq=False, slots=True)
class Element:
    """A node of the document's structure: a heading, a paragraph, a list item.

    `tag` is a standard structure type.  `spoken` replaces the content for a screen reader.
    `inside` holds further elements, in reading order; `content` is filled while drawing, with the
    page and the number of each piece of marked content.
    """

    tag: str
    spoken: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["Element"] = field(default_factory=list)
    content: list[tuple[PDFObjectReference, int]] = field(default_factory=list)

    @property
    def drawn(self) -> bool:
        """Say whether anything of it is on a page."""
        return bool(self.content) or any(element.drawn for element in self.inside)


class _Written(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """One element as it stands in the file, put together at once: reportlab's dictionaries are slow."""

    __RefOnly__ = 1

    def __init__(self, element: Element, parent: PDFObjectReference) -> None:
        self.element = element
        self.parent = parent
        self.kids: list[PDFObjectReference] = []

    def format(self, document: PDFDocument) -> bytes:
        """Return the element's dictionary."""
        content = [
            b"<</Type /MCR /Pg %b /MCID %d>>" % (page.format(document), number)
            for page, number in self.element.content
        ]
        kids = b" ".join([*content, *(kid.format(document) for kid in self.kids)])
        start = f"<</Type /StructElem /S /{self.element.tag} /P ".encode("ascii")
        return b"%b%b /K [%b]%b>>" % (start, self.parent.format(document), kids, self._details(document))

    def _details(self, document: PDFDocument) -> bytes:
        details = b""
        if self.element.spoken:
            details += b" /Alt " + PDFString(self.element.spoken).format(document)
        if self.element.attributes:
            words = {key: PDFName(word) for key, word in self.element.attributes.items()}
            details += b" /A " + PDFDictionary(words).format(document)
        return details


def write_structure(doc: PDFDocument, root: Element, pages: list[list[Element]]) -> None:
    """Put the structure into the document; `pages` are the elements of each page's marked content."""
    tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
    tree_ref = doc.Reference(tree)
    refs: dict[int, PDFObjectReference] = {}
    tree.dict["K"] = _written(doc, root, tree_ref, refs)
    numbers: list[object] = []
    for page, elements in enumerate(pages):
        numbers += [page, doc.Reference(PDFArray([refs[id(element)] for element in elements]))]
    tree.dict["ParentTree"] = doc.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
    tree.dict["ParentTreeNextKey"] = len(pages)
    doc.Catalog.StructTreeRoot = tree_ref
    doc.Catalog.MarkInfo = PDFDictionary({"Marked": PDFtrue})


def _written(
    doc: PDFDocument, element: Element, parent: PDFObjectReference, refs: dict[int, PDFObjectReference]
) -> PDFObjectReference:
    written = _Written(element, parent)
    ref = refs[id(element)] = doc.Reference(written)
    written.kids = [_written(doc, inner, ref, refs) for inner in element.inside if inner.drawn]
    return ref
