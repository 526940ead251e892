"""What runs but cannot do its work: a normalization over batches of one sample, and layers that only rules follow."""

from nnsim.document import Document, TrainingPlan
from nnsim.edits.shapes import wiring
from nnsim.text.messages import Message, message


def idle_parts(document: Document) -> list[tuple[str, Message]]:
    """A node and why it, or what stands before it, stays idle, for each that does."""
    return [*_lonely_normalizations(document), *_blocking_rules(document)]


def _lonely_normalizations(document: Document) -> list[tuple[str, Message]]:
    if document.data is None or not document.plan.objectives or not _one_by_one(document.plan):
        return []
    return [
        (each.id.partition("/")[0], message(
            "'{name}' compares the samples of a batch with each other, but here every batch is one sample, so all its "
            "values become 0. Train in larger batches, or use a Layer normalization.", name=each.node.name))
        for each in wiring(document.network).placed.values()
        if each.node.kind == "batch_normalization" and each.shape is not None and len(each.shape) == 1
    ]


def _blocking_rules(document: Document) -> list[tuple[str, Message]]:
    known = wiring(document.network)
    learning = {path.rpartition("/")[0].partition("/")[0] for path in known.specs}
    return [
        (node.id, message(
            "'{name}' is flat: no error passes through rules, so what stands before it learns nothing by them. Link "
            "what is not learned to it, such as the Input.", name=node.name))
        for node in document.network.nodes
        if node.kind == "rules" and any(known.reaches(other, node.id) for other in learning if other != node.id)
    ]


def _one_by_one(plan: TrainingPlan) -> bool:
    return plan.batches == "online" or (plan.batches == "mini" and plan.batch_size == 1)
