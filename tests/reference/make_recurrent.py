"""Makes the golden numbers of recurrent layers, from PyTorch's RNN, LSTM and GRU (float64).

`python tests/reference/make_recurrent.py` writes `recurrent.json` beside it; it needs torch, the tests do not.

The layers of the lesson have PyTorch's parameters under names of the lesson: `input_weight` is its weight_ih,
`recurrent_weight` its weight_hh, `input_bias` its bias_ih and `recurrent_bias` its bias_hh, with rows in its order
(i, f, g, o of an LSTM; r, z, n of a GRU); those of the second half of a bidirectional layer begin with `reverse_`.
Several layers are several nodes.

Where nnsim differs from PyTorch on purpose, PyTorch is asked for what nnsim means:

* The last state of a bidirectional layer is that of each half after all that it read, side by side (h_n in PyTorch),
  not the last step of the output, in which the second half has read one step only.
* Truncated back-propagation through time is written out here with PyTorch's cells, whose states are detached.
* A layer that carries its state on begins all samples of a batch with the state in which the last sample of the batch
  before ended; with batches of one sample that is the usual detached state, which is held here.
* Weights begin as Glorot and biases as 0, as elsewhere in nnsim; PyTorch draws both evenly within 1/√units.
"""

import json
from itertools import product
from pathlib import Path
from typing import Any

import torch
from make_golden import listed
from torch import Tensor, nn

HERE = Path(__file__).parent
NAMES = {"weight_ih": "input_weight", "weight_hh": "recurrent_weight", "bias_ih": "input_bias",
         "bias_hh": "recurrent_bias"}
BLOCKS = {"rnn": 1, "lstm": 4, "gru": 3}
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def module(layer: dict[str, Any], features: int) -> nn.Module:
    """PyTorch's layer, with parameters large enough for gates to open and shut."""
    given: dict[str, Any] = {"bias": layer["bias"], "bidirectional": layer["bidirectional"], "batch_first": True}
    if layer["kind"] == "rnn":
        given["nonlinearity"] = layer["activation"]
    made: nn.Module = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[layer["kind"]](features, layer["units"], **given)
    with torch.no_grad():
        for values in made.parameters():
            values.copy_(0.8 * torch.randn_like(values))
    return made


def read(layer: dict[str, Any], of: nn.Module, x: Tensor, state: Any = None) -> tuple[Tensor, Any]:
    """What the layer gives on for a sequence, and the state that it ends in."""
    if layer["truncation"]:
        return truncated(layer, of, x), None
    sequence, ended = of(x, state)
    hidden = ended[0] if layer["kind"] == "lstm" else ended
    return (sequence if layer["returns"] == "sequence" else torch.cat(tuple(hidden), dim=1)), ended


def truncated(layer: dict[str, Any], of: nn.Module, x: Tensor) -> Tensor:
    """The same step by step, with the state cut off from its past after every so many steps."""
    kind = {"rnn": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}[layer["kind"]]
    cell = kind(x.shape[2], layer["units"], layer["bias"])
    if layer["kind"] == "rnn":
        cell.nonlinearity = layer["activation"]
    parameters = {name.removesuffix("_l0"): values for name, values in of.named_parameters()}
    state: Any = None
    states = []
    for step in range(x.shape[1]):
        if step and step % layer["truncation"] == 0:
            state = tuple(part.detach() for part in state) if layer["kind"] == "lstm" else state.detach()
        state = torch.func.functional_call(cell, parameters, (x[:, step], state))
        states.append(state[0] if layer["kind"] == "lstm" else state)
    return states[-1] if layer["returns"] == "last" else torch.stack(states, dim=1)


def own_name(number: int, name: str) -> str:
    """The lesson's name for PyTorch's `weight_ih_l0_reverse`."""
    reverse = "reverse_" if name.endswith("_reverse") else ""
    return f"{number}/{reverse}{NAMES[name.removesuffix('_reverse').removesuffix('_l0')]}"


