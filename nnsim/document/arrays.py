"""An immutable map from path to read-only array, compared bit by bit and shared between versions of a document."""

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from itertools import compress
from math import prod
from operator import is_not
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

Other = TypeVar("Other")
ALIGNED = 16  # bytes on which each array begins, where it is packed with others


class ArrayMap(Mapping[str, NDArray[Any]]):
    """Arrays by path (`hidden/weight`), each made read-only; two maps are equal when every bit is.

    Arrays that are already read-only are kept as they are, so that versions of a document share them.
    """

    __slots__ = ("_arrays",)

    def __init__(self, arrays: Mapping[str, NDArray[Any]] | None = None) -> None:
        self._arrays: dict[str, NDArray[Any]] = {}
        for path, array in (arrays or {}).items():
            self._arrays[path] = _frozen(array)

    def __getitem__(self, path: str) -> NDArray[Any]:
        return self._arrays[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    # What a Mapping would do one array at a time, the dictionary inside does at once.

    def __contains__(self, path: object) -> bool:
        return path in self._arrays

    @overload
    def get(self, path: str, /) -> NDArray[Any] | None: ...
    @overload
    def get(self, path: str, /, default: NDArray[Any]) -> NDArray[Any]: ...
    @overload
    def get(self, path: str, /, default: Other) -> NDArray[Any] | Other: ...
    def get(self, path: str, /, default: Any = None) -> Any:
        return self._arrays.get(path, default)

    def keys(self) -> KeysView[str]:
        return self._arrays.keys()

    def values(self) -> ValuesView[NDArray[Any]]:
        return self._arrays.values()

    def items(self) -> ItemsView[str, NDArray[Any]]:
        return self._arrays.items()

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, ArrayMap) or self._arrays.keys() != other._arrays.keys():
            return False
        theirs = other._arrays
        return all(array is theirs[path] or same_bits(array, theirs[path]) for path, array in self._arrays.items())

    def __hash__(self) -> int:
        return hash(frozenset((path, array.shape) for path, array in self._arrays.items()))

    def __repr__(self) -> str:
        inside = ", ".join(f"{path}: {'×'.join(map(str, array.shape)) or 'scalar'}" for path, array in self.items())
        return f"ArrayMap({inside})"

    def __reduce__(self) -> tuple[Any, ...]:
        # In one piece: thousands of small arrays take many times as long as their numbers.
        kinds = tuple((path, array.dtype.str, array.shape) for path, array in self._arrays.items())
        return _unpacked, (kinds, b"".join(_padded(array) for array in self._arrays.values()))

    def with_(self, changes: Mapping[str, NDArray[Any]]) -> "ArrayMap":
        """The same map with these arrays put in or replaced."""
        return self.replaced({**self._arrays, **changes}) if changes else self

    def replaced(self, arrays: Mapping[str, NDArray[Any]]) -> "ArrayMap":
        """A map of these arrays and no others, in their order; those that are this map's need no second look."""
        made, mine = ArrayMap(), self._arrays
        made._arrays = dict(arrays)
        made._arrays |= {path: _frozen(array) for path, array in arrays.items() if mine.get(path) is not array}
        return made

    def without(self, *paths: str) -> "ArrayMap":
        """The same map without these paths (absent ones are passed over)."""
        if not any(path in self._arrays for path in paths):
            return self
        return self.replaced({path: array for path, array in self._arrays.items() if path not in paths})


def paths_of_others(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    """The paths that hold another object in one map than in the other, or are in one of them only."""
    if before is after:
        return set()
    old = before._arrays if isinstance(before, ArrayMap) else before
    new = after._arrays if isinstance(after, ArrayMap) else after
    if [*old] == [*new]:  # as after most edits: then they are gone through side by side
        return set(compress(new, map(is_not, old.values(), new.values())))
    return {path for path, array in new.items() if old.get(path) is not array} | (old.keys() - new.keys())


def same_bits(a: NDArray[Any], b: NDArray[Any]) -> bool:
    """Whether two arrays have the same type, shape and bits (NaN equals NaN, 0.0 differs from −0.0)."""
    if a is b:
        return True
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


def _padded(array: NDArray[Any]) -> bytes:
    bits = array.tobytes()
    return bits + bytes(-len(bits) % ALIGNED)


def _unpacked(kinds: tuple[tuple[str, str, tuple[int, ...]], ...], bits: bytes) -> ArrayMap:
    """The map that was packed by `ArrayMap.__reduce__`: its arrays look into the one piece that came."""
    made, at = ArrayMap(), 0
    for path, dtype, shape in kinds:
        array = np.frombuffer(bits, dtype, prod(shape), at).reshape(shape)
        made._arrays[path] = array
        at += array.nbytes + -array.nbytes % ALIGNED
    return made


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array = np.asarray(array)
    if array.flags.writeable or array.base is not None:
        array = np.array(array, order="C")
        array.setflags(write=False)
    return array
