"""`nnsim trace FILE`: one training step, operation by operation, with formula and numbers."""

import argparse

from nnsim import files
from nnsim.cli.columns import padded
from nnsim.cli.output import write_json
from nnsim.cli.parsing import whole
from nnsim.cli.refusing import refuse_errors
from nnsim.text.messages import message, render, tr
from nnsim.trace import trace_document

HELP = message("show one training step, operation by operation, with formula and numbers")
_PHASES = {
    "forward": message("forward"), "loss": message("loss"), "backward": message("backward"),
    "update": message("update"),
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE [--sample K] [--detail D] [--json]"""
    parser.add_argument("file", metavar=tr("FILE"), help=tr("the file of a network"))
    parser.add_argument("--sample", type=whole(1, 2**31), metavar="K",
                        help=tr("which training sample of the next batch, counted from 1 (default: its first)"))
    parser.add_argument("--detail", choices=("layer", "neuron", "term"), default="neuron",
                        help=tr("how fine the steps are (default: {usual})", usual="neuron"))
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Prints the step, with a title above what one operation computes for one node."""
    sample: int | None = arguments.sample
    document = files.load(arguments.file)
    refuse_errors(document)
    entries = trace_document(document, None if sample is None else sample - 1, arguments.detail)
    if arguments.json:
        write_json(entries)
        return 0
    last = None
    for entry in entries:
        part = (entry["phase"], entry["node"], entry["title"])
        if part != last:
            print(("" if last is None else "\n") + entry["title"])
        last = part
        phase = render(_PHASES[entry["phase"]])
        print(f"{padded(phase, 9)} {padded(entry['place'], 22)} {entry['text']}")
    return 0
