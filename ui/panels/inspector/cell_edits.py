"""What is done to chosen cells of a parameter, as edits with the words that undo calls them by."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnsim import edits
from nnsim.document import Document
from nnsim.edits import Sheet
from nnsim.text import Message, format_number, message

Chosen = NDArray[np.bool_]


class CellEdit(NamedTuple):
    """An edit and what it is called."""

    text: Message
    edit: Callable[[Document], Document]


def typed(path: str, index: tuple[int, ...], number: float, name: str) -> CellEdit:
    """One weight of the node of this name has another number."""
    text = message("Change a weight of '{name}' to {value}", name=name, value=format_number(number))
    return CellEdit(text, lambda document: edits.set_weight(document, path, index, number))


def pasted_into(sheet: Sheet, place: Chosen, values: NDArray[Any], name: str) -> CellEdit:
    """Numbers from the clipboard, at their places."""
    text = message("Paste {count} numbers into '{name}'", count=int(place.sum()), name=name)
    return CellEdit(text, lambda document: sheet.with_values(document, place, values))


def filled(sheet: Sheet, chosen: Chosen, value: float, name: str) -> CellEdit:
    """One number in all chosen cells."""
    count = int(chosen.sum())
    text = message("Set {count} weights of '{name}' to 0", count=count, name=name) if value == 0.0 else message(
        "Fill {count} weights of '{name}' with {value}", count=count, name=name, value=format_number(value))
    return CellEdit(text, lambda document: sheet.with_values(document, chosen, value))


def drawn_anew(sheet: Sheet, chosen: Chosen, name: str) -> CellEdit:
    """Chosen cells as the initializer draws them."""
    text = message("Draw the weights of '{name}' anew", name=name)
    return CellEdit(text, lambda document: edits.randomize(document, sheet.masks(document, chosen)))


def marked(sheet: Sheet, chosen: Chosen, what: str, on: bool, name: str) -> CellEdit:
    """Chosen cells frozen or pruned, or no longer."""
    texts = {
        ("frozen", True): message("Freeze weights of '{name}'", name=name),
        ("frozen", False): message("Unfreeze weights of '{name}'", name=name),
        ("pruned", True): message("Prune links of '{name}'", name=name),
        ("pruned", False): message("Restore links of '{name}'", name=name),
    }

    def edit(document: Document) -> Document:
        cells = sheet.masks(document, chosen)
        if what == "frozen":
            return edits.freeze_cells(document, cells, on)
        cells.pop(sheet.biases, None)
        return edits.prune_cells(document, cells, on)

    return CellEdit(texts[what, on], edit)
