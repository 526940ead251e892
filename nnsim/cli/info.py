"""`nnsim info FILE`: layers, shapes, parameters, problems and data of a network."""

import argparse
from typing import Any

import numpy as np

from nnsim import catalog, data, edits, files
from nnsim.cli.columns import padded
from nnsim.cli.measures import lines, measured_as_it_is, plain
from nnsim.cli.output import write_json
from nnsim.document import Document
from nnsim.program import problems
from nnsim.text.messages import language, message, render, shown_name, tr

HELP = message("show layers, shapes, parameters, problems and data of a network")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE [--json]"""
    parser.add_argument("file", metavar=tr("FILE"), help=tr("the file of a network"))
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Prints what is in a file; exit code 0 even when the network has problems."""
    document = files.load(arguments.file)
    found = measured_as_it_is(document)
    facts = describe(document) | {"metrics": plain(found)}
    if arguments.json:
        write_json(facts)
    else:
        _print(facts)
        for line in lines(found):
            print(line)
    return 0


def describe(document: Document) -> dict[str, Any]:
    """The facts, as plain values."""
    units = edits.units(document.network)
    parameters = document.state.parameters
    layers = [
        {
            "id": node.id, "name": node.name, "kind": node.kind, "units": units[node.id],
            "inputs": [link.source for link in document.network.into(node.id)],
            "parameters": {
                path: list(array.shape) for path, array in parameters.items() if path.split("/")[0] == node.id
            },
        }
        for node in document.network.nodes
    ]
    return {
        "title": document.title_in(language()),
        "layers": layers,
        "parameter_count": int(sum(array.size for array in parameters.values())),
        "problems": [
            {"severity": problem.severity, "place": str(problem.place), "text": render(problem.message)}
            for problem in problems(document)
        ],
        "data": _data_facts(document),
        "training": {
            "rule": document.plan.rule.kind, "batches": document.plan.batches, "epoch": document.state.epoch,
            "step": document.state.step, "seed": document.state.seed, "precision": document.plan.precision,
        },
    }


def _data_facts(document: Document) -> dict[str, Any] | None:
    if document.data is None:
        return None
    prepared, kind = data.prepare(document.data), data.kind_of(document.data)
    return {
        "name": document.data.rows.name,
        "title": document.data.rows.name if kind.form == "own" else render(kind.title),
        "inputs": list(prepared.input_names), "outputs": list(prepared.output_names),
        "training_samples": len(prepared.x_train), "test_samples": len(prepared.x_test),
        "standardized": [column.name for column in document.data.columns if column.standardize],
    }


def _print(facts: dict[str, Any]) -> None:
    print(facts["title"])
    if facts["layers"]:
        name, kind, units, parameters = tr("Name"), tr("Kind"), tr("Units"), tr("Parameters")
        print(f"  {padded(name, 20)} {padded(kind, 14)} {padded(units, 6, True)} "
              f"{padded(parameters, 10, True)}")
    for layer in facts["layers"]:
        title = render(catalog.kind(layer["kind"]).title)
        count = int(sum(np.prod(shape) for shape in layer["parameters"].values()))
        units = "–" if layer["units"] is None else str(layer["units"])
        print(f"  {padded(shown_name(layer['name']), 20)} {padded(title, 14)} {units:>6} {count:>10}")
    print(render(message("{count} parameters", count=facts["parameter_count"])))
    if facts["data"] is not None:
        print(tr("Data: {name}, {train} training and {test} test samples", name=facts["data"]["title"],
                 train=facts["data"]["training_samples"], test=facts["data"]["test_samples"]))
    for problem in facts["problems"]:
        print(f"  {problem['place']}: {problem['text']}")
