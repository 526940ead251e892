"""Cards of sequences and images: where their heat maps stand, what they show, and their ports."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from nnsim import catalog, edits
from nnsim.catalog import DenseSettings, InputSettings
from nnsim.document import Document
from nnsim.trace import Stepper
from tests.catalog.test_every_kind import PLACED
from tests.ui.canvas.lab import Lab
from ui.canvas.appearance import Look
from ui.canvas.diagram import diagram_of, tidied
from ui.canvas.face import SIDE, face_of, lined_face
from ui.canvas.face_paint import cells_image, paint_face, shape_text
from ui.canvas.gestures.connect import ConnectGesture
from ui.canvas.ports import aimed_port, open_ports
from ui.canvas.showing import Showing
from ui.canvas.weaving import wiring_of
from ui.canvas.wires import WHOLE
from ui.look import load_tokens, theme


def of(kind: str) -> tuple[Document, str]:
    document, node = PLACED[kind]()
    return tidied(document), node


@pytest.mark.parametrize("sample", [(3, 2), (24, 32), (1, 8, 8), (4, 26, 26), (9, 5, 5), (64, 12, 3), (200, 1)])
def test_maps_stand_side_by_side_within_the_card(sample: tuple[int, ...]) -> None:
    face = face_of(sample)
    assert face is not None
    whole = QRectF(0, 0, SIDE, face.height).adjusted(-0.01, -0.01, 0.01, 0.01)
    for number, tile in enumerate(face.tiles):
        assert whole.contains(tile.box)
        assert not any(tile.box.intersects(other.box) for other in face.tiles[:number])
    channels = sample[0] if len(sample) == 3 else 1
    assert len(face.tiles) + face.hidden == channels


@pytest.mark.parametrize(("sample", "in_column"), [
    ((4, 26, 26), True), ((4, 13, 13), True), ((8, 28, 28), True), ((3, 4, 9), True), ((1, 8, 8), False),
    ((9, 28, 28), False), ((64, 8, 8), False), ((4, 1, 1), False),
])  # fmt: skip
def test_a_few_maps_stand_in_one_column_opposite_to_those_of_their_channels(
    sample: tuple[int, ...], in_column: bool
) -> None:
    face, other = face_of(sample), face_of((sample[0], 28, 28))
    assert face is not None
    assert other is not None
    assert (len({tile.box.center().x() for tile in face.tiles}) == 1 and len(face.tiles) == sample[0] > 1) == in_column
    if in_column:
        assert face.height <= 560.0
        assert [tile.box.center().y() for tile in face.tiles] == pytest.approx(
            [tile.box.center().y() for tile in other.tiles])  # fmt: skip


@pytest.mark.parametrize("sample", [(3, 2), (2, 4, 3), (5, 1), (1, 2, 6)])
def test_a_cell_is_found_where_it_is_shown(sample: tuple[int, ...]) -> None:
    face = face_of(sample)
    assert face is not None
    values = np.arange(float(np.prod(sample)))
    for cell in range(len(values)):
        found = face.place(cell)
        assert found is not None
        tile, row, column = found
        assert face.values(tile, values)[row, column] == cell
        center = face.cell_box(tile, row, column).center()
        assert face.cell_at(center.x(), center.y()) == cell


def test_a_long_vector_stands_in_lines() -> None:
    face = lined_face(70)
    values = np.arange(70.0)
    shown = face.values(face.tiles[0], values)
    assert shown[np.isfinite(shown)].tolist() == values.tolist()
    assert face.place(69) == (face.tiles[0], *divmod(69, face.line))
    assert face.cell_at(SIDE - 1.0, face.height - 1.0) == 69


def test_a_sequence_runs_to_the_right_and_an_image_keeps_its_rows() -> None:
    sequence, image = face_of((3, 2)), face_of((1, 2, 3))
    assert sequence is not None
    assert image is not None
    assert sequence.values(sequence.tiles[0], np.arange(6.0)).tolist() == [[0, 2, 4], [1, 3, 5]]
    assert image.values(image.tiles[0], np.arange(6.0)).tolist() == [[0, 1, 2], [3, 4, 5]]
    assert (shape_text((3, 2)), shape_text((8, 26, 26))) == ("3 steps × 2", "8 × 26 × 26")


def test_what_is_not_computed_is_clear(lab: Lab) -> None:
    image = cells_image(np.array([[1.0, np.nan]]), (-1.0, 1.0), False, load_tokens("light"))
    assert [image.pixelColor(column, 0).alpha() for column in (0, 1)] == [255, 0]


@pytest.mark.parametrize("kind", ["convolution", "lstm", "embedding", "flatten", "multi_head"])
def test_a_card_shows_more_the_further_the_step_is(kind: str) -> None:
    document, _ = of(kind)
    showing, tokens = Showing(), load_tokens("dark")
    showing.take(document)
    stepper = Stepper(document, 0, "layer")
    card = next(card for card in diagram_of(document).cards.values() if card.shape.face is not None)
    pictures = []
    for tick in (-1, stepper.timeline().total - 1):
        stepper.seek(tick)
        showing.step = stepper.view()
        image = QImage(240, 320, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(tokens.canvas)
        with QPainter(image) as painter:
            painter.translate(-card.x, -card.y)
            paint_face(painter, card, Look(tokens), showing)
        pictures.append(image)
    assert pictures[0] != pictures[1]


def test_one_wire_stands_for_all_that_goes_into_an_image_or_out_of_it() -> None:
    document, node = of("convolution")
    wiring = wiring_of(diagram_of(document))
    into = [wire for wire in wiring.wires if wire.target == node]
    assert [(wire.sort, wire.source_unit, wire.target_unit) for wire in into] == [("whole", WHOLE, WHOLE)]


def test_each_of_several_inputs_hands_all_of_its_units_on() -> None:
    document, node = of("add")
    bundles = [bundle for bundle in diagram_of(document).bundles if bundle.target.id == node]
    assert {bundle.sort for bundle in bundles} == {"copy"}
    assert {bundle.first for bundle in bundles} == {0}


def test_weights_from_a_long_vector_are_a_ribbon_with_their_number() -> None:
    document = edits.new_document()
    document, x = edits.add_node(document, "input", (0.0, 0.0), settings=InputSettings(tuple(range(64)), (1, 8, 8)))
    document, flat = edits.add_node(document, "flatten", (0.0, 0.0))
    document, dense = edits.add_node(document, "dense", (0.0, 0.0), settings=DenseSettings(3))
    document = edits.connect(edits.connect(document, x, flat), flat, dense)
    diagram = diagram_of(tidied(document))
    assert diagram.cards[flat].shape.face is not None
    assert [ribbon.count for ribbon in wiring_of(diagram).ribbons] == [192]


def attention() -> Document:
    """Two sequences, a vector, and an attention that nothing is linked to."""
    document = edits.new_document()
    for x, shape in ((0.0, (3, 2)), (300.0, (4, 2)), (600.0, ())):
        settings = InputSettings(tuple(range(int(np.prod(shape) or 6))), shape)
        document, _ = edits.add_node(document, "input", (x, 0.0), settings=settings)
    return edits.add_node(document, "attention", (1000.0, 0.0))[0]


def test_ports_stand_below_each_other_on_the_edge_of_the_card() -> None:
    card = diagram_of(attention()).cards["attention1"]
    ports = list(card.in_ports.values())
    assert list(card.in_ports) == ["in", "key", "value", "tokens"]
    assert all(port.x() == card.rect.left() for port in ports)
    assert [port.y() for port in ports] == sorted(port.y() for port in ports)
    assert card.rect.top() < ports[0].y()
    assert ports[-1].y() < card.rect.bottom()


def test_only_ports_that_accept_are_offered() -> None:
    document = attention()
    card = diagram_of(document).cards["attention1"]
    assert set(open_ports(document, "input1", card)) == {"in", "key", "value", "tokens"}
    assert set(open_ports(document, "input3", card)) == {"tokens"}
    linked = edits.connect(document, "input1", "attention1", None, "key")
    assert set(open_ports(linked, "input2", card)) == {"in", "value", "tokens"}


def test_a_port_that_takes_no_such_sample_says_why() -> None:
    document = attention()
    card = diagram_of(document).cards["attention1"]
    port, objection = aimed_port(document, "input3", card, card.in_ports["key"])
    assert port == "key"
    assert objection is not None
    assert aimed_port(document, "input3", card, card.rect.center()) == ("tokens", None)


def test_a_link_is_dragged_to_one_of_several_ports(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(attention())
    target = lab.card("attention1")
    gesture = ConnectGesture(lab.view, "input2", None)
    start = QPointF(lab.card("input2").rect.right(), lab.card("input2").unit_span.center().y())
    gesture.start(start, Qt.KeyboardModifier.NoModifier)
    gesture.move(target.in_ports["value"], Qt.KeyboardModifier.NoModifier)
    assert lab.view.feedback.port_on == target.in_ports["value"]
    gesture.end(target.in_ports["value"], Qt.KeyboardModifier.NoModifier)
    assert [(link.source, link.port) for link in lab.store.document.network.links] == [("input2", "value")]
    wire = lab.view.board.wiring.wires[0]
    assert wire.end == lab.card("attention1").in_ports["value"]


def test_a_link_by_keyboard_goes_from_port_to_port(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(attention())
    lab.view.setFocus()
    lab.selection.select(["input2"])
    lab.key(Qt.Key.Key_C)
    for _ in range(4):
        if lab.view.keyboard._link.target != "attention1":
            lab.key(Qt.Key.Key_Right)
    lab.key(Qt.Key.Key_C)
    assert "Key" in lab.view.accessibleDescription()
    lab.key(Qt.Key.Key_Return)
    assert [(link.source, link.port) for link in lab.store.document.network.links] == [("input2", "key")]


@pytest.mark.parametrize("kind", [kind.id for kind in catalog.kinds()])
def test_every_kind_has_a_card_that_holds_what_stands_on_it(kind: str) -> None:
    document, node = of(kind)
    card = diagram_of(document).cards[node]
    assert card.shape.face is None or card.rect.contains(
        QRectF(QPointF(card.x, card.y) + card.shape.face_corner, card.shape.face.tiles[0].box.size()))  # fmt: skip
    assert all(card.rect.contains(center) for center in card.center_of.values())
    assert all(card.rect.top() <= port.y() <= card.rect.bottom() for port in card.in_ports.values())


def test_kept_pictures_follow_the_step_the_theme_and_the_language(make_lab: Callable[[Document], Lab]) -> None:
    document, _ = of("embedding")
    lab = make_lab(document)
    stepper = Stepper(document, 0, "neuron")
    seen = []
    for tick in (0, 4, stepper.timeline().tracks[0].count - 1):
        stepper.seek(tick)
        lab.clock.moved.emit(stepper.view())
        seen.append(lab.view.grab().toImage())
    theme().set_mode("dark")
    lab.view.finish()
    seen.append(lab.view.grab().toImage())
    theme().set_language("ko")
    lab.view.finish()
    seen.append(lab.view.grab().toImage())
    assert all(before != after for before, after in pairwise(seen))
    pictures = []
    for _ in range(2):
        lab.clock.moved.emit(stepper.view())
        pictures.append(lab.view.grab().toImage())
    assert pictures[0] == pictures[1]
