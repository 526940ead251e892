"""Recording what an operation asks of the array library, once, so that every step repeats the bare calls."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from nnsim.ops.base import Array, Op

Call = tuple[Callable[..., Any], tuple[Any, ...]]


def calls_of(op: Op, xp: Any, out: Array, scratch: tuple[Array, ...], inputs: tuple[Array, ...]) -> list[Call]:
    """The calls that run an operation on these buffers: its `run`, or what that would call where it is always the same.

    Repeating the recorded calls gives the same bits as `run`; it saves Python's share, which is half of a small step.
    """
    if not op.straight:
        return [(op.run, (xp, out, scratch, *inputs))]
    recorder = _Recorder(xp, out.dtype)
    op.run(recorder, out, scratch, *inputs)
    return recorder.calls


class _Recorder:
    """Stands for the array library and notes the calls of its functions instead of making them."""

    def __init__(self, xp: Any, dtype: Any) -> None:
        self.calls: list[Call] = []
        self._looks: dict[Any, Array] = {}
        self._xp, self._dtype = xp, dtype

    def __getattr__(self, name: str) -> "_Recorded":
        return _Recorded(self, getattr(self._xp, name))

    def note(self, function: Any, arguments: tuple[Any, ...], out: Array | None) -> None:
        """Notes one call; NumPy's functions get their numbers and scalars in the form that costs it least."""
        # an array's own methods do the same without asking the arguments first who they are
        if function is np.dot:
            self.calls.append((arguments[0].dot, arguments[1:]))
            return
        if function is np.copyto and len(arguments) == 2:
            if _same_look(*arguments):
                return  # made in its place already
            self.calls.append((arguments[0].__setitem__, (Ellipsis, self._as_array(arguments[1]))))
            return
        if isinstance(function, np.ufunc):
            arguments = tuple(self._as_array(argument) for argument in arguments)
            if all(argument.ndim == 0 for argument in arguments):
                arguments = tuple(argument.reshape(1) for argument in arguments)  # views; 0-d ones take a slow path
                out = out if out is None else out.reshape(1)
            arguments = tuple(self._known(argument) for argument in arguments)
            out = out if out is None else self._known(out)
        if out is None:
            self.calls.append((function, arguments))
        else:
            self.calls.append((partial(function, out=out), arguments))

    def _known(self, array: Array) -> Array:
        """The first array met with that look at the same memory: NumPy sees at once that one array is itself, while it
        compares two looks at one memory at length.
        """
        if not isinstance(array, np.ndarray):
            return array
        look = array.__array_interface__["data"][0], array.shape, array.strides, array.dtype.str
        return self._looks.setdefault(look, array)

    def _as_array(self, argument: Any) -> Array:
        return np.array(argument, self._dtype) if isinstance(argument, int | float) else argument


class _Recorded:
    """A function of the array library (or its `reduce`) whose calls are noted."""

    def __init__(self, recorder: _Recorder, function: Any) -> None:
        self._recorder, self._function = recorder, function

    def __call__(self, *arguments: Any, out: Array | None = None) -> None:
        self._recorder.note(self._function, arguments, out)

    def __getattr__(self, name: str) -> "_Recorded":
        return _Recorded(self._recorder, getattr(self._function, name))


def _same_look(a: Array, b: Any) -> bool:
    """Whether two arrays are the same look at the same memory."""
    if not isinstance(b, np.ndarray) or a.shape != b.shape or a.strides != b.strides:
        return False
    return bool(a.__array_interface__["data"] == b.__array_interface__["data"])
