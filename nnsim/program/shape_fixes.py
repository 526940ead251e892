"""Remedies for nodes whose inputs or settings cannot be: only those that were tried and mend."""

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

import msgspec
from numpy.typing import NDArray

from nnsim import catalog
from nnsim.catalog import Composite, DenseSettings, ReshapeSettings, Shape
from nnsim.document import ArrayMap, Document, Link, Network, Node, Settings
from nnsim.edits.parameters import reconcile
from nnsim.edits.shapes import wiring
from nnsim.edits.wiring import Wiring
from nnsim.program.problem import Fix
from nnsim.program.remedies import remedies
from nnsim.program.surgery import Change, Remedy, resettling
from nnsim.text.messages import Message, message

COLUMN, ROW = 250.0, 120.0
"""Distances of nodes that follow one another, and of those below each other, px."""
MOST_FIXES, MOST_STEPS = 3, 2
PATIENCE, DRAWN_ANEW = 4000, 10
"""What is tried at most, and how much longer than asking a kind it takes to draw anew."""

_replace = msgspec.structs.replace


def shape_fixes(document: Document, node: Node) -> tuple[Fix, ...]:
    """The edits, the most fitting first, after each of which the drawing no longer objects as it does to this node.

    Where several things are wrong there, what it objects to then can be mended in turn. They are tried on the node and
    what links into it, not on the whole network.
    """
    around = _around(document.network, node)
    return tuple(Fix(remedy.label, partial(mended, change=remedy.change, at=node.id))
                 for remedy in _tried(around.nodes, around.links, node))


@lru_cache(maxsize=64)
def _tried(nodes: tuple[Node, ...], links: tuple[Link, ...], node: Node) -> tuple[Remedy, ...]:
    """What mends a node that stands there; remembered, since problems are looked for after every edit."""
    return tuple(_Trial(Network(nodes, links), node, PATIENCE).found())


class _Trial:
    """Remedies tried on a small part of a drawing around a node."""

    def __init__(self, around: Network, node: Node, patience: int) -> None:
        self.around, self.node, self.patience = around, node, patience
        self.kind = catalog.kind(node.kind)
        self.wrong = self.kind.check(node.settings)
        self.known = Wiring(around.nodes, around.links)
        placed = self.known.placed.get(node.id)
        self.inputs = None if placed is None or isinstance(self.kind, Composite) else placed.inputs

    def found(self, most: int = MOST_FIXES, steps: int = MOST_STEPS) -> list[Remedy]:
        """Those that mend all; where none does, those after which it takes so many more steps at most."""
        whole: list[Remedy] = []
        onward: dict[tuple[str, str], Remedy] = {}
        for remedy in _usual(self.node) if self.wrong else remedies(self.around, self.known, self.node):
            if len(whole) == most or self.patience <= 0:
                break
            if any(each.label == remedy.label or (each.setting and each.setting == remedy.setting) for each in whole):
                continue
            left = self._left(remedy)
            if left == "":
                whole.append(remedy)
            elif left is not None:
                onward.setdefault((remedy.setting or str(remedy.label), left), remedy)
        shortest = (self._getting_on(list(onward.values()), most, more) for more in range(steps))
        return whole or next(filter(None, shortest), [])

    def _getting_on(self, onward: list[Remedy], most: int, steps: int) -> list[Remedy]:
        """Those after which something else is wrong that can be mended."""
        found: list[Remedy] = []
        for remedy in onward:
            if len(found) == most or self.patience <= 0:
                break
            if all(each.label != remedy.label for each in found):
                after = remedy.change(self.around)
                following = _Trial(after, after.node(self.node.id), self.patience)
                if following.found(1, steps):
                    found.append(remedy)
                self.patience = following.patience
        return found

    def _left(self, remedy: Remedy) -> str | None:
        """The id of what is objected to afterwards; empty for nothing, None for the same or something elsewhere."""
        if remedy.own is not None and self.inputs is not None:
            self.patience -= 1
            objection = self.kind.check(remedy.own) or self.kind.refuses(remedy.own, self.inputs)
        else:
            self.patience -= DRAWN_ANEW
            after = remedy.change(self.around)
            known = Wiring(after.nodes, after.links)
            # stand-ins have no input, which is no objection to them
            wrong = {key: why for key, why in known.objections.items() if key == self.node.id or known.into.get(key)}
            objection = wrong.pop(self.node.id, None)
            if wrong:
                return None
        if objection is None:
            return ""
        present = self.wrong or self.known.objections[self.node.id]
        return objection.id if objection.id != present.id else None


