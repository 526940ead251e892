"""Makes the golden numbers of whole networks that combine, normalize, drop and design, from PyTorch (float64).

`python tests/reference/make_combined.py` writes `combined.json` beside it; it needs torch, the tests do not.

Each case is a random network of these kinds on vectors, sequences or images: its first prediction, loss and gradients,
five steps of gradient descent with their losses, and then its parameters, running statistics and the loss in use.
Dropout and noise are drawn as nnsim draws them, from (seed, training step, place). Where nnsim differs from PyTorch on
purpose: rules pass a gradient of 0 (torch has no such layer), and the slope of |x| at 0 is 0 in both.
"""

import json
import random
import zlib
from math import prod
from pathlib import Path
from typing import Any

import numpy
import torch
from make_golden import gauss, listed
from torch import Tensor
from torch.nn import functional

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
STEPS, RATE, SEED = 5, 0.05, 0
VECTOR = ("dense", "dense", "add", "multiply", "concatenate", "split", "batch_normalization", "layer_normalization",
          "group_normalization", "dropout", "noise", "features", "rules")
SHAPED = ("add", "multiply", "concatenate", "split", "batch_normalization", "layer_normalization",
          "group_normalization", "dropout", "noise")
Shape = tuple[int, ...]


def drawn(place: str, step: int, shape: Shape, normal: bool) -> Tensor:
    """What nnsim draws for a place in a training step."""
    bits = numpy.random.Philox(key=[SEED, zlib.crc32(place.encode())], counter=[0, 0, 0, step])
    generator = numpy.random.Generator(bits)
    return torch.tensor(generator.normal(size=shape) if normal else generator.random(shape))


