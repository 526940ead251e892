"""What parameters are called: their titles, the axes that a slice is chosen along, and their rows."""

from __future__ import annotations

from nnsim import edits
from nnsim.document import Document
from nnsim.text import Message, message
from ui.panels.inspector.unit_names import subscript

_TITLES: dict[str, Message] = {
    "weight": message("Weights"),
    "bias": message("Biases"),
    "scale": message("Scale"),
    "shift": message("Shift"),
    "running_mean": message("Running mean"),
    "running_variance": message("Running variance"),
    "input_weight": message("Input weights"),
    "recurrent_weight": message("Recurrent weights"),
    "input_bias": message("Biases of the input"),
    "recurrent_bias": message("Biases of the state"),
    "position": message("Positions"),
    "query": message("Query weights"),
    "key": message("Key weights"),
    "value": message("Value weights"),
    "output": message("Output weights"),
    "query_bias": message("Query biases"),
    "key_bias": message("Key biases"),
    "value_bias": message("Value biases"),
    "output_bias": message("Output biases"),
}
_REVERSE = "reverse_"
_KERNEL, _CHANNEL = message("Kernel"), message("Channel")
_BLOCKS = {"lstm": "ifgo", "gru": "rzn"}


def parameter_title(document: Document, path: str) -> Message:
    """What a parameter is called; those of a part of a block with the part's name."""
    node, _, name = path.rpartition("/")
    backwards = name.startswith(_REVERSE)
    title = _TITLES.get(name.removeprefix(_REVERSE), message("{name}", name=name))
    if backwards:
        title = message("{title}, read from the end", title=title)
    if "/" not in node:
        return title
    return message("{part}: {title}", part=edits.placed(document.network)[node].node.name, title=title)


def axis_titles(kind: str, count: int) -> tuple[Message, ...]:
    """What the leading axes of a parameter are called, of which a slice is chosen."""
    if kind == "transposed_convolution":
        named: tuple[Message, ...] = (_CHANNEL, _KERNEL)
    elif kind.startswith("convolution"):
        named = (_KERNEL, _CHANNEL)
    else:
        named = ()
    return tuple(named[at] if at < len(named) else message("Axis {number}", number=at + 1) for at in range(count))


def row_names(kind: str, name: str, rows: int) -> tuple[str, ...]:
    """The rows of a recurrent layer's parameters by gate and unit; none where they only have numbers."""
    blocks = _BLOCKS.get(kind, "")
    if not blocks or rows % len(blocks) or name.endswith("state"):
        return ()
    units = rows // len(blocks)
    return tuple(f"{block}{subscript(unit + 1)}" for block in blocks for unit in range(units))
