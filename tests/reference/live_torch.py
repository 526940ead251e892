"""Random networks over all kinds, in nnsim and in PyTorch: every node's output, the loss and every gradient agree.

`python -m tests.reference.live_torch [--count N] [--first SEED]` with a Python that has torch (and what nnsim's core
needs: NumPy, msgspec, threadpoolctl) compares and says how far apart they were. The tests do it where torch is there;
nnsim itself never needs it. Where cells are equal but for rounding, their maximum may go back to another one in
PyTorch; the first 500 networks have no such place.
"""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from nnsim import catalog
from nnsim.document import Document
from nnsim.program import Executor, Program, Trainer
from tests.reference.live.random_networks import network
from tests.reference.live.torch_network import TorchNetwork

TOLERANCE = 1e-9
FLOOR = 1e-4
"""An array that lies below this share of the largest of its like is held against that share: it may be rounding alone.
"""
TINY = 1e-7
"""Below this, where nothing of its like is larger, a number is held to 10⁻¹⁶."""


@dataclass
class Comparison:
    """How far nnsim and PyTorch are apart on a network, relative: by output of a node, by loss, by gradient."""

    seed: int
    kinds: Counter[str]
    outputs: dict[str, float] = field(default_factory=dict)
    losses: dict[str, float] = field(default_factory=dict)
    gradients: dict[str, float] = field(default_factory=dict)

    @property
    def worst(self) -> tuple[float, str]:
        """The largest difference, and where it is."""
        every = {f"{of} {name}": off for of in ("outputs", "losses", "gradients")
                 for name, off in getattr(self, of).items()}
        return max((off, name) for name, off in every.items())


def compare(seed: int) -> Comparison:
    """A random network in the first training step, and in use."""
    document = network(seed)
    found = Comparison(seed, Counter(node.kind for node in document.network.nodes))
    reference = TorchNetwork(document)
    trainer = Trainer(document, keep=True)
    x, y = torch.tensor(trainer.data.x_train), torch.tensor(trainer.data.y_train)
    with torch.no_grad():
        used = reference.loss(x, y, training=False)
    found.losses["in use"] = apart(trainer.evaluate()[0], used.numpy())
    loss = reference.loss(x, y, training=True)
    for values in reference.made.values():
        if values.requires_grad:
            values.retain_grad()
    loss.backward()
    executor = trainer.begin()
    executor.run("forward", "loss", "backward")
    found.losses["in training"] = apart(trainer.loss(executor), loss.detach().numpy())
    _compare_outputs(found, document, reference, trainer.program, executor)
    expected = {path: np.zeros(values.shape) if values.grad is None else values.grad.numpy()
                for path, values in reference.trained.items()}
    largest = max(float(np.abs(each).max(initial=0.0)) for each in expected.values())
    for path, wanted in expected.items():
        found.gradients[path] = apart(_gradient(trainer, executor, document, path), wanted, FLOOR * largest)
    return found


def _compare_outputs(
    found: Comparison, document: Document, reference: TorchNetwork, program: Program, executor: Executor,
) -> None:
    """What every node gave on, and the gradient that came back to it.

    No gradient is computed for some (a loss takes in the activation before it); what several nodes share has one alone.
    """
    shared = Counter(slots.output for slots in program.nodes.values())
    same = Counter(id(values) for values in reference.made.values())
    sizes = [float(values.detach().abs().max()) for values in reference.made.values()]
    slopes = {node: values.grad for node, values in reference.made.items()
              if values.requires_grad and values.grad is not None}
    steepest = max(float(each.abs().max()) for each in slopes.values())
    for node, slots in program.nodes.items():
        if node not in reference.made or document.network.node(node).kind == "loss":
            continue
        own = slice(slots.start, slots.stop) if len(slots.shape) == 1 else slice(None)
        made = reference.made[node].detach().numpy()
        found.outputs[node] = apart(executor.value(slots.output)[:, own], made, FLOOR * max(sizes))
        slope = program.gradient_of(slots.output)
        alone = shared[slots.output] == same[id(reference.made[node])] == 1
        if slope is not None and node in slopes and alone:
            found.gradients[f"of {node}"] = apart(
                executor.value(slope)[:, own], slopes[node].numpy(), FLOOR * steepest)


def _gradient(trainer: Trainer, executor: Executor, document: Document, path: str) -> np.ndarray:
    placement = trainer.program.placements.get(path)
    slot = None if placement is None else trainer.program.gradient_of(placement.slot)
    if placement is None or slot is None:
        return np.zeros(document.state.parameters[path].shape)
    whole = executor.value(slot)
    return np.array(whole if placement.index is None else whole[placement.index]).reshape(placement.shape)


def apart(got: Any, expected: Any, floor: float = 0.0) -> float:
    """The largest difference, relative to the largest number that is expected (or to a floor, if that is larger)."""
    got, expected = np.asarray(got, float), np.asarray(expected, float)
    assert got.shape == expected.shape, f"{got.shape} for {expected.shape}"
    off, largest = (float(np.abs(each).max(initial=0.0)) for each in (got - expected, expected))
    return 0.0 if off == 0 else off / max(largest, floor, TINY)


def prepare() -> None:
    """float64 on one thread, as the golden numbers are made."""
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="how many networks (500)")
    parser.add_argument("--first", type=int, default=0, help="the first one's seed (0)")
    options = parser.parse_args()
    prepare()
    kinds: Counter[str] = Counter()
    worst, beyond = (0.0, "nothing"), 0
    for seed in range(options.first, options.first + options.count):
        found = compare(seed)
        kinds += found.kinds
        off, where = found.worst
        worst = max(worst, (off, f"seed {seed}, {where}"))
        if not off <= TOLERANCE:
            beyond += 1
            sys.stdout.write(f"seed {seed}: {where} is {off:.2e} apart\n")
    missing = {kind.id for kind in catalog.kinds()} - set(kinds)
    sys.stdout.write(f"{options.count} networks, {sum(kinds.values())} nodes of {len(kinds)} kinds with PyTorch "
                     f"{torch.__version__}: {beyond} beyond {TOLERANCE:.0e}; the largest difference is {worst[0]:.2e} "
                     f"({worst[1]})\n")
    if missing:
        sys.stdout.write(f"not among them: {', '.join(sorted(missing))}\n")
    return int(beyond > 0)


if __name__ == "__main__":
    sys.exit(main())
