"""The colour table: whole, legible, and the only place that colours come from."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnsim.assets import asset_path
from ui.look import contrast, diverging_color, diverging_image, load_tokens, sequential_image, theme

TABLE = json.loads(asset_path("look", "tokens.json").read_text(encoding="utf-8"))
TEXTS = ("text", "text2", "text3", "pos", "neg", "fwd", "loss", "grad", "upd", "ok", "warn", "err")


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_every_colour_of_the_file_is_a_token(variant: str) -> None:
    tokens = load_tokens(variant)
    for name, value in TABLE[variant].items():
        if isinstance(value, list):
            assert [color.name().upper() for color in getattr(tokens, name)] == value
        else:
            assert tokens.color(name).name().upper() == value


def test_an_unknown_colour_is_refused() -> None:
    with pytest.raises(KeyError):
        load_tokens("light").color("divm")


@pytest.mark.parametrize("high_contrast", [False, True])
@pytest.mark.parametrize("variant", ["light", "dark"])
@pytest.mark.parametrize("name", TEXTS)
def test_text_is_legible_wherever_it_stands(name: str, variant: str, high_contrast: bool) -> None:
    tokens = load_tokens(variant, high_contrast)
    grounds = ["bg", "canvas", "surface", "sunken"] + ([name + "bg"] if hasattr(tokens, name + "bg") else [])
    for ground in grounds:
        assert contrast(tokens.color(name), tokens.color(ground)) >= 4.5, ground


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_ink_buttons_and_high_contrast_outlines_are_legible(variant: str) -> None:
    tokens = load_tokens(variant)
    assert contrast(tokens.onaccent, tokens.accent) >= 7
    assert contrast(load_tokens(variant, True).border2, tokens.surface) >= 3 > contrast(tokens.border2, tokens.surface)


def test_the_ramp_runs_from_negative_over_neutral_to_positive() -> None:
    tokens = theme().tokens
    image = diverging_image(np.array([[-2.0, 0.0, 2.0], [-9.0, 9.0, np.nan]]), -2.0, 2.0)
    colors = [[image.pixelColor(column, row).name() for column in range(3)] for row in range(2)]
    ends = tokens.divm[0].name(), tokens.divm[-1].name()
    assert colors[0] == [ends[0], diverging_color(0.0, -2, 2).name(), ends[1]]
    assert colors[1] == [*ends, tokens.err.name()]
    assert contrast(QColor(colors[0][1]), tokens.divm[4]) < 1.01


def test_pictures_follow_the_theme_and_outlive_their_array() -> None:
    values = np.linspace(0.0, 1.0, 64).reshape(8, 8)
    light = sequential_image(values, 0.0, 1.0)
    theme().set_mode("dark")
    dark = sequential_image(values, 0.0, 1.0)
    del values
    assert light.pixelColor(0, 0).name() == "#ffffff"
    assert dark.pixelColor(0, 0).name() == "#12161d"


def test_one_value_has_the_colour_that_it_has_in_a_picture() -> None:
    drawn = np.random.default_rng(0)
    for low, high in ((-2.0, 2.0), (0.0, 1e-6), (3.0, 3.0), (-1e5, 7.0)):
        beyond = 0.1 * (high - low) + 0.1
        values = [*drawn.uniform(low - beyond, high + beyond, 40), low, high, np.nan, np.inf]
        image = diverging_image(np.array([values]), low, high)
        assert [diverging_color(value, low, high).name() for value in values] == [
            image.pixelColor(place, 0).name() for place in range(len(values))
        ]


def test_infinite_values_take_the_ends_of_the_ramp() -> None:
    assert diverging_color(np.inf, -1, 1) == theme().tokens.divm[-1]
    assert diverging_color(-np.inf, -1, 1) == theme().tokens.divm[0]


def test_no_colour_is_written_outside_the_table() -> None:
    root = Path(__file__).resolve().parents[3] / "ui"
    written = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*\d|Qt\.GlobalColor\.(?!transparent)\w+")
    found = [
        f"{file.relative_to(root)}:{number}: {line.strip()}"
        for file in sorted(root.rglob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if written.search(line)
    ]
    assert found == []
