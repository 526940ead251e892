"""The activation as a node of its own, applied to each unit that links into it."""

from typing import ClassVar

from nnsim.catalog.activations import activation, activation_choices
from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.text.messages import Message, message


class ActivationSettings(Settings, frozen=True):
    """Which function it applies."""

    function: str = "relu"


class Activation(Kind):
    """h = f(z), lowered just as the activation of a layer."""

    id = "activation"
    title = message("Activation")
    meaning = message("Applies a function to each unit that links into it.")
    category = "activation"
    Settings = ActivationSettings
    ports = (Port(ranks=ANY),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("function", message("Function"), message("The function that is applied."), "choice", "relu",
              choices=activation_choices(of_layer=True)),
    )

    def shape(self, settings: ActivationSettings, inputs: Shapes) -> Shape:
        return inputs["in"][0]

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        assert isinstance(node.settings, ActivationSettings)
        op = activation(node.settings.function).op
        output = inputs.output if op is None else lowering.emit(op(), inputs.output)
        return Lowered(output, inputs.output, node.settings.function)

    def facts(self, settings: ActivationSettings, units: int | None) -> Message | None:
        return activation(settings.function).title
