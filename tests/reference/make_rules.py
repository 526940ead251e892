"""Makes the golden numbers of learning rules from PyTorch (float64): run it with a Python that has torch.

`python tests/reference/make_rules.py` writes `rules.json` beside it: ten steps of every rule on a 3-4-2 network, with
PyTorch's default settings, with others, and with penalties.

Where nnsim differs from PyTorch on purpose:

* L1 and L2 act on weights, not on biases; torch's weight_decay acts on all that it is given. The weight decay that a
  rule has of its own (AdamW, Lion) acts on all parameters, as torch's.
* What is frozen does not decay either.
* The defaults of our own rules may differ: gradient descent and momentum have a learning rate of 0.1 and Adam of 0.01,
  which suit networks of a few neurons; all others have torch's (Lion its paper's).
* Rprop's first step size lies within its bounds from the first step on, as in torch.
"""

import json
import random
from typing import Any

import torch
from make_golden import HERE, finished, with_answers
from optimizers import defaults

FIRST = {"gradient_descent": {"learning_rate": 0.1}, "momentum": {"learning_rate": 0.1, "momentum": 0.9},
         "nesterov": {"learning_rate": 0.1, "momentum": 0.9}} | defaults()
OTHERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("gradient_descent", {"learning_rate": 0.3}),
    ("momentum", {"learning_rate": 0.05, "momentum": 0.5}),
    ("nesterov", {"learning_rate": 0.05, "momentum": 0.5}),
    ("adagrad", {"learning_rate": 0.2, "epsilon": 1e-3}),
    ("rmsprop", {"learning_rate": 0.05, "decay": 0.8, "epsilon": 1e-3, "centered": True, "momentum": 0.0}),
    ("rmsprop", {"learning_rate": 0.03, "decay": 0.9, "epsilon": 1e-3, "centered": True, "momentum": 0.7}),
    ("rmsprop", {"learning_rate": 0.03, "decay": 0.9, "epsilon": 1e-3, "centered": False, "momentum": 0.7}),
    ("adadelta", {"learning_rate": 0.7, "decay": 0.6, "epsilon": 1e-2}),
    ("adam", {"learning_rate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
    ("adam", {"learning_rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
    ("adam", {"learning_rate": 0.01, "beta1": 0.7, "beta2": 0.95, "epsilon": 1e-3}),
    ("adamw", {"learning_rate": 0.05, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-4, "weight_decay": 0.3}),
    ("nadam", {"learning_rate": 0.05, "beta1": 0.7, "beta2": 0.95, "epsilon": 1e-4, "momentum_decay": 0.1}),
    ("lion", {"learning_rate": 0.03, "beta1": 0.6, "beta2": 0.8, "weight_decay": 0.2}),
    ("rprop", {"learning_rate": 0.3, "rise": 1.5, "fall": 0.3, "smallest": 0.05, "largest": 0.5}),
    ("rprop", {"learning_rate": 2.0, "rise": 2.0, "fall": 0.5, "smallest": 1e-6, "largest": 1.0}),
)


def rules() -> list[dict[str, Any]]:
    """Ten steps of every rule."""
    plain, both = (0.0, 0.0), (0.01, 0.03)
    wanted = [(rule, settings, penalties) for rule, settings in FIRST.items() for penalties in (plain, both)]
    wanted += [(rule, settings, (0.0, 0.0)) for rule, settings in OTHERS]
    wanted += [("adam", FIRST["adam"], penalties) for penalties in ((0.02, 0.0), (0.0, 0.05))]
    return [_ten_steps(number, *each) for number, each in enumerate(wanted)]


def _ten_steps(seed: int, rule: str, settings: dict[str, Any], penalties: tuple[float, float]) -> dict[str, Any]:
    drawn = random.Random(seed)
    nodes = [
        {"id": "input", "kind": "input", "columns": [0, 1, 2]},
        {"id": "hidden", "kind": "dense", "units": 4, "activation": "tanh", "bias": True, "links": [["input", None]]},
        {"id": "last", "kind": "dense", "units": 2, "activation": "sigmoid", "bias": True, "links": [["hidden", None]]},
        {"id": "output", "kind": "output", "links": [["last", None]]},
    ]
    plan = finished(nodes, drawn, "binary_cross_entropy", "stable", samples=6)
    plan |= {"rule": rule, "settings": settings, "l1": penalties[0], "l2": penalties[1], "steps": 10}
    return with_answers(plan)


def main() -> None:
    """Writes the file."""
    text = json.dumps({"torch": torch.__version__, "cases": rules()}, separators=(",", ":"))
    (HERE / "rules.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
