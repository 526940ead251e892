"""`nnsim trace FILE`: one training step, operation by operation, with formula and numbers."""

import argparse

from nnsim import files
from nnsim.cli.output import write_json
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message
from nnsim.trace import trace_document

HELP = "show one training step, operation by operation, with formula and numbers"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE [--sample K] [--detail D] [--json]"""
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--sample", type=int, metavar="K",
                        help="which training sample of the next batch, counted from 1 (default: its first)")
    parser.add_argument("--detail", choices=("layer", "neuron", "term"), default="neuron")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints the step."""
    sample: int | None = arguments.sample
    if sample is not None and sample < 1:
        raise NnsimError("trace.sample", message("Samples are counted from 1, got {got}.", got=sample))
    entries = trace_document(files.load(arguments.file), None if sample is None else sample - 1, arguments.detail)
    if arguments.json:
        write_json(entries)
        return 0
    for entry in entries:
        print(f"{entry['phase']:<9} {entry['place']:<22} {entry['text']}")
    return 0
