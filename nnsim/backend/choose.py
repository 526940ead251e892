"""Choosing a backend, and saying why a graphics card is or is not used. The only place that imports CuPy."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from nnsim.backend.capture import Calls, Captured
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message

BackendName = Literal["auto", "numpy", "cupy"]
Array = Any
CARD_FROM = 2**23
"""Multiplications in the forward phase of a step from which a card gains more than its launches cost."""


@dataclass(frozen=True)
class Backend:
    """An array library with NumPy's functions (`xp`), and the two ways in and out of its memory."""

    name: Literal["numpy", "cupy"]
    xp: Any

    def to_device(self, array: NDArray[Any]) -> Array:
        """A writable copy of an array in this backend's memory."""
        return self.xp.array(array)

    def to_host(self, array: Array) -> NDArray[Any]:
        """A NumPy copy of one of this backend's arrays."""
        copied: NDArray[Any] = self.xp.asnumpy(array) if self.name == "cupy" else np.array(array)
        return copied

    def captured(self, calls: Calls) -> Captured | None:
        """What repeats these calls as one graph of the card; None on the processor."""
        return Captured(self.xp, calls) if self.name == "cupy" else None


NUMPY = Backend("numpy", np)


def choose(name: BackendName = "auto", work: Callable[[], int] = lambda: 0) -> Backend:
    """The backend of this name; `auto` takes the graphics card where there is one and a step is large enough to pay.

    Args:
        work: tells the multiplications in the forward phase of a step; asked only where there is a card.

    Raises:
        NnsimError: `cupy` was asked for and cannot be used; the message says why.
    """
    if name == "numpy":
        return NUMPY
    cupy, reason = _cupy()
    if cupy is not None and (name == "cupy" or work() >= CARD_FROM):
        return Backend("cupy", cupy)
    if name == "cupy":
        raise NnsimError("backend.cupy", message(
            "The graphics card cannot be used: {reason} Choose NumPy instead.", reason=reason), "backend")
    return NUMPY


def report() -> Message:
    """One sentence on whether a graphics card can be used, and why not."""
    cupy, reason = _cupy()
    if cupy is None:
        return reason
    device = cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()
    return message(
        "CuPy {version} uses {device} for networks with {least} multiplications in a step or more; smaller ones are "
        "faster on the processor.", version=cupy.__version__, device=device, least=CARD_FROM)


@lru_cache(maxsize=1)
def _cupy() -> tuple[Any, Message]:
    try:
        cupy = importlib.import_module("cupy")
    except ImportError:
        return None, message("CuPy is not installed.")
    try:
        count = cupy.cuda.runtime.getDeviceCount()
        cupy.zeros(1).sum()
    except Exception as error:  # CuPy raises many types when a driver, a library or a card is missing
        reason = str(error).partition("\n")[0] or type(error).__name__
        return None, message("CuPy finds no working card ({error}).", error=reason)
    return (cupy, message("A graphics card is ready.")) if count else (None, message("There is no graphics card."))
