"""Data sets: generated, shipped and read from CSV; the use of their columns; the samples that a network sees."""

from nnsim.data.batches import batch_indices
from nnsim.data.check import check_source
from nnsim.data.columns import (
    can_be_classes,
    can_be_numbers,
    change_column,
    change_knobs,
    change_split,
    number_alike,
    numbered_columns,
    possible_encodings,
    with_classes_as_numbers,
    with_numbers_as_classes,
    with_one_numbering,
)
from nnsim.data.csv_reader import CsvImport, CsvReport, read_csv
from nnsim.data.dataset import Dataset, Row
from nnsim.data.encoding import EncodedColumn
from nnsim.data.prepare import prepare
from nnsim.data.preview import ColumnSummary, Preview, preview
from nnsim.data.sources import Knob, SourceKind, kind_of, source_kind, sources
from nnsim.data.starting import digits, generated, iris, own_table, starting_source

__all__ = [
    "ColumnSummary", "CsvImport", "CsvReport", "Dataset", "EncodedColumn", "Knob", "Preview", "Row", "SourceKind",
    "batch_indices", "can_be_classes", "can_be_numbers", "change_column", "change_knobs", "change_split",
    "check_source", "digits", "generated", "iris", "kind_of", "number_alike", "numbered_columns", "own_table",
    "possible_encodings", "prepare", "preview", "read_csv", "source_kind", "sources", "starting_source",
    "with_classes_as_numbers", "with_numbers_as_classes", "with_one_numbering",
]
