"""Where to stop: whether a breakpoint holds at a place of the training, and what is said of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt

import numpy as np

from nnsim.document import Breakpoint, Condition, NodeBreakpoint
from nnsim.document.breakpoints import Quantity
from nnsim.program.trainer import Trainer
from nnsim.text.messages import Message, message
from nnsim.text.numbers import format_count, format_exact, format_loss, format_number

QUANTITIES: dict[Quantity, Message] = {
    "loss": message("Training loss"),
    "test_loss": message("Test loss"),
    "accuracy": message("Training accuracy"),
    "test_accuracy": message("Test accuracy"),
    "batch_loss": message("Loss of the batch"),
    "gradient": message("Gradient of a node"),
    "not_finite": message("A number is NaN or infinite"),
    "epoch": message("Epoch"),
    "step": message("Training step"),
}
"""What a condition may be about, in the order in which it is offered"""
OF_EPOCHS: frozenset[Quantity] = frozenset(("loss", "test_loss", "accuracy", "test_accuracy"))
COUNTS: frozenset[Quantity] = frozenset(("epoch", "step"))
_LOSSES = ("loss", "test_loss", "batch_loss", "accuracy", "test_accuracy")


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known at a place of the training; what is not known there is left out.

    `numbers` are by quantity (`not_finite` 1 where such a number is, else 0), `gradients` the Euclidean lengths by
    node. At an operation of a training step, `phase` is its phase and `nodes` those that it belongs to.
    """

    numbers: Mapping[Quantity, float] = field(default_factory=dict)
    gradients: Mapping[str, float] = field(default_factory=dict)
    phase: str | None = None
    nodes: Collection[str] = ()


def value_of(condition: Condition, reading: Reading) -> float | None:
    """The number that a condition is about, None where it is not known."""
    if condition.quantity == "gradient":
        return reading.gradients.get(condition.node or "")
    return reading.numbers.get(condition.quantity)


def stops_at(breakpoint: Breakpoint, reading: Reading) -> bool:
    """Whether a breakpoint holds at a place of the training; one that is off holds nowhere."""
    if not breakpoint.on:
        return False
    if isinstance(breakpoint, NodeBreakpoint):
        return breakpoint.phase == reading.phase and breakpoint.node in reading.nodes
    value = value_of(breakpoint, reading)
    if value is None:
        return False
    if breakpoint.quantity == "not_finite":
        return value > 0
    if breakpoint.quantity in COUNTS:
        return value == breakpoint.value
    return value > breakpoint.value if breakpoint.above else value < breakpoint.value


def conditions_of(breakpoints: Iterable[Breakpoint]) -> tuple[Condition, ...]:
    """The conditions that are on."""
    return tuple(each for each in breakpoints if isinstance(each, Condition) and each.on)


def reading_between(trainer: Trainer, conditions: Collection[Condition], batch_loss: float | None) -> Reading:
    """What these conditions ask for between two training steps.

    Losses and accuracies of whole sets are computed at the ends of epochs alone. Gradients, the loss of the batch and
    numbers that are not finite are those of the step that was committed last (None: there is none).
    """
    asked = {each.quantity for each in conditions}
    numbers: dict[Quantity, float] = {"step": trainer.step_number}
    if trainer.position == 0:
        numbers["epoch"] = trainer.epoch_number
        if asked & {"loss", "accuracy"}:
            numbers["loss"], numbers["accuracy"] = trainer.evaluate("train")
        if asked & {"test_loss", "test_accuracy"}:
            numbers["test_loss"], numbers["test_accuracy"] = trainer.evaluate("test")
    gradients: dict[str, float] = {}
    if batch_loss is not None:
        numbers["batch_loss"] = batch_loss
        if "gradient" in asked:
            gradients = of_nodes(trainer.gradient_norms({each.node for each in conditions if each.node is not None}))
        if "not_finite" in asked:
            numbers["not_finite"] = float(not np.isfinite(batch_loss) or not trainer.memory.is_finite())
    return Reading(numbers, gradients)


def of_nodes(norms: Mapping[str, float]) -> dict[str, float]:
    """Norms by path as those of the nodes on the canvas, each over all its parts."""
    squares: dict[str, float] = {}
    for path, norm in norms.items():
        node = path.partition("/")[0]
        squares[node] = squares.get(node, 0.0) + norm * norm
    return {node: sqrt(square) for node, square in squares.items()}


def in_words(condition: Condition, names: Mapping[str, str]) -> Message:
    """A condition in short, such as `Training loss < 0.1`; `names` are those of the nodes by id."""
    title = QUANTITIES[condition.quantity]
    if condition.quantity == "not_finite":
        return title
    if condition.quantity in COUNTS:
        return message("{quantity} {count}", quantity=title, count=format_count(int(condition.value)))
    if condition.node is not None:
        title = message("Gradient of {name}", name=names.get(condition.node, condition.node))
    value = format_exact(condition.value).removesuffix(".0")
    if condition.above:
        return message("{quantity} > {value}", quantity=title, value=value)
    return message("{quantity} < {value}", quantity=title, value=value)


def written(condition: Condition, value: float) -> str:
    """The number that a condition is about, as it is written everywhere."""
    return format_loss(value) if condition.quantity in _LOSSES else format_number(value)


def told(condition: Condition, value: float, step: int, names: Mapping[str, str]) -> Message:
    """Why a training stopped after so many steps: the condition that held there, and its number."""
    words = in_words(condition, names)
    if condition.quantity in COUNTS:
        return message("Training stopped after step {step}: {condition}.", step=step, condition=words)
    return message("Training stopped after step {step}: {condition}, and it is {value} now.", step=step,
                   condition=words, value=written(condition, value))


def told_broken(step: int, name: str | None) -> Message:
    """Why a training stopped before a step (counted from 1) whose numbers are not finite; `name` of the first node."""
    if name is None:
        return message("Training stopped before step {step}: in it a number becomes NaN or infinite. Step through it "
                       "to see where.", step=step)
    return message("Training stopped before step {step}: in it a number becomes NaN or infinite, first in '{name}'. "
                   "Step through it to see where.", step=step, name=name)
