"""The order in which an epoch visits the training samples."""

import numpy as np
from numpy.typing import NDArray

from nnsim.data.streams import Stream, permutation


def batch_indices(seed: int, epoch: int, count: int, shuffle: bool) -> NDArray[np.intp]:
    """The training samples in the order of one epoch, shape (count,), read-only; batches are cut from it front to back.

    It depends on its arguments alone, so any epoch can be replayed without those before it.
    """
    order = permutation(count, seed, Stream.BATCHES, epoch) if shuffle else np.arange(count)
    order.setflags(write=False)
    return order
