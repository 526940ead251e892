"""A document's network as PyTorch computes it (float64): every node by PyTorch's own layer of its kind.

Where nnsim differs from PyTorch on purpose, PyTorch is asked for what nnsim means, as the makers of the golden numbers
(`tests/reference/make_*.py`) tell.
"""

import zlib
from typing import Any

import numpy
import torch
from torch import Tensor
from torch.nn import functional

from nnsim import edits
from nnsim.document import Document, Node
from tests.reference.live import torch_attention, torch_images, torch_recurrent
from tests.reference.live.torch_functions import FUNCTIONS, axis_of, channels_second
from tests.reference.live.torch_losses import loss_of

Ports = dict[str, list[Tensor]]


class TorchNetwork:
    """Parameters as leaves, and what every node makes of a batch; `made` holds the outputs of the latest run."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.values = {path: torch.tensor(numpy.array(values)) for path, values in document.state.parameters.items()}
        self.trained = {path: values.requires_grad_() for path, values in self.values.items()
                        if edits.parameter_specs(document.network)[path].means != "statistic"}
        self.made: dict[str, Tensor] = {}
        self.sums: dict[str, Tensor] = {}
        """The weighted sums of those nodes whose activation a loss may take in"""
        self.training, self.step = True, 0

    def loss(self, x: Tensor, y: Tensor, training: bool) -> Tensor:
        """The loss of a batch, in the first training step or in use."""
        self.training, self.made, self.sums = training, {}, {}
        network, left = self.document.network, list(self.document.network.nodes)
        while left:
            node = next(each for each in left if all(
                link.source in self.made for link in network.links if link.target == each.id))
            left.remove(node)
            ports = self._arrive(node, x)
            if node.kind == "loss":
                sums = self.sums.get(next(link.source for link in network.into(node.id)))
                self.made[node.id] = loss_of(node.settings, ports["in"][0], sums, ports.get("target", [y])[0])
            else:
                self.made[node.id] = self._of(node, ports)
        return next(self.made[node.id] for node in network.nodes if node.kind == "loss")

    def _arrive(self, node: Node, x: Tensor) -> Ports:
        """What links bring; an input has its columns of the data."""
        if node.kind == "input":
            shape = node.settings.shape or (len(node.settings.columns),)  # type: ignore[attr-defined]
            return {"in": [x[:, list(node.settings.columns)].reshape(-1, *shape)]}  # type: ignore[attr-defined]
        ports: Ports = {}
        for link in self.document.network.links:
            if link.target == node.id:
                whole = self.made[link.source]
                ports.setdefault(link.port, []).append(whole if link.unit is None else whole[:, [link.unit]])
        if node.kind not in ("add", "multiply", "concatenate") and len(ports["in"]) > 1:
            ports["in"] = [torch.cat(ports["in"], 1)]
        return ports

    def _of(self, node: Node, ports: Ports) -> Tensor:
        for where in (self, torch_images, torch_recurrent, torch_attention):
            function = getattr(where, f"_{node.kind}" if where is self else node.kind, None)
            if function is not None:
                return function(node, ports) if where is self else function(self, node, ports)
        raise NotImplementedError(node.kind)

    def of(self, node: Node, name: str) -> Tensor | None:
        """A parameter of a node, without what is cut, if it has it."""
        path = f"{node.id}/{name}"
        found = self.values.get(path)
        cut = self.document.network.masks.get(f"{path}:pruned")
        return found if found is None or cut is None else found * torch.tensor(~numpy.array(cut))

    def drawn(self, place: str, shape: tuple[int, ...], normal: bool = False) -> Tensor:
        """What nnsim draws for a place in a training step."""
        seed = self.document.state.seed
        bits = numpy.random.Philox(key=[seed, zlib.crc32(place.encode())], counter=[0, 0, 0, self.step])
        generator = numpy.random.Generator(bits)
        return torch.tensor(generator.normal(size=shape) if normal else generator.random(shape))

    def dropped(self, place: str, x: Tensor, rate: float) -> Tensor:
        """x · k in training, with k from nnsim's own draw."""
        if not self.training or rate == 0:
            return x
        return x * (self.drawn(f"{place}/mask", tuple(x.shape)) >= rate) / (1.0 - rate)

    def normalized(self, place: str, x: Tensor, momentum: float, epsilon: float, scale: Tensor | None,
                   shift: Tensor | None) -> Tensor:
        """functional.batch_norm, a sequence's features as channels; running statistics stay as they are."""
        mean, variance = (self.values[f"{place}/running_{name}"].clone() for name in ("mean", "variance"))
        made = functional.batch_norm(channels_second(x), mean, variance, scale, shift, self.training, momentum, epsilon)
        return channels_second(made)

    def _input(self, node: Node, ports: Ports) -> Tensor:
        return ports["in"][0]

    def _output(self, node: Node, ports: Ports) -> Tensor:
        source = next(link.source for link in self.document.network.into(node.id))
        if source in self.sums:
            self.sums[node.id] = self.sums[source]
        return ports["in"][0]

    def _dense(self, node: Node, ports: Ports) -> Tensor:
        z = functional.linear(ports["in"][0], self.of(node, "weight"), self.of(node, "bias"))
        self.sums[node.id] = z
        return FUNCTIONS[node.settings.activation](z)  # type: ignore[attr-defined]

    _neuron = _dense

    def _activation(self, node: Node, ports: Ports) -> Tensor:
        return FUNCTIONS[node.settings.function](ports["in"][0])  # type: ignore[attr-defined]

    def _add(self, node: Node, ports: Ports) -> Tensor:
        return torch.stack(ports["in"]).sum(0)

    def _multiply(self, node: Node, ports: Ports) -> Tensor:
        return torch.stack(ports["in"]).prod(0)

    def _concatenate(self, node: Node, ports: Ports) -> Tensor:
        return torch.cat(ports["in"], axis_of(node.settings.along, ports["in"][0]))  # type: ignore[attr-defined]

    def _split(self, node: Node, ports: Ports) -> Tensor:
        settings: Any = node.settings
        axis = axis_of(settings.along, ports["in"][0])
        part = ports["in"][0].narrow(axis, settings.first - 1, settings.last - settings.first + 1)
        return part.squeeze(axis) if settings.drop else part

    def _batch_normalization(self, node: Node, ports: Ports) -> Tensor:
        settings: Any = node.settings
        return self.normalized(node.id, ports["in"][0], settings.momentum, settings.epsilon, self.of(node, "scale"),
                               self.of(node, "shift"))

    def _layer_normalization(self, node: Node, ports: Ports) -> Tensor:
        x, settings = ports["in"][0], node.settings
        together = x.shape[2:] if x.ndim == 3 and settings.over == "features" else x.shape[1:]  # type: ignore
        return functional.layer_norm(
            x, together, self.of(node, "scale"), self.of(node, "shift"), settings.epsilon)  # type: ignore[attr-defined]

    def _group_normalization(self, node: Node, ports: Ports) -> Tensor:
        settings: Any = node.settings
        return channels_second(functional.group_norm(
            channels_second(ports["in"][0]), settings.groups, self.of(node, "scale"), self.of(node, "shift"),
            settings.epsilon))

    def _dropout(self, node: Node, ports: Ports) -> Tensor:
        return self.dropped(node.id, ports["in"][0], node.settings.rate)  # type: ignore[attr-defined]

    def _noise(self, node: Node, ports: Ports) -> Tensor:
        x = ports["in"][0]
        normal = self.drawn(f"{node.id}/noise", tuple(x.shape), normal=True)
        return x + node.settings.deviation * normal if self.training else x  # type: ignore[attr-defined]

    def _residual_block(self, node: Node, ports: Ports) -> Tensor:
        settings: Any = node.settings
        x = ports["in"][0]
        function = FUNCTIONS[settings.activation]
        made = self._residual_layer(node, "second", function(self._residual_layer(node, "first", x)))
        return function(x + made if settings.skip else made)

    def _residual_layer(self, node: Node, part: str, x: Tensor) -> Tensor:
        settings: Any = node.settings
        weight, bias = self.of(node, f"{part}/weight"), self.of(node, f"{part}/bias")
        assert weight is not None
        if x.ndim < 4:
            z = functional.linear(x, weight, bias)
        else:
            before, behind = (settings.kernel - 1) // 2, settings.kernel // 2
            z = functional.conv2d(functional.pad(x, [before, behind] * 2), weight, bias)
        if not settings.normalized:
            return z
        norm = f"{part}_norm"
        return self.normalized(f"{node.id}/{norm}", z, 0.1, 1e-5, self.of(node, f"{norm}/scale"),
                               self.of(node, f"{norm}/shift"))

    def _features(self, node: Node, ports: Ports) -> Tensor:
        x, columns = ports["in"][0], []
        for feature in node.settings.features:  # type: ignore[attr-defined]
            if hasattr(feature, "function"):
                columns.append(getattr(torch, feature.function)(x[:, feature.input]))
            else:
                columns.append(torch.stack([x[:, i] ** power for i, power in feature.powers]).prod(0))
        return torch.stack(columns, 1)

    def _rules(self, node: Node, ports: Ports) -> Tensor:
        settings: Any = node.settings
        x, compare = ports["in"][0].detach(), {">": torch.gt, "≥": torch.ge, "<": torch.lt, "≤": torch.le}
        made = torch.full((len(x), 1), settings.otherwise)
        for rule in reversed(settings.rules):
            holds = torch.ones(len(x), dtype=torch.bool)
            for each in rule.conditions:
                holds &= compare[each.comparison](x[:, each.input], torch.tensor(each.threshold))
            made[holds] = rule.value
        return made
