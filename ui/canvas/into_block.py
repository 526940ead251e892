"""Nodes that are dropped onto the frame of a block, and stand in it from then on."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from nnsim import edits
from nnsim.document import Document
from nnsim.text import NnsimError
from ui.canvas.block_paint import RADIUS
from ui.canvas.blocks_of import Block


def frame_at(blocks: Iterable[Block], point: QPointF, nodes: Collection[str] = ()) -> Block | None:
    """The innermost frame at a point of the scene that these nodes would come into; None when all are in it."""
    found = None
    for block in blocks:
        if not block.folded and block.rect.contains(point) and not set(block.nodes) <= set(nodes):
            found = block
    return None if found is None or (nodes and set(nodes) <= set(found.nodes)) else found


def put_in_frame(blocks: Iterable[Block], document: Document, nodes: Collection[str], point: QPointF) -> Document:
    """The document with these nodes in the block whose frame is at the point, where there is one that takes them."""
    frame = frame_at(blocks, point, nodes)
    if frame is None:
        return document
    try:
        return edits.put_into(document, [node for node in nodes if node not in frame.nodes], frame.id)
    except NnsimError:  # too deep: they stand on the frame without belonging to it
        return document


def outline_of(block: Block) -> QPainterPath:
    """The edge of a frame, to be lit."""
    outline = QPainterPath()
    outline.addRoundedRect(block.rect, RADIUS, RADIUS)
    return outline
