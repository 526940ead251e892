"""A table of numbers edited together: a matrix of a parameter, and for units of a layer their biases beside it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.document import Document
from nnsim.edits.regrouping import OF_UNITS
from nnsim.edits.values import set_parameter

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Sheet:
    """Rows and columns of a parameter: its last two axes at places `at` of those before; one axis is one row.

    `biases` is the path of the biases that stand in a column of their own behind the weights, or empty.
    """

    path: str
    at: tuple[int, ...] = ()
    biases: str = ""

    def values(self, document: Document) -> NDArray[Any]:
        """The numbers, [rows, columns]."""
        weights = self._weights(document)
        if not self.biases:
            return weights
        return np.concatenate([weights, document.state.parameters[self.biases][:, None]], axis=1)

    def masks(self, document: Document, chosen: Mask) -> dict[str, Mask]:
        """The chosen cells [rows, columns] as a mask of each parameter that has some."""
        weights = self._weights(document)
        mask = np.zeros(document.state.parameters[self.path].shape, np.bool_)
        self._slice(mask)[...] = chosen[:, : weights.shape[1]]
        found = {self.path: mask}
        if self.biases:
            found[self.biases] = chosen[:, weights.shape[1]].copy()
        return {path: each for path, each in found.items() if each.any()}

    def is_marked(self, document: Document, what: str) -> Mask:
        """Which cells are `frozen` or `pruned`, [rows, columns]."""
        masks, weights = document.network.masks, self._weights(document)
        held = masks.get(f"{self.path}:{what}")
        marked = np.zeros(weights.shape, np.bool_) if held is None else self._slice(held)
        if not self.biases:
            return marked
        of_biases = masks.get(f"{self.biases}:{what}", np.zeros(len(weights), np.bool_))
        return np.concatenate([marked, of_biases[:, None]], axis=1)

    def with_values(self, document: Document, chosen: Mask, values: NDArray[Any] | float) -> Document:
        """The document with these values [rows, columns] in the chosen cells; cut links keep weight 0.

        Raises:
            NnsimError: a chosen value is not finite.
        """
        whole = np.broadcast_to(values, chosen.shape)
        columns = self._weights(document).shape[1]
        for path in self.masks(document, chosen):
            present = document.state.parameters[path].copy()
            here = present[:, None] if path == self.biases else self._slice(present)
            part = slice(columns, None) if path == self.biases else slice(None, columns)
            here[chosen[:, part]] = whole[:, part][chosen[:, part]]
            document = set_parameter(document, path, present)
        return document

    def _weights(self, document: Document) -> NDArray[Any]:
        return self._slice(document.state.parameters[self.path])

    def _slice(self, whole: NDArray[Any]) -> NDArray[Any]:
        """A view of the rows and columns."""
        return whole[None, :] if whole.ndim == 1 else whole[self.at]


def sheet_of(document: Document, path: str, at: tuple[int, ...] = ()) -> Sheet:
    """The table of a parameter; the weights of units have their biases beside them."""
    node, _, name = path.rpartition("/")
    biases = f"{node}/bias"
    of_units = document.network.has(node) and document.network.node(node).kind in OF_UNITS and name == "weight"
    return Sheet(path, at, biases if of_units and biases in document.state.parameters else "")
