"""Gaussian noise: in training, every value is blurred a little; in use it passes as it is."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.combining import PassedOn
from nnsim.ops.dropout import AddNoise
from nnsim.text.messages import Message, message


class NoiseSettings(Settings, frozen=True):
    """The standard deviation of the noise."""

    deviation: float = 0.1


class Noise(Kind):
    """h′ = h + σ ε in training, h′ = h in use"""

    id = "noise"
    title = message("Gaussian noise")
    meaning = message("Adds a little noise to every value in training, which guards against overfitting; off in use.")
    category = "normalize"
    Settings = NoiseSettings
    ports = (Port(ranks=ANY),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("deviation", message("Standard deviation"), message("How strong the noise is."),
              "float", 0.1, 0.0, 1e6, 0.0, 1.0),
    )

    def shape(self, settings: NoiseSettings, inputs: Shapes) -> Shape:
        return inputs["in"][0]

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        assert isinstance(node.settings, NoiseSettings)
        drawn = lowering.noise("noise", lowering.shape(inputs.output), "normal")
        output = lowering.emit(AddNoise(node.settings.deviation), inputs.output, drawn)
        lowering.instead(output, PassedOn(), inputs.output)
        return Lowered(output)

    def facts(self, settings: NoiseSettings, units: int | None) -> Message | None:
        return message("deviation {deviation:exact}", deviation=settings.deviation)
