"""What a drawing compiles to: phases in order, each value made once, free neurons in blocks, absent links left out."""

import numpy as np
import pytest

from nnsim import edits
from nnsim.backend import choose
from nnsim.catalog import ActivationSettings, DenseSettings, InputSettings, NeuronSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.ops.cross_entropy import BinaryCrossEntropy, BinaryCrossEntropyOfSum
from nnsim.ops.linear import WeightedSum
from nnsim.ops.linked import LinkedSum
from nnsim.ops.loss import TotalLoss
from nnsim.ops.wiring import Gather
from nnsim.program import PHASES, Executor, Memory, Program, Trainer, compile_document
from nnsim.text.errors import NnsimError
from tests.batteries.check_op import Array, central_differences
from tests.batteries.check_program import gradients
from tests.batteries.drawing import Drawing, table


def free_graph() -> Document:
    """Four neurons in two depths with links that skip a depth, and a layer beside them."""
    drawing = Drawing(generated("xor"))
    x = drawing.add("input")
    first = [drawing.add("neuron", NeuronSettings("tanh"), *links) for links in (((x, 0),), ((x, 1),), (x,))]
    layer = drawing.add("dense", DenseSettings(2, "relu"), x)
    second = drawing.add("neuron", NeuronSettings("sigmoid"), first[0], first[2], (layer, 1), (x, 0))
    drawing.end(second, loss="binary_cross_entropy")
    return drawing.document


def ops(program: Program, phase: str = "") -> list[type]:
    """The operations of a program in order."""
    return [type(each.op) for each in program.instructions if not phase or each.phase == phase]


@pytest.mark.parametrize("rule", ["gradient_descent", "adam"])
def test_phases_follow_one_another_and_nothing_is_read_before_it_is_made(rule: str) -> None:
    drawing = Drawing()
    drawing.document = edits.set_rule(free_graph(), rule)
    program = compile_document(drawing.plan(l1=0.1, l2=0.2))
    numbers = [PHASES.index(each.phase) for each in program.instructions]
    assert numbers == sorted(numbers)
    given = {"input", "target", "parameter", "state", "hyper", "mask"}
    made = {number for number, slot in enumerate(program.slots) if slot.role in given}
    for instruction in program.instructions:
        assert set(instruction.inputs) <= made
        assert instruction.output not in made, "a slot is written once"
        made.add(instruction.output)
        slot = program.slots[instruction.output]
        assert slot.shape == instruction.op.shape(*(program.slots[number].shape for number in instruction.inputs))
    for phase in PHASES:
        assert all(program.instructions[number].phase == phase for number in program.phase(phase))


def test_no_instruction_of_the_backward_phase_is_in_vain() -> None:
    program = compile_document(free_graph())
    read = {slot for each in program.instructions for slot in each.inputs}
    wanted = {update.gradient for update in program.updates}
    for number in program.phase("backward"):
        assert program.instructions[number].output in read | wanted


def test_neurons_of_one_depth_and_activation_are_one_block() -> None:
    program = compile_document(free_graph())
    sums = [each for each in program.instructions if isinstance(each.op, LinkedSum | WeightedSum)]
    assert [type(each.op) for each in sums] == [LinkedSum, WeightedSum, WeightedSum]
    block = program.slots[sums[0].output]
    assert [(member.node, member.start, member.stop) for member in block.members] == [
        ("neuron1", 0, 1), ("neuron2", 1, 2), ("neuron3", 2, 3)]
    assert isinstance(sums[0].op, LinkedSum)
    assert sums[0].op.links == ((0,), (1,), (0, 1))
    assert [program.placements[f"neuron{k}/weight"].shape for k in (1, 2, 3)] == [(1, 1), (1, 1), (1, 2)]


