"""Where and why a training step gave numbers that are not finite."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.document import Document
from nnsim.program import Executor, Program
from nnsim.text import Message, message


def explain_divergence(document: Document, executor: Executor, loss: float, epoch: int) -> Message:
    """What went wrong in the batch that `executor` ran last: the first node with such a number, and the likely cause.

    Args:
        loss: the batch's loss.
        epoch: the present epoch, counted from 1.
    """
    node_id = first_node(executor)
    name = document.network.node(node_id).name if node_id else ""
    rate = _learning_rate(document)
    if not node_id:
        return message(
            "The loss became {loss} in epoch {epoch}. The weights before that are kept. "
            "The learning rate {rate} is too large: try a smaller one.", loss=loss, epoch=epoch, rate=rate)
    return message(
        "The loss became {loss} in epoch {epoch}, first in '{name}'. The weights before that are kept. "
        "The learning rate {rate} is too large: try a smaller one.", loss=loss, epoch=epoch, name=name, rate=rate)


def explain_overflow(document: Document, path: str, epoch: int) -> Message:
    """What went wrong in an update that gave a parameter values that are not finite."""
    return message(
        "The weights of '{name}' grew beyond all numbers in epoch {epoch}. The weights before that are kept. "
        "The learning rate {rate} is too large: try a smaller one.",
        name=document.network.node(path.split("/")[0]).name, epoch=epoch, rate=_learning_rate(document))


def _learning_rate(document: Document) -> float:
    return float(getattr(document.plan.rule.settings, "learning_rate", np.nan))


def first_node(executor: Executor) -> str:
    """The node on the canvas whose value is the first that is not finite, empty when all are finite."""
    program = executor.program
    for instruction in program.instructions:
        if instruction.phase in ("forward", "loss"):
            values = executor.memory.backend.to_host(executor.value(instruction.output))
            if not np.isfinite(values).all():
                return (_node_of(program, instruction.output, values) or instruction.origin).partition("/")[0]
    return ""


def _node_of(program: Program, slot: int, values: NDArray[Any]) -> str:
    """Which node of a block it is: the one whose unit comes first."""
    units = ~np.isfinite(values.reshape(-1, values.shape[-1] if values.ndim else 1)).all(axis=0)
    first = int(np.argmax(units))
    return next((member.node for member in program.slots[slot].members if member.start <= first < member.stop), "")
