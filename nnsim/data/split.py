"""Which samples are kept for testing."""

import numpy as np
from numpy.typing import NDArray

from nnsim.data.streams import Stream, permutation
from nnsim.document import Split

Rows = NDArray[np.intp]


def split_rows(split: Split, count: int, classes: NDArray[np.int32] | None = None) -> tuple[Rows, Rows]:
    """The row numbers for training and for testing, each ascending; at least one row is left for training.

    With classes (shape (count,)) every class gives the same share, to the nearest sample; what is left over by rounding
    goes to the classes that lost most, so that the test set has the whole number nearest to `test_share` × `count`.
    """
    wanted = min(round(split.test_share * count), count - 1)
    groups = [np.arange(count)] if classes is None else [np.flatnonzero(classes == code) for code in np.unique(classes)]
    test = [np.empty(0, dtype=np.intp)]
    for turn, (rows, size) in enumerate(zip(groups, _shares(wanted, count, groups), strict=True)):
        test.append(rows[permutation(len(rows), split.seed, Stream.SPLIT, turn)[:size]])
    tested = np.sort(np.concatenate(test))
    training = np.setdiff1d(np.arange(count), tested, assume_unique=True)
    return training, tested


def _shares(wanted: int, count: int, groups: list[Rows]) -> list[int]:
    """How many of `wanted` test rows each group gives (largest remainder)."""
    exact = [wanted * len(rows) / count for rows in groups]
    sizes = [int(share) for share in exact]
    by_loss = sorted(range(len(groups)), key=lambda group: sizes[group] - exact[group])
    for group in by_loss[: wanted - sum(sizes)]:
        sizes[group] += 1
    return sizes