def test_a_block_computes_what_its_neurons_would_alone() -> None:
    document = free_graph()
    trainer = Trainer(document, keep=True)
    executor = trainer.begin()
    executor.run("forward")
    values = {node: executor.value(slots.output)[:, slots.start:slots.stop]
              for node, slots in trainer.program.nodes.items() if node != "loss1"}
    for node in document.network.nodes:
        if node.kind != "neuron":
            continue
        columns = edits.inputs(document.network, node.id)
        assert columns is not None
        x = np.stack([values[source][:, unit] for source, unit in columns], axis=1)
        z = x @ document.state.parameters[f"{node.id}/weight"].T + document.state.parameters[f"{node.id}/bias"]
        expected = np.tanh(z) if node.id != "neuron4" else 1 / (1 + np.exp(-z))
        np.testing.assert_allclose(values[node.id], expected, rtol=1e-14)


def test_parameters_go_through_the_program_unchanged() -> None:
    document = free_graph()
    memory = Memory(compile_document(document), choose("numpy"), document)
    assert memory.parameters() == document.state.parameters


@pytest.mark.parametrize("kind", ["dense", "neuron"])
def test_pruned_links_never_compute_even_from_infinity(kind: str) -> None:
    drawing = Drawing(table([[1.0, 2.0]], [[0.0]]))
    x = drawing.add("input")
    last = drawing.add(kind, DenseSettings(1, "linear") if kind == "dense" else NeuronSettings("linear"), x)
    drawing.end(last)
    document = edits.prune(drawing.set(**{f"{last}__weight": [[3.0, 4.0]]}), f"{last}/weight", (0, 0), True)
    program = compile_document(document)
    executor = Executor(program, Memory(program, choose("numpy"), document), 2)
    with np.errstate(all="ignore"):
        executor.feed(np.array([[np.inf, 2.0], [np.nan, 1.0]]), np.zeros((2, 1)))
        executor.set_hyper({"learning_rate": 0.1})
        executor.run()
    assert program.prediction is not None
    assert executor.value(program.prediction)[:, 0].tolist() == [8.0, 4.0]
    update = next(each for each in program.updates if program.slots[each.parameter].quantity == "weight")
    assert executor.value(update.gradient)[0, 0] == 0.0
    assert np.isfinite(executor.value(update.gradient)).all()


def test_a_neuron_with_all_its_links_cut_gives_its_bias() -> None:
    drawing = Drawing(generated("xor"))
    drawing.end(drawing.add("neuron", NeuronSettings("linear"), drawing.add("input")))
    document = edits.prune(drawing.set(neuron1__bias=[0.75]), "neuron1/weight", None, True)
    trainer = Trainer(document)
    executor = trainer.begin()
    executor.run("forward")
    assert trainer.program.prediction is not None
    assert executor.value(trainer.program.prediction).tolist() == [[0.75]] * 4


def test_a_wholly_frozen_parameter_has_no_gradient_and_no_update() -> None:
    document = edits.freeze(free_graph(), "dense1/weight", None, True)
    program = compile_document(document)
    frozen = program.placements["dense1/weight"].slot
    assert frozen not in {update.parameter for update in program.updates}
    assert program.gradient_of(frozen) is None


def test_gathered_columns_come_in_the_order_of_the_links() -> None:
    drawing = Drawing(table([[1.0, 2.0, 3.0]], [[0.0]]))
    x, again = drawing.add("input", InputSettings((2, 0))), drawing.add("input", InputSettings((1,)))
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), (x, 1), again, (x, 0)))
    document = drawing.set(dense1__weight=[[100.0, 10.0, 1.0]], dense1__bias=[0.0])
    trainer = Trainer(document)
    executor = trainer.begin()
    executor.run("forward")
    assert Gather in ops(trainer.program)
    assert trainer.program.prediction is not None
    assert executor.value(trainer.program.prediction).tolist() == [[123.0]]


