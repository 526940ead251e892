"""Headless training steps against PyTorch eager in the same process: prints the medians and their ratios as JSON.

Run it with a Python that has torch (a peer for measuring; nnsim never depends on it), from the repository's root:
`PYTHONPATH=. python tests/benchmarks/step_time.py`. Without torch only nnsim's own times are printed.
"""

import importlib.util
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnsim import edits
from nnsim.backend import threads_limited_to
from nnsim.catalog import DenseSettings, LossSettings
from nnsim.data import own_table
from nnsim.document import Document
from nnsim.program import Trainer

ROUNDS = 15
SETTLING = 10
"""Steps of each turn that are not measured"""


@dataclass(frozen=True)
class Network:
    """A network of Dense layers, how it learns, in which precision, and how many times faster than eager it must be."""

    name: str
    sizes: tuple[int, ...]
    batch: int
    rule: str
    precision: str
    wanted: float


NETWORKS = (
    Network("2-4-2-1", (2, 4, 2, 1), 10, "gradient_descent", "float64", 10.0),
    Network("7-8-8-8-8-8-8-1", (7, 8, 8, 8, 8, 8, 8, 1), 10, "gradient_descent", "float64", 6.0),
    Network("784-128-64-10", (784, 128, 64, 10), 64, "adam", "float64", 1.5),
    Network("784-128-64-10", (784, 128, 64, 10), 64, "adam", "float32", 1.5),
)


def samples(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """Ten batches of inputs and targets: one-hot classes for several outputs, 0 or 1 for one."""
    random = np.random.default_rng(0)
    count, outputs = 10 * network.batch, network.sizes[-1]
    x = random.normal(size=(count, network.sizes[0]))
    chosen = random.integers(0, max(outputs, 2), count)
    return x, np.eye(outputs)[chosen] if outputs > 1 else chosen[:, None].astype(float)


def document(network: Network) -> Document:
    """The network as a document: tanh inside; sigmoid with MSE, or softmax with cross-entropy, at the end."""
    x, y = samples(network)
    columns = {f"x{k}": column.tolist() for k, column in enumerate(x.T)}
    targets = {f"y{k}": column.tolist() for k, column in enumerate(y.T)}
    drawn = edits.new_document()
    drawn, last = edits.add_node(drawn, "input", (0, 0))
    drawn = edits.choose_data(drawn, own_table("t.csv", {**columns, **targets}, tuple(targets)), len(columns))
    for units in network.sizes[1:-1]:
        drawn, last = _add(drawn, last, units, "tanh")
    several = network.sizes[-1] > 1
    drawn, last = _add(drawn, last, network.sizes[-1], "softmax" if several else "sigmoid")
    drawn, output = edits.add_output(drawn, (0, 0))
    drawn = edits.connect(drawn, last, output)
    drawn = edits.change_settings(drawn, "loss1", LossSettings("categorical_cross_entropy" if several else "mse"))
    drawn = edits.set_rule(drawn, network.rule)
    plan = type(drawn.plan)(drawn.plan.rule, drawn.plan.objectives, "mini", network.batch, precision=network.precision)
    return edits.set_plan(drawn, plan)


def _add(drawn: Document, before: str, units: int, activation: str) -> tuple[Document, str]:
    drawn, node = edits.add_node(drawn, "dense", (0, 0), settings=DenseSettings(units, activation))
    return edits.connect(drawn, before, node), node


@dataclass(frozen=True)
class Contender:
    """A training step, and what must be set before it is measured."""

    prepare: Callable[[], object]
    step: Callable[[], object]


def torch_contender(network: Network, threads: int) -> Contender:
    """The same training step in PyTorch eager, written as its tutorials write it, on so many threads."""
    import torch

    torch.set_default_dtype(getattr(torch, network.precision))
    layers: list[torch.nn.Module] = []
    for inputs, units in zip(network.sizes[:-1], network.sizes[1:], strict=True):
        layers += [torch.nn.Linear(inputs, units), torch.nn.Tanh()]
    several = network.sizes[-1] > 1
    layers[-1:] = [] if several else [torch.nn.Sigmoid()]
    model = torch.nn.Sequential(*layers)
    loss = torch.nn.CrossEntropyLoss() if several else torch.nn.MSELoss()
    optimizers = {"adam": torch.optim.Adam, "gradient_descent": torch.optim.SGD}
    optimizer = optimizers[network.rule](model.parameters(), lr=0.01)
    x, y = (torch.tensor(part, dtype=torch.get_default_dtype()) for part in samples(network))
    at = 0

    def step() -> None:
        nonlocal at, x, y
        if at == 0:
            order = torch.randperm(len(x))
            x, y = x[order], y[order]
        rows = slice(at, at + network.batch)
        at = (at + network.batch) % len(x)
        optimizer.zero_grad()
        loss(model(x[rows]), y[rows]).backward()
        optimizer.step()

    return Contender(lambda: torch.set_num_threads(threads), step)


def microseconds(contenders: dict[str, Contender]) -> dict[str, float]:
    """The median time of a step of each, measured in turns, so that both see the same machine."""
    counts: dict[str, int] = {}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for name, contender in contenders.items():
        _seconds(contender, 30)
        counts[name] = max(5, int(0.1 / (_seconds(contender, 20) / 20)))
    for _ in range(ROUNDS):
        for name, contender in contenders.items():
            times[name].append(_seconds(contender, counts[name]) / counts[name] * 1e6)
    return {name: statistics.median(each) for name, each in times.items()}


def _seconds(contender: Contender, count: int) -> float:
    """The time of so many steps, after some that fill the caches again and wake the threads of whoever takes over."""
    contender.prepare()
    for _ in range(SETTLING):
        contender.step()
    begin = time.perf_counter()
    for _ in range(count):
        contender.step()
    return time.perf_counter() - begin


def main() -> int:
    """Measures and prints; exit code 1 when a ratio is missed with one thread on both sides."""
    has_torch = importlib.util.find_spec("torch") is not None
    report = []
    for network in NETWORKS:
        trainer = Trainer(document(network))
        contenders = {"nnsim": Contender(lambda: None, trainer.step)}
        if has_torch:
            contenders |= {f"torch_{count}": torch_contender(network, count) for count in (1, 2)}
        with threads_limited_to(trainer.threads), np.errstate(all="ignore"):
            measured = microseconds(contenders)
        entry = {"network": network.name, "batch": network.batch, "rule": network.rule,
                 "precision": network.precision, "nnsim_us": round(measured["nnsim"], 1), "threads": trainer.threads}
        if has_torch:
            entry |= {f"torch_us_{count}_threads": round(measured[f"torch_{count}"], 1) for count in (1, 2)}
            entry |= {f"ratio_to_{count}_threads": round(measured[f"torch_{count}"] / measured["nnsim"], 2)
                      for count in (1, 2)}
            entry["wanted"] = network.wanted
        report.append(entry)
    print(json.dumps({"machine": platform.processor() or platform.machine(), "numpy": np.__version__,
                      "steps": report}, indent=2))
    return 1 if any(entry.get("ratio_to_1_threads", 1e9) < entry.get("wanted", 0.0) for entry in report) else 0


if __name__ == "__main__":
    sys.exit(main())
