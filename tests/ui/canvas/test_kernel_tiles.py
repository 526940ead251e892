"""Kernels before the card of their convolution, and what they look at in a step."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from nnsim import edits
from nnsim.catalog import Convolution1DSettings, ConvolutionSettings, DenseSettings, InputSettings
from nnsim.document import Document
from nnsim.trace import Stepper
from tests.batteries.drawing import Drawing, table
from tests.ui.canvas.lab import Lab
from ui.canvas.appearance import Look
from ui.canvas.diagram import Diagram, diagram_of, tidied
from ui.canvas.kernel_tiles import NAME_ROOM, kernels_of, paint_kernels
from ui.canvas.showing import Showing
from ui.canvas.spotlight import Spotlight, spotlight_of
from ui.canvas.weaving import wiring_of
from ui.look import load_tokens

LOOK = Look(load_tokens("light"))


def convolution(kernels: int, channels: int = 1, side: int = 5) -> Document:
    size = channels * side * side
    drawing = Drawing(table(np.linspace(0.0, 1.0, size)[None], [[1.0]]))
    x = drawing.add("input", InputSettings(tuple(range(size)), (channels, side, side)))
    node = drawing.add("convolution", ConvolutionSettings(kernels, padding="valid"), x)
    drawing.end(drawing.add("dense", DenseSettings(1), drawing.add("flatten", None, node)))
    return tidied(drawing.document)


def shown(document: Document) -> tuple[Diagram, Showing]:
    showing = Showing()
    showing.take(document)
    return diagram_of(document), showing


@pytest.mark.parametrize(("kernels", "channels"), [(1, 1), (4, 1), (8, 3), (9, 1), (16, 2)])
def test_kernels_stand_in_the_gap_below_each_other(kernels: int, channels: int) -> None:
    diagram, showing = shown(convolution(kernels, channels))
    found = list(kernels_of(diagram, showing))
    card = diagram.cards["convolution1"]
    face = card.shape.face
    assert face is not None
    assert [kernel.number for kernel in found] == list(range(len(face.tiles)))
    for kernel in found:
        assert diagram.cards["input1"].rect.right() < kernel.box.left()
        assert kernel.box.right() < card.rect.left()
        assert not any(kernel.box.intersects(other.box) for other in found if other is not kernel)
        weights = showing.parameters["convolution1/weight"][kernel.number]
        np.testing.assert_array_equal(kernel.cells, weights.reshape(channels * 3, 3))
        if face.pitch:
            tile = face.tiles[kernel.number].box.center() + QPointF(card.x, card.y) + card.shape.face_corner
            assert kernel.box.center().y() == pytest.approx(tile.y())
    assert bool(face.pitch) == (1 < kernels <= 8)


@pytest.mark.parametrize("kernels", [1, 4, 8])
def test_tidy_leaves_room_for_kernels_and_their_names(kernels: int) -> None:
    diagram, showing = shown(convolution(kernels))
    found = list(kernels_of(diagram, showing))
    beside = min(each.box.left() - diagram.cards["input1"].rect.right() for each in found)
    assert beside >= 30.0
    apart = [below.box.top() - above.box.bottom() for above, below in pairwise(found)]
    assert all(gap >= NAME_ROOM for gap in apart)


def test_kernels_too_large_or_unknown_are_left_out() -> None:
    document = convolution(4)
    diagram, showing = shown(document)
    beside = (diagram.cards["input1"].rect.right() + 20.0, diagram.cards["convolution1"].y)
    assert not list(kernels_of(diagram_of(edits.move(document, {"convolution1": beside})), showing))
    assert not list(kernels_of(diagram, Showing()))
    for folded in (["input1", "loss1"], ["convolution1", "flatten1"]):
        grouped, block = edits.group(document, folded, "")
        assert not list(kernels_of(diagram_of(edits.set_folded(grouped, block, True)), showing))


def test_a_kernel_on_a_sequence_has_a_row_for_each_feature() -> None:
    drawing = Drawing(table(np.linspace(0.0, 1.0, 12)[None], [[1.0]]))
    x = drawing.add("input", InputSettings(tuple(range(12)), (6, 2)))
    node = drawing.add("convolution_1d", Convolution1DSettings(3, 3), x)
    drawing.end(drawing.add("dense", DenseSettings(1), drawing.add("flatten", None, node)))
    diagram, showing = shown(tidied(drawing.document))
    assert [kernel.cells.shape for kernel in kernels_of(diagram, showing)] == [(2, 3)] * 3


def painted(diagram: Diagram, showing: Showing, light: Spotlight) -> tuple[QImage, QPointF]:
    bounds = diagram.bounds.toAlignedRect()
    image = QImage(bounds.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(-bounds.topLeft())
    paint_kernels(painter, diagram, LOOK, showing, light)
    painter.end()
    return image, QPointF(bounds.topLeft())


def test_the_colors_of_a_kernel_are_its_weights() -> None:
    document = convolution(1)
    weights = np.zeros((1, 1, 3, 3))
    weights[0, 0, 0, 2], weights[0, 0, 2, 0] = 1.0, -1.0
    diagram, showing = shown(edits.set_parameter(document, "convolution1/weight", weights))
    (kernel,) = kernels_of(diagram, showing)
    image, corner = painted(diagram, showing, Spotlight())
    inner = kernel.box.adjusted(3, 3, -3, -3)

    def color(row: int, column: int) -> int:
        at = QPointF(inner.x() + (column + 0.5) * inner.width() / 3, inner.y() + (row + 0.5) * inner.height() / 3)
        found = image.pixelColor((at - corner).toPoint())
        return found.blue() - found.red()

    assert color(0, 2) > 100
    assert color(2, 0) < -100
    assert abs(color(1, 1)) < 10


def test_in_a_step_a_cone_goes_from_the_window_to_the_kernel_at_work() -> None:
    document = convolution(4)
    diagram, showing = shown(document)
    stepper = Stepper(document, detail="neuron")
    while stepper.view().active is None or stepper.view().active[0] != "convolution1":
        stepper.next()
    for _ in range(9 + 4):  # the second kernel, on the middle of the image
        stepper.next()
    showing.step = stepper.view()
    assert showing.step.active == ("convolution1", 13, None)
    light = spotlight_of(showing.step, diagram, wiring_of(diagram), showing)
    still, corner = painted(diagram, showing, Spotlight())
    lit, _ = painted(diagram, showing, light)
    tiles = list(kernels_of(diagram, showing))
    source = diagram.cards["input1"]
    between = QPointF((source.rect.right() + tiles[1].box.left()) / 2, tiles[1].box.center().y())
    window = QPointF(source.x, source.y) + source.shape.face_corner
    inside = QPointF(window.x() + 0.8 * source.shape.face.width, window.y() + source.shape.face.height / 2)
    at_cone = (inside * 0.5 + between * 0.5 - corner).toPoint()
    assert still.pixelColor(at_cone).alpha() == 0
    assert lit.pixelColor(at_cone).alpha() > 60
    phase = LOOK.tokens.phase("forward")[0]
    edge = (QPointF(tiles[1].box.center().x(), tiles[1].box.top()) - corner).toPoint()
    assert abs(lit.pixelColor(edge).green() - phase.green()) < 60
    other = (tiles[3].box.center() - corner).toPoint()
    assert lit.pixelColor(other) != still.pixelColor(other)  # it steps back


def test_a_canvas_shows_them_and_follows_steps(make_lab: Callable[[Document], Lab], qapp: object) -> None:
    document = convolution(2)
    lab = make_lab(document)
    stepper = Stepper(document, detail="neuron")
    for _ in range(3):
        stepper.next()
        lab.clock.moved.emit(stepper.view())
    lab.view.finish()
    assert not lab.view.grab().isNull()
