"""What might mend a node whose inputs cannot be: nodes put before it, other settings, a link less."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from math import isqrt, prod
from typing import Any

import msgspec

from nnsim import catalog
from nnsim.catalog import (
    ConcatenateSettings,
    ConvolutionSettings,
    DenseSettings,
    FeaturesSettings,
    Field,
    FlattenSettings,
    InputSettings,
    LstmCellSettings,
    PaddingSettings,
    Port,
    ReshapeSettings,
    RulesSettings,
    Shape,
    SplitSettings,
)
from nnsim.catalog.along import ALONG, axis_of
from nnsim.catalog.cell_by_cell import CombiningSettings
from nnsim.catalog.feature_node import inputs_of
from nnsim.catalog.windows import times
from nnsim.document import Link, Network, Node
from nnsim.edits.wiring import Wiring
from nnsim.program.surgery import Chain, Remedy, inserted, resettled, resettling, unlinked
from nnsim.text.messages import Message, message

_replace = msgspec.structs.replace
_FLATTEN: Chain = (("flatten", FlattenSettings()),)
_NEAR = 16
"""How far from its present value a whole number is tried."""
_MOST_WEIGHTS = 2**20
"""Of a Dense that only brings one shape to another."""


def remedies(network: Network, known: Wiring, node: Node) -> Iterator[Remedy]:
    """Everything that is worth trying, from the most to the least fitting; not all of it mends.

    Args:
        known: the wiring of the network.
    """
    kind = catalog.kind(node.kind)
    arriving = {port.name: _arriving(known, node, port) for port in kind.ports}
    misfits = [(port, each) for port in kind.ports for each in _together(port, arriving[port.name])
               if len(each.shape) not in port.ranks]
    several = False
    for port in kind.ports:
        for remedy in _joined(port, arriving[port.name]):
            several = True
            yield remedy
    if not several:
        for port, each in misfits:
            yield from _other_rank(network, port, each)
    if not several and not misfits:
        found = [each for port in kind.ports for each in _together(port, arriving[port.name])]
        yield from _of_kind(network, node, found)
        yield from _other_settings(node, [each.shape for each in found])
    for port in kind.ports:
        if port.optional and arriving[port.name]:
            links = tuple(link for each in arriving[port.name] for link in each.links)
            yield Remedy(message("Remove the link at '{port}'", port=port.title), unlinked(links))


@dataclass(frozen=True)
class Arrival:
    """Links into one port that bring one value between them, and its shape."""

    links: tuple[Link, ...]
    shape: Shape


def _arriving(known: Wiring, node: Node, port: Port) -> list[Arrival]:
    """What comes through each link to a port, where that is known."""
    found = [(link, known.shapes.get(link.source)) for link in known.into.get(node.id, ()) if link.port == port.name]
    return [Arrival((link,), (1,) if link.unit is not None else shape) for link, shape in found if shape is not None]


def _together(port: Port, arriving: list[Arrival]) -> list[Arrival]:
    """Vectors that a port joins are one."""
    if port.links != "joined" or len(arriving) < 2 or any(len(each.shape) > 1 for each in arriving):
        return arriving
    links = tuple(link for each in arriving for link in each.links)
    return [Arrival(links, (sum(each.shape[0] for each in arriving),))]


def _joined(port: Port, arriving: list[Arrival]) -> Iterator[Remedy]:
    """Sequences or images that come several at a time to a port for one vector: joined, added or flattened first."""
    shapes = [each.shape for each in arriving]
    if port.links != "joined" or len(shapes) < 2 or all(len(shape) == 1 for shape in shapes):
        return
    links = tuple(link for each in arriving for link in each.links)
    for along, _ in ALONG.choices:
        settings = ConcatenateSettings(along)
        if catalog.kind("concatenate").refuses(settings, {"in": tuple(shapes)}) is None:
            yield _insertion((("concatenate", settings),), links, together=True)
    if len(set(shapes)) == 1:
        yield _insertion((("add", CombiningSettings()),), links, together=True)
    yield _insertion(_FLATTEN, _of_rank(arriving))


def _of_rank(arriving: Iterable[Arrival]) -> tuple[Link, ...]:
    """The links that bring a sequence or an image."""
    return tuple(link for each in arriving if len(each.shape) > 1 for link in each.links)


def _other_rank(network: Network, port: Port, each: Arrival) -> Iterator[Remedy]:
    """A vector where an image is asked for, and so on: another arrangement of the same values."""
    source, link = network.node(each.links[0].source), each.links[0]
    if 1 in port.ranks and len(each.shape) > 1:
        yield _insertion(_FLATTEN, each.links)
    alone = (source.kind == "input" and len(each.links) == len(network.out_of(source.id)) == 1 and link.unit is None)
    for wanted in chain.from_iterable(_arranged(each.shape, rank) for rank in port.ranks if rank > 1):
        if alone and isinstance(source.settings, InputSettings):
            label = message("Arrange '{name}' as {shape}", name=source.name, shape=times(wanted))
            yield Remedy(label, resettled(source.id, _replace(source.settings, shape=wanted)))
        label = message("Insert Reshape to {shape}", shape=times(wanted))
        yield Remedy(label, inserted((("reshape", ReshapeSettings(wanted)),), each.links, together=True))
def _arranged(shape: Shape, rank: int) -> Iterator[Shape]:
    """The shapes of a rank in which these values are most probably meant."""
    count = prod(shape)
    if rank == 1:
        yield (count,)
    elif rank == 2:
        yield (shape[0] * shape[1], shape[2]) if len(shape) == 3 else (count, 1)
    elif len(shape) == 2:
        yield (1, *shape)
    else:
        for channels in (1, 3):
            side = isqrt(count // channels)
            if channels * side * side == count:
                yield (channels, side, side)
        height = next(size for size in range(isqrt(count), 0, -1) if count % size == 0)
        yield (1, height, count // height)


def _of_kind(network: Network, node: Node, arriving: list[Arrival]) -> Iterator[Remedy]:
    """What fits the objections of single kinds."""
    shapes = [each.shape for each in arriving]
    match node.settings:
        case CombiningSettings():
            yield from _alike(network, arriving)
        case ConcatenateSettings():
            yield from (_settled(node, ALONG, along) for along, _ in ALONG.choices)
            flat = resettled(node.id, ConcatenateSettings())
            label = message("Insert {kind}", kind=catalog.kind("flatten").title)
            yield Remedy(label, inserted(_FLATTEN, _of_rank(arriving), flat))
        case ReshapeSettings(shape=present) if shapes:
            for wanted in chain.from_iterable(_arranged(shapes[0], rank) for rank in (len(present), 1, 2, 3)):
                label = message("Arrange as {shape}", shape=times(wanted))
                yield resettling(label, node.id, ReshapeSettings(wanted))
        case LstmCellSettings() if len(shapes) > 1:
            yield _settled(node, _field(node, "units"), prod(shapes[-1]) // 2)
        case SplitSettings() if shapes:
            yield from _parts(node, node.settings, shapes[0])
        case PaddingSettings():
            yield _settled(node, _field(node, "border"), "edge")
        case ConvolutionSettings() if shapes and len(shapes[0]) == 3:
            yield _smaller_kernel(node, node.settings, shapes[0])
        case FeaturesSettings() if shapes:
            left = tuple(each for each in node.settings.features if max(inputs_of(each)) < prod(shapes[0]))
            label = message("Delete the features of inputs that are not there")
            yield resettling(label, node.id, FeaturesSettings(left))
        case RulesSettings() if shapes:
            rules = tuple(rule for rule in node.settings.rules
                          if max(each.input for each in rule.conditions) < prod(shapes[0]))
            label = message("Delete the rules about inputs that are not there")
            yield resettling(label, node.id, _replace(node.settings, rules=rules))
    if node.kind in ("embedding", "loss"):
        yield _insertion(_FLATTEN, [link for link in _of_rank(arriving) if link.port == "in"])
    if node.kind == "attention":
        keys = [link for each in arriving for link in each.links if link.port == "key"]
        yield from (_insertion((("dense", DenseSettings(shapes[0][1], "linear")),), [link]) for link in keys)


def _smaller_kernel(node: Node, settings: ConvolutionSettings, image: Shape) -> Remedy:
    """A kernel that fits into an image."""
    _, height, width = image
    smaller = _replace(settings, height=min(height, settings.height), width=min(width, settings.width), dilation=1)
    label = message("Make the kernel {size}", size=times((smaller.height, smaller.width)))
    return resettling(label, node.id, smaller)


def _alike(network: Network, arriving: list[Arrival]) -> Iterator[Remedy]:
    """What is combined cell by cell has to have the shape of the first."""
    wanted = arriving[0].shape if arriving else ()
    odd = [(each.links[0], each.shape) for each in arriving if each.shape != wanted]
    for link, shape in odd:
        source = network.node(link.source)
        alone = len(network.out_of(source.id)) == 1 and link.unit is None
        if alone and isinstance(source.settings, DenseSettings) and shape[:-1] == wanted[:-1]:
            label = message("Give '{name}' one unit", name=source.name) if wanted[-1] == 1 else message(
                "Give '{name}' {count} units", name=source.name, count=wanted[-1])
            yield Remedy(label, resettled(source.id, _replace(source.settings, units=wanted[-1])))
    for link, shape in odd:
        way = _leading(shape, wanted)
        if way is not None:
            yield _insertion(way, [link])


def _leading(shape: Shape, wanted: Shape) -> Chain | None:
    """Nodes that bring one shape to another; None where that would take too many weights."""
    if prod(shape) == prod(wanted):
        return (("reshape", ReshapeSettings(wanted)),)
    if len(shape) == len(wanted) < 3 and shape[:-1] == wanted[:-1]:
        return (("dense", DenseSettings(wanted[-1], "linear")),)
    if len(shape) == len(wanted) == 3 and shape[1:] == wanted[1:]:
        return (("convolution", ConvolutionSettings(wanted[0], 1, 1, activation="linear")),)
    if prod(shape) * prod(wanted) > _MOST_WEIGHTS:
        return None
    layer: Chain = (("dense", DenseSettings(prod(wanted), "linear")),)
    flat = _FLATTEN if len(shape) > 1 else ()
    return (*flat, *layer, *((("reshape", ReshapeSettings(wanted)),) if len(wanted) > 1 else ()))


def _parts(node: Node, settings: SplitSettings, shape: Shape) -> Iterator[Remedy]:
    """A part that is there, along the present axis or one that is."""
    for along in dict.fromkeys((settings.along, *(key for key, _ in ALONG.choices))):
        axis = axis_of(along, shape)
        if axis is None:
            continue
        last = min(max(settings.first, settings.last), shape[axis])
        first = min(settings.first, last)
        drop = settings.drop and first == last and len(shape) > 1
        label = message("Take place {first}", first=first) if first == last else message(
            "Take the places {first} to {last}", first=first, last=last)
        yield resettling(label, node.id, SplitSettings(along, first, last, drop))


def _other_settings(node: Node, shapes: list[Shape]) -> Iterator[Remedy]:
    """One setting changed as little as may help; at last all of them as they usually are."""
    kind = catalog.kind(node.kind)
    for field in kind.fields:
        present = getattr(node.settings, field.name)
        yield from (_settled(node, field, value) for value in _values(field, present, shapes))
    yield resettling(message("Use the usual settings"), node.id, kind.default_settings())


def _values(field: Field, present: Any, shapes: list[Shape]) -> Iterable[Any]:
    match field.type:
        case "int":
            sizes = {size for shape in shapes for size in (*shape, prod(shape))}
            near = {present + step for step in range(-_NEAR, _NEAR + 1)} | sizes | {field.default}
            tried = [value for value in near if field.check(value) is None and value != present]
            return sorted(tried, key=lambda value: (abs(value - present), value))
        case "choice" if field.name != "activation":
            return [key for key, _ in field.choices if key != present]
        case "bool":
            return [not present]
        case "numbers":
            return [field.default] if present != field.default else []
        case _:
            return []


def _settled(node: Node, field: Field, value: Any) -> Remedy:
    shown: Message | int | str = dict(field.choices)[value] if field.type == "choice" else value
    if field.name == "function":
        label = message("Use {choice}", choice=shown)
    elif field.type == "bool":
        label = message("Switch '{setting}' on", setting=field.title) if value else message(
            "Switch '{setting}' off", setting=field.title)
    elif field.type == "numbers":
        label = message("Set '{setting}' back", setting=field.title)
    else:
        label = message("Set '{setting}' to {value}", setting=field.title, value=shown)
    return resettling(label, node.id, _replace(node.settings, **{field.name: value}), field.name)


def _field(node: Node, name: str) -> Field:
    return next(field for field in catalog.kind(node.kind).fields if field.name == name)


def _insertion(nodes: Chain, links: Iterable[Link], together: bool = False) -> Remedy:
    titles = [catalog.kind(kind).title for kind, _ in nodes]
    match titles:
        case [one]:
            label = message("Insert {kind}", kind=one)
        case [one, other]:
            label = message("Insert {first} and {second}", first=one, second=other)
        case _:
            label = message("Insert {first}, {second} and {third}", first=titles[0], second=titles[1], third=titles[2])
    return Remedy(label, inserted(nodes, tuple(links), together=together))
