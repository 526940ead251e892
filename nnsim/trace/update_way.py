"""The way of one weight through its learning rule: gradient, what the rule remembers, and the new value."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from nnsim.program.program import Update
from nnsim.trace.pieces import Piece, Place, Row
from nnsim.trace.scene import Scene

Scale = Literal["gradient", "squares", "size", "weight"]
"""What numbers of a rule can be held against each other."""
_SCALES: dict[str, Scale] = {
    "second_moment": "squares", "unbiased_second": "squares", "squares": "squares", "step_squares": "squares",
    "spread": "squares", "agreement": "size", "step_factor": "size", "step_size": "size", "updated": "weight",
    "decayed": "weight", "weight": "weight", "bias": "weight",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WayStop:
    """A number on the way, or what it was `before` this training step where the rule remembers it.

    The texts are empty where nothing is computed yet, or nothing was before; `name` is that of the new number.
    """

    name: Row
    scale: Scale
    place: Place
    text: str
    before: Place | None
    before_text: str
    at_hand: bool


@dataclass(frozen=True, slots=True)
class UpdateWay:
    """From the gradient of a weight to its new value, in the order in which the rule works; the last is the new value.

    `change` is what the weight changes by, None until the new value is known.
    """

    stops: tuple[WayStop, ...]
    change: float | None


def update_way(scene: Scene, covers: bool = False) -> UpdateWay | None:
    """The way on which a stop of the update phase lies; None elsewhere, and where a rule has no steps between.

    `covers` leaves out what the stop itself computes.
    """
    own = scene.frame.cells.parameter_slot(scene.output.slot)
    update = next((each for each in scene.frame.plan.program.updates if each.parameter == own), None)
    if scene.walk.phase != "update" or update is None or update.gradient is None:
        return None
    if len(scene.index) != len(scene.frame.cells.shape(update.parameter)):
        return None
    slots = list(_slots(scene, update))
    if len(slots) <= len((update.gradient, update.updated)) or scene.output.slot not in slots:
        return None
    stops = tuple(_stop(scene, update, slot, covers) for slot in slots)
    last = stops[-1]
    change = last.place.value - last.before.value if last.text and last.before is not None else None
    return UpdateWay(stops, change)


def _slots(scene: Scene, update: Update) -> Iterator[int]:
    """The gradient and what is made of it for each weight, up to the new value."""
    frame, plan = scene.frame, scene.frame.plan
    assert update.gradient is not None
    yield update.gradient
    shape = frame.cells.shape(update.parameter)
    for number in update.instructions:
        slot = frame.instruction(number).output
        runs = plan.program.runs(number, plan.cells.turn) and not frame.instruction(number).op.wiring
        if runs and frame.cells.shape(slot) == shape and slot not in (update.gradient, update.updated):
            yield slot
    yield update.updated


def _stop(scene: Scene, update: Update, slot: int, covers: bool) -> WayStop:
    frame = scene.frame
    place = frame.place((slot, scene.index))
    earlier = {after: before for _, before, after in update.states} | {update.updated: update.parameter}
    before = frame.place((earlier[slot], scene.index)) if slot in earlier else None
    symbol = frame.plan.symbols.name(slot, scene.index)
    at_hand = scene.output.slot == slot
    known = _known(scene, slot) and not (covers and at_hand)
    return WayStop(
        (Piece(symbol.latex, symbol.text),), _SCALES.get(frame.cells.meaning(slot).quantity, "gradient"), place,
        frame.printed(place) if known else "", before, "" if before is None else frame.printed(before), at_hand,
    )


def _known(scene: Scene, slot: int) -> bool:
    """Whether a number of this weight is computed by now."""
    number, here = scene.frame.cells.producer.get(slot), scene.walk.instruction
    if number != here:
        return number is None or number < here
    return scene.term is None or scene.sum is None or scene.term + 1 >= len(scene.sum.terms)
