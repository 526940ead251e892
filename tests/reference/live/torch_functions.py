"""Activations in PyTorch, and how PyTorch has the axes of sequences and images."""

import torch
from torch import Tensor
from torch.nn import functional

FUNCTIONS = {
    "step": lambda z: (z >= 0).to(z.dtype) + 0.0 * z,
    "sign": lambda z: 2.0 * (z >= 0).to(z.dtype) - 1.0 + 0.0 * z,
    "linear": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "selu": torch.selu,
    "gelu": functional.gelu,
    "gelu_tanh": lambda z: functional.gelu(z, approximate="tanh"),
    "silu": functional.silu,
    "softplus": lambda z: functional.softplus(z, threshold=700.0),
    "hard_sigmoid": lambda z: functional.relu6(z + 3.0) / 6.0,
    "softmax": lambda z: torch.softmax(z, -1),
}


def channels_second(x: Tensor) -> Tensor:
    """A sequence with its features on axis 1, and back; images and vectors as they are."""
    return x.transpose(1, 2) if x.ndim == 3 else x


def axis_of(along: str, x: Tensor) -> int:
    """The axis of a batch that units, steps, rows or columns have."""
    return {"units": 2 if x.ndim == 3 else 1, "steps": 1, "rows": 2, "columns": 3}[along]
