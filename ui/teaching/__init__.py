"""What teaching shows anywhere: formulas whose numbers can be pointed at, and sentences with colored numbers."""

from ui.teaching.boxes import Box, paint_box
from ui.teaching.formula_view import FormulaView
from ui.teaching.layout import set_row
from ui.teaching.placed_lines import Line
from ui.teaching.sentence import rich_sentence
from ui.teaching.typesetter import warm_up

__all__ = ["Box", "FormulaView", "Line", "paint_box", "rich_sentence", "set_row", "warm_up"]
