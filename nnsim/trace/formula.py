"""Writes an expression as rows of pieces: in symbols, in numbers, and worked out by one step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from nnsim.ops.expression import (
    Call,
    Choose,
    Difference,
    Expression,
    Negative,
    Number,
    Operand,
    Pick,
    Power,
    Product,
    Quotient,
    Sum,
    compare,
    evaluate,
)
from nnsim.text.numbers import format_exact, format_number
from nnsim.trace.elision import SHOWN
from nnsim.trace.pieces import Case, Cases, Fraction, Group, More, Part, Piece, Place, Raised, Root, Row, plain_text
from nnsim.trace.signs import COMMA, COMPARISONS, LETTERS, MINUS, NAMES, OPPOSITE, PLUS, TIMES, latex_number
from nnsim.trace.sums import CHOOSING, largest_of_row, running_sum, standing, written_arguments, written_terms
from nnsim.trace.symbol import Symbol

_LONGEST_CONSTANT = 8
"""Signs beyond which a constant is written with five digits."""
_LOOSE = (Sum, Difference, Negative)


@dataclass
class Formula:
    """One cell's expression with all that is needed to write it.

    `current` is the term of the running sum that is being added (None: all are); later ones stay symbols.
    """

    expression: Expression
    places: Mapping[Operand, Place]
    symbols: Mapping[Operand, Symbol]
    printed: Callable[[Place], str]
    fetch: Callable[[int, tuple[int, ...]], float]
    current: int | None = None
    shown: int = SHOWN
    text: Callable[[float], str] = format_number
    """How a number that is worked out is printed."""

    def __post_init__(self) -> None:
        self.running = running_sum(self.expression)
        self._term: int | None = None

    def in_symbols(self) -> Row:
        """The formula in the lesson's letters."""
        return self._in_symbols

    def in_numbers(self) -> Row:
        """The same with the numbers of the moment in place of the letters.

        Empty where that says nothing new: of a value that is taken over as it is, of a constant, and of a sum of which
        no term has been added yet.
        """
        return self._in_numbers

    @cached_property
    def _in_symbols(self) -> Row:
        return tuple(self._write(self.expression, numbers=False))

    @cached_property
    def _in_numbers(self) -> Row:
        row = tuple(self._write(self.expression, numbers=True))
        alone = len(row) == 1 and isinstance(row[0], Piece)
        return () if alone or plain_text(row) == plain_text(self.in_symbols()) else row

    def term_in_symbols(self, term: int) -> Row:
        """One term of the running sum in letters; empty where it is left out."""
        assert self.running is not None
        stands = standing(self.running.terms[term], self.fetch)
        return () if stands is None else tuple(self._write(stands, numbers=False))

    def value(self, expression: Expression) -> float:
        """A part's value."""
        return evaluate(expression, self.fetch)

    def number(
        self, value: float, bracketed: bool = False, place: Place | None = None, text: str | None = None
    ) -> Piece:
        """A number as a piece; in brackets where it is a factor or negative behind a sign."""
        text = self.text(value) if text is None else text
        text = f"({text})" if bracketed else text
        return Piece(latex_number(text), text, "number", place, self._term, value)

    def _write(self, expression: Expression, numbers: bool, factor: bool = False) -> list[Part]:
        match expression:
            case Operand():
                return [self._operand(expression, numbers, factor)]
            case Number(value):
                return [self._constant(value)]
            case Sum():
                return self._sum(expression, numbers)
            case Difference(left, right):
                return [*self._write(left, numbers), self._mark(MINUS), *self._tight(right, numbers)]
            case Negative(of):
                return [self._mark(Piece("-", "−", "bracket")), *self._tight(of, numbers)]
            case Product(factors):
                return self._product(factors, numbers)
            case Quotient(numerator, denominator):
                over, under = self._write(numerator, numbers), self._write(denominator, numbers)
                return [Fraction(_bare(over), _bare(under), self._term)]
            case Power(Operand() as base, exponent) if not numbers and self._is_tall(base):
                power = Piece(str(exponent), str(exponent), "number", None, self._term)
                return [Raised((Group((self._operand(base, False, False),), "(", self._term),), (power,), self._term)]
            case Power(base, exponent):
                power = Piece(str(exponent), str(exponent), "number", None, self._term)
                return [Raised(tuple(self._tight(base, numbers, True)), (power,), self._term)]
            case Call():
                return self._call(expression, numbers)
            case Choose():
                return [self._choose(expression, numbers)]
            case Pick(which, options):
                return self._write(options[int(self.value(which))], numbers, factor)

    def _operand(self, operand: Operand, numbers: bool, factor: bool) -> Piece:
        place = self.places[operand]
        if not numbers:
            symbol = self.symbols[operand]
            return Piece(symbol.latex, symbol.text, "symbol", place, self._term, place.value)
        text = self.printed(place)
        piece = self.number(place.value, factor or text.startswith("−"), place, text)
        return replace(piece, value=None) if self.symbols[operand].fixed is not None else piece

    def _constant(self, value: float) -> Piece:
        if value in LETTERS:
            return Piece(*LETTERS[value], "number", None, self._term)
        text = str(int(value)).replace("-", "−") if value == int(value) and abs(value) < 1e6 else format_exact(value)
        text = text if len(text) <= _LONGEST_CONSTANT else format_exact(float(f"{value:.5g}"))
        text = text.removeprefix("1×") if text.startswith("1×10") else text
        return Piece(latex_number(text), text, "number", None, self._term)

    def _sum(self, whole: Sum, numbers: bool) -> list[Part]:
        outer = self._term
        parts: list[Part] = []
        current = self.current if whole is self.running else None
        for term in written_terms(whole, current, self.shown, self.fetch):
            if parts:
                parts.append(self._mark(PLUS))
            if not isinstance(term, int):
                parts.append(More(len(term), self._term if whole is not self.running else term[0]))
                continue
            self._term = term if whole is self.running else outer
            waits = whole is self.running and self.current is not None and term > self.current
            each = standing(whole.terms[term], self.fetch) or whole.terms[term]
            if isinstance(each, Negative) and parts:
                parts[-1], each = self._mark(MINUS), each.of
            parts += self._write(each, numbers and not waits)
            self._term = outer
        return parts or [self._constant(0.0)]

    def _tight(self, expression: Expression, numbers: bool, power: bool = False) -> list[Part]:
        """Written so that a sign before it, or a power behind it, takes all of it."""
        loose = isinstance(expression, _LOOSE) and not (isinstance(expression, Sum) and len(expression.terms) == 1)
        if loose or (power and isinstance(expression, Product | Quotient)):
            return [Group(tuple(self._write(expression, numbers)), "(", self._term)]
        return self._write(expression, numbers, factor=numbers and power)

    def _product(self, factors: tuple[Expression, ...], numbers: bool) -> list[Part]:
        parts: list[Part] = []
        for number, factor in enumerate(map(_without_wrapping, factors)):
            written = (
                self._write(factor, numbers, factor=numbers)
                if not isinstance(factor, _LOOSE)
                else [Group(tuple(self._write(factor, numbers)), "(", self._term)]
            )
            before = factors[number - 1] if number else None
            tall = before is not None and not numbers and self._is_tall(before)
            if number and (isinstance(factor, Number | Quotient) or isinstance(before, Quotient) or tall):
                parts.append(self._mark(TIMES))
            if number and isinstance(factor, Quotient) and plain_text(tuple(written)).startswith("−"):
                written = [Group(tuple(written), "(", self._term)]
            parts += written
        return parts

    def _is_tall(self, expression: Expression) -> bool:
        return isinstance(expression, Operand) and self.symbols[expression].tall

    def _call(self, call: Call, numbers: bool) -> list[Part]:
        function, arguments = call.function, call.arguments
        if largest_of_row(call):
            value = self.value(call)
            return [self.number(value, text=format_number(value)) if numbers else self._largest(call)]
        if function == "max" and self._idle_floor(call):
            return self._write(arguments[0], numbers, factor=numbers)
        inside: list[Part] = []
        every = written_arguments(call, self.shown, self.fetch) if function in CHOOSING else range(len(arguments))
        for each in every:
            written = _bare(self._write(arguments[each], numbers)) if isinstance(each, int) else (More(len(each)),)
            inside += [*([COMMA] if inside else []), *written]
        if function == "exp":
            return [Raised((Piece("e", "e", "symbol", None, self._term),), tuple(inside), self._term)]
        if function == "sqrt":
            return [Root(tuple(inside), self._term)]
        if function == "abs":
            return [Group(_bare(inside), "|", self._term)]
        if function == "log1p":
            inside = [self._constant(1.0), PLUS, *inside]
        latex, text = NAMES[function]
        return [Piece(latex, text, "symbol", None, self._term), Group(_bare(inside), "(", self._term)]

    def _largest(self, call: Call) -> Piece:
        """m, told apart by sample where there are several."""
        first = call.arguments[0]
        several = any(symbol.sample is not None for symbol in self.symbols.values())
        sample = first.index[0] + 1 if several and isinstance(first, Operand) else None
        symbol = Symbol("m", sample=sample)
        return Piece(symbol.latex, symbol.text, "symbol", None, self._term)

    def _idle_floor(self, call: Call) -> bool:
        """Whether this guards against a value that is too small, and the value is not: then it need not be written."""
        floor = call.arguments[-1]
        return (
            isinstance(floor, Number)
            and floor.value not in (0.0,)
            and len(call.arguments) == 2
            and self.value(call.arguments[0]) > floor.value
        )

    def _choose(self, choice: Choose, numbers: bool) -> Part:
        """A line for each case; a choice in place of `otherwise` goes on behind the same brace."""
        chain = [choice]
        while isinstance(chain[-1].otherwise, Choose):
            chain.append(chain[-1].otherwise)
        cases: list[tuple[Expression, Choose, str]] = [(each.then, each, each.comparison) for each in chain]
        cases.append((chain[-1].otherwise, chain[-1], _remaining(chain)))
        taken = [compare(self.value(each.left), each.comparison, self.value(each.right)) for each in chain]
        true = taken.index(True) if True in taken else len(chain)
        lines = []
        for number, (value, each, comparison) in enumerate(cases):
            sign = Piece(COMPARISONS[comparison], comparison, "relation", None, self._term)
            condition = (*_bare(self._write(each.left, numbers)), sign, *_bare(self._write(each.right, numbers)))
            lines.append(Case(_bare(self._write(value, numbers)), condition, number == true if numbers else None))
        return Cases(tuple(lines), self._term)

    def _mark(self, piece: Piece) -> Piece:
        return Piece(piece.latex, piece.text, piece.role, None, self._term)


def _remaining(chain: list[Choose]) -> str:
    """The comparison that is left when none of these holds: = where > and < of the same two are told already."""
    last = chain[-1]
    same = all((each.left, each.right) == (last.left, last.right) for each in chain)
    return "=" if same and {each.comparison for each in chain} == {">", "<"} else OPPOSITE[last.comparison]


def _without_wrapping(expression: Expression) -> Expression:
    """The term of a sum that has only one."""
    while isinstance(expression, Sum) and len(expression.terms) == 1:
        expression = expression.terms[0]
    return expression


def _bare(parts: list[Part]) -> Row:
    """Without brackets of its own, since others stand around it."""
    if len(parts) == 1 and isinstance(parts[0], Piece) and parts[0].text.startswith("("):
        only = parts[0]
        text = only.text[1:-1]
        return (Piece(latex_number(text), text, only.role, only.place, only.term, only.value),)
    return tuple(parts)
