"""Makes the golden numbers of whole networks on images and sequences, from PyTorch (float64).

`python tests/reference/make_image_networks.py` writes `image_networks.json` beside it; it needs torch, tests do not.

Where nnsim differs from PyTorch on purpose, PyTorch is asked for what nnsim means:

* `same` padding with a stride gives ⌈length / stride⌉ places, an odd cell behind, as TensorFlow and ONNX have it; torch
  has it for a stride of 1 alone, so it pads first.
* Sequences are [samples, steps, features]; PyTorch has channels on axis 1, so it is given the sequence transposed.
"""

import json
from pathlib import Path
from typing import Any

import torch
from make_golden import listed
from make_images import BORDERS
from torch import Tensor
from torch.nn import functional

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "linear": lambda z: z, "sigmoid": torch.sigmoid}
STEPS = 3

NETWORKS: tuple[dict[str, Any], ...] = (
    {"input": [2, 6, 5], "loss": "categorical_cross_entropy", "layers": [
        {"kind": "convolution", "kernels": 3, "height": 3, "width": 3, "activation": "relu"},
        {"kind": "max_pooling", "size": 2, "stride": 2},
        {"kind": "convolution", "kernels": 2, "height": 2, "width": 2, "activation": "tanh", "stride": 2},
        {"kind": "flatten"}, {"kind": "dense", "units": 3}]},
    {"input": [2, 4, 4], "loss": "mse", "layers": [
        {"kind": "convolution", "kernels": 4, "height": 3, "width": 3, "groups": 2, "flipped": True, "bias": False,
         "activation": "linear", "padding": "cells", "margin": 2, "dilation": 2},
        {"kind": "average_pooling", "size": 3, "stride": 1, "padding": "same", "counts_padding": False},
        {"kind": "transposed_convolution", "kernels": 2, "height": 3, "width": 3, "stride": 2, "margin": 1, "extra": 1,
         "activation": "sigmoid"},
        {"kind": "max_pooling", "size": 3, "stride": 2, "padding": "same"},
        {"kind": "global_pooling", "function": "max"}, {"kind": "dense", "units": 2}]},
    {"input": [7, 3], "loss": "mse", "layers": [
        {"kind": "convolution_1d", "kernels": 4, "size": 2, "padding": "causal", "dilation": 2, "activation": "tanh"},
        {"kind": "max_pooling", "size": 2, "stride": 1},
        {"kind": "convolution_1d", "kernels": 2, "size": 3, "stride": 2, "activation": "relu"},
        {"kind": "global_pooling", "function": "average"}, {"kind": "dense", "units": 2}]},
    {"input": [1, 3, 4], "loss": "mse", "layers": [
        {"kind": "padding", "top": 1, "bottom": 2, "left": 2, "right": 1, "border": "reflect"},
        {"kind": "convolution", "kernels": 2, "height": 3, "width": 2, "padding": "valid", "activation": "relu"},
        {"kind": "up_sampling", "factor": 2, "mode": "bilinear"},
        {"kind": "convolution", "kernels": 1, "height": 1, "width": 1, "activation": "tanh"},
        {"kind": "up_sampling", "factor": 2, "mode": "nearest"},
        {"kind": "average_pooling", "size": 3, "stride": 3},
        {"kind": "reshape", "shape": [5, 8]}, {"kind": "flatten"}, {"kind": "dense", "units": 2}]},
)


