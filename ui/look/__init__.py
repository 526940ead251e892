"""How everything looks: colour table, theme, typeface, icons, and the themed widgets of every panel."""

from ui.look.class_marks import class_shape, paint_point
from ui.look.fonts import font, line_height, sized_font
from ui.look.glyphs import glyph_kinds, glyph_path, has_glyph, paint_glyph
from ui.look.icons import glyph_icon, icon
from ui.look.lines import draw_lines
from ui.look.mark import app_icon, paint_mark
from ui.look.phosphor import icon_path, paint_icon
from ui.look.ramps import diverging_color, diverging_image, ramp_pixels, sequential_color, sequential_image
from ui.look.theme import Mode, Theme, theme
from ui.look.tokens import Phase, Tokens, contrast, load_tokens

__all__ = [
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
    "theme",
]
