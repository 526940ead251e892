"""A stand-in for a graphics card's array library: computes with NumPy, but refuses to mix host and device arrays.

As CuPy does, its functions take only its own arrays and plain numbers, an array never turns into a host array or a
number by itself, and nothing but `asarray`/`array` and `asnumpy` crosses over. What CuPy lacks, it lacks: only the
functions in NAMES exist.
"""

import weakref
from typing import Any

import numpy as np

from nnsim.backend import Backend

UFUNCS = (
    "absolute", "abs", "add", "arctan", "ceil", "copysign", "cos", "divide", "equal", "exp", "expm1", "floor",
    "greater", "greater_equal", "isfinite", "isnan", "less", "less_equal", "log", "log1p", "logical_and",
    "logical_not", "logical_or", "maximum", "minimum", "multiply", "negative", "not_equal", "power", "reciprocal",
    "rint", "sign", "sin", "sqrt", "square", "subtract", "tanh", "trunc", "true_divide",
)
FUNCTIONS = (
    "all", "amax", "amin", "any", "arange", "argmax", "argmin", "argsort", "broadcast_to", "clip", "concatenate",
    "copyto", "cumsum", "dot", "einsum", "empty", "eye", "full", "matmul", "max", "mean", "min", "moveaxis", "ones",
    "outer", "prod", "put_along_axis", "ravel", "repeat", "reshape", "searchsorted", "sort", "stack", "sum", "swapaxes",
    "take", "take_along_axis", "tensordot", "tile", "transpose", "unique", "vdot", "where", "zeros",
)
REDUCE = ("add", "maximum", "minimum", "multiply")  # ufuncs of which CuPy has the reduction


class Capturing:
    """Whether calls are being captured, those that were, and every array that there is, to put back what they did."""

    calls: list[Any] | None = None
    arrays: weakref.WeakValueDictionary[int, np.ndarray] = weakref.WeakValueDictionary()

    @classmethod
    def note(cls, call: Any) -> None:
        """Remembers a call while a capture goes on."""
        if cls.calls is not None:
            cls.calls.append(call)

    @classmethod
    def own(cls, array: np.ndarray) -> np.ndarray:
        """Remembers an array that owns its memory."""
        cls.arrays[id(array)] = array
        return array


class StrictArray:
    """An array in the stand-in's memory."""

    __array_ufunc__ = None
    __slots__ = ("__weakref__", "host")

    def __init__(self, host: np.ndarray) -> None:
        self.host = host

    def __array__(self, *_: Any, **__: Any) -> np.ndarray:
        raise TypeError("an array of the device does not turn into a host array by itself: ask to_host")

    def __float__(self) -> float:
        _refuse_in_capture()
        if self.host.size != 1:
            raise TypeError("only one cell turns into a number")
        return float(self.host)

    def __bool__(self) -> bool:
        _refuse_in_capture()
        return bool(self.host)

    def __len__(self) -> int:
        return len(self.host)

    def __iter__(self) -> Any:
        raise TypeError("walking over an array of the device cell by cell is refused: it would take a transfer each")

    @property
    def T(self) -> "StrictArray":
        return StrictArray(self.host.T)

    def __getattr__(self, name: str) -> Any:
        if name in ("shape", "ndim", "size", "dtype", "itemsize", "flags", "strides", "nbytes"):
            return getattr(self.host, name)
        if name not in ("reshape", "transpose", "ravel", "astype", "copy", "take", "fill", "sum", "max", "min", "any",
                        "all", "mean", "argmax", "swapaxes", "squeeze", "get"):
            raise AttributeError(f"the device's arrays have no {name}")
        if name == "get":
            return lambda: self.host.copy()
        return _method(getattr(self.host, name))

    def __getitem__(self, index: Any) -> "StrictArray":
        return StrictArray(np.asarray(self.host[_inside(index)]))

    def __setitem__(self, index: Any, values: Any) -> None:
        where, given = _inside(index), _own(values)

        def call() -> None:
            self.host[where] = given

        Capturing.note(call)
        call()


def _refuse_in_capture() -> None:
    if Capturing.calls is not None:
        raise RuntimeError("a value was looked at while its computation was captured")


def _operator(name: str) -> Any:
    function = getattr(np.ndarray, name)

    def operate(self: StrictArray, *others: Any) -> Any:
        given = [_own(other) for other in others]
        Capturing.note(lambda: function(self.host, *given))
        result = function(self.host, *given)
        if name.startswith("__i"):
            return self
        return StrictArray(np.asarray(result))

    return operate


for _name in ("add", "sub", "mul", "truediv", "radd", "rsub", "rmul", "rtruediv", "iadd", "isub", "imul", "itruediv",
              "neg", "invert", "and", "or", "lt", "le", "gt", "ge", "pow", "matmul", "mod", "floordiv"):
    setattr(StrictArray, f"__{_name}__", _operator(f"__{_name}__"))


