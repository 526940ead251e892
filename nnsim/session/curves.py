"""The training curves as they grow: every epoch at first, later evenly thinned out, so that memory stays bounded."""

import math

import numpy as np
from numpy.typing import NDArray

from nnsim.document import ArrayMap, History

SERIES = ("epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
MOST_ROWS = 2000


class Curves:
    """A growing History. Every `stride`-th epoch is kept; the stride doubles whenever `most_rows` are full.

    Args:
        history: the curves so far.
        most_rows: an even number; half of it is kept when it is reached.
    """

    def __init__(self, history: History, most_rows: int = MOST_ROWS) -> None:
        self._rows = np.full((most_rows, len(SERIES)), math.nan)
        known = np.column_stack([_series(history, name) for name in SERIES])
        self.stride = _stride(known[:, 0], most_rows)
        while len(known) >= most_rows:
            self.stride *= 2
            known = known[known[:, 0] % self.stride == 0]
        self._count = len(known)
        self._rows[: self._count] = known

    def __len__(self) -> int:
        return self._count

    @property
    def rows(self) -> NDArray[np.float64]:
        """The kept rows, one column per series in the order of SERIES: a view, changed by the next `add`."""
        return self._rows[: self._count]

    def wants(self, epoch: int) -> bool:
        """Whether the figures after this epoch would be kept."""
        return epoch % self.stride == 0 and (self._count == 0 or epoch > self._rows[self._count - 1, 0])

    def add(
        self, epoch: int, train_loss: float, test_loss: float, train_accuracy: float, test_accuracy: float
    ) -> None:
        """Keep the figures after an epoch, NaN for those that do not exist."""
        self._rows[self._count] = epoch, train_loss, test_loss, train_accuracy, test_accuracy
        self._count += 1
        if self._count == len(self._rows):
            self.stride *= 2
            kept = self.rows[self.rows[:, 0] % self.stride == 0]
            self._count = len(kept)
            self._rows[: self._count] = kept

    def forget_after(self, epoch: int) -> None:
        """Drop the rows of later epochs."""
        self._count = int(np.searchsorted(self.rows[:, 0], epoch, side="right"))

    def history(self) -> History:
        """The curves as a frozen value."""
        return history_of(self.rows)


def history_of(rows: NDArray[np.float64]) -> History:
    """The History with these rows, one column per series in the order of SERIES."""
    if not len(rows):
        return History()
    return History(ArrayMap({name: rows[:, column].copy() for column, name in enumerate(SERIES)}))


def _series(history: History, name: str) -> NDArray[np.float64]:
    values = history.series.get(name)
    return np.full(len(history), math.nan) if values is None else np.asarray(values, dtype=np.float64)


def _stride(epochs: NDArray[np.float64], most_rows: int) -> int:
    """The stride with which these epochs were kept: a power of two."""
    if len(epochs) < most_rows // 2:
        return 1  # never thinned out so far
    steps = np.gcd.reduce(np.diff(epochs).astype(np.int64))
    return 1 << max(0, int(steps).bit_length() - 1)
