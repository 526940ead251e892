"""The rows and grids of values that take part in a stop, with the one at hand framed."""

from dataclasses import dataclass, replace

import numpy as np

from nnsim.ops.expression import Expression, Operand, Product, Sum, Terms
from nnsim.trace.cells import Cell
from nnsim.trace.explanation import Tensor
from nnsim.trace.pieces import Piece, Place, Row
from nnsim.trace.read_window import Window, inside, read_window
from nnsim.trace.scene import Scene
from nnsim.trace.sums import first_operands
from nnsim.trace.symbol import Symbol

LONGEST = 24
"""Values of a row that are looked up; a panel shows fewer, around the framed one."""
MOST_ROWS, MOST_ROWS_OF_WEIGHTS, MOST_COLUMNS = 5, 3, 12
"""The same of a grid; of weights there are several below each other: gradient, memory, new value."""
_LEAST_AXES = 2
_MOST_OF_WINDOW = 2 * MOST_ROWS * MOST_COLUMNS
"""Cells of the largest window that is shown whole."""

Index = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grid(Tensor):
    """Values of two axes, row by row: a part of a sequence, image or matrix around the framed one, or a whole window.

    `columns` are in each row; `top` and `left` the number of the first row and column, from 0; `numbered` says that
    these are worth telling. `window` has the first and the last row and column of what is read here, counted among
    those that are shown; None where it is one cell.
    """

    columns: int = 1
    top: int = 0
    left: int = 0
    numbered: bool = True
    window: tuple[int, int, int, int] | None = None


def tensors(scene: Scene) -> tuple[Tensor, ...]:
    """The rows of a stop: factors and products of a weighted sum, else inputs and output beside each other."""
    pairs = _pairs(scene)
    if pairs:
        factors = _windows(scene, pairs)
        factors = (*factors, *_under(scene, pairs)) if factors else _factors(scene, pairs)
        result = _grid(scene, scene.output.slot, scene.index, result=True)
        return factors if result is None else (*factors, result)
    instruction = scene.frame.instruction(scene.walk.instruction)
    told = scene.sum.terms[scene.term] if scene.adding and scene.sum and scene.term is not None else scene.expression
    rows: dict[int, Tensor | None] = {}
    for operand in first_operands(told):
        slot = instruction.inputs[operand.position]
        if slot not in rows:
            rows[slot] = _framed(_row(scene, slot, operand.index), read_window(scene, slot, told))
    rows[instruction.output] = _row(scene, instruction.output, scene.index, result=True)
    return tuple(row for row in rows.values() if row is not None)


