"""Opening a composite: the parts on the canvas compute and learn just what it did."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import (
    DenseSettings,
    InputSettings,
    LstmCellSettings,
    ResidualBlockSettings,
    SplitSettings,
    TransformerSettings,
)
from nnsim.document import Document
from nnsim.files import load, save
from nnsim.program import Trainer, problems
from nnsim.text.errors import NnsimError
from nnsim.text.messages import GivenName, render
from tests.batteries.drawing import Drawing, table
from tests.catalog.placed_composites import cells, decoder, encoder, residual

Placed = tuple[Document, str]
EVERY: dict[str, Callable[[], Placed]] = {
    "encoder": lambda: encoder(TransformerSettings(2, 3), padded=True),
    "decoder": lambda: decoder(TransformerSettings(2, 3, norm="before")),
    "cell": cells,
    "residual": lambda: residual(ResidualBlockSettings(normalized=True)),
}


@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
def test_the_parts_learn_what_the_whole_would_have(make: Callable[[], Placed]) -> None:
    document, whole = make()
    document = edits.set_rule(document, "adam")
    trainer = Trainer(document)
    for _ in range(3):
        trainer.step()
    trained = trainer.document()
    opened, parts = edits.expand(trained, whole)
    assert not opened.network.has(whole)
    assert [problem for problem in problems(opened) if problem.severity == "error"] == []
    assert edits.reconcile(opened, opened) == opened, "every array has the path and shape that the drawing asks for"
    assert sum(map(np.size, opened.state.slots.values())) == sum(map(np.size, trained.state.slots.values()))
    closed, wide = Trainer(trained), Trainer(opened)
    assert wide.program.work(4) == closed.program.work(4)
    for _ in range(5):
        closed.step()
        wide.step()
    after, before = wide.state().parameters, closed.state().parameters
    assert sorted(array.tobytes() for array in after.values()) == sorted(array.tobytes() for array in before.values())
    assert all(part in opened.views.positions for part in parts)


@pytest.mark.parametrize("make", [*EVERY.values(), lambda: encoder(TransformerSettings(2, 3, dropout=0.25))])
def test_parts_are_called_in_the_window_s_language_after_their_file_is_read(
    make: Callable[[], Placed], tmp_path: Path
) -> None:
    document, whole = make()
    opened, parts = edits.expand(document, whole)
    save(opened, tmp_path / "opened.nnsim")
    found = load(tmp_path / "opened.nnsim")
    for part in parts:
        before, after = opened.network.node(part).name, found.network.node(part).name
        assert isinstance(before, GivenName)
        assert isinstance(after, GivenName)
        assert (after, render(after.words, "ko")) == (before, render(before.words, "ko"))


def test_the_same_names_twice_are_told_apart_and_stay_in_the_window_s_language() -> None:
    drawing = Drawing(table(np.eye(3), np.ones((3, 3))))
    first = drawing.add("residual_block", ResidualBlockSettings(), drawing.add("input", InputSettings((0, 1, 2))))
    second = drawing.add("residual_block", ResidualBlockSettings(), first)
    document, _ = edits.expand(drawing.document, first)
    document, parts = edits.expand(document, second)
    name = document.network.node(parts[0]).name
    assert isinstance(name, GivenName)
    assert (render(name.words, "en"), render(name.words, "ko")) == ("First layer 2", "첫째 층 2")


def test_parts_stand_apart_and_make_room() -> None:
    document, whole = cells()
    document = edits.move(document, {whole: (100.0, 50.0), "output1": (400.0, 0.0), "input1": (0.0, 0.0)})
    opened, parts = edits.expand(document, whole)
    places = [opened.views.positions[part] for part in parts]
    assert len(set(places)) == len(parts)
    assert opened.views.positions["input1"] == (0.0, 0.0)
    assert opened.views.positions["output1"][0] > max(x for x, _ in places)
    names = [node.name for node in opened.network.nodes]
    assert len(set(names)) == len(names)


def test_units_that_were_linked_one_by_one_stay_linked() -> None:
    drawing = Drawing(table(np.eye(3), np.ones((3, 1))))
    x = drawing.add("input", InputSettings((0, 1, 2)))
    node = drawing.add("lstm_cell", LstmCellSettings(2), (x, 2), (x, 0))
    drawing.end(drawing.add("dense", DenseSettings(1), (node, 1)))
    opened, _ = edits.expand(drawing.document, node)
    gate = next(each.id for each in opened.network.nodes if each.name == "Input gate")
    assert edits.inputs(opened.network, gate) == ((x, 2), (x, 0))
    behind = next(each.id for each in opened.network.nodes if each.name == "State")
    assert edits.inputs(opened.network, "dense1" if opened.network.has("dense1") else "") == ((behind, 1),)


def test_frozen_weights_stay_frozen() -> None:
    document, node = residual(ResidualBlockSettings())
    document = edits.freeze(document, f"{node}/first/weight", (0, 1), True)
    opened, parts = edits.expand(document, node)
    masks = {path: mask for path, mask in opened.network.masks.items() if path.endswith("weight:frozen")}
    (path,) = masks
    assert path.split("/")[0] in parts
    assert masks[path][0, 1]
    assert masks[path].sum() == 1


def test_only_what_has_parts_that_are_known_can_be_opened() -> None:
    drawing = Drawing()
    dense, alone = drawing.add("dense"), drawing.add("residual_block")
    for node, words in ((dense, "not made of parts"), (alone, "Link a node to it first")):
        with pytest.raises(NnsimError) as error:
            edits.expand(drawing.document, node)
        assert words in render(error.value.message, "en")
        assert any("가" <= letter <= "힣" for letter in render(error.value.message, "ko"))
    drawing.link(drawing.add("split", SplitSettings()), alone)
    assert edits.can_expand(drawing.document, alone) is not None
