"""Writing members into a ZIP: the same members give the same bytes."""

import io
import zipfile
import zlib
from collections.abc import Mapping

from nnsim.files import limits

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o100644 << 16
_LEVEL = 6


def pack(members: Mapping[str, bytes]) -> bytes:
    """A ZIP with these members in this order; tensors and pictures are stored, all else deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED if _deflates(name, content) else zipfile.ZIP_STORED
            archive.writestr(entry, content, compresslevel=_LEVEL)
    return out.getvalue()


def _deflates(name: str, content: bytes) -> bool:
    """Whether a member is deflated; one that would shrink beyond what the reader believes is stored."""
    if name == limits.MIMETYPE or name.endswith((".safetensors", ".png")):
        return False
    if len(content) <= limits.RATIO_COUNTS_ABOVE:
        return True
    return len(zlib.compress(content, _LEVEL)) * (limits.LARGEST_RATIO // 2) > len(content)
