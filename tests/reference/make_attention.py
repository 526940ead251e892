"""Makes the golden numbers of embedding, positions and attention, from PyTorch (float64).

`python tests/reference/make_attention.py` writes `attention.json` beside it; it needs torch, the tests do not.

Where nnsim differs from PyTorch on purpose, PyTorch is asked for what nnsim means:

* `nn.MultiheadAttention` packs the weights of query, key and value in one array; nnsim keeps four parameters, so they
  are unpacked here.
* A causal mask and padding are given to PyTorch as truth values; nnsim leaves the masked terms out.
* Where padding leaves a query nothing to look at, nnsim's weights are 0; PyTorch's layer gives NaN there (its function
  gives 0, which is held here).
* PyTorch sets the row of `padding_idx` to 0 when it draws a table; nnsim draws it like the others. It never learns.
* PyTorch has no sinusoidal positions: they are written out as in Vaswani et al. 2017, section 3.5.
"""

import json
import math
from pathlib import Path
from typing import Any

import torch
from make_golden import listed
from make_normalization import trained, with_gradients
from torch import Tensor, nn
from torch.nn import functional

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def embedding(places: tuple[int, ...], tokens: int, features: int, padding: int | None) -> dict[str, Any]:
    """nn.Embedding with and without a padding token."""
    layer = nn.Embedding(tokens, features, padding)
    with torch.no_grad():
        layer.weight.copy_(torch.randn(tokens, features))
    x = torch.randint(0, tokens, places)
    given = {"x": x.to(torch.float64), "weight": layer.weight}
    return with_gradients({"kind": "embedding", "padding": padding}, given, layer(x))


def positions(shape: tuple[int, int, int], form: str) -> dict[str, Any]:
    """Sequences with waves, or with a learned vector for each place, added to them."""
    given = {"x": trained(torch.randn(shape))}
    _, steps, features = shape
    if form == "learned":
        given["position"] = trained(torch.randn(steps, features))
        return with_gradients({"kind": "position", "form": form}, given, given["x"] + given["position"])
    waves = torch.zeros(steps, features)
    for t in range(steps):
        for d in range(features):
            angle = t / 10000 ** ((d - d % 2) / features)
            waves[t, d] = math.cos(angle) if d % 2 else math.sin(angle)
    return with_gradients({"kind": "position", "form": form}, given, given["x"] + waves)


def masks(samples: int, looking: int, looked_at: int, causal: bool, padded: bool, empty: bool = False) -> Any:
    """Which places hold tokens [n, j] (None: all), and which pairs are looked at [n, i, j]."""
    present = None
    allowed = torch.ones(samples, looking, looked_at, dtype=torch.bool)
    if causal:
        allowed &= torch.ones(looking, looked_at, dtype=torch.bool).tril()
    if padded:
        present = torch.rand(samples, looked_at) < 0.6
        present[:, 0] = True
        if empty:
            present[0] = False
        allowed &= present[:, None]
    return present, allowed


def scaled_dot_product(
    heads: int, looking: int, looked_at: int, features: int, causal: bool, padded: bool, spread: float = 1.0,
    empty: bool = False,
) -> dict[str, Any]:
    """functional.scaled_dot_product_attention, with heads (0: without that axis)."""
    leading = (2, heads) if heads else (2,)
    given = {"q": trained(spread * torch.randn(*leading, looking, features)),
             "k": trained(spread * torch.randn(*leading, looked_at, features)),
             "v": trained(torch.randn(*leading, looked_at, features + 1))}
    present, allowed = masks(2, looking, looked_at, causal, padded, empty)
    where = allowed[:, None] if heads else allowed
    output = functional.scaled_dot_product_attention(given["q"], given["k"], given["v"], where)
    about = {"kind": "attention", "causal": causal, "present": None if present is None else listed(1.0 * present)}
    return with_gradients(about, given, output)


