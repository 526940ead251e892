"""Settings of several nodes at once: what their kinds have in common, and edits that change it in all of them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from math import prod
from typing import Any

import msgspec

from nnsim import catalog
from nnsim.catalog import Field, InputSettings
from nnsim.catalog.input import MOST_COLUMNS
from nnsim.document import Document, Network, Node, Settings
from nnsim.edits.parameters import reconcile
from nnsim.text.errors import NnsimError

_replace = msgspec.structs.replace


def shared_fields(network: Network, node_ids: Iterable[str]) -> tuple[Field, ...]:
    """The settings that all of these nodes have, in the order of the first one's kind.

    A field is shared where every kind has one of its name and type. It takes what all of them take: the choices that
    all offer, and the numbers inside all ranges; its default is the first kind's.
    """
    kinds = tuple(dict.fromkeys(network.node(node_id).kind for node_id in node_ids))
    if not kinds:
        return ()
    first, *others = ({field.name: field for field in catalog.kind(each).fields} for each in kinds)
    found = (_common(field, [other.get(name) for other in others]) for name, field in first.items())
    return tuple(field for field in found if field is not None)


def values_of(network: Network, node_ids: Iterable[str], name: str) -> tuple[Any, ...]:
    """The different values that these nodes have for a setting, in the order in which they were drawn."""
    found: list[Any] = []
    for node_id in node_ids:
        value = getattr(network.node(node_id).settings, name)
        if value not in found:
            found.append(value)
    return tuple(found)


def change_settings_of(document: Document, node_ids: Iterable[str], name: str, value: Any) -> Document:
    """With another value for one setting of all these nodes.

    Raises:
        NnsimError: one of the nodes does not accept it; then none is changed.
    """
    chosen = set(node_ids)
    return _changed(document, chosen, lambda node: _replace(node.settings, **{name: value}))


def set_features(document: Document, node_id: str, count: int) -> Document:
    """With an Input of the columns 0 to `count` − 1; an arrangement that has no room for as many is dropped."""
    def settings(node: Node) -> Settings:
        assert isinstance(node.settings, InputSettings)
        shape = node.settings.shape
        return InputSettings(tuple(range(count)), shape if prod(shape) == count else ())

    return _changed(document, {node_id}, settings)


def arrange_input(document: Document, node_id: str, shape: tuple[int, ...]) -> Document:
    """With an Input arranged in this shape, (steps, features) or (channels, height, width); () is a vector.

    While there is no data, it takes as many columns as the shape has places. Raises NnsimError for a shape that is
    none, or into which the columns of the data do not go.
    """
    def settings(node: Node) -> Settings:
        assert isinstance(node.settings, InputSettings)
        within = 0 < prod(shape) <= MOST_COLUMNS
        if document.data is None and shape and within:
            return InputSettings(tuple(range(prod(shape))), shape)
        return _replace(node.settings, shape=shape)

    return _changed(document, {node_id}, settings)


def _changed(document: Document, chosen: set[str], settings: Callable[[Node], Settings]) -> Document:
    """With other settings for the chosen nodes, brought to shape once for all of them."""
    nodes: list[Node] = []
    for node in document.network.nodes:
        if node.id in chosen:
            changed = settings(node)
            objection = catalog.kind(node.kind).check(changed)
            if objection is not None:
                raise NnsimError("settings.range", objection, node.id)
            node = _replace(node, settings=changed)
        nodes.append(node)
    return reconcile(document, _replace(document, network=_replace(document.network, nodes=tuple(nodes))))


def _common(field: Field, others: list[Field | None]) -> Field | None:
    """What a field and those of the same name take alike; None where one is missing or nothing is left to choose."""
    for other in others:
        if other is None or other.type != field.type:
            return None
        offered = {key for key, _ in other.choices}
        field = replace(
            field, choices=tuple(choice for choice in field.choices if choice[0] in offered),
            low=_tighter(max, field.low, other.low), high=_tighter(min, field.high, other.high),
            soft_low=_tighter(max, field.soft_low, other.soft_low),
            soft_high=_tighter(min, field.soft_high, other.soft_high),
        )
    if field.type == "choice" and len(field.choices) < 2:
        return None
    return None if field.type in _OF_ONE else field


_OF_ONE = ("columns", "shape", "rule_table", "feature_list")
"""Settings that say something about the inputs of one node, and nothing about another's."""


def _tighter(tighter: Callable[[float, float], float], one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else tighter(one, other)
