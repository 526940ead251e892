"""The metrics that `train` and `info` print: those that fit the task, of the parameters that the file has."""

import json
from pathlib import Path

import pytest

from nnsim import cli, files
from nnsim.assets import asset_path
from nnsim.program import Trainer
from tests.batteries.drawing import Drawing, table

ADALINE = str(asset_path("samples", "adaline.nnsim"))
BY_HAND = str(asset_path("samples", "mlp-by-hand.nnsim"))


def test_train_reports_the_metrics_of_classes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "trained.nnsim")
    assert cli.main(["train", ADALINE, "--epochs", "5", "--out", out, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    found = report["metrics"]["train"]
    assert found["task"] == "classes"
    assert found["accuracy"] == report["train_accuracy"]
    assert list(found["classes"]) == ["setosa", "versicolor"]
    right, total = sum(found["confusion"][k][k] for k in (0, 1)), sum(map(sum, found["confusion"]))
    assert right / total == pytest.approx(found["accuracy"])
    assert report["metrics"]["test"]["accuracy"] == report["test_accuracy"]
    assert cli.main(["info", out, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["metrics"] == report["metrics"]


def test_numbers_are_told_by_r_squared_and_errors(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["info", BY_HAND, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["metrics"]
    assert found["train"]["task"] == "numbers"
    assert set(found["train"]) == {"task", "r_squared", "mse", "rmse", "mae"}


def test_words_have_a_line_for_each_metric(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["train", ADALINE, "--epochs", "5"]) == 0
    printed = capsys.readouterr().out
    measures = Trainer(files.load(ADALINE)).measures("test")
    assert measures is not None
    assert "Accuracy: training 0.957, test 1.000" in printed
    assert "F1: training" in printed


def test_what_cannot_run_has_no_metrics(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawing = Drawing(table([[0.0], [1.0]], [[0.0], [1.0]]))
    drawing.add("dense")
    path = tmp_path / "broken.nnsim"
    files.save(drawing.document, path)
    assert cli.main(["info", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["metrics"] == {}