def _framed(row: Tensor | None, window: Window | None) -> Tensor | None:
    """A grid with the window that is read framed in it; other rows as they are."""
    if not isinstance(row, Grid) or row.frame is None:
        return row
    return replace(row, window=inside(window, row.top, row.left, len(row.values) // row.columns, row.columns))


def _under(scene: Scene, pairs: list[tuple[int, Operand, Operand]]) -> tuple[Tensor, ...]:
    """The image that a kernel lies on, around the middle of its window."""
    inputs = scene.frame.instruction(scene.walk.instruction).inputs
    now = next((pair for pair in pairs if pair[0] == scene.term), pairs[0])
    for operand in now[1:]:
        slot = inputs[operand.position]
        window = read_window(scene, slot, scene.expression)
        if window is not None and scene.frame.cells.meaning(slot).per_sample:
            middle = (*operand.index[:-2], (window[0] + window[1]) // 2, (window[2] + window[3]) // 2)
            row = _framed(_grid(scene, slot, middle), window)
            return () if row is None else (row,)
    return ()


def _pairs(scene: Scene) -> list[tuple[int, Operand, Operand]]:
    """The terms of a sum of products of two numbers: term, and its factors."""
    if scene.sum is None:
        return []
    terms = scene.sum.terms
    if isinstance(terms, Terms) and not _is_pair(terms[0]):
        return []
    pairs, near = [], _near(scene.sum, scene.term)
    for number in near:
        match scene.sum.terms[number]:
            case Product((Operand() as first, Operand() as second)):
                pairs.append((number, first, second))
    positions = {(first.position, second.position) for _, first, second in pairs}
    bare = len(near) - len(pairs)
    return pairs if len(positions) == 1 and len(pairs) > 1 and bare <= 1 else []


def _is_pair(term: Expression) -> bool:
    return isinstance(term, Product) and [type(factor) for factor in term.factors] == [Operand, Operand]


def _near(whole: Sum, term: int | None) -> range:
    """The terms of which some may be shown: of very many alike those around the present one, by whole windows."""
    if not isinstance(whole.terms, Terms):
        return range(len(whole.terms))
    alike, window = len(whole.terms) - len(whole.terms.rest), whole.terms.shape[-1]
    here = term if term is not None and term < alike else 0
    if window > _MOST_OF_WINDOW or len(whole.terms.shape) < _LEAST_AXES:
        return range(max(here - LONGEST, 0), min(here + LONGEST + 1, alike))
    first = max(here - _MOST_OF_WINDOW, 0) // window * window
    return range(first, min(-(-(here + _MOST_OF_WINDOW) // window) * window, alike))


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
    terms = scene.sum.terms if scene.sum is not None else ()
    size = str(len(terms) - len(terms.rest) if isinstance(terms, Terms) else len(pairs))
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
    grid = _grid(scene, slot, at, result)
    if grid is not None:
        return grid
    column = scene.index == () and len(shape) == 2 and shape[1] == 1
    cells: list[Index] = [(n, 0) for n in range(shape[0])] if column else [(*at[:-1], k) for k in range(shape[-1])]
    here = at[0] if column else at[-1]
    framed = scene.index != () or scene.adding
    first = max(0, min(here - LONGEST // 2, len(cells) - LONGEST))
    count = len(cells)
    cells = cells[first : first + LONGEST]
    places = _known_places(scene, slot, cells, result)
    size = f"1×{count}" if len(shape) == 2 and not meaning.per_sample else str(count)
    return _tensor(
        scene, (_vector(scene, scene.frame.cells.source(slot, at)),), size, places, here - first if framed else None
    )


def _grid(scene: Scene, slot: int, at: Index, result: bool = False) -> Grid | None:
    """The part of a sequence, image or matrix of weights around one of its cells; None for a value with fewer axes, or
    that is no one's.

    Of an image it is the channel of the cell, of a value of more axes what the last two of them hold there.
    """
    shape, cells_of = scene.frame.cells.shape(slot), scene.frame.cells
    per_sample = cells_of.meaning(slot).per_sample
    if len(at) != len(shape) or not (_has_grid(shape[1:]) if per_sample else _is_matrix(scene, slot, shape)):
        return None
    most = (MOST_ROWS if per_sample else MOST_ROWS_OF_WEIGHTS, MOST_COLUMNS)
    top, left = (_start(here, size, room) for here, size, room in zip(at[-2:], shape[-2:], most, strict=True))
    rows, columns = range(top, shape[-2])[:most[0]], range(left, shape[-1])[:most[1]]
    cells = [(*at[:-2], row, column) for row in rows for column in columns]
    places = _known_places(scene, slot, cells, result)
    framed = scene.index != () or scene.adding
    row = _tensor(
        scene, (_vector(scene, cells_of.source(slot, at)),), "×".join(map(str, shape[1:] if per_sample else shape)),
        places, cells.index(at) if framed else None,
    )
    return Grid(row.symbol, row.size, row.values, row.texts, row.frame, row.places, len(columns), top, left)


def _has_grid(sample: Index) -> bool:
    return len(sample) >= _LEAST_AXES and min(sample[-2:]) >= 1


def _is_matrix(scene: Scene, slot: int, shape: Index) -> bool:
    """Whether a slot holds weights in rows and columns, or their gradients, memory or new values."""
    return scene.frame.cells.parameter_slot(slot) is not None and _has_grid(shape) and min(shape[-2:]) > 1


def _known_places(scene: Scene, slot: int, cells: list[Index], result: bool) -> list[Place]:
    """The places of these cells, without numbers where there is no link, or, of a result, nothing computed yet."""
    places = [scene.frame.place(scene.frame.cells.source(slot, cell)) for cell in cells]
    if scene.frame.cells.parameter_slot(slot) is not None:  # a link that does not exist has no weight
        places = [place if place.path else replace(place, value=float("nan")) for place in places]
    if result:
        places = [
            place if _done(scene, cell) else replace(place, value=float("nan"))
            for place, cell in zip(places, cells, strict=True)
        ]
    return places


def _start(here: int, size: int, most: int) -> int:
    """The first of so many places along an axis, with the one at hand in their middle where there are more."""
    return max(0, min(here - most // 2, size - most))


def _windows(scene: Scene, pairs: list[tuple[int, Operand, Operand]]) -> tuple[Tensor, ...]:
    """A kernel, what lies under it and their products, as grids; empty where the weights have fewer than three axes.

    Of several channels it is the one of the present term, else the first.
    """
    number, frame = scene.walk.instruction, scene.frame
    inputs = frame.instruction(number).inputs
    weigh = next((at for at, each in enumerate(pairs[0][1:])
                  if frame.cells.parameter_slot(inputs[each.position]) is not None), None)
    if weigh is None or len(pairs[0][1:][weigh].index) <= _LEAST_AXES:
        return ()
    now = next((pair for pair in pairs if pair[0] == scene.term), pairs[0])
    index = now[1:][weigh].index
    varied = [axis for axis in range(len(index)) if len({pair[1:][weigh].index[axis] for pair in pairs}) > 1]
    if len(varied) < _LEAST_AXES:
        return ()
    rows, columns = varied[-2:]
    here = [pair for pair in pairs if all(pair[1:][weigh].index[axis] == index[axis] for axis in varied[:-2])]
    places = {(pair[1:][weigh].index[rows], pair[1:][weigh].index[columns]): pair for pair in here}
    top, left = (min(place[axis] for place in places) for axis in (0, 1))
    high, wide = (max(place[axis] for place in places) + 1 - first for axis, first in ((0, top), (1, left)))
    if high > 2 * MOST_ROWS or wide > MOST_COLUMNS:
        return ()
    ordered = [places.get((top + row, left + column)) for row in range(high) for column in range(wide)]
    framed = None if scene.term is None else next((k for k, pair in enumerate(ordered) if pair == now), None)
    return _factor_grids(scene, ordered, weigh, framed, wide)


def _factor_grids(
    scene: Scene, pairs: list[tuple[int, Operand, Operand] | None], weigh: int, framed: int | None, columns: int
) -> tuple[Tensor, ...]:
    """The grids of the inputs, of the weights and of the products of these pairs; None where one has no place."""
    number, grids, names = scene.walk.instruction, [], []
    numbers: list[list[float]] = []
    for side in (1 - weigh, weigh):
        places = [None if pair is None else scene.frame.place(scene.frame.source(number, pair[1:][side]))
                  for pair in pairs]
        first = next(place for place in places if place is not None)
        names.append(_vector(scene, (first.slot, first.index)))
        numbers.append([float("nan") if place is None else place.value for place in places])
        texts = tuple("" if place is None else scene.frame.printed(place) for place in places)
        grids.append(Grid((names[-1],), _sized(len(pairs), columns), tuple(numbers[-1]), texts, framed, tuple(places),
                          columns, numbered=False))
    done = [pair is not None and (scene.term is None or pair[0] <= scene.term) for pair in pairs]
    products = [a * b if reached else float("nan") for a, b, reached in zip(*numbers, done, strict=True)]
    odot = Piece("\\odot", "⊙", "operator")
    return (*grids, Grid((names[0], odot, names[1]), _sized(len(pairs), columns), tuple(products),
                         tuple(_text(scene, value) for value in products), framed, (), columns, numbered=False))


def _sized(count: int, columns: int) -> str:
    return f"{count // columns}×{columns}"


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
    if upright and whole.step is not None:
        primes = f"^{{\\langle {whole.step}\\rangle }}"
    latex = f"\\mathbf{{{whole.letter}}}{primes}" if upright else whole.latex
    return Piece(latex, whole.text, "symbol")
