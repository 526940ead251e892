"""Data sets: generated, shipped and read from CSV; the use of their columns; the samples that a network sees."""

from nnsim.data.batches import batch_indices
from nnsim.data.dataset import Dataset, Row
from nnsim.data.encoding import EncodedColumn
from nnsim.data.prepare import prepare
from nnsim.data.sources import Knob, SourceKind, kind_of, source_kind, sources
from nnsim.data.starting import generated, iris, own_table, starting_source

__all__ = [
    "Dataset", "EncodedColumn", "Knob", "Row", "SourceKind", "batch_indices", "generated", "iris", "kind_of",
    "own_table", "prepare", "source_kind", "sources", "starting_source",
]
