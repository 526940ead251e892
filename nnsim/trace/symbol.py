"""The name of one number, by its parts, as LaTeX and as plain text."""

from dataclasses import dataclass

from nnsim.trace.letters import ACCENTS

_SUBSCRIPTS = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉,")
_RAISED = dict(zip("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾", strict=True))


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name by its parts: letter, subscript, primes; layer, sample and time step in the superscript; whole below ∂L/∂.
    """

    letter: str
    subscript: str = ""
    primes: int = 0
    layer: str | None = None
    sample: int | None = None
    step: int | None = None
    of_loss: str = ""
    """What is differentiated when this is a derivative (`L`, `R_1`, `L_data`), else empty."""
    fixed: tuple[str, str] | None = None
    """LaTeX and text of a symbol that is not made of parts."""

    @property
    def latex(self) -> str:
        """As LaTeX."""
        if self.fixed is not None:
            return self.fixed[0]
        letter = ACCENTS.get(self.letter, self.letter)
        above = "'" * self.primes + self._superscript()
        name = (
            letter
            + (f"_{{{_below_latex(self.subscript)}}}" if self.subscript else "")
            + (f"^{{{above.replace(chr(39), chr(92) + 'prime ')}}}" if above else "")
        )
        return f"\\frac{{\\partial {_loss_latex(self.of_loss)}}}{{\\partial {name}}}" if self.of_loss else name

    @property
    def text(self) -> str:
        """As plain text."""
        if self.fixed is not None:
            return self.fixed[1]
        small = self.subscript.translate(_SUBSCRIPTS)
        if not self.subscript.replace(",", "").isdigit():
            small = f"_{self.subscript.translate(_SUBSCRIPTS)}" if self.subscript else ""
        name = f"{self.letter}{small}{'′' * self.primes}{self._superscript_text()}"
        whole, _, part = self.of_loss.partition("_")
        below = part.translate(_SUBSCRIPTS) if part.isdigit() else part if part.startswith("⟨") else f"_{part}"
        return f"∂{whole}{below if part else ''}/∂{name}" if self.of_loss else name

    @property
    def tall(self) -> bool:
        """Whether it is written as a fraction."""
        return bool(self.of_loss)

    def _superscript(self) -> str:
        layer = f"[{self.layer}]" if self.layer is not None else ""
        step = f"\\langle {self.step}\\rangle " if self.step is not None else ""
        return layer + step + (f"({self.sample})" if self.sample is not None else "")

    def _superscript_text(self) -> str:
        layer = f"[{self.layer}]" if self.layer is not None else ""
        sample = f"({self.sample})" if self.sample is not None else ""
        step = f"⟨{self.step}⟩" if self.step is not None else ""
        return layer + step + "".join(_RAISED[sign] for sign in sample)


def _below_latex(subscript: str) -> str:
    """What stands below a letter: numbers, or the name of the parameter that it is remembered of."""
    letter = subscript.rstrip("0123456789,")
    numbers = subscript[len(letter):]
    return f"{ACCENTS.get(letter, letter)}_{{{numbers}}}" if letter and numbers else ACCENTS.get(letter, subscript)


def _loss_latex(name: str) -> str:
    whole, _, part = name.partition("_")
    if part.startswith("⟨"):
        return f"{whole}^{{\\langle {part[1:-1]}\\rangle }}"
    return whole + (f"_{{{part}}}" if part.isdigit() else f"_{{\\mathrm{{{part}}}}}" if part else "")
