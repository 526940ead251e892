"""Changing columns purely, and the preview that shows what each column becomes."""

import pytest

from nnsim.data import (
    can_be_classes,
    can_be_numbers,
    change_column,
    generated,
    iris,
    number_alike,
    numbered_columns,
    own_table,
    possible_encodings,
    prepare,
    preview,
    with_classes_as_numbers,
    with_numbers_as_classes,
    with_one_numbering,
)
from nnsim.data.rows import raw_cells
from nnsim.text import NnsimError

GRADES = own_table("grades.csv", {"hours": [1.0, 2.5, 4.0, 8.0], "grade": [3.0, 2.0, 2.0, 1.0]}, outputs=["grade"])


def test_numbers_become_classes_and_come_back() -> None:
    classes = with_numbers_as_classes(GRADES, 1)
    assert classes.columns[1].categories == ("1", "2", "3")
    assert classes.columns[1].encoding == "one_hot"
    assert GRADES.columns[1].categories == ()
    back = with_classes_as_numbers(classes, 1)
    assert back == GRADES


def test_minus_one_and_one_stay_signed() -> None:
    source = with_numbers_as_classes(own_table("t", {"x": [0.0, 1], "y": [1.0, -1]}, outputs=["y"]), 1)
    assert source.columns[1].encoding == "signed"
    assert preview(source).first_encoded == ((0.0, 1.0), (1.0, -1.0))


def test_what_can_be_what() -> None:
    assert can_be_classes(GRADES, 1)
    assert not can_be_numbers(GRADES, 1)
    assert can_be_numbers(with_numbers_as_classes(GRADES, 1), 1)
    assert not can_be_classes(generated("xor"), 0)
    assert possible_encodings(GRADES.columns[0]) == ("number",)
    assert possible_encodings(iris().columns[4]) == ("one_hot", "number")
    assert "signed" in possible_encodings(generated("xor").columns[2])
    many = own_table("t", {"x": [float(k) for k in range(200)], "y": [0.0] * 200}, outputs=["y"])
    with pytest.raises(NnsimError, match="200 different"):
        with_numbers_as_classes(many, 0)
    with pytest.raises(NnsimError, match="not numbers"):
        with_classes_as_numbers(own_table("t", {"x": [0.0, 1], "y": ["a", "b"]}, outputs=["y"]), 1)


PETS = own_table("pets.csv", {"kg": [4.0, 30.0, 0.5, 5.0], "kind": ["cat", "dog", "rat", "cat"]}, outputs=["kind"])


def test_class_names_can_be_numbers_from_0_and_keep_their_names() -> None:
    source = change_column(PETS, 1, encoding="number")
    assert numbered_columns(source) == (1,)
    data = prepare(source)
    assert data.y_train.tolist() == [[0.0], [1.0], [2.0], [0.0]]
    assert data.output_names == ("kind",)
    assert data.classes == ("cat", "dog", "rat")
    assert data.labels_train.tolist() == [0, 1, 2, 0]
    assert preview(source).columns[1].categories == (("cat", 2), ("dog", 1), ("rat", 1))


def test_the_words_of_a_sequence_take_one_numbering() -> None:
    words = {"w1": ["10", "b", "a"], "w2": ["c", "b", "9"], "w3": ["b", "b", "b"], "y": [0.0, 1.5, 2.5]}
    source = own_table("words.csv", words, outputs=["y"])
    for index in range(3):
        source = change_column(source, index, encoding="number")
    source = change_column(source, 2, role="ignore")
    assert not number_alike(source)
    before = preview(source).first_rows
    alike = with_one_numbering(source)
    assert alike.columns[0].categories == alike.columns[1].categories == ("9", "10", "a", "b", "c")
    assert preview(alike).first_rows == before
    assert prepare(alike).x_train.tolist() == [[1, 4], [3, 3], [2, 0]]
    assert alike.columns[2] == source.columns[2]
    assert number_alike(alike)
    assert with_one_numbering(alike) is alike


def test_changes_leave_the_source_and_its_cells_alone() -> None:
    changed = change_column(GRADES, 0, role="ignore")
    assert GRADES.columns[0].role == "input"
    assert raw_cells(changed.rows)[0] is raw_cells(GRADES.rows)[0]


def test_the_preview_shows_what_each_column_becomes() -> None:
    shown = preview(iris(features=("petal width",)), first=3)
    species, petal = shown.columns[4], shown.columns[3]
    assert species.categories == (("setosa", 50), ("versicolor", 50), ("virginica", 50))
    assert [column.name for column in species.encoded] == ["setosa", "versicolor", "virginica"]
    assert (petal.minimum, petal.maximum) == (0.1, 2.5)
    assert petal.encoded[0].std > 0.5
    assert shown.columns[0].encoded == ()
    assert shown.first_rows[0] == (5.1, 3.5, 1.4, 0.2, "setosa")
    assert shown.first_encoded[0][1:] == (1.0, 0.0, 0.0)
    assert (shown.rows, shown.train_rows, shown.test_rows) == (150, 105, 45)
