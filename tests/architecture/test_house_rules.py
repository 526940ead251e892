"""House rules that no other tool checks: what a module holds is said, and colours come from one table."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path for package in ("nnsim", "ui") for path in (ROOT / package).rglob("*.py"))
VIEWS = [path for path in MODULES if path.is_relative_to(ROOT / "ui") and not path.is_relative_to(ROOT / "ui" / "look")]
COLOR = re.compile(r"#[0-9A-Fa-f]{3}\b|#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{8}\b|\b(?:rgb|hsl|hsv)a?\(")
COLOR_MAKERS = {"QColor", "mkColor", "fromRgb", "fromRgbF", "fromHsv", "fromHsvF", "fromHsl", "fromHslF"}
FORBIDDEN_NAMES = {"utils", "util", "manager", "helper", "helpers", "misc", "common"}


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _said(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_module_says_what_lives_in_it() -> None:
    silent = [_said(path) for path in MODULES if not re.match(r'"""\S', path.read_text(encoding="utf-8"))]
    assert not silent


def test_names_say_what_a_module_is_about() -> None:
    vague = [_said(path) for path in MODULES if FORBIDDEN_NAMES & set(path.stem.split("_"))]
    assert not vague


def _colors(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Lines that make a colour out of a literal."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            if COLOR.search(node.value):
                yield node.lineno, node.value
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in COLOR_MAKERS and node.args and all(isinstance(argument, ast.Constant) for argument in node.args):
                yield node.lineno, ast.unparse(node)
        elif _is_qt_color(node):
            yield node.lineno, ast.unparse(node)


def _is_qt_color(node: ast.AST) -> bool:
    """Whether this is one of Qt's own colors, but for transparency."""
    whole = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)
    return whole and node.value.attr == "GlobalColor" and node.attr != "transparent"


@pytest.mark.parametrize(
    "code", ['x = "#FF8800"', 'x = "color: rgba(1, 2, 3, 4)"', 'QColor("red")', "QColor(1, 2, 3)", "Qt.GlobalColor.red"]
)
def test_a_planted_color_is_found(code: str) -> None:
    assert list(_colors(ast.parse(code)))


def test_colors_come_from_the_look_alone() -> None:
    found = [f"{_said(path)}:{line}: {text}" for path in VIEWS for line, text in _colors(_tree(path))]
    assert not found, "take these from ui.look: " + "; ".join(found)
