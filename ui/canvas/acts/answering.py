"""Answering a question by pointing: what is selected is committed by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import message
from ui.canvas.acts.act import CanvasAct

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _points(view: CanvasView) -> bool:
    """Whether a question is open and what it asks for is pointed at."""
    quiz = getattr(view.clock, "quiz", None)
    return quiz is not None and quiz.open and quiz.poll.pointed is not None


ACTS = (
    CanvasAct("commit_answer", message("Commit what is pointed at"), lambda view: view.clock.quiz.commit(),
              ("Return",), "check-bold", group="walk", possible=_points),
)  # fmt: skip
