"""The lab page at 1600 × 1000 stands where the mock-ups A, B and F have it, in their type and colours.

Numbers are pixels of the mock-ups' HTML (`look/source`): position and extent of `.topbar` and of the `.panel` elements.
"""

import json
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from nnsim.assets import asset_path
from ui.look import font, theme
from ui.main_window import MainWindow
from ui.panels.gallery.sample_card import SampleCard

NEAR = 3


def rectangle(widget: QWidget, window: MainWindow) -> tuple[int, int, int, int]:
    """Left, top, width, height in the window."""
    at = widget.mapTo(window, QPoint(0, 0))
    return at.x(), at.y(), widget.width(), widget.height()


def is_near(found: tuple[int, ...], expected: tuple[int, ...], by: int = NEAR) -> bool:
    return all(abs(a - b) <= by for a, b in zip(found, expected, strict=True))


def test_panels_stand_as_in_mock_up_a(lab: MainWindow) -> None:
    expected = {
        "top_bar": (0, 0, 1600, 52),
        "palette_column": (0, 52, 220, 780),
        "canvas": (220, 52, 996, 780),
        "dock": (1216, 52, 384, 780),
        "timeline": (0, 832, 1600, 168),
    }
    found = {part: rectangle(getattr(lab, part), lab) for part in expected}
    wrong = {part: found[part] for part in expected if not is_near(found[part], expected[part])}
    assert not wrong


def test_the_dock_is_wider_for_the_plots_as_in_mock_up_b(lab: MainWindow) -> None:
    lab.dock.bring("plots")
    QApplication.processEvents()
    assert is_near(rectangle(lab.dock, lab)[:3], (1120, 52, 480))
    chart, map_ = lab.plots.loss, lab.plots.boundary.map
    assert is_near(rectangle(chart, lab)[2:], (440, 160))
    assert is_near(rectangle(map_, lab)[2:], (252, 252))
    assert is_near((rectangle(chart, lab)[0],), (1140,))


def test_top_bar_parts_have_their_heights(lab: MainWindow) -> None:
    bar = lab.top_bar
    assert bar.train.height() == 32
    assert bar.train.width() >= 92
    assert bar.backend.height() == 26
    assert bar.languages.height() == 30
    assert bar.speed.slider.width() == 92
    middle = rectangle(bar._center, lab)
    assert abs(middle[0] + middle[2] / 2 - 800) <= 60


def test_palette_rows_and_tiles_have_their_size(lab: MainWindow) -> None:
    palette = lab.palette_column
    rows = {type(entry).__name__: entry for section in palette._sections for entry in section.entries}
    assert rows["PaletteRow"].height() == 32
    # four in a row as in mock-up A, and a line higher for names of two words, such as "hard sigmoid"
    assert (rows["PaletteTile"].width(), rows["PaletteTile"].height()) == (46, 62)
    assert is_near(rectangle(palette.search, lab), (12, 64, 196, 32))
    assert palette._sections[0].header.height() == 30


def test_the_rail_is_56_wide(lab: MainWindow) -> None:
    lab.acts["palette"].trigger()
    QApplication.processEvents()
    assert rectangle(lab.palette_column, lab)[2] == 56
    assert rectangle(lab.canvas, lab)[0] == 56


def test_the_tabs_are_44_high_and_start_20_px_in(lab: MainWindow) -> None:
    x, y, _, height = rectangle(lab.dock.tabs, lab)
    assert is_near((x, y, height), (1226, 52, 44))


@pytest.mark.parametrize(
    ("role", "pixels", "weight"),
    [("label", 11, 600), ("small", 12, 500), ("body", 13, 400), ("button", 13, 600), ("card_title", 14, 600),
     ("panel_title", 18, 600), ("page_title", 24, 700)],
)  # fmt: skip
def test_type_is_that_of_the_design_language(qapp: QApplication, role: str, pixels: int, weight: int) -> None:
    made = font(role)  # type: ignore[arg-type]
    assert (made.family(), made.pixelSize(), int(made.weight())) == ("Pretendard", pixels, weight)


