"""Iris: the authentic numbers, and the choices of features and species."""

import numpy as np
import pytest

from nnsim.data import iris, prepare
from nnsim.data.rows import raw_cells
from nnsim.text import NnsimError


def test_the_numbers_are_fishers() -> None:
    *lengths, species = raw_cells(iris().rows)
    table = np.column_stack(lengths)
    assert table.shape == (150, 4)
    assert np.bincount(species).tolist() == [50, 50, 50]
    # the summary printed with the data at UCI, and the two rows that its file has wrong
    assert table.min(axis=0).tolist() == [4.3, 2.0, 1.0, 0.1]
    assert table.max(axis=0).tolist() == [7.9, 4.4, 6.9, 2.5]
    np.testing.assert_allclose(table.mean(axis=0), [5.843333, 3.057333, 3.758, 1.199333], atol=1e-6)
    np.testing.assert_allclose(table.std(axis=0, ddof=1), [0.828066, 0.435866, 1.765298, 0.762238], atol=1e-6)
    assert table[34].tolist() == [4.9, 3.1, 1.5, 0.2]
    assert table[37].tolist() == [4.9, 3.6, 1.4, 0.1]


def test_two_features_three_species() -> None:
    data = prepare(iris())
    assert data.input_names == ("petal length", "petal width")
    assert data.output_names == data.classes == ("setosa", "versicolor", "virginica")
    assert (len(data.x_train), len(data.x_test)) == (105, 45)
    assert np.bincount(data.labels_test).tolist() == [15, 15, 15]


def test_two_species_are_one_column() -> None:
    data = prepare(iris(features=("sepal length",), species=("setosa", "versicolor"), test_share=0.0))
    assert data.y_train.shape == (100, 1)
    assert set(data.y_train[:, 0]) == {0.0, 1.0}


def test_unknown_features_and_species() -> None:
    with pytest.raises(NnsimError, match=r"petal size.*petal width"):
        iris(features=("petal size",))
    with pytest.raises(NnsimError, match="rosa"):
        iris(species=("setosa", "rosa"))
