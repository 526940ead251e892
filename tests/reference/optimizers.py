"""PyTorch's optimizers by the names and settings of our rules; and Lion, which PyTorch does not have."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.optim import SGD, Adadelta, Adagrad, Adam, AdamW, NAdam, Optimizer, RMSprop, Rprop


class Lion(Optimizer):
    """Algorithm 2 of Chen et al., "Symbolic Discovery of Optimization Algorithms" (2023), line by line."""

    def __init__(self, values: list[Tensor], lr: float, betas: tuple[float, float], weight_decay: float) -> None:
        super().__init__(values, {})
        self.values, self.lr, self.betas, self.weight_decay = values, lr, betas, weight_decay
        self.momenta = [torch.zeros_like(value) for value in values]

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        """update interpolation; update model parameters; update EMA of g"""
        beta1, beta2 = self.betas
        for theta, m in zip(self.values, self.momenta, strict=True):
            g = theta.grad
            c = beta1 * m + (1 - beta1) * g
            theta.copy_(theta - self.lr * (torch.sign(c) + self.weight_decay * theta))
            m.copy_(beta2 * m + (1 - beta2) * g)


def _sgd(values: list[Tensor], learning_rate: float, momentum: float = 0.0) -> Optimizer:
    return SGD(values, lr=learning_rate, momentum=momentum)


def _nesterov(values: list[Tensor], learning_rate: float, momentum: float) -> Optimizer:
    return SGD(values, lr=learning_rate, momentum=momentum, nesterov=True)


def _adagrad(values: list[Tensor], learning_rate: float, epsilon: float) -> Optimizer:
    return Adagrad(values, lr=learning_rate, eps=epsilon)


def _rmsprop(
    values: list[Tensor], learning_rate: float, decay: float, epsilon: float, centered: bool, momentum: float,
) -> Optimizer:
    return RMSprop(values, lr=learning_rate, alpha=decay, eps=epsilon, centered=centered, momentum=momentum)


def _adadelta(values: list[Tensor], learning_rate: float, decay: float, epsilon: float) -> Optimizer:
    return Adadelta(values, lr=learning_rate, rho=decay, eps=epsilon)


def _adam(values: list[Tensor], learning_rate: float, beta1: float, beta2: float, epsilon: float) -> Optimizer:
    return Adam(values, lr=learning_rate, betas=(beta1, beta2), eps=epsilon)


def _adamw(
    values: list[Tensor], learning_rate: float, beta1: float, beta2: float, epsilon: float, weight_decay: float,
) -> Optimizer:
    return AdamW(values, lr=learning_rate, betas=(beta1, beta2), eps=epsilon, weight_decay=weight_decay)


def _nadam(
    values: list[Tensor], learning_rate: float, beta1: float, beta2: float, epsilon: float, momentum_decay: float,
) -> Optimizer:
    return NAdam(values, lr=learning_rate, betas=(beta1, beta2), eps=epsilon, momentum_decay=momentum_decay)


def _lion(
    values: list[Tensor], learning_rate: float, beta1: float, beta2: float, weight_decay: float,
) -> Optimizer:
    return Lion(values, learning_rate, (beta1, beta2), weight_decay)


def _rprop(
    values: list[Tensor], learning_rate: float, rise: float, fall: float, smallest: float, largest: float,
) -> Optimizer:
    return Rprop(values, lr=learning_rate, etas=(fall, rise), step_sizes=(smallest, largest))


OPTIMIZERS: dict[str, Callable[..., Optimizer]] = {
    "gradient_descent": _sgd, "momentum": _sgd, "nesterov": _nesterov, "adagrad": _adagrad, "rmsprop": _rmsprop,
    "adadelta": _adadelta, "adam": _adam, "adamw": _adamw, "nadam": _nadam, "lion": _lion, "rprop": _rprop,
}


def defaults() -> dict[str, dict[str, Any]]:
    """PyTorch's default settings of each optimizer, in the words of our rules; Lion's are those of its paper."""
    made = {name: dict(optimizer([torch.zeros(1)]).defaults) for name, optimizer in (
        ("adagrad", Adagrad), ("rmsprop", RMSprop), ("adadelta", Adadelta), ("adam", Adam), ("adamw", AdamW),
        ("nadam", NAdam), ("rprop", Rprop))}
    of = {name: {"learning_rate": each["lr"]} for name, each in made.items()}
    for name in ("adagrad", "rmsprop", "adadelta", "adam", "adamw", "nadam"):
        of[name]["epsilon"] = made[name]["eps"]
    for name in ("adam", "adamw", "nadam"):
        of[name] |= dict(zip(("beta1", "beta2"), made[name]["betas"], strict=True))
    of["rmsprop"] |= {"decay": made["rmsprop"]["alpha"], "centered": made["rmsprop"]["centered"],
                      "momentum": made["rmsprop"]["momentum"] * 1.0}
    of["adadelta"]["decay"] = made["adadelta"]["rho"]
    of["adamw"]["weight_decay"] = made["adamw"]["weight_decay"]
    of["nadam"]["momentum_decay"] = made["nadam"]["momentum_decay"]
    of["rprop"] |= dict(zip(("fall", "rise"), made["rprop"]["etas"], strict=True))
    of["rprop"] |= dict(zip(("smallest", "largest"), made["rprop"]["step_sizes"], strict=True))
    of["lion"] = {"learning_rate": 1e-4, "beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0}
    return of
