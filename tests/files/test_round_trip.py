"""What is saved comes back to the bit, and the same document gives the same bytes."""

import math
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
import safetensors.numpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnsim import catalog, edits, files
from nnsim.catalog import ActivationSettings, DenseSettings, InputSettings, LossSettings, NeuronSettings
from nnsim.catalog.schedules import SCHEDULES
from nnsim.document import (
    ArrayMap,
    Column,
    DataSource,
    Document,
    Generated,
    History,
    Lows,
    Schedule,
    Settings,
    Split,
    Table,
)

finite = st.floats(allow_nan=False, allow_infinity=False, width=64)
words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)
coordinate = st.floats(-1e6, 1e6) | st.integers(-1000, 1000)
# NaN is not equal to itself; what the settings hold is finite anyway
initializers = st.one_of(
    st.just(catalog.Zero()),
    st.builds(catalog.Constant, st.floats(-10, 10)),
    st.builds(catalog.Uniform, st.floats(-3, 0), st.floats(0, 3)),
    st.builds(catalog.Normal, st.floats(0, 2)),
    st.just(catalog.Glorot()),
    st.just(catalog.He()),
)
functions = st.sampled_from(["sign", "step", "linear", "sigmoid", "tanh", "relu"])


def settings_of(kind: str) -> st.SearchStrategy[Settings]:
    """Settings that the kind accepts."""
    return {
        "input": st.builds(InputSettings, st.lists(st.integers(0, 9), min_size=1, max_size=4).map(tuple)),
        "dense": st.builds(DenseSettings, st.integers(1, 6), functions, st.booleans(), initializers, initializers),
        "neuron": st.builds(NeuronSettings, functions, st.booleans(), initializers, initializers),
        "activation": st.builds(ActivationSettings, functions),
        "loss": st.builds(LossSettings, st.sampled_from(["mse", "sse", "binary_cross_entropy"])),
        "output": st.just(catalog.OutputSettings()),
    }[kind]


