"""What differs between two maps is found by its identity, whatever came, went, or changed its place."""

import random

import numpy as np

from nnsim.document import ArrayMap
from nnsim.document.arrays import paths_of_others
from nnsim.document.others import keys_of_others


def edited(before: dict[str, object], drawn: random.Random) -> dict[str, object]:
    """The map with a few things taken out, put in, replaced, and perhaps moved."""
    things = [item for item in before.items() if drawn.random() > 0.1]
    for number in range(drawn.randrange(3)):
        things.insert(drawn.randrange(len(things) + 1), (f"new {number} {drawn.random()}", object()))
    things = [(key, object() if drawn.random() < 0.1 else thing) for key, thing in things]
    if drawn.random() < 0.2:
        drawn.shuffle(things)
    return dict(things)


def test_keys_of_other_objects_are_those_that_a_look_at_each_finds() -> None:
    drawn = random.Random(5)
    for _ in range(300):
        before: dict[str, object] = {f"key {number}": object() for number in range(drawn.randrange(30))}
        after = edited(before, drawn) if drawn.random() < 0.9 else dict(before)
        by_sight = {key for key in before.keys() | after.keys() if before.get(key) is not after.get(key)}
        assert keys_of_others(before, after) == keys_of_others(after, before) == by_sight


def test_what_is_remembered_of_maps_of_arrays_holds_for_these_alone() -> None:
    maps = [ArrayMap({"a": np.ones(1), "b": np.ones(2)})]
    for number in range(12):
        maps.append(maps[-1].with_({f"{number}" if number % 2 else "a": np.zeros(number)}))
    for one in maps:
        for other in maps:
            found = {path for path in one.keys() | other.keys() if one.get(path) is not other.get(path)}
            assert paths_of_others(one, other) == paths_of_others(other, one) == found
