"""The training curves of a document."""

from typing import Any

from msgspec import Struct, field
from numpy.typing import NDArray

from nnsim.document.arrays import ArrayMap


class History(Struct, frozen=True):
    """The training curves. Every series has one float64 value per kept epoch; `epoch` holds their numbers.

    Series: `epoch`, `train_loss`, `test_loss`, `train_accuracy`, `test_accuracy`; NaN where a figure does not exist.
    """

    series: ArrayMap = field(default_factory=ArrayMap)

    def __len__(self) -> int:
        return len(self.series["epoch"]) if "epoch" in self.series else 0

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.series[name]

    def until(self, epoch: int) -> "History":
        """The curves up to the end of an epoch."""
        if not len(self) or self["epoch"][-1] <= epoch:
            return self
        kept = self["epoch"] <= epoch
        return History(ArrayMap({name: series[kept] for name, series in self.series.items()}))
