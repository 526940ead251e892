"""The fully connected layer: y = f(Wx + b)."""

from typing import Any, ClassVar

from nnsim.catalog.activations import activation, activation_choices
from nnsim.catalog.field import Field
from nnsim.catalog.initializers import Glorot, Initializer, Zero
from nnsim.catalog.kind import Kind, LayerLowering, Lowered, Lowering, ParameterSpec
from nnsim.catalog.port import Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.linear import WeightedSum
from nnsim.ops.linked import LinkedSum
from nnsim.text.messages import Message, message


class DenseSettings(Settings, frozen=True):
    """Number of units, activation, whether there are biases, and how weights and biases begin."""

    units: int = 4
    activation: str = "tanh"
    bias: bool = True
    initializer: Initializer = Glorot()
    bias_initializer: Initializer = Zero()


ACTIVATION_MEANING = message("The function that turns each unit's weighted sum into its output.")
BIAS = Field("bias", message("Bias"), message("Whether each unit adds a number of its own to the weighted sum."),
             "bool", True)
WEIGHTS_BEGIN = Field("initializer", message("Weights begin as"),
                      message("How the weights are drawn before training."), "initializer", Glorot())
BIASES_BEGIN = Field("bias_initializer", message("Biases begin as"),
                     message("How the biases are set before training."), "initializer", Zero())


class Dense(Kind):
    """h = f(W x + b): every unit is linked to every input. In a sequence it acts on each step by itself."""

    id = "dense"
    title = message("Dense")
    meaning = message("A layer in which every unit is linked to every input.")
    category = "dense"
    key = "D"
    Settings = DenseSettings
    ports = (Port(ranks=(1, 2)),)
    can_prune = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field("units", message("Units"), message("How many neurons the layer has."), "int", 4, 1, 8192, 1, 16),
        Field("activation", message("Activation"), ACTIVATION_MEANING, "choice", "tanh",
              choices=activation_choices(of_layer=True)),
        BIAS, WEIGHTS_BEGIN, BIASES_BEGIN,
    )

    def shape(self, settings: DenseSettings, inputs: Shapes) -> Shape:
        return (*inputs["in"][0][:-1], settings.units)

    def open_shape(self, settings: DenseSettings) -> Shape:
        return (settings.units,)

    def parameters(self, settings: DenseSettings, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        return layer_parameters(settings, settings.units, inputs["in"][0][-1])

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        assert isinstance(node.settings, DenseSettings)
        return lower_layer(lowering, inputs.output, node.settings.activation, node.settings.bias)

    def facts(self, settings: DenseSettings, units: int | None) -> Message | None:
        title = activation(settings.activation).title
        if settings.units == 1:
            return message("1 unit · {activation}", activation=title)
        return message("{units} units · {activation}", units=settings.units, activation=title)


def layer_parameters(settings: Any, units: int, inputs: int) -> tuple[ParameterSpec, ...]:
    """Weight (units, inputs) and, if the settings ask for it, bias (units,)."""
    weight = ParameterSpec("weight", (units, inputs), settings.initializer, inputs, units, inputs_axis=1)
    bias = ParameterSpec("bias", (units,), settings.bias_initializer, inputs, units, means="bias")
    return (weight, bias) if settings.bias else (weight,)


def lower_layer(lowering: LayerLowering, x: int, function: str, bias: bool) -> Lowered:
    """Weighted sum, then activation; with pruned links, the sum over those that remain."""
    weight = lowering.parameter("weight")
    biases = (lowering.parameter("bias"),) if bias else ()
    absent = lowering.absent("weight")
    if absent is None:
        total = lowering.emit(WeightedSum(), x, weight, *biases, quantity="sum")
    else:
        mask, links = absent
        total = lowering.emit(LinkedSum(links), x, weight, mask, *biases, quantity="sum")
    op = activation(function).op
    output = total if op is None else lowering.emit(op(), total)
    return Lowered(output, total, function)
