"""A reportlab canvas that writes a tagged PDF (ISO 32000-1, 14.7 and 14.8).

reportlab draws pages but has no notion of headings, paragraphs or lists.  Here each piece of
drawing is wrapped in marked content that points to an `Element` of the document's outline, and
everything that is only decoration is marked as an artifact, which a screen reader passes over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from reportlab.pdfbase.pdfdoc import PDFName, PDFPage, PDFStream, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from chapter_desk.core.documents.embedding import EmbeddedFace
from chapter_desk.core.documents.faces import Face
from chapter_desk.core.documents.structure import Element, write_structure
from chapter_desk.core.documents.styles import PageSize


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
            page.Contents = PDFStream(content=page.stream, filters=[PDFZCompress])  # not in base 85 as well
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents = number
            page.Tabs = PDFName("S")
            add(page)

        self._doc.addPage = add_tied
        super().showPage()
        del self._doc.addPage

    def finish(self, root: Element) -> bytes:
        """Return the PDF, with `root` (a `Document`) as its structure."""
        write_structure(self._doc, root, self._parents)
        self.save()
        return self._file.getvalue()
