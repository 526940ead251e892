"""From a document to the members of its file."""

from collections.abc import Callable, Mapping

import msgspec
import numpy as np

from nnsim.document import DataSource, Document, Generated
from nnsim.files import limits
from nnsim.files.breakpoints import breakpoint_records
from nnsim.files.errors import FileError
from nnsim.files.lesson import write_lesson
from nnsim.files.manifest import write_manifest
from nnsim.files.past_encoding import as_kept, past_arrays, past_record
from nnsim.files.plans import plan_record, settings_record
from nnsim.files.records import (
    ColumnRecord,
    DataRecord,
    DocumentRecord,
    GeneratedRecord,
    GroupRecord,
    LinkRecord,
    LowsRecord,
    NodeRecord,
    NoteRecord,
    SplitRecord,
    StateRecord,
    TableRecord,
)
from nnsim.files.tensors import Array, write_tensors
from nnsim.text import message

OWN_CELLS = "own"
HISTORY = "history/"
SLOT = "slot/"


def encode(document: Document, thumbnail: bytes | None = None) -> dict[str, bytes]:
    """The members of a document's file in their order: the same document gives the same bytes.

    What is kept is the document `as_kept`, which differs at most in how much of its past it has.

    Raises:
        FileError: the document holds what no file can hold.
    """
    document = as_kept(document)
    members = {limits.DOCUMENT: _written(lambda: _json(document))}
    state = document.state
    run = {SLOT + path: array for path, array in state.slots.items()}
    run |= {HISTORY + name: series for name, series in document.history.series.items()}
    for name, arrays in (
        (limits.WEIGHTS, {**state.parameters, **document.network.masks}),
        (limits.RUN, run),
        (limits.PAST, past_arrays(document)),
        (f"data/{OWN_CELLS}.safetensors", _cells(document.data)),
    ):
        if arrays:
            members[name] = write_tensors(arrays)
    if document.lesson.slides:
        members[limits.LESSON] = _written(lambda: write_lesson(document.lesson))
    for name, text in sorted(document.texts.items()):
        members[f"text/{name}.md"] = _utf8(text, name)
    members |= dict(sorted(document.extra.items()))
    if thumbnail is not None:
        members[limits.THUMBNAIL] = thumbnail
    manifest = write_manifest(members, diverged=not is_finite(document))
    return {limits.MIMETYPE: limits.MIMETYPE_CONTENT, limits.MANIFEST: manifest, **members}


def is_finite(document: Document) -> bool:
    """Whether all parameters and the rule's memory are finite numbers."""
    arrays = (*document.state.parameters.values(), *document.state.slots.values())
    return all(bool(np.isfinite(array).all()) for array in arrays)


def _document(document: Document) -> DocumentRecord:
    network, plan, state, views = document.network, document.plan, document.state, document.views
    return DocumentRecord(
        title=document.title,
        nodes=tuple(
            NodeRecord(node.id, node.kind, str(node.name), settings_record(node.settings)) for node in network.nodes
        ),
        links=tuple(LinkRecord(link.source, link.target, link.unit, link.port) for link in network.links),
        positions=views.positions,
        plan=plan_record(plan),
        data=None if document.data is None else _data(document.data),
        state=StateRecord(
            state.step, state.epoch, state.position, state.seed, len(document.history),
            LowsRecord(**msgspec.structs.asdict(state.lows)),
        ),
        notes=tuple(NoteRecord(**msgspec.structs.asdict(note)) for note in views.notes),
        groups=tuple(GroupRecord(**msgspec.structs.asdict(group)) for group in views.groups),
        opened=tuple(sorted(views.opened)),
        past=past_record(document),
        breakpoints=breakpoint_records(views.breakpoints),
    )


def _data(source: DataSource) -> DataRecord:
    rows = source.rows
    record: GeneratedRecord | TableRecord
    if isinstance(rows, Generated):
        record = GeneratedRecord(rows.name, rows.count, rows.noise, rows.seed, rows.turns)
    else:
        height = max((len(column) for column in rows.cells.values()), default=0)
        record = TableRecord(rows.name, rows.shipped, height, OWN_CELLS if rows.cells else None)
    columns = tuple(
        ColumnRecord(str(column.name), column.role, column.encoding, column.standardize, column.categories)
        for column in source.columns
    )
    return DataRecord(record, columns, SplitRecord(source.split.test_share, source.split.seed))


def _cells(source: DataSource | None) -> Mapping[str, Array]:
    return {} if source is None or isinstance(source.rows, Generated) else source.rows.cells


def _json(document: Document) -> bytes:
    """The document as JSON; numbers first take the type of their field, for 1 and 1.0 are equal but written unlike."""
    plain = msgspec.to_builtins(_document(document))
    return msgspec.json.encode(msgspec.convert(plain, DocumentRecord), order="deterministic")


def _written(write: Callable[[], bytes]) -> bytes:
    """What `write` gives; what it refuses is a FileError."""
    try:
        return write()
    except UnicodeEncodeError as error:
        raise _unwritable_text(error.object[:40]) from None
    except (msgspec.MsgspecError, TypeError, OverflowError) as error:
        text = message("{file} cannot be saved: it holds what no file can hold ({reason}).", reason=str(error))
        raise FileError("file.unwritable", text, message("Undo the last change and save again.")) from None


def _utf8(text: str, name: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise _unwritable_text(name) from None


def _unwritable_text(where: str) -> FileError:
    shown = where.encode("utf-8", "replace").decode()
    text = message("{file} cannot be saved: the text '{text}' has half of a character.", text=shown)
    return FileError("file.text", text, message("Type that text again."))
