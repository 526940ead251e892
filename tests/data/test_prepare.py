"""From source to samples: encodings, standardization, bounds, and what a sample tells about itself."""

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim.data import change_column, change_split, generated, iris, own_table, prepare
from nnsim.data.rows import raw_cells
from nnsim.document import ArrayMap, Column, DataSource, Generated, Split, Table
from nnsim.text import NnsimError

FRUIT = own_table(
    "fruit.csv",
    {
        "weight": [100.0, 200.0, 300.0, 400.0],
        "color": ["red", "green", "red", "blue"],
        "sweet": ["no", "yes", "yes", "no"],
    },
    outputs=["sweet"],
)


def test_equal_sources_give_the_same_samples() -> None:
    assert prepare(generated("circles", seed=3)) is prepare(generated("circles", seed=3))
    assert prepare(generated("circles", seed=3)) is not prepare(generated("circles", seed=4))


def test_arrays_are_contiguous_float64_and_read_only() -> None:
    data = prepare(iris())
    for array in (data.x_train, data.y_train, data.x_test, data.y_test):
        assert array.dtype == np.float64
        assert array.flags.c_contiguous
        assert not array.flags.writeable


def test_classes_become_one_hot_or_one_column() -> None:
    data = prepare(FRUIT)
    assert data.input_names == ("weight", "red", "green", "blue")
    assert data.x_train.tolist() == [[100, 1, 0, 0], [200, 0, 1, 0], [300, 1, 0, 0], [400, 0, 0, 1]]
    assert data.y_train[:, 0].tolist() == [0, 1, 1, 0]
    assert prepare(change_column(FRUIT, 2, encoding="signed")).y_train[:, 0].tolist() == [-1, 1, 1, -1]
    assert prepare(change_column(FRUIT, 2, encoding="one_hot")).y_train.tolist() == [[1, 0], [0, 1], [0, 1], [1, 0]]
    assert [column.category for column in data.inputs] == [None, "red", "green", "blue"]


def test_standardizing_uses_the_training_set_alone_and_can_be_off() -> None:
    source = change_split(iris(), test_share=0.4, seed=9)
    data = prepare(source)
    np.testing.assert_allclose(data.x_train.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(data.x_train.std(axis=0), 1)
    assert abs(data.x_test.mean()) > 1e-6
    original = np.column_stack(raw_cells(source.rows)[2:4])
    np.testing.assert_allclose(data.x_test * data.x_std + data.x_mean, original[data.rows_test])
    plain = prepare(iris(standardize=False))
    assert plain.x_mean.tolist() == [0, 0]
    assert plain.x_std.tolist() == [1, 1]
    assert plain.describe_row(0).inputs == (1.4, 0.2)


def test_a_constant_column_is_centered_and_not_blown_up() -> None:
    source = own_table("t", {"a": [0.1 + 0.2] * 5, "b": [1.0, 2, 3, 4, 5], "y": [0.0, 1, 2, 3, 4]}, outputs=["y"])
    data = prepare(change_column(source, 0, standardize=True))
    assert data.x_std[0] == 1.0
    assert np.abs(data.x_train[:, 0]).max() < 1e-12


def test_numeric_outputs_can_be_standardized() -> None:
    source = own_table("t", {"a": [1.0, 2, 3], "y": [10.0, 20, 60]}, outputs=["y"])
    data = prepare(change_column(source, 1, standardize=True))
    assert data.kind == "numbers"
    np.testing.assert_allclose(data.y_train[:, 0] * data.y_std + data.y_mean, [10, 20, 60])


def test_bounds_hold_all_points_with_a_margin() -> None:
    data = prepare(generated("spirals"))
    assert data.bounds is not None
    for axis, (low, high) in enumerate(data.bounds):
        points = np.concatenate([data.x_train, data.x_test])[:, axis]
        assert low < points.min() < points.max() < high
    assert prepare(generated("not")).bounds is None
    single = prepare(generated("one_sample")).bounds
    assert single is not None
    assert single[0][0] < 0.05 < single[0][1]


def test_a_sample_tells_its_row_its_class_and_its_original_cells() -> None:
    data = prepare(change_split(FRUIT, test_share=0.25))
    row = data.describe_row(0, "test")
    assert row.row == data.rows_test[0]
    assert row.label == dict(row.original)["sweet"]
    assert dict(row.original)["weight"] == 100.0 * (row.row + 1)
    with pytest.raises(IndexError):
        data.describe_row(99)


def test_ignored_columns_are_not_seen() -> None:
    data = prepare(change_column(FRUIT, 1, role="ignore"))
    assert data.input_names == ("weight",)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (DataSource(Generated("nonsense"), ()), "data.unknown-source"),
        (DataSource(Generated("iris"), ()), "data.not-generated"),
        (DataSource(Generated("circles"), (Column("x"),)), "data.column-count"),
        (DataSource(Generated("circles", count=10**12), (Column("x"),) * 3), "data.knob"),
        (DataSource(Table("wine", shipped=True), ()), "data.unknown-source"),
        (DataSource(Table("xor", shipped=True), ()), "data.not-a-table"),
        (replace(generated("circles"), columns=(Column("a"),) * 3), "data.classes"),
        (replace(generated("circles"), split=Split(1.0)), "data.test-share"),
        (replace(generated("circles"), split=Split(float("nan"))), "data.test-share"),
        (DataSource(Table("t", cells=ArrayMap({"1": np.zeros(2)})), (Column("a"),)), "data.cells"),
        (DataSource(Table("t", cells=ArrayMap({"0": np.zeros((2, 2))})), (Column("a"),)), "data.cells"),
        (DataSource(Table("t", cells=ArrayMap({"0": np.zeros(0)})), (Column("a"),)), "data.row-count"),
        (DataSource(Table("t", cells=ArrayMap({"0": np.array([1.0, np.inf])})), (Column("a"),)), "data.cell-values"),
        (
            DataSource(
                Table("t", cells=ArrayMap({"0": np.array([0, 2], dtype=np.int32)})),
                (Column("a", "output", "binary", categories=("n", "y")),),
            ),
            "data.cell-values",
        ),
    ],
)
def test_what_a_damaged_file_may_hold_is_refused(source: DataSource, code: str) -> None:
    with pytest.raises(NnsimError) as caught:
        prepare(source)
    assert caught.value.code == code


def test_impossible_encodings_are_refused_by_column_name() -> None:
    with pytest.raises(NnsimError, match=r"color.*3 classes"):
        change_column(FRUIT, 1, encoding="binary")
    with pytest.raises(NnsimError, match="weight"):
        change_column(FRUIT, 0, encoding="one_hot")
