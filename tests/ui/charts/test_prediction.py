"""What the decision map says it shows."""

import pytest

from nnsim import data, edits, files
from nnsim.assets import asset_path
from nnsim.document import Document
from nnsim.text import render
from ui.charts.prediction import map_note


def _sample(name: str) -> Document:
    return files.load(asset_path("samples", f"{name}.nnsim"))


def _note(document: Document) -> str:
    assert document.data is not None
    return render(map_note(document, data.prepare(document.data)))


@pytest.mark.parametrize(("name", "note"), [
    ("logistic", "p(virginica)"),
    ("adaline", "output ŷ, versicolor when high"),
    ("perceptron", "output ŷ, B when high"),
])  # fmt: skip
def test_only_a_sigmoid_s_output_is_called_a_probability(name: str, note: str) -> None:
    assert _note(_sample(name)) == note


def test_three_classes_are_shown_by_the_likeliest() -> None:
    assert _note(edits.choose_data(_sample("mlp-xor"), data.generated("three_gaussians"), 2)) == "likeliest class"
