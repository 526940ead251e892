"""The simple recurrent layer: h⟨t⟩ = f(W x⟨t⟩ + U h⟨t−1⟩ + b)."""

from typing import Any, ClassVar

from nnsim.catalog.dense import ACTIVATION_MEANING
from nnsim.catalog.field import Field
from nnsim.catalog.kind import Lowering
from nnsim.catalog.recurrent import READING, UNITS, Recurrent, RecurrentSettings, Shared, States
from nnsim.ops.activation import Relu, Tanh
from nnsim.ops.combining import Add
from nnsim.ops.linear import WeightedSum
from nnsim.ops.recurrent import RecurrentSum
from nnsim.text.messages import message

FUNCTIONS = {"tanh": Tanh, "relu": Relu}


class RnnSettings(RecurrentSettings, frozen=True):
    """A recurrent layer's settings, and its activation."""

    activation: str = "tanh"


class Rnn(Recurrent):
    """h⟨t⟩ = f(W x⟨t⟩ + b + U h⟨t−1⟩ + b′): PyTorch's RNN."""

    id = "rnn"
    title = message("Simple RNN")
    meaning = message("Reads a sequence step by step; its hidden state remembers what came before.")
    Settings = RnnSettings
    blocks = 1
    fields: ClassVar[tuple[Field, ...]] = (
        UNITS,
        Field("activation", message("Activation"), ACTIVATION_MEANING, "choice", "tanh",
              choices=(("tanh", message("tanh")), ("relu", message("ReLU")))),
        *READING,
    )

    def from_inputs(self, lowering: Lowering, settings: Any, x: int, prefix: str) -> tuple[int, Shared]:
        return sums_of_inputs(lowering, settings, x, prefix, f"{self.id}_from_input")

    def time_step(
        self, lowering: Lowering, settings: Any, from_input: int, states: States, shared: Shared
    ) -> States:
        total = lowering.emit(RecurrentSum(), from_input, states[0], shared.weight, quantity="rnn_sum")
        return (lowering.emit(FUNCTIONS[settings.activation](), total, quantity=f"{shared.prefix}hidden_state"),)


def sums_of_inputs(
    lowering: Lowering, settings: Any, x: int, prefix: str, quantity: str
) -> tuple[int, Shared]:
    """W x + b for all steps at once, where the two biases act as one: their sum is added here."""
    weight = lowering.parameter(f"{prefix}input_weight")
    recurrent = lowering.parameter(f"{prefix}recurrent_weight")
    biases: tuple[int, ...] = ()
    if settings.bias:
        both = (lowering.parameter(f"{prefix}input_bias"), lowering.parameter(f"{prefix}recurrent_bias"))
        biases = (lowering.emit(Add(), *both, quantity="both_biases"),)
    sums = lowering.emit(WeightedSum(by_unit=True), x, weight, *biases, quantity=quantity)
    return sums, Shared(recurrent, prefix=prefix)
