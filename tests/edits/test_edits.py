"""Edits one by one: what each changes, what it keeps, and why it refuses."""

import msgspec
import numpy as np
import pytest

from nnsim import catalog, edits
from nnsim.catalog import Constant, DenseSettings, Glorot, NeuronSettings, Zero
from nnsim.data import generated
from nnsim.document import ArrayMap, History, Link, Node
from nnsim.program import Trainer
from nnsim.text.errors import NnsimError
from nnsim.text.messages import render
from tests.batteries.drawing import Drawing
from tests.edits.drawings import drawn, trained

CYCLE = "would close a cycle"
REFUSALS = [
    (("dense1", "dense1"), "cannot link to itself"), (("dense2", "dense1"), CYCLE), (("neuron1", "dense1"), CYCLE),
    (("dense1", "dense2"), "already linked"), (("dense1", "dense2", 0), "already linked"),
    (("dense1", "input1"), "takes its values from the data"), (("loss1", "dense1"), "Nothing follows"),
    (("dense1", "neuron1", 3), "no unit 4"), (("dense1", "loss1"), "already has its prediction"),
]


def test_a_new_node_gets_a_free_id_a_name_a_place_and_initial_weights() -> None:
    document, first = edits.add_node(edits.new_document(), "dense", (10.0, 20.0))
    document, second = edits.add_node(document, "dense", (30.0, 40.0))
    assert (first, second) == ("dense1", "dense2")
    assert [node.name for node in document.network.nodes] == ["Dense 1", "Dense 2"]
    assert document.views.positions == {"dense1": (10.0, 20.0), "dense2": (30.0, 40.0)}
    assert document.state.parameters["dense1/weight"].shape == (4, 0)
    again, third = edits.add_node(edits.delete(document, [first]), "dense", (0.0, 0.0))
    assert third == "dense1"
    assert len({node.name for node in again.network.nodes}) == 2


def test_an_output_comes_with_its_loss_and_objective() -> None:
    document, output = edits.add_output(edits.new_document(), (0.0, 0.0))
    assert output == "output1"
    assert document.network.links == (Link("output1", "loss1"),)
    assert [objective.loss for objective in document.plan.objectives] == ["loss1"]
    assert edits.delete(document, ["loss1"]).plan.objectives == ()


def test_widening_a_layer_keeps_its_rows_and_the_columns_behind_it() -> None:
    before = trained(drawn())
    after = edits.change_settings(before, "dense1", DenseSettings(5))
    old, new = before.state, after.state
    assert new.parameters["dense1/weight"].shape == (5, 2)
    assert new.parameters["dense1/weight"][:3].tobytes() == old.parameters["dense1/weight"].tobytes()
    assert new.parameters["dense2/weight"][:, :3].tobytes() == old.parameters["dense2/weight"].tobytes()
    assert new.slots["dense1/weight:first_moment"][:3].tobytes() == old.slots["dense1/weight:first_moment"].tobytes()
    assert not new.slots["dense1/weight:first_moment"][3:].any()
    for path in ("neuron1/weight", "neuron1/bias"):
        assert new.parameters[path] is old.parameters[path], "untouched arrays are shared"
    back = edits.change_settings(after, "dense1", DenseSettings(3))
    assert back.state.parameters == old.parameters


def test_another_activation_keeps_all_weights() -> None:
    before = trained(drawn())
    after = edits.change_settings(before, "dense1", DenseSettings(3, "relu"))
    assert after.state.parameters is before.state.parameters
    assert after.state.slots is before.state.slots


def test_a_new_link_adds_a_column_and_cutting_it_takes_just_that_away() -> None:
    before = trained(drawn())
    linked = edits.connect(before, "input1", "neuron1", 1)
    assert linked.state.parameters["neuron1/weight"].shape == (1, 3)
    kept = linked.state.parameters["neuron1/weight"][:, :2]
    assert kept.tobytes() == before.state.parameters["neuron1/weight"].tobytes()
    cut = edits.disconnect(linked, Link("input1", "neuron1", 1))
    assert cut.state == before.state


