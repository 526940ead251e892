"""The small picture that is saved with a document."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage

SIZE = QSize(592, 268)


def png_of(image: QImage) -> bytes | None:
    """A picture as PNG; None for an empty one."""
    if image.isNull():
        return None
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())
