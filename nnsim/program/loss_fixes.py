"""Losses that fit what a network predicts and what the data asks for, in the place of one that does not."""

from typing import Any

import msgspec
from numpy.typing import NDArray

from nnsim import catalog, edits
from nnsim.catalog import LossFunction, LossSettings, Shape
from nnsim.document import Node
from nnsim.program.problem import Fix
from nnsim.text.messages import message

USUAL = "mse"


def loss_fixes(
    node: Node, function: str, prediction: Shape, targets: tuple[NDArray[Any], ...]
) -> tuple[Fix, ...]:
    """Edits that give a Loss another function: the one that belongs to an activation, and the mean of squares.

    Args:
        function: the activation with which the prediction ends.
        prediction: its shape, of one sample.
        targets: the ground truth, (samples, columns) each; none where there is no data.
    """
    settings = node.settings
    assert isinstance(settings, LossSettings)
    belonging = [loss for loss in catalog.LOSSES if loss.joins and loss.joins == function]
    found: list[LossFunction] = []
    for loss in (*belonging[:1], catalog.loss_function(USUAL)):
        changed = msgspec.structs.replace(settings, function=loss.id)
        fits = all(catalog.target_objection(changed, prediction, y) is None for y in targets)
        if fits and loss.id != settings.function:
            found.append(loss)
    return tuple(_fix(node, settings, loss) for loss in found)


def _fix(node: Node, settings: LossSettings, loss: LossFunction) -> Fix:
    changed = msgspec.structs.replace(settings, function=loss.id)
    label = message("Use mean squared error") if loss.id == USUAL else message("Use {choice}", choice=loss.title)
    return Fix(label, lambda d: edits.change_settings(d, node.id, changed))
