"""`nnsim doctor`: versions, display and graphics card, and why the card is or is not used."""

import argparse
import importlib.metadata
import os
import platform
import sys
from contextlib import suppress
from typing import Any

from nnsim import __version__, backend
from nnsim.assets import assets_folder
from nnsim.cli.output import write_json
from nnsim.text.messages import message, render, tr

HELP = message("show versions, display and graphics card, and why the card is or is not used")
PACKAGES = ("numpy", "PySide6-Essentials", "msgspec", "safetensors", "ziamath", "QtAwesome", "threadpoolctl", "CuPy")
BUILDS = {"CuPy": ("cupy-cuda12x", "cupy-cuda13x", "cupy-cuda11x", "cupy")}  # one package by several names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """[--json]"""
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Prints the state of the installation."""
    facts = examine()
    if arguments.json:
        write_json(facts)
        return 0
    print(f"nnsim {facts['nnsim']}   Python {facts['python']}   {facts['system']}")
    for name, version in facts["packages"].items():
        print(f"  {name:<20} {version or tr('not installed')}")
    print(tr("Display: {display}", display=facts["display"] or tr("none; only headless verbs and `tour` work")))
    print(facts["graphics_card"])
    return 0


def examine() -> dict[str, Any]:
    """The facts, as plain values."""
    return {
        "nnsim": __version__, "python": platform.python_version(), "system": platform.platform(),
        "packages": {name: _version(name) for name in PACKAGES},
        "display": display(), "graphics_card": render(backend.report()), "assets": str(assets_folder()),
    }


def display() -> str:
    """Where a window would open, or an empty text when it could not."""
    if sys.platform in ("win32", "darwin"):
        return sys.platform
    return os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""


def _version(name: str) -> str | None:
    for build in BUILDS.get(name, (name,)):
        with suppress(importlib.metadata.PackageNotFoundError):
            return importlib.metadata.version(build)
    return None
