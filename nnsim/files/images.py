"""Pictures inside a file: a PNG within the limits of its sides, judged by its header alone."""

from typing import Final

from nnsim.files.errors import damaged, part_name
from nnsim.files.limits import LARGEST_IMAGE_SIDE
from nnsim.text import message

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_HEADER_CHUNK: Final = b"\0\0\0\x0dIHDR"


def check_png(data: bytes, member: str) -> None:
    """Refuse what is not a PNG or is larger than 4096 px on a side. Raises FileError `file.image`."""
    if data[:8] != _SIGNATURE or data[8:16] != _HEADER_CHUNK or len(data) < 33:
        text = message("{file} is damaged: part {part} is not a PNG picture.", part=part_name(member))
        raise damaged("file.image", text, member)
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if not (1 <= width <= LARGEST_IMAGE_SIDE and 1 <= height <= LARGEST_IMAGE_SIDE):
        text = message(
            "{file} is damaged: picture {part} is {width} × {height} px, at most {most} on a side are allowed.",
            part=part_name(member), width=width, height=height, most=LARGEST_IMAGE_SIDE,
        )
        raise damaged("file.image", text, member)
