"""Writing a `.nnsim` file: built in memory, read back by the strict reader, and only then put on the disk."""

import os
from pathlib import Path

from nnsim.document import Document
from nnsim.files.encoding import encode
from nnsim.files.errors import FileError
from nnsim.files.packing import pack
from nnsim.files.past_encoding import as_kept
from nnsim.files.reading import loads
from nnsim.files.replacing import replace_file
from nnsim.text import message


def dumps(document: Document, thumbnail: bytes | None = None) -> bytes:
    """The bytes of a document's file; the same document gives the same bytes.

    Raises:
        FileError: the document holds what no file can hold.
    """
    return pack(encode(document, thumbnail))


def save(document: Document, path: str | os.PathLike[str], thumbnail: bytes | None = None) -> None:
    """Save a document; whatever happens, the file at `path` is the old one or the new one, whole.

    Args:
        thumbnail: PNG of the canvas, at most 4096 px on a side.

    Raises:
        FileError: naming the file and what to do; the file is then as it was.
    """
    path = Path(path)
    try:
        data = dumps(document, thumbnail)
        _check_read_back(data, document)
        replace_file(path, data)
    except FileError as error:
        raise error.about(path.name) from None


def _check_read_back(data: bytes, document: Document) -> None:
    """A file that would not open again must not take the place of one that does."""
    remedy = message("Undo the last change and save again.")
    try:
        same = loads(data) == as_kept(document)
    except FileError as error:
        text = message("{file} was not saved, for it could not be opened again. {reason}", reason=error.text)
        raise FileError("file.read-back", text, remedy, error.member) from None
    if not same:
        text = message("{file} was not saved: what would be read back differs from what is open.")
        raise FileError("file.read-back", text, remedy)
