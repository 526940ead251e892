"""Makes the golden numbers of normalization, dropout and what combines values, from PyTorch (float64).

`python tests/reference/make_normalization.py` writes `normalization.json` beside it; it needs torch, the tests do not.

Where nnsim differs from PyTorch on purpose, PyTorch is asked for what nnsim means:

* Sequences are [samples, steps, features], and batch and group normalization take a feature for a channel; PyTorch has
  channels on axis 1, so it is given the sequence transposed.
* PyTorch refuses to normalize a batch with one value per channel; nnsim normalizes it (to 0) and leaves the running
  variance as it was, since one value has none. There is no golden case for it.
* Dropout's mask is given, so that both drop the same units: h · k, k = 1 / (1 − p) or 0.
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
EPSILON, MOMENTUM = 1e-5, 0.1


def with_gradients(about: dict[str, Any], given: dict[str, Tensor], output: Tensor) -> dict[str, Any]:
    """A case: what was given, the output, an upstream gradient, and the gradient of all that wants one."""
    upstream = torch.randn(output.shape)
    wanted = [name for name, values in given.items() if values.requires_grad]
    gradients = torch.autograd.grad(output, [given[name] for name in wanted], upstream)
    return about | {
        "inputs": {name: listed(values) for name, values in given.items()},
        "output": listed(output),
        "upstream": listed(upstream),
        "gradients": {name: listed(values) for name, values in zip(wanted, gradients, strict=True)},
    }


def channels_second(x: Tensor, sequence: bool) -> Tensor:
    """A sequence with its features on axis 1, and back."""
    return x.transpose(1, 2) if sequence else x


def trained(values: Tensor) -> Tensor:
    """A tensor whose gradient is wanted."""
    return values.requires_grad_()


def batch(shape: tuple[int, ...], training: bool, spread: float = 1.0) -> dict[str, Any]:
    """functional.batch_norm: three batches in a row, then the output and gradients of the last."""
    sequence = len(shape) == 3
    channels = shape[-1] if sequence else shape[1]
    mean, variance = torch.randn(channels), 0.5 + torch.rand(channels)
    given = {"x": trained(3.0 + spread * torch.randn(shape)), "scale": trained(torch.randn(channels)),
             "shift": trained(torch.randn(channels)), "mean": mean.clone(), "variance": variance.clone()}
    output = channels_second(functional.batch_norm(
        channels_second(given["x"], sequence), mean, variance, given["scale"], given["shift"],
        training, MOMENTUM, EPSILON,
    ), sequence)
    about = {"kind": "batch", "training": training, "running": [listed(mean), listed(variance)]}
    return with_gradients(about, given, output)


def layer(shape: tuple[int, ...], axes: int, spread: float = 1.0) -> dict[str, Any]:
    """functional.layer_norm over the last axes."""
    last = shape[-axes:]
    given = {"x": trained(1.0 + spread * torch.randn(shape)), "scale": trained(torch.randn(last)),
             "shift": trained(torch.randn(last))}
    output = functional.layer_norm(given["x"], last, given["scale"], given["shift"], EPSILON)
    return with_gradients({"kind": "layer", "axes": axes}, given, output)


def group(shape: tuple[int, ...], groups: int) -> dict[str, Any]:
    """functional.group_norm of channels."""
    sequence = len(shape) == 3
    channels = shape[-1] if sequence else shape[1]
    given = {"x": trained(torch.randn(shape)), "scale": trained(torch.randn(channels)),
             "shift": trained(torch.randn(channels))}
    output = channels_second(functional.group_norm(
        channels_second(given["x"], sequence), groups, given["scale"], given["shift"], EPSILON,
    ), sequence)
    return with_gradients({"kind": "group", "groups": groups}, given, output)


def dropout(shape: tuple[int, ...], rate: float) -> dict[str, Any]:
    """Inverted dropout with even numbers that are given."""
    given = {"x": trained(torch.randn(shape)), "even": torch.rand(shape)}
    mask = (given["even"] >= rate).to(given["x"].dtype) / (1.0 - rate)
    return with_gradients({"kind": "dropout", "rate": rate}, given, given["x"] * mask)


def combined(name: str, count: int, shape: tuple[int, ...]) -> dict[str, Any]:
    """Sums and products of several values."""
    given = {str(number): trained(torch.randn(shape)) for number in range(count)}
    whole = torch.stack(list(given.values()))
    return with_gradients({"kind": name}, given, whole.sum(0) if name == "add" else whole.prod(0))


def joined(count: int, axis: int) -> dict[str, Any]:
    """torch.cat of values that differ along one axis."""
    given = {}
    for number in range(count):
        shape = [2, 3, 2, 3]
        shape[axis] = number + 1
        given[str(number)] = trained(torch.randn(shape))
    return with_gradients({"kind": "concatenate", "axis": axis}, given, torch.cat(list(given.values()), axis))


def part(axis: int, start: int, stop: int) -> dict[str, Any]:
    """Some places along an axis."""
    given = {"x": trained(torch.randn(2, 3, 4, 3))}
    about = {"kind": "part", "axis": axis, "start": start, "stop": stop}
    return with_gradients(about, given, given["x"].narrow(axis, start, stop - start))


def cases() -> list[dict[str, Any]]:
    """Every kind with several shapes and settings."""
    torch.manual_seed(7)
    shapes = ((6, 4), (2, 1), (3, 5, 2), (3, 2, 4, 3), (2, 3, 8, 9))
    return [
        *(batch(shape, training) for shape in shapes for training in (True, False)),
        batch((4, 3), True, spread=1e-4),
        *(layer(shape, axes) for shape, axes in (((4, 6), 1), ((1, 2), 1), ((3, 5, 4), 1), ((3, 5, 4), 2),
                                                 ((2, 3, 4, 3), 3), ((2, 3, 4, 3), 1), ((2, 1, 80), 1))),
        layer((3, 5), 1, spread=1e-4),
        *(group(shape, groups) for shape, groups in (((4, 6), 3), ((4, 6), 1), ((2, 4, 3, 3), 2), ((2, 4, 3, 3), 4),
                                                     ((2, 4, 6, 6), 1), ((2, 5, 6), 3), ((2, 3, 4), 4))),
        *(dropout(shape, rate) for shape in ((5, 4), (2, 3, 4, 2)) for rate in (0.0, 0.3, 0.5, 0.9)),
        *(combined(name, count, shape) for name in ("add", "multiply") for count in (2, 3)
          for shape in ((4, 3), (2, 3, 2, 2))),
        *(joined(count, axis) for count in (2, 3) for axis in (1, 2, 3)),
        part(1, 0, 2), part(2, 1, 4), part(3, 2, 3),
    ]


if __name__ == "__main__":
    text = json.dumps({"torch": torch.__version__, "cases": cases()}, separators=(",", ":"))
    (HERE / "normalization.json").write_text(text + "\n", encoding="utf-8")
