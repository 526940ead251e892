"""nnsim's losses in PyTorch.

Textbook forms are written out where PyTorch has none on probabilities: logarithms are not below −100, and what divides
is not below 10⁻¹², as in PyTorch's binary cross-entropy.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional


class KeptLogarithm(torch.autograd.Function):
    """ln p of 1 or less, that neither it nor its slope runs away near 0."""

    @staticmethod
    def forward(ctx: Any, p: Tensor) -> Tensor:
        ctx.save_for_backward(p)
        return torch.log(p).clamp(min=-100.0)

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> Tensor:
        return upstream / ctx.saved_tensors[0].clamp(min=1e-12)


JOINED = {"binary_cross_entropy": "sigmoid", "categorical_cross_entropy": "softmax", "kullback_leibler": "softmax"}
PLAIN: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "mse": functional.mse_loss,
    "sse": lambda p, y: 0.5 * functional.mse_loss(p, y, reduction="sum"),
    "mae": functional.l1_loss,
    "binary_cross_entropy": functional.binary_cross_entropy,
    "kullback_leibler": lambda p, y: functional.kl_div(KeptLogarithm.apply(p), y, reduction="batchmean"),
    "hinge": lambda p, y: torch.relu(1.0 - y * p).mean(),
    "squared_hinge": lambda p, y: (torch.relu(1.0 - y * p) ** 2).mean(),
    "perceptron": lambda p, y: torch.relu(-y * p).mean(),
}


def loss_of(settings: Any, prediction: Tensor, sums: Tensor | None, y: Tensor) -> Tensor:
    """The loss of a prediction (or, in its stable form, of the sums before it) and the data's columns or a node."""
    stable = settings.form == "stable" and settings.function in JOINED
    if settings.function == "categorical_cross_entropy":
        assert sums is not None
        return _of_classes(settings, sums, y) if stable else _of_shares(settings, prediction, y)
    y = y.reshape(prediction.shape)
    if settings.function == "huber":
        return functional.huber_loss(prediction, y, delta=settings.bend)
    if not stable:
        return PLAIN[settings.function](prediction, y)
    assert sums is not None
    if settings.function == "binary_cross_entropy":
        return functional.binary_cross_entropy_with_logits(sums, y)
    return functional.kl_div(torch.log_softmax(sums, -1), y, reduction="batchmean")


def _of_classes(settings: Any, z: Tensor, y: Tensor) -> Tensor:
    """functional.cross_entropy of scores; steps whose one-hot row is all 0 are padding."""
    rows, weights = z.reshape(-1, z.shape[-1]), _weights(settings)
    if settings.targets == "numbers":
        return functional.cross_entropy(rows, y.reshape(-1).long(), weights, ignore_index=settings.ignored,
                                        label_smoothing=settings.smoothing)
    shares = y.reshape(rows.shape)
    there = shares.sum(1) > 0
    return functional.cross_entropy(rows[there], shares[there], weights, label_smoothing=settings.smoothing)


def _of_shares(settings: Any, p: Tensor, y: Tensor) -> Tensor:
    """The same of probabilities: −1/N Σ w y ln p, where class numbers count by their weights and one-hot rows alike."""
    rows, weights = p.reshape(-1, p.shape[-1]), _weights(settings)
    weights = torch.ones(rows.shape[1]) if weights is None else weights
    if settings.targets == "numbers":
        labels = y.reshape(-1).long()
        there = labels != settings.ignored
        shares = functional.one_hot(labels[there], rows.shape[1]).to(rows.dtype)
        count = weights[labels[there]].sum()
    else:
        there = y.reshape(rows.shape).sum(1) > 0
        shares = y.reshape(rows.shape)[there]
        count = there.sum()
    smooth = (1.0 - settings.smoothing) * shares + settings.smoothing / rows.shape[1]
    return -(weights * smooth * KeptLogarithm.apply(rows[there])).sum() / count


def _weights(settings: Any) -> Tensor | None:
    return torch.tensor(settings.class_weights) if settings.class_weights else None
