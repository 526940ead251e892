"""What a gesture is, and what it may use of the canvas."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, Qt

from nnsim.document import Document
from ui.bridge import DocumentStore
from ui.bridge.selection import Selection
from ui.canvas.board import Board
from ui.canvas.feedback import Feedback
from ui.canvas.frames import Frames

Modifiers = Qt.KeyboardModifier


class Stage(Protocol):
    """The canvas as a gesture sees it."""

    store: DocumentStore
    selection: Selection
    board: Board
    feedback: Feedback
    frames: Frames

    @property
    def zoom(self) -> float:
        """Zoom of the camera, 1.0 at 100 %."""

    @property
    def document(self) -> Document:
        """The document without the preview of the gesture."""

    def show_document(self, document: Document) -> None:
        """Show this document at once."""

    def isVisible(self) -> bool:
        """Whether it is on the screen."""


class Gesture:
    """One drag from press to release, or to Escape. Points are in scene coordinates."""

    cursor: Qt.CursorShape | None = None

    def start(self, point: QPointF, modifiers: Modifiers) -> None:
        """The pointer has moved far enough from where it was pressed; `point` is where that was."""

    def move(self, point: QPointF, modifiers: Modifiers) -> None:
        """The pointer is here now."""

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        """Released: commit."""

    def cancel(self) -> None:
        """Given up: leave everything as it was."""
