"""The long short-term memory layer (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000)."""

from typing import Any, ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Lowering
from nnsim.catalog.recurrent import READING, UNITS, Recurrent, RecurrentSettings, Shared, States
from nnsim.catalog.rnn import sums_of_inputs
from nnsim.ops.arranging import Part
from nnsim.ops.gates import Candidate, CellState, Gate, HiddenState, SquashedState
from nnsim.ops.recurrent import RecurrentSum
from nnsim.text.messages import message


class Lstm(Recurrent):
    """c⟨t⟩ = f·c⟨t−1⟩ + i·g and h⟨t⟩ = o·tanh(c⟨t⟩), with i, f, o = σ(z) and g = tanh(z): PyTorch's LSTM.

    z = W x⟨t⟩ + b + U h⟨t−1⟩ + b′ has the sums of the input gate, forget gate, candidate and output gate in this order.
    """

    id = "lstm"
    title = message("LSTM")
    meaning = message("Reads a sequence step by step; gates decide what its cell state keeps, takes up and shows.")
    Settings = RecurrentSettings
    blocks = 4
    states = ("hidden_state", "cell_state")
    fields: ClassVar[tuple[Field, ...]] = (UNITS, *READING)

    def from_inputs(self, lowering: Lowering, settings: Any, x: int, prefix: str) -> tuple[int, Shared]:
        return sums_of_inputs(lowering, settings, x, prefix, f"{self.id}_from_input")

    def time_step(
        self, lowering: Lowering, settings: Any, from_input: int, states: States, shared: Shared
    ) -> States:
        units = settings.units
        hidden, cell = states
        total = lowering.emit(RecurrentSum(), from_input, hidden, shared.weight, quantity="lstm_sum")
        parts = (Part(1, at * units, (at + 1) * units) for at in range(self.blocks))
        sums = [lowering.emit(part, total, quantity="gate_sum") for part in parts]
        write = lowering.emit(Gate("input"), sums[0], quantity="input_gate")
        keep = lowering.emit(Gate("forget"), sums[1], quantity="forget_gate")
        candidate = lowering.emit(Candidate(), sums[2], quantity="lstm_candidate")
        show = lowering.emit(Gate("output"), sums[3], quantity="output_gate")
        cell = lowering.emit(CellState(), keep, cell, write, candidate, quantity=f"{shared.prefix}cell_state")
        squashed = lowering.emit(SquashedState(), cell, quantity="squashed_cell_state")
        return (lowering.emit(HiddenState(), show, squashed, quantity=f"{shared.prefix}hidden_state"), cell)
