"""What brings prediction and ground truth together: a loss that fits both, or a last layer as wide as the data asks."""

from functools import partial
from typing import Any

import msgspec
from numpy.typing import NDArray

from nnsim import catalog, edits
from nnsim.catalog import DenseSettings, FlattenSettings, LossFunction, LossSettings, Shape
from nnsim.document import Document, Node
from nnsim.edits.shapes import wiring
from nnsim.program.problem import Fix
from nnsim.program.shape_fixes import mended
from nnsim.program.surgery import Chain, inserted
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


def last_layer_fixes(document: Document, node: Node, width: int) -> tuple[Fix, ...]:
    """Edits that put a layer before the end, so that a Loss gets `width` values, with the activation that it needs."""
    assert isinstance(node.settings, LossSettings)
    network, end = document.network, node
    while len(links := network.into(end.id)) == 1 and network.node(links[0].source).kind == "output":
        end = network.node(links[0].source)
    placed = wiring(network).placed.get(end.id)
    if not links or placed is None or not placed.inputs:
        return ()
    shape, function = placed.inputs["in"][0], catalog.loss_function(node.settings.function).joins or "linear"
    by_step = len(shape) == 2 and shape[0] > 0 and width % shape[0] == 0
    units = width // shape[0] if by_step else width
    flat: Chain = () if by_step or len(shape) == 1 else (("flatten", FlattenSettings()),)
    change = inserted((*flat, ("dense", DenseSettings(units, function))), links, together=True)
    label = message("Insert a layer of one unit") if units == 1 else message(
        "Insert a layer of {count} units", count=units)
    return (Fix(label, partial(mended, change=change, at=end.id)),)


def _fix(node: Node, settings: LossSettings, loss: LossFunction) -> Fix:
    changed = msgspec.structs.replace(settings, function=loss.id)
    return Fix(message("Use {choice}", choice=loss.title), lambda d: edits.change_settings(d, node.id, changed))
