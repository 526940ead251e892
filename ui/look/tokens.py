"""The colour table: every colour of the interface by name, for light, dark and high contrast."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from PySide6.QtGui import QColor

from nnsim.assets import asset_path

Variant = Literal["light", "dark"]
Phase = Literal["forward", "loss", "backward", "update"]

_PHASE_TOKENS: dict[str, tuple[str, str]] = {
    "forward": ("fwd", "fwdbg"),
    "loss": ("loss", "lossbg"),
    "backward": ("grad", "gradbg"),
    "update": ("upd", "updbg"),
}
_CLASS_TOKENS = ("neg", "pos", "fwd", "grad", "loss", "upd", "ok", "text2")


@dataclass(frozen=True, slots=True)
class Tokens:
    """One variant of the colour table; the fields carry the names that `assets/look/tokens.json` uses."""

    bg: QColor
    canvas: QColor
    dot: QColor
    surface: QColor
    sunken: QColor
    hover: QColor
    border: QColor
    border2: QColor
    text: QColor
    text2: QColor
    text3: QColor
    accent: QColor
    accentbg: QColor
    onaccent: QColor
    sel: QColor
    pos: QColor
    neg: QColor
    posbg: QColor
    negbg: QColor
    fwd: QColor
    fwdbg: QColor
    loss: QColor
    lossbg: QColor
    grad: QColor
    gradbg: QColor
    upd: QColor
    updbg: QColor
    ok: QColor
    okbg: QColor
    warn: QColor
    warnbg: QColor
    err: QColor
    errbg: QColor
    ghost: QColor
    knob: QColor
    knobline: QColor
    segment: QColor
    shadow: QColor
    divm: tuple[QColor, ...]
    seqm: tuple[QColor, ...]
    tones: tuple[QColor, ...]
    variant: Variant = "light"
    high_contrast: bool = False

    @property
    def dark(self) -> bool:
        """Whether this is the dark table."""
        return self.variant == "dark"

    def color(self, name: str) -> QColor:
        """The colour called `name`; raises KeyError for a name that is not in the table."""
        value = getattr(self, name, None)
        if not isinstance(value, QColor):
            raise KeyError(name)
        return value

    def phase(self, phase: Phase) -> tuple[QColor, QColor]:
        """Solid colour and tint of a phase."""
        solid, tint = _PHASE_TOKENS[phase]
        return self.color(solid), self.color(tint)

    def sign(self, value: float) -> QColor:
        """Colour of a signed number: positive, negative, or plain text at zero and NaN."""
        if value > 0:
            return self.pos
        return self.neg if value < 0 else self.text

    def ink_on(self, fill: QColor) -> QColor:
        """The ink that is read best on a color of a map: that of text, or its opposite."""
        return max((self.text, self.onaccent), key=lambda ink: contrast(ink, fill))

    def class_color(self, index: int) -> QColor:
        """Colour of class `index` (from 0); the shape tells classes apart where colours repeat."""
        return self.color(_CLASS_TOKENS[index % len(_CLASS_TOKENS)])

    def tone(self, index: int) -> QColor:
        """A muted tone that tells notes apart; mathematics never wears it."""
        return self.tones[index % len(self.tones)]

    def css(self) -> dict[str, str]:
        """Every single colour as `#RRGGBB`, for the style sheet."""
        names = (name for name in self.__slots__ if isinstance(getattr(self, name), QColor))
        return {name: self.color(name).name() for name in names}


@cache
def load_tokens(variant: Variant, high_contrast: bool = False) -> Tokens:
    """Read one variant of the table; high contrast raises outlines to the tone of labels."""
    table = json.loads(asset_path("look", "tokens.json").read_text(encoding="utf-8"))[variant]
    values: dict[str, Any] = {
        name: tuple(QColor(entry) for entry in value) if isinstance(value, list) else QColor(value)
        for name, value in table.items()
    }
    if high_contrast:
        values |= {"border": values["border2"], "border2": values["text3"], "text3": values["text2"]}
    return Tokens(**values, variant=variant, high_contrast=high_contrast)


def contrast(first: QColor, second: QColor) -> float:
    """WCAG 2.1 contrast ratio of two opaque colours, between 1 and 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    channels = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
