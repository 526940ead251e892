"""Why the operating system refuses a file, in the words of the catalogue."""

import errno
from typing import Final

from nnsim.text.messages import Message, message

_REASONS: Final = {
    errno.ENOENT: message("there is no such file or folder"),
    errno.ENOTDIR: message("a file stands where a folder should be"),
    errno.EISDIR: message("it is a folder"),
    errno.EEXIST: message("a file of this name is there already"),
    errno.EACCES: message("access is not allowed"),
    errno.EPERM: message("access is not allowed"),
    errno.EROFS: message("the disk may only be read"),
    errno.ENOSPC: message("the disk is full"),
    errno.ENAMETOOLONG: message("its name is too long"),
}


def reason_of(error: OSError) -> Message:
    """The reason as part of a sentence, without a full stop; for what is rare, what the system itself says."""
    known = _REASONS.get(error.errno) if error.errno is not None else None
    return known or Message(error.strerror or type(error).__name__)
