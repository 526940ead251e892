"""What `packaging/dev.py run` does where no window could be seen."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "dev.py"


def test_without_a_display_run_says_so_and_each_picture_is_named_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    dev = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(dev)
    asked: list[list[str]] = []

    def tour(command: list[str], **_options: object) -> int:
        asked.append(command)
        (tmp_path / "welcome.png").touch()
        sys.stdout.write(f"{tmp_path / 'welcome.png'}\n")
        return 1

    monkeypatch.setattr(subprocess, "call", tour)
    monkeypatch.setattr(dev, "PICTURES", tmp_path)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert dev.run_window(None) == 1
    said = capsys.readouterr().out
    assert asked[0][-3:] == ["tour", "--out", str(tmp_path)]
    assert "no display" in said
    assert said.count("welcome.png") == 1
