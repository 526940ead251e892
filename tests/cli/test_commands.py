"""The headless verbs: what they print, how they end, and that they never import Qt."""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nnsim import cli, files
from nnsim.assets import asset_path
from nnsim.program import Trainer

XOR = str(asset_path("samples", "mlp-xor.nnsim"))
BY_HAND = str(asset_path("samples", "mlp-by-hand.nnsim"))


def test_info_names_layers_parameters_and_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["info", XOR, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert [layer["units"] for layer in facts["layers"]] == [2, 4, 1, 1, 1]
    assert facts["parameter_count"] == 17
    assert facts["data"]["training_samples"] == 4
    assert facts["problems"] == []


def test_info_in_words_names_every_layer(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["info", XOR]) == 0
    printed = capsys.readouterr().out
    assert "XOR, one hidden layer" in printed
    assert printed.splitlines()[1].split() == ["Name", "Kind", "Units", "Parameters"]
    assert len({len(line) for line in printed.splitlines()[1:7]}) == 1, "columns stand below their names"
    assert "Hidden" in printed
    assert "17 parameters" in printed


def test_train_saves_what_the_trainer_gives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, curve = tmp_path / "trained.nnsim", tmp_path / "curve.csv"
    assert cli.main(["train", XOR, "--epochs", "100", "--out", str(out), "--csv", str(curve), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    trainer = Trainer(files.load(XOR))
    for _ in range(100):
        trainer.step()
    assert files.load(out).state == trainer.state()
    assert report["epoch"] == 100
    assert report["trouble"] is None
    assert curve.read_text().startswith("epoch,")


def test_training_goes_on_where_the_file_stopped(tmp_path: Path) -> None:
    half, whole = tmp_path / "half.nnsim", tmp_path / "whole.nnsim"
    spirals = str(asset_path("samples", "spirals.nnsim"))
    assert cli.main(["train", spirals, "--epochs", "3", "--out", str(half), "--json"]) == 0
    assert cli.main(["train", str(half), "--epochs", "4", "--out", str(half), "--json"]) == 0
    assert cli.main(["train", spirals, "--epochs", "7", "--out", str(whole), "--json"]) == 0
    assert files.load(half).state == files.load(whole).state


def test_a_seed_begins_anew(tmp_path: Path) -> None:
    first, second = tmp_path / "a.nnsim", tmp_path / "b.nnsim"
    for out, seed in ((first, "1"), (second, "2")):
        assert cli.main(["train", XOR, "--epochs", "2", "--seed", seed, "--out", str(out), "--json"]) == 0
    assert files.load(first).state.parameters != files.load(second).state.parameters


def test_diverging_training_says_so_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from nnsim import edits
    from nnsim.catalog import GradientDescentSettings

    adaline = files.load(asset_path("samples", "adaline.nnsim"))
    wild = edits.set_rule(adaline, "gradient_descent", GradientDescentSettings(500.0))
    path = tmp_path / "wild.nnsim"
    files.save(wild, path)
    assert cli.main(["train", str(path), "--epochs", "500"]) == 1
    assert "learning rate" in capsys.readouterr().err.lower()


def test_trace_gives_the_published_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["trace", BY_HAND, "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    results = [entry["value"] for entry in entries]
    assert any(value == pytest.approx(0.298371109, abs=5e-10) for value in results)
    assert any(value == pytest.approx(0.35891648, abs=5e-9) for value in results)
    assert any(value == pytest.approx(0.149780716, abs=5e-10) for value in results)


def test_trace_says_above_the_numbers_what_is_computed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["trace", BY_HAND, "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert cli.main(["trace", BY_HAND]) == 0
    blocks = capsys.readouterr().out.strip().split("\n\n")
    titles = [entry["title"] for at, entry in enumerate(entries)
              if not at or any(entry[key] != entries[at - 1][key] for key in ("phase", "node", "title"))]
    assert [block.splitlines()[0] for block in blocks] == titles
    assert sum(len(block.splitlines()) - 1 for block in blocks) == len(entries)


MISSING = [["info", "nowhere.nnsim"], ["train", "nowhere.nnsim", "--epochs", "1"], ["trace", "no"]]
WRONG = [["train", XOR], ["train", XOR, "--epochs", "0"], ["fly"], ["trace", XOR, "--sample", "0"],
         ["train", XOR, "--epochs", "1", "--seed", "-1"], ["train", XOR, "--epochs", "1", "--seed", str(2**63)]]


@pytest.mark.parametrize("arguments", MISSING)
def test_a_missing_file_is_one_line_and_exit_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert arguments[1] in error


@pytest.mark.parametrize("arguments", WRONG)
def test_wrong_use_is_exit_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_doctor_reports_versions(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["packages"]["numpy"]
    assert facts["graphics_card"]


def test_verbs_never_import_qt() -> None:
    program = (
        "import sys; from ui.app import main; main(['info', sys.argv[1]]); main(['trace', sys.argv[1], '--json']);"
        "main(['doctor']); assert not [m for m in sys.modules if m.startswith('PySide6')]"
    )
    command = [sys.executable, "-c", program, XOR]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_letters_that_a_terminal_does_not_have_are_no_fault() -> None:
    done = _run(["trace", XOR], PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stderr == b""
    assert b"forward" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="its pipes close in another way")
def test_a_reader_that_goes_away_is_no_fault() -> None:
    read, write = os.pipe()
    os.close(read)
    done = _run(["trace", XOR], stdout=write)
    os.close(write)
    assert done.returncode == 0
    assert done.stderr == b""


def _run(arguments: list[str], stdout: int = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "ui", *arguments], stdout=stdout, stderr=subprocess.PIPE,
                          env={**os.environ, **environment}, timeout=120, check=False)


def test_doctor_knows_every_build_of_cupy(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def version(name: str) -> str:
        if name == "cupy-cuda12x":
            return "13.3.0"
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    assert cli.main(["doctor", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["packages"]["CuPy"] == "13.3.0"
