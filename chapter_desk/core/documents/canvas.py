"""A reportlab canvas that writes a tagged PDF (ISO 32000-1, 14.7 and 14.8).

reportlab draws pages but has no notion of headings, paragraphs or lists.  Here each piece of
drawing is wrapped in marked content that points to an `Element` of the document's outline, and
everything that is only decoration is marked as an artifact, which a screen reader passes over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFPage,
    PDFString,
    PDFtrue,
)
from reportlab.pdfgen.canvas import Canvas

from chapter_desk.core.documents.embedding import EmbeddedFace
from chapter_desk.core.documents.faces import Face
from chapter_desk.core.documents.styles import PageSize


@dataclass(eq=False, slots=True)
class Element:
    """A node of the document's structure: a heading, a paragraph, a list item.

    `tag` is a standard structure type.  `spoken` replaces the content for a screen reader.
    `inside` holds further elements, in reading order; `content` is filled while drawing.
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


class TaggedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Draws pages of positioned text and plain boxes; `finish` returns the file."""

    def __init__(self, page: PageSize, *, title: str, author: str, subject: str, language: str) -> None:
        self._file = BytesIO()
        super().__init__(
            self._file,
            pagesize=(page.width, page.height),
            pageCompression=1,
            invariant=1,
            lang={"en": "en-US", "es": "es-US"}.get(language, language),
            pdfVersion=(1, 7),
        )
        self.setTitle(title)
        self.setAuthor(author)
        self.setSubject(subject)
        self.setCreator("Chapter Desk")
        self.setViewerPreference("DisplayDocTitle", "true")
        self._faces: dict[str, EmbeddedFace] = {}
        self._marked: list[Element] = []
        self._parents: list[list[Element]] = []

    def _make_preamble(self) -> None:
        # reportlab would begin each page in Helvetica, a font that is not in the file
        self._preamble = "1 0 0 1 0 0 cm"

    def embedded(self, face: Face) -> EmbeddedFace:
        """Return the face as it is in this document."""
        found = self._faces.get(face.name)
        if found is None:
            found = self._faces[face.name] = EmbeddedFace(face, len(self._faces) + 1)
            self._doc.fontMapping[face.name] = f"/{found.name}"
            self._doc.delayedFonts.append(found)
        return found

    @contextmanager
    def content_of(self, element: Element) -> Iterator[None]:
        """Mark what is drawn inside the block as content of the element."""
        number = len(self._marked)
        self._marked.append(element)
        element.content.append((self._doc.thisPageRef(), number))
        self.addLiteral(f"/{element.tag} <</MCID {number}>> BDC")
        yield
        self.addLiteral("EMC")

    @contextmanager
    def decoration(self, kind: str = "") -> Iterator[None]:
        """Mark what is drawn inside the block as no content; `kind` is `Header`, `Footer` or nothing."""
        page_furniture = f"<</Type /Pagination /Subtype /{kind}>> BDC"
        self.addLiteral(f"/Artifact {page_furniture}" if kind else "/Artifact BMC")
        yield
        self.addLiteral("EMC")

    def showPage(self) -> None:  # noqa: N802 (reportlab's name)
        """Finish the page and tie its marked content to the structure."""
        number = len(self._parents)
        self._parents.append(self._marked)
        self._marked = []
        add = self._doc.addPage

        def add_tied(page: PDFPage) -> None:
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents = number
            page.Tabs = PDFName("S")
            add(page)

        self._doc.addPage = add_tied
        super().showPage()
        del self._doc.addPage

    def finish(self, root: Element) -> bytes:
        """Return the PDF, with `root` (a `Document`) as its structure."""
        doc = self._doc
        tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        tree_ref = doc.Reference(tree)
        refs: dict[int, PDFObjectReference] = {}
        tree.dict["K"] = self._written(root, tree_ref, refs)
        numbers: list[Any] = []
        for page, elements in enumerate(self._parents):
            numbers += [page, doc.Reference(PDFArray([refs[id(element)] for element in elements]))]
        tree.dict["ParentTree"] = doc.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        tree.dict["ParentTreeNextKey"] = len(self._parents)
        doc.Catalog.StructTreeRoot = tree_ref
        doc.Catalog.MarkInfo = PDFDictionary({"Marked": PDFtrue})
        self.save()
        return self._file.getvalue()

    def _written(
        self, element: Element, parent: PDFObjectReference, refs: dict[int, PDFObjectReference]
    ) -> PDFObjectReference:
        written = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.tag), "P": parent})
        ref = refs[id(element)] = self._doc.Reference(written)
        kids: list[Any] = [
            PDFDictionary({"Type": PDFName("MCR"), "Pg": page, "MCID": number})
            for page, number in element.content
        ]
        kids += [self._written(inner, ref, refs) for inner in element.inside if inner.drawn]
        written.dict["K"] = PDFArray(kids)
        if element.spoken:
            written.dict["Alt"] = PDFString(element.spoken)
        if element.attributes:
            written.dict["A"] = PDFDictionary(
                {key: PDFName(word) for key, word in element.attributes.items()}
            )
        return ref
