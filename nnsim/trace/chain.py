"""The chain rule as a product: from the loss along one path to a gradient, factor by factor, each with its name."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from nnsim.ops.activation import ActivationGradient
from nnsim.ops.expression import Expression, Number, Operand
from nnsim.text.messages import Message, message
from nnsim.text.numbers import format_number
from nnsim.trace.cells import Cell
from nnsim.trace.explain import formula_of, scene_of
from nnsim.trace.frame import Frame
from nnsim.trace.gradient_slots import differentiated, gradient_slots, upstream_of
from nnsim.trace.linear_parts import NotLinear, Part, factor_of, linear_parts
from nnsim.trace.pieces import Piece, Place, Row
from nnsim.trace.simplified import simplified
from nnsim.trace.symbol import Symbol

FactorKind = Literal["start", "end", "weight", "slope", "value", "way", "other"]
SMALL = 0.05
"""|∂L/∂v| below which one asks why it is so small."""
_GENTLE, _FLAT = 0.3, 0.1
"""|f| of a factor from which it is not small, and of a slope below which the unit is saturated."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of the product.

    `start` is where the way begins: the derivative of the loss itself; `end` where nothing comes back. `weight` and
    `value` are numbers of the network, `slope` that of an activation, `way` the 1 of a sum whose summands meet, `other`
    what is worked out of several numbers, such as ∂u/∂v of a normalization; `formula` says of what, and is empty where
    `name` says it all. `place` is whose number it is, `made` the gradient that it leads to. `product` is that of all
    factors from the loss to here;
    at this place the `ways` − 1 other summands add `others` to the gradient.
    """

    kind: FactorKind
    name: Row
    formula: Row
    value: float
    place: Place
    made: Place
    product: float
    others: float
    ways: int
    samples: bool = False
    """Whether the others are those of the other samples of the batch."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A gradient's `value`, and the product of `factors` that is what the strongest path to the loss `brings` of it.

    `lost` says why the path could not be followed further, if so; the first factor is then what arrives there.
    """

    name: Row
    result: Place
    value: float
    brings: float
    factors: tuple[Factor, ...]
    lost: Message | None = None

    @property
    def is_small(self) -> bool:
        """Whether one asks why it is so small, and not only where it comes from."""
        return is_small(self.value)

    @property
    def smallest(self) -> int | None:
        """The number of the factor nearest 0; None where no factor shrinks anything."""
        sizes = [abs(each.value) if each.kind != "way" else math.inf for each in self.factors]
        return min(range(len(sizes)), key=sizes.__getitem__) if sizes and min(sizes) < 1 else None


def is_small(gradient: float) -> bool:
    """Whether one asks of a gradient why it is so small, and not only where it comes from."""
    return abs(gradient) < SMALL


@dataclass(frozen=True, slots=True)
class _Step:
    """One factor on the way up, before the products are known."""

    kind: FactorKind
    name: Row
    formula: Row
    value: float
    place: Place
    made: Place
    others: float
    ways: int
    samples: bool


def chain(frame: Frame, cell: Cell) -> Chain | None:
    """The path to the gradient in a cell; None for what is no gradient.

    Where several summands meet, the path takes the largest; of samples it takes the one that is shown.
    """
    if cell[0] not in gradient_slots(frame.plan):
        return None
    result, steps, lost = frame.place(cell), list[_Step](), None
    at = frame.cells.source(*cell)
    while True:
        try:
            step, above = _step(frame, at)
        except NotLinear:
            step, above = _start(frame, at, "start"), None
            lost = message("Further up there is no single factor: what comes back is not simply multiplied there.")
        if step is not None:
            steps.append(step)
        if above is None:
            break
        at = above
    factors, product = [], 1.0
    for step in reversed(steps):
        product *= step.value
        factors.append(Factor(step.kind, step.name, step.formula, step.value, step.place, step.made, product,
                              step.others, step.ways, step.samples))
    return Chain((_named(frame, cell),), result, result.value, product, tuple(factors), lost)


def gradient(frame: Frame, cell: Cell) -> float | None:
    """The gradient in a cell; None for what is no gradient."""
    return frame.place(cell).value if cell[0] in gradient_slots(frame.plan) else None


def all_paths(frame: Frame, cell: Cell) -> Iterator[float]:
    """What every path from the loss brings to the gradient in a cell; there are very many but in small networks."""
    at = frame.cells.source(*cell)
    number, parts = _parts(frame, at)
    if number is None or not parts:
        yield frame.fetch(*at)
        return
    for part in parts:
        for brought in all_paths(frame, frame.source(number, part.operand)):
            yield part.factor * brought


def _parts(frame: Frame, at: Cell) -> tuple[int | None, tuple[Part, ...]]:
    """The instruction that made a gradient, and the gradients that it was made from with their factors."""
    number = frame.cells.producer[at[0]]
    positions = upstream_of(frame.plan, number)
    if not positions:
        return None, ()
    parts = linear_parts(frame.element(number, at[1]), positions.__contains__, frame.fetcher(number))
    if not parts and isinstance(frame.instruction(number).op, ActivationGradient):  # one that is flat everywhere
        return number, (Part(Operand(min(positions), at[1]), 0.0),)
    return number, parts


def _step(frame: Frame, at: Cell) -> tuple[_Step | None, Cell | None]:
    """The factor by which a gradient is made of the one above it, and that one; the beginning, and None above it."""
    number, parts = _parts(frame, at)
    if number is None or not parts:
        return _start(frame, at, "start" if number is None else "end"), None
    whole, fetch = frame.fetch(*at), frame.fetcher(number)
    ahead = _of_sample(frame, number, parts)
    samples = len(ahead) == 1 < len(parts)

    def brought(part: Part) -> float:
        return part.factor * fetch(part.operand.position, part.operand.index)

    best = max(ahead, key=lambda part: _size(brought(part)))
    above = frame.source(number, best.operand)
    factor = simplified(factor_of(frame.element(number, at[1]), best.operand, fetch))
    others = whole - brought(best)
    ways = sum(part.factor != 0 for part in parts)
    if factor == Number(1.0):
        if ways <= 1:
            return None, above
        one = Piece("1", "1", "number")
        return _Step("way", (one,), (), 1.0, frame.place(at), frame.place(at), others, ways, samples), above
    kind, name, formula, place = _told(frame, number, at, above, factor)
    return _Step(kind, name, formula, best.factor, place, frame.place(at), others, ways, samples), above


def _of_sample(frame: Frame, number: int, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The summands of the sample that is shown, where there are such."""
    slots = frame.instruction(number).inputs
    mine = tuple(
        part for part in parts
        if not frame.cells.meaning(slots[part.operand.position]).per_sample or part.operand.index[0] == frame.sample
    )
    return mine or parts


