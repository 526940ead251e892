"""A class wears one mark, on the maps of the canvas, beside its name under a unit, and in the plots."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from nnsim.data import read_csv
from ui.canvas.appearance import Look
from ui.canvas.captions import _mark
from ui.canvas.points import Points, paint_points, points_of
from ui.look import class_shape, paint_point, theme

SIDE, MIDDLE = 48, QPointF(24, 24)
CLASSES = range(6)


def inked(paint: Callable[[QPainter], None]) -> np.ndarray:
    """What is painted on a clear picture, scaled to the box around it: its form, whatever its size and color."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter)
    painter.end()
    alpha = np.frombuffer(image.constBits(), np.uint8).reshape(SIDE, SIDE, 4)[..., 3] > 127
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    box = alpha[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    rows, columns = (np.linspace(0, size - 1, 9).round().astype(int) for size in box.shape)
    return box[np.ix_(rows, columns)]


def in_the_plots(label: int) -> np.ndarray:
    color = theme().tokens.class_color(label)
    return inked(lambda painter: paint_point(painter, class_shape(label), MIDDLE, 18, color, color, 0.01))


@pytest.mark.parametrize("label", CLASSES)
def test_on_a_map_it_looks_as_in_the_plots(label: int) -> None:
    look, points = Look(theme().tokens), Points(np.zeros(1), np.zeros(1), np.array([label]))

    def paint(painter: QPainter) -> None:
        painter.translate(MIDDLE)
        painter.scale(4, 4)
        paint_points(painter, points, QPointF(), 10.0, look, None)

    assert (inked(paint) == in_the_plots(label)).mean() > 0.9


@pytest.mark.parametrize("label", CLASSES)
def test_under_a_unit_it_looks_as_in_the_plots(label: int) -> None:
    look = Look(theme().tokens)
    assert (inked(lambda painter: _mark(painter, MIDDLE, 36.0, label, look)) == in_the_plots(label)).mean() > 0.9


def test_each_of_six_classes_has_a_form_of_its_own() -> None:
    forms = [in_the_plots(label) for label in CLASSES]
    for first in CLASSES:
        for second in range(first):
            assert (forms[first] == forms[second]).mean() < 0.95, (first, second)


def test_predicted_numbers_wear_the_ramp_and_no_class() -> None:
    rows = "".join(f"{x / 10},{y / 10},{x - y}.5\n" for x in range(9) for y in range(9))
    points, look = points_of(read_csv(f"a,b,target\n{rows}".encode(), "mine.csv").source), Look(theme().tokens)
    assert points is not None
    assert points.share is not None
    low, high = (points.color(int(place), look) for place in (np.argmin(points.share), np.argmax(points.share)))
    assert low.red() > low.blue()
    assert high.blue() > high.red()
