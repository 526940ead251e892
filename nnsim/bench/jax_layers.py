"""The layers of the benchmark as JAX users write them: parameters, and a function of parameters and input."""

from collections.abc import Callable
from functools import partial
from math import prod, sqrt
from typing import Any

from nnsim.bench.cases import Layer

Apply = Callable[[Any, Any], Any]
Made = tuple[Any, Apply, tuple[int, ...]]
"""Parameters, the function (parameters, x) → output, and the output's shape without the batch."""


class Layers:
    """Makes layers with seeded parameters of one precision; shapes are those of a sample, channels first."""

    def __init__(self, jax: Any, precision: str) -> None:
        self._jax, self._precision = jax, precision
        self._key = jax.random.PRNGKey(0)

    def made(self, layer: Layer, shape: tuple[int, ...]) -> Made:
        """A layer for inputs of this shape; the last softmax is the loss's."""
        match layer.kind:
            case "dense":
                parameters, apply, out = self._dense(layer.units, shape)
            case "conv":
                parameters, apply, out = self._convolution(layer, shape)
            case "max_pool":
                parameters, apply, out = (), partial(self._max_pool, layer.size), (
                    shape[0], shape[1] // layer.size, shape[2] // layer.size)
            case "flatten":
                parameters, apply, out = (), lambda _, x: x.reshape(len(x), -1), (prod(shape),)
            case "lstm" | "gru":
                parameters, apply, out = self._recurrent(layer, shape)
            case "encoder":
                parameters, apply, out = self._encoder(layer, shape)
            case _:
                raise ValueError(layer.kind)
        activation = {"tanh": self._jax.numpy.tanh, "relu": self._jax.nn.relu, "sigmoid": self._jax.nn.sigmoid}.get(
            layer.activation)
        if activation is None:
            return parameters, apply, out
        return parameters, lambda p, x: activation(apply(p, x)), out

    def _weights(self, *shape: int) -> Any:
        self._key, drawn = self._jax.random.split(self._key)
        return self._jax.random.normal(drawn, shape, self._precision) * (1.0 / prod(shape[1:])) ** 0.5

    def _zeros(self, *shape: int) -> Any:
        return self._jax.numpy.zeros(shape, self._precision)

    def _dense(self, units: int, shape: tuple[int, ...]) -> Made:
        parameters = self._weights(units, shape[-1]), self._zeros(units)
        return parameters, lambda p, x: x @ p[0].T + p[1], (*shape[:-1], units)

    def _convolution(self, layer: Layer, shape: tuple[int, ...]) -> Made:
        parameters = self._weights(layer.units, shape[0], layer.size, layer.size), self._zeros(layer.units)

        def apply(p: Any, x: Any) -> Any:
            return self._jax.lax.conv_general_dilated(x, p[0], (1, 1), "SAME") + p[1][:, None, None]

        return parameters, apply, (layer.units, *shape[1:])

    def _max_pool(self, size: int, _: Any, x: Any) -> Any:
        window = (1, 1, size, size)
        return self._jax.lax.reduce_window(x, -self._jax.numpy.inf, self._jax.lax.max, window, window, "VALID")

    def _recurrent(self, layer: Layer, shape: tuple[int, ...]) -> Made:
        """The last hidden state; all inputs' weighted sums in one product, the time steps in a scan."""
        blocks, units = {"lstm": 4, "gru": 3}[layer.kind], layer.units
        parameters = (self._weights(blocks * units, shape[1]), self._weights(blocks * units, units),
                      self._zeros(blocks * units), self._zeros(blocks * units))
        step = self._lstm_step if layer.kind == "lstm" else self._gru_step

        def apply(p: Any, x: Any) -> Any:
            sums = (x @ p[0].T + p[2]).swapaxes(0, 1)
            zero = self._zeros(len(x), units)
            begin = (zero, zero) if layer.kind == "lstm" else (zero,)
            return self._jax.lax.scan(partial(step, p), begin, sums)[0][0]

        return parameters, apply, (units,)

    def _lstm_step(self, p: Any, states: Any, from_input: Any) -> Any:
        jnp, sigmoid = self._jax.numpy, self._jax.nn.sigmoid
        hidden, cell = states
        write, keep, candidate, show = jnp.split(from_input + hidden @ p[1].T + p[3], 4, axis=1)
        cell = sigmoid(keep) * cell + sigmoid(write) * jnp.tanh(candidate)
        return (sigmoid(show) * jnp.tanh(cell), cell), None

    def _gru_step(self, p: Any, states: Any, from_input: Any) -> Any:
        jnp, sigmoid = self._jax.numpy, self._jax.nn.sigmoid
        (hidden,) = states
        reset, update, candidate = jnp.split(from_input, 3, axis=1)
        old_reset, old_update, old_candidate = jnp.split(hidden @ p[1].T + p[3], 3, axis=1)
        share = sigmoid(update + old_update)
        new = jnp.tanh(candidate + sigmoid(reset + old_reset) * old_candidate)
        return ((1 - share) * new + share * hidden,), None

    def _encoder(self, layer: Layer, shape: tuple[int, ...]) -> Made:
        """Attention and two dense layers, each added to its input and then normalized, as PyTorch has it."""
        width, jnp = shape[1], self._jax.numpy
        sizes = ((3 * width, width), (width, width), (layer.hidden, width), (width, layer.hidden))
        parameters = [(self._weights(*size), self._zeros(size[0])) for size in sizes]
        norms = [(jnp.ones(width, self._precision), self._zeros(width)) for _ in range(2)]

        def apply(p: Any, x: Any) -> Any:
            (joined, outward, wide, narrow), (first, second) = p
            heads = (*x.shape[:2], layer.heads, width // layer.heads)
            q, k, v = (each.reshape(heads).swapaxes(1, 2) for each in jnp.split(_affine(joined, x), 3, axis=-1))
            shares = self._jax.nn.softmax(q @ k.swapaxes(2, 3) / sqrt(heads[-1]), axis=-1)
            x = self._normalized(first, x + _affine(outward, (shares @ v).swapaxes(1, 2).reshape(x.shape)))
            return self._normalized(second, x + _affine(narrow, self._jax.nn.relu(_affine(wide, x))))

        return (parameters, norms), apply, shape

    def _normalized(self, p: Any, x: Any) -> Any:
        centered = x - x.mean(-1, keepdims=True)
        return centered / self._jax.numpy.sqrt((centered**2).mean(-1, keepdims=True) + 1e-5) * p[0] + p[1]


def _affine(p: Any, x: Any) -> Any:
    return x @ p[0].T + p[1]
