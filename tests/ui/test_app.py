"""The `nnsim` command: verbs stay without Qt, files open the window, nothing ends in a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from ui import app
from ui.panels import second_window

ROOT = Path(__file__).resolve().parents[2]


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip


def test_verbs_go_to_the_command_line_without_qt() -> None:
    code = "import sys; from ui.app import main; code = main(['doctor']); print('PySide6' in sys.modules, code)"
    result = run(code)
    assert result.stdout.splitlines()[-1].startswith("False"), result.stderr


def test_the_main_module_of_a_worker_has_no_qt() -> None:
    result = run("import sys, ui.__main__; print('PySide6' in sys.modules)")
    assert result.stdout.strip() == "False", result.stderr


@pytest.mark.parametrize(
    ("arguments", "goes"),
    [([], "window"), ([second_window.EMPTY], "window"), (["lab.nnsim"], "window"), (["./folder/lab"], "window"),
     (["tour", "--out", "x"], "tour"), (["info", "lab.nnsim"], "line"), (["--help"], "line"), (["tarin"], "line")],
)  # fmt: skip
def test_who_gets_the_arguments(monkeypatch: pytest.MonkeyPatch, arguments: list[str], goes: str) -> None:
    import nnsim.cli

    asked: list[str] = []
    monkeypatch.setattr(app, "_window", lambda _: asked.append("window") or 0)
    monkeypatch.setattr(app, "_tour", lambda _: asked.append("tour") or 0)
    monkeypatch.setattr(nnsim.cli, "main", lambda _: asked.append("line") or 0)
    assert app.main(arguments) == 0
    assert asked == [goes]


def test_without_a_display_one_line_says_so() -> None:
    result = run("from ui.app import main; raise SystemExit(main([]))", QT_QPA_PLATFORM="", DISPLAY="",
                 WAYLAND_DISPLAY="")  # fmt: skip
    assert result.returncode == 2
    assert result.stderr.startswith("nnsim: There is no display.")
    assert len(result.stderr.splitlines()) == 1


def test_several_files_are_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["a.nnsim", "b.nnsim"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
