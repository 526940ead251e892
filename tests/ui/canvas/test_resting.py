"""What the resting pointer tells that nothing else shows: a port's name, a kernel's weights, a unit's own links."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from nnsim import edits
from nnsim.catalog import ConvolutionSettings, DenseSettings, InputSettings
from nnsim.document import Document
from nnsim.text import message
from tests.ui.canvas.lab import Lab
from ui.canvas.appearance import ink_on
from ui.canvas.diagram import tidied
from ui.canvas.kernel_tiles import kernels_of
from ui.canvas.kernel_values import KernelValues
from ui.canvas.port_names import PortNames
from ui.look import contrast, load_tokens


def rest_at(lab: Lab, point: QPointF) -> None:
    QTest.mouseMove(lab.view.viewport(), lab.at(point))


def images() -> Document:
    """An image through two kernels and a flattening into a dense layer."""
    document, last = edits.add_node(edits.new_document(), "input", (0.0, 0.0),
                                    settings=InputSettings(tuple(range(36)), (1, 6, 6)))
    for kind, settings in (("convolution", ConvolutionSettings(kernels=2)), ("flatten", None),
                           ("dense", DenseSettings(1))):
        document, node = edits.add_node(document, kind, (0.0, 0.0), settings=settings)
        document, last = edits.connect(document, last, node), node
    return tidied(document)


def test_a_port_tells_its_name_and_whether_it_may_stay_open(make_lab: Callable[[Document], Lab]) -> None:
    document, node = edits.add_node(edits.new_document(), "attention", (0.0, 0.0))
    lab = make_lab(document)
    card, names = lab.card(node), lab.view.overlays[PortNames]
    assert len(card.titled_ports) > 2
    for zoom in (1.0, 0.45):
        lab.view.camera.place(zoom, card.rect.center())
        told = []
        for port in card.titled_ports:
            rest_at(lab, card.in_ports[port.name] + QPointF(-2.0 / zoom, 0.0))
            told.append(names.words)
        assert told[1] == "Key · optional"
        assert len(set(told)) == len(card.titled_ports)
        rest_at(lab, card.rect.center())
        assert names.words == ""
    lab.view.grab()


def test_a_kernel_shows_its_weights_enlarged_and_stands_for_the_link(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(images())
    board, values = lab.view.board, lab.view.overlays[KernelValues]
    kernels = list(kernels_of(board.diagram, board.showing))
    assert len(kernels) == 2
    assert board.showing.kernels == {"convolution1"}
    rest_at(lab, kernels[1].box.center())
    sheet = values.sheet
    assert sheet is not None
    assert sheet.numbers
    np.testing.assert_array_equal(sheet.channels[0], board.showing.parameters["convolution1/weight"][1, 0])
    plain = lab.view.grab().toImage()
    rest_at(lab, lab.card("flatten1").rect.center())
    assert values.sheet is None
    assert lab.view.grab().toImage() != plain


def test_a_unit_behind_a_heat_map_lights_a_link_from_every_cell(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(images())
    weight = lab.store.document.state.parameters["dense1/weight"]
    assert [ribbon.target for ribbon in lab.view.board.wiring.ribbons] == ["dense1"]
    lab.store.commit(edits.set_weight(lab.store.document, "dense1/weight", (0, 5), -9.0), message("Edit"))
    lab.view.camera.place(0.8, lab.card("dense1").rect.center())
    rest_at(lab, lab.card("dense1").center_of[0])
    strokes = lab.view.hover._strokes
    assert len(strokes) == weight.shape[1]
    assert [stroke.t for stroke in strokes] == sorted(stroke.t for stroke in strokes)
    strongest, flat = strokes[-1], lab.card("flatten1")
    assert strongest.negative
    assert flat.shape.face is not None
    cell = flat.shape.face.cell_box(*flat.shape.face.place(5))
    assert strongest.curve.elementAt(0).y == pytest.approx(flat.y + flat.shape.face_corner.y() + cell.center().y())
    rest_at(lab, lab.card("dense1").rect.topLeft() + QPointF(-30, -30))
    assert lab.view.hover._strokes == ()


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_numbers_are_read_on_every_color_of_a_heat_map(variant: str) -> None:
    tokens = load_tokens(variant)
    for gray in range(0, 256, 15):
        assert contrast(ink_on(QColor(gray, gray, gray), tokens), QColor(gray, gray, gray)) >= 4.0