def _own(value: Any) -> Any:
    """The host's side of a value that may be used on the device; host arrays are refused."""
    if isinstance(value, StrictArray):
        return value.host
    if isinstance(value, np.ndarray):
        raise TypeError(f"a host array of shape {value.shape} met the device: copy it over first")
    if isinstance(value, list | tuple) and any(isinstance(each, StrictArray | np.ndarray) for each in value):
        return type(value)(_own(each) for each in value)
    return value


def _inside(index: Any) -> Any:
    if isinstance(index, tuple):
        return tuple(_inside(each) for each in index)
    if isinstance(index, StrictArray):
        return index.host
    return index  # slices, numbers, lists, and host index arrays, which CuPy copies over by itself


def _wrapped(result: Any) -> Any:
    if isinstance(result, np.ndarray | np.generic):
        made = np.asarray(result)
        return StrictArray(Capturing.own(made) if made.base is None else made)
    if isinstance(result, tuple | list):
        return type(result)(_wrapped(each) for each in result)
    return result


def _method(function: Any) -> Any:
    def call(*arguments: Any, **named: Any) -> Any:
        given, by_name = [_own(each) for each in arguments], {k: _own(v) for k, v in named.items()}
        Capturing.note(lambda: function(*given, **by_name))
        return _wrapped(function(*given, **by_name))

    return call


class _Ufunc:
    """A ufunc of the device, with its reduction where CuPy has one."""

    def __init__(self, name: str) -> None:
        self._function = getattr(np, name)
        if name in REDUCE:
            self.reduce = _returning_out(self._function.reduce)
        if name == "add":
            self.at = _method(self._function.at)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return _returning_out(self._function)(*arguments, **named)


def _returning_out(function: Any) -> Any:
    return _method(function)


class StrictGraph:
    """Captured calls, repeated as one."""

    launches = 0

    def __init__(self, calls: list[Any]) -> None:
        self.calls = calls

    def launch(self, _stream: Any) -> None:
        """Runs all of them."""
        StrictGraph.launches += 1
        for call in self.calls:
            call()


class StrictStream:
    """A stream that captures: what runs meanwhile is undone at the end, since a capture computes nothing."""

    def __enter__(self) -> "StrictStream":
        return self

    def __exit__(self, *_: Any) -> None:
        return None

    def begin_capture(self) -> None:
        """From here on, calls are noted."""
        self._before = {key: array.copy() for key, array in Capturing.arrays.items()}
        Capturing.calls = []

    def end_capture(self) -> StrictGraph:
        """The graph of what was noted."""
        calls, Capturing.calls = Capturing.calls, None
        for key, array in self._before.items():
            if key in Capturing.arrays:
                Capturing.arrays[key][...] = array
        if calls is None:
            raise RuntimeError("no capture goes on")
        return StrictGraph(calls)

    def synchronize(self) -> None:
        """All is done at once here."""


class StrictCuda:
    """The part of the library about the card itself."""

    Stream = StrictStream


class StrictLibrary:
    """The stand-in's functions, by NumPy's names."""

    float32, float64, int64, bool_, newaxis, pi, inf, nan = (
        np.float32, np.float64, np.int64, np.bool_, None, np.pi, np.inf, np.nan)

    def __init__(self) -> None:
        self.lib = self
        self.stride_tricks = self
        self.cuda = StrictCuda

    def __getattr__(self, name: str) -> Any:
        if name in UFUNCS:
            found: Any = _Ufunc(name)
        elif name in FUNCTIONS:
            found = _method(getattr(np, name))
        elif name in ("as_strided", "sliding_window_view"):
            found = _method(getattr(np.lib.stride_tricks, name))
        else:
            raise AttributeError(f"the device's library has no {name}")
        setattr(self, name, found)
        return found

    @staticmethod
    def asarray(values: Any, dtype: Any = None, **named: Any) -> StrictArray:
        """A host array or numbers, copied over."""
        host = values.host if isinstance(values, StrictArray) else values
        _refuse_in_capture()
        made = np.asarray(host, dtype, **named)
        return StrictArray(made if isinstance(values, StrictArray) else Capturing.own(made.copy(order="C")))

    @staticmethod
    def array(values: Any, dtype: Any = None) -> StrictArray:
        """A copy of a host or device array."""
        return StrictArray(Capturing.own(np.array(values.host if isinstance(values, StrictArray) else values, dtype)))

    @staticmethod
    def asnumpy(values: StrictArray) -> np.ndarray:
        """A host copy."""
        _refuse_in_capture()
        return values.host.copy()


class StrictBackend(Backend):
    """The stand-in as a backend."""

    def to_host(self, array: Any) -> np.ndarray:
        if not isinstance(array, StrictArray):
            raise TypeError("to_host expects an array of the device")
        return array.host.copy()


def strict_backend() -> Backend:
    """A backend whose arrays live apart from the host's."""
    return StrictBackend("cupy", StrictLibrary())
