"""The weight that is drawn at full width: measured when it is next asked for, since that takes a millisecond."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from ui.canvas.weight_sizes import WeightSizes

OUTGROWN = 1.25
Arrays = Mapping[str, NDArray[Any]]


class FullWidth:
    """It stays as it is until the weights have outgrown it, or shrunk far below, or it is to be measured `anew`.

    `due` tells that it may be another than it was.
    """

    def __init__(self) -> None:
        self.due = False
        self._anew = False
        self._known = 1.0
        self._sizes = WeightSizes()
        self._measured: tuple[Arrays | None, float] = None, 1.0

    def follow(self, anew: bool = False) -> None:
        """The weights are others, or those of another network, which is measured anew."""
        self.due, self._anew = True, self._anew or anew

    def of(self, parameters: Arrays) -> float:
        """The weight of full width among these parameters."""
        if self.due:
            if self._measured[0] is not parameters:
                self._measured = parameters, self._sizes.scale(parameters)
            measured = self._measured[1]
            if self._anew or not 1 / OUTGROWN <= measured / self._known <= OUTGROWN:
                self._known = measured
            self.due = self._anew = False
        return self._known