@pytest.mark.parametrize(("form", "op"), [("stable", BinaryCrossEntropyOfSum), ("textbook", BinaryCrossEntropy)])
@pytest.mark.parametrize("last", ["dense", "neurons", "activation"])
def test_a_cross_entropy_takes_in_its_activation_wherever_it_stands(last: str, form: str, op: type) -> None:
    drawing = Drawing(table([[0.0, 1.0], [1.0, 0.0]], [[0.0, 1.0], [1.0, 1.0]]))
    x = drawing.add("input")
    if last == "dense":
        drawing.end(drawing.add("dense", DenseSettings(2, "sigmoid"), x), loss="binary_cross_entropy", form=form)
    elif last == "neurons":
        drawing.end(*(drawing.add("neuron", None, x) for _ in range(2)), loss="binary_cross_entropy", form=form)
    else:
        layer = drawing.add("dense", DenseSettings(2, "linear"), x)
        node = drawing.add("activation", ActivationSettings("sigmoid"), layer)
        drawing.end(node, loss="binary_cross_entropy", form=form)
    assert op in ops(compile_document(drawing.document), "loss")


def test_penalties_are_part_of_the_loss_but_not_of_the_data_loss() -> None:
    drawing = Drawing()
    drawing.document = free_graph()
    document = drawing.plan(l1=0.5, l2=0.25, batches="full")
    trainer = Trainer(document)
    executor = trainer.begin()
    executor.run()
    weights = [array for path, array in document.state.parameters.items() if path.endswith("weight")]
    penalty = sum(0.5 * np.abs(w).sum() + 0.125 * (w * w).sum() for w in weights)
    assert TotalLoss in ops(trainer.program, "loss")
    assert trainer.program.loss is not None
    total = float(executor.value(trainer.program.loss))
    assert total == pytest.approx(trainer.loss(executor) + penalty, rel=1e-14)


def test_without_a_loss_the_forward_phase_still_compiles() -> None:
    document = edits.delete(free_graph(), ["loss1"])
    program = compile_document(document)
    assert {each.phase for each in program.instructions} == {"forward"}
    assert program.loss is None
    assert program.prediction == program.output_of("output1")


def test_a_drawing_that_cannot_run_is_refused_at_its_place() -> None:
    document, node = edits.add_node(free_graph(), "dense", (0, 0))
    with pytest.raises(NnsimError) as caught:
        compile_document(document)
    assert caught.value.code == "network.problem"
    assert caught.value.place == node


def test_an_executor_bound_without_a_phase_does_not_run_it() -> None:
    document = free_graph()
    program = compile_document(document)
    executor = Executor(program, Memory(program, choose("numpy"), document), 1, ("forward",))
    executor.feed(np.zeros((1, 2)))
    executor.run()
    with pytest.raises(KeyError):
        executor.run("update")
    with pytest.raises(AssertionError, match="without that phase"):
        executor.run_instruction(program.phase("update").start)


@pytest.mark.parametrize("links", [
    (("dense1", None), ("dense2", None)), (("dense1", 1), ("dense1", 0)), (("dense1", 0), ("dense2", 2)),
])
def test_softmax_is_joined_to_its_loss_only_where_the_loss_sees_one_whole_layer(
    links: tuple[tuple[str, int | None], ...],
) -> None:
    width = sum(3 if unit is None else 1 for _, unit in links)
    drawing = Drawing(table([[0.3, -1.0], [1.0, 0.5]], np.eye(width)[[0, width - 1]]))
    x = drawing.add("input")
    for _ in range(2):
        drawing.add("dense", DenseSettings(3, "softmax"), x)
    drawing.end(*(name if unit is None else (name, unit) for name, unit in links), loss="categorical_cross_entropy")
    trainer = Trainer(drawing.plan(batches="full"))
    executor = trainer.step()
    assert trainer.program.prediction is not None
    predicted = executor.value(trainer.program.prediction)
    expected = -(trainer.data.y_train * np.log(predicted)).sum() / 2
    assert trainer.loss(executor) == pytest.approx(expected, rel=1e-12)
    before = drawing.document.state.parameters["dense1/weight"]
    numeric = central_differences(lambda w: _loss_with(drawing.document, w), before)
    np.testing.assert_allclose(gradients(drawing.document)["dense1/weight"], numeric, rtol=1e-6, atol=1e-9)


def _loss_with(document: Document, weight: Array) -> float:
    changed = edits.set_parameter(document, "dense1/weight", weight)
    return Trainer(changed).evaluate()[0]
