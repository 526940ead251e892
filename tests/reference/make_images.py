"""Makes the golden numbers of what acts on images, signals and volumes, from PyTorch (float64).

`python tests/reference/make_images.py` writes `images.json` beside it; it needs torch, the tests do not.

Where nnsim differs from PyTorch on purpose, PyTorch is asked for what nnsim means:

* Padding may differ before and behind the image; torch's layers take one number for both, so it pads first.
* The flipped kernel of mathematics is torch's convolution with the kernel turned around.
* Windows that hang over the image's end (torch's `ceil_mode`) are padding behind the image.
* Signals [n, steps, features] have their channels last in nnsim's layers; torch has them on axis 1, as here.
"""

import json
from pathlib import Path
from typing import Any

import torch
from make_golden import listed
from torch import Tensor
from torch.nn import functional

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

CONVOLVE = {1: functional.conv1d, 2: functional.conv2d, 3: functional.conv3d}
TRANSPOSED = {1: functional.conv_transpose1d, 2: functional.conv_transpose2d, 3: functional.conv_transpose3d}
MAXIMUM = {1: functional.max_pool1d, 2: functional.max_pool2d, 3: functional.max_pool3d}
AVERAGE = {1: functional.avg_pool1d, 2: functional.avg_pool2d, 3: functional.avg_pool3d}
WIDEST = {1: functional.adaptive_max_pool1d, 2: functional.adaptive_max_pool2d, 3: functional.adaptive_max_pool3d}
MEAN = {1: functional.adaptive_avg_pool1d, 2: functional.adaptive_avg_pool2d, 3: functional.adaptive_avg_pool3d}
BORDERS = {"value": "constant", "edge": "replicate", "reflect": "reflect", "wrap": "circular"}
Margins = tuple[tuple[int, int], ...]


def drawn(*shape: int) -> Tensor:
    """Numbers of two decimals, which take little room in a file, with a gradient."""
    return (torch.randn(shape) * 100).round().div(100).requires_grad_()


def case(about: dict[str, Any], given: dict[str, Tensor], output: Tensor) -> dict[str, Any]:
    """What was given, the output, an upstream gradient, and the gradient of all that was given."""
    upstream = drawn(*output.shape).detach()
    gradients = torch.autograd.grad(output, list(given.values()), upstream)
    return about | {
        "inputs": {name: listed(values) for name, values in given.items()}, "output": listed(output),
        "upstream": listed(upstream),
        "gradients": {name: listed(values) for name, values in zip(given, gradients, strict=True)},
    }


def margins_for_torch(margins: Margins) -> list[int]:
    """The last axis first, as functional.pad has it."""
    return [amount for margin in reversed(margins) for amount in margin]


