"""The signs that formulas are written with: operators, comparisons, names of functions, and numbers as LaTeX."""

import math

from nnsim.trace.pieces import Piece

PLUS, MINUS = Piece("+", "+", "operator"), Piece("-", "−", "operator")
TIMES = Piece("\\cdot", "·", "operator")
COMMA = Piece(",", ", ", "bracket")
NAMES = {
    "tanh": ("\\tanh", "tanh"),
    "sigmoid": ("\\sigma", "σ"),
    "log": ("\\ln", "ln"),
    "log1p": ("\\ln", "ln"),
    "max": ("\\max", "max"),
    "largest": ("\\max", "max"),
    "argmax": ("\\mathrm{argmax}", "argmax"),
    "min": ("\\min", "min"),
    "sgn": ("\\mathrm{sgn}", "sgn"),
    "sin": ("\\sin", "sin"),
    "cos": ("\\cos", "cos"),
    "Phi": ("\\Phi", "Φ"),
}
LETTERS = {0.5: ("\\tfrac{1}{2}", "½"), math.pi: ("\\pi", "π")}
OPPOSITE = {">": "≤", "≥": "<", "<": "≥", "≤": ">", "=": "≠"}
COMPARISONS = {">": ">", "≥": "\\geq", "<": "<", "≤": "\\leq", "=": "=", "≠": "\\neq"}


def latex_number(text: str) -> str:
    """A printed number as LaTeX."""
    superscripts = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    mantissa, times, power = text.partition("10") if "⁻" in text or "×10" in text else (text, "", "")
    latex = mantissa.replace("−", "-").replace(",", "{,}").replace("×", "\\times ").replace("∞", "\\infty ")
    latex = latex.replace("NaN", "\\mathrm{NaN}")
    if not times:
        return latex
    exponent = "".join(sign for sign in power if sign in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
    return f"{latex}10^{{{exponent.translate(superscripts)}}}{')' if text.endswith(')') else ''}"
