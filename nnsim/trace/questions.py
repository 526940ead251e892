"""Questions about the stop at hand that can be answered before its outcome is seen, with the answers of the run."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from nnsim.document import Amount, Choice, Pointing, Question
from nnsim.document.lesson import Words
from nnsim.ops.expression import Call, Expression, Power, Product, Quotient, Sum, Terms
from nnsim.text.messages import Message, message, render
from nnsim.text.numbers import decimals, format_number
from nnsim.text.translations import Language
from nnsim.trace.explanation import Explanation
from nnsim.trace.pieces import Place, plain_text
from nnsim.trace.scene import Scene

Kind = Literal["unit", "weight", "change", "pull", "loss", "sign", "number"]
SHARE = 0.05
"""Share of a number by which a foretold one may be off"""
_NOT_NEGATIVE = ("exp", "sqrt", "abs", "sigmoid")
_FEWEST = 2
"""Units or weights among which there is something to choose"""
_PLAIN = 2
"""Axes of a batch of vectors, and of a layer's weights"""
_LINKED = ("dense", "neuron")
"""Kinds whose weights are links between units"""
_SIGNS = (message("positive"), message("negative"), message("zero"))
_CHANGES = (message("Grows"), message("Shrinks"), message("Stays"))
_PULLS = (message("Up"), message("Down"), message("Neither"))
_LOSSES = (message("Larger"), message("Smaller"), message("Same"))


@dataclass(frozen=True, slots=True)
class StopQuestion:
    """A question as a lecture has them, and what is shown with it.

    `options` are those of a choice. `answer` says what is true once an answer stands. Where a weight is pointed at, the
    question's node is its parameter's path and the unit its cell, row by row. `true` is the number that is asked for,
    `whole_row` says that the outcomes of the other units would give the answer away.
    """

    kind: Kind
    text: Message
    question: Question
    answer: Message
    options: tuple[Message, ...] = ()
    true: float | None = None
    whole_row: bool = False


def kinds(scene: Scene, told: Explanation) -> tuple[Kind, ...]:
    """What can be asked about a stop, the questions that only this stop has first; none where all is given."""
    return tuple(_kinds(scene, told))


def ask(scene: Scene, told: Explanation, kind: Kind, loss_after: Callable[[], float]) -> StopQuestion:
    """A question of one of the `kinds`; `loss_after` gives the loss of this batch after the update.

    Raises KeyError for a kind that this stop does not have.
    """
    name = plain_text(told.symbols[:1])
    match kind:
        case "unit":
            place = _found(_largest_unit(scene))
            answer = message("It is {unit} with {value}.", unit=scene.whose(place), value=scene.frame.printed(place))
            return _pointing(kind, message("Which unit gives the largest value? Point at it."), place.node,
                             place.unit, answer)
        case "weight":
            place = _found(_steepest(scene))
            answer = message("It is {unit} with {value}.", unit=scene.whose(place), value=scene.frame.printed(place))
            shape = scene.frame.plan.document.state.parameters[place.path].shape
            cell = int(np.ravel_multi_index(place.parameter_index, shape))
            return _pointing(kind, message("Which weight has the largest gradient, whatever its sign? Point at it."),
                             place.path, cell, answer)
        case "change":
            old, letter = _before_update(scene)
            return _choice(kind, message("What becomes of {symbol} in this update?", symbol=letter), _CHANGES,
                           scene.value - old, _from_to(scene, letter, old, scene.value))
        case "pull":
            term = scene.term_value
            return _choice(kind, message("Which way does this term pull the sum {symbol}?", symbol=name), _PULLS, term,
                           message("It adds {change}.", change=_signed(term)))
        case "loss":
            after = loss_after()
            return _choice(kind, message("How large will the loss of these samples be after the update?"), _LOSSES,
                           after - scene.value, _from_to(scene, name, scene.value, after))
        case "sign":
            return _choice(kind, message("Which sign does {symbol} have?", symbol=name), _SIGNS, scene.value,
                           message("{symbol} is {value}.", symbol=name, value=told.outcome_text))
        case "number":
            tolerance = tolerance_of(scene.value)
            text = message("How large is {symbol}? Off by {amount} is still right.", symbol=name, amount=tolerance)
            answer = message("{symbol} is {value}.", symbol=name, value=told.outcome_text)
            return StopQuestion(kind, text, Question(_words(text), Amount(scene.value, tolerance), _words(answer)),
                                answer, true=scene.value)


def tolerance_of(value: float) -> float:
    """How far a foretold number may be off: a unit of the last decimal, or a twentieth of it where that is more."""
    tolerance = max(10.0 ** -decimals() if abs(value) >= 10.0 ** -decimals() or value == 0 else 0.0, SHARE * abs(value))
    return float(f"{tolerance:.1g}") if tolerance else SHARE


