"""How far the present epoch is: the batches of it that are done."""

from nnsim.document import Document
from nnsim.program.batching import batches_of, whole_batch


def batches_done(document: Document, samples: int) -> tuple[int, int]:
    """Batches done of the present epoch, and how many it has, with so many training samples."""
    return document.state.position // whole_batch(document.plan, samples), batches_of(document.plan, samples)
