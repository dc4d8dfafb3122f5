"""What a camera sees, shown as in a mirror."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.i18n import _


class Mirror(QWidget):
    """Shows the last picture as in a mirror, so that people move the card the right way."""

    def __init__(self, width: int = 320) -> None:
        super().__init__()
        self._width = width
        self._picture = QImage()
        self.setAccessibleName(_("What the camera sees"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(self._width), theme().px(self._width * 3 / 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(self._width / 2), theme().px(self._width / 2))

    def show_picture(self, picture: QImage) -> None:
        """Show a picture in the place of the one before; a null one shows nothing."""
        self._picture = picture
        self.update()

    def has_picture(self) -> bool:
        """Return whether anything of a picture is held here."""
        return not self._picture.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("sunken"))
        if self._picture.isNull():
            return
        fit = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - fit.width()) // 2, (self.height() - fit.height()) // 2
        painter.translate(self.width(), 0)
        painter.scale(-1, 1)
        painter.drawImage(left, top, self._picture.scaled(fit))
