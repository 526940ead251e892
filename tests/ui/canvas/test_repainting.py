"""What is repainted in part looks as if everything had been painted anew: after edits, moves of the view and marks."""

import random
from collections.abc import Callable
from contextlib import suppress
from functools import cache

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from nnsim import edits
from nnsim.catalog import InputSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.text import NnsimError, message
from tests.batteries.random_edits import STRUCTURAL, freeze, prune, set_weight
from tests.ui.canvas.lab import Lab, network, snapshot
from ui.canvas.appearance import Look
from ui.canvas.diagram import diagram_of
from ui.canvas.discs import Discs
from ui.canvas.free_field import ABOVE, ASIDE, paint_at_rest
from ui.canvas.link_changes import MOST_CURVES
from ui.canvas.showing import Showing
from ui.canvas.unit_paint import paint_units
from ui.look import load_tokens

EDIT = message("Move")
ROUNDING = 4  # of 255, by which a line may differ that Qt cuts at the bounds of what is painted, and rounds there


@cache
def free_neurons(rows: int, columns: int) -> Document:
    """Columns of free neurons, each linked to two of the column before; drawn once for all tests."""
    document = edits.choose_data(edits.new_document(), generated("spirals"), 2)
    document, start = edits.add_node(document, "input", (-200.0, 0.0), settings=InputSettings((0, 1)))
    before = [start]
    for column in range(columns):
        names = []
        for row in range(rows):
            document, name = edits.add_node(document, "neuron", (180.0 * column, 150.0 * row))
            for source in {before[row % len(before)], before[(row + 1) % len(before)]}:
                document = edits.connect(document, source, name)
            names.append(name)
        before = names
    return document


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def seen(lab: Lab) -> np.ndarray:
    """The canvas as it stands, without the widgets over it."""
    lab.view.finish()
    QApplication.processEvents()
    image = QImage(lab.view.viewport().size(), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        lab.view.render(painter, QRectF(image.rect()), image.rect())
    return pixels(image)


def anew(lab: Lab) -> np.ndarray:
    """The same with nothing kept of what was painted before."""
    board = lab.view.board
    board.forget()
    board.links._painted = None
    lab.view.show_document(lab.store.shown)
    lab.view.refresh(at_once=True)
    return seen(lab)


@pytest.mark.parametrize(("zoom", "rows", "columns"), [(0.3, 4, 4), (0.8, 4, 4), (0.3, 18, 13), (0.45, 18, 13)])
def test_edits_leave_the_picture_that_a_fresh_look_gives(
    make_lab: Callable[[Document], Lab], monkeypatch: pytest.MonkeyPatch, zoom: float, rows: int, columns: int
) -> None:
    """Also of so many links that they are painted as short lines."""
    lab, drawn = make_lab(free_neurons(rows, columns)), random.Random(7)
    assert (len(lab.view.board.wiring.wires) > MOST_CURVES) == (rows > 4)
    monkeypatch.setattr(lab.view.pointer, "look_again", lambda: None)  # what it hovers fades in and out
    lab.view.camera.place(zoom, QPointF(300.0, 300.0))
    for turn in range(36 if rows == 4 else 24):
        edit = drawn.choice((*STRUCTURAL, set_weight, set_weight, freeze, prune))
        with suppress(NnsimError, KeyError):
            lab.store.commit(edit(lab.store.document, drawn), EDIT)
        if turn % 5 == 0:
            lab.view.camera.pan(QPointF(drawn.randrange(-300, 300), drawn.randrange(-200, 200)))
            lab.view.finish()
            lab.view.refresh(at_once=True, numbers=False)
        if turn % 4 == 0:
            nodes = [node.id for node in lab.store.document.network.nodes]
            lab.selection.select(drawn.sample(nodes, min(2, len(nodes))))
        if turn % 6 == 5:
            lab.store.undo()
        if turn % 3 == 0:
            difference = abs(seen(lab) - anew(lab))
            assert difference.max() <= ROUNDING, f"after edit {turn}: {edit.__name__}"


def test_a_drag_paints_its_own_links_alone_and_leaves_what_a_fresh_look_gives(
    make_lab: Callable[[Document], Lab]
) -> None:
    lab = make_lab(free_neurons(18, 13))
    board = lab.view.board
    lab.view.camera.place(0.4, QPointF(900.0, 500.0))
    lab.view.finish()
    for dropped in (True, False):
        x, y = lab.store.document.views.positions["neuron94"]
        kept = []
        for turn in range(1, 6):
            lab.store.preview(edits.move(lab.store.document, {"neuron94": (x + 17.0 * turn, y + 9.0 * turn)}))
            lab.view.finish()
            QApplication.processEvents()
            kept.append(board.links._picture.cacheKey())
        assert len(set(kept)) == 1, "the other links are painted anew while a card is dragged"
        carried, over = seen(lab), board.links.carried._numbers
        assert {"neuron94"} < set(board.wiring.ends_of(over)[0])
        if dropped:
            lab.store.commit(lab.store.shown, EDIT)
        else:
            lab.store.drop_preview()
        left = seen(lab)
        assert not len(board.links.carried._numbers)
        assert abs(left - anew(lab)).max() <= ROUNDING
        if dropped:  # then only what crosses lay in another order
            assert (abs(carried - left).max(axis=2) > ROUNDING).mean() < 0.004


def test_what_the_screen_holds_is_repainted_where_it_changed(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(free_neurons(3, 3))
    lab.view.camera.place(0.8, QPointF(200.0, 200.0))
    lab.view.finish()
    painted = 0
    for edit in (
        lambda d: edits.move(d, {"neuron5": (260.0, 210.0)}),
        lambda d: edits.set_weight(d, "neuron6/weight", (0, 0), 4.0),
        lambda d: edits.delete(d, ["neuron1"]),
        lambda d: edits.rename(d, "neuron9", "elsewhere"),
    ):
        lab.store.commit(edit(lab.store.document), EDIT)
        lab.view.finish()
        QApplication.processEvents()
        on_screen = lab.view.viewport().grab().toImage()
        lab.view.viewport().update()
        QApplication.processEvents()
        painted += (pixels(on_screen) == pixels(lab.view.viewport().grab().toImage())).all()
    assert painted == 4


def test_new_weights_of_training_are_painted_in_portions_and_shown_at_the_end(
    make_lab: Callable[[Document], Lab],
) -> None:
    lab = make_lab(network(2, 16, 16, 1))
    lab.view.live.set_running(True)
    before, board = seen(lab), lab.view.board
    picture, units = board.links._picture, sum(len(card.center_of) for card in board.diagram.cards.values())
    board.showing.parameters = {path: -array for path, array in lab.store.document.state.parameters.items()}
    kept = [board.links._picture is picture for _ in board.work()]
    assert len(kept) > units + 8
    assert all(kept)
    assert abs(seen(lab) - before).max() > 50
    assert abs(seen(lab) - anew(lab)).max() > 50  # which shows the document's own again


@pytest.mark.parametrize("zoom", [0.1, 0.4, 1.0])
def test_free_neurons_painted_together_look_like_those_painted_one_by_one(qapp: QApplication, zoom: float) -> None:
    document = edits.freeze(free_neurons(3, 2), "neuron2/bias", None, on=True)
    document = edits.set_parameter(document, "neuron3/bias", np.array([-0.7]))
    showing, look = Showing(), Look(load_tokens("light", False), zoom, zoom)
    showing.take(document)
    showing.maps = snapshot(document).unit_maps
    cards = [card for card in diagram_of(document).cards.values() if card.free]
    pictures = []
    for together in (False, True):
        discs = Discs()
        image = QImage(QSize(600, 700), QImage.Format.Format_RGB32)
        image.fill(look.tokens.canvas)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(QPoint(20, 20))
            painter.scale(zoom, zoom)
            if together:
                paint_at_rest(painter, cards, look, showing, lambda c, u, o, d=discs: d.get(c, u, look, showing, o))
            else:
                for card in cards:
                    paint_units(painter, card, look, showing, lambda c, u, o, d=discs: d.get(c, u, look, showing, o))
        pictures.append(pixels(image))
    assert (pictures[0].min(axis=2) < 200).any()
    assert abs(pictures[0] - pictures[1]).mean() < 0.05


@pytest.mark.parametrize("zoom", [0.36, 0.5, 0.8, 2.0])
def test_a_neuron_at_rest_is_seen_no_further_than_where_it_is_repainted(qapp: QApplication, zoom: float) -> None:
    document = edits.rename(free_neurons(3, 2), "neuron2", "W" * 60)
    document = edits.set_parameter(document, "neuron2/bias", np.array([-9.0]))
    document = edits.freeze(document, "neuron2/bias", None, on=True)
    showing, look = Showing(), Look(load_tokens("light", False), zoom, zoom)
    showing.take(document)
    shot = snapshot(document)
    showing.maps, showing.gradient_norms = shot.unit_maps, {"neuron2": 1.0}
    showing.activations = {"neuron2": np.array([-0.123]), "neuron2:delta": np.array([-1.0])}
    card, discs = diagram_of(document).cards["neuron2"], Discs()
    image = QImage(QSize(round(400 * zoom), round(400 * zoom)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(zoom, zoom)
        painter.translate(QPointF(120.0, 120.0) - card.rect.topLeft())
        paint_at_rest(painter, [card], look, showing, lambda c, u, o: discs.get(c, u, look, showing, o))
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., 3]
    down, across = np.nonzero(rows)
    assert len(down) > 1000 * zoom * zoom
    assert across.min() >= (120.0 - ASIDE) * zoom - 1
    assert across.max() <= (120.0 + card.rect.width() + ASIDE) * zoom + 1
    assert down.min() >= (120.0 - ABOVE) * zoom - 1
    assert down.max() <= (120.0 + card.rect.height() + ABOVE) * zoom + 1


def test_a_selection_repaints_no_other_card(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(network(2, 4, 1))
    states = {node: body._state for node, body in lab.view.board._bodies.items()}
    lab.selection.select(["dense1"])
    others = {node: body._state for node, body in lab.view.board._bodies.items()}
    assert [node for node in states if states[node] is not others[node]] == ["dense1"]


@pytest.mark.parametrize("zoom", [0.4, 1.0])
def test_a_pan_takes_along_what_is_painted_and_paints_what_comes_into_view(
    make_lab: Callable[[Document], Lab], zoom: float
) -> None:
    lab, drawn = make_lab(free_neurons(6, 8)), random.Random(3)
    view = lab.view
    view.camera.place(zoom, QPointF(300.0, 300.0))
    view.finish()
    carried = 0
    for turn in range(25):
        view.camera.pan(QPointF(drawn.randrange(-60, 60), drawn.randrange(-40, 40)))
        if turn == 12:
            lab.store.commit(edits.set_weight(lab.store.document, "neuron20/weight", (0, 0), 3.0), EDIT)
        view.finish()
        QApplication.processEvents()
        if view.still._picture is not None and turn % 4 == 3:
            carried += 1
            taken_along = pixels(view.viewport().grab().toImage())
            view.still.drop()
            difference = abs(taken_along - pixels(view.viewport().grab().toImage()))
            assert (difference.max(axis=2) > 24).mean() < 1e-4, f"after move {turn}"
    assert carried >= 4


def test_a_card_that_lies_over_another_hides_its_units_too(make_lab: Callable[[Document], Lab]) -> None:
    document, below = edits.add_node(edits.new_document(), "input", (0.0, 0.0), settings=InputSettings((0, 1)))
    document, above = edits.add_node(document, "dense", (42.0, 0.0))
    lab = make_lab(document)
    lab.view.camera.place(0.8, lab.card(below).rect.center())
    unit = lab.card(below).center_of[0]
    at, surface = lab.view.mapFromScene(unit), lab.view.board.look.tokens.surface
    assert lab.view.grab().toImage().pixelColor(at) == surface
    lab.store.commit(edits.move(lab.store.document, {above: (420.0, 0.0)}), EDIT)
    lab.view.finish()
    assert lab.view.grab().toImage().pixelColor(at) != surface
