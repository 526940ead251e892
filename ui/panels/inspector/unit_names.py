"""What units and inputs are called in tables and sliders: x₁, h₂, ŷ, or the name of a single neuron."""

from __future__ import annotations

from nnsim import edits
from nnsim.document import Network
from nnsim.text import shown_name
from ui.canvas.cards_of import unit_symbol

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def subscript(number: int) -> str:
    """A number as a subscript."""
    return str(number).translate(_SUBSCRIPTS)


def input_names(network: Network, node_id: str) -> tuple[str, ...]:
    """A name for each input of a node, in order; several layers before it are told apart by their names."""
    columns = edits.inputs(network, node_id) or ()
    sources = {source for source, _ in columns}
    return tuple(_input_name(network, source, unit, len(sources) > 1) for source, unit in columns)


def unit_names(network: Network, node_id: str) -> tuple[str, ...]:
    """A name for each unit of a node, as canvas and formulas have it: h₁, h₂ … counted from 1; the only ŷ has none."""
    count = edits.units(network).get(node_id) or 0
    letter = unit_symbol(network.node(node_id), network)
    if letter == "ŷ" and count == 1:
        return (letter,)
    return tuple(f"{letter}{subscript(unit + 1)}" for unit in range(count))


def _input_name(network: Network, source: str, unit: int, several: bool) -> str:
    node = network.node(source)
    if node.kind == "input":
        columns = getattr(node.settings, "columns", ())
        return f"x{subscript((columns[unit] if unit < len(columns) else unit) + 1)}"
    if several or node.kind == "neuron":
        count = edits.units(network).get(source) or 1
        return shown_name(node.name) if count == 1 else f"{shown_name(node.name)} {unit + 1}"
    return f"h{subscript(unit + 1)}"
