"""Reading a `.nnsim` file: the only way in, strict from the first byte to the last weight."""

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from nnsim.document import ArrayMap, Document, Lesson
from nnsim.edits import reset_training
from nnsim.files import json_text, limits
from nnsim.files.container import Container
from nnsim.files.decoding import decode_document, unknown_kinds, unknown_plan
from nnsim.files.encoding import is_finite
from nnsim.files.errors import FileError, damaged, part_name
from nnsim.files.images import check_png
from nnsim.files.lesson import read_lesson
from nnsim.files.manifest import Manifest, check_member, read_manifest
from nnsim.files.migrations import migrated
from nnsim.files.newer import known_fields_only
from nnsim.files.past_decoding import with_past
from nnsim.files.records import DocumentRecord
from nnsim.files.structure import check_claims, check_structure
from nnsim.files.tensors import Array, read_tensors
from nnsim.files.weights import with_run, with_weights
from nnsim.text import Message, message


@dataclass(frozen=True)
class Opened:
    """A document and what the window must say about its file.

    Attributes:
        newer: a later minor version wrote it; it may be saved only as a copy.
        diverged: some weights are not finite numbers.
        without_weights: its weights were left out and drawn anew.
        banners: sentences to show above the canvas.
        app: the version that wrote it.
        thumbnail: PNG of the canvas when it was saved.
    """

    document: Document
    newer: bool
    diverged: bool
    without_weights: bool
    banners: tuple[Message, ...]
    app: str
    thumbnail: bytes | None


def load(path: str | os.PathLike[str]) -> Document:
    """The document of a file. Raises FileError, naming the file."""
    return open_file(path).document


def open_file(path: str | os.PathLike[str], without_weights: bool = False) -> Opened:
    """The document of a file with what is to be said about it. Raises FileError, naming the file."""
    with container_of(path) as container:
        return _opened(container, without_weights)


def loads(data: bytes, without_weights: bool = False) -> Document:
    """The document in the bytes of a file. Raises FileError."""
    return _opened(Container(io.BytesIO(data)), without_weights).document


@contextmanager
def container_of(path: str | os.PathLike[str]) -> Iterator[Container]:
    """The container in a file while it is open; every error, also one of reading on, is a FileError that names it."""
    path = Path(path)
    try:
        with _open_binary(path) as file:
            yield Container(file)
    except FileError as error:
        raise error.about(path.name) from None
    except OSError as error:
        raise _unreadable(error).about(path.name) from None


def _open_binary(path: Path) -> BinaryIO:
    """A file opened for reading; a pipe or a device is refused, since it could block for ever."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            text = message("{file} is not a file that can be opened.")
            raise FileError("file.not-a-file", text, message("Choose a file whose name ends in .nnsim."))
        return path.open("rb")
    except FileNotFoundError:
        remedy = message("It may have been moved or renamed; look for it with Open.")
        raise FileError("file.missing", message("{file} is not there."), remedy) from None
    except (OSError, ValueError) as error:
        raise _unreadable(error) from None


def _unreadable(error: OSError | ValueError) -> FileError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    text = message("{file} cannot be read ({reason}).", reason=reason)
    return FileError("file.unreadable", text, message("Check that you may read it and that its disk is there."))


def _opened(container: Container, without_weights: bool) -> Opened:
    manifest = read_manifest(container)
    weights_left_out = {limits.WEIGHTS, limits.RUN, limits.PAST} if without_weights else set()
    members = {name: container.read(name) for name in container.entries if name not in weights_left_out}
    for name in manifest.members:
        if name in members:
            check_member(name, members[name], manifest)
    record = _record(members[limits.DOCUMENT], manifest)
    document = decode_document(record, _cells(members), manifest.newer)
    lesson = read_lesson(members[limits.LESSON], manifest.newer) if limits.LESSON in members else Lesson()
    document = msgspec.structs.replace(document, lesson=lesson, texts=_texts(members), extra=_extra(members))
    check_structure(document)
    check_claims(document)
    if without_weights:
        document = reset_training(document)
    else:
        weights, run = _tensors(members, limits.WEIGHTS), _tensors(members, limits.RUN)
        document = with_weights(document, weights, manifest.diverged)
        document = with_run(document, run, record.state.kept_epochs, manifest.diverged)
        if not manifest.newer:  # the past of a later version may have been trained by what this one does not have
            document = with_past(document, record.past, _tensors(members, limits.PAST))
    if limits.THUMBNAIL in members:
        check_png(members[limits.THUMBNAIL], limits.THUMBNAIL)
    return Opened(
        document=document,
        newer=manifest.newer,
        diverged=not is_finite(document),
        without_weights=without_weights,
        banners=(*_banners(document, manifest, without_weights), *unknown_plan(record.plan)),
        app=manifest.app,
        thumbnail=members.get(limits.THUMBNAIL),
    )


def _record(data: bytes, manifest: Manifest) -> DocumentRecord:
    raw: Any = json_text.parse(data, limits.DOCUMENT)
    if not isinstance(raw, dict):
        raise json_text.wrong_value(limits.DOCUMENT, "expected an object")
    raw = migrated(raw, manifest.major)
    if manifest.newer:
        raw = known_fields_only(raw, DocumentRecord)
    return json_text.typed(raw, DocumentRecord, limits.DOCUMENT)


def _tensors(members: dict[str, bytes], name: str) -> dict[str, Array]:
    return read_tensors(members[name], name) if name in members else {}


def _cells(members: dict[str, bytes]) -> dict[str, ArrayMap]:
    names = [name for name in members if name.startswith("data/")]
    return {part_name(name).removeprefix("data/"): ArrayMap(read_tensors(members[name], name)) for name in names}


def _texts(members: dict[str, bytes]) -> dict[str, str]:
    texts = {}
    for name, data in members.items():
        if not name.startswith("text/"):
            continue
        try:
            texts[name.removeprefix("text/").removesuffix(".md")] = data.decode()
        except UnicodeDecodeError:
            text = message("{file} is damaged: part {part} is not text in UTF-8.", part=part_name(name))
            raise damaged("file.text", text, name) from None
    return texts


def _extra(members: dict[str, bytes]) -> dict[str, bytes]:
    """The members that this version keeps unopened, checked for what is known of them."""
    extra = {}
    for name, data in members.items():
        rule = limits.rule_for(name) or limits.UNKNOWN_RULE
        if not rule.opaque:
            continue
        if rule.content == "json":
            json_text.parse(data, name)
        elif rule.content == "image":
            check_png(data, name)
        extra[name] = data
    return extra


def _banners(document: Document, manifest: Manifest, without_weights: bool) -> tuple[Message, ...]:
    banners = []
    if manifest.newer:
        banners.append(message(
            "This file was saved by a newer nnsim ({version}). What this one does not know may be missing; "
            "save it under another name.", version=manifest.app,
        ))
    if without_weights:
        banners.append(message("Opened without weights: training starts from new initial weights."))
    if not is_finite(document):
        banners.append(message(
            "Training had diverged when this was saved: some weights are not finite numbers. Reset to train again."
        ))
    unknown = unknown_kinds(document)
    if unknown:
        banners.append(message(
            "This nnsim does not have {kinds}. These parts keep their place and settings, but the network cannot run.",
            kinds=", ".join(unknown),
        ))
    return tuple(banners)
