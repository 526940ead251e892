"""Where the channels are: on axis 1 of images, on the last axis of sequences."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from nnsim.ops.base import Array, Op, Shape


class ChannelOp(Op, frozen=True, kw_only=True):
    """The base of operations on images [n, channels, height, width], signals and volumes.

    With `channels_last`, on sequences [n, steps, features], whose channels are their features.
    """

    channels_last: bool = False
    straight: ClassVar[bool] = True

    def first(self, array: Array) -> Array:
        """An image or sequence with its channels on axis 1, as a view."""
        return array.transpose(0, array.ndim - 1, *range(1, array.ndim - 1)) if self.channels_last else array

    def first_shape(self, shape: Shape) -> Shape:
        """The shape of an image or sequence, or a cell of it, with the channels on axis 1."""
        return (shape[0], shape[-1], *shape[1:-1]) if self.channels_last else shape

    def term_counts(self, counts: NDArray[Any]) -> NDArray[Any]:
        """Numbers of terms by place in the image, to stand for all channels; a sum of none or one counts 1."""
        found: NDArray[Any] = np.maximum(counts[..., None] if self.channels_last else counts, 1)
        return found

    def stored(self, cell: Shape) -> Shape:
        """The opposite of `first_shape`."""
        return (cell[0], *cell[2:], cell[1]) if self.channels_last else cell
