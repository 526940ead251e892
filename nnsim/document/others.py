"""Where two maps hold different objects: what an edit made anew, found without a look at each thing by itself."""

from collections.abc import Mapping
from itertools import compress, count, islice
from operator import is_not, ne
from typing import TypeVar

Key = TypeVar("Key")


def keys_of_others(before: Mapping[Key, object], after: Mapping[Key, object]) -> set[Key]:
    """The keys that hold another object in one map than in the other, or are in one of them only.

    An edit leaves nearly all of a large map as it is, so the two are gone through side by side as far as they have the
    same keys from the beginning on, and from the end on.
    """
    if before is after:
        return set()
    old, new = [*before], [*after]
    if old == new:
        return set(compress(new, map(is_not, before.values(), after.values())))
    shorter = min(len(old), len(new))
    start = next(compress(count(), map(ne, old, new)), shorter)
    end = min(next(compress(count(), map(ne, reversed(old), reversed(new))), shorter), shorter - start)
    found = set(compress(new[:start], map(is_not, before.values(), after.values())))
    was, now = (islice(each.values(), len(each) - end, None) for each in (before, after))
    found.update(compress(new[len(new) - end:], map(is_not, was, now)))
    come, gone = new[start:len(new) - end], old[start:len(old) - end]
    return found | {key for key in come if before.get(key) is not after[key]} | set(gone).difference(come)