def convolution(
    images: tuple[int, ...], out: int, size: tuple[int, ...], stride: tuple[int, ...], padding: Margins,
    dilation: tuple[int, ...], groups: int = 1, biased: bool = True, flipped: bool = False,
) -> dict[str, Any]:
    """functional.conv1d, conv2d or conv3d."""
    given = {"x": drawn(*images), "w": drawn(out, images[1] // groups, *size)}
    if biased:
        given["b"] = drawn(out)
    axes = len(size)
    kernel = given["w"].flip(tuple(range(2, 2 + axes))) if flipped else given["w"]
    output = CONVOLVE[axes](
        functional.pad(given["x"], margins_for_torch(padding)), kernel, given.get("b"), stride, 0, dilation, groups)
    about = {"kind": "convolution", "groups": groups, "flipped": flipped}
    return case(about | sliding(size, stride, padding, dilation), given, output)


def transposed(
    images: tuple[int, ...], out: int, size: tuple[int, ...], stride: tuple[int, ...], padding: tuple[int, ...],
    dilation: tuple[int, ...], extra: tuple[int, ...], groups: int = 1, biased: bool = True,
) -> dict[str, Any]:
    """functional.conv_transpose1d, 2d or 3d."""
    given = {"x": drawn(*images), "w": drawn(images[1], out // groups, *size)}
    if biased:
        given["b"] = drawn(out)
    output = TRANSPOSED[len(size)](
        given["x"], given["w"], given.get("b"), stride, padding, extra, groups, dilation)
    about = {"kind": "transposed", "groups": groups, "extra": extra}
    return case(about | sliding(size, stride, tuple((each, each) for each in padding), dilation), given, output)


def sliding(
    size: tuple[int, ...], stride: tuple[int, ...], padding: Margins, dilation: tuple[int, ...],
) -> dict[str, Any]:
    """How a window slides, as the test reads it."""
    return {"size": size, "stride": stride, "padding": padding, "dilation": dilation}


def largest(
    images: tuple[int, ...], size: tuple[int, ...], stride: tuple[int, ...], padding: tuple[int, ...],
    dilation: tuple[int, ...], over: Margins | None = None, tied: bool = False,
) -> dict[str, Any]:
    """functional.max_pool1d, 2d or 3d; `over` is the padding with what windows hang over the end, `tied` has ties."""
    x = drawn(*images)
    given = {"x": x.detach().round().requires_grad_() if tied else x}
    output = MAXIMUM[len(size)](given["x"], size, stride, padding, dilation, ceil_mode=over is not None)
    margins = over or tuple((each, each) for each in padding)
    return case({"kind": "max"} | sliding(size, stride, margins, dilation), given, output)


def average(
    images: tuple[int, ...], size: tuple[int, ...], stride: tuple[int, ...], padding: tuple[int, ...], counts: bool,
) -> dict[str, Any]:
    """functional.avg_pool1d, 2d or 3d."""
    given = {"x": drawn(*images)}
    output = AVERAGE[len(size)](given["x"], size, stride, padding, count_include_pad=counts)
    margins = tuple((each, each) for each in padding)
    return case({"kind": "average", "counts_padding": counts} | sliding(size, stride, margins, (1,) * len(size)),
                given, output)


def whole(images: tuple[int, ...], kind: str) -> dict[str, Any]:
    """Adaptive pooling to one cell of each channel."""
    x = drawn(*images)
    pooled = (WIDEST if kind == "global_max" else MEAN)[len(images) - 2](x, 1)
    return case({"kind": kind}, {"x": x}, pooled.flatten(1))


def padded(images: tuple[int, ...], margins: Margins, border: str, value: float = 0.0) -> dict[str, Any]:
    """functional.pad."""
    x = drawn(*images)
    extra = {"value": value} if border == "value" else {}
    output = functional.pad(x, margins_for_torch(margins), BORDERS[border], **extra)
    return case({"kind": "pad", "margins": margins, "border": border, "value": value}, {"x": x}, output)


def resized(images: tuple[int, ...], new: tuple[int, ...], mode: str, corners: bool = False) -> dict[str, Any]:
    """functional.interpolate."""
    x = drawn(*images)
    aligned = None if mode == "nearest" else corners
    output = functional.interpolate(x, new, mode=mode, align_corners=aligned)
    kind = "nearest" if mode == "nearest" else "linear"
    return case({"kind": kind, "new": new, "corners": corners}, {"x": x}, output)


def cases() -> list[dict[str, Any]]:
    """Every setting at least once; sizes of 1, uneven sizes, and sizes that leave a rest."""
    torch.manual_seed(3)
    one, two = (1, 1), (2, 2)
    same = ((1, 1), (1, 1))
    return [
        convolution((2, 2, 4, 5), 3, (3, 3), one, same, one),
        convolution((1, 1, 5, 4), 2, (3, 2), (2, 1), ((0, 0), (0, 0)), one, biased=False),
        convolution((1, 2, 6, 5), 2, (3, 3), (2, 3), ((1, 2), (0, 1)), (2, 1)),
        convolution((1, 4, 4, 4), 4, (2, 2), one, ((0, 0), (0, 0)), two, groups=2),
        convolution((2, 3, 3, 4), 6, (3, 3), one, same, one, groups=3),
        convolution((1, 2, 4, 4), 2, (3, 3), one, same, one, flipped=True),
        convolution((2, 3, 3, 2), 2, (1, 1), one, ((0, 0), (0, 0)), one),
        convolution((1, 6, 5, 5), 2, (3, 3), two, same, one),
        convolution((1, 1, 1, 1), 1, (1, 1), one, ((0, 0), (0, 0)), one),
        convolution((2, 3, 6), 2, (3,), (1,), ((1, 1),), (1,)),
        convolution((1, 16, 5), 2, (2,), (2,), ((0, 1),), (2,)),
        convolution((1, 2, 3, 3, 3), 2, (2, 2, 2), (1, 2, 1), ((1, 0), (0, 1), (0, 0)), (1, 1, 2)),
        transposed((1, 2, 3, 2), 3, (3, 3), two, one, one, one),
        transposed((2, 2, 2, 3), 2, (2, 2), two, (0, 0), one, (0, 0), biased=False),
        transposed((1, 4, 2, 3), 4, (3, 2), (3, 1), (1, 0), (1, 2), (2, 0), groups=2),
        transposed((1, 2, 4), 2, (3,), (2,), (1,), (2,), (1,)),
        transposed((1, 2, 2, 2, 2), 1, (2, 2, 2), (2, 1, 2), (0, 0, 1), (1, 1, 1), (0, 0, 0)),
        largest((2, 2, 4, 6), (2, 2), two, (0, 0), one),
        largest((1, 2, 5, 5), (3, 3), two, one, one),
        largest((1, 1, 6, 6), (2, 3), (1, 2), (0, 1), two),
        largest((1, 2, 5, 5), (2, 2), two, (0, 0), one, over=((0, 1), (0, 1))),
        largest((1, 2, 6, 6), (3, 3), one, one, one, tied=True),
        largest((1, 3, 4, 4), (2, 2), two, (0, 0), one, tied=True),
        largest((2, 2, 7), (3,), (2,), (1,), (1,)),
        largest((1, 1, 4, 4, 4), (2, 2, 2), (2, 2, 2), (0, 0, 0), (1, 1, 1)),
        average((2, 2, 4, 6), (2, 2), two, (0, 0), True),
        average((1, 2, 5, 5), (3, 3), two, one, True),
        average((1, 2, 5, 5), (3, 3), two, one, False),
        average((1, 1, 5, 4), (3, 2), (1, 3), (1, 0), False),
        average((2, 2, 7), (3,), (1,), (1,), False),
        average((1, 1, 4, 4, 4), (2, 2, 2), (1, 2, 2), (1, 0, 0), True),
        whole((2, 3, 3, 4), "global_average"),
        whole((2, 3, 3, 4), "global_max"),
        whole((2, 3, 5), "global_average"),
        whole((2, 3, 1), "global_max"),
        padded((2, 1, 3, 4), ((1, 2), (0, 3)), "value"),
        padded((1, 2, 2, 2), ((1, 0), (0, 1)), "value", 1.5),
        padded((1, 2, 3, 4), ((2, 1), (3, 2)), "edge"),
        padded((1, 2, 3, 4), ((2, 1), (3, 2)), "reflect"),
        padded((1, 2, 3, 4), ((2, 1), (3, 2)), "wrap"),
        padded((2, 1, 4), ((3, 2),), "reflect"),
        resized((2, 2, 2, 3), (4, 9), "nearest"),
        resized((1, 2, 3), (6,), "nearest"),
        resized((2, 2, 3, 2), (6, 4), "bilinear"),
        resized((1, 2, 3, 4), (6, 8), "bilinear", True),
        resized((1, 1, 5, 3), (3, 7), "bilinear"),
        resized((1, 2, 1, 4), (3, 4), "bilinear"),
        resized((1, 2, 4), (8,), "linear"),
    ]


def main() -> None:
    """Writes the file of golden numbers."""
    text = json.dumps({"made_with": f"PyTorch {torch.__version__}, float64", "cases": cases()}, separators=(",", ":"))
    (HERE / "images.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
