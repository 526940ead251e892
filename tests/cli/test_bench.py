"""The table of `nnsim bench`: columns that line up in both languages, and a name that no measured network has."""

from typing import Any

import pytest

from nnsim import cli
from nnsim.bench import Case
from nnsim.cli import bench
from nnsim.cli.columns import columns


def _row(case: Case, rounds: int) -> dict[str, Any]:
    """Figures as a machine might give them; scikit-learn does not know the case."""
    return {"network": case.name, "batch": case.batch, "precision": case.precision, "must": case.must,
            "goal": case.goal, "nnsim_us": 16098.8, "torch_us": 40000.0, "torch_ratio": 200.5, "jax_ratio": 0.25}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_figures_stand_below_the_names_of_their_columns(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nnsim.cli.commands.chosen_language", lambda: language)
    monkeypatch.setattr(bench, "installed", lambda: {"torch": True, "jax": True, "sklearn": True})
    monkeypatch.setattr(bench, "_measured", _row)
    assert cli.main(["bench", "--only", "2-4-2-1"]) == 0
    told, table = capsys.readouterr().out.rstrip("\n").split("\n\n")
    head, row = table.split("\n")
    assert "JAX*" in told
    for name, figure in (("nnsim", "16098.8 µs"), ("PyTorch", "200.50×"), ("JAX", "0.25×"), ("scikit-learn", "–")):
        ends = columns(head[:head.index(name) + len(name)])
        assert row[:ends].endswith(figure)
    assert columns(head) == columns(row)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_network_that_is_not_measured_is_told_with_those_that_are(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nnsim.cli.commands.chosen_language", lambda: language)
    assert cli.main(["bench", "--only", "capsule"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "'capsule'" in printed.err
    assert "encoder block d 32" in printed.err
