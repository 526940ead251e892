"""Documents from networks that are described in plain data, as `tests/reference/make_golden.py` writes them."""

from typing import Any

import msgspec
import numpy as np

from nnsim import catalog, edits
from nnsim.catalog import ActivationSettings, DenseSettings, InputSettings, NeuronSettings
from nnsim.document import ArrayMap, Document, Settings
from nnsim.program import problems
from tests.batteries.drawing import Drawing, table


def drawn(plan: dict[str, Any]) -> tuple[Document, dict[str, str]]:
    """The document of a described network, full batches, and the ids of its nodes by their names in the description."""
    drawing, ids = Drawing(table(plan["x"], plan["y"])), {}
    for node in plan["nodes"]:
        sources = [(ids[source], unit) if unit is not None else ids[source] for source, unit in node.get("links", ())]
        if node["kind"] == "output":
            ids[node["id"]] = drawing.end(*sources, loss=plan["loss"], form=plan["form"])
        else:
            ids[node["id"]] = drawing.add(node["kind"], _settings(node), *sources)
    settings = catalog.rule(plan["rule"]).Settings(**plan["settings"])
    drawing.plan(plan["rule"], settings, batches="full", l1=plan["l1"], l2=plan["l2"])
    document = drawing.document
    assert _errors(document) == []
    for path, values in plan["parameters"].items():
        document = edits.set_parameter(document, own(path, ids), np.array(values, float))
    return with_masks(document, plan, ids), ids


def with_masks(document: Document, plan: dict[str, Any], ids: dict[str, str]) -> Document:
    """The document with what the description freezes and prunes."""
    masks = {
        f"{own(path, ids)}:{what}": np.array(cells, bool)
        for what in ("frozen", "pruned") for path, cells in plan[what].items() if np.any(cells)
    }
    network = msgspec.structs.replace(document.network, masks=ArrayMap(masks))
    return msgspec.structs.replace(document, network=network)


def own(path: str, ids: dict[str, str]) -> str:
    """A parameter's path in the document."""
    node, name = path.split("/")
    return f"{ids[node]}/{name}"


def _errors(document: Document) -> list[str]:
    return [str(problem.message) for problem in problems(document) if problem.severity == "error"]


def _settings(node: dict[str, Any]) -> Settings:
    match node["kind"]:
        case "input":
            return InputSettings(tuple(node["columns"]))
        case "neuron":
            return NeuronSettings(node["activation"], node["bias"])
        case "activation":
            return ActivationSettings(node["activation"])
        case _:
            return DenseSettings(node["units"], node["activation"], node["bias"])
