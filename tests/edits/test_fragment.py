"""Parts of a network taken out and put in: nothing but the network itself travels, and what travels keeps its bits."""

from types import ModuleType

import msgspec
import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import DenseSettings, NeuronSettings
from nnsim.data import generated
from nnsim.document import ArrayMap, Document, Link
from nnsim.edits import fragment
from nnsim.program import Trainer
from nnsim.text import GivenName, render
from tests.batteries.drawing import Drawing
from tests.catalog import placed_attention, placed_composites, placed_images, placed_recurrent


def trained() -> Document:
    """Input → hidden (3, one weight frozen) → neuron (one link cut) → output → loss, after three steps of Adam."""
    drawing = Drawing(generated("xor"))
    first = drawing.add("dense", DenseSettings(3), drawing.add("input"))
    drawing.end(drawing.add("neuron", NeuronSettings("sigmoid"), first))
    document = edits.rename(edits.set_rule(drawing.document, "adam"), first, "hidden 2")
    document = edits.freeze(document, "dense1/weight", (0, 1), True)
    trainer = Trainer(edits.prune(document, "neuron1/weight", (0, 2), True))
    for _ in range(3):
        trainer.step()
    return trainer.document()


def test_a_fragment_is_the_nodes_and_what_is_among_them_alone() -> None:
    document, note = edits.add_note(trained(), "beside it", (5.0, 6.0))
    document, _ = edits.group(document, ["dense1", "neuron1"], "learns")
    part = edits.fragment_of(document, ["neuron1", "dense1"], [note])
    assert [node.id for node in part.network.nodes] == ["dense1", "neuron1"]
    assert part.network.links == (Link("dense1", "neuron1"),)
    assert part.state.parameters["neuron1/weight"] is document.state.parameters["neuron1/weight"]
    assert part.state.parameters["dense1/weight"].shape == (3, 0)  # its inputs stayed behind
    assert set(part.network.masks) == {"neuron1/weight:pruned"}
    assert (part.data, part.plan.objectives, len(part.state.slots), part.state.step) == (None, (), 0, 0)
    assert [group.name for group in part.views.groups] == ["learns"]
    assert [each.text for each in part.views.notes] == ["beside it"]
    assert edits.fragment_of(document, ["dense1"]).views.groups == ()


def test_pasting_puts_all_of_it_into_another_document() -> None:
    origin = trained()
    part = edits.fragment_of(origin, [node.id for node in origin.network.nodes])
    there, existing = edits.add_node(edits.new_document(), "dense", (0.0, 0.0))
    there = edits.rename(there, existing, "hidden 2")
    there = edits.set_plan(there, msgspec.structs.replace(there.plan, precision="float32"))
    after, new = edits.paste(there, part, (10.0, -20.0))
    assert new == ("input1", "dense2", "neuron1", "output1", "loss1")
    assert [node.name for node in after.network.nodes][2] == "hidden 3"
    assert [objective.loss for objective in after.plan.objectives] == ["loss1"]
    x, y = origin.views.positions["neuron1"]
    assert after.views.positions["neuron1"] == (x + 10.0, y - 20.0)
    weight = origin.state.parameters["dense1/weight"]
    assert after.state.parameters["dense2/weight"].tolist() == weight.astype(np.float32).tolist()
    assert after.network.masks["dense2/weight:frozen"].tolist() == origin.network.masks["dense1/weight:frozen"].tolist()
    assert after.state.parameters["dense1/weight"] is there.state.parameters["dense1/weight"]


def test_pasting_without_weights_draws_new_ones_and_keeps_links_cut() -> None:
    origin = trained()
    part = edits.fragment_of(origin, [node.id for node in origin.network.nodes])
    after, _ = edits.paste(edits.new_document(), part, (0.0, 0.0), weights=False)
    fresh = edits.reset_training(after)
    assert set(after.network.masks) == {"neuron1/weight:pruned"}
    assert after.state.parameters["neuron1/weight"][0, 2] == 0.0
    assert fresh.state.parameters == after.state.parameters
    assert after.state.parameters["dense1/weight"].tolist() != origin.state.parameters["dense1/weight"].tolist()
    once, ids = edits.duplicate(origin, ["dense1", "neuron1"], (0.0, 0.0), weights=False)
    assert not once.state.parameters[f"{ids[1]}/bias"].any()


@pytest.mark.parametrize("of", [placed_attention, placed_composites, placed_images, placed_recurrent])
def test_every_kind_of_layer_pasted_is_as_it_was(of: ModuleType) -> None:
    for name, made in of.PLACED.items():
        origin, _ = made()
        part = edits.fragment_of(origin, [node.id for node in origin.network.nodes])
        after, new = edits.paste(edits.add_node(edits.new_document(), "dense", (0.0, 0.0))[0], part, (0.0, 0.0))
        ids = dict(zip((node.id for node in origin.network.nodes), new, strict=True))
        copied = {
            ids[path.partition("/")[0]] + path[path.index("/"):]: array
            for path, array in origin.state.parameters.items()
        }
        own = {path: array for path, array in after.state.parameters.items() if path.partition("/")[0] in new}
        assert ArrayMap(own) == ArrayMap(copied), name
        shapes, before = edits.sample_shapes(after.network), edits.sample_shapes(origin.network)
        assert [shapes[ids[node]] for node in ids] == [before[node] for node in ids], name


def test_pasting_reconciles_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    original = fragment.reconcile

    def counted(before: Document, after: Document) -> Document:
        calls.append(len(after.network.nodes))
        return original(before, after)

    part = edits.fragment_of(trained(), ["dense1", "neuron1", "output1"])
    monkeypatch.setattr(fragment, "reconcile", counted)
    edits.paste(trained(), part, (0.0, 0.0))
    assert calls == [8]


def test_copies_are_called_after_what_was_copied_and_count_on() -> None:
    document = edits.new_document()
    for name in ("Hidden", "Hidden 2", "Dense 7", "my layer", "part 4"):
        document, node = edits.add_node(document, "dense", (0.0, 0.0))
        document = edits.rename(document, node, name)
    once, copies = edits.duplicate(document, [node.id for node in document.network.nodes], (0.0, 0.0))
    names = [once.network.node(copy).name for copy in copies]
    assert [str(name) for name in names] == ["Hidden 3", "Hidden 4", "Dense 8", "my layer 2", "part 5"]
    assert [render(name.words, "ko") for name in names if isinstance(name, GivenName)] == [
        "은닉층 3", "은닉층 4", "완전 연결 층 8"]
