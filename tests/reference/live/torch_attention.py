"""Embedding, positions, attention and transformers in PyTorch; each takes the network, its node and what arrives."""

import math
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn import functional

from nnsim.document import Node
from tests.reference.live.torch_functions import FUNCTIONS

if TYPE_CHECKING:
    from tests.reference.live.torch_network import TorchNetwork

Ports = dict[str, list[Tensor]]


def embedding(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """functional.embedding; the row of the padding token never learns."""
    settings: Any = node.settings
    table, tokens = network.of(node, "weight"), ports["in"][0]
    assert table is not None
    return functional.embedding(tokens.long().reshape(tokens.shape[:2]), table,
                                settings.padding if settings.padding >= 0 else None)


def position(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """Learned places, or waves as in Vaswani et al. 2017, section 3.5."""
    settings: Any = node.settings
    x = ports["in"][0]
    if settings.form == "learned":
        return x + network.of(node, "position")
    waves = torch.zeros(x.shape[1:])
    for t in range(x.shape[1]):
        for d in range(x.shape[2]):
            angle = t / 10000 ** ((d - d % 2) / x.shape[2])
            waves[t, d] = math.cos(angle) if d % 2 else math.sin(angle)
    return x + waves


def _looked(ports: Ports) -> tuple[Tensor, Tensor, Tensor]:
    """Query, key and value: without a key the query is looked at, without a value the key."""
    query = ports["in"][0]
    key = ports.get("key", [query])[0]
    return query, key, ports.get("value", [key])[0]


def _present(ports: Ports, name: str = "tokens", padding: int = 0) -> Tensor | None:
    """Where tokens are more than padding."""
    return ports[name][0].reshape(len(ports[name][0]), -1) != padding if name in ports else None


def attention(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """functional.scaled_dot_product_attention"""
    settings: Any = node.settings
    query, key, value = _looked(ports)
    looked = torch.ones(len(query), query.shape[1], key.shape[1], dtype=torch.bool)
    if settings.causal:
        looked = looked.tril()
    present = _present(ports, padding=settings.padding)
    if present is not None:
        looked = looked & present[:, None]
    return functional.scaled_dot_product_attention(query, key, value, looked)


def multi_head(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """functional.multi_head_attention_forward; a head that is switched off has output weights of 0."""
    settings: Any = node.settings
    present = _present(ports, padding=settings.padding)
    return heads(network, node, "", _looked(ports), settings.heads, settings.causal, present, settings.off)


def heads(network: "TorchNetwork", node: Node, part: str, looked: tuple[Tensor, Tensor, Tensor], count: int,
          causal: bool, present: Tensor | None, off: int = 0) -> Tensor:
    """The same for a node, or for a part of it."""
    query, key, value = looked
    width = query.shape[2]
    of = {name: network.of(node, f"{part}{name}") for name in ("query", "key", "value", "output")}
    biases = [network.of(node, f"{part}{name}_bias") for name in of]
    packed = None if biases[0] is None else torch.cat(biases[:3])  # type: ignore[arg-type]
    shown = torch.ones(width)
    if off:
        shown[(off - 1) * width // count:off * width // count] = 0.0
    hidden = torch.ones(query.shape[1], key.shape[1], dtype=torch.bool).triu(1) if causal else None
    output, _ = functional.multi_head_attention_forward(
        query.transpose(0, 1), key.transpose(0, 1), value.transpose(0, 1), width, count, None, packed, None, None,
        False, 0.0, of["output"] * shown, biases[3], network.training,  # type: ignore[operator, arg-type]
        None if present is None else ~present, False, hidden, True, of["query"], of["key"], of["value"])
    return output.transpose(0, 1)


def transformer_encoder(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """nn.TransformerEncoderLayer's sublayers, with dropout where nnsim has it."""
    return _block(network, node, ports, causal=False)


def transformer_decoder(network: "TorchNetwork", node: Node, ports: Ports) -> Tensor:
    """nn.TransformerDecoderLayer's sublayers; without a memory the second falls away."""
    return _block(network, node, ports, causal=True)


def _block(network: "TorchNetwork", node: Node, ports: Ports, causal: bool) -> Tensor:
    settings: Any = node.settings

    def sublayer(x: Tensor, part: str, function: Any) -> Tensor:
        norm = network.of(node, f"{part}_norm/scale"), network.of(node, f"{part}_norm/shift")
        if settings.norm == "before":
            made = function(functional.layer_norm(x, x.shape[2:], *norm))
            return x + network.dropped(f"{node.id}/{part}_dropout", made, settings.dropout)
        made = x + network.dropped(f"{node.id}/{part}_dropout", function(x), settings.dropout)
        return functional.layer_norm(made, made.shape[2:], *norm)

    def forward(x: Tensor) -> Tensor:
        z = functional.linear(x, network.of(node, "hidden/weight"), network.of(node, "hidden/bias"))
        h = network.dropped(f"{node.id}/hidden_inside_dropout", FUNCTIONS[settings.activation](z), settings.dropout)
        return functional.linear(h, network.of(node, "back/weight"), network.of(node, "back/bias"))

    def attend(part: str, order: bool, tokens: str, memory: Tensor | None) -> Any:
        present = _present(ports, tokens, settings.padding)
        return lambda x: heads(network, node, f"{part}/", (x, x, x) if memory is None else (x, memory, memory),
                               settings.heads, order, present)

    x = sublayer(ports["in"][0], "attention", attend("attention", causal, "tokens", None))
    if "memory" in ports:
        x = sublayer(x, "cross_attention", attend("cross_attention", False, "memory_tokens", ports["memory"][0]))
    return sublayer(x, "hidden", forward)
