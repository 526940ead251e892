"""Files that a verb is to write: a place where none can be is told before hours of work, not after them."""

import errno
import os
from pathlib import Path

from nnsim.text import NnsimError, message, reason_of


def refuse_no_place(path: Path) -> None:
    """Raises NnsimError where a file cannot be written: a folder, in no folder, or where it is not allowed."""
    if path.is_dir():
        raise not_written(path, IsADirectoryError(errno.EISDIR, ""))
    if not path.parent.is_dir():
        raise not_written(path, FileNotFoundError(errno.ENOENT, ""))
    if not os.access(path.parent, os.W_OK):
        raise not_written(path, PermissionError(errno.EACCES, ""))


def not_written(path: Path, error: OSError) -> NnsimError:
    """What to say of a file that could not be written."""
    text = message("'{path}' cannot be written: {reason}. Choose another file or folder.",
                   path=str(path), reason=reason_of(error))
    return NnsimError("file.write", text)
