"""How the program looks: colours, type, sizes and icons, from `resources/style/tokens.json`.

`theme()` is the one answer to "which blue, which size" for widgets that paint themselves; everything
else is said in the style sheet, which is built once per (colours, scale) and set on the application.
"""

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from chapter_desk.files import resource
from chapter_desk.gui.shell.icons import LucideEngine, drawn, role_image

Colours = Literal["system", "light", "dark"]
COLOURS: tuple[Colours, ...] = ("system", "light", "dark")

SMALLEST_PT = 9.0
"""No text anywhere is smaller, whatever the person's text size."""


@cache
def tokens() -> dict[str, Any]:
    """Return the design tokens as read from the file shipped with the program."""
    read: dict[str, Any] = json.loads(resource("style", "tokens.json").read_text(encoding="utf-8"))
    return read


def text_scales() -> Sequence[float]:
    """Return the text sizes a person can choose from, smallest first, 1.0 among them."""
    scales: list[float] = tokens()["type"]["user_scale"]
    return scales


@dataclass(frozen=True, slots=True)
class Look:
    """What decides the style sheet: nothing else does."""

    dark: bool = False
    scale: float = 1.0
    more_contrast: bool = False


class Theme(QObject):
    """The present look of the program, and the way to change it.

    Signals:
        changed(): Colours or sizes are others now.  Widgets that fixed a size in
            pixels set it again; painting and icons follow by themselves.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._colours: Colours = "system"
        self._scale = 1.0
        self._no_motion = False
        self.installed = False
        self._look = Look()
        self._icons: dict[tuple[str, str, str | None, str], QIcon] = {}
        # of the present look: lists ask for each row they paint
        self._tints: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, bool, int | None, float], QFont] = {}

    @property
    def look(self) -> Look:
        """What is on the screen now."""
        return self._look

    @property
    def colours(self) -> Colours:
        """What the person chose, "system" if they left it to the computer."""
        return self._colours

    @property
    def scale(self) -> float:
        """The text size: 1.0 is 100 %."""
        return self._scale

    @property
    def still(self) -> bool:
        """Whether nothing may move: the setting, or the system asks for reduced motion."""
        return self._no_motion or _system_asks("motionPreference", "ReducedMotion")

    def install(self, colours: Colours = "system", scale: float = 1.0) -> None:
        """Load the fonts, take the Fusion style and dress the application.  Once, before any window."""
        app = _app()
        self.installed = True
        for face in ("Regular", "Medium", "SemiBold"):
            QFontDatabase.addApplicationFont(str(resource("fonts", f"Inter-{face}.ttf")))
        app.setStyle("Fusion")
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        self.use(colours=colours, scale=scale, force=True)

    def use(
        self,
        *,
        colours: Colours | None = None,
        scale: float | None = None,
        no_motion: bool | None = None,
        force: bool = False,
    ) -> None:
        """Change what is given, at once, everywhere.

        A scale that is not one of `text_scales()` becomes the nearest one.
        """
        if colours is not None:
            self._colours = colours
        if scale is not None:
            self._scale = min(text_scales(), key=lambda known: abs(known - scale))
        if no_motion is not None:
            self._no_motion = no_motion
        self._dress(force)

    def step_text(self, by: int) -> None:
        """Make the text one size larger (+1) or smaller (-1); 0 goes back to 100 %."""
        scales = text_scales()
        at = scales.index(self._scale) + by if by else scales.index(1.0)
        self.use(scale=scales[max(0, min(len(scales) - 1, at))])

    def colour(self, role: str) -> QColor:
        """Return the colour of a role of `tokens.json`, for instance "ink-2"."""
        if role not in self._tints:
            self._tints = {each: QColor(value) for each, value in colours_of(self._look).items()}
        return QColor(self._tints[role])

    def px(self, size: float) -> int:
        """Return a size of the design, in pixels at 100 %, at the present text size."""
        return max(1, round(size * self._scale)) if size else 0

    def size(self, name: str) -> int:
        """Return a named size of `tokens.json` ("row", "side-panel"...) at the present text size."""
        return self.px(tokens()["size"][name])

    def points(self, pt: float) -> float:
        """Return a size of type, in points, at the present text size; never below 9."""
        return points(pt, self._scale)

    def font(self, name: str = "body", *, tabular: bool = False, weight: int | None = None) -> QFont:
        """Return the font of a name in the type scale ("caption", "h3", "counter"...)."""
        key = (name, tabular, weight, self._scale)
        if key not in self._fonts:
            kind = tokens()["type"]["scale"][name]
            font = QFont()
            font.setFamilies(_families())
            font.setPointSizeF(self.points(kind["pt"]))
            font.setWeight(QFont.Weight(weight or kind["weight"]))
            self._fonts[key] = with_tabular_figures(font) if tabular else font
        return QFont(self._fonts[key])  # a copy knows its glyphs already

    def icon(self, name: str, role: str = "ink-2", *, on: str | None = None, off: str = "ink-3") -> QIcon:
        """Return an icon that takes the colours of the theme each time it is drawn.

        `on` is the role when the button is checked, `off` when it cannot be used.
        """
        key = (name, role, on, off)
        if key not in self._icons:
            self._icons[key] = QIcon(LucideEngine(name, role, on or role, off, self.colour))
        return self._icons[key]

    def pixmap(self, name: str, role: str = "ink-2", size: float = 16, *, dpr: float = 1.0) -> QPixmap:
        """Return an icon for a painter or a label, `size` design pixels wide, sharp at `dpr`."""
        return drawn(name, self.colour(role), self.px(size), dpr)

    def _follow_system(self) -> None:
        self._dress(False)

    def _dress(self, force: bool) -> None:
        app = _app()
        hints = app.styleHints()
        dark = self._colours == "dark"
        if self._colours == "system":
            dark = hints.colorScheme() == Qt.ColorScheme.Dark
        more = _system_asks("contrastPreference", "HighContrast")
        look = Look(dark, self._scale, more)
        if look == self._look and not force:
            return
        self._look = look
        self._tints.clear()
        self._fonts.clear()
        if self._colours != "system":
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        app.setFont(self.font())
        app.setPalette(_palette(look))
        app.setStyleSheet(style_sheet(look))
        self.changed.emit()


def colours_of(look: Look) -> dict[str, str]:
    """Return the value of every colour role for a look.

    With more contrast asked for, hints are as dark as text and separators as strong as borders.
    """
    side = "dark" if look.dark else "light"
    values: dict[str, str] = {role: both[side] for role, both in tokens()["colour"].items()}
    if look.more_contrast:
        values |= {"ink-2": values["ink"], "ink-3": values["ink"], "line": values["control"]}
    return values


@cache
def style_sheet(look: Look) -> str:
    """Return the style sheet of the whole program for a look.

    In the template `@role` is a colour, `$10pt` a size of type and `$34px` a size that grow with the
    text (`$34-2px` takes the two pixels of a border off), `%icon:role%` the path of a tinted icon.
    """
    colours = colours_of(look)
    text = resource("style", "desk.qss.in").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    if look.more_contrast:
        text = text.replace("1px solid @control", "2px solid @control")
    text = re.sub(r"\$([\d.]+)pt", lambda m: f"{points(float(m[1]), look.scale):g}pt", text)
    text = re.sub(
        r"\$([\d.]+)(?:-(\d+))?px", lambda m: f"{round(float(m[1]) * look.scale) - int(m[2] or 0)}px", text
    )
    text = re.sub(r"%([a-z0-9-]+):([a-z0-9-]+)%", lambda m: role_image(m[1], m[2], colours[m[2]]), text)
    return re.sub(r"@([a-z0-9-]+)", lambda m: colours[m[1]], text)


def points(pt: float, scale: float) -> float:
    """Return a size of type at a scale, in points of this system, not below the smallest allowed."""
    factor: float = tokens()["type"]["mac_factor"] if sys.platform == "darwin" else 1.0
    return round(max(SMALLEST_PT, pt * scale) * factor, 2)


def with_tabular_figures(font: QFont) -> QFont:
    """Return the font with figures of equal width, for columns, counters and clocks."""
    tabular = QFont(font)
    tabular.setFeature(QFont.Tag("tnum"), 1)
    return tabular


def tabular(widget: QWidget) -> None:
    """Give a widget figures of equal width; its size and weight stay the style sheet's."""
    widget.setFont(with_tabular_figures(widget.font()))


