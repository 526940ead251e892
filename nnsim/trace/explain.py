"""Explains a stop: builds the formula, the running sum, the values and the words from the operation's own `element`."""

from functools import partial
from itertools import accumulate

import numpy as np

from nnsim.ops.convolution import Convolution
from nnsim.ops.expression import Expression, Number, Sum, values_of
from nnsim.ops.normalization import Statistic
from nnsim.text.messages import Message, message
from nnsim.text.numbers import format_loss, format_number
from nnsim.trace.elision import SHOWN
from nnsim.trace.explanation import Explanation, State, Term
from nnsim.trace.frame import Frame, printed
from nnsim.trace.moment import Detail, Moment, Stop
from nnsim.trace.pieces import More, Piece, Row, plain_text
from nnsim.trace.scene import Scene
from nnsim.trace.sums import length, written_operands, written_terms
from nnsim.trace.symbol import Symbol
from nnsim.trace.tensors import tensors
from nnsim.trace.words import words
from nnsim.trace.working import Working

_ROW = 2
"""Axes of one sample's sequence, and of a batch of vectors."""
_IMAGE = 3
"""Axes of a batch of sequences: an image has more."""
LONGEST = 40
"""Signs of a sum beyond which fewer than SHOWN terms are written out."""
_OF_A_WINDOW = 4
"""Terms of a kernel on its window, which stands below them whole."""
_SURELY_SHORT = 10
"""Signs of a term up to which it is not asked first whether it is too long to be read out."""


def explain(
    frame: Frame, moment: Moment, stop: Stop, detail: Detail, following: Stop | None, shown: int = SHOWN
) -> Explanation:
    """The explanation of a stop; `following` is the stop after it (None at the end of the step).

    At layer detail the first cell stands for all. `shown` is how many terms of a long sum are written out.
    """
    scene = scene_at(frame, stop)
    formula, name = _formula(scene, shown)
    so_far = _so_far(scene, formula)
    outcome = scene.value if so_far is None else so_far
    scene.layer = name.layer
    told = words(scene)
    text = partial(printed, frame.plan, scene.output.slot)
    agrees = formula.agrees(outcome, text)
    left = Piece(name.latex, name.text, "symbol", scene.output, None, scene.value)
    terms = _terms(formula)
    return Explanation(
        moment,
        scene.walk.phase,
        type(scene.op).__name__,
        scene.output.node or scene.walk.origin,
        place_of(scene),
        progress_of(scene, detail, stop),
        told.title,
        told.sentence,
        (left, Piece("=", "=", "relation"), *formula.in_symbols()),
        formula.in_numbers(),
        formula.worked_out(),
        (_relation(agrees[0]), _relation(agrees[1])),
        outcome,
        text(outcome),
        so_far is None,
        formula.current,
        terms,
        tensors(scene),
        scene.output,
        next_of(frame, following),
        sum(term.count for term in terms if term.count > 1),
    )


def scene_at(frame: Frame, stop: Stop) -> Scene:
    """The numbers and names of a stop."""
    walk = frame.plan.by_instruction[stop.instruction]
    index = walk.index(stop.cell or 0, frame.sample)
    return Scene(frame, walk, index, stop.term, stop.cell is None)


def scene_of(frame: Frame, instruction: int, index: tuple[int, ...]) -> Scene:
    """The numbers and names of one cell that an instruction makes."""
    return Scene(frame, frame.plan.by_instruction[instruction], index, None)


def formula_of(scene: Scene, part: Expression) -> tuple[Working, Symbol]:
    """A part of a formula, shortened where it is long, and the name of the whole beside what is written there."""
    return _formula(scene, 4, part)


def _formula(scene: Scene, shown: int, part: Expression | None = None) -> tuple[Working, Symbol]:
    """The formula of a stop, or a part of it, and the name that its result has beside what is written there."""
    expression = scene.expression if part is None else part
    current = scene.term if scene.sum is not None and part is None else None
    number = scene.walk.instruction
    fetch = scene.frame.fetcher(number)
    bound = _bounded(scene, shown)
    written = list(dict.fromkeys(written_operands(expression, current, bound, fetch)))
    cells = {operand: scene.frame.source(number, operand) for operand in written}
    names = scene.frame.plan.symbols.name_all([*cells.values(), (scene.output.slot, scene.index)])
    places = {operand: scene.frame.place(cell) for operand, cell in cells.items()}
    symbols = {operand: names[cell] for operand, cell in cells.items()}
    text = (
        format_loss if scene.frame.cells.meaning(scene.output.slot).quantity in ("loss", "penalty") else format_number
    )
    formula = Working(expression, places, symbols, scene.frame.printed, fetch, current, bound, text)
    return formula, names[scene.output.slot, scene.index]


