"""Recurrent kinds in PyTorch; each takes the network, its node and what arrives."""

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from nnsim.document import Node

if TYPE_CHECKING:
    from tests.reference.live.torch_network import TorchNetwork

Ports = dict[str, list[Tensor]]
NAMES = {"weight_ih": "input_weight", "weight_hh": "recurrent_weight", "bias_ih": "input_bias",
         "bias_hh": "recurrent_bias"}
CELLS = {"rnn": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}
LAYERS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def _layer(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """nn.RNN, LSTM or GRU; with truncation, the cell step by step."""
    settings: Any = node.settings
    x, kind = ports["in"][0], {"nonlinearity": settings.activation} if node.kind == "rnn" else {}
    if settings.truncation:
        halves = [_truncated(network, node, x, "")]
        if settings.bidirectional:
            halves.append(_truncated(network, node, x, "reverse_"))
        return torch.cat(halves, -1)
    layer = LAYERS[node.kind](x.shape[2], settings.units, bias=settings.bias, bidirectional=settings.bidirectional,
                              batch_first=True, **kind)
    parameters = {name: network.of(node, own_name(name)) for name, _ in layer.named_parameters()}
    sequence, ended = torch.func.functional_call(layer, parameters, (x,))
    hidden = ended[0] if node.kind == "lstm" else ended
    return sequence if settings.returns == "sequence" else torch.cat(tuple(hidden), 1)


rnn = lstm = gru = _layer


def own_name(name: str) -> str:
    """nnsim's name for PyTorch's `weight_ih_l0_reverse`."""
    reverse = "reverse_" if name.endswith("_reverse") else ""
    return f"{reverse}{NAMES[name.removesuffix('_reverse').removesuffix('_l0')]}"


def _truncated(network: "TorchNetwork", node: Node, x: Tensor, prefix: str) -> Tensor:
    """One direction, with the state cut off from its past after every so many steps."""
    settings: Any = node.settings
    cell = CELLS[node.kind](x.shape[2], settings.units, settings.bias)
    if isinstance(cell, nn.RNNCell):
        cell.nonlinearity = settings.activation
    parameters = {name: network.of(node, prefix + NAMES[name]) for name, _ in cell.named_parameters()}
    state: Any = None
    made: dict[int, Tensor] = {}
    order = range(x.shape[1])[::-1] if prefix else range(x.shape[1])
    for count, step in enumerate(order):
        if count and count % settings.truncation == 0:
            state = tuple(part.detach() for part in state) if node.kind == "lstm" else state.detach()
        state = torch.func.functional_call(cell, parameters, (x[:, step], state))
        made[step] = state[0] if node.kind == "lstm" else state
    return made[order[-1]] if settings.returns == "last" else torch.stack([made[at] for at in sorted(made)], 1)


def lstm_cell(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """nn.LSTMCell; without a state before, both begin at 0 and the forget gate does nothing."""
    x, settings = ports["in"][0], node.settings
    units = settings.units  # type: ignore[attr-defined]
    inputs, recurrent, biases = [], [], []
    for gate in ("input_gate", "forget_gate", "candidate", "output_gate"):
        weight, bias = network.of(node, f"{gate}/weight"), network.of(node, f"{gate}/bias")
        weight = torch.zeros(units, x.shape[1]) if weight is None else weight
        inputs.append(weight[:, :x.shape[1]])
        recurrent.append(weight[:, x.shape[1]:] if "state" in ports else torch.zeros(units, units))
        biases.append(torch.zeros(units) if bias is None else bias)
    cell = nn.LSTMCell(x.shape[1], units)
    parameters = {"weight_ih": torch.cat(inputs), "weight_hh": torch.cat(recurrent), "bias_ih": torch.cat(biases),
                  "bias_hh": torch.zeros(4 * units)}
    state = tuple(ports["state"][0].chunk(2, 1)) if "state" in ports else None
    return torch.cat(torch.func.functional_call(cell, parameters, (x, state)), 1)