def multi_head(
    heads: int, width: int, looking: int, causal: bool = False, padded: bool = False, bias: bool = True,
    memory: tuple[int, int, int] | None = None,
) -> dict[str, Any]:
    """nn.MultiheadAttention on one input, or with keys and values (steps, features of key, of value) of their own."""
    steps, of_key, of_value = memory or (looking, width, width)
    layer = nn.MultiheadAttention(width, heads, bias=bias, kdim=of_key, vdim=of_value, batch_first=True)
    given = {"query": trained(torch.randn(2, looking, width))}
    if memory:
        given |= {"key": trained(torch.randn(2, steps, of_key)), "value": trained(torch.randn(2, steps, of_value))}
    present, _ = masks(2, looking, steps, causal, padded)
    hidden = torch.ones(looking, steps, dtype=torch.bool).triu(1) if causal else None
    parameters = unpacked(layer, width)
    output, weights = layer(
        given["query"], given.get("key", given["query"]), given.get("value", given["query"]),
        key_padding_mask=None if present is None else ~present, attn_mask=hidden, average_attn_weights=False,
    )
    about = {"kind": "multi_head", "heads": heads, "causal": causal, "weights": listed(weights),
             "present": None if present is None else listed(1.0 * present)}
    upstream = torch.randn(output.shape)
    output.backward(upstream)
    return about | {
        "inputs": {name: listed(values) for name, values in given.items()},
        "parameters": {name: listed(values) for name, values in parameters.items()},
        "output": listed(output), "upstream": listed(upstream),
        "input_gradients": {name: listed(values.grad) for name, values in given.items()},
        "gradients": {name: listed(values) for name, values in unpacked(layer, width, gradient=True).items()},
    }


def unpacked(layer: nn.MultiheadAttention, width: int, gradient: bool = False) -> dict[str, Tensor]:
    """The parameters of nn.MultiheadAttention (or their gradients) as nnsim has them; biases are drawn, not 0."""
    if not gradient and layer.in_proj_bias is not None:
        with torch.no_grad():
            layer.in_proj_bias.copy_(torch.randn(3 * width))
            layer.out_proj.bias.copy_(torch.randn(width))

    def of(parameter: Tensor | None) -> Tensor:
        assert parameter is not None
        return parameter.grad if gradient else parameter.detach().clone()

    if layer.in_proj_weight is not None:
        found = dict(zip(("query", "key", "value"), of(layer.in_proj_weight).chunk(3), strict=True))
    else:
        found = {"query": of(layer.q_proj_weight), "key": of(layer.k_proj_weight), "value": of(layer.v_proj_weight)}
    found["output"] = of(layer.out_proj.weight)
    if layer.in_proj_bias is not None:
        biases = of(layer.in_proj_bias).chunk(3)
        found |= dict(zip(("query_bias", "key_bias", "value_bias"), biases, strict=True))
        found["output_bias"] = of(layer.out_proj.bias)
    return found


def cases() -> list[dict[str, Any]]:
    """Every kind with several shapes and settings."""
    torch.manual_seed(11)
    every = [(causal, padded) for causal in (False, True) for padded in (False, True)]
    return [
        *(embedding(places, tokens, features, padding) for places, tokens, features in (((2, 5), 4, 3), ((3, 1), 1, 1))
          for padding in (None, 0)),
        *(positions(shape, form) for shape in ((2, 4, 6), (1, 3, 5)) for form in ("sinusoidal", "learned")),
        *(scaled_dot_product(heads, looking, looked_at, features, causal, padded)
          for heads, looking, looked_at, features in ((0, 4, 4, 3), (2, 3, 3, 4), (2, 2, 4, 1))
          for causal, padded in every),
        scaled_dot_product(0, 3, 3, 4, False, True, empty=True),
        scaled_dot_product(2, 3, 3, 4, True, False, spread=20.0),
        *(multi_head(heads, 4, 3, causal, padded) for heads in (1, 2, 4) for causal, padded in every),
        multi_head(2, 6, 3, bias=False),
        *(multi_head(2, 4, 3, padded=padded, memory=(5, 3, 2)) for padded in (False, True)),
        multi_head(3, 6, 2, bias=False, memory=(4, 6, 6)),
    ]


if __name__ == "__main__":
    text = json.dumps({"torch": torch.__version__, "cases": cases()}, separators=(",", ":"))
    (HERE / "attention.json").write_text(text + "\n", encoding="utf-8")
