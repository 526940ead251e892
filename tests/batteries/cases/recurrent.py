"""Cases of the operations of recurrent layers."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops.gates import (
    BlendedState,
    Candidate,
    CellState,
    Gate,
    HiddenState,
    NewShareGradient,
    ResetCandidate,
    SquashedState,
    UpdateGateGradient,
)
from nnsim.ops.recurrent import CarriedState, HandedOn, InitialState, RecurrentSum, StopGradient
from tests.batteries.check_op import Array, OpCase

Random = np.random.Generator
SHAPES = ((1, 1), (4, 3), (2, 5))


def cases(random: Random) -> Iterator[OpCase]:
    """States, gates and their gradients, on whole arrays and on the strided steps of sequences."""
    yield OpCase(InitialState(3), (random.normal(size=(2, 4, 5)),), ends=True)
    yield OpCase(InitialState(1), (random.normal(size=(1, 1, 1)),), ends=True)
    for shape in SHAPES:
        yield OpCase(CarriedState(), (random.normal(size=shape),), ends=True)
        yield OpCase(HandedOn(), (random.normal(size=shape),), ends=True)
        yield OpCase(StopGradient(), (random.normal(size=shape),), ends=True)
        yield from _sums(random, shape)
        yield from _cells(random, shape)
        yield from _cells(random, shape, strided=True)


def _sums(random: Random, shape: tuple[int, int]) -> Iterator[OpCase]:
    samples, units = shape
    for rows in (units, 2 * units):
        w = random.normal(size=(rows, units))
        yield OpCase(RecurrentSum(), (random.normal(size=(samples, rows)), random.normal(size=shape), w))
        yield OpCase(RecurrentSum(), (_step(random, (samples, rows)), _step(random, shape), w))


def _cells(random: Random, shape: tuple[int, int], strided: bool = False) -> Iterator[OpCase]:
    def some() -> Array:
        return _step(random, shape) if strided else random.normal(size=shape)

    def gate() -> Array:
        return 1.0 / (1.0 + np.exp(-some()))

    yield OpCase(Gate("forget"), (2.0 * some(),))
    yield OpCase(Candidate(), (some(),))
    yield OpCase(CellState(), (gate(), some(), gate(), np.tanh(some())))
    yield OpCase(SquashedState(), (some(),))
    yield OpCase(HiddenState(), (gate(), np.tanh(some())))
    yield OpCase(ResetCandidate(), (some(), gate(), some()))
    yield OpCase(BlendedState(), (gate(), np.tanh(some()), some()))
    yield OpCase(UpdateGateGradient(), (some(), np.tanh(some()), some()))
    yield OpCase(NewShareGradient(), (some(), gate()))


def _step(random: Random, shape: tuple[int, int]) -> Array:
    """One time step of a sequence: rows that lie apart."""
    return random.normal(size=(shape[0], 3, shape[1]))[:, 1]


def extremes() -> Iterator[OpCase]:
    """Gates that are shut or wide open, and cell states that grew large."""
    z = np.array([[0.0, -0.0, 1e3, -1e3], [25.0, -25.0, -600.0, 1e-200]])
    yield OpCase(Gate("output"), (z,))
    yield OpCase(Candidate(), (z,))
    yield OpCase(ResetCandidate(), (z, np.full_like(z, 0.5), z))
    yield OpCase(CellState(), (np.ones_like(z), z, np.zeros_like(z), np.sign(z)))
    yield OpCase(BlendedState(), (np.ones_like(z), np.tanh(z), z))
