"""The paper with the recovery code: drawn once, for a printer or a PDF."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from chapter_desk.core.safekeeping.durable import write_durably
from chapter_desk.core.safekeeping.recovery_code import RecoveryCode
from chapter_desk.i18n import _

_COLUMNS = 4
_MARGIN_MM = 25


def draw_paper(painter: QPainter, room: QRectF, chapter: str, code: RecoveryCode) -> None:
    """Draw the paper into `room`, in the painter's own units; black on white, whatever the theme."""
    painter.setPen(Qt.GlobalColor.black)
    line = painter.fontMetrics().height()
    top = room.top()
    head = _font(18, QFont.Weight.DemiBold)
    small, code_font = _font(10.5), QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    code_font.setPointSizeF(20)
    code_font.setBold(True)
    top = _paragraph(painter, room, top, head, _("Recovery code of {chapter}").format(chapter=chapter))
    top = _paragraph(
        painter,
        room,
        top + line / 2,
        small,
        _("If everyone forgets the passphrase, this paper opens the list of members."),
    )
    width, height = room.width() / _COLUMNS, painter.fontMetrics().height() * 4
    for at, group in enumerate(code.groups):
        row, column = divmod(at, _COLUMNS)
        cell = QRectF(room.left() + column * width, top + height * (row + 0.5), width * 0.92, height * 0.8)
        painter.drawRect(cell)
        painter.setFont(small)
        number = cell.adjusted(width * 0.04, height * 0.04, 0, 0)
        painter.drawText(number, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, str(at + 1))
        painter.setFont(code_font)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, group)
    top += height * (len(code.groups) // _COLUMNS + 0.5)
    for words in (
        _("Keep it with the treasurer, not with the laptop. Whoever has both can read everything."),
        _("On the unlock page, choose “Use the recovery code” and type the groups in this order."),
        _(
            "There is no reset by e-mail. If both the passphrase and this paper are lost, the list "
            "cannot be opened by anyone."
        ),
    ):
        top = _paragraph(painter, room, top + line / 2, small, words)


def print_paper(parent: QWidget, chapter: str, code: RecoveryCode) -> bool:
    """Print it through the system's dialog; False if the person changed their mind."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # only who prints needs it

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(_("Recovery code"))
    printer.setPageMargins(QMarginsF(*[_MARGIN_MM] * 4), QPageLayout.Unit.Millimeter)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    painter = QPainter(printer)
    draw_paper(
        painter,
        QRectF(printer.pageRect(QPrinter.Unit.DevicePixel)).translated(
            -printer.pageRect(QPrinter.Unit.DevicePixel).topLeft()
        ),
        chapter,
        code,
    )
    painter.end()
    return True


def paper_pdf(chapter: str, code: RecoveryCode) -> bytes:
    """Return the paper as a PDF of one Letter page."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(_("Recovery code"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    writer.setPageMargins(QMarginsF(*[_MARGIN_MM] * 4), QPageLayout.Unit.Millimeter)
    painter = QPainter(writer)
    draw_paper(painter, QRectF(0, 0, writer.width(), writer.height()), chapter, code)
    painter.end()
    buffer.close()
    return bytes(content.data())


def save_paper(parent: QWidget, chapter: str, code: RecoveryCode) -> str:
    """Save it as a PDF where the person says, and return the file's name; "" if they changed their mind.

    Raises:
        NotSaved: The disk did not take it.
    """
    suggested = str(Path.home() / (_("Recovery code") + ".pdf"))
    chosen, _kind = QFileDialog.getSaveFileName(
        parent, _("Save the recovery code"), suggested, _("PDF files (*.pdf)")
    )
    if not chosen:
        return ""
    path = Path(chosen)
    write_durably(path if path.suffix else path.with_suffix(".pdf"), paper_pdf(chapter, code), replace=True)
    return path.name


def _font(points: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont("Inter")
    font.setPointSizeF(points)
    font.setWeight(weight)
    return font


def _paragraph(painter: QPainter, room: QRectF, top: float, font: QFont, words: str) -> float:
    """Draw a paragraph and return where it ends."""
    painter.setFont(font)
    flags = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
    place = QRectF(room.left(), top, room.width(), room.bottom() - top)
    drawn = painter.boundingRect(place, flags, words)
    painter.drawText(place, flags, words)
    return drawn.bottom()
