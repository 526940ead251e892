"""The shipped typeface: Pretendard in the sizes and weights of the design, tabular figures always on."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from PySide6.QtGui import QFont, QFontDatabase

from nnsim.assets import asset_path

FAMILY = "Pretendard"
Role = Literal[
    "label", "tick", "readout_label", "small", "small_strong", "body", "control", "control_strong", "button",
    "card_title", "panel_title", "page_title",
    "lecture_label", "lecture_option", "lecture_caption", "lecture_title",
]  # fmt: skip

# role: pixels at 100 %, line height, weight
TYPE: dict[str, tuple[float, int, QFont.Weight]] = {
    "label": (11, 16, QFont.Weight.DemiBold),
    "tick": (11, 16, QFont.Weight.Medium),
    "readout_label": (11, 14, QFont.Weight.Medium),
    "small": (12, 16, QFont.Weight.Medium),
    "small_strong": (12, 16, QFont.Weight.DemiBold),
    "body": (13, 20, QFont.Weight.Normal),
    "control": (13, 20, QFont.Weight.Medium),
    "control_strong": (13, 20, QFont.Weight.DemiBold),
    "button": (13, 20, QFont.Weight.DemiBold),
    "card_title": (14, 20, QFont.Weight.DemiBold),
    "panel_title": (18, 26, QFont.Weight.DemiBold),
    "page_title": (24, 32, QFont.Weight.Bold),
    "lecture_label": (24, 32, QFont.Weight.Medium),
    "lecture_option": (28, 38, QFont.Weight.DemiBold),
    "lecture_caption": (38, 52, QFont.Weight.Medium),
    "lecture_title": (40, 54, QFont.Weight.Bold),
}


@cache
def load_fonts() -> tuple[str, ...]:
    """Make the shipped typeface known to Qt, once; returns the families that were found."""
    found: set[str] = set()
    for file in sorted(asset_path("fonts").glob("*.otf")):
        found.update(QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file))))
    return tuple(sorted(found))


@lru_cache(maxsize=256)
def make_font(size: float, weight: QFont.Weight, scale: float) -> QFont:
    """Pretendard at `size` pixels at 100 %; shared, so a caller that changes it copies it first."""
    load_fonts()
    made = QFont(FAMILY)
    made.setPixelSize(max(1, int(size * scale + 0.5)))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    # Hinted advances are whole pixels, which spaces small letters unevenly.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
