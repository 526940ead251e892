"""An immutable map from path to read-only array, compared bit by bit and shared between versions of a document."""

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from math import prod
from typing import Any, TypeVar, overload
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from nnsim.document.others import keys_of_others

Other = TypeVar("Other")
ALIGNED = 16  # bytes on which each array begins, where it is packed with others


class ArrayMap(Mapping[str, NDArray[Any]]):
    """Arrays by path (`hidden/weight`), each made read-only; two maps are equal when every bit is.

    Arrays that are already read-only are kept as they are, so that versions of a document share them.
    """

    __slots__ = ("__weakref__", "_arrays")

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
        mine, theirs = self._arrays, other._arrays
        return all(same_bits(mine[path], theirs[path]) for path in paths_of_others(self, other))

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
        made = ArrayMap()
        made._arrays = dict(arrays)
        others = keys_of_others(self._arrays, made._arrays) & made._arrays.keys()
        made._arrays |= {path: _frozen(arrays[path]) for path in others}
        return made

    def arranged(self, paths: Iterable[str], fresh: Mapping[str, NDArray[Any]]) -> "ArrayMap":
        """A map of these paths in this order: the `fresh` arrays, and this map's own where there is none.

        It is this map itself where nothing is different.

        Raises:
            KeyError: a path is in neither.
        """
        others = {path: _frozen(array) for path, array in fresh.items() if self._arrays.get(path) is not array}
        names, gone = [*paths], frozenset[str]()
        made = ArrayMap()
        made._arrays = self._arrays | others
        if names != [*made._arrays]:
            made._arrays = dict(zip(names, map(made._arrays.__getitem__, names), strict=True))
            gone = frozenset(self._arrays.keys() - made._arrays.keys())
        elif not others:
            return self
        _remember(self, made, gone.union(path for path in others if path in made._arrays))
        return made

    def without(self, *paths: str) -> "ArrayMap":
        """The same map without these paths (absent ones are passed over)."""
        if not any(path in self._arrays for path in paths):
            return self
        return self.replaced({path: array for path, array in self._arrays.items() if path not in paths})


def paths_of_others(before: Mapping[str, object], after: Mapping[str, object]) -> frozenset[str]:
    """The paths that hold another object in one map than in the other, or are in one of them only.

    Of maps that cannot change the answer is remembered: all that follows an edit asks for the same few.
    """
    if before is after:
        return frozenset()
    if not isinstance(before, ArrayMap) or not isinstance(after, ArrayMap):
        old, new = (each._arrays if isinstance(each, ArrayMap) else each for each in (before, after))
        return frozenset(keys_of_others(old, new))
    for one, other, found in _compared:
        if (one() is before and other() is after) or (one() is after and other() is before):
            return found
    found = frozenset(keys_of_others(before._arrays, after._arrays))
    _remember(before, after, found)
    return found


def _remember(before: ArrayMap, after: ArrayMap, others: frozenset[str]) -> None:
    """Keep at hand which paths hold other objects in two maps."""
    global _compared
    _compared = ((ref(before), ref(after), others), *_compared[:REMEMBERED - 1])  # in one go, for threads compare, too


REMEMBERED = 4
"""Pairs of maps that were compared last"""
_compared: tuple[tuple[ref[ArrayMap], ref[ArrayMap], frozenset[str]], ...] = ()


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
