"""The output node: marks what the network predicts."""

from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.text.messages import Message, message


class OutputSettings(Settings, frozen=True):
    """Nothing to set."""


class Output(Kind):
    """ŷ: its inputs, unchanged, are the prediction."""

    id = "output"
    title = message("Output")
    meaning = message("Marks what the network predicts; it computes nothing.")
    category = "neuron"
    key = "O"
    Settings = OutputSettings
    ports = (Port(ranks=ANY),)

    def shape(self, settings: OutputSettings, inputs: Shapes) -> Shape:
        return inputs["in"][0]

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        return inputs

    def facts(self, settings: OutputSettings, units: int | None) -> Message | None:
        if units is None:
            return None
        return message("1 value") if units == 1 else message("{count} values", count=units)
