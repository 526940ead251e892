"""How everything looks: colour table, theme, typeface, icons, and the themed widgets of every panel."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ui.look.class_marks import class_shape, paint_point
from ui.look.fonts import font, line_height, sized_font, text_width
from ui.look.glyphs import glyph_kinds, glyph_path, has_glyph, paint_glyph
from ui.look.icons import glyph_icon, icon
from ui.look.mark import app_icon, paint_mark
from ui.look.phosphor import icon_path, paint_icon
from ui.look.theme import Mode, Theme, theme
from ui.look.tokens import Phase, Tokens, contrast, load_tokens

if TYPE_CHECKING:
    from ui.look.lines import Lines, draw_lines, draw_rects
    from ui.look.ramps import diverging_color, diverging_image, ramp_pixels, sequential_color, sequential_image

__all__ = [
    "Lines",
    "Mode",
    "Phase",
    "Theme",
    "Tokens",
    "app_icon",
    "class_shape",
    "contrast",
    "diverging_color",
    "diverging_image",
    "draw_lines",
    "draw_rects",
    "font",
    "glyph_icon",
    "glyph_kinds",
    "glyph_path",
    "has_glyph",
    "icon",
    "icon_path",
    "line_height",
    "load_tokens",
    "paint_glyph",
    "paint_icon",
    "paint_mark",
    "paint_point",
    "ramp_pixels",
    "sequential_color",
    "sequential_image",
    "sized_font",
    "text_width",
    "theme",
]

# what computes with arrays is read when it is asked for, so that the welcome page need not wait for NumPy
_LATER = dict.fromkeys(("Lines", "draw_lines", "draw_rects"), "lines") | dict.fromkeys(
    ("diverging_color", "diverging_image", "ramp_pixels", "sequential_color", "sequential_image"), "ramps"
)


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
