"""Makes the golden numbers from PyTorch (float64): run it with a Python that has torch; the tests themselves need none.

`python tests/reference/make_golden.py` writes `operations.json` and `networks.json` beside it.

Where nnsim differs from PyTorch on purpose, PyTorch is asked for what nnsim means:

* sign(0) is +1 (torch: 0), as for a perceptron; the slope of step and sign is 0.
* softplus is never replaced by z (torch: above 20, where its slope is then 2·10⁻⁹ too large).
* The losses of margins are written out, since torch's hinge losses are others. A score of exactly 0 is wrong in the
  perceptron criterion (torch's relu: not); no case has one.
* The slope of hard sigmoid is 1/6 (torch's hardsigmoid: the float32 nearest to it, 3·10⁻⁸ more).
* SSE is ½ Σ (ŷ − y)², which torch does not have; MSE is torch's mean over all cells.
* The textbook cross-entropy of probabilities keeps logarithms at −100 or above and divides by p of 10⁻¹² or more, as
  torch's BCELoss does (its 10⁻¹² is a float32 constant, 4·10⁻⁹ less than ours); torch has no categorical one on
  probabilities.
* L1 and L2 act on weights, not on biases; torch's weight_decay acts on all that it is given.
"""

import json
import random
from pathlib import Path
from typing import Any

import torch
from live.torch_functions import FUNCTIONS
from optimizers import OPTIMIZERS
from torch import Tensor
from torch.nn import functional

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

SMOOTH = [name for name in FUNCTIONS if name not in ("step", "sign", "softmax")]


def sse(p: Tensor, y: Tensor) -> Tensor:
    """½ Σ (ŷ − y)²"""
    return 0.5 * ((p - y) ** 2).sum()


def cross_entropy_of_probabilities(p: Tensor, y: Tensor) -> Tensor:
    """−1/N Σ y ln p, written out."""
    return -(y * torch.log(p).clamp(min=-100.0)).sum() / len(p)


def divergence_of_probabilities(p: Tensor, y: Tensor) -> Tensor:
    """KL(y ‖ p), logarithms of p kept as in the cross-entropy."""
    return functional.kl_div(torch.log(p).clamp(min=-100.0), y, reduction="batchmean")


LOSSES = {
    ("mse", "textbook"): functional.mse_loss,
    ("sse", "textbook"): sse,
    ("mae", "textbook"): functional.l1_loss,
    ("huber", "textbook"): functional.huber_loss,
    ("hinge", "textbook"): lambda p, y: torch.relu(1.0 - y * p).mean(),
    ("squared_hinge", "textbook"): lambda p, y: (torch.relu(1.0 - y * p) ** 2).mean(),
    ("perceptron", "textbook"): lambda p, y: torch.relu(-y * p).mean(),
    ("kullback_leibler", "textbook"): divergence_of_probabilities,
    ("binary_cross_entropy", "textbook"): functional.binary_cross_entropy,
    ("categorical_cross_entropy", "textbook"): cross_entropy_of_probabilities,
    ("binary_cross_entropy", "stable"): functional.binary_cross_entropy_with_logits,
    ("categorical_cross_entropy", "stable"): lambda z, y: functional.cross_entropy(z, y),
    ("kullback_leibler", "stable"):
        lambda z, y: functional.kl_div(torch.log_softmax(z, 1), y, reduction="batchmean"),
}
JOINED = {"binary_cross_entropy": "sigmoid", "categorical_cross_entropy": "softmax", "kullback_leibler": "softmax"}
OF_SIDES = ("hinge", "squared_hinge", "perceptron")


def listed(values: Tensor) -> Any:
    """A tensor as nested lists of exact floats."""
    return values.detach().tolist()


def operations() -> list[dict[str, Any]]:
    """Activations, weighted sums and losses: inputs, output, and the gradient of every input."""
    torch.manual_seed(1)
    cases: list[dict[str, Any]] = []
    extreme = torch.tensor([[0.5, -30.0, 3.5], [18.0, -0.25, -90.0], [400.0, -400.0, 37.0], [-6.0, 1e-9, 8.5]])
    for name, function in FUNCTIONS.items():
        for z in (torch.randn(4, 3), 5 * torch.randn(2, 6), extreme):
            cases.append(case("activation", {"function": name}, function, {"z": z}))
    for biased in (True, False):
        x, w, b = torch.randn(5, 4), torch.randn(3, 4), torch.randn(3)
        given = {"x": x, "w": w, "b": b} if biased else {"x": x, "w": w}
        cases.append(case("weighted_sum", {}, functional.linear, given))
    for (name, form), function in LOSSES.items():
        for first, target in loss_inputs(name, form):
            cases.append(case("loss", {"function": name, "form": form}, lambda p, f=function, y=target: f(p, y),
                              {"p": first}, target))
    return cases


