"""The single neuron, drawn freely: a layer of one unit whose links are drawn one by one."""

from typing import ClassVar

from nnsim.catalog.activations import activation, activation_choices
from nnsim.catalog.dense import ACTIVATION_MEANING, BIAS, BIASES_BEGIN, WEIGHTS_BEGIN, layer_parameters, lower_layer
from nnsim.catalog.field import Field
from nnsim.catalog.initializers import Glorot, Initializer, Zero
from nnsim.catalog.kind import Kind, Lowered, Lowering, ParameterSpec
from nnsim.catalog.port import Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.text.messages import Message, message


class NeuronSettings(Settings, frozen=True):
    """Activation, whether there is a bias, and how weights and bias begin."""

    activation: str = "sigmoid"
    bias: bool = True
    initializer: Initializer = Glorot()
    bias_initializer: Initializer = Zero()


class Neuron(Kind):
    """h = f(Σ w x + b). The compiler lowers all neurons of one depth and activation together."""

    id = "neuron"
    title = message("Neuron")
    meaning = message("One unit: it weighs its inputs, adds a bias and applies its activation.")
    category = "neuron"
    key = "N"
    Settings = NeuronSettings
    can_prune = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field("activation", message("Activation"), ACTIVATION_MEANING, "choice", "sigmoid",
              choices=activation_choices(of_layer=False)),
        BIAS, WEIGHTS_BEGIN, BIASES_BEGIN,
    )

    def shape(self, settings: NeuronSettings, inputs: Shapes) -> Shape:
        return (1,)

    def open_shape(self, settings: NeuronSettings) -> Shape:
        return (1,)

    def parameters(self, settings: NeuronSettings, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        return layer_parameters(settings, 1, inputs["in"][0][0])

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        assert isinstance(node.settings, NeuronSettings)
        return lower_layer(lowering, inputs.output, node.settings.activation, node.settings.bias)

    def facts(self, settings: NeuronSettings, units: int | None) -> Message | None:
        return activation(settings.activation).title