def _around(network: Network, node: Node) -> Network:
    """The node alone, with stand-ins that have the shapes of what links into it; inputs and Dense layers as they are.
    """
    known, nodes, links = wiring(network), [node], list[Link]()
    for link in known.into.get(node.id, ()):
        links.append(link)
        if any(link.source == other.id for other in nodes):
            continue
        source, shape = network.node(link.source), known.shapes.get(link.source)
        placed = known.placed.get(source.id)
        if source.kind == "input" and shape is not None:
            nodes.append(source)
        elif isinstance(source.settings, DenseSettings) and placed is not None and placed.inputs:
            nodes += [_stand_in(f"{source.id}:in", placed.inputs["in"][0]), source]
            links.append(Link(f"{source.id}:in", source.id))
        elif shape is not None:
            nodes.append(_stand_in(source.id, shape))
    return Network(tuple(nodes), tuple(links))


def _stand_in(node_id: str, shape: Shape) -> Node:
    """A node that has this shape without any input."""
    return Node(node_id, "reshape", node_id, ReshapeSettings(shape))


def _usual(node: Node) -> Iterator[Remedy]:
    """Settings that no edit would let through, as a file may bring them: each that is wrong as it usually is."""
    kind, settings = catalog.kind(node.kind), node.settings
    usual = kind.default_settings()
    wrong = [field for field in kind.fields if field.check(getattr(settings, field.name)) is not None]
    for fields in (wrong, *([field] for field in kind.fields)):
        changed: Settings = _replace(settings, **{field.name: getattr(usual, field.name) for field in fields})
        if fields and kind.check(changed) is None:
            label: Message = message("Set '{setting}' back", setting=fields[0].title) if len(fields) == 1 else message(
                "Set back what is out of range")
            yield resettling(label, node.id, changed, fields[0].name)
            return
    yield resettling(message("Use the usual settings"), node.id, usual)


def mended(document: Document, change: Change, at: str) -> Document:
    """The document with the change made; what stands behind new nodes makes room for them."""
    network = change(document.network)
    before = {node.id for node in document.network.nodes}
    fresh = [node.id for node in network.nodes if node.id not in before]
    views = _replace(document.views, positions=_with_room(document, network, fresh, at))
    return _with_waiting(document, reconcile(document, _replace(document, network=network, views=views)), at)


def _with_waiting(before: Document, after: Document, node: str) -> Document:
    """With the weights that waited at a node while its inputs could not be, where they fit what it gets now."""
    waiting = {
        path: array for path, array in before.state.parameters.items()
        if path.partition("/")[0] == node and path in after.state.parameters
        and after.state.parameters[path].shape == array.shape
    }

    def beside(arrays: ArrayMap) -> dict[str, NDArray[Any]]:
        return {key: array for key, array in arrays.items() if key.partition(":")[0] in waiting}

    masks = after.network.masks.with_(beside(before.network.masks))
    state = _replace(after.state, parameters=after.state.parameters.with_(waiting),
                     slots=after.state.slots.with_(beside(before.state.slots)))
    return _replace(after, network=_replace(after.network, masks=masks), state=state)


def _with_room(document: Document, network: Network, fresh: list[str], at: str) -> dict[str, tuple[float, float]]:
    """Positions in which every new node stands behind what links into it, and its target behind it."""
    places = dict(document.views.positions)
    x, _ = places.get(at, (0.0, 0.0))
    for node in fresh:
        sources = [places[link.source] for link in network.into(node) if link.source in places] or [(x - COLUMN, 0.0)]
        across = max(across for across, _ in sources) + COLUMN
        down = sum(down for _, down in sources) / len(sources)
        while (across, down) in places.values():
            down += ROW
        places[node] = (across, down)
    short = max((places[node][0] + COLUMN - x for node in fresh), default=0.0)
    if short > 0:
        moved = {key for key in places if key not in fresh and places[key][0] >= x}
        places |= {key: (places[key][0] + short, places[key][1]) for key in moved}
    return places