@st.composite
def documents(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Document:
    """Drawn by random edits, then filled with random values."""
    document = edits.new_document()
    ids: list[str] = []
    kinds = st.sampled_from(["input", "dense", "neuron", "activation", "loss", "output"])
    for kind in draw(st.lists(kinds, max_size=7)):
        position = (draw(coordinate), draw(coordinate))
        document, node = edits.add_node(document, kind, position, settings=draw(settings_of(kind)))
        ids.append(node)
    for _ in range(draw(st.integers(0, 10)) if ids else 0):
        source, target = draw(st.sampled_from(ids)), draw(st.sampled_from(ids))
        unit = draw(st.none() | st.integers(0, 5))
        if edits.can_connect(document, source, target, unit) is None:
            document = edits.connect(document, source, target, unit)
    document = edits.set_rule(document, draw(st.sampled_from([rule.id for rule in catalog.rules()])))
    if draw(st.booleans()):
        plan = msgspec.structs.replace(document.plan, precision="float32", l1=draw(st.floats(0, 1)), batches="online")
        document = edits.set_plan(document, plan)
    if draw(st.booleans()):
        document = edits.set_plan(document, msgspec.structs.replace(document.plan, **draw(plan_changes)))
        document = msgspec.structs.replace(document, state=msgspec.structs.replace(document.state, lows=draw(lows)))
    document = _with_values(document, draw)
    return msgspec.structs.replace(
        document,
        data=draw(st.none() | generated | own_tables()),
        title=draw(st.dictionaries(st.sampled_from(["", "en", "ko"]), words)),
        texts=draw(st.dictionaries(st.sampled_from(["about.en", "about.ko", "note-1.en"]), words)),
        extra=draw(st.dictionaries(st.sampled_from(["ext/a", "ext/b/c.json", "ext/._"]), st.binary(max_size=50))),
    )


plan_changes = st.fixed_dictionaries({
    "schedule": st.none() | st.sampled_from(SCHEDULES).map(lambda kind: Schedule(kind.id, kind.default_settings())),
    "warm_up": st.integers(0, 50), "accumulate": st.integers(1, 9), "clip_value": st.floats(0, 9),
    "clip_norm": st.floats(0, 9), "weight_decay": st.floats(0, 1), "decay": st.sampled_from(["coupled", "decoupled"]),
    "patience": st.integers(0, 99), "least_gain": st.floats(0, 1),
})
loss = st.none() | st.floats(-1e300, 1e300)
lows = st.builds(Lows, loss, st.integers(0, 99), loss, st.integers(0, 99), st.floats(0, 1))

generated = st.builds(
    DataSource,
    st.builds(Generated, st.sampled_from(["xor", "spirals"]), st.integers(4, 500), st.floats(0, 3), st.integers(0, 9)),
    st.just((Column("x₁"), Column("x₂"), Column("class", "output", "binary", categories=("0", "1")))),
    st.builds(Split, st.floats(0, 0.9), st.integers(0, 2**31)),
)


@st.composite
def own_tables(draw: Callable[[st.SearchStrategy[Any]], Any]) -> DataSource:
    """A table of the student's own with one number and one class column."""
    numbers = draw(st.lists(finite, min_size=1, max_size=8))
    codes = draw(st.lists(st.integers(0, 2), min_size=len(numbers), max_size=len(numbers)))
    cells = {"0": np.array(numbers), "1": np.array(codes, np.int32)}
    columns = (Column(draw(words)), Column(draw(words), "output", "one_hot", categories=("a", "b", "c")))
    return DataSource(Table(draw(words), cells=ArrayMap(cells)), columns)


def _with_values(document: Document, draw: Callable[[st.SearchStrategy[Any]], Any]) -> Document:
    """Random bits in every array: parameters, the rule's memory, masks and curves."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    special = np.array([0.0, -0.0, 5e-324, -1e38, 0.1, math.inf if draw(st.booleans()) else 1.0])
    parameters, slots, masks = {}, {}, {}
    for path, array in document.state.parameters.items():
        odd = random.choice(special.astype(array.dtype), array.shape)
        parameters[path] = np.where(random.random(array.shape) < 0.2, odd, array)
        slots[f"{path}:velocity"] = random.normal(size=array.shape).astype(array.dtype)
        if random.random() < 0.3:
            masks[f"{path}:frozen"] = random.random(array.shape) < 0.5
    kept = draw(st.integers(0, 4))
    series = {"epoch": np.arange(kept, dtype=float), "train_loss": random.choice([1.0, np.nan, np.inf], kept)}
    counts = st.integers(0, 2**40)
    state = msgspec.structs.replace(
        document.state, parameters=ArrayMap(parameters), slots=ArrayMap(slots), step=draw(counts), seed=draw(counts)
    )
    network = msgspec.structs.replace(document.network, masks=ArrayMap(masks))
    history = History(ArrayMap(series)) if kept else History()
    return msgspec.structs.replace(document, network=network, state=state, history=history)


def comes_back(document: Document) -> None:
    """Save → load is equal; save → load → save has the same bytes."""
    with np.errstate(all="ignore"):
        data = files.dumps(document)
        again = files.loads(data)
    assert again == document
    assert files.dumps(again) == data


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents())
def test_a_generated_document_comes_back(document: Document) -> None:
    comes_back(document)


@pytest.mark.long
@settings(max_examples=10_000, suppress_health_check=list(HealthCheck))
@given(documents())
def test_ten_thousand_generated_documents_come_back(document: Document) -> None:
    comes_back(document)


def test_every_part_comes_back(document: Document) -> None:
    comes_back(document)
    assert document.network.masks
    assert document.state.slots
    assert len(document.history) == 5
    assert len(document.views.notes) == len(document.views.groups) == 2
    assert document.views.opened


def test_the_thumbnail_does_not_change_the_rest(document: Document, members: dict[str, bytes]) -> None:
    without = files.dumps(document)
    assert files.loads(without) == document
    assert "thumbnail.png" in members


def test_equal_numbers_of_another_type_give_the_same_bytes() -> None:
    whole, _ = edits.add_node(edits.new_document(), "dense", (1, 2))
    real, _ = edits.add_node(edits.new_document(), "dense", (1.0, 2.0))
    assert whole == real
    assert files.dumps(whole) == files.dumps(real)


def test_other_tools_read_the_weights(document: Document, members: dict[str, bytes]) -> None:
    weights = safetensors.numpy.load(members["weights.safetensors"])
    for path, array in document.state.parameters.items():
        np.testing.assert_array_equal(weights[path], array)


def test_weights_that_diverged_come_back_and_are_announced(document: Document) -> None:
    path = next(iter(document.state.parameters))
    broken = np.full(document.state.parameters[path].shape, np.nan)
    state = msgspec.structs.replace(document.state, parameters=document.state.parameters.with_({path: broken}))
    diverged = msgspec.structs.replace(document, state=state)
    assert files.loads(files.dumps(diverged)) == diverged


def test_files_of_this_version_have_a_readable_layout(members: dict[str, bytes]) -> None:
    assert list(members)[:3] == ["mimetype", "manifest.json", "document.json"]
    assert members["mimetype"] == b"application/x-nnsim"