def loss_inputs(name: str, form: str) -> list[tuple[Tensor, Tensor]]:
    """What a loss is tried on: ordinary values, and logits that a careless form would lose."""
    if name not in JOINED:
        drawn = [(torch.randn(4, 3), torch.randn(4, 3)), (torch.randn(1, 1), torch.randn(1, 1))]
        return [(p, torch.sign(y)) for p, y in drawn] if name in OF_SIDES else drawn
    extreme = torch.tensor([[700.0, -700.0, 0.0], [-40.0, 40.0, -800.0], [1e-9, -1e-9, 30.0]])
    binary = torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.0, 0.0, 0.0]])
    classes = torch.eye(3)[[1, 0, 2]]
    target, wrong = (binary, 1.0 - binary) if name.startswith("binary") else (classes, classes[[1, 2, 0]])
    ordinary = torch.randn(3, 3)
    if form == "stable":
        return [(ordinary, target), (extreme, target), (extreme, wrong)]
    if name.startswith("binary"):
        certain = torch.tensor([[1.0, 0.0, 1e-9], [0.0, 1.0 - 1e-9, 0.5], [1e-30, 1e-14, 1.0 - 1e-14]])
        return [(torch.sigmoid(ordinary), target), (certain, target), (certain, wrong)]
    return [(torch.softmax(ordinary, 1), target), (torch.softmax(4 * ordinary, 1), wrong)]


def case(kind: str, settings: dict[str, str], function: Any, given: dict[str, Tensor],
         target: Tensor | None = None) -> dict[str, Any]:
    """One operation: the output for these inputs, and gradients for an upstream gradient (1 for a loss)."""
    inputs = {name: values.clone().requires_grad_() for name, values in given.items()}
    output = function(*inputs.values())
    upstream = torch.randn_like(output) if output.ndim else torch.ones(())
    output.backward(upstream)
    return {
        "kind": kind, **settings, "inputs": {name: listed(values) for name, values in given.items()},
        "target": None if target is None else listed(target), "output": listed(output), "upstream": listed(upstream),
        "gradients": {name: listed(values.grad) for name, values in inputs.items()},
    }


class Net:
    """A network described in plain data, run in PyTorch."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.parameters = {path: torch.tensor(values).requires_grad_() for path, values in plan["parameters"].items()}
        self.pruned = {path: torch.tensor(mask) for path, mask in plan["pruned"].items()}
        self.frozen = {path: torch.tensor(mask) for path, mask in plan["frozen"].items()}

    def outputs(self, x: Tensor) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
        """Every node's output and weighted sum, by id."""
        values: dict[str, Tensor] = {}
        sums: dict[str, Tensor] = {}
        for node in self.plan["nodes"]:
            if node["kind"] == "input":
                values[node["id"]] = sums[node["id"]] = x[:, node["columns"]]
                continue
            joined = torch.cat([self.column(values, source, unit) for source, unit in node["links"]], dim=1)
            if node["kind"] != "output":
                sums[node["id"]] = self.weighted(node, joined) if node["kind"] in ("dense", "neuron") else joined
                values[node["id"]] = FUNCTIONS[node["activation"]](sums[node["id"]])
                continue
            values["output"] = joined
            sums["output"] = torch.cat([self.column(sums, source, unit) for source, unit in node["links"]], dim=1)
        return values, sums

    @staticmethod
    def column(values: dict[str, Tensor], source: str, unit: int | None) -> Tensor:
        """All units of a node, or one."""
        return values[source] if unit is None else values[source][:, unit:unit + 1]

    def weighted(self, node: dict[str, Any], x: Tensor) -> Tensor:
        """W x + b over the links that are not pruned."""
        path = f"{node['id']}/weight"
        weight = self.parameters[path]
        if path in self.pruned:
            weight = torch.where(self.pruned[path], torch.zeros_like(weight), weight)
        return functional.linear(x, weight, self.parameters.get(f"{node['id']}/bias"))

    def loss(self, x: Tensor, y: Tensor) -> Tensor:
        """The data loss."""
        values, sums = self.outputs(x)
        name, form = self.plan["loss"], self.plan["form"]
        stable = form == "stable" and (name, "stable") in LOSSES
        function = LOSSES[name, "stable" if stable else "textbook"]
        return function(sums["output"] if stable else values["output"], y)

    def penalty(self) -> Tensor:
        """λ₁ Σ|w| + ½ λ₂ Σ w² over the weights."""
        weights = [values for path, values in self.parameters.items() if path.endswith("/weight")]
        return sum((self.plan["l1"] * w.abs().sum() + 0.5 * self.plan["l2"] * (w * w).sum() for w in weights),
                   torch.zeros(()))

    def train(self, x: Tensor, y: Tensor, steps: int) -> list[float]:
        """So many steps on the whole batch; returns the data losses before each."""
        optimizer = OPTIMIZERS[self.plan["rule"]](list(self.parameters.values()), **self.plan["settings"])
        fixed = [(self.parameters[path], mask) for masks in (self.frozen, self.pruned) for path, mask in masks.items()]
        before = [array.detach().clone() for array, _ in fixed]
        losses = []
        for _ in range(steps):
            optimizer.zero_grad()
            loss = self.loss(x, y)
            losses.append(loss.item())
            (loss + self.penalty()).backward()
            for array in self.parameters.values():
                if array.grad is None:
                    array.grad = torch.zeros_like(array)
            for array, mask in fixed:
                array.grad[mask] = 0.0
            optimizer.step()
            with torch.no_grad():  # a rule with weight decay would move what is frozen
                for (array, mask), kept in zip(fixed, before, strict=True):
                    array[mask] = kept[mask]
        return losses


