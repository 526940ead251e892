"""The rows of values that take part in a stop, with the one at hand framed."""

from dataclasses import replace

import numpy as np

from nnsim.ops.expression import Operand, Product, operands
from nnsim.trace.cells import Cell
from nnsim.trace.explanation import Tensor
from nnsim.trace.pieces import Piece, Place, Row
from nnsim.trace.scene import Scene
from nnsim.trace.symbols import Symbol

LONGEST = 64
"""Values of a row that are looked up; a panel shows fewer, around the framed one."""


def tensors(scene: Scene) -> tuple[Tensor, ...]:
    """The rows of a stop: factors and products of a weighted sum, else inputs and output beside each other."""
    pairs = _pairs(scene)
    if pairs:
        return _factors(scene, pairs)
    instruction = scene.frame.instruction(scene.walk.instruction)
    told = scene.sum.terms[scene.term] if scene.adding and scene.sum and scene.term is not None else scene.expression
    rows: dict[int, Tensor | None] = {}
    for operand in operands(told):
        slot = instruction.inputs[operand.position]
        if slot not in rows:
            rows[slot] = _row(scene, slot, operand.index)
    rows[instruction.output] = _row(scene, instruction.output, scene.index, result=True)
    return tuple(row for row in rows.values() if row is not None)


def _pairs(scene: Scene) -> list[tuple[int, Operand, Operand]]:
    """The terms of a sum of products of two numbers: term, and its factors."""
    if scene.sum is None:
        return []
    pairs = []
    for number, term in enumerate(scene.sum.terms):
        match term:
            case Product((Operand() as first, Operand() as second)):
                pairs.append((number, first, second))
    positions = {(first.position, second.position) for _, first, second in pairs}
    bare = len(scene.sum.terms) - len(pairs)
    return pairs if len(positions) == 1 and len(pairs) > 1 and bare <= 1 else []


def _factors(scene: Scene, pairs: list[tuple[int, Operand, Operand]]) -> tuple[Tensor, ...]:
    now = next((at for at, (term, _, _) in enumerate(pairs) if term == scene.term), None)
    first = max(0, min((now or 0) - LONGEST // 2, len(pairs) - LONGEST))
    shown = pairs[first : first + LONGEST]
    frame = None if now is None else now - first
    number = scene.walk.instruction
    left = [scene.frame.place(scene.frame.source(number, one)) for _, one, _ in shown]
    right = [scene.frame.place(scene.frame.source(number, other)) for _, _, other in shown]
    names = [_vector(scene, (places[0].slot, places[0].index)) for places in (left, right)]
    reached = len(pairs) if scene.term is None else sum(term <= scene.term for term, _, _ in pairs)
    products = [
        a.value * b.value if first + at < reached else float("nan")
        for at, (a, b) in enumerate(zip(left, right, strict=True))
    ]
    size = str(len(pairs))
    weight = scene.frame.cells.meaning(left[0].slot).quantity == "weight"
    return (
        _tensor(scene, (names[0],), f"1×{size}" if weight else size, left, frame),
        _tensor(scene, (names[1],), size, right, frame),
        Tensor(
            (names[0], Piece("\\odot", "⊙", "operator"), names[1]),
            size,
            tuple(products),
            tuple(_text(scene, value) for value in products),
            frame,
        ),
    )


def _row(scene: Scene, slot: int, at: tuple[int, ...], result: bool = False) -> Tensor | None:
    """The row of a slot through a cell of it; None for a single number. One output's values stand sample by sample."""
    shape, meaning = scene.frame.cells.shape(slot), scene.frame.cells.meaning(slot)
    if not shape or meaning.role == "mask":
        return None
    column = scene.index == () and len(shape) == 2 and shape[1] == 1
    cells = [(n, 0) for n in range(shape[0])] if column else [(*at[:-1], k) for k in range(shape[-1])]
    here = at[0] if column else at[-1]
    framed = scene.index != () or scene.adding
    first = max(0, min(here - LONGEST // 2, len(cells) - LONGEST))
    count = len(cells)
    cells = cells[first : first + LONGEST]
    places = [scene.frame.place(scene.frame.cells.source(slot, cell)) for cell in cells]
    if scene.frame.cells.parameter_slot(slot) is not None:  # a link that does not exist has no weight
        places = [place if place.path else replace(place, value=float("nan")) for place in places]
    if result:
        places = [
            place if _done(scene, cell) else replace(place, value=float("nan"))
            for place, cell in zip(places, cells, strict=True)
        ]
    size = f"1×{count}" if len(shape) == 2 and not meaning.per_sample else str(count)
    return _tensor(
        scene, (_vector(scene, scene.frame.cells.source(slot, at)),), size, places, here - first if framed else None
    )


def _done(scene: Scene, index: tuple[int, ...]) -> bool:
    """Whether the walk has been at a cell of the output by now."""
    here, there = scene.walk.cell_at(scene.index), scene.walk.cell_at(index)
    return scene.whole_layer or here is None or there is None or there <= here


def _tensor(scene: Scene, name: Row, size: str, places: list[Place], frame: int | None) -> Tensor:
    texts = tuple("" if np.isnan(place.value) else scene.frame.printed(place) for place in places)
    return Tensor(name, size, tuple(place.value for place in places), texts, frame, tuple(places))


def _text(scene: Scene, value: float) -> str:
    return "" if np.isnan(value) else scene.frame.printed(replace(scene.output, value=value))


def _vector(scene: Scene, cell: Cell) -> Piece:
    """The name of all that a row holds: the letter without the number, a weight's as W."""
    symbol: Symbol = scene.frame.plan.symbols.name(*cell)
    whole = replace(symbol, subscript="", letter="W" if symbol.letter == "w" else symbol.letter)
    upright = whole.letter.isascii() and not whole.of_loss and whole.fixed is None
    primes = (
        f"^{{{chr(92)}prime {chr(92)}prime}}" if whole.primes == 2 else f"^{{{chr(92)}prime}}" if whole.primes else ""
    )
    latex = f"\\mathbf{{{whole.letter}}}{primes}" if upright else whole.latex
    return Piece(latex, whole.text, "symbol")
