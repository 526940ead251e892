"""How many of ONNX's published node cases nnsim's operations express and pass, operator by operator.

`python -m tests.reference.onnx_nodes.survey [--out FILE]` prints the table, or writes it; it needs the package `onnx`.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.reference.onnx_nodes import (
    activations,
    arranging,
    attention,
    images,
    losses,
    normalization,
    recurrent,
    resize,
    updates,
)
from tests.reference.onnx_nodes.published import Array, LeftOut, Published, cases

FAMILIES = (activations, arranging, images, resize, normalization, recurrent, attention, losses, updates)
WAYS: dict[str, Callable[[Published], list[Array | None]]] = {
    operator: way for family in FAMILIES for operator, way in family.WAYS.items()}
MODULES = {
    "BatchNormalization": "batch_normalization", "InstanceNormalization": "instance_normalization",
    "SoftmaxCrossEntropyLoss": "softmax_cross_entropy_loss", "CausalConvWithState": "causal_conv_with_state",
}
"""Where the package has the cases of an operator, if not under its name in small letters."""
ENOUGH = 0.9


@dataclass
class Tally:
    """What became of an operator's cases; those that failed and those left out by name and by what is to be said."""

    operator: str
    published: int = 0
    passed: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    worst: float = 0.0
    """The largest difference of a case that passed, beside the largest number of its output"""

    @property
    def run(self) -> int:
        """How many cases nnsim expresses."""
        return self.published - len(self.left_out)

    def line(self) -> str:
        """The operator's row in the table."""
        counts = f"{self.operator:<26} {self.published:>9} {self.run:>5} {self.passed:>7}   {self.worst:.0e}"
        return "".join([counts, *(f"   {reason}" for reason in self.reasons())])

    def note(self) -> str:
        """How the operator's cases are put in nnsim's words, where that is more than calling one operation."""
        told = (WAYS[self.operator].__doc__ or "").partition("\n")[0]
        return f"{self.operator}: {told}" if told else ""

    def reasons(self) -> Iterator[str]:
        """Every reason for which cases were left out, with their number."""
        for reason in dict.fromkeys(self.left_out.values()):
            yield f"left out {list(self.left_out.values()).count(reason)}: {reason}"


def tally(operator: str) -> Tally:
    """Runs the cases of an operator."""
    found = Tally(operator)
    for case in cases(operator, MODULES.get(operator, operator.lower())):
        found.published += 1
        try:
            made = WAYS[operator](case)
        except LeftOut as reason:
            found.left_out[case.name] = str(reason)
            continue
        differences = list(_differences(case, made))
        said = [each for each in differences if isinstance(each, str)]
        if said:
            found.failed[case.name] = "; ".join(said)
        else:
            found.passed += 1
            found.worst = max([found.worst, *(each for each in differences if not isinstance(each, str))])
    return found


def _differences(case: Published, made: list[Array | None]) -> Iterator[str | float]:
    """For each output that is asked for, how far off it is, in words where it is too far."""
    assert len(made) == len(case.outputs), f"{case.name}: {len(made)} outputs for {len(case.outputs)}"
    for number, (got, wanted) in enumerate(zip(made, case.outputs, strict=True)):
        if wanted is None:
            continue
        expected = np.asarray(wanted, float)
        if got is None or got.shape != expected.shape:
            yield f"output {number}: shape {None if got is None else got.shape}, expected {expected.shape}"
            continue
        close = np.isclose(got, expected, case.rtol, case.atol, equal_nan=True)
        finite = np.isfinite(expected) & np.isfinite(got)
        off = float(np.abs(got[finite] - expected[finite]).max(initial=0.0))
        largest = float(np.abs(expected[finite]).max(initial=0.0))
        yield (off / largest if largest else off) if close.all() else (
            f"output {number}: {int((~close).sum())} of {close.size} cells differ, by up to {off:.3g}")


def table(tallies: list[Tally]) -> str:
    """The table, with its sums and what of ONNX has no counterpart here."""
    from onnx import __version__, defs

    names = {schema.name for schema in defs.get_all_schemas() if not schema.deprecated or schema.name in WAYS}
    others = sorted(names - set(WAYS))
    sums = [sum(getattr(each, of) for each in tallies) for of in ("published", "run", "passed")]
    return "\n".join([
        f"ONNX {__version__}: published node cases, held in float64 to the tolerance that ONNX states",
        f"{'operator':<26} {'published':>9} {'run':>5} {'passed':>7}   worst",
        *(each.line() for each in tallies),
        f"{f'{len(tallies)} operators':<26} {sums[0]:>9} {sums[1]:>5} {sums[2]:>7}",
        "How they are expressed, where one operation is not all there is to it:",
        *(each.note() for each in tallies if each.note()),
        *(f"FAILED {name}: {words}" for each in tallies for name, words in each.failed.items()),
        f"Without a counterpart here ({len(others)}): {', '.join(others)}",
    ])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="write the table to this file")
    parser.add_argument("operators", nargs="*", help="these operators alone")
    options = parser.parse_args()
    tallies = [tally(operator) for operator in options.operators or WAYS]
    text = table(tallies) + "\n"
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return int(any(each.failed for each in tallies))


if __name__ == "__main__":
    sys.exit(main())
