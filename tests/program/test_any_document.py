"""Problems are told of any document at all, whatever nonsense its settings are: looking for them never fails."""

import random
from typing import Any

import msgspec
import numpy as np
import pytest

from nnsim import catalog, edits
from nnsim.catalog import Field
from nnsim.catalog.schedules import SCHEDULES
from nnsim.document import ArrayMap, Document, Objective, Rule, Schedule, Split, Table, UnknownSettings
from nnsim.program import problems
from nnsim.text import NnsimError
from nnsim.text.messages import render
from tests.batteries.random_edits import MOST_NODES, OTHERS, STRUCTURAL

NUMBERS = (0.0, -1.0, 1.0, 1e300, -1e300, 1e-300, float("nan"), float("inf"), float("-inf"))
COUNTS = (0, -1, 1, 7, 2**31, -(2**31))
REPLACE = msgspec.structs.replace


def _nonsense(field: Field, present: Any, drawn: random.Random) -> Any:
    match field.type:
        case "int":
            return drawn.choice(COUNTS)
        case "float":
            return drawn.choice(NUMBERS)
        case "bool":
            return drawn.random() < 0.5
        case "choice":
            return drawn.choice(["nonsense", "", *(key for key, _ in field.choices)])
        case "numbers":
            return tuple(drawn.choice(NUMBERS) for _ in range(drawn.randrange(4)))
        case "columns":
            return tuple(drawn.choice((0, 1, 5, 10**6)) for _ in range(drawn.randrange(4)))
        case "shape":
            return tuple(drawn.choice(COUNTS) for _ in range(drawn.randrange(5)))
        case _:
            return present


def _worse(fields: tuple[Field, ...], settings: Any, drawn: random.Random) -> Any:
    """The settings with nonsense in some of the fields."""
    chosen = [field for field in fields if drawn.random() < 0.4]
    return REPLACE(settings, **{each.name: _nonsense(each, getattr(settings, each.name), drawn) for each in chosen})


def _worse_node(document: Document, drawn: random.Random) -> Document:
    nodes = list(document.network.nodes)
    if not nodes:
        return document
    at = drawn.randrange(len(nodes))
    node = nodes[at]
    if drawn.random() < 0.1:
        nodes[at] = REPLACE(node, kind="capsule", settings=UnknownSettings({"units": 4}))
    elif catalog.is_known(node.kind):
        nodes[at] = REPLACE(node, settings=_worse(catalog.kind(node.kind).fields, node.settings, drawn))
    return REPLACE(document, network=REPLACE(document.network, nodes=tuple(nodes)))


def _worse_plan(document: Document, drawn: random.Random) -> Document:
    plan = document.plan
    rule, schedule = drawn.choice(catalog.rules()), drawn.choice(SCHEDULES)
    losses = [node.id for node in document.network.nodes]
    changes: dict[str, Any] = drawn.choice([
        {"rule": Rule("tiger", UnknownSettings({"beta": 0.9}))},
        {"rule": Rule(rule.id, _worse(rule.fields, rule.default_settings(), drawn))},
        {"schedule": Schedule("spiral", UnknownSettings({"turns": 3}))},
        {"schedule": Schedule(schedule.id, _worse(schedule.fields, schedule.default_settings(), drawn))},
        {"batch_size": drawn.choice(COUNTS), "batches": drawn.choice(["mini", "online", "full"])},
        {"epochs": drawn.choice(COUNTS)}, {"accumulate": drawn.choice(COUNTS)}, {"warm_up": drawn.choice(COUNTS)},
        {"l1": drawn.choice(NUMBERS), "l2": drawn.choice(NUMBERS)}, {"patience": drawn.choice(COUNTS)},
        {"clip_value": drawn.choice(NUMBERS), "clip_norm": drawn.choice(NUMBERS)}, {"decay": "nonsense"},
        {"objectives": tuple(Objective(each, drawn.choice([None, ("dense1",), ("nobody",)]), drawn.randrange(3))
                             for each in losses if drawn.random() < 0.5)},
    ])
    return REPLACE(document, plan=REPLACE(plan, **changes))


def _worse_data(document: Document, drawn: random.Random) -> Document:
    data = document.data
    if data is None:
        return document
    share = drawn.choice([0.0, 0.9, 1.0, 1.5, -0.5])
    rows, columns = data.rows, data.columns
    if isinstance(rows, Table) and rows.cells:
        cells = {key: np.full(len(array), drawn.choice(NUMBERS)) for key, array in rows.cells.items()}
        rows = REPLACE(rows, cells=ArrayMap(cells))
    changes: dict[str, Any] = drawn.choice([
        {"split": Split(share)}, {"rows": rows}, {"columns": columns[:drawn.randrange(len(columns) + 1)]},
        {"columns": tuple(REPLACE(each, role=drawn.choice(["input", "output", "ignore"])) for each in columns)},
        {"columns": tuple(REPLACE(each, encoding=drawn.choice(["number", "one_hot", "index"])) for each in columns)},
    ])
    return REPLACE(document, data=REPLACE(data, **changes))


def _any_kind(document: Document, drawn: random.Random) -> Document:
    """A node of any kind there is, behind another one."""
    if len(document.network.nodes) >= MOST_NODES or not document.network.nodes:
        return document
    source = drawn.choice(document.network.nodes).id
    document, node = edits.add_node(document, drawn.choice(catalog.kinds()).id, (0.0, 0.0))
    return edits.connect(document, source, node)


WORSE = (_worse_node, _worse_node, _worse_plan, _worse_data)


def tell(seed: int, count: int) -> int:
    """Makes so many random edits, and nonsense of each document in turn; how many problems were told."""
    drawn = random.Random(seed)
    document, told = edits.new_document(), 0
    for _ in range(count):
        try:
            document = drawn.choice((*STRUCTURAL, *OTHERS, _any_kind, _any_kind))(document, drawn)
        except (NnsimError, KeyError):
            continue
        worse = document
        for _ in range(drawn.randint(1, 4)):
            worse = drawn.choice(WORSE)(worse, drawn)
        for problem in problems(worse):
            told += 1
            assert problem.place in ("data", "plan") or worse.network.has(str(problem.place))
            assert render(problem.message, "en")
            assert any("가" <= letter <= "힣" for letter in render(problem.message, "ko")), problem.message.id
    return told


@pytest.mark.parametrize("seed", range(4))
def test_problems_are_told_of_any_document(seed: int) -> None:
    assert tell(seed, 150) > 300


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 110))
def test_problems_are_told_of_very_many_documents(seed: int) -> None:
    assert tell(seed, 2_000) > 4_000