def test_columns_follow_their_units_when_the_order_of_links_changes() -> None:
    drawing = Drawing(generated("xor"))
    x = drawing.add("input")
    neurons = [drawing.add("neuron", None, x) for _ in range(3)]
    last = drawing.add("neuron", None, *neurons)
    drawing.end(last)
    document = trained(drawing.document)
    weight = document.state.parameters[f"{last}/weight"]
    without = edits.disconnect(document, Link(neurons[0], last))
    assert without.state.parameters[f"{last}/weight"].tolist() == [weight[0, 1:].tolist()]
    again = edits.connect(without, neurons[0], last)
    assert again.state.parameters[f"{last}/weight"][0, :2].tolist() == weight[0, 1:].tolist()


def test_what_was_never_trained_is_drawn_anew_as_a_whole() -> None:
    document = edits.change_settings(drawn(), "dense1", DenseSettings(5))
    assert document.state.parameters == edits.reset_training(document).state.parameters
    frozen = edits.freeze(edits.set_weight(drawn(), "dense1/weight", (0, 0), 9.0), "dense2/weight", (0, 0), True)
    wider = edits.change_settings(frozen, "dense1", DenseSettings(5))
    assert wider.state.parameters["dense1/weight"][0, 0] == 9.0
    assert wider.state.parameters["dense2/weight"][0, 0] == frozen.state.parameters["dense2/weight"][0, 0]


def test_another_initializer_acts_at_once_on_a_fresh_network_only() -> None:
    settings = DenseSettings(3, initializer=Constant(0.125))
    assert np.unique(edits.change_settings(drawn(), "dense1", settings).state.parameters["dense1/weight"]) == [0.125]
    before = trained(drawn())
    after = edits.change_settings(before, "dense1", settings)
    assert after.state.parameters == before.state.parameters
    assert np.unique(edits.initialize(after, ["dense1"]).state.parameters["dense1/weight"]) == [0.125]


def test_a_cut_link_of_a_fresh_network_stays_cut_when_the_initializer_changes() -> None:
    zeros = edits.change_settings(drawn(), "dense1", DenseSettings(3, initializer=Zero()))
    cut = edits.prune(zeros, "dense1/weight", (0, 0), True)
    after = edits.change_settings(cut, "dense1", DenseSettings(3, initializer=Glorot()))
    assert after.state.parameters["dense1/weight"][0, 0] == 0.0


def test_freezing_and_cutting() -> None:
    before = trained(drawn())
    frozen = edits.freeze(before, "dense1/weight", (1, 0), True)
    assert np.argwhere(frozen.network.masks["dense1/weight:frozen"]).tolist() == [[1, 0]]
    assert edits.freeze(frozen, "dense1/weight", None, False) == before
    cut = edits.prune(before, "dense1/weight", (1, 0), True)
    assert cut.state.parameters["dense1/weight"][1, 0] == 0.0
    assert cut.state.slots["dense1/weight:first_moment"][1, 0] == 0.0
    put_back = edits.prune(cut, "dense1/weight", (1, 0), False)
    assert put_back.network == before.network
    with pytest.raises(NnsimError) as caught:
        edits.set_weight(cut, "dense1/weight", (1, 0), 1.0)
    assert caught.value.code == "parameter.pruned"
    pasted = edits.set_parameter(cut, "dense1/weight", np.ones((3, 2)))
    assert pasted.state.parameters["dense1/weight"].tolist() == [[1, 1], [0, 1], [1, 1]]


def test_a_file_with_weights_on_cut_links_computes_without_them() -> None:
    document = edits.prune(drawn(), "dense1/weight", (0, 0), True)
    loose = document.state.parameters.with_({"dense1/weight": np.full((3, 2), 2.0)})
    wrong = msgspec.structs.replace(document, state=msgspec.structs.replace(document.state, parameters=loose))
    assert Trainer(wrong).parameters()["dense1/weight"][0, 0] == 0.0


