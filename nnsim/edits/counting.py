"""What is counted of a drawing, taken over from the drawing before an edit: units, weights, parameters, open nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import chain
from math import prod
from typing import TYPE_CHECKING, TypeVar

from nnsim.catalog import Shape

if TYPE_CHECKING:
    from nnsim.edits.placed import Placed
    from nnsim.edits.wiring import Wiring

Thing = TypeVar("Thing")


def unit_count(shape: Shape | None) -> int | None:
    """How many cells an output of this shape has; None where it is open."""
    return None if shape is None else prod(shape)


def spliced(known: Mapping[str, Thing], names: Sequence[str], fresh: Mapping[str, Thing]) -> dict[str, Thing]:
    """What is under these names, in their order: the fresh things, and the known ones where there is none."""
    there = {**known, **fresh}
    return dict(zip(names, map(there.__getitem__, names), strict=True))


def count_on(wiring: Wiring, before: Wiring, touched: Set[str]) -> None:
    """Counts anew only for the nodes that an edit touched, where the drawing before it was counted."""
    known, counted = before.__dict__, wiring.__dict__
    same = wiring.placed.keys() == before.placed.keys()
    left = touched if same else touched | (before.placed.keys() - wiring.placed.keys())
    gone = [before.placed[name] for name in left if name in before.placed]
    come = [wiring.placed[name] for name in touched if name in wiring.placed]
    if "weights" in known:
        less, more = (sum(each.weights for each in these) for these in (gone, come))
        counted["weights"] = before.weights - less + more
    if "open_nodes" in known:
        counted["open_nodes"] = (before.open_nodes - {each.id for each in gone}) | {
            each.id for each in come if each.is_open}
    same = same and [*before.placed] == [*wiring.placed]
    if "units" in known:
        units = {each.id: unit_count(each.shape) for each in come}
        counted["units"] = {**before.units, **units} if same else spliced(before.units, [*wiring.placed], units)
    if same or [*filter(wiring.placed.__contains__, before.placed)] == [
        *filter(before.placed.__contains__, wiring.placed)
    ]:
        for name in ("specs", "carried"):
            if name in known:
                found = _with_others(known[name], name, before.placed, wiring.placed, gone, come)
                if found is not None:
                    counted[name] = found


def _with_others(
    kept: dict[str, Thing], name: str, before: Mapping[str, Placed], after: Mapping[str, Placed],
    gone: Sequence[Placed], come: Sequence[Placed],
) -> dict[str, Thing] | None:
    """What all nodes have under a name by path, in the order of the nodes, which those that stay keep.

    None where it has to be gathered from all of them.
    """
    stayed, new = ([each for each in come if (each.id in before) is there] for there in (True, False))
    if any([*getattr(each, name)] != [*getattr(before[each.id], name)] for each in stayed):
        return None
    lost = [path for each in gone if each.id not in after for path in getattr(each, name)]
    other = {path: what for each in stayed for path, what in getattr(each, name).items()}
    found = {**kept, **other} if lost or other else kept
    for path in lost:
        del found[path]
    more = {path: what for each in new for path, what in getattr(each, name).items()}
    return _with_new(found, name, after, new, more) if more else found


def _with_new(
    kept: dict[str, Thing], name: str, after: Mapping[str, Placed], new: Sequence[Placed], more: dict[str, Thing]
) -> dict[str, Thing] | None:
    """With what new nodes have, put before what the next node has; None where they do not stand side by side."""
    names = [*after]
    first = names.index(new[0].id)
    if names[first : first + len(new)] != [each.id for each in new]:
        return None
    behind = chain.from_iterable(getattr(after[node], name) for node in names[first + len(new) :])
    following = next(behind, None)
    paths, things = [*kept], [*kept.values()]
    at = len(paths) if following is None else paths.index(following)
    return dict(zip(
        chain(paths[:at], more, paths[at:]), chain(things[:at], more.values(), things[at:]), strict=True))
