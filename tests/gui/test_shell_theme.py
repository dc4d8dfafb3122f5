import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QPushButton

import chapter_desk.gui
from chapter_desk.files import resource
from chapter_desk.gui.shell.theme import (
    SMALLEST_PT,
    Look,
    colours_of,
    style_sheet,
    tabular,
    text_scales,
    theme,
    tokens,
)
from chapter_desk.gui.widgets.labels import TextLabel

EITHER = (False, True)
LOOKS = [Look(dark, scale, more) for dark in EITHER for scale in (0.9, 1.0, 1.5) for more in EITHER]


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [part / 255 for part in QColor(colour).getRgb()[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lights = sorted((luminance(one), luminance(other)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


@pytest.mark.parametrize("pair", tokens()["contrast"], ids=lambda pair: f"{pair['text']} on {pair['on']}")
@pytest.mark.parametrize("side", ["light", "dark"])
def test_every_pair_of_colours_has_the_contrast_it_needs(pair, side):
    colours = tokens()["colour"]
    found = contrast(colours[pair["text"]][side], colours[pair["on"]][side])
    assert found >= pair["needs"]
    assert round(found, 2) == pair[side]


@pytest.mark.parametrize("dark", [False, True])
def test_more_contrast_makes_hints_as_strong_as_text(dark):
    colours = colours_of(Look(dark, 1.0, more_contrast=True))
    assert colours["ink-3"] == colours["ink-2"] == colours["ink"]
    assert colours["line"] == colours["control"]
    assert "2px solid " + colours["control"] in style_sheet(Look(dark, 1.0, more_contrast=True))


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_sheet_has_no_gap_left_and_no_text_under_nine_points(look):
    sheet = style_sheet(look)
    assert not re.findall(r"[@$%][a-z0-9]", sheet)
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)pt", sheet)]
    assert sizes
    assert min(sizes) >= SMALLEST_PT


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_sheet_names_only_colours_of_the_table(look):
    known = {value.lower() for value in colours_of(look).values()}
    assert {found.lower() for found in re.findall(r"#[0-9a-fA-F]{6}\b", style_sheet(look))} <= known


def test_no_colour_is_written_in_the_code_of_the_window():
    # but the code that phones read, which is black on white everywhere
    written = re.compile(r"""["']#[0-9a-fA-F]{3,8}["']|QColor\(\d+, \d+, \d+\)""")
    gui = Path(chapter_desk.gui.__file__).parent
    found = [path.name for path in gui.rglob("*.py") if written.search(path.read_text("utf-8"))]
    assert [name for name in found if name != "qr_tile.py"] == []


def test_the_tokens_shipped_are_those_of_the_design():
    assert set(tokens()) >= {"colour", "contrast", "type", "space", "radius", "size", "icon", "motion"}


def test_text_size_goes_by_known_steps_and_stops_at_the_ends(qapp):
    theme().step_text(-1)
    theme().step_text(-1)
    assert theme().scale == min(text_scales())
    for _step in range(9):
        theme().step_text(1)
    assert theme().scale == max(text_scales())
    theme().step_text(0)
    assert theme().scale == 1.0


def test_sizes_grow_with_the_text_and_hair_lines_do_not(qapp):
    theme().use(scale=1.5)
    assert theme().px(34) == 51
    assert "min-height: 49px" in style_sheet(theme().look)
    assert "border: 1px solid" in style_sheet(theme().look)


def test_colours_change_at_once(qtbot):
    button = QPushButton("Go")
    qtbot.addWidget(button)
    with qtbot.waitSignal(theme().changed):
        theme().use(colours="dark")
    assert theme().colour("canvas") == QColor(tokens()["colour"]["canvas"]["dark"])
    assert button.palette().windowText().color() == theme().colour("ink")


def test_icons_take_the_colours_of_the_moment(qapp):
    icon = theme().icon("house", "accent")
    light = icon.pixmap(20, 20).toImage()
    theme().use(colours="dark")
    dark = icon.pixmap(20, 20).toImage()
    assert light != dark
    assert QColor(tokens()["colour"]["accent"]["dark"]).name() in {
        dark.pixelColor(x, y).name() for x in range(20) for y in range(20)
    }


def test_icons_are_sharp_on_a_fine_screen(qapp):
    picture = theme().pixmap("house", "ink", 20, dpr=2.0)
    assert (picture.width(), picture.devicePixelRatio()) == (40, 2.0)


def test_figures_keep_their_width_through_the_style_sheet(qtbot):
    label = TextLabel("1111", "counter", figures=True)
    qtbot.addWidget(label)
    label.ensurePolished()
    assert label.font().featureValue(QFont.Tag("tnum")) == 1
    narrow = label.fontMetrics().horizontalAdvance("1111")
    assert narrow == label.fontMetrics().horizontalAdvance("0000")
    tabular(label)
    theme().use(scale=1.3)
    assert label.font().featureValue(QFont.Tag("tnum")) == 1


def test_the_type_scale_never_goes_below_nine_points(qapp):
    theme().use(scale=0.9)
    for name in tokens()["type"]["scale"]:
        assert theme().font(name).pointSizeF() >= SMALLEST_PT


def test_every_icon_named_in_the_window_is_shipped():
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in resource("..", "chapter_desk", "gui").rglob("*.py")
    )
    shipped = {path.stem for path in resource("icons").glob("*.svg")}
    named = set(re.findall(r'icon="([a-z0-9-]+)"|IconLabel\(\s*"([a-z0-9-]+)"', source))
    assert {name for pair in named for name in pair if name} <= shipped