class Net:
    """A network with its parameters and running statistics."""

    def __init__(self, nodes: list[dict[str, Any]], parameters: dict[str, Any]) -> None:
        self.nodes = nodes
        self.values = {path: torch.tensor(values) for path, values in parameters.items()}
        self.trained = {path: values.requires_grad_() for path, values in self.values.items() if "running" not in path}

    def predict(self, x: Tensor, step: int, training: bool) -> Tensor:
        """The output for a batch in a training step, or in use."""
        made: dict[str, Tensor] = {}
        for node in self.nodes:
            inputs = [made[source] for source in node["links"]]
            made[node["id"]] = x.reshape(-1, *node["shape"]) if node["kind"] == "input" else getattr(
                self, node["kind"])(node, inputs, step, training)
        return made[self.nodes[-1]["id"]]

    def of(self, node: dict[str, Any], name: str) -> Tensor | None:
        """A parameter of a node, if it has it."""
        return self.values.get(f"{node['id']}/{name}")

    def dense(self, node: dict[str, Any], inputs: list[Tensor], step: int, training: bool) -> Tensor:
        """tanh(W x + b)"""
        return torch.tanh(functional.linear(inputs[0], self.of(node, "weight"), self.of(node, "bias")))

    def add(self, node: dict[str, Any], inputs: list[Tensor], step: int, training: bool) -> Tensor:
        """a + b + …"""
        return torch.stack(inputs).sum(0)

    def multiply(self, node: dict[str, Any], inputs: list[Tensor], step: int, training: bool) -> Tensor:
        """a · b · …"""
        return torch.stack(inputs).prod(0)

    def concatenate(self, node: dict[str, Any], inputs: list[Tensor], step: int, training: bool) -> Tensor:
        """[a, b, …]"""
        return torch.cat(inputs, node["axis"])

    def split(self, node: dict[str, Any], inputs: list[Tensor], step: int, training: bool) -> Tensor:
        """x[first … last]"""
        settings = node["settings"]
        return inputs[0].narrow(node["axis"], settings["first"] - 1, settings["last"] - settings["first"] + 1)

    def batch_normalization(self, node: dict[str, Any], inputs: list[Tensor], step: int, training: bool) -> Tensor:
        """functional.batch_norm, a sequence's features as channels"""
        settings, x = node["settings"], inputs[0]
        whole = x.transpose(1, 2) if x.ndim == 3 else x
        made = functional.batch_norm(
            whole, self.of(node, "running_mean"), self.of(node, "running_variance"), self.of(node, "scale"),
            self.of(node, "shift"), training, settings["momentum"], settings["epsilon"])
        return made.transpose(1, 2) if x.ndim == 3 else made

    def layer_normalization(self, node: dict[str, Any], inputs: list[Tensor], step: int, training: bool) -> Tensor:
        """functional.layer_norm over a step's features, or over the whole sample"""
        settings, x = node["settings"], inputs[0]
        together = x.shape[2:] if x.ndim == 3 and settings["over"] == "features" else x.shape[1:]
        return functional.layer_norm(x, together, self.of(node, "scale"), self.of(node, "shift"), settings["epsilon"])

    def group_normalization(self, node: dict[str, Any], inputs: list[Tensor], step: int, training: bool) -> Tensor:
        """functional.group_norm, a sequence's features as channels"""
        settings, x = node["settings"], inputs[0]
        whole = x.transpose(1, 2) if x.ndim == 3 else x
        made = functional.group_norm(
            whole, settings["groups"], self.of(node, "scale"), self.of(node, "shift"), settings["epsilon"])
        return made.transpose(1, 2) if x.ndim == 3 else made

    def dropout(self, node: dict[str, Any], inputs: list[Tensor], step: int, training: bool) -> Tensor:
        """h · k"""
        rate, x = node["settings"]["rate"], inputs[0]
        even = drawn(f"{node['id']}/mask", step, tuple(x.shape), normal=False)
        return x * (even >= rate) / (1 - rate) if training else x

    def noise(self, node: dict[str, Any], inputs: list[Tensor], step: int, training: bool) -> Tensor:
        """h + σ ε"""
        x = inputs[0]
        normal = drawn(f"{node['id']}/noise", step, tuple(x.shape), normal=True)
        return x + node["settings"]["deviation"] * normal if training else x

    def features(self, node: dict[str, Any], inputs: list[Tensor], step: int, training: bool) -> Tensor:
        """x_i^a x_j^b, sin x, cos x, |x|"""
        x, columns = inputs[0], []
        for feature in node["settings"]["features"]:
            if feature["type"] == "shaped":
                columns.append(getattr(torch, feature["function"])(x[:, feature["input"]]))
            else:
                columns.append(torch.stack([x[:, i] ** power for i, power in feature["powers"]]).prod(0))
        return torch.stack(columns, 1)

    def rules(self, node: dict[str, Any], inputs: list[Tensor], step: int, training: bool) -> Tensor:
        """The value of the first rule that holds"""
        x, settings = inputs[0].detach(), node["settings"]
        made = torch.full((len(x), 1), settings["otherwise"])
        compare = {">": torch.gt, "≥": torch.ge, "<": torch.lt, "≤": torch.le}
        for rule in reversed(settings["rules"]):
            holds = torch.ones(len(x), dtype=torch.bool)
            for each in rule["conditions"]:
                holds &= compare[each["comparison"]](x[:, each["input"]], torch.tensor(each["threshold"]))
            made[holds] = rule["value"]
        return made


