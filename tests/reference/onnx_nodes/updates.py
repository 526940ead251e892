"""ONNX's training operators by what nnsim's learning rules are made of. Each case is a first step (t = 0)."""

from collections.abc import Callable, Iterator

import numpy as np

from nnsim.ops.update import Descend
from nnsim.ops.update_gradient import WithDecay
from nnsim.ops.update_moments import FirstMoment, SecondMoment, SumOfSquares
from nnsim.ops.update_steps import ScaledStep
from nnsim.ops.update_velocity import LookAhead, Velocity
from tests.batteries.check_op import run
from tests.reference.onnx_nodes.published import Array, LeftOut, Published

Step = Callable[[Published, Array, Array], Iterator[Array]]


def _steps(case: Published, one: Step, roles: int) -> list[Array]:
    """The update of each parameter in turn; ONNX lists all parameters, all gradients …, and so all results."""
    if case.whole(1)[0] != 0:
        raise LeftOut("a later step, whose rate ONNX corrects in a way of its own")
    per_role = case.numbers[2:]
    count = len(per_role) // roles
    made = [list(one(case, *per_role[k::count])) for k in range(count)]  # type: ignore[call-arg]
    return [results[role] for role in range(len(made[0])) for results in made]


def _pulled(case: Published, w: Array, g: Array) -> Array:
    return run(WithDecay(), [g, w, np.array(case.attribute("norm_coefficient", 0.0))])


def _adam(case: Published, w: Array, g: Array, m: Array, v: Array) -> Iterator[Array]:
    """Moments that are not corrected for having begun from 0."""
    g = _pulled(case, w, g)
    m = run(FirstMoment(), [m, g, np.array(case.attribute("alpha", 0.9))])
    v = run(SecondMoment(), [v, g, np.array(case.attribute("beta", 0.999))])
    yield run(ScaledStep(), [w, m, v, case.number(0), np.array(case.attribute("epsilon", 1e-6))])
    yield m
    yield v


def _adagrad(case: Published, w: Array, g: Array, squares: Array) -> Iterator[Array]:
    g = _pulled(case, w, g)
    squares = run(SumOfSquares(), [squares, g])
    yield run(ScaledStep(), [w, g, squares, case.number(0), np.array(case.attribute("epsilon", 1e-6))])
    yield squares


def _momentum(case: Published, w: Array, g: Array, velocity: Array) -> Iterator[Array]:
    g, momentum = _pulled(case, w, g), np.array(case.attribute("alpha"))
    velocity = run(Velocity(), [velocity, g, momentum])
    way = run(LookAhead(), [g, velocity, momentum]) if case.attribute("mode") == "nesterov" else velocity
    yield run(Descend(), [w, way, case.number(0)])
    yield velocity


WAYS = {
    "Adam": lambda case: _steps(case, _adam, 4), "Adagrad": lambda case: _steps(case, _adagrad, 3),  # type: ignore
    "Momentum": lambda case: _steps(case, _momentum, 3),  # type: ignore
}
