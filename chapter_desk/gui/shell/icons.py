"""Lucide icons, tinted as they are drawn, so that a change of colours needs nobody's help."""

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from chapter_desk.files import data_home, resource


@cache
def svg_text(name: str) -> str:
    """Return the drawing of an icon; its strokes have the colour `currentColor`."""
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def drawn(name: str, colour: QColor, width: int, dpr: float = 1.0) -> QPixmap:
    """Return an icon in a colour, `width` logical pixels wide, sharp on a screen of ratio `dpr`."""
    return _drawn(name, colour.name(), width, round(dpr, 3))


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, width: int, dpr: float) -> QPixmap:
    real = max(1, round(width * dpr))
    picture = QPixmap(real, real)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    svg = svg_text(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, real, real))
    painter.end()
    picture.setDevicePixelRatio(dpr)
    return picture


class LucideEngine(QIconEngine):
    """Draws one icon in the colour its role has at that moment."""

    def __init__(self, name: str, role: str, on: str, off: str, colour: Callable[[str], QColor]) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self._on = on
        self._off = off
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        device = painter.device()
        picture = drawn(
            self._name, self._tint(mode, state), side, device.devicePixelRatioF() if device else 1
        )
        at = rect.center() - QPoint((side - 1) // 2, (side - 1) // 2)
        painter.drawPixmap(at, picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # Qt asks in device pixels and marks the ratio on what it gets
        side = min(size.width(), size.height())
        picture = QPixmap(drawn(self._name, self._tint(mode, state), side))
        picture.setDevicePixelRatio(scale)
        return picture

    def clone(self) -> QIconEngine:
        return LucideEngine(self._name, self._role, self._on, self._off, self._colour)

    def _tint(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        if mode == QIcon.Mode.Disabled:
            return self._colour(self._off)
        return self._colour(self._on if state == QIcon.State.On else self._role)


@cache
def _images() -> Path:
    # the style sheet can only name files; these few ticks and arrows are kept beside the settings
    kept = data_home() / "style"
    try:
        kept.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _images_of_this_run()
    return kept


@cache
def _images_of_this_run() -> Path:
    import atexit
    import shutil
    import tempfile  # late: only where this person's folder cannot be written

    folder = Path(tempfile.mkdtemp(prefix="chapter-desk-style-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def role_image(name: str, role: str, colour: str) -> str:
    """Return the path, as a style sheet writes it, of an icon in a colour.

    Lucide's line is thin for a 16 pixel box, so it is drawn a little bolder.
    """
    named = f"{name}-{role}-{colour.lstrip('#')}.svg"
    file = _images() / named
    svg = svg_text(name).replace("currentColor", colour).replace('stroke-width="1.75"', 'stroke-width="2.5"')
    try:
        if not file.exists() or file.read_text(encoding="utf-8") != svg:
            file.write_text(svg, encoding="utf-8")
    except OSError:
        file = _images_of_this_run() / named
        file.write_text(svg, encoding="utf-8")
    return file.as_posix()
