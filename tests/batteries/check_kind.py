"""The battery that every kind of node must pass: settings, shapes, texts, a training step, its state, its file."""

import math
from typing import Any

import msgspec
import numpy as np

from nnsim import catalog, edits, files
from nnsim.catalog import Composite, Field, Kind
from nnsim.document import Document, Settings
from nnsim.program import Trainer, compile_document, problems, shapes
from nnsim.text.messages import Message, render
from tests.batteries.check_program import check_every_cell, check_explained, check_state_survives, check_ways_of_running


def check_kind(kind: Kind, document: Document, node_id: str) -> None:
    """Holds a kind to what `nnsim.catalog.kind.Kind` promises, in a document with a node of it that can be trained."""
    assert catalog.kind(kind.id) is kind
    assert document.network.node(node_id).kind == kind.id
    check_texts(kind)
    check_settings(kind.default_settings(), kind.fields, kind)
    check_shapes(kind, document, node_id)
    assert [problem for problem in problems(document) if problem.severity == "error"] == []
    assert check_every_cell(document) > 0
    check_explained(document)
    check_ways_of_running(document)
    check_state_survives(document)
    assert files.loads(files.dumps(document)) == document
    trained = Trainer(document)
    trained.step()
    assert all(np.isfinite(array).all() for array in trained.parameters().values())


def check_texts(kind: Any) -> None:
    """A kind, and each of its settings, says what it is called and, in a sentence in both languages, what it means."""
    for titled in (kind, *kind.fields):
        assert isinstance(titled.title, Message)
        assert render(titled.title, "en")
        meaning = render(titled.meaning, "ko")
        assert titled.meaning.id.endswith(".")
        assert any("가" <= letter <= "힣" for letter in meaning), f"no Korean for {titled.meaning.id!r}"


def check_settings(settings: Settings, fields: tuple[Field, ...], kind: Any) -> None:
    """Defaults are accepted, survive as JSON and are what the fields say; values out of range are refused by name."""
    assert kind.check(settings) is None
    names = set(type(settings).__struct_fields__)
    assert {field.name for field in fields} == names, "every setting has a field"
    assert msgspec.json.decode(msgspec.json.encode(settings), type=type(settings)) == settings
    for field in fields:
        assert getattr(settings, field.name) == field.default
        for wrong in _out_of_range(field):
            objection = kind.check(msgspec.structs.replace(settings, **{field.name: wrong}))
            assert objection is not None, f"{field.name}={wrong} is accepted"
            assert render(objection)
        for right in _in_range(field):
            assert kind.check(msgspec.structs.replace(settings, **{field.name: right})) is None


def _out_of_range(field: Field) -> list[Any]:
    if field.type == "choice":
        return ["no such choice"]
    if field.type == "numbers":
        return [(low,) for low in (math.nan, math.inf, *([] if field.low is None else [field.low - 1]))]
    if field.type not in ("int", "float"):
        return []
    assert field.low is not None
    assert field.high is not None
    return [field.low - 1, field.high + 1, math.nan, math.inf]


def _in_range(field: Field) -> list[Any]:
    if field.type == "choice":
        return [value for value, _ in field.choices]
    if field.type == "bool":
        return [True, False]
    if field.type not in ("int", "float"):
        return []
    soft = [value for value in (field.soft_low, field.soft_high) if value is not None]
    assert all(field.low <= value <= field.high for value in soft), "a slider stays within what is accepted"
    return [field.low, field.high, *soft]


def check_shapes(kind: Kind, document: Document, node_id: str) -> None:
    """What the kind says of its units and parameters is what the program and the document hold."""
    node = document.network.node(node_id)
    placed = edits.placed(document.network)
    program = compile_document(document)
    slots = program.nodes[node_id]
    shape = edits.sample_shapes(document.network)[node_id]
    assert shape is not None
    units = int(np.prod(shape))
    assert shapes(document)[node_id] == units == slots.stop - slots.start
    assert slots.shape == shape
    parts = [each for path, each in placed.items() if path.split("/")[0] == node_id]
    assert parts
    for part in parts:
        assert part.inputs is not None
        of = catalog.kind(part.node.kind)
        assert of.refuses(part.node.settings, part.inputs) is None
        if not isinstance(of, Composite):
            assert of.shape(part.node.settings, part.inputs) == part.shape
    if kind.id != "loss":
        assert program.slots[slots.output].shape[1:] == shape or len(shape) == 1
    expected = {
        f"{part.id}/{spec.name}": spec.shape for part in parts
        for spec in catalog.kind(part.node.kind).parameters(part.node.settings, part.inputs)
    }
    mine = {path: array.shape for path, array in document.state.parameters.items() if path.startswith(f"{node_id}/")}
    assert mine == expected
    assert {path: program.placements[path].shape for path in mine} == expected
    assert kind.facts(node.settings, units) is None or render(kind.facts(node.settings, units), "en")
