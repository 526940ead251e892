"""What is painted fast while training: discs and links in batches look like those painted one by one."""

import math
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from nnsim.document import Document
from tests.ui.canvas.lab import Lab, network
from ui.canvas.appearance import Look
from ui.canvas.diagram import diagram_of
from ui.canvas.disc import disc_pixmap, map_image
from ui.canvas.disc_sprites import disc_sprites
from ui.canvas.link_batches import WireWeights, batched, batches, paint_batches
from ui.canvas.link_paint import paint_strokes, ribbon_text, strokes_of
from ui.canvas.showing import Showing
from ui.canvas.weaving import wiring_of
from ui.canvas.wires import Wiring
from ui.look import load_tokens

ZOOM = 0.4


def pixels(picture: QPixmap | QImage) -> np.ndarray:
    image = (picture if isinstance(picture, QImage) else picture.toImage()).convertToFormat(
        QImage.Format.Format_ARGB32_Premultiplied
    )
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)


def shown(document: Document) -> tuple[Wiring, Showing]:
    showing = Showing()
    showing.take(document)
    return wiring_of(diagram_of(document)), showing


def all_batched(wiring: Wiring, look: Look, showing: Showing) -> tuple[np.ndarray, np.ndarray]:
    """Of all wires those that are painted in batches, and their weights."""
    every = np.arange(len(wiring.wires))
    return batched(wiring, look, WireWeights().of(wiring, showing, every), every)


@pytest.mark.parametrize("variant", ["light", "dark"])
@pytest.mark.parametrize("zoom", [ZOOM, 1.0, 2.5])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_discs_made_together_look_like_those_made_alone(
    qapp: QApplication, variant: str, zoom: float, activation: str
) -> None:
    look = Look(load_tokens(variant, False), zoom, zoom)
    y, x = np.mgrid[-1:1:64j, -1:1:64j]
    maps = np.stack([np.tanh(x + y), np.maximum(0.0, 3 * x), np.full((64, 64), -0.5)]).astype(np.float32)
    for values, together in zip(maps, disc_sprites(maps, activation, 34.0, look), strict=True):
        alone = disc_pixmap(map_image(values, activation, look), 34.0, look)
        assert together.size() == alone.size()
        assert abs(pixels(together) - pixels(alone)).mean() < 1.5


def test_a_number_that_is_not_finite_stays_in_its_place(qapp: QApplication) -> None:
    look = Look(load_tokens("light", False))
    maps = np.ones((2, 64, 64), np.float32)
    maps[0, 0, 0] = np.nan
    spoiled, whole = (pixels(disc) for disc in disc_sprites(maps, "tanh", 34.0, look))
    assert (spoiled[40:] == whole[40:]).all()


def test_links_painted_in_batches_look_like_single_ones(qapp: QApplication) -> None:
    wiring, showing = shown(network(2, 8, 8, 1))
    look = Look(load_tokens("light", False), ZOOM, ZOOM)
    pictures = []
    for in_batches in (False, True):
        image = QImage(700, 700, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.white)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(20, 300)
            painter.scale(ZOOM, ZOOM)
            if in_batches:
                found = batches(wiring, *all_batched(wiring, look, showing), look, showing.scale, False)
                list(paint_batches(painter, found, look))
            else:
                weighted = [wire for wire in wiring.wires if wire.sort == "weight"]
                list(paint_strokes(painter, strokes_of(weighted, look, showing), look))
        pictures.append(pixels(image))
    single, together = pictures
    assert (single.min(axis=2) < 255).sum() > 1000
    assert abs(single - together).mean() < 1.0


def test_pruned_links_and_weights_without_a_number_are_not_in_a_batch(qapp: QApplication) -> None:
    document = network(2, 8, 1)
    broken = document.state.parameters["dense1/weight"].copy()
    broken[0, 0] = np.nan
    pruned = np.zeros((8, 2), bool)
    pruned[1, 1] = True
    masks = document.network.masks.with_({"dense1/weight:pruned": pruned})
    state = replace(document.state, parameters=document.state.parameters.with_({"dense1/weight": broken}))
    document = replace(document, network=replace(document.network, masks=masks), state=state)
    wiring, showing = shown(document)
    chosen, weights = all_batched(wiring, Look(load_tokens("light", False), ZOOM, ZOOM), showing)
    cells = {wiring.wires[index].key: weight for index, weight in zip(chosen.tolist(), weights, strict=True)}
    assert len(cells) == 8 * 2 + 8 - 2
    assert ("dense1/weight", 0, 0) not in cells
    assert ("dense1/weight", 1, 1) not in cells
    assert all(weight == showing.parameters[path][row, column] for (path, row, column), weight in cells.items())


def test_dashes_of_high_contrast_are_kept(qapp: QApplication) -> None:
    wiring, showing = shown(network(2, 8, 1))
    chosen, _ = all_batched(wiring, Look(load_tokens("light", True), ZOOM, ZOOM), showing)
    assert not len(chosen)


def test_weights_gathered_for_all_nodes_at_once_are_those_of_each_wire(qapp: QApplication) -> None:
    document = network(2, 6, 5, 3)
    shape = document.state.parameters["dense2/weight"].shape
    pruned, frozen = np.zeros(shape, bool), np.ones(shape, bool)
    pruned[1, 2] = pruned[3, 0] = True
    parameters = dict(document.state.parameters)
    parameters["dense1/weight"] = parameters["dense1/weight"].astype(np.float32)
    parameters["dense3/weight"] = parameters["dense3/weight"][:2, :4]  # as after an edit that has not arrived
    masks = {"dense2/weight:pruned": pruned, "dense2/weight:frozen": frozen}
    wiring, showing = shown(document)
    remembered, numbers = WireWeights(), np.flatnonzero([wire.target == "dense2" for wire in wiring.wires])
    moved = SimpleNamespace(new_parameters={"dense2/weight": np.where(pruned, np.nan, 7.0)})
    part = {"dense2/weight": parameters["dense2/weight"]}
    for values, hidden, step in ((parameters, {}, None), (parameters, masks, None), (parameters, masks, moved),
                                 (part, {}, None), ({}, {}, None)):  # fmt: skip
        showing.parameters, showing.masks, showing.step = values, hidden, step
        each = np.array([math.nan if showing.pruned(wire) else showing.weight(wire) for wire in wiring.wires])
        assert np.isfinite(each).any() == bool(values)
        for weights in (WireWeights(), remembered):
            np.testing.assert_array_equal(weights.of(wiring, showing, np.arange(len(each))), each)
            np.testing.assert_array_equal(weights.of(wiring, showing, numbers), each[numbers])


def test_how_many_weights_there_are_is_told_between_the_cards_or_not_at_all(
    make_lab: Callable[[Document], Lab],
) -> None:
    lab = make_lab(network(2, 40, 30, 1))
    told = []
    for zoom in (1.0, 0.6, 0.45, 0.3, 0.15):
        lab.view.camera.place(zoom, lab.view.camera.center)
        (ribbon,) = lab.view.board.wiring.ribbons
        text, width = ribbon_text(ribbon, lab.view.board.look)
        assert width <= ribbon.end.left() - ribbon.start.right()
        told.append(text)
    assert told[0] == "1,200 weights"
    assert "1,200" in told
    assert told[-1] == ""
