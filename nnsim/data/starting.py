"""The data source that each choice starts as, with the usual use of its columns."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.data.check import check_source
from nnsim.data.rows import Cells, generated_cells
from nnsim.data.shipped import CLASS, DIGIT, DIGITS, IRIS_COLUMNS, IRIS_TABLES, PIXELS
from nnsim.data.sources import SourceKind, source_kind
from nnsim.document import ArrayMap, Column, DataSource, Generated, Split, Table
from nnsim.document.data_source import Encoding
from nnsim.text import NnsimError, message

_SUBSCRIPTS = "₁₂₃₄₅₆₇₈₉"
PETALS = ("petal length", "petal width")


def generated(source_id: str, test_share: float | None = None, split_seed: int = 0, **knobs: Any) -> DataSource:
    """A generated set or small table: its inputs, then one class column (or two targets), nothing standardized.

    Args:
        source_id: the id of a set in `sources()`.
        test_share: the share kept for testing; None takes what is usual for this set.
        split_seed: the seed that draws the test samples.
        knobs: `count`, `noise`, `seed`, `turns`, where the set has them.

    Raises:
        NnsimError: unknown set, or a knob that it does not have or that is out of range.
    """
    kind = source_kind(source_id)
    known = {knob.name: knob.default for knob in kind.knobs}
    for name in knobs:
        if name not in known:
            text = message(
                "The data set '{set}' has no setting '{name}'. It has: {known}.",
                set=source_id, name=name, known=", ".join(known) or "—",
            )
            raise NnsimError("data.unknown-knob", text, "data")
    rows = Generated(name=source_id, **(known | knobs))
    if kind.form == "small":
        rows = Generated(name=source_id, count=len(generated_cells(rows)[0]))
    share = kind.test_share if test_share is None else test_share
    return check_source(DataSource(rows, _columns_of(kind), Split(share, split_seed)))


def iris(
    features: Sequence[str] = PETALS,
    species: Sequence[str] = ("setosa", "versicolor", "virginica"),
    standardize: bool = True,
    test_share: float = 0.3,
    split_seed: int = 0,
) -> DataSource:
    """Iris with these features as inputs and the species as output: one-hot, or one column of 0 and 1 for two species.

    Raises:
        NnsimError: code `data.unknown-column` or `data.unknown-source`.
    """
    for feature in features:
        if feature not in IRIS_COLUMNS[:4]:
            text = message(
                "Iris has no feature '{name}'. Choose from: {known}.", name=feature, known=", ".join(IRIS_COLUMNS[:4])
            )
            raise NnsimError("data.unknown-column", text, "data")
    chosen = next((name for name, kept in IRIS_TABLES.items() if kept == tuple(species)), ", ".join(species))
    classes = source_kind(chosen).classes
    lengths = tuple(
        Column(name, "input" if name in features else "ignore", "number", standardize) for name in IRIS_COLUMNS[:4]
    )
    columns = (*lengths, class_column(IRIS_COLUMNS[4], classes))
    return check_source(DataSource(Table(chosen, shipped=True), columns, Split(test_share, split_seed)))


def digits(test_share: float = 0.3, split_seed: int = 0) -> DataSource:
    """Handwritten digits: 64 pixels of an image of 8×8, row by row, as inputs, and the digit as output, one-hot."""
    columns = (*map(Column, PIXELS), class_column(DIGIT, DIGITS))
    return check_source(DataSource(Table("digits", shipped=True), columns, Split(test_share, split_seed)))


def starting_source(kind: SourceKind) -> DataSource:
    """What a choice starts as. An own file has none: it comes from `read_csv`.

    Raises:
        ValueError: the kind is the own file.
    """
    if kind.form == "own":
        raise ValueError("an own file is read with read_csv")
    if kind.id == "digits":
        return digits()
    return iris(species=kind.classes) if kind.form == "shipped" else generated(kind.id)


def own_table(
    name: str, columns: Mapping[str, Sequence[float] | Sequence[str]], outputs: Sequence[str], test_share: float = 0.0
) -> DataSource:
    """A table from columns of numbers or of texts (which become classes), all others than `outputs` being inputs.

    Raises:
        NnsimError: the columns are not alike in length, or hold no data.
    """
    cells: dict[str, NDArray[Any]] = {}
    uses: list[Column] = []
    for index, (title, values) in enumerate(columns.items()):
        role = "output" if title in outputs else "input"
        if values and isinstance(values[0], str):
            classes = tuple(dict.fromkeys(str(value) for value in values))
            cells[str(index)] = np.array([classes.index(str(value)) for value in values], dtype=np.int32)
            uses.append(class_column(title, classes, role))
        else:
            cells[str(index)] = np.array(values, dtype=np.float64)
            uses.append(Column(title, "output" if role == "output" else "input"))
    return check_source(DataSource(Table(name, cells=ArrayMap(cells)), tuple(uses), Split(test_share)))


def class_column(name: str, classes: Sequence[str], role: Any = "output") -> Column:
    """A column of classes with its usual encoding: one column of 0 and 1 for two classes, else one-hot."""
    encoding: Encoding = "binary" if len(classes) == 2 else "one_hot"
    return Column(name, role, encoding, categories=tuple(classes))


def _columns_of(kind: SourceKind) -> tuple[Column, ...]:
    cells: Cells = generated_cells(Generated(name=kind.id, count=4))
    outputs = 2 if not kind.classes else 1
    inputs = len(cells) - outputs
    names = [f"x{_SUBSCRIPTS[index]}" if inputs > 1 else "x" for index in range(inputs)]
    if not kind.classes:
        return (*map(Column, names), *(Column(f"y{_SUBSCRIPTS[index]}", "output") for index in range(outputs)))
    return (*map(Column, names), class_column("y" if kind.classes == ("0", "1") else CLASS, kind.classes))
