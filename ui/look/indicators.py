"""The small pictures that the style sheet points to: carets and ticks in the colours and sizes of the moment."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QTemporaryDir

from ui.look.phosphor import icon_pixmap
from ui.look.tokens import Tokens

# name in the style sheet: icon, token, pixels at 100 %
_PICTURES: dict[str, tuple[str, str, int]] = {
    "caret_down": ("caret-down-bold", "text3", 11),
    "caret_up": ("caret-up-bold", "text3", 11),
    "caret_right": ("caret-right-bold", "text3", 11),
    "caret_down_disabled": ("caret-down-bold", "border2", 11),
    "caret_up_disabled": ("caret-up-bold", "border2", 11),
    "check": ("check-bold", "onaccent", 11),
    "check_disabled": ("check-bold", "surface", 11),
    "check_menu": ("check-bold", "text", 12),
    "minus": ("minus-bold", "onaccent", 11),
    "dot": ("circle-fill", "onaccent", 8),
}


def write_indicators(tokens: Tokens, scale: float) -> dict[str, str]:
    """Paths of the pictures by name, written to a folder of this process; empty names where it cannot be written."""
    folder = _folder()
    if folder is None:
        return dict.fromkeys(_PICTURES, "")
    paths: dict[str, str] = {}
    for name, (icon, token, size) in _PICTURES.items():
        color, pixels = tokens.color(token).name(), round(size * scale)
        # The colour is in the name because Qt caches style sheet pictures by name.
        file = folder / f"{name}-{color[1:]}-{pixels}.png"
        if not file.exists():
            icon_pixmap(icon, color, pixels).save(str(file))
            icon_pixmap(icon, color, pixels, 2.0).save(str(file.with_stem(file.stem + "@2x")))
        paths[name] = file.as_posix()
    return paths


@cache
def _temporary() -> QTemporaryDir:
    return QTemporaryDir()


def _folder() -> Path | None:
    return Path(_temporary().path()) if _temporary().isValid() else None
