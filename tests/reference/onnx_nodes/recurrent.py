"""ONNX's recurrent operators by nnsim's recurrent layers.

ONNX has the steps before the samples, an axis of directions, and other orders of the gates: i, o, f, c of an LSTM where
nnsim has i, f, c, o, and z, r, h of a GRU where nnsim has r, z, h.
"""

from typing import Any

import numpy as np

from nnsim.catalog import RecurrentSettings, RnnSettings
from nnsim.catalog.recurrent import REVERSE
from nnsim.ops.activation import Tanh
from nnsim.ops.arranging import Part
from nnsim.ops.combining import Add, Multiply
from nnsim.ops.gates import BlendedState, Candidate, CellState, Gate, HiddenState
from nnsim.ops.linear import WeightedSum
from nnsim.ops.recurrent import RecurrentSum
from tests.batteries.check_op import run
from tests.reference.direct import lowered
from tests.reference.onnx_nodes.published import Array, LeftOut, Published

ORDERS = {"rnn": (0,), "lstm": (0, 2, 3, 1), "gru": (1, 0, 2)}
"""Which block of ONNX's rows is the first, second … of nnsim's."""


def _in_order(kind: str, values: Array) -> Array:
    """Rows in blocks of gates, in nnsim's order."""
    blocks = np.split(values, len(ORDERS[kind]))
    return np.concatenate([blocks[at] for at in ORDERS[kind]])


def _parameters(kind: str, case: Published, direction: int, prefix: str) -> dict[str, Array]:
    found = {"input_weight": _in_order(kind, case.number(1)[direction]),
             "recurrent_weight": _in_order(kind, case.number(2)[direction])}
    if case.given(3):
        halves = np.split(case.number(3)[direction], 2)
        found |= {"input_bias": _in_order(kind, halves[0]), "recurrent_bias": _in_order(kind, halves[1])}
    return {f"{prefix}{name}": values for name, values in found.items()}


def _layer(kind: str, case: Published) -> list[Array | None]:
    """The layer, with both directions where the case has one backwards; the other half has weights of 0 then."""
    _refuse(case)
    batch_first, direction = bool(case.attribute("layout", 0)), case.attribute("direction", "forward")
    x = case.number(0) if batch_first else case.number(0).transpose(1, 0, 2)
    wanted = {"forward": [""], "reverse": [REVERSE], "bidirectional": ["", REVERSE]}[direction]
    parameters: dict[str, Any] = {}
    for number, prefix in enumerate(wanted):
        parameters |= _parameters(kind, case, number, prefix)
    if direction == "reverse":
        parameters |= {name.removeprefix(REVERSE): np.zeros(values.shape) for name, values in parameters.items()}
    settings = {"units": case.number(2).shape[2], "bidirectional": direction != "forward", "bias": case.given(3)}
    made = {}
    for returns in ("sequence", "last"):
        plan = (RnnSettings if kind == "rnn" else RecurrentSettings)(returns=returns, **settings)
        whole, direct = lowered(kind, plan, x, parameters)
        parts = np.split(whole, 2, -1) if direction != "forward" else [whole]
        made[returns] = np.stack(parts if direction != "reverse" else parts[1:])
    cells = None
    if kind == "lstm":
        cells = np.stack([direct.values[direct.made[f"{prefix}cell_state"][-1]] for prefix in wanted])
    return _laid_out(case, made["sequence"], made["last"], cells)


def _laid_out(case: Published, sequence: Array, last: Array, cells: Array | None) -> list[Array | None]:
    """Y [steps, directions, samples, units], Y_h and Y_c [directions, samples, units], or with the samples first."""
    if case.attribute("layout", 0):
        made = [sequence.transpose(1, 2, 0, 3), last.swapaxes(0, 1), None if cells is None else cells.swapaxes(0, 1)]
    else:
        made = [sequence.transpose(2, 0, 1, 3), last, cells]
    return made[:len(case.outputs)]


def _refuse(case: Published) -> None:
    for position, name in ((4, "sequences of several lengths in one batch"), (5, "a first state that is given")):
        if not case.given(position):
            continue
        values, steps = np.asarray(case.inputs[position]), case.number(0).shape[case.attribute("layout", 0)]
        if (position == 4 and (values != steps).any()) or (position == 5 and values.any()):
            raise LeftOut(name)
    if "activations" in case.attributes or "clip" in case.attributes:
        raise LeftOut("other activations, or clipped sums")


