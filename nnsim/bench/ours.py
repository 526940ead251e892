"""nnsim's own training step of a case, as a document that a student could have drawn."""

from typing import Any

import numpy as np

from nnsim import catalog, edits
from nnsim.backend import Backend
from nnsim.bench.cases import Case, Layer
from nnsim.bench.measure import Contender
from nnsim.catalog import DenseSettings, InputSettings, LossSettings
from nnsim.data import own_table
from nnsim.document import Document, Settings
from nnsim.program import Trainer

STEPS = 10
"""Steps between two looks at the clock"""


def our_contender(case: Case, backend: Backend | None = None) -> Contender:
    """The training step of a case."""
    trainer = Trainer(case_document(case), backend)

    def steps() -> None:
        with np.errstate(all="ignore"):  # as a training session has it: once for many steps
            for _ in range(STEPS):
                trainer.step()

    return Contender(steps, trainer.threads, steps_per_call=STEPS)


def case_document(case: Case) -> Document:
    """The case drawn: input, layers, output and loss, with its samples as a table."""
    x, y = case.samples()
    columns = {f"x{k}": column.tolist() for k, column in enumerate(x.T)}
    targets = {f"y{k}": column.tolist() for k, column in enumerate(y.T)}
    document = edits.new_document()
    arranged = case.input if len(case.input) > 1 else ()
    document, last = edits.add_node(document, "input", (0.0, 0.0))
    table = own_table("samples.csv", {**columns, **targets}, tuple(targets))
    document = edits.choose_data(document, table, len(columns))
    document = edits.change_settings(document, last, InputSettings(tuple(range(len(columns))), arranged))
    for layer in case.layers:
        for kind, settings in _nodes(layer):
            document, node = edits.add_node(document, kind, (0.0, 0.0), settings=settings)
            document = edits.connect(document, last, node)
            last = node
    document, output = edits.add_output(document, (0.0, 0.0))
    document = edits.connect(document, last, output)
    loss = "categorical_cross_entropy" if case.outputs > 1 else "mse"
    document = edits.change_settings(document, "loss1", LossSettings(loss))
    document = edits.set_rule(document, case.rule)
    plan = type(document.plan)(
        document.plan.rule, document.plan.objectives, "mini", case.batch, precision=case.precision)
    return edits.set_plan(document, plan)


def _nodes(layer: Layer) -> list[tuple[str, Settings]]:
    """The kinds and settings of one layer."""
    match layer.kind:
        case "dense":
            return [("dense", DenseSettings(layer.units, layer.activation or "linear"))]
        case "lstm" | "gru":
            return [_settings(layer.kind, units=layer.units)]
        case "encoder":
            return [_settings("transformer_encoder", heads=layer.heads, hidden=layer.hidden, dropout=0.0)]
        case "conv":
            function = layer.activation or "linear"
            return [_settings("convolution", kernels=layer.units, height=layer.size, width=layer.size,
                              activation=function)]
        case "max_pool":
            return [_settings("max_pooling", size=layer.size, stride=layer.size)]
        case "flatten":
            return [_settings("flatten")]
        case _:
            raise NotImplementedError(layer.kind)


def _settings(kind: str, **values: Any) -> tuple[str, Settings]:
    """A kind with some settings, the others as they are by default."""
    return kind, catalog.kind(kind).Settings(**values)
