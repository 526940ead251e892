"""The command line speaks the language that was asked for: help, argparse's own phrases, faults in one line."""

import argparse
import inspect
import os
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from nnsim import cli
from nnsim.assets import asset_path
from nnsim.cli.columns import columns, padded, wrapped
from nnsim.cli.parsing import PHRASES, speaking
from nnsim.text import chosen_language, message, reason_of, render
from nnsim.text.chosen_language import kept_language
from ui import app, tour
from ui.panels.preferences import Preferences, save_preferences, settings

XOR = str(asset_path("samples", "mlp-xor.nnsim"))
HELPS = [["--help"], *([verb, "--help"] for verb in cli.VERBS)]
HANGUL = re.compile("[가-힣]")
WRONG = [
    [], ["fly"], ["--bogus", "info"], ["info"], ["info", "a", "b"], ["train", XOR], ["train", XOR, "--epochs"],
    ["train", XOR, "--epochs", "0"], ["train", XOR, "--epochs", "many"],
    ["train", XOR, "--epochs", "1", "--seed", "-1"], ["train", XOR, "--epochs", "1", "--backend", "cuda"],
    ["trace", XOR, "--sample", "0"], ["info", XOR, "--json=3"],
    ["trace", XOR, "--detail", "cell"], ["bench", "--rounds", "0"], ["bench", "--growth", "/nowhere/x.svg"],
    ["info", "nowhere.nnsim"], ["info", os.sep],
    ["train", XOR, "--epochs", "1", "--out", "/nowhere/x.nnsim"], ["train", XOR, "--epochs", "1", "--csv", os.sep],
]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: ("en_US", "UTF-8"))
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def korean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")


def _keep(language: str) -> None:
    save_preferences(Preferences(language="ko" if language == "ko" else "en"))
    settings().sync()


def test_the_language_is_that_of_the_window_else_that_of_the_environment(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (kept_language(), chosen_language()) == (None, "en")
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert chosen_language() == "ko"
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert chosen_language() == "en"
    _keep("ko")
    assert (kept_language(), chosen_language()) == ("ko", "ko")
    monkeypatch.setenv("LC_ALL", "C")
    assert chosen_language() == "en"
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    _keep("en")
    assert chosen_language() == "en"


@pytest.mark.parametrize("content", [b"", b"[preferences]\nlanguage=xx\n", b"language=ko\n[", b"\xff\xfe\x00"])
def test_a_damaged_preference_is_no_choice(content: bytes) -> None:
    path = Path(os.environ["XDG_CONFIG_HOME"]) / "nnsim" / "nnsim.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    assert kept_language() is None


@pytest.mark.parametrize("arguments", HELPS)
def test_all_help_is_korean_and_fits_the_terminal(
    korean: None, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 0
    _check_korean_help(capsys.readouterr().out)


def test_the_help_of_the_tour_is_korean_too(
    korean: None, qapp: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        app.main(["tour", "--help"])
    assert end.value.code == 0
    told = capsys.readouterr().out
    _check_korean_help(told)
    assert "(기본: ko)" in told


def _check_korean_help(told: str) -> None:
    assert told.startswith("사용법: nnsim")
    assert max(columns(line) for line in told.splitlines()) <= 80
    formats = "JSON|CSV|SVG|PDF|PNG|GIF|ONNX"
    names = re.compile(rf"--?[a-z]+|\{{[^}}]*\}}|\((기본: )?[a-z]+\)|\.?nnsim|NumPy|CuPy|PyTorch|Keras|{formats}|auto")
    prose = names.sub("", told)
    for verb in (*cli.VERBS, "tour"):
        prose = re.sub(rf"\b{verb}\b", "", prose)
    assert not re.findall("[A-Za-z]{2,}", prose)


def test_the_columns_of_the_help_stand_below_each_other(korean: None, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["train", "--help"])
    told = capsys.readouterr().out
    starts = {
        columns(line[: line.index(words)])
        for words in ("신경망 파일", "에포크 수", "학습한 신경망을", "학습 곡선을", "JSON으로")
        for line in told.splitlines() if words in line
    }  # fmt: skip
    assert len(starts) == 1
    usage = told.split("\n\n")[0].splitlines()
    assert [columns(line) - columns(line.lstrip()) for line in usage[1:]] == [columns("사용법: nnsim train ")] * 2


@pytest.mark.parametrize("arguments", HELPS)
def test_with_the_language_c_all_help_is_english(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "C")
    assert cli.main(arguments) == 0
    told = capsys.readouterr().out
    assert told.startswith("usage: nnsim")
    assert not HANGUL.search(told)


@pytest.mark.parametrize("arguments", WRONG)
def test_every_fault_is_one_line_in_both_languages(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, is_korean in (("C", False), ("ko_KR.UTF-8", True)):
        monkeypatch.setenv("LANG", language)
        assert cli.main(arguments) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.count("\n") == 1
        assert bool(HANGUL.search(told.err)) is is_korean
        assert not re.search(r"%\(|_positive|invalid|errno", told.err, re.IGNORECASE) or not is_korean


def test_what_cannot_be_saved_is_told_before_training(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("trained for nothing")

    monkeypatch.setattr("nnsim.cli.train.TrainingSession", never)
    for option, path in (("--out", tmp_path / "none" / "x.nnsim"), ("--csv", tmp_path)):
        assert cli.main(["train", XOR, "--epochs", "5", option, str(path)]) == 2


def test_the_window_refuses_in_the_chosen_language(korean: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["a.nnsim", "b.nnsim"]) == 2
    assert HANGUL.search(capsys.readouterr().err)


def test_the_tour_refuses_in_one_line(korean: None, qapp: QApplication, capsys: pytest.CaptureFixture[str]) -> None:
    out = ["--out", "x"]
    for arguments in ([], [*out, "--size", "3"], [*out, "--scale", "9"], [*out, "--theme", "no"]):
        with pytest.raises(SystemExit) as end:
            app.main(["tour", *arguments])
        assert end.value.code == 2
        told = capsys.readouterr().err
        assert told.count("\n") == 1
        assert HANGUL.search(told)
    assert tour.SIZE == (1600, 1000)


def test_the_phrases_are_those_of_argparse_and_given_back() -> None:
    source = inspect.getsource(argparse)
    later = {"invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"}  # from Python 3.14 on
    for phrase in PHRASES:
        assert phrase.id in source or phrase.id in later, phrase.id
        assert render(phrase, "ko") != phrase.id
    theirs = argparse._, argparse.ngettext  # type: ignore[attr-defined]
    with pytest.raises(KeyError), speaking():
        raise KeyError
    assert (argparse._, argparse.ngettext) == theirs  # type: ignore[attr-defined]


def test_reasons_of_the_system_have_korean() -> None:
    for error in (FileNotFoundError(2, "No such file"), PermissionError(13, "no"), IsADirectoryError(21, "no")):
        assert HANGUL.search(render(reason_of(error), "ko"))
    assert render(reason_of(OSError(5, "Input/output error")), "ko") == "Input/output error"
    assert render(reason_of(OSError("odd"))) == "OSError"
    assert render(message("{reason}", reason=reason_of(FileNotFoundError(2, "")))).startswith("there is no")


def test_hangul_takes_two_columns() -> None:
    assert columns("층 a") == 4
    assert padded("층", 5) + "|" == "층   |"
    assert padded("층", 4, right=True) == "  층"
    assert wrapped("신경망이 생각하고 배우는 모습", 18) == ["신경망이 생각하고", "배우는 모습"]
    assert wrapped("", 5) == []
