"""The drawing looked at from all sides: order, shapes, input columns and parameters, composite nodes seen through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain, compress, count
from operator import attrgetter

import msgspec

from nnsim import catalog
from nnsim.catalog import Composite, ParameterSpec, Parts, Port, Shape, Shapes
from nnsim.catalog.port import rank_objection, shape_words
from nnsim.document import Link, Node
from nnsim.edits.counting import count_on, spliced, unit_count
from nnsim.edits.ordering import LinkChange, depth_behind, gathered, kept_depths, middle, sort
from nnsim.edits.placed import Column, Placed, Source, features
from nnsim.text.messages import Message, message

_name = attrgetter("id")


class Wiring:
    """The drawing looked at from all sides at once, in time that grows with its nodes and links only.

    Args:
        before: of a drawing from which this one came by an edit: what the edit did not reach is taken from there, the
            same objects, so that an edit of a large drawing costs little more than of a small one.
    """

    def __init__(self, nodes: tuple[Node, ...], links: tuple[Link, ...], before: Wiring | None = None) -> None:
        self.nodes, self.links = nodes, links
        self.into: dict[str, tuple[Link, ...]] = {}
        self.out_of: dict[str, tuple[Link, ...]] = {}
        self.placed: dict[str, Placed] = {}
        """Every node that computes, in order, by path id."""
        self.shapes: dict[str, Shape | None] = {}
        """Of nodes on the canvas and of parts inside them, by path id."""
        self.objections: dict[str, Message] = {}
        """Why a node's inputs cannot be, by the id of the node on the canvas."""
        self.result: dict[str, str] = {}
        """The part that computes a composite's output, by the composite's path id."""
        self.parts: dict[str, Parts] = {}
        """What composites are made of, by path id, where their inputs are known."""
        self._columns: dict[str, tuple[Column, ...] | None] = {}
        self._laid: list[str] = []
        self._inside: dict[str, tuple[str, ...]] = {}  # of a composite that is taken apart: its and all path ids in it
        self._change: LinkChange | None = None
        touched = self._link(before)
        self.ordered, self.cyclic = self._sorted(before)
        self.shapes |= {node.id: None for node in self.cyclic}
        whole = before is not None and self._keep_all(before, touched)
        for node in self.ordered:
            if before is not None and node.id not in touched:
                if not whole:
                    self._keep(node.id, before)
                continue
            self.objections.pop(node.id, None)
            self._columns.pop(node.id, None)
            begun = len(self._laid)
            self._place(node, self.into.get(node.id, ()), {})
            if len(self._laid) > begun + 1:
                self._inside[node.id] = tuple(self._laid[begun:])
            if before is not None and self._gives_otherwise(node.id, before):
                touched.update(link.target for link in self.out_of.get(node.id, ()))
        if whole and before is not None:
            count_on(self, before, touched)
        self._change = None
        for node in self.cyclic:
            self.placed[node.id] = Placed(node, {}, None, None, None)

    def _link(self, before: Wiring | None) -> set[str]:
        """Lists the links by their ends; returns the nodes that differ, or get other links, than before."""
        if before is None:
            self.into = gathered(self.links, "target")
            self.out_of = gathered(self.links, "source")
            return set()
        was = {node.id: node for node in middle(before.nodes, self.nodes)}
        touched = {node.id for node in middle(self.nodes, before.nodes) if was.get(node.id) is not node}
        touched.update(node.id for node in before.cyclic)
        if self.links is before.links:
            self.into, self.out_of = before.into, before.out_of
            return touched
        self._change = change = LinkChange(before.links, self.links)
        self.into = change.followed(before.into, "target")
        self.out_of = change.followed(before.out_of, "source")
        return touched | {end for end in change.reached if self.into.get(end) != before.into.get(end)}

    def _sorted(self, before: Wiring | None) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        """The nodes in order and those in none, which depends on their names and links alone."""
        kept = None if before is None else self._in_same_order(before)
        if kept is not None:
            return kept
        depths = None if before is None or before.cyclic else kept_depths(
            before.depths, before.nodes, self.nodes, self._change or LinkChange(before.links, self.links),
            self.into, self.out_of)
        if depths is None:
            return sort(self.nodes, self.links)
        self.depths = depths
        order = [*map(depths.__getitem__, map(_name, self.nodes))]
        return tuple([self.nodes[place] for place in sorted(range(len(order)), key=order.__getitem__)]), ()

    def _in_same_order(self, before: Wiring) -> tuple[tuple[Node, ...], tuple[Node, ...]] | None:
        """The nodes in the order that they had, where they have the same names and links."""
        if self.links is not before.links or len(self.nodes) != len(before.nodes):
            return None
        come, gone = middle(self.nodes, before.nodes), middle(before.nodes, self.nodes)
        if any(new.id != old.id for new, old in zip(come, gone, strict=True)):
            return None
        if "depths" in before.__dict__:
            self.__dict__["depths"] = before.depths
        other = {id(old): new for new, old in zip(come, gone, strict=True)}
        ordered, cyclic = ([*nodes] for nodes in (before.ordered, before.cyclic))
        for nodes in (ordered, cyclic):
            for place in compress(count(), map(other.__contains__, map(id, nodes))) if other else ():
                nodes[place] = other[id(nodes[place])]
        return tuple(ordered), tuple(cyclic)

    def _keep_all(self, before: Wiring, touched: set[str]) -> bool:
        """Takes over all that there was of all nodes at once; tells whether it could: not where any has parts."""
        fresh = [node for node in middle(self.nodes, before.nodes) if node.id in touched]
        if not before.plain or self.cyclic or any(isinstance(catalog.kind(node.kind), Composite) for node in fresh):
            return False
        self.__dict__["plain"] = True
        self._columns, self.objections = dict(before._columns), dict(before.objections)
        depths = self.__dict__.get("depths")
        if depths is not None and depths is before.__dict__.get("depths"):  # the same nodes in the same order
            self.shapes, self.placed = dict(before.shapes), dict(before.placed)
            return True
        names = [*map(_name, self.ordered)]
        if names == [*before.placed]:
            self.shapes, self.placed = dict(before.shapes), dict(before.placed)
            return True
        for gone in before.placed.keys() - set(names):
            self._columns.pop(gone, None)
            self.objections.pop(gone, None)
        # What is not there yet is placed by and by, but has its place in the order from now on.
        blank = {node.id: Placed(node, {}, None, None, None) for node in fresh if node.id not in before.placed}
        self.shapes = spliced(before.shapes, names, dict.fromkeys(blank))
        self.placed = spliced(before.placed, names, blank)
        return True

    @cached_property
    def plain(self) -> bool:
        """Whether no node is a composite, or on a cycle."""
        return not self.cyclic and not any(isinstance(catalog.kind(node.kind), Composite) for node in self.nodes)

    def _keep(self, name: str, before: Wiring) -> None:
        """Takes over all that there was of a node."""
        inside = before._inside.get(name)
        if inside is None and name not in before.parts and name not in before.objections:
            self.shapes[name], self.placed[name] = before.shapes[name], before.placed[name]
            if name in before._columns:
                self._columns[name] = before._columns[name]
            return
        for path in inside or (name,):
            self.shapes[path] = before.shapes[path]
            if path in before.placed:
                self.placed[path] = before.placed[path]
            if path in before._columns:
                self._columns[path] = before._columns[path]
            if path in before.parts:
                self.parts[path], self.result[path] = before.parts[path], before.result[path]
        if name in before.objections:
            self.objections[name] = before.objections[name]
        if inside is not None:
            self._inside[name] = inside

    def _gives_otherwise(self, name: str, before: Wiring) -> bool:
        """Whether what comes behind a node has to be looked at anew."""
        return (name not in before.shapes or self.shapes[name] != before.shapes[name]
                or self.result.get(name) != before.result.get(name))

    @cached_property
    def depths(self) -> dict[str, int]:
        """How many links lead to each node that is in order, on the longest way."""
        depths: dict[str, int] = {}
        for node in self.ordered:
            depths[node.id] = depth_behind(self.into.get(node.id, ()), depths)
        return depths

    @cached_property
    def units(self) -> dict[str, int | None]:
        """How many cells each node's output has; None where that is open."""
        return {node: unit_count(shape) for node, shape in self.shapes.items()}

    @cached_property
    def specs(self) -> dict[str, ParameterSpec]:
        """Every parameter that the network has, by path (`<node id>/<name>`)."""
        return dict(chain.from_iterable(map(dict.items, map(attrgetter("specs"), self.placed.values()))))

    @cached_property
    def weights(self) -> int:
        """How many numbers the parameters are together."""
        return sum(each.weights for each in self.placed.values())

    @cached_property
    def open_nodes(self) -> frozenset[str]:
        """Nodes on the canvas whose inputs, or those of a part, are open or cannot be."""
        return frozenset(each.id.partition("/")[0] for each in self.placed.values() if each.is_open)

    @cached_property
    def carried(self) -> dict[str, Shape]:
        """The states that samples hand on from batch to batch, by path: the shape of one sample's."""
        return {path: shape for each in self.placed.values() for path, shape in each.carried.items()}

    def reaches(self, start: str, end: str) -> bool:
        """Whether a path along links leads from one node to another (a node reaches itself)."""
        seen, todo = {start}, [start]
        while todo:
            here = todo.pop()
            if here == end:
                return True
            for link in self.out_of.get(here, ()):
                if link.target not in seen:
                    seen.add(link.target)
                    todo.append(link.target)
        return False

    def columns(self, node_id: str) -> tuple[Column, ...] | None:
        """The input columns at a node's port `in`, in order, made when first asked for; None where they are open."""
        if node_id not in self._columns:
            self._columns[node_id] = self._made_columns(node_id)
        return self._columns[node_id]

    def _made_columns(self, node_id: str) -> tuple[Column, ...] | None:
        each = self.placed.get(node_id)
        if each is None:
            return self._columns_of_links(node_id)
        if each.inputs is None:
            return None
        columns: list[Column] = []
        for source in each.sources.get("in", ()):
            if source.unit is not None:
                columns.append((source.node, source.unit))
            else:
                columns += [(source.node, unit) for unit in range(features(self.shapes[source.node] or ()))]
        return tuple(columns)

    def _columns_of_links(self, node_id: str) -> tuple[Column, ...] | None:
        """The columns of a composite: what links into it."""
        columns: list[Column] = []
        for link in self.into.get(node_id, ()):
            shape = self.shapes.get(link.source)
            if link.port == "in" and shape is None:
                return None
            if link.port == "in":
                units = range(features(shape or ())) if link.unit is None else (link.unit,)
                columns += [(link.source, unit) for unit in units]
        return tuple(columns)

    def _place(self, node: Node, links: Iterable[Link], outside: Mapping[str, tuple[Source, ...]]) -> None:
        """Puts a node with what links into it; sources that begin with a colon are looked up `outside`."""
        kind = catalog.kind(node.kind)
        self._laid.append(node.id)
        sources: dict[str, tuple[Source, ...]] = {}
        for link in links:
            found = outside[link.source] if link.source in outside else (
                Source(self.result.get(link.source, link.source), link.unit),)
            sources[link.port] = (*sources.get(link.port, ()), *found)
        inputs, objection = self._inputs(kind.ports, sources)
        wrong = kind.check(node.settings)
        if wrong is not None:
            objection = wrong
        elif inputs is not None and objection is None:
            objection = kind.refuses(node.settings, inputs)
        if objection is not None:
            self.objections.setdefault(node.id.partition("/")[0], objection)
        if isinstance(kind, Composite):
            self._take_apart(kind, node, sources, inputs if objection is None else None)
            return
        if inputs is not None and objection is None:
            shape = kind.shape(node.settings, inputs)
        else:
            shape = kind.open_shape(node.settings) if wrong is None else None
        self.shapes[node.id] = shape
        self.placed[node.id] = Placed(node, sources, inputs, shape, objection)

    def _take_apart(
        self, kind: Composite, node: Node, sources: Mapping[str, tuple[Source, ...]], inputs: Shapes | None,
    ) -> None:
        self.shapes[node.id] = None
        if inputs is None:
            self.placed[node.id] = Placed(node, sources, None, None, self.objections.get(node.id))
            return
        self.parts[node.id] = parts = kind.parts(node.settings, inputs)
        inside = {part.id: f"{node.id}/{part.id}" for part in parts.network.nodes}
        links = tuple(
            msgspec.structs.replace(link, source=inside.get(link.source, link.source), target=inside[link.target])
            for link in parts.network.links
        )
        nodes = tuple(msgspec.structs.replace(part, id=inside[part.id]) for part in parts.network.nodes)
        outside = {f":{port}": found for port, found in sources.items()}
        for part in sort(nodes, tuple(link for link in links if not link.source.startswith(":")))[0]:
            self._place(part, [link for link in links if link.target == part.id], outside)
        whole = inside[parts.output]
        self.result[node.id] = self.result.get(whole, whole)
        self.shapes[node.id] = self.shapes[whole]

    def _inputs(
        self, ports: tuple[Port, ...], sources: Mapping[str, tuple[Source, ...]]
    ) -> tuple[Shapes | None, Message | None]:
        """The shapes at the ports; None where one is not known (or nothing links in where that says nothing)."""
        inputs: dict[str, tuple[Shape, ...]] = {}
        for port in ports:
            found = sources.get(port.name, ())
            shapes = [self._shape_of(source) for source in found]
            if any(shape is None for shape in shapes):
                return None, None
            known = [shape for shape in shapes if shape is not None]
            if port.links == "joined" and all(len(shape) == 1 for shape in known):
                if not known and 1 not in port.ranks:
                    return None, None
                known = [(sum(shape[0] for shape in known),)]
            elif port.links == "joined" and len(known) > 1:
                return None, message(
                    "'{port}' joins several vectors, but gets {got} too. Put a Concatenate or an Add before it.",
                    port=port.title, got=shape_words(next(shape for shape in known if len(shape) > 1)))
            elif not known and not port.optional:
                return None, None
            for shape in known:
                objection = rank_objection(port, shape)
                if objection is not None:
                    return None, objection
            inputs[port.name] = tuple(known)
        return inputs, None

    def _shape_of(self, source: Source) -> Shape | None:
        shape = self.shapes.get(source.node)
        return shape if source.unit is None or shape is None else (1,)
