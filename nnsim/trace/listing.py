"""One training step written down, stop by stop, for the command line."""

from typing import Any

from nnsim.document import Document
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message, render, tr
from nnsim.text.numbers import format_count
from nnsim.trace.explanation import Explanation
from nnsim.trace.moment import Detail
from nnsim.trace.pieces import plain_text
from nnsim.trace.stepper import Stepper

MOST_NAMED = 20
_CONSTANT = 3
"""Pieces of a formula that says of a value only which number it is: the letter, the sign and the number."""


def trace_document(document: Document, sample: int | None = None, detail: Detail = "neuron") -> list[dict[str, Any]]:
    """Every stop of the document's next training step, ready for JSON.

    Each has `phase`, `node` (its id), `place`, `operation`, `title`, `sentence`, `symbol`, `formula` (in letters),
    `numbers` (empty where they say nothing new), `text` (both and the result, or what it is so far, on one line),
    `value` (every digit), and `parameter` (path and index of what it is, or is about, else null). `sample` is a
    training sample, counted from 0 (None: the first of the batch).

    Raises:
        NnsimError: the network cannot be trained, or the sample is not in the batch of that step.
    """
    stepper = Stepper(document, detail=detail)
    if sample is not None and sample not in stepper.rows:
        raise NnsimError("trace.sample", _absent(sample, stepper.rows))
    stepper.set_sample(stepper.rows.index(sample) if sample is not None else 0)
    stops: list[dict[str, Any]] = []
    for tick in range(stepper.timeline().total):
        stepper.seek(tick)
        explanation = stepper.explain()
        assert explanation is not None
        stops.append(_stop(explanation))
    return stops


def _absent(sample: int, rows: tuple[int, ...]) -> Message:
    shown = ", ".join(format_count(row + 1) for row in rows[:MOST_NAMED]) + (" …" if len(rows) > MOST_NAMED else "")
    return message(
        "Sample {got} is not in the next batch, which has {rows}. Choose one of these, or train on the full batch.",
        got=sample + 1,
        rows=shown,
    )


def _stop(told: Explanation) -> dict[str, Any]:
    symbols, numbers = plain_text(told.symbols), plain_text(told.numbers)
    place = told.result
    return {
        "phase": told.phase,
        "node": told.node,
        "place": render(told.place),
        "operation": told.operation,
        "title": render(told.title),
        "sentence": render(told.sentence),
        "symbol": plain_text(told.symbols[:1]),
        "formula": symbols,
        "numbers": numbers,
        "text": _line(told),
        "value": told.outcome,
        "parameter": {"path": place.path, "index": list(place.parameter_index)} if place.path else None,
    }


def _line(told: Explanation) -> str:
    """Letters, numbers and result on one line; a result that the letters or the numbers already are stands once."""
    symbols, numbers = plain_text(told.symbols), plain_text(told.numbers)
    if not told.complete:
        return f"{symbols}{f' = {numbers}' if numbers else ''}; {tr('so far {value}', value=told.outcome_text)}"
    if numbers:
        return f"{symbols} = {numbers} {told.relation} {told.outcome_text}"
    constant = len(told.symbols) == _CONSTANT and getattr(told.symbols[-1], "role", "") == "number"
    return symbols if constant else f"{symbols} = {told.outcome_text}"
