"""PyTorch eager, written as its tutorials write it, on two threads."""

import importlib
from typing import Any

from nnsim.bench.cases import Case, Layer
from nnsim.bench.measure import Contender

THREADS = 2


def torch_contender(case: Case) -> Contender:
    """The training step of a case in PyTorch eager."""
    torch = importlib.import_module("torch")
    dtype = getattr(torch, case.precision)
    torch.manual_seed(0)
    model = _model(torch, case).to(dtype)
    several = case.outputs > 1
    loss = torch.nn.CrossEntropyLoss() if several else torch.nn.MSELoss()
    optimizers = {"adam": torch.optim.Adam, "gradient_descent": torch.optim.SGD}
    optimizer = optimizers[case.rule](model.parameters(), lr=0.01)
    inputs, targets = case.samples()
    x = torch.tensor(inputs.reshape(len(inputs), *case.input), dtype=dtype)
    y = torch.tensor(targets, dtype=dtype)
    order, at = torch.randperm(len(x)), 0

    def step() -> None:
        nonlocal order, at
        rows = order[at:at + case.batch]
        at += case.batch
        if at >= len(x):
            order, at = torch.randperm(len(x)), 0
        optimizer.zero_grad()
        loss(model(x[rows]), y[rows]).backward()
        optimizer.step()

    return Contender(step, None, lambda: torch.set_num_threads(THREADS))


def _model(torch: Any, case: Case) -> Any:
    """The layers one behind the other; the last softmax is the loss's."""
    shape, modules = case.input, []
    for layer in case.layers:
        module, shape = _module(torch, layer, shape)
        modules += module
        if layer.activation and layer.activation != "softmax":
            modules.append({"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU, "sigmoid": torch.nn.Sigmoid}[
                layer.activation]())
    return torch.nn.Sequential(*modules)


def _module(torch: Any, layer: Layer, shape: tuple[int, ...]) -> tuple[list[Any], tuple[int, ...]]:
    nn = torch.nn
    match layer.kind:
        case "dense":
            return [nn.Linear(shape[-1], layer.units)], (*shape[:-1], layer.units)
        case "conv":
            made = nn.Conv2d(shape[0], layer.units, layer.size, padding=layer.size // 2)
            return [made], (layer.units, *shape[1:])
        case "max_pool":
            return [nn.MaxPool2d(layer.size)], (shape[0], shape[1] // layer.size, shape[2] // layer.size)
        case "flatten":
            size = 1
            for each in shape:
                size *= each
            return [nn.Flatten()], (size,)
        case "lstm" | "gru":
            kind = nn.LSTM if layer.kind == "lstm" else nn.GRU
            return [_last_state(torch, kind(shape[1], layer.units, batch_first=True))], (layer.units,)
        case "encoder":
            block = nn.TransformerEncoderLayer(shape[1], layer.heads, layer.hidden, dropout=0.0, batch_first=True)
            return [block], shape
        case _:
            raise ValueError(layer.kind)


def _last_state(torch: Any, recurrent: Any) -> Any:
    class LastState(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.recurrent = recurrent

        def forward(self, x: Any) -> Any:
            return self.recurrent(x)[0][:, -1]

    return LastState()
