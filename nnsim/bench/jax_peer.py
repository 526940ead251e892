"""JAX with its compiler: one dispatch for each step, and a loop of steps fused into one."""

import importlib
from math import prod
from typing import Any

from nnsim.bench.cases import Case
from nnsim.bench.jax_layers import Apply, Layers
from nnsim.bench.measure import Contender

FUSED_STEPS = 100
"""Steps of a compiled loop; fewer where a batch has many cells, so that a call does not take seconds"""
FUSED_CELLS = 500_000
"""Input cells that a compiled loop reads, at the most"""


def jax_contenders(case: Case) -> dict[str, Contender]:
    """The training step of a case: `jax` dispatched one by one, `jax_fused` in a compiled loop."""
    jax = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    jnp = jax.numpy
    inputs, targets = case.samples()
    x = jnp.asarray(inputs.reshape(len(inputs), *case.input), case.precision)
    y = jnp.asarray(targets, case.precision)
    parameters, applied = _layers(jax, case)
    step = _step(jax, case, applied)
    zero = jax.tree_util.tree_map(jnp.zeros_like, parameters)
    state = parameters, zero, zero, jnp.zeros((), case.precision)
    batches = len(inputs) // case.batch
    steps = min(FUSED_STEPS, -(-FUSED_CELLS // (case.batch * prod(case.input))))
    kept: dict[str, Any] = {"single": state, "fused": state, "at": 0}

    def one(carried: Any, at: Any) -> Any:
        begin = (at % batches) * case.batch
        rows = (jax.lax.dynamic_slice_in_dim(part, begin, case.batch) for part in (x, y))
        return step(carried, *rows), None

    stepped = jax.jit(lambda carried, at: one(carried, at)[0])

    def single() -> None:
        kept["at"] += 1
        kept["single"] = jax.block_until_ready(stepped(kept["single"], kept["at"]))

    looped = jax.jit(lambda carried: jax.lax.scan(one, carried, jnp.arange(steps))[0])

    def fused() -> None:
        kept["fused"] = jax.block_until_ready(looped(kept["fused"]))

    return {"jax": Contender(single), "jax_fused": Contender(fused, steps_per_call=steps)}


def _layers(jax: Any, case: Case) -> tuple[list[Any], list[Apply]]:
    """The parameters of all layers, and what is done with them."""
    layers, shape = Layers(jax, case.precision), case.input
    parameters, applied = [], []
    for layer in case.layers:
        made, apply, shape = layers.made(layer, shape)
        parameters.append(made)
        applied.append(apply)
    return parameters, applied


def _step(jax: Any, case: Case, applied: list[Apply]) -> Any:
    jnp, tree = jax.numpy, jax.tree_util

    def loss(parameters: Any, x: Any, y: Any) -> Any:
        for apply, each in zip(applied, parameters, strict=True):
            x = apply(each, x)
        if case.outputs > 1:
            return -jnp.mean(jnp.sum(jax.nn.log_softmax(x) * y, axis=1))
        return jnp.mean((jax.nn.sigmoid(x) - y) ** 2)

    def step(state: Any, x: Any, y: Any) -> Any:
        parameters, first, second, t = state
        gradient = jax.grad(loss)(parameters, x, y)
        if case.rule == "gradient_descent":
            return tree.tree_map(lambda w, g: w - 0.01 * g, parameters, gradient), first, second, t
        t = t + 1
        first = tree.tree_map(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
        second = tree.tree_map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradient)
        moved = tree.tree_map(
            lambda w, m, v: w - 0.01 * (m / (1 - 0.9 ** t)) / (jnp.sqrt(v / (1 - 0.999 ** t)) + 1e-8),
            parameters, first, second)
        return moved, first, second, t

    return step