def _bounded(scene: Scene, shown: int) -> int:
    """Fewer terms where each is long; all that were asked for when the student opened the sum."""
    if scene.sum is None or shown != SHOWN:
        return shown
    if isinstance(scene.op, Convolution):
        return _OF_A_WINDOW
    return max(_OF_A_WINDOW, min(shown, LONGEST // length(scene.sum.terms[0])))


def _so_far(scene: Scene, formula: Working) -> float | None:
    """What the running sum has by now; None when all is added."""
    whole = formula.running
    if whole is None or formula.current is None or formula.current >= len(whole.terms) - 1:
        return None
    return sum(values_of(whole.terms, formula.fetch)[: formula.current + 1]) + 0.0


def _terms(formula: Working) -> tuple[Term, ...]:
    whole = formula.running
    if whole is None:
        return ()
    values = values_of(whole.terms, formula.fetch)
    before = [0.0, *accumulate(values)]
    current = formula.current
    bars: list[Term] = []
    row: Row
    for term in written_terms(whole, current, formula.shown, formula.fetch):
        if not isinstance(term, int):
            row = (More(len(term)),)
            together = sum(values[term.start:term.stop] if isinstance(term, range) else (values[at] for at in term))
            text, state = _contribution(formula, together), _state(term[0], current)
            bars.append(Term(row, together, text, before[term[0]], state, term[0], len(term)))
        else:
            row, text = formula.term_in_symbols(term), _contribution(formula, values[term])
            bars.append(Term(row, values[term], text, before[term], _state(term, current), term))
    return tuple(bars)


def _contribution(formula: Working, value: float) -> str:
    """What a term adds, in the format of the formula, with its sign."""
    return f"+{formula.text(value)}" if value > 0 else formula.text(value)


def _state(term: int, current: int | None) -> State:
    if current is None or term < current:
        return "done"
    return "current" if term == current else "next"


def place_of(scene: Scene) -> Message:
    """Where on the canvas a stop happens."""
    output, plan = scene.output, scene.frame.plan
    node = plan.names.get(output.node or scene.walk.origin, "")
    if output.path:
        own = plan.cells.parameter_slot(output.slot)
        symbol = plan.symbols.name(own, scene.index).text if own is not None else scene.symbol.text
        return message("{node} · {symbol}", node=node, symbol=symbol)
    if not scene.index:
        return _of_several(scene, node)
    units, meaning = plan.program.nodes.get(output.node), plan.cells.meaning(output.slot)
    own_row = units is not None and meaning.shape[-1] == units.shape[-1] and output.unit is not None
    if meaning.step and meaning.per_sample and own_row:
        return message("{node} · step {step} · unit {unit}", node=node, step=meaning.step, unit=scene.index[-1] + 1)
    width = sum(member.stop - member.start for member in meaning.members)
    apart = meaning.per_sample and len(scene.index) == _ROW and width not in (0, meaning.shape[-1])
    if output.unit is None or apart or (meaning.step is not None and units is not None):
        return message("{node} · {symbol}", node=node, symbol=scene.symbol.text)
    if units is not None and len(units.shape) > 1:
        cell = tuple(int(axis) for axis in np.unravel_index(output.unit, units.shape))
        return _within(node, cell, output.node in plan.places)
    if units is not None and units.stop - units.start > 1:
        return message("{node} · unit {unit}", node=node, unit=output.unit + 1)
    if scene.symbol.letter == "ŷ" or (units is not None and units.output == plan.program.prediction):
        return message("{node} · output unit", node=node)
    return message("{node}", node=node)


def _of_several(scene: Scene, node: str | Message) -> Message:
    """Where one number is made: at a node, or from parameters that several free neurons share."""
    inputs = scene.frame.instruction(scene.walk.instruction).inputs
    members = scene.frame.cells.meaning(inputs[0]).members if inputs else ()
    others = len({member.node for member in members}) - 1
    quantity = scene.frame.cells.meaning(scene.output.slot).quantity
    if quantity not in ("penalty", "squared_length") or others < 1:
        return message("{node}", node=node)
    return message("{name} and {count} more", name=node, count=others)


def _within(node: str | Message, cell: tuple[int, ...], of_tokens: bool) -> Message:
    """A place in a sequence or an image."""
    if len(cell) == _ROW and of_tokens:
        return message("{node} · place {place} · unit {unit}", node=node, place=cell[0] + 1, unit=cell[1] + 1)
    if len(cell) == _ROW:
        return message("{node} · step {step} · unit {unit}", node=node, step=cell[0] + 1, unit=cell[1] + 1)
    return message("{node} · channel {channel} · row {row}, column {column}", node=node, channel=cell[0] + 1,
                   row=cell[-2] + 1, column=cell[-1] + 1)


def progress_of(scene: Scene, detail: Detail, stop: Stop) -> Message:
    """How far the walk through an instruction is."""
    walk = scene.walk
    if detail == "layer" or stop.cell is None:
        return message("one value") if walk.count == 1 else message("{count} values at once", count=walk.count)
    if stop.term is not None and walk.terms_of(stop.cell) > 1:
        return message("term {number} of {count}", number=stop.term + 1, count=walk.terms_of(stop.cell))
    statistic = isinstance(scene.op, Statistic)
    if walk.count == 1 and (statistic or not walk.per_sample):
        return message("one value")
    if statistic:
        return _group_of(scene, stop.cell + 1)
    if walk.per_sample and len(walk.shape) == 2:
        return message("unit {number} of {count}", number=stop.cell + 1, count=walk.count)
    return message("value {number} of {count}", number=stop.cell + 1, count=walk.count)


def _group_of(scene: Scene, number: int) -> Message:
    """Which of the groups it is that have a mean, variance or gradient of these each."""
    plan, count = scene.frame.plan, scene.walk.count
    seen = scene.frame.cells.shape(scene.frame.instruction(scene.walk.instruction).inputs[0])
    units = plan.program.nodes.get(scene.output.node)
    if not scene.walk.per_sample:
        if len(seen) > _IMAGE:
            return message("channel {number} of {count}", number=number, count=count)
        return message("unit {number} of {count}", number=number, count=count)
    if scene.output.node in plan.places:
        return message("place {number} of {count}", number=number, count=count)
    if units is not None and units.shape == seen[1:]:
        return message("time step {number} of {count}", number=number, count=count)
    return message("group {number} of {count}", number=number, count=count)


def next_of(frame: Frame, following: Stop | None) -> Message:
    """What the next stop does, in a few words."""
    if following is None:
        return message("the next batch")
    scene = scene_at(frame, following)
    if scene.adding and following.term:
        if scene.term_is_left_out:
            return message("leave out term {number}", number=following.term + 1)
        symbols = _next_term(scene, following.term)
        if scene.term_is_bare and scene.frame.cells.meaning(scene.term_places[0].slot).quantity == "bias":
            return message("add the bias {symbol} = {value}", symbol=symbols, value=scene.term_value)
        if len(symbols) > LONGEST // 2:
            return message("add term {number}", number=following.term + 1)
        return message("add {symbol}", symbol=symbols)
    return message("{title} · {place}", title=words(scene).title, place=place_of(scene))


def _next_term(scene: Scene, term: int) -> str:
    """A term as the formula writes it; of one that is too long to be read out, only as much as says so."""
    assert scene.sum is not None
    if length(scene.sum.terms[term]) > _SURELY_SHORT:
        alone, _ = formula_of(scene, Sum((scene.sum.terms[term], Number(0.0))))
        symbols = plain_text(alone.term_in_symbols(0))
        if len(symbols) > LONGEST // 2:
            return symbols
    formula, _ = _formula(scene, 4)
    return plain_text(formula.term_in_symbols(term))


def _relation(agrees: bool) -> str:
    return "=" if agrees else "≈"
