"""ONNX's activations by nnsim's operations, and what designed features share with them."""

from collections.abc import Callable

import numpy as np

from nnsim.ops.activation import Relu, Sigmoid, Sign, Softmax, Tanh
from nnsim.ops.base import Op
from nnsim.ops.combining import Add, Multiply
from nnsim.ops.features import Features, Shaped
from nnsim.ops.rectified_activation import Elu, HardSigmoid, LeakyRelu, Selu
from nnsim.ops.smooth_activation import Gelu, GeluTanh, Silu, Softplus
from tests.batteries.check_op import run
from tests.reference.onnx_nodes.published import Array, LeftOut, Published


def _by(op: Op) -> Callable[[Published], list[Array]]:
    """An activation that has no settings."""
    return lambda case: [run(op, case.numbers)]


def _leaky(case: Published) -> list[Array]:
    return [run(LeakyRelu(case.attribute("alpha", 0.01)), case.numbers)]


def _elu(case: Published) -> list[Array]:
    """Another α than 1 is blended of nnsim's ELU and ReLU."""
    alpha = case.attribute("alpha", 1.0)
    return [run(Elu(), case.numbers) if alpha == 1.0 else _bent(case.number(0), alpha, 1.0)]


def _selu(case: Published) -> list[Array]:
    """Other constants than the paper's are blended of nnsim's ELU and ReLU."""
    if "alpha" not in case.attributes:
        return [run(Selu(), case.numbers)]
    return [_bent(case.number(0), case.attribute("alpha"), case.attribute("gamma"))]


def _bent(z: Array, alpha: float, scale: float) -> Array:
    """s · ELU with another α, as nnsim's ELU and ReLU together give it: s α ELU(z) + s (1 − α) ReLU(z)."""
    parts = [run(Multiply(), [run(op, [z]), np.full(z.shape, factor)])
             for op, factor in ((Elu(), scale * alpha), (Relu(), scale * (1.0 - alpha)))]
    return run(Add(), parts)


def _hard_sigmoid(case: Published) -> list[Array]:
    """min(max(α z + β, 0), 1) is nnsim's hard sigmoid of 6 α z + 6 β − 3."""
    z = case.number(0)
    slope, shift = 6.0 * case.attribute("alpha", 0.2), 6.0 * case.attribute("beta", 0.5) - 3.0
    steep = run(Multiply(), [z, np.full(z.shape, slope)])
    return [run(HardSigmoid(), [run(Add(), [steep, np.full(z.shape, shift)])])]


def _gelu(case: Published) -> list[Array]:
    return [run(GeluTanh() if case.attribute("approximate", "none") == "tanh" else Gelu(), case.numbers)]


def _swish(case: Published) -> list[Array]:
    if case.attribute("alpha", 1.0) != 1.0:
        raise LeftOut("SiLU has no slope of its own for the sigmoid")
    return [run(Silu(), case.numbers)]


def _sign(case: Published) -> list[Array]:
    z = case.number(0)
    got = run(Sign(), [z])
    if np.array_equal(got[z != 0], np.asarray(case.outputs[0])[z != 0]):
        raise LeftOut("the sign of 0 is +1 here, as for a perceptron, not 0; the case's other cells agree")
    return [got]


def _softmax(case: Published) -> list[Array]:
    """nnsim shares out the last axis."""
    axis = case.attribute("axis", -1)
    return [np.moveaxis(run(Softmax(), [np.moveaxis(case.number(0), axis, -1)]), -1, axis)]


def _feature(name: str) -> Callable[[Published], list[Array]]:
    """A designed feature of one input, with every cell as a sample."""
    return lambda case: [run(Features((Shaped(name, 0),)), [case.number(0).reshape(-1, 1)])  # type: ignore[arg-type]
                         .reshape(case.number(0).shape)]


WAYS = {
    "Relu": _by(Relu()), "LeakyRelu": _leaky, "Elu": _elu, "Selu": _selu, "Gelu": _gelu, "Swish": _swish,
    "Softplus": _by(Softplus()), "HardSigmoid": _hard_sigmoid, "Sigmoid": _by(Sigmoid()), "Tanh": _by(Tanh()),
    "Sign": _sign, "Softmax": _softmax, "Sin": _feature("sin"), "Cos": _feature("cos"), "Abs": _feature("abs"),
}