SURFACES = (
    ("top_bar", (260, 26), "surface"),
    ("palette_column", (4, 700), "surface"),
    ("canvas", (500, 4), "canvas"),
    ("dock", (372, 20), "surface"),
    ("timeline", (6, 150), "surface"),
    ("top_bar", (260, 51), "border"),
    ("dock", (0, 400), "border"),
    ("palette_column", (219, 60), "border"),
    ("palette_column", (219, 700), "border"),
)


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_surfaces_wear_the_colors_of_the_table(lab: MainWindow, variant: str) -> None:
    theme().set_mode(variant)  # type: ignore[arg-type]
    table = json.loads(asset_path("look", "tokens.json").read_text(encoding="utf-8"))[variant]
    image = lab.grab().toImage()
    wrong = []
    for part, at, token in SURFACES:
        place = getattr(lab, part).mapTo(lab, QPoint(*at))
        found = QColor(image.pixel(place)).name().upper()
        if found != table[token].upper():
            wrong.append((part, at, token, found))
    assert not wrong


def test_the_train_button_is_ink(lab: MainWindow) -> None:
    place = lab.top_bar.train.mapTo(lab, QPoint(6, 16))
    assert QColor(lab.grab().toImage().pixel(place)).name().upper() == "#171A21"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_small_window_is_compact(lab: MainWindow, scale: float) -> None:
    theme().set_scale(scale)
    lab.resize(1366, 768)
    QApplication.processEvents()
    assert lab.lab.compact
    assert lab.palette_column.is_rail
    assert lab.width() <= 1366
    for part in (lab.top_bar, lab.palette_column, lab.canvas, lab.dock, lab.timeline):
        x, y, width, height = rectangle(part, lab)
        assert x >= 0
        assert y >= 0
        assert x + width <= lab.width()
        assert y + height <= lab.height()


def test_the_top_bar_is_in_order_when_the_scale_changes_in_an_open_window(lab: MainWindow) -> None:
    lab.resize(1920, 1080)
    theme().set_scale(2.0)
    for _ in range(3):
        QApplication.processEvents()
    bar = lab.top_bar
    shown = [each for each in (bar.title, bar.train, bar.epoch, bar.languages, bar.theme_button) if each.isVisible()]
    assert bar.train in shown
    for each in shown:
        assert each.width() >= each.minimumSizeHint().width()
    lefts = [rectangle(each, lab) for each in shown]
    assert all(a[0] + a[2] <= b[0] for a, b in pairwise(lefts))
    icons = bar._once.findChildren(QWidget)
    assert all(rectangle(each, lab)[0] >= lefts[1][0] + lefts[1][2] for each in icons if each.isVisible())


def test_the_dock_of_a_small_window_lies_over_the_canvas_and_beside_the_network(lab: MainWindow) -> None:
    lab.resize(1366, 768)
    QApplication.processEvents()
    canvas, dock = rectangle(lab.canvas, lab), rectangle(lab.dock, lab)
    assert canvas[0] + canvas[2] == dock[0] + dock[2] == 1366
    assert (dock[1], dock[1] + dock[3]) == (canvas[1], canvas[1] + canvas[3])
    network = lab.canvas.mapFromScene(lab.canvas.board.diagram.bounds).boundingRect()
    assert network.right() < canvas[2] - dock[2]
    for corner in (lab.canvas.corners.pill, lab.canvas.corners.menu):
        assert corner.geometry().right() < canvas[2] - dock[2]
    lab.acts["dock"].trigger()
    QApplication.processEvents()
    assert rectangle(lab.canvas, lab) == canvas
    assert lab.canvas.corners.pill.geometry().right() > canvas[2] - dock[2]
    lab.acts["dock"].trigger()
    lab.resize(1600, 1000)
    QApplication.processEvents()
    assert rectangle(lab.canvas, lab)[2] + lab.dock.width() + lab.palette_column.width() == 1600
    assert lab.canvas.corners.covered == 0


def test_the_welcome_page_stands_as_mock_up_e(window: MainWindow) -> None:
    window.gallery.finish_reading()
    QApplication.processEvents()
    side, cards = window.gallery.side, window.gallery.findChildren(SampleCard)
    assert is_near(rectangle(side, window), (0, 0, 288, 1000))
    assert is_near(rectangle(side.new, window), (24, 92, 240, 42))
    lefts = sorted({rectangle(card, window)[0] for card in cards})
    assert all(abs(a - b) <= NEAR for a, b in zip(lefts, (324, 638, 953, 1267), strict=True))
    assert {card.width() for card in cards} <= {296, 297}