class Sketch:
    """A random network while it is drawn: nodes, the shapes of their outputs, and their parameters."""

    def __init__(self, random_: random.Random, shape: Shape) -> None:
        self.random = random_
        self.nodes: list[dict[str, Any]] = [{"id": "input1", "kind": "input", "shape": shape, "links": []}]
        self.shapes: dict[str, Shape] = {"input1": shape}
        self.parameters: dict[str, Any] = {}

    def add(self, kind: str) -> None:
        """One more node behind the last one, where that can be."""
        source = self.nodes[-1]["id"]
        shape = self.shapes[source]
        node: dict[str, Any] = {"kind": kind, "links": [source], "settings": {}}
        node["id"] = f"{kind}{1 + sum(each['kind'] == kind for each in self.nodes)}"
        made = getattr(self, f"_{kind}")(node, shape)
        if made is not None:
            self.nodes.append(node)
            self.shapes[node["id"]] = made

    def give(self, node: dict[str, Any], **shapes: Shape) -> None:
        """Draws parameters."""
        for name, shape in shapes.items():
            values = torch.tensor([gauss(self.random) for _ in range(prod(shape))]).reshape(shape)
            values = values.abs() + 0.5 if name == "running_variance" else values
            self.parameters[f"{node['id']}/{name}"] = listed(values)

    def others(self, shape: Shape) -> list[str]:
        """Earlier nodes with outputs of a shape."""
        return [name for name, its in self.shapes.items() if its == shape and name != self.nodes[-1]["id"]]

    def _dense(self, node: dict[str, Any], shape: Shape) -> Shape:
        units = self.random.randint(2, 4)
        node["settings"] = {"units": units, "activation": "tanh"}
        self.give(node, weight=(units, shape[-1]), bias=(units,))
        return (*shape[:-1], units)

    def _add(self, node: dict[str, Any], shape: Shape) -> Shape | None:
        found = self.others(shape)
        node["links"] += self.random.sample(found, self.random.randint(1, min(2, len(found)))) if found else []
        return shape if found else None

    _multiply = _add

    def _concatenate(self, node: dict[str, Any], shape: Shape) -> Shape | None:
        along = self.random.choice({1: ["units"], 2: ["units", "steps"], 3: ["units", "rows", "columns"]}[len(shape)])
        axis = axis_of(along, shape)
        alike = [name for name, its in self.shapes.items() if len(its) == len(shape) and name != self.nodes[-1]["id"]
                 and its[:axis] + its[axis + 1:] == shape[:axis] + shape[axis + 1:]]
        if not alike:
            return None
        other = self.random.choice(alike)
        node["links"].append(other)
        node["settings"], node["axis"] = {"along": along}, axis + 1
        return (*shape[:axis], shape[axis] + self.shapes[other][axis], *shape[axis + 1:])

    def _split(self, node: dict[str, Any], shape: Shape) -> Shape | None:
        along = self.random.choice({1: ["units"], 2: ["units", "steps"], 3: ["units", "rows", "columns"]}[len(shape)])
        axis = axis_of(along, shape)
        if shape[axis] < 3:
            return None
        first = self.random.randint(1, shape[axis] - 1)
        last = self.random.randint(first + 1, shape[axis])
        node["settings"], node["axis"] = {"along": along, "first": first, "last": last}, axis + 1
        return (*shape[:axis], last - first + 1, *shape[axis + 1:])

    def _batch_normalization(self, node: dict[str, Any], shape: Shape) -> Shape:
        node["settings"] = {"momentum": self.random.choice([0.1, 0.3]), "epsilon": 1e-5,
                            "affine": self.random.random() < 0.8}
        channels = (shape[axis_of("units", shape)],)
        self.give(node, running_mean=channels, running_variance=channels)
        if node["settings"]["affine"]:
            self.give(node, scale=channels, shift=channels)
        return shape

    def _layer_normalization(self, node: dict[str, Any], shape: Shape) -> Shape:
        over = self.random.choice(["features", "sample"])
        node["settings"] = {"over": over, "epsilon": 1e-3, "affine": self.random.random() < 0.8}
        together = shape[1:] if len(shape) == 2 and over == "features" else shape
        if node["settings"]["affine"]:
            self.give(node, scale=together, shift=together)
        return shape

    def _group_normalization(self, node: dict[str, Any], shape: Shape) -> Shape:
        channels = shape[axis_of("units", shape)]
        groups = self.random.choice([each for each in range(1, channels + 1)
                                     if channels % each == 0 and prod(shape) > each])
        node["settings"] = {"groups": groups, "epsilon": 1e-3, "affine": self.random.random() < 0.8}
        if node["settings"]["affine"]:
            self.give(node, scale=(channels,), shift=(channels,))
        return shape

    def _dropout(self, node: dict[str, Any], shape: Shape) -> Shape:
        node["settings"] = {"rate": self.random.choice([0.0, 0.25, 0.5])}
        return shape

    def _noise(self, node: dict[str, Any], shape: Shape) -> Shape:
        node["settings"] = {"deviation": self.random.choice([0.0, 0.2])}
        return shape

    def _features(self, node: dict[str, Any], shape: Shape) -> Shape:
        chosen: list[dict[str, Any]] = [{"type": "power", "powers": [[0, 2]]}]
        if shape[0] > 1:
            chosen.append({"type": "power", "powers": [[0, 1], [shape[0] - 1, self.random.randint(1, 3)]]})
        chosen += [{"type": "shaped", "function": function, "input": self.random.randrange(shape[0])}
                   for function in ("sin", "cos", "abs")]
        node["settings"] = {"features": chosen}
        return (len(chosen),)

    def _rules(self, node: dict[str, Any], shape: Shape) -> Shape | None:
        if len(self.nodes) > 2:
            return None  # nothing could be learned before it
        node["settings"] = {"rules": [
            {"conditions": [self._condition(sign, shape[0]) for sign in signs], "value": gauss(self.random)}
            for signs in ((">", "<"), ("≥",), ("≤", ">"))], "otherwise": gauss(self.random)}
        return (1,)

    def _condition(self, sign: str, inputs: int) -> dict[str, Any]:
        return {"input": self.random.randrange(inputs), "comparison": sign, "threshold": gauss(self.random)}


