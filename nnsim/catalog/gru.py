"""The gated recurrent unit (Cho et al. 2014), in the form that PyTorch and cuDNN compute."""

from typing import Any, ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Lowering
from nnsim.catalog.recurrent import READING, UNITS, Recurrent, RecurrentSettings, Shared, States
from nnsim.ops.arranging import Part
from nnsim.ops.combining import Add
from nnsim.ops.gates import BlendedState, Gate, ResetCandidate
from nnsim.ops.linear import WeightedSum
from nnsim.text.messages import message


class Gru(Recurrent):
    """h⟨t⟩ = (1 − z)·n + z·h⟨t−1⟩ with gates r, z = σ(a + s) and candidate n = tanh(a + r·s): PyTorch's GRU.

    a = W x⟨t⟩ + b and s = U h⟨t−1⟩ + b′ have the sums of reset gate, update gate and candidate in this order.
    """

    id = "gru"
    title = message("GRU")
    meaning = message("Reads a sequence step by step; two gates blend its old hidden state with a new one.")
    Settings = RecurrentSettings
    blocks = 3
    fields: ClassVar[tuple[Field, ...]] = (UNITS, *READING)

    def from_inputs(self, lowering: Lowering, settings: Any, x: int, prefix: str) -> tuple[int, Shared]:
        weight = lowering.parameter(f"{prefix}input_weight")
        recurrent = lowering.parameter(f"{prefix}recurrent_weight")
        bias = (lowering.parameter(f"{prefix}input_bias"),) if settings.bias else ()
        shared = Shared(recurrent, lowering.parameter(f"{prefix}recurrent_bias") if settings.bias else None, prefix)
        return lowering.emit(WeightedSum(by_unit=True), x, weight, *bias, quantity=f"{self.id}_from_input"), shared

    def time_step(
        self, lowering: Lowering, settings: Any, from_input: int, states: States, shared: Shared
    ) -> States:
        (old,) = states
        bias = () if shared.bias is None else (shared.bias,)
        from_state = lowering.emit(WeightedSum(by_unit=True), old, shared.weight, *bias, quantity="gru_from_state")

        def part(of: int, first: int, last: int) -> int:
            return lowering.emit(Part(1, first * settings.units, last * settings.units), of, quantity="gate_sum")

        sums = lowering.emit(Add(), part(from_input, 0, 2), part(from_state, 0, 2), quantity="gru_sum")
        reset = lowering.emit(Gate("reset"), part(sums, 0, 1), quantity="reset_gate")
        update = lowering.emit(Gate("update"), part(sums, 1, 2), quantity="update_gate")
        candidate = lowering.emit(
            ResetCandidate(), part(from_input, 2, 3), reset, part(from_state, 2, 3), quantity="gru_candidate")
        return (lowering.emit(BlendedState(), update, candidate, old, quantity=f"{shared.prefix}hidden_state"),)