def restyled(widget: QWidget, **properties: object) -> None:
    """Set properties the style sheet looks at, and have it look again."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.updateGeometry()
    widget.update()


@cache
def theme() -> Theme:
    """Return the one theme of the program."""
    return Theme()


@cache
def load_other_scripts() -> None:
    """Load italics and the fonts for Arabic and Chinese names: after the first paint, for they are large."""
    for name in ("Inter-Italic.ttf", "NotoSansArabic-Regular.ttf", "DroidSansFallbackFull.ttf"):
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))


def _families() -> list[str]:
    kinds = tokens()["type"]
    return [kinds["family"], *kinds["fallback"][:-1], "Noto Sans Arabic", "Droid Sans Fallback"]


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication), "the theme dresses an application that is there"
    return app


def _system_asks(preference: str, value: str) -> bool:
    if QGuiApplication.instance() is None:
        return False
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # not in every Qt 6
    if accessibility is None:
        return False
    wishes = accessibility()
    asked = getattr(wishes, preference, None)
    return asked is not None and asked().name == value


def _palette(look: Look) -> QPalette:
    colours = colours_of(look)
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, name in (
        (roles.Window, "canvas"),
        (roles.WindowText, "ink"),
        (roles.Base, "surface"),
        (roles.AlternateBase, "surface"),
        (roles.Text, "ink"),
        (roles.Button, "surface"),
        (roles.ButtonText, "ink"),
        (roles.BrightText, "on-accent"),
        (roles.ToolTipBase, "ink"),
        (roles.ToolTipText, "canvas"),
        (roles.PlaceholderText, "ink-3"),
        (roles.Highlight, "selection"),
        (roles.HighlightedText, "ink"),
        (roles.Link, "accent"),
        (roles.LinkVisited, "accent"),
        (roles.Accent, "accent"),
        (roles.Light, "surface"),
        (roles.Midlight, "line"),
        (roles.Mid, "line"),
        (roles.Dark, "control"),
        (roles.Shadow, "control"),
    ):
        palette.setColor(role, QColor(colours[name]))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["ink-3"]))
    return palette