def same(length: int, size: int, stride: int, dilation: int = 1) -> tuple[int, int]:
    """Padding before and behind."""
    whole = max((-(-length // stride) - 1) * stride + dilation * (size - 1) + 1 - length, 0)
    return whole // 2, whole - whole // 2


def around(x: Tensor, layer: dict[str, Any], sizes: list[int], default: str) -> list[tuple[int, int]]:
    """The padding of a window along each axis of an image with channels on axis 1."""
    kind, stride, dilation = layer.get("padding", default), layer["stride"], layer.get("dilation", 1)
    found = []
    for length, size in zip(x.shape[2:], sizes, strict=True):
        found.append({
            "valid": (0, 0), "cells": (layer.get("margin", 1),) * 2, "same": same(length, size, stride, dilation),
            "causal": (dilation * (size - 1), 0),
        }[kind])
    return found


def padded(x: Tensor, margins: list[tuple[int, int]], value: float = 0.0) -> Tensor:
    """With a border of one value."""
    return functional.pad(x, [amount for margin in reversed(margins) for amount in margin], value=value)


def convolution(x: Tensor, layer: dict[str, Any], given: dict[str, Tensor]) -> Tensor:
    """A convolution in one dimension or two, and its activation."""
    kernel = given["weight"]
    sizes = list(kernel.shape[2:])
    if layer.get("flipped"):
        kernel = kernel.flip(tuple(range(2, kernel.ndim)))
    layer = {"stride": 1} | layer
    operation = functional.conv1d if len(sizes) == 1 else functional.conv2d
    z = operation(padded(x, around(x, layer, sizes, "same")), kernel, given.get("bias"), layer["stride"],
                  dilation=layer.get("dilation", 1), groups=layer.get("groups", 1))
    return ACTIVATIONS[layer["activation"]](z)


def pooled(x: Tensor, layer: dict[str, Any]) -> Tensor:
    """Max or average pooling in one dimension or two; a mean that leaves padding out divides by what it covers."""
    axes, size, stride = x.ndim - 2, layer["size"], layer["stride"]
    margins = around(x, layer, [size] * axes, "valid")
    largest = functional.max_pool1d if axes == 1 else functional.max_pool2d
    mean = functional.avg_pool1d if axes == 1 else functional.avg_pool2d
    if layer["kind"] == "max_pooling":
        return largest(padded(x, margins, -torch.inf), size, stride)
    total = mean(padded(x, margins), size, stride)
    if layer.get("counts_padding", True):
        return total
    return total / mean(padded(torch.ones_like(x), margins), size, stride)


def through(x: Tensor, layer: dict[str, Any], given: dict[str, Tensor]) -> Tensor:
    """One layer, on images and sequences with their channels on axis 1."""
    match layer["kind"]:
        case "convolution" | "convolution_1d":
            return convolution(x, layer, given)
        case "transposed_convolution":
            z = functional.conv_transpose2d(x, given["weight"], given["bias"], layer["stride"], layer["margin"],
                                            layer["extra"])
            return ACTIVATIONS[layer["activation"]](z)
        case "max_pooling" | "average_pooling":
            return pooled(x, layer)
        case "global_pooling":
            return x.flatten(2).amax(2) if layer["function"] == "max" else x.flatten(2).mean(2)
        case "padding":
            margins = [layer["left"], layer["right"], layer["top"], layer["bottom"]]
            return functional.pad(x, margins, BORDERS[layer["border"]])
        case "up_sampling":
            straight = {"align_corners": False} if layer["mode"] == "bilinear" else {}
            return functional.interpolate(x, scale_factor=layer["factor"], mode=layer["mode"], **straight)
        case "reshape":
            return x.reshape(len(x), *layer["shape"])
        case "flatten":
            return x.flatten(1)
        case _:
            return functional.linear(x, given["weight"], given["bias"])


def parameters(layer: dict[str, Any], x: Tensor) -> dict[str, Tensor]:
    """Drawn weights and biases of a layer that gets x."""
    match layer["kind"]:
        case "dense":
            shape: tuple[int, ...] = (layer["units"], x.shape[1])
        case "convolution":
            shape = (layer["kernels"], x.shape[1] // layer.get("groups", 1), layer["height"], layer["width"])
        case "convolution_1d":
            shape = (layer["kernels"], x.shape[1], layer["size"])
        case "transposed_convolution":
            shape = (x.shape[1], layer["kernels"], layer["height"], layer["width"])
        case _:
            return {}
    units = layer.get("units", layer.get("kernels", 0))
    weight = (torch.randn(shape) * 60).round() / 100
    bias = {"bias": (torch.randn(units) * 30).round() / 100} if layer.get("bias", True) else {}
    return {"weight": weight} | bias


def forward(plan: dict[str, Any], x: Tensor, given: list[dict[str, Tensor]]) -> Tensor:
    """The whole network; missing parameters are drawn."""
    h = x.transpose(1, 2) if x.ndim == 3 else x
    for number, layer in enumerate(plan["layers"]):
        if len(given) <= number:
            given.append({name: values.requires_grad_() for name, values in parameters(layer, h).items()})
        h = through(h, layer, given[number])
    return h


def network(plan: dict[str, Any]) -> dict[str, Any]:
    """A network with its samples, parameters, gradients, and the losses of a few steps of Adam."""
    x = (torch.randn(4, *plan["input"]) * 100).round() / 100
    given: list[dict[str, Tensor]] = []
    outputs = forward(plan, x, given).shape[1]
    several = plan["loss"] == "categorical_cross_entropy"
    y = torch.eye(outputs)[torch.arange(4) % outputs] if several else (torch.randn(4, outputs) * 100).round() / 100
    loss = functional.cross_entropy if several else functional.mse_loss
    start = [{name: listed(values) for name, values in each.items()} for each in given]
    every = [values for each in given for values in each.values()]
    optimizer = torch.optim.Adam(every, lr=0.02)
    losses, gradients = [], None
    for _ in range(STEPS):
        optimizer.zero_grad()
        value = loss(forward(plan, x, given), y)
        value.backward()
        losses.append(value.item())
        gradients = gradients or [{name: listed(v.grad) for name, v in each.items()} for each in given]
        optimizer.step()
    return plan | {"x": listed(x.flatten(1)), "y": listed(y), "parameters": start, "gradients": gradients,
                   "losses": losses}


def main() -> None:
    """Writes the file of golden numbers."""
    torch.manual_seed(5)
    cases = [network(plan) for plan in NETWORKS]
    text = json.dumps({"made_with": f"PyTorch {torch.__version__}, float64", "cases": cases}, separators=(",", ":"))
    (HERE / "image_networks.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