def test_starting_again_is_what_the_seed_gives_but_for_what_is_fixed() -> None:
    document = edits.freeze(edits.set_weight(drawn(), "dense1/weight", (0, 1), 7.0), "dense1/weight", (0, 1), True)
    after = edits.reset_training(trained(document))
    assert after.state.step == 0
    assert len(after.state.slots) == 0
    assert after.state.parameters["dense1/weight"][0, 1] == 7.0
    expected = edits.reset_training(drawn()).state.parameters
    mask = document.network.masks["dense1/weight:frozen"]
    assert after.state.parameters["dense1/weight"][~mask].tolist() == expected["dense1/weight"][~mask].tolist()
    assert edits.reset_training(document, 5).state.parameters != after.state.parameters
    assert edits.reset_training(document, 5).state.seed == 5


def test_initial_weights_do_not_depend_on_what_else_is_drawn() -> None:
    document, _ = edits.add_node(drawn(), "dense", (0.0, 0.0))
    for path, array in drawn().state.parameters.items():
        assert document.state.parameters[path].tobytes() == array.tobytes()


def test_copies_come_with_links_among_them_and_their_weights() -> None:
    before = trained(drawn())
    after, new = edits.duplicate(before, ["dense1", "dense2"], (30.0, 40.0))
    assert new == ("dense3", "dense4")
    assert Link("dense3", "dense4") in after.network.links
    assert after.state.parameters["dense4/weight"].tobytes() == before.state.parameters["dense2/weight"].tobytes()
    assert after.views.positions["dense3"] == (30.0, 40.0)
    assert all(after.state.parameters[path] is array for path, array in before.state.parameters.items())


def test_another_precision_converts_and_another_rule_forgets() -> None:
    before = trained(drawn())
    narrow = edits.set_plan(before, msgspec.structs.replace(before.plan, precision="float32"))
    arrays = (*narrow.state.parameters.values(), *narrow.state.slots.values())
    assert {array.dtype for array in arrays} == {np.dtype("float32")}
    assert len(edits.set_rule(before, "momentum").state.slots) == 0
    faster = edits.set_rule(before, "adam", catalog.AdamSettings(0.5))
    assert faster.state is before.state


@pytest.mark.parametrize(("link", "words"), REFUSALS)
def test_a_link_that_cannot_be_is_refused_with_a_reason(link: tuple[str, ...], words: str) -> None:
    document = drawn()
    objection = edits.can_connect(document, *link)
    assert objection is not None
    assert words in str(objection)
    assert any("가" <= letter <= "힣" for letter in render(objection, "ko"))
    with pytest.raises(NnsimError) as caught:
        edits.connect(document, *link)
    assert caught.value.message == objection


def test_other_refusals() -> None:
    document = drawn()
    plan = document.plan
    for code, attempt in (
        ("kind.unknown", lambda: edits.add_node(document, "hypernetwork", (0.0, 0.0))),
        ("name.length", lambda: edits.rename(document, "dense1", "  ")),
        ("name.length", lambda: edits.rename(document, "dense1", "x" * 81)),
        ("name.taken", lambda: edits.rename(document, "dense1", "Dense 2")),
        ("settings.range", lambda: edits.change_settings(document, "dense1", DenseSettings(0))),
        ("settings.range", lambda: edits.change_settings(document, "neuron1", NeuronSettings("softmax"))),
        ("parameter.unknown", lambda: edits.set_weight(document, "dense9/weight", (0, 0), 1.0)),
        ("parameter.finite", lambda: edits.set_weight(document, "dense1/weight", (0, 0), float("inf"))),
        ("parameter.cell", lambda: edits.set_weight(document, "dense1/weight", (0,), 1.0)),
        ("parameter.cell", lambda: edits.set_weight(document, "dense1/weight", (0, 99), 1.0)),
        ("parameter.finite", lambda: edits.set_parameter(document, "dense1/bias", np.full(3, np.nan))),
        ("parameter.shape", lambda: edits.set_parameter(document, "dense1/weight", np.zeros((2, 3)))),
        ("plan.range", lambda: edits.set_plan(document, msgspec.structs.replace(plan, batch_size=0))),
        ("plan.range", lambda: edits.set_plan(document, msgspec.structs.replace(plan, l1=-1.0))),
        ("plan.range", lambda: edits.set_rule(document, "adam", catalog.AdamSettings(beta1=1.5))),
    ):
        with pytest.raises(NnsimError) as caught:
            attempt()
        assert caught.value.code == code


