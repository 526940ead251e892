"""Makes the golden numbers of training plans from PyTorch (float64): run it with a Python that has torch.

`python tests/reference/make_plans.py` writes `plans.json` beside it: ten steps of a 3-4-2 network on eight samples, in
batches of three, three and two without shuffling, with schedules, warm-up, clipping, weight decay, means over batches,
and objectives that take turns.

Where nnsim differs from PyTorch on purpose:

* Step, exponential and cosine schedules and the plateau go on at the end of each epoch, one-cycle and warm-up at each
  step. The cosine schedule ends with the plan's last epoch and stays there (torch's goes on as a wave); one-cycle too
  (torch raises an error). One-cycle leaves the momentum alone.
* The plateau looks at the loss on the test set, or on the training set where there is none.
* Weight decay acts on weights, not on biases.
* A mean over batches goes on over the end of an epoch; smaller last batches count like the others.
"""

import json
import random
from collections.abc import Callable
from typing import Any

import torch
from make_golden import HERE, Net, finished
from optimizers import OPTIMIZERS
from torch.nn.utils import clip_grad_norm_, clip_grad_value_
from torch.optim import lr_scheduler

STEPS, BATCH, SAMPLES = 10, 3, 8
PER_EPOCH = -(-SAMPLES // BATCH)
EPOCHS = 4
DESCENT = ("gradient_descent", {"learning_rate": 0.5})
MOMENTUM = ("momentum", {"learning_rate": 0.2, "momentum": 0.9})
ADAM = ("adam", {"learning_rate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8})
PLANS: tuple[tuple[tuple[str, dict[str, Any]], dict[str, Any]], ...] = (
    (DESCENT, {"schedule": ["steps", {"every": 2, "gamma": 0.3}]}),
    (ADAM, {"schedule": ["exponential", {"gamma": 0.6}]}),
    (MOMENTUM, {"schedule": ["cosine", {"end": 0.0}]}),
    (ADAM, {"schedule": ["cosine", {"end": 0.2}], "warm_up": 4}),
    (DESCENT, {"schedule": ["plateau", {"factor": 0.3, "patience": 0, "threshold": 0.5}]}),
    (ADAM, {"schedule": ["plateau", {"factor": 0.5, "patience": 1, "threshold": 0.3}]}),
    (ADAM, {"schedule": ["one_cycle", {"rise": 0.3, "start": 0.04, "end": 4e-6}]}),
    (DESCENT, {"schedule": ["one_cycle", {"rise": 0.6, "start": 0.25, "end": 0.025}]}),
    (ADAM, {"warm_up": 5}),
    (ADAM, {"clip_value": 0.02}),
    (DESCENT, {"clip_norm": 0.1}),
    (ADAM, {"clip_norm": 100.0}),
    (MOMENTUM, {"clip_value": 0.05, "clip_norm": 0.12}),
    (ADAM, {"weight_decay": 0.2, "decay": "decoupled"}),
    (MOMENTUM, {"weight_decay": 0.2, "decay": "decoupled"}),
    (ADAM, {"weight_decay": 0.2, "decay": "coupled"}),
    (MOMENTUM, {"weight_decay": 0.1, "decay": "coupled", "l2": 0.05}),
    (ADAM, {"accumulate": 2}),
    (MOMENTUM, {"accumulate": 3, "clip_norm": 0.1}),
    (ADAM, {"accumulate": 4, "warm_up": 2, "clip_value": 0.03, "weight_decay": 0.1, "decay": "coupled"}),
    (ADAM, {"turns": [[["mse", None]], [["sse", None]]]}),
    (MOMENTUM, {"turns": [[["mse", ["hidden"]]], [["sse", ["last/weight"]]]]}),
    (DESCENT, {"turns": [[["mse", ["hidden"]], ["sse", ["last"]]]]}),
    (ADAM, {"turns": [[["mse", None], ["sse", ["hidden"]]]], "l1": 0.01}),
    (ADAM, {"turns": [[["mse", ["hidden"]]], [["sse", ["hidden", "last"]]]], "accumulate": 2}),
)
LOSSES: dict[str, Callable[..., Any]] = {
    "mse": torch.nn.functional.mse_loss, "sse": lambda p, y: 0.5 * ((p - y) ** 2).sum(),
}


class Training:
    """A described plan in PyTorch, as a careful user would write it."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan, self.net = plan, Net(plan)
        rule, settings = plan["rule"], plan["settings"]
        self.turns: list[list[list[Any]]] = plan.get("turns") or [[["mse", None]]]
        self.optimizers, self.schedulers = [], []
        for turn in self.turns:
            mine = [array for path, array in self.net.parameters.items() if self.changed(turn, path)]
            self.optimizers.append(OPTIMIZERS[rule](mine, **settings))
        self.rates = [settings["learning_rate"]] * len(self.turns)
        if "schedule" in plan:
            self.schedulers = [self.scheduler(*plan["schedule"])]
        if plan.get("warm_up"):
            length = plan["warm_up"]
            self.warm = lr_scheduler.LinearLR(OPTIMIZERS["gradient_descent"]([torch.zeros(1, requires_grad=True)], 1.0),
                                              1.0 / length, 1.0, length - 1)

    @staticmethod
    def changed(turn: list[list[Any]], path: str) -> bool:
        """Whether an objective of this turn changes a parameter."""
        return any(named is None or any(path == n or path.startswith(f"{n}/") for n in named) for _, named in turn)

    def scheduler(self, kind: str, settings: dict[str, Any]) -> Any:
        """PyTorch's schedule, on an optimizer of its own whose learning rate begins at 1: its factor."""
        clock = OPTIMIZERS["gradient_descent"]([torch.zeros(1, requires_grad=True)], 1.0)
        match kind:
            case "steps":
                return lr_scheduler.StepLR(clock, settings["every"], settings["gamma"])
            case "exponential":
                return lr_scheduler.ExponentialLR(clock, settings["gamma"])
            case "cosine":
                return lr_scheduler.CosineAnnealingLR(clock, EPOCHS, settings["end"])
            case "plateau":
                return lr_scheduler.ReduceLROnPlateau(
                    clock, factor=settings["factor"], patience=settings["patience"], threshold=settings["threshold"])
            case _:
                return lr_scheduler.OneCycleLR(
                    clock, 1.0, EPOCHS * PER_EPOCH, pct_start=settings["rise"], cycle_momentum=False,
                    div_factor=1.0 / settings["start"], final_div_factor=settings["start"] / settings["end"])

    def run(self) -> list[float]:
        """Ten steps; the loss of each batch before it is learned from."""
        x, y = torch.tensor(self.plan["x"]), torch.tensor(self.plan["y"])
        count, losses, at = self.plan.get("accumulate", 1), [], 0
        for step in range(STEPS):
            rows, turn = slice(at, at + BATCH), step // count % len(self.turns)
            at = 0 if at + BATCH >= SAMPLES else at + BATCH
            losses.append(self.backward(turn, x[rows], y[rows], count, first=step % count == 0))
            if step % count == count - 1:
                self.update(turn)
                if self.plan.get("warm_up") and turn == len(self.turns) - 1:
                    self.warm.optimizer.step()
                    self.warm.step()
            self.follow(at == 0, x, y)
        return losses

    def backward(self, turn: int, x: Any, y: Any, count: int, first: bool) -> float:
        """Adds the gradients of a turn's objectives, each for its own parameters."""
        mine = self.turns[turn]
        prediction = self.net.outputs(x)[0]["output"]
        losses = [LOSSES[name](prediction, y) for name, _ in mine]
        grown = {path: torch.zeros_like(array) for path, array in self.net.parameters.items()}
        for loss, (_, named) in zip(losses, mine, strict=True):
            for path, array in self.net.parameters.items():
                if self.changed([["", named]], path):
                    grown[path] += torch.autograd.grad(loss, array, retain_graph=True)[0]
        for path, array in self.net.parameters.items():
            if path.endswith("/weight"):
                grown[path] += self.plan.get("l1", 0.0) * array.detach().sign()
                grown[path] += self.plan.get("l2", 0.0) * array.detach()
            array.grad = grown[path] / count + (0.0 if first or array.grad is None else array.grad)
        return float(sum(losses).item())

    def update(self, turn: int) -> None:
        """Clips, decays, and lets the optimizer step."""
        paths = [path for path in self.net.parameters if self.changed(self.turns[turn], path)]
        mine = [self.net.parameters[path] for path in paths]
        if self.plan.get("clip_value"):
            clip_grad_value_(mine, self.plan["clip_value"])
        if self.plan.get("clip_norm"):
            clip_grad_norm_(mine, self.plan["clip_norm"])
        factor = self.factor()
        for group in self.optimizers[turn].param_groups:
            group["lr"] = self.rates[turn] * factor
        for path in paths:
            array, strength = self.net.parameters[path], self.plan.get("weight_decay", 0.0)
            if path.endswith("/weight") and strength:
                if self.plan["decay"] == "coupled":
                    array.grad += strength * array.detach()
                else:
                    with torch.no_grad():
                        array.mul_(1.0 - self.rates[turn] * factor * strength)
        self.optimizers[turn].step()

    def factor(self) -> float:
        """The factor of the learning rate at present."""
        found = [each.optimizer.param_groups[0]["lr"] for each in self.schedulers]
        found += [self.warm.optimizer.param_groups[0]["lr"]] if self.plan.get("warm_up") else []
        product = 1.0
        for each in found:
            product *= float(each)
        return product

    def follow(self, epoch_ended: bool, x: Any, y: Any) -> None:
        """Lets the schedule go on."""
        for each in self.schedulers:
            each.optimizer.step()
            if isinstance(each, lr_scheduler.ReduceLROnPlateau):
                if epoch_ended:
                    each.step(LOSSES["mse"](self.net.outputs(x)[0]["output"], y).item())
            elif epoch_ended or isinstance(each, lr_scheduler.OneCycleLR):
                each.step()


def plans() -> list[dict[str, Any]]:
    """Ten steps of every plan."""
    cases = []
    for number, ((rule, settings), plan) in enumerate(PLANS):
        drawn = random.Random(1000 + number)
        nodes = [
            {"id": "input", "kind": "input", "columns": [0, 1, 2]},
            {"id": "hidden", "kind": "dense", "units": 4, "activation": "tanh", "bias": True,
             "links": [["input", None]]},
            {"id": "last", "kind": "dense", "units": 2, "activation": "tanh", "bias": True,
             "links": [["hidden", None]]},
            {"id": "output", "kind": "output", "links": [["last", None]]},
        ]
        described = finished(nodes, drawn, "mse", "stable", SAMPLES) | {"frozen": {}, "pruned": {}}
        described |= {"rule": rule, "settings": settings, "l1": 0.0, "l2": 0.0, "steps": STEPS, "batch": BATCH,
                      "epochs": EPOCHS, **plan}
        training = Training(described)
        losses = training.run()
        described["answers"] = {
            "losses": losses, "parameters": {path: array.tolist() for path, array in training.net.parameters.items()}}
        cases.append(described)
    return cases


def main() -> None:
    """Writes the file."""
    text = json.dumps({"torch": torch.__version__, "cases": plans()}, separators=(",", ":"))
    (HERE / "plans.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