def _size(value: float) -> float:
    return abs(value) if not math.isnan(value) else math.inf


def _start(frame: Frame, at: Cell, kind: FactorKind) -> _Step:
    """Where the way begins: what the loss itself says, or where nothing comes back."""
    place = frame.place(at)
    number = frame.cells.producer[at[0]]
    row: Row = ()
    if number in frame.plan.by_instruction:  # zeros that are only put beside others are nowhere worked out
        row = formula_of(scene_of(frame, number, at[1]), frame.element(number, at[1]))[0].in_symbols()
    of = differentiated(frame.plan, at[0])
    lit = place if of is None else frame.place(frame.cells.source(of, at[1]))
    return _Step(kind, (_named(frame, at),), row, place.value, lit, place, 0.0, 1, False)


def _told(
    frame: Frame, number: int, at: Cell, above: Cell, factor: Expression
) -> tuple[FactorKind, Row, Row, Place]:
    """What a factor is, its name, what it is worked out of, and whose it is."""
    formula, _ = formula_of(scene_of(frame, number, at[1]), factor)
    row = formula.in_symbols()
    if isinstance(factor, Operand):
        place = frame.place(frame.source(number, factor))
        kind: FactorKind = "weight" if frame.cells.meaning(place.slot).quantity == "weight" else "value"
        return kind, row, (), place
    if factor == Number(0.0):
        row = ()
    slope = isinstance(frame.instruction(number).op, ActivationGradient)
    name, place = _derivative(frame, at, above)
    return "slope" if slope else "other", name or row or (_named(frame, at),), row if name else (), place


