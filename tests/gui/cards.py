"""Cards in tests: issued, typed as a scanner types them, and held before a camera that is none."""

import random

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from chapter_desk.core.documents.qr_code import qr_picture
from chapter_desk.core.meetings.cards import new_cards
from chapter_desk.values import PersonId
from tests.gui.evening import Evening, hit, type_text

UNKNOWN = "CDP" + "BCDFGHJK" * 4
"""The code of a card that no chapter issued."""


def issued(evening: Evening, person: PersonId) -> str:
    """Issue a card for somebody; return its code."""
    (card,) = new_cards([person])
    evening.app.sign_in_cards.issue([card])
    return card.token


def scan(window: QWidget, evening: Evening, code: str) -> None:
    """Type as a scanner does: each letter at once, then Enter."""
    type_text(window, code)
    hit(evening, window, Qt.Key.Key_Return)


class FakeCamera:
    """Shows the pictures a test holds before it."""

    def __init__(self, trouble=""):
        self.trouble, self.on, self.seen = trouble, False, None

    def start(self, seen, failed):
        if self.trouble:
            failed(self.trouble)
        else:
            self.on, self.seen = True, seen

    def stop(self):
        self.on = False


def photo(text, *, turn=0.0, blurred=1, noise=0, size=(1280, 720)):
    """Return what a camera would see of a code held before it."""
    code = QImage.fromData(qr_picture(text), "PNG")
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("#8a7f70"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(size[0] / 2, size[1] / 2)
    painter.rotate(turn)
    painter.drawImage(QRectF(-150, -150, 300, 300), code)
    painter.end()
    if noise:
        dice = random.Random(7)
        for _ in range(noise):
            at = dice.randrange(size[0]), dice.randrange(size[1])
            image.setPixelColor(*at, QColor("black" if dice.random() < 0.5 else "white"))
    smooth = Qt.TransformationMode.SmoothTransformation
    small = image.scaled(size[0] // blurred, size[1] // blurred, mode=smooth)
    return small.scaled(*size, mode=smooth)
