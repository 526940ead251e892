"""The LSTM cell as a drawing of its gates: one time step, to be opened and looked into."""

from collections.abc import Mapping
from typing import ClassVar

from nnsim.catalog.activation_node import ActivationSettings
from nnsim.catalog.cell_by_cell import CombiningSettings
from nnsim.catalog.concatenate import ConcatenateSettings
from nnsim.catalog.dense import DenseSettings
from nnsim.catalog.field import Field
from nnsim.catalog.kind import Composite, PartName, Parts
from nnsim.catalog.parts import PartsDrawing
from nnsim.catalog.port import Port, Shapes, shape_words
from nnsim.catalog.split import SplitSettings
from nnsim.document import Settings
from nnsim.text.messages import Message, message


class LstmCellSettings(Settings, frozen=True):
    """How many units its states have."""

    units: int = 4


class LstmCell(Composite):
    """c′ = f · c + i · g and h′ = o · tanh c′, with gates i, f, o = σ(W [x, h] + b) and g = tanh(W [x, h] + b).

    As `torch.nn.LSTMCell`, whose two weights of a gate stand side by side here and whose two biases are one. The output
    is [h′, c′], which the port `state` of the next cell takes; without a state both begin at 0.
    """

    id = "lstm_cell"
    title = message("LSTM cell")
    meaning = message("One step of an LSTM, drawn with its gates; it gives the hidden state, then the cell state.")
    category = "recurrent"
    Settings = LstmCellSettings
    ports = (
        Port(),
        Port("state", message("State before"), links="one", optional=True),
    )
    fields: ClassVar[tuple[Field, ...]] = (
        Field("units", message("Units"), message("How many units the hidden state and the cell state have."), "int", 4,
              1, 4096, 1, 16),
    )
    part_names: ClassVar[Mapping[str, PartName]] = {
        "hidden_before": PartName(message("Hidden state before"), ("split",)),
        "cell_before": PartName(message("Cell state before"), ("split",)),
        "input_gate": PartName(message("Input gate"), ("dense",)),
        "candidate": PartName(message("Candidate"), ("dense",)),
        "output_gate": PartName(message("Output gate"), ("dense",)),
        "written": PartName(message("Written"), ("multiply",)),
        "forget_gate": PartName(message("Forget gate"), ("dense",)),
        "kept": PartName(message("Kept"), ("multiply",)),
        "cell": PartName(message("Cell state"), ("add",)),
        "squashed": PartName(message("tanh"), ("activation",)),
        "hidden": PartName(message("Hidden state"), ("multiply",)),
        "state": PartName(message("State"), ("concatenate",)),
    }

    def refuses(self, settings: LstmCellSettings, inputs: Shapes) -> Message | None:
        if not inputs["state"] or inputs["state"][0] == (2 * settings.units,):
            return None
        return message(
            "A state holds {units} hidden and {units} cell values, but {got} came. Link another LSTM cell of {units} "
            "units to it.", units=settings.units, got=shape_words(inputs["state"][0]))

    def parts(self, settings: LstmCellSettings, inputs: Shapes) -> Parts:
        units, drawing = settings.units, PartsDrawing(self.part_names)
        read, before = [":in"], bool(inputs["state"])
        if before:
            read.append(drawing.add("hidden_before", "split", SplitSettings("units", 1, units), ":state"))
            drawing.add("cell_before", "split", SplitSettings("units", units + 1, 2 * units), ":state")
        gate, candidate = DenseSettings(units, "sigmoid"), DenseSettings(units, "tanh")
        drawing.add("input_gate", "dense", gate, *read)
        drawing.add("candidate", "dense", candidate, *read)
        drawing.add("output_gate", "dense", gate, *read)
        cell = drawing.add("written", "multiply", CombiningSettings(), "input_gate", "candidate")
        if before:
            drawing.add("forget_gate", "dense", gate, *read)
            drawing.add("kept", "multiply", CombiningSettings(), "forget_gate", "cell_before")
            cell = drawing.add("cell", "add", CombiningSettings(), "kept", cell)
        drawing.add("squashed", "activation", ActivationSettings("tanh"), cell)
        drawing.add("hidden", "multiply", CombiningSettings(), "output_gate", "squashed")
        return drawing.ending_in(drawing.add("state", "concatenate", ConcatenateSettings("units"), "hidden", cell))

    def facts(self, settings: LstmCellSettings, units: int | None) -> Message | None:
        return message("1 unit") if settings.units == 1 else message("{units} units", units=settings.units)
