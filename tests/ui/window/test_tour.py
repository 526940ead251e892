"""The tour: a picture of the welcome page, and of each sample while stepping and while training."""

import shutil
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from nnsim.assets import asset_path
from ui import tour


@pytest.fixture(autouse=True)
def _hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tour hooks into is given back."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)


def test_it_takes_a_picture_of_every_stage(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    shutil.copy(asset_path("samples", "mlp-xor.nnsim"), samples)
    monkeypatch.setattr(tour, "asset_path", lambda *_: samples)
    monkeypatch.setattr(tour, "LEAST_EPOCHS", 2)
    out = tmp_path / "out"
    assert tour.run_tour(["--out", str(out), "--size", "1200", "800"]) == 0
    names = ["welcome.png", "mlp-xor-step.png", "mlp-xor-train.png"]
    assert capsys.readouterr().out.split() == [str(out / name) for name in names]
    for name in names:
        assert (QImage(str(out / name)).width(), QImage(str(out / name)).height()) == (1200, 800)


def test_a_folder_that_cannot_be_made_is_one_line(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert tour.run_tour(["--out", str(tmp_path / "file" / "out")]) == 2
    assert capsys.readouterr().err.startswith("nnsim: The folder")