def axis_of(along: str, shape: Shape) -> int:
    """The axis of one sample."""
    return {"units": 0 if len(shape) != 2 else 1, "steps": 0, "rows": 1, "columns": 2}[along]


def network(seed: int) -> dict[str, Any]:
    """A random network with data and PyTorch's answers."""
    drawn_ = random.Random(seed)
    shape = drawn_.choice([(3,), (4,), (4,), (3, 2), (2, 4), (2, 3, 2)])
    sketch = Sketch(drawn_, shape)
    for _ in range(drawn_.randint(4, 8)):
        sketch.add(drawn_.choice(VECTOR if len(sketch.shapes[sketch.nodes[-1]["id"]]) == 1 else SHAPED))
    if len(sketch.shapes[sketch.nodes[-1]["id"]]) < 3:
        sketch.add("dense")
    sketch.add("batch_normalization")
    outputs, samples = prod(sketch.shapes[sketch.nodes[-1]["id"]]), drawn_.randint(3, 5)
    x = [[gauss(drawn_) for _ in range(prod(shape))] for _ in range(samples)]
    y = [[gauss(drawn_) for _ in range(outputs)] for _ in range(samples)]
    case = {"nodes": sketch.nodes, "parameters": sketch.parameters, "x": x, "y": y, "rate": RATE, "steps": STEPS}
    return case | {"answers": answers(case)}


def answers(case: dict[str, Any]) -> dict[str, Any]:
    """What PyTorch makes of a case."""
    net, x, y = Net(case["nodes"], case["parameters"]), torch.tensor(case["x"]), torch.tensor(case["y"])
    used = functional.mse_loss(net.predict(x, 0, False).reshape(y.shape), y).item()
    optimizer, losses = torch.optim.SGD(list(net.trained.values()), lr=RATE), []
    first: dict[str, Any] = {}
    for step in range(STEPS):
        optimizer.zero_grad()
        prediction = net.predict(x, step, True)
        loss = functional.mse_loss(prediction.reshape(y.shape), y)
        losses.append(loss.item())
        loss.backward()
        if not first:
            grads = {path: values.grad if values.grad is not None else torch.zeros_like(values)
                     for path, values in net.trained.items()}
            first = {"prediction": listed(prediction), "gradients": {path: listed(g) for path, g in grads.items()}}
        optimizer.step()
    after = functional.mse_loss(net.predict(x, 0, False).reshape(y.shape), y).item()
    return first | {"losses": losses, "used": [used, after],
                    "parameters": {path: listed(values) for path, values in net.values.items()}}


if __name__ == "__main__":
    made = {"torch": torch.__version__, "cases": [network(seed) for seed in range(60)]}
    text = json.dumps(made, separators=(",", ":"))
    (HERE / "combined.json").write_text(text + "\n", encoding="utf-8")
