"""One cell of an operation as an expression of input cells: the formula that is shown and held against the run."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, overload

Comparison = Literal[">", "≥", "<", "≤", "="]


@dataclass(frozen=True, slots=True)
class Operand:
    """The cell `index` of the operation's input number `position`."""

    position: int
    index: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A constant of the formula."""

    value: float


class Terms(Sequence["Expression"]):
    """Very many terms alike, each made when it is asked for: whoever looks at a few of 100 000 waits for those alone.

    `make` gives the term of a number, counted from 0, and of an array of numbers one whose operands have arrays as
    indices: all terms at once. They are products, powers, differences and operands, and none of them is left out.
    """

    __slots__ = ("_length", "make")

    def __init__(self, count: int, make: Callable[[Any], "Expression"]) -> None:
        self._length, self.make = count, make

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> "Expression": ...

    @overload
    def __getitem__(self, at: slice) -> tuple["Expression", ...]: ...

    def __getitem__(self, at: int | slice) -> "Expression | tuple[Expression, ...]":
        numbers = range(self._length)[at]
        return self.make(numbers) if isinstance(numbers, int) else tuple(map(self.make, numbers))


MANY_TERMS = 256


def terms_of(count: int, make: Callable[[Any], "Expression"]) -> "tuple[Expression, ...] | Terms":
    """So many terms alike, at once where they are few."""
    return Terms(count, make) if count > MANY_TERMS else tuple(map(make, range(count)))


@dataclass(frozen=True, slots=True)
class Sum:
    """t₁ + t₂ + …; an empty sum is 0."""

    terms: "tuple[Expression, ...] | Terms"


@dataclass(frozen=True, slots=True)
class Difference:
    """a − b"""

    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Product:
    """f₁ · f₂ · …"""

    factors: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """a / b"""

    numerator: "Expression"
    denominator: "Expression"


@dataclass(frozen=True, slots=True)
class Power:
    """a to a whole power"""

    base: "Expression"
    exponent: int


@dataclass(frozen=True, slots=True)
class Negative:
    """−a"""

    of: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    """A named function of one argument, or of several for `max`, `min`, `largest` and `argmax`.

    `largest` is the maximum where it is the point of the formula, which shows what it is chosen from; `argmax` says
    which argument it is, the first of several alike, counted from 1.
    """

    function: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """`then` where left ⋚ right, `otherwise` elsewhere."""

    left: "Expression"
    comparison: Comparison
    right: "Expression"
    then: "Expression"
    otherwise: "Expression"


@dataclass(frozen=True, slots=True)
class Pick:
    """The option whose number (from 0) is the value of `which`: a token's row of a table."""

    which: "Expression"
    options: tuple["Expression", ...]


Expression = Operand | Number | Sum | Difference | Product | Quotient | Power | Negative | Call | Choose | Pick
Fetch = Callable[[int, tuple[int, ...]], float]


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def _log(x: float) -> float:
    return math.log(x) if x > 0 else (-math.inf if x == 0 else math.nan)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _sign(x: float) -> float:
    return math.nan if math.isnan(x) else (x > 0) - (x < 0)


def _largest(*values: float) -> float:
    return max(values)  # of a single value too: the largest of a layer of one unit


def _place_of_largest(*values: float) -> float:
    return 1.0 + values.index(max(values))


def _smallest(*values: float) -> float:
    return min(values)


def _wave(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda x: function(x) if math.isfinite(x) else math.nan


FUNCTIONS: dict[str, Callable[..., float]] = {
    "exp": _exp, "log": _log, "log1p": math.log1p, "sqrt": lambda x: math.sqrt(x) if x >= 0 else math.nan,
    "tanh": math.tanh, "sigmoid": _sigmoid, "abs": abs, "sgn": _sign, "max": _largest,
    "min": _smallest, "Phi": lambda x: 0.5 * math.erfc(-x / math.sqrt(2.0)), "sin": _wave(math.sin),
    "cos": _wave(math.cos),
    "largest": _largest, "argmax": _place_of_largest,
}
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">": lambda a, b: a > b, "≥": lambda a, b: a >= b, "<": lambda a, b: a < b, "≤": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
}


def evaluate(expression: Expression, fetch: Fetch) -> float:
    """The expression's value, with `fetch(position, index)` giving the cells. Divides by zero as floats do."""
    match expression:
        case Operand(position, index):
            return fetch(position, index)
        case Number(value):
            return value
        case Sum(terms):
            return sum(evaluate(term, fetch) for term in terms) + 0.0
        case Difference(left, right):
            return evaluate(left, fetch) - evaluate(right, fetch)
        case Product(factors):
            return math.prod((evaluate(factor, fetch) for factor in factors), start=1.0)
        case Quotient(numerator, denominator):
            return _divide(evaluate(numerator, fetch), evaluate(denominator, fetch))
        case Power(base, exponent):
            return math.prod([evaluate(base, fetch)] * exponent, start=1.0)  # ** raises where floats overflow
        case Negative(of):
            return -evaluate(of, fetch)
        case Call(function, arguments):
            return float(FUNCTIONS[function](*(evaluate(argument, fetch) for argument in arguments)))
        case Choose(left, comparison, right, then, otherwise):
            holds = compare(evaluate(left, fetch), comparison, evaluate(right, fetch))
            return evaluate(then if holds else otherwise, fetch)
        case Pick(which, options):
            return evaluate(options[int(evaluate(which, fetch))], fetch)


def compare(left: float, comparison: Comparison, right: float) -> bool:
    """Whether the comparison holds."""
    return _COMPARE[comparison](left, right)


def _divide(a: float, b: float) -> float:
    if b != 0:
        return a / b
    return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1.0, b)


def children(expression: Expression) -> tuple[Expression, ...]:
    """The parts of an expression, left to right."""
    match expression:
        case Sum(terms):
            return tuple(terms)
        case Product(parts) | Call(_, parts):
            return parts
        case Difference(a, b) | Quotient(a, b):
            return (a, b)
        case Power(a, _) | Negative(a):
            return (a,)
        case Choose(a, _, b, c, d):
            return (a, b, c, d)
        case Pick(a, parts):
            return (a, *parts)
        case _:
            return ()


def operands(expression: Expression) -> Iterator[Operand]:
    """Every operand in the expression, left to right."""
    if isinstance(expression, Operand):
        yield expression
    for part in children(expression):
        yield from operands(part)


def minus(left: Expression, right: Expression) -> Difference:
    """left − right"""
    return Difference(left, right)


def times(*factors: Expression) -> Product:
    """f₁ · f₂ · …"""
    return Product(factors)


def plus(*terms: Expression) -> Sum:
    """t₁ + t₂ + …"""
    return Sum(terms)


def call(function: str, *arguments: Expression) -> Call:
    """function(arguments)"""
    return Call(function, arguments)
