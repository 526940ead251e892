"""Dropout: in training, units are silenced at random, so that the network cannot rely on any one of them."""

from typing import ClassVar

from nnsim.catalog.field import SHARE, Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.combining import PassedOn
from nnsim.ops.dropout import Drop, KeepMask
from nnsim.text.messages import Message, message


class DropoutSettings(Settings, frozen=True):
    """The share of values that a training step drops."""

    rate: float = 0.5


class Dropout(Kind):
    """h′ = h · k, k = 1 / (1 − p) for what stays and 0 for what is dropped; in use h′ = h (Srivastava et al. 2014)."""

    id = "dropout"
    title = message("Dropout")
    meaning = message("Silences values at random in training, so that the network cannot lean on any; off in use.")
    category = "normalize"
    Settings = DropoutSettings
    ports = (Port(ranks=ANY),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("rate", message("Dropout rate"), message("The share of the values that each training step drops."),
              "float", 0.5, 0.0, 1.0, 0.0, 0.9, unit=SHARE),
    )

    def shape(self, settings: DropoutSettings, inputs: Shapes) -> Shape:
        return inputs["in"][0]

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        assert isinstance(node.settings, DropoutSettings)
        drawn = lowering.noise("mask", lowering.shape(inputs.output))
        mask = lowering.emit(KeepMask(node.settings.rate), drawn, quantity="keep", when="training")
        output = lowering.emit(Drop(), inputs.output, mask)
        lowering.instead(output, PassedOn(), inputs.output)
        return Lowered(output)

    def facts(self, settings: DropoutSettings, units: int | None) -> Message | None:
        return message("rate {rate:exact}", rate=settings.rate)