def _derivative(frame: Frame, at: Cell, above: Cell) -> tuple[Row, Place]:
    """∂u/∂v of the values whose gradients these are, and u; nameless where one of them is none of a value."""
    under, over = (differentiated(frame.plan, each[0]) for each in (at, above))
    if under is None or over is None:
        return (), frame.place(at)
    names = frame.plan.symbols.name_all([(over, above[1]), (under, at[1])])
    u, v = names[over, above[1]], names[under, at[1]]
    name = Piece(f"\\frac{{\\partial {u.latex}}}{{\\partial {v.latex}}}", f"∂{u.text}/∂{v.text}")
    return (name,), frame.place(frame.cells.source(over, above[1]))


def _named(frame: Frame, cell: Cell) -> Piece:
    symbol: Symbol = frame.plan.symbols.name(*cell)
    return Piece(symbol.latex, symbol.text, "symbol", frame.place(cell))


def shortened(factors: tuple[Factor, ...], most: int) -> list[Factor | tuple[Factor, ...]]:
    """The factors in order, of more than `most` the first, the last and the smallest; those between come together."""
    if len(factors) <= most:
        return list(factors)
    small = sorted(range(1, len(factors) - 1), key=lambda at: abs(factors[at].value))[: most - 2]
    kept, found = {0, len(factors) - 1, *small}, list[Factor | tuple[Factor, ...]]()
    for at, factor in enumerate(factors):
        if at in kept:
            found.append(factor)
        elif found and isinstance(found[-1], tuple):
            found[-1] = (*found[-1], factor)
        else:
            found.append((factor,))
    return [each[0] if isinstance(each, tuple) and len(each) == 1 else each for each in found]


def in_words(frame: Frame, told: Chain) -> tuple[Message, ...]:
    """What makes a gradient small, or how it comes about: a sentence or two."""
    number = told.smallest
    first = _about(frame, told.factors[number]) if number is not None and told.factors else message(
        "No factor is below 1, so nothing on this way shrinks the error.")
    rest = told.value - told.brings
    if not math.isfinite(rest) or abs(rest) <= 1e-9 * max(abs(told.value), abs(told.brings)):
        return (first,) if told.lost is None else (first, told.lost)
    if abs(told.value) < abs(told.brings) / 4:
        second = message("This way brings {brought:signed}, all others {rest:signed}: they nearly cancel.",
                         brought=told.brings, rest=rest)
    else:
        second = message("This way brings {brought:signed}, all others together {rest:signed}.",
                         brought=told.brings, rest=rest)
    return (first, second) if told.lost is None else (first, second, told.lost)


def _about(frame: Frame, factor: Factor) -> Message:
    """The smallest factor, in a sentence."""
    name = "".join(part.text for part in factor.name if isinstance(part, Piece))
    node = frame.plan.names.get(factor.place.node, factor.place.node)
    given = {"name": name, "node": node, "value": format_number(factor.value)}
    size = abs(factor.value)
    if size >= _GENTLE:
        return message("No factor is very small; the smallest is {name} of {node}, {value}.", **given)
    match factor.kind:
        case "start":
            return message("The way begins small: the loss itself gives {name} = {value} for this sample.", **given)
        case "end":
            return message("Nothing comes back to {node}: {name} is {value}.", **given)
        case "slope" if size == 0:
            return message("{name} of {node} is 0: the activation is flat there, so no error passes.", **given)
        case "slope" if size < _FLAT:
            return message("{name} of {node} is {value}: the activation is almost flat there, the unit is saturated.",
                           **given)
        case "slope":
            return message("{name} of {node} is {value}: the activation rises only gently there.", **given)
        case "weight":
            return message("The weight {name} of {node} is {value}: so little of the error comes back through it.",
                           **given)
        case "value" if not factor.made.path:
            return message("{name} of {node} is {value}: it lets only so much of the error pass.", **given)
        case "value":
            return message("{name} of {node} is {value}: so little went through the weight that it hardly matters.",
                           **given)
        case _:
            return message("{name} of {node} is {value}, the smallest factor.", **given)


__all__ = ["SMALL", "Chain", "Factor", "FactorKind", "all_paths", "chain", "in_words", "shortened"]
