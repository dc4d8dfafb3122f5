"""The paper on the screen: a QPdfView whose filled-in words are tinted.  Only this module knows QtPdf."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMargins, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from chapter_desk.core.documents.pages import TypedPlace
from chapter_desk.gui.shell.theme import theme, tokens
from chapter_desk.i18n import _

_MARGIN = 14
_ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


class PaperView(QPdfView):
    """Shows a PDF, one page under the other; another PDF takes its place without losing the place read.

    Page Up and Page Down turn pages, Ctrl and the wheel change the size.

    Signals:
        page_changed(int, int): The page in sight, from 1, and how many there are.
        size_changed(int): The size in percent.
    """

    page_changed = Signal(int, int)
    size_changed = Signal(int)

    def __init__(self, holder: QWidget) -> None:
        super().__init__(holder)
        # A document must outlive the view that draws it.  A widget's children go in the order they
        # came, so both belong to the widget around the view, the documents after it.
        self._holder = holder
        self._document = QPdfDocument(holder)
        self._bytes = QBuffer(holder)
        self._filled: tuple[TypedPlace, ...] = ()
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.setDocumentMargins(QMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN))
        self.setPageSpacing(_MARGIN)
        self.setFrameShape(QPdfView.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._colour()
        theme().changed.connect(self._colour)
        self.pageNavigator().currentPageChanged.connect(lambda _page: self._say_page())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._say_page())
        self._say_page()

    def show_paper(self, pdf: bytes, filled: Sequence[TypedPlace]) -> None:
        """Show a PDF; `filled` are the words to tint.  The place that was being read stays in sight."""
        bars = (self.verticalScrollBar(), self.horizontalScrollBar())
        at = [bar.value() for bar in bars]
        document, held = QPdfDocument(self._holder), QBuffer(self._holder)
        held.setData(QByteArray(pdf))
        held.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(held)
        before = self._document, self._bytes
        self._document, self._bytes, self._filled = document, held, tuple(filled)
        self.setDocument(document)
        for old in before:
            old.deleteLater()
        for bar, value in zip(bars, at, strict=True):
            bar.setValue(value)
        self._say_page()
        self.viewport().update()

    def pages(self) -> int:
        """Return how many pages there are."""
        return self._document.pageCount()

    def words(self) -> str:
        """Return the text of the paper, as a reader would copy it."""
        return "\n".join(self._document.getAllText(page).text() for page in range(self.pages()))

    def next_page(self, step: int) -> None:
        """Go a page on (+1) or back (-1)."""
        tops = [self._page_rect(page).top() for page in range(self.pages())]
        here = self.verticalScrollBar().value()
        if step > 0:
            wanted = next((top for top in tops if top - _MARGIN > here + 1), None)
        else:
            wanted = next((top for top in reversed(tops) if top - _MARGIN < here - 1), None)
        if wanted is not None:
            self.verticalScrollBar().setValue(int(wanted) - _MARGIN)

    def step_size(self, step: int) -> None:
        """Show the paper larger (+1), smaller (-1) or as wide as there is room (0)."""
        if step == 0:
            self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        else:
            now = self.size_now()
            beyond = [zoom for zoom in _ZOOMS if (zoom > now + 0.01 if step > 0 else zoom < now - 0.01)]
            if beyond:
                self.setZoomMode(QPdfView.ZoomMode.Custom)
                self.setZoomFactor(min(beyond) if step > 0 else max(beyond))
        self.size_changed.emit(round(100 * self.size_now()))
        self.viewport().update()

    def size_now(self) -> float:
        """Return how large the paper is shown: 1.0 is its true size on this screen."""
        if self.zoomMode() == QPdfView.ZoomMode.Custom or not self.pages():
            return self.zoomFactor()
        room = self.viewport().width() - 2 * _MARGIN
        return max(0.05, room / (self._page_size(0).width() or 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.next_page(step)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.pages():
            return
        painter = QPainter(self.viewport())
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        tint = QColor(tokens()["colour"]["accent-tint"]["light"])  # the paper is white in the dark, too
        for rect in self.tinted():
            painter.fillRect(rect, tint)

    def tinted(self) -> list[QRectF]:
        """Return where filled-in words stand on the screen now, in the viewport's pixels."""
        scale = self.size_now() * _screen()
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        found = []
        for place in self._filled:
            page = self._page_rect(place.page)
            found.append(
                QRectF(
                    page.left() + place.left * scale - across - 1,
                    page.top() + place.top * scale - down,
                    place.width * scale + 2,
                    place.height * scale,
                )
            )
        return found

    def _page_size(self, page: int) -> QSizeF:
        return self._document.pagePointSize(page) * _screen()

    def _page_rect(self, page: int) -> QRectF:
        # as QPdfView lays pages out: under each other, centred, with the margins around
        zoom = self.size_now()
        sizes = [(self._page_size(number) * zoom).toSize() for number in range(page + 1)]
        widest = max((self._page_size(n) * zoom).toSize().width() for n in range(self.pages()))
        top = _MARGIN + sum(size.height() + _MARGIN for size in sizes[:-1])
        left = (max(widest + 2 * _MARGIN, self.viewport().width()) - sizes[-1].width()) // 2
        return QRectF(left, top, sizes[-1].width(), sizes[-1].height())

    def _say_page(self) -> None:
        count = self.pages()
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        tops = [self._page_rect(page).top() for page in range(count)]
        page = max(1, sum(top <= middle for top in tops))
        self.setAccessibleName(_("Preview, page {page} of {count}").format(page=page, count=count))
        self.page_changed.emit(page, count)

    def _colour(self) -> None:
        palette = QPalette(self.palette())
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, theme().colour("sunken"))
        self.setPalette(palette)


def _screen() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.logicalDotsPerInch() / 72 if screen is not None else 96 / 72
