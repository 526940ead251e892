"""What recurrent layers share: settings, parameters, and unrolling one node into a few operations per time step."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from nnsim.catalog.dense import BIASES_BEGIN
from nnsim.catalog.field import STEPS, Field
from nnsim.catalog.initializers import Glorot, Initializer, Zero
from nnsim.catalog.kind import Kind, Lowered, Lowering, ParameterSpec
from nnsim.catalog.port import Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.arranging import Concatenate, Part, Stack
from nnsim.ops.recurrent import CarriedState, HandedOn, InitialState, StopGradient
from nnsim.text.messages import Message, message

States = tuple[int, ...]
"""The slots of what a step hands on to the next: the hidden state and, in an LSTM, the cell state."""
REVERSE = "reverse_"
"""What the names of the parameters begin with that read the sequence from its end."""


class RecurrentSettings(Settings, frozen=True):
    """Number of units, what the layer gives on, how it reads the sequence, and how its parameters begin.

    `truncation` is the number of steps after which no gradient goes further back (0: back to the first step).
    """

    units: int = 8
    returns: str = "last"
    bidirectional: bool = False
    stateful: bool = False
    truncation: int = 0
    bias: bool = True
    initializer: Initializer = Glorot()
    recurrent_initializer: Initializer = Glorot()
    bias_initializer: Initializer = Zero()


UNITS = Field("units", message("Units"), message("How many values the hidden state has."), "int", 8, 1, 1024, 1, 32)
READING = (
    Field("returns", message("Gives"),
          message("The hidden state after the last step alone, as a vector, or that of every step, as a sequence."),
          "choice", "last", choices=(("last", message("last state")), ("sequence", message("whole sequence")))),
    Field("bidirectional", message("Bidirectional"),
          message("Whether a second half with weights of its own reads the sequence from its end; both states stand "
                  "side by side."), "bool", False),
    Field("stateful", message("Carries its state on"),
          message("Whether each sample begins with the state in which the sample at its place in the batch before "
                  "ended, instead of 0. For long sequences in pieces; every epoch begins at 0."), "bool", False),
    Field("truncation", message("Gradient reaches back"),
          message("After how many steps back-propagation through time is cut off; 0 means that it is not."),
          "int", 0, 0, 4096, 0, 32, unit=STEPS),
    Field("bias", message("Bias"), message("Whether each unit adds numbers of its own to its weighted sums."),
          "bool", True),
    Field("initializer", message("Input weights begin as"),
          message("How the weights of the inputs are drawn before training."), "initializer", Glorot()),
    Field("recurrent_initializer", message("Recurrent weights begin as"),
          message("How the weights of the old hidden state are drawn before training."), "initializer", Glorot()),
    BIASES_BEGIN,
)


@dataclass(frozen=True)
class Shared:
    """What all time steps share: the slots of the recurrent weights and of their own bias, if they have one."""

    weight: int
    bias: int | None = None
    prefix: str = ""
    """`REVERSE` in the half that reads from the end: the quantities of its states begin with it."""


class Recurrent(Kind):
    """A layer that reads a sequence step by step and hands a state on from each step to the next.

    The parameters have PyTorch's shapes and order of rows: `input_weight` is its weight_ih, `recurrent_weight` its
    weight_hh, `input_bias` its bias_ih and `recurrent_bias` its bias_hh; those of the second half of a bidirectional
    layer begin with `reverse_`.
    """

    blocks: ClassVar[int]
    """How many weighted sums each unit has, one above the other in the rows of the weights."""
    states: ClassVar[tuple[str, ...]] = ("hidden_state",)
    category = "recurrent"
    ports = (Port(ranks=(2,), links="one"),)

    def check(self, settings: Any) -> Message | None:
        if settings.bidirectional and settings.stateful:
            return message(
                "A layer that reads a sequence from both ends has no state to carry on to the next: at the end of one "
                "half the other begins. Switch one of the two off.")
        return super().check(settings)

    def shape(self, settings: Any, inputs: Shapes) -> Shape:
        units = settings.units * (2 if settings.bidirectional else 1)
        return (units,) if settings.returns == "last" else (inputs["in"][0][0], units)

    def open_shape(self, settings: Any) -> Shape | None:
        return self.shape(settings, {}) if settings.returns == "last" else None

    def parameters(self, settings: Any, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        found = self._of_direction(settings, inputs["in"][0][1], "")
        if settings.bidirectional:
            found += self._of_direction(settings, inputs["in"][0][1], REVERSE)
        return found

    def carries(self, settings: Any) -> dict[str, Shape]:
        return dict.fromkeys(self.states, (settings.units,)) if settings.stateful else {}

    def _of_direction(self, settings: Any, features: int, prefix: str) -> tuple[ParameterSpec, ...]:
        units, rows = settings.units, self.blocks * settings.units
        weights = (
            ParameterSpec(f"{prefix}input_weight", (rows, features), settings.initializer, features, units, 1),
            ParameterSpec(f"{prefix}recurrent_weight", (rows, units), settings.recurrent_initializer, units, units),
        )
        biases = tuple(
            ParameterSpec(f"{prefix}{name}_bias", (rows,), settings.bias_initializer, units, units, means="bias")
            for name in ("input", "recurrent")
        )
        return weights + biases if settings.bias else weights

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings: Any = node.settings
        outputs = [self._read(lowering, settings, inputs.output, "")]
        if settings.bidirectional:
            outputs.append(self._read(lowering, settings, inputs.output, REVERSE))
        if len(outputs) == 1:
            return Lowered(outputs[0])
        axis = 1 if settings.returns == "last" else 2
        return Lowered(lowering.emit(Concatenate(axis), *outputs, quantity="hidden_state"))

    def _read(self, lowering: Lowering, settings: Any, x: int, prefix: str) -> int:
        """Reads the sequence step by step; the slot of the last state, or of all of them in the order of time."""
        steps = lowering.shape(x)[0]
        order = range(steps) if not prefix else range(steps - 1, -1, -1)
        from_inputs, shared = self.from_inputs(lowering, settings, x, prefix)
        lowering.at_step(steps + 1 if prefix else 0)
        states = self._begin(lowering, settings, x, prefix)
        made: dict[int, int] = {}
        for count, step in enumerate(order):
            if settings.truncation and count and count % settings.truncation == 0:
                states = tuple(
                    lowering.emit(StopGradient(), slot, quantity=prefix + name)
                    for slot, name in zip(states, self.states, strict=True)
                )
            lowering.at_step(step + 1)
            from_input = lowering.emit(Part.at(1, step), from_inputs, quantity=f"{self.id}_from_input")
            states = self.time_step(lowering, settings, from_input, states, shared)
            made[step] = states[0]
        lowering.at_step(None)
        if settings.stateful:
            for name, slot in zip(self.states, states, strict=True):
                lowering.carry(name, lowering.emit(HandedOn(), slot, quantity=name))
        if settings.returns == "last":
            return states[0]
        return lowering.emit(Stack(1), *(made[step] for step in range(steps)), quantity=f"{prefix}hidden_state")

    def _begin(self, lowering: Lowering, settings: Any, x: int, prefix: str) -> States:
        if settings.stateful:
            return tuple(
                lowering.emit(CarriedState(), lowering.carried(name, (settings.units,)), quantity=name)
                for name in self.states
            )
        return tuple(lowering.emit(InitialState(settings.units), x, quantity=prefix + name) for name in self.states)

    @abstractmethod
    def from_inputs(self, lowering: Lowering, settings: Any, x: int, prefix: str) -> tuple[int, Shared]:
        """The weighted sums of the inputs of all steps, in one product; and what the steps share besides."""

    @abstractmethod
    def time_step(
        self, lowering: Lowering, settings: Any, from_input: int, states: States, shared: Shared
    ) -> States:
        """Emits one time step: from its input's weighted sums and the old states to the new ones."""

    def facts(self, settings: Any, units: int | None) -> Message | None:
        if settings.bidirectional:
            return message("2 × {units} units, both ways", units=settings.units)
        return message("1 unit") if settings.units == 1 else message("{units} units", units=settings.units)
