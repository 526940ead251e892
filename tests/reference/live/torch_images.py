"""Kinds that work on images and along sequences, in PyTorch; each takes the network, its node and what arrives."""

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn import functional

from nnsim.document import Node
from tests.reference.live.torch_functions import FUNCTIONS, channels_second

if TYPE_CHECKING:
    from tests.reference.live.torch_network import TorchNetwork

Ports = dict[str, list[Tensor]]


def _margins(image: Any, size: tuple[int, ...], settings: Any, dilation: int) -> list[int]:
    """What functional.pad wants: the last axis first, before and behind."""
    found: list[int] = []
    for length, cells in zip(image, size, strict=True):
        extent = dilation * (cells - 1) + 1
        whole = max((-(-length // settings.stride) - 1) * settings.stride + extent - length, 0)
        pads = {"valid": (0, 0), "same": (whole // 2, whole - whole // 2), "cells": (settings.margin,) * 2,
                "causal": (extent - 1, 0)}
        found = [*pads[settings.padding], *found]
    return found


def convolution(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """functional.conv2d, the image padded first."""
    settings: Any = node.settings
    weight, x = network.of(node, "weight"), ports["in"][0]
    assert weight is not None
    weight = weight.flip((2, 3)) if settings.flipped else weight
    padded = functional.pad(x, _margins(x.shape[2:], (settings.height, settings.width), settings, settings.dilation))
    return FUNCTIONS[settings.activation](functional.conv2d(
        padded, weight, network.of(node, "bias"), settings.stride, 0, settings.dilation, settings.groups))


def convolution_1d(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """functional.conv1d along the steps."""
    settings: Any = node.settings
    weight, x = network.of(node, "weight"), channels_second(ports["in"][0])
    assert weight is not None
    weight = weight.flip(2) if settings.flipped else weight
    padded = functional.pad(x, _margins(x.shape[2:], (settings.size,), settings, settings.dilation))
    return FUNCTIONS[settings.activation](channels_second(functional.conv1d(
        padded, weight, network.of(node, "bias"), settings.stride, 0, settings.dilation, settings.groups)))


def transposed_convolution(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """functional.conv_transpose2d"""
    settings: Any = node.settings
    weight = network.of(node, "weight")
    assert weight is not None
    return FUNCTIONS[settings.activation](functional.conv_transpose2d(
        ports["in"][0], weight, network.of(node, "bias"), settings.stride, settings.margin, settings.extra,
        settings.groups, settings.dilation))


def _padded(x: Tensor, settings: Any, value: float) -> Tensor:
    axes = x.ndim - 2
    return functional.pad(x, _margins(x.shape[2:], (settings.size,) * axes, settings, 1), value=value)


def max_pooling(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """functional.max_pool1d or 2d; padding never wins."""
    settings: Any = node.settings
    x = channels_second(ports["in"][0])
    pool = functional.max_pool1d if x.ndim == 3 else functional.max_pool2d
    return channels_second(pool(_padded(x, settings, -torch.inf), settings.size, settings.stride))


def average_pooling(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """functional.avg_pool1d or 2d; where padding does not count, over the share of the window that lies inside."""
    settings: Any = node.settings
    x = channels_second(ports["in"][0])
    pool = functional.avg_pool1d if x.ndim == 3 else functional.avg_pool2d
    mean = pool(_padded(x, settings, 0.0), settings.size, settings.stride)
    if not settings.counts_padding:
        mean = mean / pool(_padded(torch.ones_like(x), settings, 0.0), settings.size, settings.stride)
    return channels_second(mean)


def global_pooling(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """Adaptive pooling to one cell."""
    settings: Any = node.settings
    x = channels_second(ports["in"][0])
    pools = {("average", 3): functional.adaptive_avg_pool1d, ("average", 4): functional.adaptive_avg_pool2d,
             ("max", 3): functional.adaptive_max_pool1d, ("max", 4): functional.adaptive_max_pool2d}
    return pools[settings.function, x.ndim](x, 1).flatten(1)


def flatten(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """Tensor.flatten"""
    return ports["in"][0].flatten(1)


def reshape(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """Tensor.reshape"""
    settings: Any = node.settings
    return ports["in"][0].reshape(-1, *settings.shape)


def up_sampling(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """functional.interpolate"""
    settings: Any = node.settings
    return functional.interpolate(ports["in"][0], scale_factor=settings.factor, mode=settings.mode)


def padding(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """functional.pad"""
    settings: Any = node.settings
    mode = {"value": "constant", "edge": "replicate", "reflect": "reflect", "wrap": "circular"}[settings.border]
    return functional.pad(ports["in"][0], [settings.left, settings.right, settings.top, settings.bottom], mode)
