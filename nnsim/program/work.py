"""How much a training step has to compute: what decides whether a graphics card pays."""

from nnsim.data import prepare
from nnsim.document import Document
from nnsim.program.batching import whole_batch
from nnsim.program.compiler import compile_document


def step_work(document: Document) -> int:
    """Multiplications of weights with inputs in the forward phase of a document's training step; 0 without data."""
    if document.data is None:
        return 0
    batch = whole_batch(document.plan, len(prepare(document.data).x_train))
    return compile_document(document).work(batch)
