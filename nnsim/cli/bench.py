"""`nnsim bench`: training steps against the peers that are installed, as ratios of medians measured in turns."""

import argparse
import os
import platform
from pathlib import Path
from typing import Any

import numpy as np

from nnsim.bench import CASES, Case, contenders, measure
from nnsim.bench.growth import drawn, growth
from nnsim.bench.peers import installed
from nnsim.cli.columns import padded, wrapped
from nnsim.cli.output import write_json
from nnsim.cli.parsing import whole
from nnsim.cli.places import not_written, refuse_no_place
from nnsim.text import NnsimError, message, tr

_PEERS = {"torch": "PyTorch", "jax": "JAX", "jax_fused": "JAX*", "sklearn": "scikit-learn"}
"""Columns of the table, by the names that contenders have"""
_NAME, _BATCH, _PRECISION, _TIME, _PEER, _ASKED = 20, 6, 9, 13, 14, 16
HELP = message("measure training steps against the peers that are installed")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """[--only TEXT] [--rounds N] [--growth FILE] [--json]"""
    parser.add_argument("--only", metavar=tr("TEXT"), default="",
                        help=tr("measure only networks whose name contains this"))
    parser.add_argument("--rounds", metavar="N", type=whole(1, 10_000), default=15,
                        help=tr("rounds of measuring (default: {usual})", usual=15))
    parser.add_argument("--growth", metavar=tr("FILE"), type=Path,
                        help=tr("draw how a step's time grows with batch and layers, as SVG"))
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Measures every case; exit code 1 when a figure that must be reached against PyTorch is not."""
    if arguments.growth:
        return _growth(arguments.growth, arguments.rounds)
    wanted = [case for case in CASES if arguments.only.lower() in f"{case.name} {case.precision}".lower()]
    if not wanted:
        raise NnsimError("bench.nothing", message("No network that is measured has '{text}' in its name. Choose among: "
                         "{names}.", text=arguments.only, names="; ".join(dict.fromkeys(case.name for case in CASES))))
    if not arguments.json:
        _print_head()
    rows = []
    for case in wanted:
        row = _measured(case, arguments.rounds)
        rows.append(row)
        if not arguments.json:
            _print(row)
    if arguments.json:
        write_json({"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version(),
                    "numpy": np.__version__, "peers": installed(), "steps": rows})
    elif not any(installed().values()):
        print(tr("No peer is installed: only nnsim's own times are shown."))
    return 1 if any(row.get("torch_ratio", np.inf) < row["must"] for row in rows) else 0


def _growth(path: Path, rounds: int) -> int:
    """Measures over batch and layers and draws it."""
    refuse_no_place(path)
    series = growth(rounds)
    try:
        path.write_text(drawn(series), encoding="utf-8")
    except OSError as error:
        raise not_written(path, error) from error
    for each in series:
        times = ", ".join(f"{size}: {time:.0f}" for size, time in zip(each.sizes, each.times, strict=True))
        print(f"{each.over}: {times} µs; {each.start:.0f} + {each.slope:.2f}·n, R² = {each.fit:.4f}")
    return 0


def _measured(case: Case, rounds: int) -> dict[str, Any]:
    """The times of a step (µs) and how many times longer each peer takes."""
    taking_part = contenders(case)
    times = measure(taking_part, rounds)
    row: dict[str, Any] = {
        "network": case.name, "batch": case.batch, "rule": case.rule, "precision": case.precision,
        "must": case.must, "goal": case.goal, "threads": taking_part["nnsim"].threads,
    }
    row |= {f"{name}_us": round(value, 1) for name, value in times.items()}
    return row | {f"{name}_ratio": round(value / times["nnsim"], 2) for name, value in times.items() if name != "nnsim"}


def _print(row: dict[str, Any]) -> None:
    ratios = "".join(f"{_ratio(row, name):>{_PEER}}" for name in _shown())
    asked = f"{row['must']:g}× / {row['goal']:g}×" if installed()["torch"] else ""
    print(f"{row['network']:<{_NAME}}{row['batch']:>{_BATCH}}  {row['precision']:<{_PRECISION}}"
          f"{row['nnsim_us']:>{_TIME - 3}.1f} µs{ratios}{asked:>{_ASKED}}".rstrip(), flush=True)


def _ratio(row: dict[str, Any], name: str) -> str:
    value = row.get(f"{name}_ratio")
    return "–" if value is None else f"{value:.2f}×"


def _print_head() -> None:
    """What the figures are, and the names of the columns."""
    asked = tr("least / aim") if installed()["torch"] else ""
    told = [tr("nnsim: the time of one training step.")]
    if _shown():
        told.append(tr("Others: how many times as long they take."))
    if "jax_fused" in _shown():
        told.append(tr("JAX*: its steps in one compiled loop."))
    if asked:
        told.append(tr("Least and aim: what PyTorch's figure must and should reach."))
    print("\n".join(wrapped(" ".join(told), 100)), end="\n\n")
    print(padded(tr("Network"), _NAME) + padded(tr("Batch"), _BATCH, True) + "  "
          + padded(tr("Precision"), _PRECISION) + padded("nnsim", _TIME, True)
          + "".join(padded(_PEERS[name], _PEER, True) for name in _shown()) + padded(asked, _ASKED, True).rstrip())


def _shown() -> list[str]:
    """The peers that have a column."""
    return [name for name in _PEERS if installed()[name.partition("_")[0]]]