def _rnn(case: Published) -> list[Array | None]:
    return _layer("rnn", case)


def _lstm(case: Published) -> list[Array | None]:
    """Peepholes are written out in the operations of nnsim's cell."""
    return _with_peepholes(case) if case.given(7) else _layer("lstm", case)


def _with_peepholes(case: Published) -> list[Array | None]:
    """The gates look at the cell state too: its products with weights of their own are added to their sums."""
    _refuse(case)
    parameters, units = _parameters("lstm", case, 0, ""), case.number(2).shape[2]
    of_input, of_output, of_forget = np.split(case.number(7)[0], 3)
    samples = case.number(0).shape[1]
    hidden, cell = np.zeros((samples, units)), np.zeros((samples, units))
    both = run(Add(), [parameters["input_bias"], parameters["recurrent_bias"]])
    for x in case.number(0):
        total = run(RecurrentSum(), [run(WeightedSum(), [x, parameters["input_weight"], both]), hidden,
                                     parameters["recurrent_weight"]])
        write, keep, new, show = (run(Part(1, at * units, (at + 1) * units), [total]) for at in range(4))
        gates = [run(Gate(name), [_peeped(z, cell, weight)])
                 for name, z, weight in (("input", write, of_input), ("forget", keep, of_forget))]
        cell = run(CellState(), [gates[1], cell, gates[0], run(Candidate(), [new])])
        hidden = run(HiddenState(), [run(Gate("output"), [_peeped(show, cell, of_output)]), run(Tanh(), [cell])])
    return [None, hidden[None]]


def _peeped(z: Array, cell: Array, weight: Array) -> Array:
    return run(Add(), [z, run(Multiply(), [cell, np.broadcast_to(weight, cell.shape).copy()])])


def _gru(case: Published) -> list[Array | None]:
    """Where the state is reset before the recurrent weights meet it, the cell is written out in nnsim's operations.

    nnsim resets what the recurrent weights make of the state, as PyTorch does (ONNX's `linear_before_reset`). Both are
    alike for weights that are all one number, and in a first step.
    """
    biased = case.given(3) and np.split(case.number(3), 2, 1)[1].any()
    alike = not np.ptp(case.number(2), (1, 2)).any() or case.number(0).shape[case.attribute("layout", 0)] == 1
    if case.attribute("linear_before_reset", 0) or (alike and not biased):
        return _layer("gru", case)
    return _reset_before(case)


def _reset_before(case: Published) -> list[Array | None]:
    """The other form, of the operations of nnsim's cells."""
    _refuse(case)
    x = case.number(0).transpose(1, 0, 2) if case.attribute("layout", 0) else case.number(0)
    directions = {"forward": (False,), "reverse": (True,), "bidirectional": (False, True)}
    read = []
    for number, reverse in enumerate(directions[case.attribute("direction", "forward")]):
        states = _states(_parameters("gru", case, number, ""), x[::-1] if reverse else x)
        read.append(states[::-1] if reverse else states)
    ends = [states[0 if reverse else -1] for states, reverse in
            zip(read, directions[case.attribute("direction", "forward")], strict=True)]
    sequence = np.stack([np.stack(states, 1) for states in read])
    return _laid_out(case, sequence, np.stack(ends), None)


def _states(parameters: dict[str, Array], x: Array) -> list[Array]:
    """The hidden states [samples, units] after each of x's steps."""
    recurrent, found = parameters["recurrent_weight"], []
    units = recurrent.shape[1]
    hidden = np.zeros((x.shape[1], units))
    biases = [parameters[name] for name in ("input_bias", "recurrent_bias") if name in parameters]
    both = [run(Add(), biases)] if biases else []
    for step in x:
        sums = run(WeightedSum(), [step, parameters["input_weight"], *both])
        gates = run(RecurrentSum(), [sums[:, :2 * units], hidden, recurrent[:2 * units]])
        reset, update = (run(Gate(name), [gates[:, at * units:(at + 1) * units]])
                         for at, name in enumerate(("reset", "update")))
        kept = run(Multiply(), [reset, hidden])
        new = run(Candidate(), [run(RecurrentSum(), [sums[:, 2 * units:], kept, recurrent[2 * units:]])])
        hidden = run(BlendedState(), [update, new, hidden])
        found.append(hidden)
    return found


WAYS = {"RNN": _rnn, "LSTM": _lstm, "GRU": _gru}
