"""The activation functions that a neuron, a layer or an activation node can have."""

from collections.abc import Callable
from dataclasses import dataclass

from nnsim.ops.activation import Relu, Sigmoid, Sign, Softmax, Step, Tanh
from nnsim.ops.base import Op
from nnsim.ops.rectified_activation import Elu, HardSigmoid, LeakyRelu, Selu
from nnsim.ops.smooth_activation import Gelu, GeluTanh, Silu, Softplus
from nnsim.text.messages import Message, message


@dataclass(frozen=True)
class ActivationKind:
    """An activation function: its operation (None: linear, where the sum is the output) and what it is for."""

    id: str
    title: Message
    meaning: Message
    op: Callable[[], Op] | None
    of_layer: bool = False
    """Needs a whole layer's units (softmax), so that a single neuron cannot have it."""
    threshold: bool = False
    """A step without slope: gradient descent learns nothing through it, the perceptron rule passes it."""


ACTIVATIONS: tuple[ActivationKind, ...] = (
    ActivationKind("step", message("step"), message("1 from the threshold 0 on, else 0."), Step, threshold=True),
    ActivationKind("sign", message("sign"), message("+1 from 0 on, else −1."), Sign, threshold=True),
    ActivationKind("linear", message("linear"), message("The weighted sum itself."), None),
    ActivationKind("sigmoid", message("sigmoid"), message("Squeezes the sum smoothly into 0 to 1."), Sigmoid),
    ActivationKind("tanh", message("tanh"), message("Squeezes the sum smoothly into −1 to 1."), Tanh),
    ActivationKind("relu", message("ReLU"), message("Lets positive sums pass and stops the others at 0."), Relu),
    ActivationKind(
        "leaky_relu", message("leaky ReLU"),
        message("Lets positive sums pass and a hundredth of the others, so that no unit dies."), LeakyRelu,
    ),
    ActivationKind(
        "elu", message("ELU"), message("Lets positive sums pass and bends the others smoothly towards −1."), Elu,
    ),
    ActivationKind(
        "selu", message("SELU"),
        message("An ELU stretched so that layers keep mean 0 and variance 1 by themselves."), Selu,
    ),
    ActivationKind(
        "gelu", message("GELU"), message("Multiplies the sum by the share of a bell curve that lies below it."), Gelu,
    ),
    ActivationKind(
        "gelu_tanh", message("GELU (tanh)"), message("GELU by a shortcut with tanh, as GPT-2 computes it."), GeluTanh,
    ),
    ActivationKind("silu", message("SiLU"), message("Multiplies the sum by its own sigmoid."), Silu),
    ActivationKind(
        "softplus", message("softplus"), message("A ReLU with a rounded corner: always above 0."), Softplus,
    ),
    ActivationKind(
        "hard_sigmoid", message("hard sigmoid"),
        message("A sigmoid made of three straight lines: 0 up to −3, 1 from 3 on."), HardSigmoid,
    ),
    ActivationKind(
        "softmax", message("softmax"), message("Turns the layer's sums into probabilities that add up to 1."), Softmax,
        of_layer=True,
    ),
)
_BY_ID = {kind.id: kind for kind in ACTIVATIONS}


def activation(activation_id: str) -> ActivationKind:
    """The activation function of this id. Raises KeyError when there is none."""
    return _BY_ID[activation_id]


def activation_choices(of_layer: bool) -> tuple[tuple[str, Message], ...]:
    """Ids and titles of the functions that a layer (or a single neuron) can have."""
    return tuple((kind.id, kind.title) for kind in ACTIVATIONS if of_layer or not kind.of_layer)
