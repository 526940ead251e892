"""Whatever the edits make of a document, it can be saved and comes back as it was."""

import random
from collections.abc import Callable

import msgspec
import numpy as np
import pytest

from nnsim import catalog, data, edits, files
from nnsim.catalog import DenseSettings, InputSettings
from nnsim.document import ArrayMap, Document, Node, UnknownSettings
from nnsim.text import NnsimError

Edit = Callable[[Document, random.Random], Document]
KINDS = [kind.id for kind in catalog.kinds()]


def _node(document: Document, chance: random.Random) -> Node:
    return chance.choice(document.network.nodes)


def _add(document: Document, chance: random.Random) -> Document:
    return edits.add_node(document, chance.choice(KINDS), (chance.uniform(-1e4, 1e4), chance.randint(-9, 9)))[0]


def _connect(document: Document, chance: random.Random) -> Document:
    unit = chance.choice((None, None, 0, 1, 2))
    return edits.connect(document, _node(document, chance).id, _node(document, chance).id, unit)


def _resize(document: Document, chance: random.Random) -> Document:
    node = _node(document, chance)
    dense = DenseSettings(chance.randint(1, 5), bias=chance.random() < 0.7)
    settings = {"dense": dense, "input": InputSettings((0, 2))}.get(node.kind)
    return document if settings is None else edits.change_settings(document, node.id, settings)


def _estrange(document: Document, chance: random.Random) -> Document:
    """As a file of a later version leaves it: a node becomes one of a kind that this version does not have."""
    node = _node(document, chance)
    strange = Node(node.id, "capsule", node.name, UnknownSettings({"gates": [1, 2.5], "deep": {"er": None}}))
    nodes = tuple(strange if other is node else other for other in document.network.nodes)
    return msgspec.structs.replace(document, network=msgspec.structs.replace(document.network, nodes=nodes))


def _mask(document: Document, chance: random.Random) -> Document:
    path = chance.choice(sorted(document.state.parameters))
    change = chance.choice((edits.freeze, edits.prune))
    return change(document, path, None, chance.random() < 0.8)


def _train(document: Document, chance: random.Random) -> Document:
    parameters = document.state.parameters
    slots = {f"{path}:velocity": np.ones(array.shape, array.dtype) for path, array in parameters.items()}
    state = msgspec.structs.replace(document.state, slots=ArrayMap(slots), step=document.state.step + 7, epoch=2)
    return edits.with_training(document, state, document.history)


def _plan(document: Document, chance: random.Random) -> Document:
    precision = chance.choice(("float64", "float32"))
    return edits.set_plan(document, msgspec.structs.replace(document.plan, precision=precision, l2=chance.random()))


def _data(document: Document, chance: random.Random) -> Document:
    source = data.generated(chance.choice(("xor", "spirals", "and", "circles")))
    return edits.choose_data(document, source, 2)


EDITS: tuple[Edit, ...] = (
    _add, _add, _connect, _connect, _connect, _resize, _mask, _train, _plan, _data, _estrange,
    lambda document, chance: edits.delete(document, [_node(document, chance).id]),
    lambda document, chance: edits.disconnect(document, chance.choice(document.network.links)),
    lambda document, chance: edits.duplicate(document, [_node(document, chance).id], (20, 20))[0],
    lambda document, chance: edits.rename(document, _node(document, chance).id, "뉴런 🙂" + "x" * chance.randint(1, 9)),
    lambda document, chance: edits.set_rule(document, chance.choice([rule.id for rule in catalog.rules()])),
    lambda document, chance: edits.reset_training(document, chance.randint(0, 99)),
    lambda document, chance: edits.add_output(document, (0, 0))[0],
)  # fmt: skip


def edited(seed: int, count: int) -> None:
    """Random edits; after each, the document is saved and read again."""
    chance = random.Random(seed)
    document = edits.new_document()
    for _ in range(count):
        edit = chance.choice(EDITS)
        try:
            document = edit(document, chance)
        except (NnsimError, IndexError):  # refused, or nothing there to edit
            continue
        saved = files.dumps(document)
        assert files.loads(saved) == files.as_kept(document), f"seed {seed}"
        assert files.dumps(files.loads(saved)) == saved, f"seed {seed}"


@pytest.mark.parametrize("seed", range(12))
def test_every_edited_document_can_be_saved(seed: int) -> None:
    edited(seed, 60)


@pytest.mark.long
def test_documents_after_many_edits_can_be_saved() -> None:
    for seed in range(100, 200):
        edited(seed, 150)
