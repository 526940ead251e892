"""Takes the LaTeX of a symbol apart: its letter, what stands below it, its primes, and what stands above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMAND = re.compile(r"\\[A-Za-z]+ ?")
_BELOW = re.compile(r"[\d,]*")
_ABOVE = re.compile(
    r"(?P<prime>\\prime ?)|\\langle ?(?P<step>\d+)\\rangle ?|(?P<number>[\d()\[\],]+)|(?P<letter>[A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A letter (as LaTeX), the numbers below it, its primes, and the letters and numbers above it, in order."""

    letter: str
    below: str = ""
    primes: int = 0
    above: tuple[str, ...] = ()

    @property
    def bare(self) -> bool:
        """Whether it is a letter by itself."""
        return not (self.below or self.primes or self.above)


def symbol_of(latex: str) -> Symbol | None:
    """The symbol that a fragment such as `{b^{x}}_{4}^{\\langle 2\\rangle }` is; None for anything else."""
    letter, at = _scanned(latex, 0)
    scripts = {"_": "", "^": ""}
    while at < len(latex):
        if latex[at] not in scripts:
            return None
        script, content, after = latex[at], *_scanned(latex, at + 1)
        scripts[script], at = scripts[script] + _opened(content), after
    if letter.startswith("{"):  # a letter with a name of its own above it, kept together
        inner = symbol_of(_opened(letter))
        return None if inner is None or inner.below else _raised(inner, scripts["_"], scripts["^"])
    return _raised(Symbol(letter), scripts["_"], scripts["^"]) if letter.strip() else None


def derivative_of(latex: str) -> tuple[str, str] | None:
    """What is derived, and by what, of a fragment `\\frac{\\partial L}{\\partial w}`; None for anything else."""
    if not latex.startswith("\\frac{"):
        return None
    over, at = _scanned(latex, len("\\frac"))
    under, end = _scanned(latex, at)
    sign = "{\\partial "
    if end < len(latex) or not (over.startswith(sign) and under.startswith(sign)):
        return None
    return over[len(sign):-1], under[len(sign):-1]


def _raised(symbol: Symbol, below: str, above: str) -> Symbol | None:
    """A symbol with more below and above it; None where that is not only numbers, letters and time steps."""
    if not _BELOW.fullmatch(below):
        return None
    parts, primes, at = list(symbol.above), symbol.primes, 0
    while at < len(above):
        found = _ABOVE.match(above, at)
        if found is None:
            return None
        at = found.end()
        if found["prime"]:
            primes += 1
        else:
            parts.append(f"⟨{found['step']}⟩" if found["step"] else found["number"] or found["letter"])
    return Symbol(symbol.letter, below, primes, tuple(parts))


def _scanned(latex: str, at: int) -> tuple[str, int]:
    """The letter, command with its argument, or group in braces that begins at a place, and the place behind it."""
    if at >= len(latex):
        return "", at
    if latex[at] == "{":
        end = _closing(latex, at)
        return latex[at:end], end
    command = _COMMAND.match(latex, at)
    if command is None:
        return latex[at], at + 1
    end = command.end()
    if end < len(latex) and latex[end] == "{":
        end = _closing(latex, end)
    return latex[at:end], end


def _closing(latex: str, at: int) -> int:
    """The place behind the brace that closes the one here."""
    depth = 0
    for place in range(at, len(latex)):
        depth += {"{": 1, "}": -1}.get(latex[place], 0)
        if depth == 0:
            return place + 1
    return len(latex)


def _opened(group: str) -> str:
    return group[1:-1] if group.startswith("{") and group.endswith("}") else group
