"""Drawing networks in tests: a few words for nodes, links and data."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from nnsim import edits
from nnsim.catalog import LossSettings
from nnsim.data import own_table
from nnsim.document import ArrayMap, DataSource, Document, Settings

Samples = Sequence[Sequence[float]]


def table(x: Any, y: Any) -> DataSource:
    """The students' own table of these inputs and outputs, one row per sample, all numbers."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    columns = {f"x{k}": x[:, k].tolist() for k in range(x.shape[1])}
    outputs = {f"y{k}": y[:, k].tolist() for k in range(y.shape[1])}
    return own_table("samples.csv", {**columns, **outputs}, tuple(outputs))


class Drawing:
    """A document that grows by what is drawn into it."""

    def __init__(self, source: DataSource | None = None, seed: int = 0) -> None:
        document = edits.new_document()
        state = msgspec.structs.replace(document.state, seed=seed)
        self.document: Document = msgspec.structs.replace(document, data=source, state=state)

    def add(self, kind: str, settings: Settings | None = None, *sources: str | tuple[str, int]) -> str:
        """A node of a kind, linked from these nodes (or single units of them); returns its id."""
        self.document, node = edits.add_node(self.document, kind, (0.0, 0.0), settings=settings)
        for source in sources:
            self.link(source, node)
        return node

    def link(self, source: str | tuple[str, int], target: str, port: str = "in") -> None:
        """A link from a node, or from one of its units."""
        name, unit = source if isinstance(source, tuple) else (source, None)
        self.document = edits.connect(self.document, name, target, unit, port)

    def end(self, *sources: str | tuple[str, int], loss: str = "mse", form: str = "stable") -> str:
        """An output that these nodes link into, and its loss; returns the output's id."""
        output = self.add("output", None, *sources)
        self.add("loss", LossSettings(loss, form), output)
        return output

    def plan(self, rule: str | None = None, settings: Settings | None = None, **changes: Any) -> Document:
        """The document with a changed plan."""
        if rule is not None:
            self.document = edits.set_rule(self.document, rule, settings)
        self.document = edits.set_plan(self.document, msgspec.structs.replace(self.document.plan, **changes))
        return self.document

    def set(self, **parameters: Any) -> Document:
        """The document with these parameters, `node__weight=…`."""
        for name, values in parameters.items():
            self.document = edits.set_parameter(self.document, name.replace("__", "/"), np.asarray(values, float))
        return self.document


def with_parameters(document: Document, parameters: dict[str, Any]) -> Document:
    """The document with these parameters as they are."""
    state = msgspec.structs.replace(document.state, parameters=ArrayMap(parameters))
    return msgspec.structs.replace(document, state=state)
