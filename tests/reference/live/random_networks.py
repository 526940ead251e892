"""Random networks over all kinds: vectors, sequences, images and tokens, with branches, and any loss at the end."""

import random
from math import prod
from typing import Any

import msgspec
import numpy as np

from nnsim import catalog, edits
from nnsim.catalog import DenseSettings, InputSettings, NeuronSettings
from nnsim.document import ArrayMap, Document
from nnsim.program import problems
from tests.batteries.drawing import Drawing, table
from tests.reference.live.random_losses import add_loss
from tests.reference.live.random_settings import ANY, BY_RANK, drawn_settings

Shape = tuple[int, ...]
MOST_CELLS = 150
"""The largest output of a node, so that a network takes milliseconds."""


class Sketch:
    """A network while it is drawn: the document so far, and the nodes that nothing follows yet."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        self.samples = self.random.randint(3, 5)
        self.columns: list[np.ndarray] = []
        self.drawing = Drawing(seed=seed)
        self.open: list[str] = []
        self.seen: list[str] = []
        self.tokens: dict[int, str] = {}
        """Inputs of tokens, by the number of their places"""

    def shape(self, node: str) -> Shape:
        """The shape of one sample of a node's output."""
        found = edits.sample_shapes(self.drawing.document.network)[node]
        assert found is not None, node
        return found

    def of_rank(self, rank: int) -> list[str]:
        """The nodes so far whose outputs have so many axes, tokens aside."""
        return [node for node in self.seen if len(self.shape(node)) == rank]

    def begin(self, shape: Shape) -> str:
        """An input of normal numbers."""
        return self._input(self.numbers.normal(size=(self.samples, prod(shape))).round(3), shape)

    def begin_tokens(self, places: int, tokens: int) -> str:
        """An input of tokens, with padding (0) at the end of some samples."""
        drawn = self.numbers.integers(1, tokens, (self.samples, places))
        drawn[:, 1:] *= np.arange(1, places) < self.numbers.integers(1, places + 2, (self.samples, 1))
        node = self._input(drawn.astype(float), (places,))
        self.tokens[places] = node
        self.seen.remove(node)
        self.open.remove(node)
        return node

    def _input(self, values: np.ndarray, shape: Shape) -> str:
        first = sum(each.shape[1] for each in self.columns)
        self.columns.append(values)
        columns = tuple(range(first, first + values.shape[1]))
        node = self.drawing.add("input", InputSettings(columns, shape if len(shape) > 1 else ()))
        self._made(node)
        return node

    def _made(self, node: str, *followed: str) -> None:
        self.seen.append(node)
        self.open = [*(each for each in self.open if each not in followed), node]

    def add(self, kind: str, source: str) -> None:
        """One more node of a kind behind a node, where that can be; its other ports get what fits."""
        shape, sources = self.shape(source), [source]
        if len(shape) == 1 and self.random.random() < 0.2 and _joins(kind):
            sources = list(dict.fromkeys([source, self.random.choice(self.of_rank(1))]))
            shape = (sum(self.shape(each)[0] for each in sources),)
        settings = drawn_settings(self.random, kind, shape)
        if settings is None:
            return
        ports = {"in": sources} | self._other_ports(kind, shape)
        if kind in ("add", "multiply", "concatenate"):
            ports["in"] += self._partners(kind, settings, source)
            if len(ports["in"]) == 1:
                return
        before = self.drawing.document
        node = self.drawing.add(kind, msgspec.convert(settings, catalog.kind(kind).Settings))
        for port, sources in ports.items():
            for each in sources:
                self.drawing.link(each, node, port)
        found = edits.sample_shapes(self.drawing.document.network)[node]
        if found is None or not 0 < prod(found) <= MOST_CELLS:
            self.drawing.document = before
            return
        self._made(node, *(each for sources in ports.values() for each in sources))

    def _other_ports(self, kind: str, shape: Shape) -> dict[str, list[str]]:
        """Keys, values, memory, tokens and states of the right sizes, sometimes."""
        found: dict[str, list[str]] = {}
        like = [node for node in self.of_rank(2) if kind != "attention" or self.shape(node)[1] == shape[1]]
        if kind in ("attention", "multi_head") and self.random.random() < 0.5:
            found["key"] = [self.random.choice(like)]
            steps = self.shape(found["key"][0])[0]
            if self.random.random() < 0.5:
                fits = [node for node in self.of_rank(2) if self.shape(node)[0] == steps]
                found["value"] = [self.random.choice(fits)]
        if kind == "transformer_decoder" and self.random.random() < 0.6:
            found["memory"] = [self.random.choice(self.of_rank(2))]
        read = self.shape(found["key"][0])[0] if "key" in found else shape[0]
        if kind in ("attention", "multi_head", "transformer_encoder", "transformer_decoder") and read in self.tokens:
            found["tokens"] = [self.tokens[read]] if self.random.random() < 0.7 else []
        if "memory" in found and self.shape(found["memory"][0])[0] in self.tokens:
            found["memory_tokens"] = [self.tokens[self.shape(found["memory"][0])[0]]]
        if kind == "lstm_cell" and self.random.random() < 0.6:
            found["state"] = [node for node in self.seen if node.startswith("lstm_cell")][-1:]
        return {port: sources for port, sources in found.items() if sources}

    def _partners(self, kind: str, settings: dict[str, Any], source: str) -> list[str]:
        """What can be added to a node's output, multiplied with it or joined to it."""
        shape = self.shape(source)
        fits = [node for node in self.seen if node != source and len(self.shape(node)) == len(shape)]
        if kind == "concatenate":
            axis = {"units": len(shape) - 1 if len(shape) < 3 else 0, "steps": 0, "rows": 1, "columns": 2}[
                settings["along"]]
            fits = [node for node in fits if _without(self.shape(node), axis) == _without(shape, axis)]
        else:
            fits = [node for node in fits if self.shape(node) == shape]
        return self.random.sample(fits, min(len(fits), self.random.randint(1, 2)))

    def add_neurons(self) -> None:
        """Neurons drawn one by one, each linked from a few units."""
        vectors = self.of_rank(1)
        units = [(node, unit) for node in vectors for unit in range(self.shape(node)[0])]
        neurons = []
        for _ in range(self.random.randint(2, 4)):
            settings = NeuronSettings(self.random.choice(("tanh", "sigmoid", "elu")), self.random.random() < 0.8)
            neurons.append(self.drawing.add("neuron", settings, *self.random.sample(units, min(3, len(units)))))
        layer = self.drawing.add("activation", catalog.ActivationSettings("silu"), *neurons)
        self._made(layer)
        self.seen += neurons

    def join(self) -> str:
        """All that nothing follows yet, flattened, into one dense layer; or a sequence as it is."""
        if len(self.open) == 1 and len(self.shape(self.open[0])) == 2 and self.random.random() < 0.7:
            return self.open[0]
        ends = [node if len(self.shape(node)) == 1 else self.drawing.add("flatten", None, node) for node in self.open]
        return self.drawing.add("dense", DenseSettings(self.random.randint(2, 4), "tanh"), *ends)