def case(layers: list[dict[str, Any]], samples: int = 3, steps: int = 4, features: int = 2) -> dict[str, Any]:
    """Layers one behind the other, a linear layer of two units and the mean squared error: values and gradients."""
    x = torch.randn(samples, steps, features)
    modules, width = [], features
    for layer in layers:
        modules.append(module(layer, width))
        width = layer["units"] * (2 if layer["bidirectional"] else 1)
    head = nn.Linear(width, 2)
    values, outputs = x, []
    for layer, of in zip(layers, modules, strict=True):
        values, _ = read(layer, of, values)
        outputs.append(values)
    predicted = head(values)
    y = torch.randn_like(predicted)
    loss = nn.functional.mse_loss(predicted, y)
    loss.backward()
    parameters = {own_name(n, name): p for n, of in enumerate(modules) for name, p in of.named_parameters()}
    parameters |= {"head/weight": head.weight, "head/bias": head.bias}
    return {
        "layers": layers, "shape": [steps, features], "x": listed(x.reshape(samples, -1)),
        "y": listed(y.reshape(samples, -1)), "parameters": {name: listed(p) for name, p in parameters.items()},
        "outputs": [listed(each) for each in outputs], "loss": loss.item(),
        "gradients": {name: listed(p.grad) for name, p in parameters.items()},
    }


def carried(layer: dict[str, Any], batch: int, batches: int = 4, steps: int = 3, features: int = 2) -> dict[str, Any]:
    """Gradient descent over pieces of long sequences, `batch` of them side by side; each piece goes on from the last.
    """
    samples = batch * batches
    of, head = module(layer, features), nn.Linear(layer["units"], 1)
    parameters = {own_name(0, name): p for name, p in of.named_parameters()}
    parameters |= {"head/weight": head.weight, "head/bias": head.bias}
    x, y = torch.randn(samples, steps, features), torch.randn(samples, 1)
    began = {name: listed(p) for name, p in parameters.items()}
    state: Any = None
    losses = []
    optimizer = torch.optim.SGD(list(parameters.values()), lr=0.1)
    for at in range(0, samples, batch):
        optimizer.zero_grad()
        output, state = read(layer, of, x[at:at + batch], state)
        loss = nn.functional.mse_loss(head(output), y[at:at + batch])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = tuple(part.detach() for part in state) if layer["kind"] == "lstm" else state.detach()
    hidden = state if layer["kind"] == "lstm" else (state,)
    return {
        "layer": layer, "batch": batch, "shape": [steps, features], "x": listed(x.reshape(samples, -1)), "y": listed(y),
        "parameters": began, "losses": losses, "trained": {name: listed(p) for name, p in parameters.items()},
        "states": [listed(part[0]) for part in hidden],
    }


def settings(kind: str, **changes: Any) -> dict[str, Any]:
    """A layer in plain data."""
    plain = {"kind": kind, "units": 3, "returns": "last", "bidirectional": False, "truncation": 0, "bias": True}
    return plain | ({"activation": "tanh"} if kind == "rnn" else {}) | changes


def main() -> None:
    torch.manual_seed(9)
    cases = []
    for kind in BLOCKS:
        for returns, bidirectional, bias in product(("last", "sequence"), (False, True), (True, False)):
            cases.append(case([settings(kind, returns=returns, bidirectional=bidirectional, bias=bias)]))
        for returns, truncation in product(("last", "sequence"), (1, 2, 3)):
            cases.append(case([settings(kind, returns=returns, truncation=truncation)], steps=5))
        cases.append(case([settings(kind, returns="sequence", units=2), settings(kind)]))
        cases.append(case([settings(kind, returns="sequence", bidirectional=True, units=2),
                           settings(kind, bidirectional=True, units=1)]))
        cases.append(case([settings(kind, units=1)], samples=1, steps=1, features=1))
    cases.append(case([settings("rnn", returns="sequence", activation="relu"), settings("rnn", activation="relu")]))
    cases.append(case([settings("rnn", returns="sequence"), settings("gru", returns="sequence"), settings("lstm")]))
    series = [carried(settings(kind), batch) for kind in BLOCKS for batch in (1, 3)]
    text = json.dumps({"cases": cases, "carried": series}, separators=(",", ":"))
    (HERE / "recurrent.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