def test_the_difference_names_what_changed_and_nothing_else() -> None:
    before = trained(drawn())
    linked = edits.difference(before, edits.connect(before, "input1", "neuron1"), "canvas")
    assert linked.added_links == {Link("input1", "neuron1")}
    assert linked.parameters == {"neuron1/weight"}
    assert linked.initiator == "canvas"
    assert linked.structure
    assert linked.removed_links == linked.changed_nodes == linked.moved_nodes == frozenset()
    moved = edits.difference(before, edits.move(before, {"dense1": (5.0, 5.0), "nobody": (1.0, 1.0)}))
    assert moved == edits.ChangeSet(moved_nodes=frozenset({"dense1"}))
    assert not moved.structure
    assert edits.difference(before, edits.set_weight(before, "dense1/bias", (0,), 3.0)) == edits.ChangeSet(
        parameters=frozenset({"dense1/bias"}))
    assert edits.difference(before, edits.freeze(before, "dense1/bias", None, True)) == edits.ChangeSet(
        masks=frozenset({"dense1/bias:frozen"}))
    assert edits.difference(before, edits.rename(before, "dense1", "hidden")).changed_nodes == {"dense1"}
    assert edits.difference(before, edits.set_title(before, "Lab")) == edits.ChangeSet(title=True)
    noted = msgspec.structs.replace(before, texts={"notes.en": "…"})
    assert edits.difference(before, noted) == edits.ChangeSet(texts=True)
    extended = msgspec.structs.replace(before, extra={"ext/own.bin": b"own"})
    assert edits.difference(before, extended) == edits.ChangeSet(extra=True)
    assert edits.difference(before, edits.set_plan(before, msgspec.structs.replace(before.plan, epochs=7))).plan
    series = History(ArrayMap({"epoch": np.zeros(1)}))
    assert edits.difference(before, edits.with_training(before, before.state, series)) == edits.ChangeSet(history=True)
    assert edits.difference(before, trained(before)).state
    assert not edits.difference(before, before)
    removed = edits.difference(before, edits.delete(before, ["dense2"]))
    assert removed.removed_nodes == {"dense2"}
    assert removed.removed_links == {Link("dense1", "dense2"), Link("dense2", "neuron1")}


def test_a_network_too_large_for_a_file_is_never_drawn() -> None:
    document = edits.new_document()
    nodes = []
    for count in (8192, 4096, 1):
        document, node = edits.add_node(document, "dense", (0.0, 0.0), settings=DenseSettings(count))
        nodes.append(node)
    wide, also_wide, small = nodes
    assert "16,777,216" in render(edits.can_connect(document, wide, also_wide), "en")
    with pytest.raises(NnsimError, match="fewer units"):
        edits.connect(document, wide, also_wide)
    document = edits.connect(document, wide, small)
    with pytest.raises(NnsimError, match="fewer units"):
        edits.change_settings(document, small, DenseSettings(4096))


def test_a_drawing_of_four_hundred_neurons_is_edited_and_trained_like_a_small_one() -> None:
    neurons = [Node(f"neuron{k}", "neuron", f"N{k}", NeuronSettings("tanh")) for k in range(1, 401)]
    links = [Link("input1", neuron.id) for neuron in neurons[:20]]
    links += [Link(neurons[k - 20 + j].id, neurons[k].id) for k in range(20, 400) for j in range(10)]
    drawing = Drawing(generated("xor"))
    drawing.add("input")
    network = msgspec.structs.replace(
        drawing.document.network, nodes=(*drawing.document.network.nodes, *neurons), links=tuple(links))
    drawing.document = edits.reconcile(drawing.document, msgspec.structs.replace(drawing.document, network=network))
    drawing.end("neuron400")
    document = edits.rename(trained(drawing.document, 2), "neuron7", "seven")
    document = edits.disconnect(document, links[-1])
    assert document.state.parameters["neuron400/weight"].shape == (1, 9)
    assert edits.can_connect(document, "neuron400", "neuron399") is None
    assert edits.can_connect(document, "neuron400", "neuron1") is not None
    trained(document, 2)
