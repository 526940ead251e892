"""The output node: marks what the network predicts, and from which value on that means the second of two classes."""

from typing import ClassVar

from nnsim.catalog.field import PROBABILITY, Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.document import Network, Node, Settings
from nnsim.text.messages import Message, message

MIDDLE = 0.5


class OutputSettings(Settings, frozen=True):
    """How far from the first class's value to the second's a prediction must go to count as the second (0 to 1)."""

    threshold: float = MIDDLE


class Output(Kind):
    """ŷ: its inputs, unchanged, are the prediction."""

    id = "output"
    title = message("Output")
    meaning = message("Marks what the network predicts; it computes nothing.")
    category = "neuron"
    key = "O"
    Settings = OutputSettings
    ports = (Port(ranks=ANY),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("threshold", message("Decision threshold"),
              message("With two classes: from this probability on, the prediction counts as the second one. It changes "
                      "accuracy and decision boundary, not the training."),
              "float", MIDDLE, 0.0, 1.0, 0.05, 0.95, unit=PROBABILITY),
    )

    def shape(self, settings: OutputSettings, inputs: Shapes) -> Shape:
        return inputs["in"][0]

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        return inputs

    def facts(self, settings: OutputSettings, units: int | None) -> Message | None:
        if units is None:
            return None
        return message("1 value") if units == 1 else message("{count} values", count=units)


def deciding_output(network: Network) -> Node | None:
    """The output whose threshold decides: the one that a loss measures, else the first; None where there is none."""
    losses = [node.id for node in network.nodes if node.kind == "loss"]
    measured = [network.node(link.source) for loss in losses for link in network.into(loss)]
    return next((node for node in (*measured, *network.nodes) if isinstance(node.settings, OutputSettings)), None)


def decision_threshold(network: Network) -> float:
    """The threshold of the output that decides; the middle where there is none."""
    node = deciding_output(network)
    return node.settings.threshold if node is not None and isinstance(node.settings, OutputSettings) else MIDDLE
