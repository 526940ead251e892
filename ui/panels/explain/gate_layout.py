"""Where the parts of a recurrent cell stand in its drawing: values, operations and the wires between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from nnsim.trace import Gates

WIDTH, CHIP, FORWARD, BACKWARD = 344.0, 66.0, 22.0, 38.0
"""Of the drawing and of a value; heights of a value alone and of one with its gradient below"""
_LEFT, _RIGHT = CHIP / 2 + 1, WIDTH - CHIP / 2 - 1
_OP = 11.0

Spot = tuple[float, float]


@dataclass(frozen=True)
class Wire:
    """The way of a value from where it stands to where it goes; `steps` is a corner or an end each."""

    role: str
    steps: tuple[Spot, ...]
    ends: bool = True
    """Whether it ends in an arrow"""


@dataclass(frozen=True)
class Operation:
    """A sign in a circle (×, +, 1−), or a function in a box (σ, tanh); `role` is what it gives."""

    sign: str
    role: str
    at: Spot
    boxed: bool = False


@dataclass
class Drawing:
    """All parts of a cell in a drawing of WIDTH and `height`; values by role, and words at their middles."""

    values: dict[str, Spot] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    words: list[tuple[str, Spot]] = field(default_factory=list)
    height: float = 0.0


def drawing_of(gates: Gates) -> Drawing:
    """The drawing of a cell; in the backward phase values are higher, since their gradients stand below."""
    high = BACKWARD if gates.phase == "backward" else FORWARD
    match gates.kind:
        case "lstm":
            return _lstm(high, gates.step)
        case "gru":
            return _gru(high, gates.step)
        case _:
            return _rnn(high, gates.step, gates.function)


def _lstm(high: float, step: int) -> Drawing:
    """Above the line of the cell state, below it the gates, at the right what the cell shows."""
    half = high / 2
    line = half + 1
    squash = line + half + 20
    product = squash + 22 + high + 16
    box, sums = product + half + 18, product + 2 * half + 46
    bus = sums + half + 12
    drawing = Drawing(height=bus + 14 + high)
    gates = {"forget": _LEFT, "input": 104.0, "candidate": 174.0, "output": 244.0}
    drawing.values = {
        "cell_before": (_LEFT, line), "cell": (204.0, line), "squashed": (_RIGHT, squash + 22 + half),
        "hidden": (_RIGHT, product + 16 + half), "hidden_before": (_LEFT, bus + 12 + half),
        **{role: (x, product) for role, x in gates.items()},
        **{f"{role}_sum": (x, sums) for role, x in gates.items()},
    }  # fmt: skip
    low, meet = product - half - 10, (line + half + product - half) / 2 - 2
    drawing.wires = [
        Wire("cell_before", ((_LEFT, line), (139, line)), ends=False), Wire("cell", ((139, line), (WIDTH, line))),
        Wire("forget", ((_LEFT, product), (_LEFT, low - 4), (88, low - 4), (88, line + _OP))),
        Wire("input", ((104, product), (104, meet), (139 - _OP, meet))),
        Wire("candidate", ((174, product), (174, meet), (139 + _OP, meet))),
        Wire("cell", ((139, meet), (139, line + _OP))),
        Wire("cell", ((_RIGHT, line), (_RIGHT, squash - 10))), Wire("squashed", ((_RIGHT, squash), (_RIGHT, product))),
        Wire("output", ((244, product), (_RIGHT - _OP, product))),
        Wire("hidden", ((_RIGHT, product), (_RIGHT, product + 30))),
        *_columns(gates, product, box, sums, bus),
    ]
    drawing.operations = [
        Operation("×", "cell", (88, line)), Operation("×", "cell", (139, meet)), Operation("+", "cell", (139, line)),
        Operation("tanh", "squashed", (_RIGHT, squash), True), Operation("×", "hidden", (_RIGHT, product)),
        *(Operation("tanh" if role == "candidate" else "σ", role, (x, box), True) for role, x in gates.items()),
    ]
    _feed(drawing, list(gates.values()), bus, half, step)
    return drawing


def _columns(gates: dict[str, float], value: float, box: float, sums: float, bus: float) -> list[Wire]:
    """From what goes into gates up to what they let through."""
    ways = [Wire(f"{role}_sum", ((x, sums), (x, box)), ends=False) for role, x in gates.items()]
    ways += [Wire(role, ((x, box), (x, value)), ends=False) for role, x in gates.items()]
    return ways + [Wire("hidden_before", ((x, bus), (x, sums)), ends=False) for x in gates.values()]


def _feed(drawing: Drawing, columns: list[float], bus: float, half: float, step: int) -> None:
    """The state before and the input, which go into every sum."""
    drawing.wires.append(Wire("hidden_before", ((_LEFT, bus), (columns[-1], bus)), ends=False))
    if "hidden_before" in drawing.values and drawing.values["hidden_before"][1] > bus:
        drawing.wires.append(Wire("hidden_before", ((_LEFT, bus + 12 + half), (_LEFT, bus)), ends=False))
    else:
        drawing.words.append((f"h⟨{step - 1}⟩", (_LEFT, bus + 14)))
    drawing.wires.append(Wire("", ((104, bus + 8), (104, bus)), ends=False))
    drawing.words.append((f"x⟨{step}⟩", (104, bus + 15)))


def _gru(high: float, step: int) -> Drawing:
    """Above the line of the hidden state, below it the update gate, the reset gate and the candidate."""
    half = high / 2
    line = half + 1
    blend = line + half + 18
    product = blend + 20 + half
    box, sums = product + half + 20, product + 2 * half + 38
    bus = sums + half + 10
    drawing = Drawing(height=bus + 24)
    z, r, n, state, own = _LEFT, 116.0, 238.0, 186.0, 258.0
    drawing.values = {
        "hidden_before": (_LEFT, line), "hidden": (_RIGHT - 14, line), "update": (z, product), "reset": (r, product),
        "candidate": (n, product), "update_sum": (z, sums), "reset_sum": (r, sums), "from_state": (state, sums),
        "from_input": (own, sums),
    }  # fmt: skip
    drawing.wires = [
        Wire("hidden_before", ((_LEFT, line), (n, line)), ends=False), Wire("hidden", ((n, line), (WIDTH, line))),
        Wire("update", ((z, product), (z, blend), (88, blend), (88, line + _OP))),
        Wire("update", ((88, blend), (n - _OP, blend))), Wire("candidate", ((n, product), (n, blend + _OP))),
        Wire("hidden", ((n, blend), (n, line + _OP))),
        Wire("reset", ((r, product), (state, product), (state, box - _OP))),
        Wire("from_state", ((state, sums), (state, box + _OP))), Wire("candidate", ((state, box), (n - 19, box))),
        Wire("from_input", ((own + 12, sums), (own + 12, box), (n + 19, box))),
        Wire("candidate", ((n, box), (n, product)), ends=False),
        *_columns({"update": z, "reset": r}, product, box, sums, bus),
        Wire("hidden_before", ((state, bus), (state, sums)), ends=False),
        Wire("", ((own, bus), (own, sums)), ends=False),
    ]
    drawing.operations = [
        Operation("×", "hidden", (88, line)), Operation("+", "hidden", (n, line)), Operation("×", "hidden", (n, blend)),
        Operation("1−", "hidden", (160, blend)), Operation("σ", "update", (z, box), True),
        Operation("σ", "reset", (r, box), True), Operation("×", "candidate", (state, box)),
        Operation("tanh", "candidate", (n, box), True),
    ]
    _feed(drawing, [z, r, state, own], bus, half, step)
    return drawing


def _rnn(high: float, step: int, function: str) -> Drawing:
    """The state before and the input, their sum, and the new state, from left to right."""
    half = high / 2
    line = half + 1
    name = "ReLU" if function == "relu" else function
    drawing = Drawing(height=line + half + 34)
    drawing.values = {"hidden_before": (_LEFT, line), "sum": (156.0, line), "hidden": (_RIGHT - 14, line)}
    drawing.wires = [
        Wire("hidden_before", ((_LEFT, line), (96 - _OP, line))), Wire("sum", ((96, line), (230, line)), ends=False),
        Wire("hidden", ((230, line), (WIDTH, line))), Wire("", ((96, line + half + 18), (96, line + _OP))),
    ]
    drawing.operations = [Operation("+", "sum", (96, line)), Operation(name, "hidden", (230, line), True)]
    drawing.words = [(f"x⟨{step}⟩", (96, line + half + 25))]
    return drawing