def _joins(kind: str) -> bool:
    """Whether several vectors can link into it, side by side."""
    port = catalog.kind(kind).port("in")
    return port is not None and port.links == "joined"


def _without(shape: Shape, axis: int) -> Shape:
    return shape[:axis] + shape[axis + 1:]


def network(seed: int) -> Document:
    """A random network with data and drawn parameters, whose coming step trains on all of the data."""
    sketch = Sketch(seed)
    _begin(sketch)
    for _ in range(sketch.random.randint(4, 9)):
        source = sketch.open[-1] if sketch.random.random() < 0.75 else sketch.random.choice(sketch.seen)
        rank = len(sketch.shape(source))
        if rank == 1 and sketch.random.random() < 0.1:
            sketch.add_neurons()
        else:
            sketch.add(sketch.random.choice(ANY if sketch.random.random() < 0.35 else BY_RANK[rank]), source)
    y = add_loss(sketch, sketch.join())
    document = sketch.drawing.plan(batches="full")
    document = msgspec.structs.replace(document, data=table(np.concatenate(sketch.columns, 1), y))
    document = _with_parameters(document, sketch.numbers)
    wrong = [str(each.message) for each in problems(document) if each.severity == "error"]
    assert not wrong, f"seed {seed}: {wrong}"
    return document


def _begin(sketch: Sketch) -> None:
    """One input, and sometimes a second."""
    for _ in range(1 + (sketch.random.random() < 0.3)):
        match sketch.random.choice(("vector", "sequence", "image", "image", "tokens")):
            case "vector":
                sketch.begin((sketch.random.randint(3, 5),))
            case "sequence":
                sketch.begin((sketch.random.randint(3, 5), sketch.random.choice((2, 3, 4, 4))))
            case "image":
                sketch.begin((sketch.random.randint(1, 2), sketch.random.randint(4, 6), sketch.random.randint(4, 6)))
            case "tokens":
                tokens = sketch.random.randint(3, 6)
                _embed(sketch, sketch.begin_tokens(sketch.random.randint(3, 5), tokens), tokens)


def _embed(sketch: Sketch, source: str, tokens: int) -> None:
    settings = catalog.EmbeddingSettings(tokens, sketch.random.choice((3, 4)), sketch.random.choice((-1, 0)))
    node = sketch.drawing.add("embedding", settings, source)
    sketch._made(node)


def _with_parameters(document: Document, numbers: np.random.Generator) -> Document:
    """Normal numbers for everything; scales around 1, running variances above 0; some links of dense layers cut."""
    parameters, masks = {}, {}
    for path, spec in edits.parameter_specs(document.network).items():
        values = numbers.normal(size=spec.shape) * (0.3 if spec.means != "weight" else 0.8 / spec.fan_in**0.25)
        if spec.means == "scale":
            values = 1.0 + values
        if path.endswith("running_variance"):
            values = 0.5 + np.abs(values)
        if path.startswith("dense") and path.endswith("weight") and numbers.random() < 0.2:
            masks[f"{path}:pruned"] = numbers.random(spec.shape) < 0.3
            values[masks[f"{path}:pruned"]] = 0.0
        parameters[path] = values
    network = msgspec.structs.replace(document.network, masks=ArrayMap(masks))
    state = msgspec.structs.replace(document.state, parameters=ArrayMap(parameters))
    return msgspec.structs.replace(document, network=network, state=state)
