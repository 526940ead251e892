"""Kinds that combine, normalize or drop values: on sequences and images, in training and in use; what they refuse."""

import msgspec
import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import (
    BatchNormalizationSettings,
    ConcatenateSettings,
    DenseSettings,
    DropoutSettings,
    GroupNormalizationSettings,
    LayerNormalizationSettings,
    SplitSettings,
)
from nnsim.data import generated
from nnsim.document import Document, Settings
from nnsim.ops.dropout import KeepMask
from nnsim.program import Trainer, problems
from nnsim.text.messages import render
from tests.batteries.check_op import Array
from tests.batteries.check_program import check_every_cell, check_explained, check_state_survives, check_ways_of_running
from tests.batteries.drawing import Drawing
from tests.catalog.placed_combining import between, joining, shaped

SEQUENCE, IMAGE = (3, 4), (2, 3, 2)


@pytest.mark.parametrize("shape", [SEQUENCE, IMAGE], ids=["sequence", "image"])
@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("dropout", DropoutSettings(0.3)), ("noise", None), ("batch_normalization", None),
        ("batch_normalization", BatchNormalizationSettings(affine=False)), ("layer_normalization", None),
        ("layer_normalization", LayerNormalizationSettings("sample")),
        ("layer_normalization", LayerNormalizationSettings(affine=False)),
        ("group_normalization", GroupNormalizationSettings(2)),
        ("group_normalization", GroupNormalizationSettings(1, affine=False)),
        ("add", None), ("concatenate", ConcatenateSettings("units")),
    ],
)
def test_sequences_and_images_run_in_every_way(kind: str, settings: Settings | None, shape: tuple[int, ...]) -> None:
    document, _ = shaped(kind, shape, settings)
    assert [problem for problem in problems(document) if problem.severity == "error"] == []
    assert check_every_cell(document) > 0
    check_explained(document)
    check_ways_of_running(document, 3)
    check_state_survives(document)


def _refusal(document: Document, node: str) -> str:
    found = [problem for problem in problems(document) if problem.severity == "error" and problem.place == node]
    assert found, "nothing is refused"
    return render(found[0].message, "en")


def test_what_is_added_must_be_alike() -> None:
    drawing = Drawing(generated("xor"))
    x = drawing.add("input")
    node = drawing.add("add", None, x, drawing.add("dense", DenseSettings(3), x))
    drawing.end(drawing.add("neuron", None, node))
    assert "2 values and 3 values came" in _refusal(drawing.document, node)


def test_groups_must_divide_the_channels() -> None:
    document, node = between("group_normalization", GroupNormalizationSettings(3))
    assert "4 units or channels cannot form 3 groups" in _refusal(document, node)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (SplitSettings("units", 3, 2), "from 3 to 2"), (SplitSettings("units", 3, 5), "Let 'To' be 4 or less"),
        (SplitSettings("rows", 1, 1), "Choose another axis"), (SplitSettings("units", 1, 1, True), "keep the axis"),
    ],
)
def test_a_part_must_lie_within(settings: SplitSettings, said: str) -> None:
    document, node = between("split", settings)
    assert said in _refusal(document, node)


def test_what_is_joined_may_differ_along_that_axis_only() -> None:
    document, node = joining("concatenate", ConcatenateSettings("steps"))
    assert "Choose another axis" in _refusal(document, node)


def _masks(document: Document, steps: int) -> list[Array]:
    """What dropout keeps in each of the first steps."""
    trainer, masks = Trainer(document, keep=True), []
    slot = next(each.output for each in trainer.program.instructions if isinstance(each.op, KeepMask))
    for _ in range(steps):
        masks.append(np.array(trainer.step().value(slot)))
    return masks


def test_dropout_drops_others_in_each_step_and_the_same_again_from_the_same_seed() -> None:
    document, _ = between("dropout", DropoutSettings(0.25), units=400)
    masks = _masks(document, 3)
    assert set(np.unique(masks[0])) == {0.0, 1 / 0.75}
    assert abs(np.mean(masks) - 1.0) < 0.05
    assert not np.array_equal(masks[0], masks[1])
    np.testing.assert_array_equal(masks, _masks(document, 3))


@pytest.mark.parametrize("kind", ["dropout", "noise"])
def test_what_training_adds_is_off_in_use(kind: str) -> None:
    document, node = between(kind)
    plain = edits.delete(document, [node])
    source, target = "dense1", "neuron1"
    plain = edits.connect(plain, source, target)
    plain = edits.set_parameter(plain, f"{target}/weight", document.state.parameters[f"{target}/weight"])
    assert Trainer(document).evaluate() == Trainer(plain).evaluate()


@pytest.mark.parametrize(("batches", "size", "lonely"), [("online", 8, True), ("mini", 1, True), ("mini", 2, False)])
def test_normalizing_over_batches_of_one_sample_is_told(batches: str, size: int, lonely: bool) -> None:
    document, node = between("batch_normalization")
    plan = msgspec.structs.replace(document.plan, batches=batches, batch_size=size)
    found = [problem for problem in problems(edits.set_plan(document, plan)) if problem.place == node]
    assert [problem.severity for problem in found] == (["warning"] if lonely else [])
    shaped_one, _ = shaped("batch_normalization", SEQUENCE)
    assert not any(problem.severity == "warning" and "one sample" in render(problem.message, "en")
                   for problem in problems(edits.set_plan(shaped_one, plan)))
