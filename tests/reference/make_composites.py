"""Makes the golden numbers of composite kinds, from PyTorch (float64): transformer blocks, the LSTM cell.

`python tests/reference/make_composites.py` writes `composites.json` beside it; it needs torch, the tests do not.

Where nnsim differs from PyTorch on purpose, PyTorch is asked for what nnsim means:

* Parameters go by nnsim's paths: `attention/query` … instead of packed weights; an LSTM cell's four gates apart, with
  the weights of input and state side by side, and one bias for PyTorch's two (whose gradients are alike).
* Dropout is 0: which values fall away cannot be compared. In nnsim it does not act on the attention weights.
"""

import json
from pathlib import Path
from typing import Any

import torch
from make_attention import unpacked
from make_golden import listed
from make_normalization import trained
from torch import Tensor, nn

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
STATES = ("input_gate", "forget_gate", "candidate", "output_gate")


def drawn(module: nn.Module) -> nn.Module:
    """With parameters that are all different from 0 and 1."""
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(0.5 * torch.randn(parameter.shape))
    return module


def of(parameter: Tensor, gradient: bool) -> Tensor:
    """A parameter or its gradient."""
    return parameter.grad if gradient else parameter.detach().clone()


def block_parameters(block: Any, gradient: bool) -> dict[str, Tensor]:
    """The parameters of a transformer layer by the paths of its parts."""
    attentions = {"attention": block.self_attn}
    norms = {"attention_norm": block.norm1, "hidden_norm": block.norm2}
    if hasattr(block, "multihead_attn"):
        attentions["cross_attention"] = block.multihead_attn
        norms = {"attention_norm": block.norm1, "cross_attention_norm": block.norm2, "hidden_norm": block.norm3}
    found = {}
    for part, layer in attentions.items():
        for name, values in unpacked(layer, layer.embed_dim, gradient).items():
            found[f"{part}/{name}"] = values
    for part, layer in norms.items():
        found |= {f"{part}/scale": of(layer.weight, gradient), f"{part}/shift": of(layer.bias, gradient)}
    for part, layer in (("hidden", block.linear1), ("back", block.linear2)):
        found |= {f"{part}/weight": of(layer.weight, gradient), f"{part}/bias": of(layer.bias, gradient)}
    return found


def cell_parameters(cell: nn.LSTMCell, gradient: bool, state: bool) -> dict[str, Tensor]:
    """The parameters of an LSTM cell gate by gate; without a state before, the forget gate does nothing."""
    weights = [of(cell.weight_ih, gradient).chunk(4), of(cell.weight_hh, gradient).chunk(4)]
    biases = of(cell.bias_ih, gradient) if gradient else of(cell.bias_ih, False) + of(cell.bias_hh, False)
    found = {}
    for number, gate in enumerate(STATES):
        if gate == "forget_gate" and not state:
            continue
        parts = [weights[0][number], *([weights[1][number]] if state else [])]
        found |= {f"{gate}/weight": torch.cat(parts, 1), f"{gate}/bias": biases.chunk(4)[number]}
    return found


def case(about: dict[str, Any], given: dict[str, Tensor], run: Any, parameters: Any) -> dict[str, Any]:
    """A case with everything before and after the way back."""
    before = {name: listed(values) for name, values in parameters(False).items()}
    output = run()
    upstream = torch.randn(output.shape)
    output.backward(upstream)
    return about | {
        "inputs": {name: listed(values) for name, values in given.items()},
        "parameters": before, "output": listed(output), "upstream": listed(upstream),
        "input_gradients": {name: listed(values.grad) for name, values in given.items()},
        "gradients": {name: listed(values) for name, values in parameters(True).items()},
    }


def transformer(
    kind: str, norm: str, activation: str, padded: bool = False, memory: bool = True, heads: int = 2,
) -> dict[str, Any]:
    """nn.TransformerEncoderLayer or nn.TransformerDecoderLayer."""
    width, steps = 4, 3
    settings = {"dropout": 0.0, "activation": activation, "batch_first": True, "norm_first": norm == "before"}
    decodes = kind == "transformer_decoder" and memory
    layer = nn.TransformerDecoderLayer if decodes else nn.TransformerEncoderLayer
    block = drawn(layer(width, heads, 5, **settings))
    given = {"in": trained(torch.randn(2, steps, width))}
    present = torch.tensor([[True, True, False], [True, True, True]]) if padded else None
    hidden = None if present is None else ~present
    causal = torch.ones(steps, steps, dtype=torch.bool).triu(1) if kind == "transformer_decoder" else None
    if decodes:
        given["memory"] = trained(torch.randn(2, steps, width))

    def run() -> Tensor:
        if decodes:
            return block(given["in"], given["memory"], tgt_mask=causal, tgt_key_padding_mask=hidden,
                         memory_key_padding_mask=hidden)
        return block(given["in"], src_mask=causal, src_key_padding_mask=hidden)

    about = {"kind": kind, "heads": heads, "hidden": 5, "activation": activation, "norm": norm,
             "present": None if present is None else listed(1.0 * present)}
    return case(about, given, run, lambda gradient: block_parameters(block, gradient))


def lstm_cell(state: bool) -> dict[str, Any]:
    """nn.LSTMCell, its output the hidden and the cell state side by side."""
    cell = drawn(nn.LSTMCell(3, 2))
    given = {"in": trained(torch.randn(4, 3))}
    if state:
        given["state"] = trained(torch.randn(4, 4))

    def run() -> Tensor:
        return torch.cat(cell(given["in"], tuple(given["state"].chunk(2, 1)) if state else None), 1)

    return case({"kind": "lstm_cell", "units": 2}, given, run, lambda gradient: cell_parameters(cell, gradient, state))


def cases() -> list[dict[str, Any]]:
    """Every composite with several settings."""
    torch.manual_seed(13)
    return [
        *(transformer("transformer_encoder", norm, activation, padded, heads=heads)
          for norm in ("after", "before") for activation, padded, heads in (("relu", False, 2), ("gelu", True, 1))),
        *(transformer("transformer_decoder", norm, activation, padded, memory)
          for norm in ("after", "before")
          for activation, padded, memory in (("relu", False, True), ("gelu", True, True), ("relu", False, False))),
        lstm_cell(False), lstm_cell(True),
    ]


if __name__ == "__main__":
    text = json.dumps({"torch": torch.__version__, "cases": cases()}, separators=(",", ":"))
    (HERE / "composites.json").write_text(text + "\n", encoding="utf-8")
