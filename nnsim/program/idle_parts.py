"""What runs but cannot do its work: normalizations of one sample, states that break off, rules that nothing passes."""

from collections.abc import Iterator
from math import prod

import msgspec

from nnsim import edits
from nnsim.catalog import Shape
from nnsim.data import prepare
from nnsim.document import Document
from nnsim.edits.shapes import carried_shapes, wiring
from nnsim.program.batching import batches_of, last_batch, whole_batch
from nnsim.program.problem import Fix, Problem
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message

_replace = msgspec.structs.replace


def idle_parts(document: Document) -> list[Problem]:
    """What stays idle, or lets something before it stay so."""
    samples = training_samples(document) if document.plan.objectives else 0
    if not samples:
        return list(_blocking_rules(document))
    return [*_lonely_normalizations(document, samples), *_broken_states(document, samples), *_blocking_rules(document)]


def training_samples(document: Document) -> int:
    """How many samples there are to train on; 0 where there is no data that can be used."""
    if document.data is None:
        return 0
    try:
        return len(prepare(document.data).x_train)
    except NnsimError:
        return 0


def _lonely_normalizations(document: Document, samples: int) -> Iterator[Problem]:
    """Batch normalizations that meet a batch with one cell for each unit or channel, which is its own mean."""
    plan = document.plan
    every, last = whole_batch(plan, samples) == 1, last_batch(plan, samples) == 1
    if not every and not last:
        return
    for each in wiring(document.network).placed.values():
        if each.node.kind != "batch_normalization" or each.shape is None or _cells_of_a_channel(each.shape) > 1:
            continue
        node = each.id.partition("/")[0]
        if every:
            yield Problem("warning", node, message(
                "'{name}' compares the samples of a batch with each other, but here every batch is one sample, so all "
                "its values become 0. Train in larger batches, or use a Layer normalization.", name=each.node.name))
            continue
        fix = _larger_batches(_size_without_single(plan.batch_size, samples))
        yield Problem("warning", node, message(
            "'{name}' compares the samples of a batch with each other, but {samples} samples in batches of {size} "
            "leave one sample for the last, so all its values become 0 there. Choose another batch size.",
            name=each.node.name, samples=samples, size=plan.batch_size), (fix,))


def _larger_batches(size: int) -> Fix:
    return Fix(message("Train in batches of {size}", size=size),
               lambda d: edits.set_plan(d, _replace(d.plan, batch_size=size)))


def _cells_of_a_channel(shape: Shape) -> int:
    """How many cells of one sample a batch normalization takes its mean over."""
    return prod(shape[1:]) if len(shape) == 3 else prod(shape[:-1])


def _size_without_single(size: int, samples: int) -> int:
    """The next larger batch size that leaves no batch of one sample."""
    return next(larger for larger in range(size + 1, samples + 1) if samples % larger != 1)


def _broken_states(document: Document, samples: int) -> Iterator[Problem]:
    """States that are carried from batch to batch where the batches do not continue each other."""
    plan, data, network = document.plan, document.data, document.network
    if data is None:
        return
    for path in sorted({path.rpartition("/")[0] for path in carried_shapes(network)}):
        node = path.partition("/")[0]
        name = network.node(node).name
        if batches_of(plan, samples) == 1:
            yield Problem("warning", node, message(
                "'{name}' carries its state from batch to batch, but an epoch is one batch here, and every epoch "
                "begins at 0. Train in smaller batches.", name=name))
        elif plan.shuffle:
            in_order = Fix(message("Train in order"), lambda d: edits.set_plan(d, _replace(d.plan, shuffle=False)))
            yield Problem("warning", node, message(
                "'{name}' goes on where the batch before ended, but the plan shuffles the samples, so that batches do "
                "not continue each other. Train in order.", name=name), (in_order,))
        elif data.split.test_share > 0:
            yield Problem("warning", node, message(
                "'{name}' goes on where the batch before ended, but the samples for testing are drawn from all over, "
                "so that batches have gaps between them. Keep none for testing.", name=name))


def _blocking_rules(document: Document) -> Iterator[Problem]:
    known = wiring(document.network)
    learning = {path.rpartition("/")[0].partition("/")[0] for path in known.specs}
    for node in document.network.nodes:
        if node.kind == "rules" and any(known.reaches(other, node.id) for other in learning if other != node.id):
            yield Problem("warning", node.id, message(
                "'{name}' is flat: no error passes through rules, so what stands before it learns nothing by them. "
                "Link what is not learned to it, such as the Input.", name=node.name))
