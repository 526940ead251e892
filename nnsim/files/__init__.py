"""Files: the `.nnsim` container with its strict reader, deterministic writing, and saving that loses nothing."""

from nnsim.files.errors import FileError
from nnsim.files.header import Header, read_header, read_thumbnail
from nnsim.files.past_encoding import as_kept
from nnsim.files.reading import Opened, load, loads, open_file
from nnsim.files.replacing import backup_of, replace_file
from nnsim.files.writing import dumps, save

__all__ = [
    "FileError",
    "Header",
    "Opened",
    "as_kept",
    "backup_of",
    "dumps",
    "load",
    "loads",
    "open_file",
    "read_header",
    "read_thumbnail",
    "replace_file",
    "save",
]
