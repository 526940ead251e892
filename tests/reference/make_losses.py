"""Makes the golden numbers of the cross-entropy's settings from PyTorch (float64): run it with a Python that has torch.

`python tests/reference/make_losses.py` writes `losses.json` beside it: a layer w, b of scores for samples, or for the
steps of sequences, its loss and gradients.

* Steps whose one-hot targets are all 0 are padding for nnsim; PyTorch, which would count them, is asked without them.
  As PyTorch has it, class weights weigh the mean of class numbers, but not that of one-hot targets.
* A batch in which nothing counts has the loss 0 (torch: NaN), so it is not asked for.
"""

import json
import random
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

HERE = Path(__file__).parent
IGNORED = -100
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def main() -> None:
    """Writes the file."""
    cases = []
    for number in range(60):
        cases.append(case(random.Random(number)))
    text = json.dumps({"torch": torch.__version__, "cases": cases}, separators=(",", ":"))
    (HERE / "losses.json").write_text(text + "\n", encoding="utf-8")


def case(drawn: random.Random) -> dict[str, Any]:
    """A layer on drawn samples under drawn settings."""
    samples, steps = drawn.randint(1, 4), drawn.randint(0, 3)
    features, classes = drawn.randint(1, 3), drawn.randint(2, 4)
    numbers = drawn.random() < 0.6
    settings = {
        "targets": "numbers" if numbers else "one_hot",
        "ignored": drawn.choice([IGNORED, IGNORED, 0, -1]),
        "smoothing": drawn.choice([0.0, 0.0, 0.1, 0.4]),
        "class_weights": [round(drawn.uniform(0.1, 3.0), 3) for _ in range(classes)] if drawn.random() < 0.5 else [],
    }
    shape = (samples, steps, features) if steps else (samples, features)
    x, w, b = (gauss(drawn, each) for each in (shape, (classes, features), (classes,)))
    pads = settings["ignored"] if numbers else IGNORED
    padding = numbers or steps > 0
    labels = torch.tensor([
        pads if padding and place and drawn.random() < 0.3 else drawn.randrange(1 if pads == 0 else 0, classes)
        for place in range(samples * max(1, steps))
    ])
    loss = function(settings, labels, classes)
    weight, bias = w.clone().requires_grad_(), b.clone().requires_grad_()
    value = loss(functional.linear(x, weight, bias).reshape(-1, classes))
    value.backward()
    y = labels.reshape(samples, -1).to(x.dtype) if numbers else one_hot(labels, classes).reshape(samples, -1)
    return {
        "steps": steps, "settings": settings, "x": x.reshape(samples, -1).tolist(), "y": y.tolist(),
        "weight": w.tolist(), "bias": b.tolist(), "loss": value.item(),
        "gradients": {"weight": weight.grad.tolist(), "bias": bias.grad.tolist()},
    }


def function(settings: dict[str, Any], labels: Tensor, classes: int) -> Any:
    """The loss of scores (rows, classes)."""
    weights = torch.tensor(settings["class_weights"]) if settings["class_weights"] else None
    if settings["targets"] == "numbers":
        return lambda z: functional.cross_entropy(
            z, labels, weights, ignore_index=settings["ignored"], label_smoothing=settings["smoothing"])
    there = labels != IGNORED
    shares = one_hot(labels, classes)[there]
    return lambda z: functional.cross_entropy(z[there], shares, weights, label_smoothing=settings["smoothing"])


def one_hot(labels: Tensor, classes: int) -> Tensor:
    """Rows with a single 1; all 0 where the label is ignored."""
    return torch.stack([
        torch.zeros(classes) if label == IGNORED else torch.eye(classes)[label] for label in labels.tolist()
    ])


def gauss(drawn: random.Random, shape: tuple[int, ...]) -> Tensor:
    """Normal numbers with few digits."""
    count = 1
    for size in shape:
        count *= size
    return torch.tensor([round(drawn.gauss(0.0, 1.0), 3) for _ in range(count)]).reshape(shape)


if __name__ == "__main__":
    main()
