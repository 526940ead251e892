"""A kernel's three sums are the same however the patches are laid out: in blocks, shifted or not, joined or not."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nnsim.ops import kernel, patches, spreading
from nnsim.ops.base import Op
from nnsim.ops.convolution import Convolution, ImageGradient, KernelGradient
from nnsim.ops.sliding import Sliding
from tests.batteries.check_op import run

SLIDES = [
    (Sliding.plain(3, 3, padding=1), 1),
    (Sliding.plain(5, 5, padding=2), 4),
    (Sliding((3, 2), (2, 3), ((0, 1), (1, 0)), (2, 1)), 2),
    (Sliding((2, 4), (3, 1), ((1, 1), (0, 0)), (1, 2)), 2),
    (Sliding.plain(1, 1), 1),
]
LAYOUTS = list(product((1, 3000, 2**16), (1, 10**6), (0, 10**6)))


def written_out(op: Op, sliding: Sliding, groups: int, x: NDArray[Any], w: NDArray[Any], delta: NDArray[Any]) -> Any:
    """The same sum, cell by cell of the kernel, over whole padded images."""
    padded = np.pad(x, ((0, 0), (0, 0), *sliding.padding))
    back, of_kernel, out = np.zeros_like(padded), np.zeros_like(w), np.zeros_like(delta)
    channels, each = w.shape[1], w.shape[0] // groups
    for i, j in sliding.offsets():
        (s, t), (d, e) = sliding.stride, sliding.dilation
        rows = slice(d * i, d * i + s * (delta.shape[2] - 1) + 1, s)
        columns = slice(e * j, e * j + t * (delta.shape[3] - 1) + 1, t)
        for group in range(groups):
            mine, theirs = slice(group * each, (group + 1) * each), slice(group * channels, (group + 1) * channels)
            seen = padded[:, theirs, rows, columns]
            out[:, mine] += np.einsum("oc,ncyx->noyx", w[mine, :, i, j], seen)
            back[:, theirs, rows, columns] += np.einsum("oc,noyx->ncyx", w[mine, :, i, j], delta[:, mine])
            of_kernel[mine, :, i, j] = np.einsum("noyx,ncyx->oc", delta[:, mine], seen)
    (top, bottom), (left, right) = sliding.padding
    back = back[:, :, top:back.shape[2] - bottom, left:back.shape[3] - right]
    return {Convolution: out, ImageGradient: back, KernelGradient: of_kernel}[type(op)]


@pytest.mark.parametrize(("sliding", "groups"), SLIDES)
@pytest.mark.parametrize(("block", "enough", "few"), LAYOUTS)
def test_every_layout_gives_the_sums(
    monkeypatch: pytest.MonkeyPatch, sliding: Sliding, groups: int, block: int, enough: int, few: int,
) -> None:
    for module in (patches, spreading):
        monkeypatch.setattr(module, "BLOCK", block)
    monkeypatch.setattr(patches, "ENOUGH", enough)
    monkeypatch.setattr(kernel, "FEW_PLACES", few)
    random = np.random.default_rng(1)
    x, w = random.normal(size=(7, 4, 9, 8)), random.normal(size=(8, 4 // groups, *sliding.size))
    delta = random.normal(size=Convolution(sliding, groups).shape(x.shape, w.shape))
    for op, inputs in (
        (Convolution(sliding, groups), (x, w)),
        (ImageGradient(sliding, groups), (delta, w, x)),
        (KernelGradient(sliding, groups), (delta, x)),
    ):
        expected = written_out(op, sliding, groups, x, w, delta)
        np.testing.assert_allclose(run(op, inputs), expected, rtol=1e-12, atol=1e-12)


def test_patches_take_a_bounded_part_of_memory() -> None:
    sliding = Sliding.plain(3, 3, padding=1)
    few, many = ((samples, 8, 28, 28) for samples in (64, 512))
    sizes = [patches.Patches(sliding, 1, images, images[2:]).size for images in (few, many)]
    assert sizes[0] == sizes[1] <= patches.BLOCK


def test_a_kernel_larger_than_its_padded_image_has_no_place() -> None:
    assert Sliding.plain(5, 3).places((4, 3)) == (0, 1)
    assert Sliding.plain(5, 3, padding=1).places((4, 3)) == (2, 3)