def _kinds(scene: Scene, told: Explanation) -> Iterator[Kind]:
    if not math.isfinite(scene.value):
        return
    if scene.whole_layer:
        if _largest_unit(scene) is not None:
            yield "unit"
        if _steepest(scene) is not None:
            yield "weight"
    if not told.complete:
        if math.isfinite(scene.term_value) and not scene.term_is_left_out:
            yield "pull"
        return
    if not told.numbers and not told.worked:
        return
    if scene.output.slot == scene.frame.plan.program.loss:
        yield "loss"
    elif _is_updated(scene):
        yield "change"
    elif not _never_negative(scene.expression):
        yield "sign"
    yield "number"


def _is_updated(scene: Scene) -> bool:
    """Whether the outcome is the new value of a parameter."""
    return any(update.updated == scene.output.slot for update in scene.frame.plan.program.updates)


def _before_update(scene: Scene) -> tuple[float, str]:
    """The value that a parameter has before the update that is at hand, and its name."""
    slot = scene.frame.cells.parameter_slot(scene.output.slot)
    assert slot is not None
    return scene.frame.fetch(slot, scene.index), scene.frame.plan.symbols.name(slot, scene.index).text


def _largest_unit(scene: Scene) -> Place | None:
    """The unit that gives most of those whose outputs this stop computes; None where none is above all others."""
    plan, slot, row = scene.frame.plan, scene.output.slot, scene.frame.sample
    if scene.walk.phase != "forward" or not scene.walk.per_sample or len(scene.walk.shape) != _PLAIN:
        return None
    outputs = {plan.cells.source_slot(each.output) for each in plan.program.nodes.values() if len(each.shape) == 1}
    values = scene.frame.array(slot)[row]
    if slot not in outputs or slot in plan.thresholds or not _has_one_above(values):
        return None
    return scene.frame.place((slot, (row, int(np.argmax(values)))))


def _steepest(scene: Scene) -> Place | None:
    """The weight of a layer whose gradient is largest in size, of those that this stop computes; None where none is
    above all others, or where weights are no links between units."""
    plan, slot, walk = scene.frame.plan, scene.output.slot, scene.walk
    if len(walk.shape) != _PLAIN or all(update.gradient != slot for update in plan.program.updates):
        return None
    sizes = np.abs(scene.frame.array(slot).reshape(-1))
    sizes = sizes if walk.cells is None else sizes[walk.cells]
    if not _has_one_above(sizes):
        return None
    place = scene.frame.place((slot, walk.index(int(np.argmax(sizes)), 0)))
    kinds = {node.id: node.kind for node in plan.document.network.nodes}
    return place if kinds.get(place.node) in _LINKED and place.path == f"{place.node}/weight" else None


def _found(place: Place | None) -> Place:
    if place is None:
        raise KeyError("nothing to point at")
    return place


def _has_one_above(values: NDArray[Any]) -> bool:
    """Whether one of several numbers prints above all others."""
    if len(values) < _FEWEST or not np.isfinite(values).all():
        return False
    second, first = np.sort(values)[-_FEWEST:]
    return bool(first > second and format_number(first) != format_number(second))


def _never_negative(expression: Expression) -> bool:
    """Whether a formula shows that no negative number can come out."""
    match expression:
        case Call(function, _) if function in _NOT_NEGATIVE:
            return True
        case Power(_, exponent):
            return exponent % 2 == 0
        case Quotient(numerator, denominator):
            return _never_negative(numerator) and _never_negative(denominator)
        case Product(factors):
            return all(map(_never_negative, factors))
        case Sum(terms):
            return _never_negative(terms[0]) if isinstance(terms, Terms) else all(map(_never_negative, terms))
        case _:
            return False


def _choice(
    kind: Kind, text: Message, options: tuple[Message, ...], change: float, answer: Message
) -> StopQuestion:
    """A question whose first answer is for a number above 0, the second for one below, the third for 0."""
    right = 0 if change > 0 else 1 if change < 0 else 2
    question = Question(_words(text), Choice(tuple(map(_words, options)), right), _words(answer))
    return StopQuestion(kind, text, question, answer, options)


def _pointing(kind: Kind, text: Message, node: str, unit: int | None, answer: Message) -> StopQuestion:
    question = Question(_words(text), Pointing(node, unit), _words(answer))
    return StopQuestion(kind, text, question, answer, whole_row=True)


def _words(text: Message) -> Words:
    """A message in every language, as a lecture keeps it."""
    return {language: render(text, language) for language in get_args(Language)}


def _from_to(scene: Scene, name: str, old: float, new: float) -> Message:
    """What became of a number, in the format of the outcome, and by how much it changed."""
    before, after = (scene.frame.printed(replace(scene.output, value=value)) for value in (old, new))
    return message("{symbol} goes from {old} to {new}: {change}.", symbol=name, old=before, new=after,
                   change=_signed(new - old))


def _signed(value: float) -> str:
    return format_number(value, signed=True)