RULES = (
    ("gradient_descent", {"learning_rate": 0.3}),
    ("momentum", {"learning_rate": 0.1, "momentum": 0.9}),
    ("adam", {"learning_rate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
    ("adam", {"learning_rate": 0.01, "beta1": 0.7, "beta2": 0.95, "epsilon": 1e-3}),
)


def networks(count: int = 200) -> list[dict[str, Any]]:
    """Random networks: layers and free neurons, random links, activations, losses, frozen and pruned weights."""
    return [with_answers(random_network(seed)) for seed in range(count)]


def random_network(seed: int) -> dict[str, Any]:
    """A random acyclic network with data."""
    drawn = random.Random(seed)
    width = drawn.randint(1, 4)
    nodes: list[dict[str, Any]] = [{"id": "n0", "kind": "input", "columns": list(range(width))}]
    units = {"n0": width}
    if drawn.random() < 0.25:
        columns = sorted(drawn.sample(range(width), drawn.randint(1, width)))
        nodes.append({"id": "n1", "kind": "input", "columns": columns})
        units["n1"] = len(columns)
    for _ in range(drawn.randint(1, 8)):
        add_hidden(nodes, units, drawn)
    loss = drawn.choice([*dict.fromkeys(name for name, _ in LOSSES), "mse", *JOINED])
    add_end(nodes, units, drawn, loss)
    plan = finished(nodes, drawn, loss, drawn.choice(["stable", "stable", "textbook"]), drawn.randint(1, 4))
    rule, settings = drawn.choice(RULES)
    penalties = drawn.choice([(0.0, 0.0), (0.0, 0.0), (0.01, 0.0), (0.0, 0.02)])
    return plan | {"rule": rule, "settings": settings, "l1": penalties[0], "l2": penalties[1], "steps": 3}


def add_hidden(nodes: list[dict[str, Any]], units: dict[str, int], drawn: random.Random) -> None:
    """One more node that reads from some of those before it."""
    kind = drawn.choices(["neuron", "dense", "activation"], [6, 3, 1])[0]
    node = {"id": f"n{len(nodes)}", "kind": kind, "links": some_links(units, drawn)}
    functions = SMOOTH + ["sigmoid", "tanh", "tanh", "sigmoid"] + ["step", "sign"] * (drawn.random() < 0.2)
    node["activation"] = drawn.choice(functions + ["softmax"] * (kind != "neuron"))
    if kind == "activation":
        units[node["id"]] = sum(1 if unit is not None else units[source] for source, unit in node["links"])
    else:
        node["bias"] = drawn.random() < 0.8
        units[node["id"]] = 1 if kind == "neuron" else drawn.randint(1, 4)
    node["units"] = units[node["id"]]
    nodes.append(node)


def some_links(units: dict[str, int], drawn: random.Random) -> list[list[Any]]:
    """Links from one to four nodes, the latest more often; now and then from one unit only."""
    names = list(units)
    chosen = {names[-1]} if drawn.random() < 0.7 else set()
    chosen |= set(drawn.sample(names, drawn.randint(1, min(3, len(names)))))
    links: list[list[Any]] = []
    for name in sorted(sorted(chosen), key=lambda each: drawn.random()):
        links.append([name, drawn.randrange(units[name]) if drawn.random() < 0.25 else None])
    return links


def add_end(nodes: list[dict[str, Any]], units: dict[str, int], drawn: random.Random, loss: str) -> None:
    """What computes the prediction, and the output: one layer, or free neurons of one kind side by side."""
    activation = JOINED.get(loss, drawn.choice(["linear", "tanh", "sigmoid"]))
    ends = []
    for _ in range(1 if activation == "softmax" else drawn.choice([1, 1, 2, 3])):
        links = some_links({name: count for name, count in units.items() if name not in ends}, drawn)
        kind = "dense" if activation == "softmax" else drawn.choice(["dense", "neuron"])
        count = 1 if kind == "neuron" else drawn.randint(2, 4) if activation == "softmax" else drawn.randint(1, 3)
        name = f"n{len(nodes)}"
        nodes.append({"id": name, "kind": kind, "units": count, "activation": activation, "bias": True, "links": links})
        units[name] = count
        ends.append(name)
    nodes.append({"id": "output", "kind": "output", "links": [[name, None] for name in ends]})


def finished(nodes: list[dict[str, Any]], drawn: random.Random, loss: str, form: str, samples: int) -> dict[str, Any]:
    """The plan of a network with these nodes: parameters, masks and data drawn."""
    parameters: dict[str, Any] = {}
    units = {node["id"]: len(node["columns"]) if node["kind"] == "input" else node.get("units", 0) for node in nodes}
    frozen: dict[str, Any] = {}
    pruned: dict[str, Any] = {}
    for node in nodes:
        if node["kind"] not in ("dense", "neuron"):
            continue
        inputs = sum(1 if unit is not None else units[source] for source, unit in node["links"])
        path = f"{node['id']}/weight"
        parameters[path] = [[gauss(drawn) for _ in range(inputs)] for _ in range(node["units"])]
        if node["bias"]:
            parameters[f"{node['id']}/bias"] = [gauss(drawn) for _ in range(node["units"])]
        if drawn.random() < 0.2:
            frozen[path] = mask(parameters[path], drawn)
        if drawn.random() < 0.2:
            pruned[path] = mask(parameters[path], drawn)
            parameters[path] = [[0.0 if cut else w for w, cut in zip(*rows, strict=True)]
                                for rows in zip(parameters[path], pruned[path], strict=True)]
        if node["bias"] and drawn.random() < 0.1:
            frozen[f"{node['id']}/bias"] = [True] * node["units"]
    width = len(nodes[0]["columns"])
    outputs = sum(units[source] for source, _ in nodes[-1]["links"])
    x = [[gauss(drawn) for _ in range(width)] for _ in range(samples)]
    y = [targets(drawn, loss, outputs) for _ in range(samples)]
    return {"nodes": nodes, "parameters": parameters, "frozen": frozen, "pruned": pruned, "loss": loss, "form": form,
            "x": x, "y": y}


def gauss(drawn: random.Random) -> float:
    """A normal number with few digits, so that the files stay small."""
    return round(drawn.gauss(0.0, 1.0), 4) or 0.1


def mask(weight: list[list[float]], drawn: random.Random) -> list[list[bool]]:
    """Some cells of a weight."""
    return [[drawn.random() < 0.4 for _ in row] for row in weight]


def targets(drawn: random.Random, loss: str, outputs: int) -> list[float]:
    """What one sample should give: yes or no, a class, or numbers."""
    if loss == "binary_cross_entropy":
        return [float(drawn.randint(0, 1)) for _ in range(outputs)]
    if loss in OF_SIDES:
        return [drawn.choice([-1.0, 1.0]) for _ in range(outputs)]
    if loss == "kullback_leibler":
        shares = [drawn.randint(0, 4) for _ in range(outputs - 1)] + [drawn.randint(1, 4)]
        return [share / sum(shares) for share in shares]
    if loss == "categorical_cross_entropy":
        chosen = drawn.randrange(outputs)
        return [float(k == chosen) for k in range(outputs)]
    return [gauss(drawn) for _ in range(outputs)]


def with_answers(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan with PyTorch's answers: prediction, loss, gradients, and the parameters after its steps."""
    x, y = torch.tensor(plan["x"]), torch.tensor(plan["y"])
    net = Net(plan)
    prediction = net.outputs(x)[0]["output"]
    loss = net.loss(x, y)
    (loss + net.penalty()).backward()
    gradients = {path: listed(torch.zeros_like(values) if values.grad is None else values.grad)
                 for path, values in net.parameters.items()}
    trained = Net(plan)
    losses = trained.train(x, y, plan["steps"])
    return plan | {"answers": {
        "prediction": listed(prediction), "loss": loss.item(), "gradients": gradients, "losses": losses,
        "parameters": {path: listed(values) for path, values in trained.parameters.items()},
    }}


def main() -> None:
    """Writes the files."""
    for name, make in (("operations", operations), ("networks", networks)):
        text = json.dumps({"torch": torch.__version__, "cases": make()}, separators=(",", ":"))
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
