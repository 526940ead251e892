"""Joins what is done with a stop – to foretell it, to work it out by hand – to keys, menus and the explanation."""

from __future__ import annotations

from collections.abc import Callable

from ui.bridge.workbench import Workbench
from ui.canvas.trial import Trial
from ui.canvas.view import CanvasView
from ui.panels.actions import Actions
from ui.panels.explain import ExplainPanel
from ui.panels.inspector import Inspector
from ui.panels.what_if_bar import WhatIfBar


def connect_practice(
    acts: Actions, bench: Workbench, explain: ExplainPanel, inspector: Inspector, canvas: CanvasView,
    bring: Callable[[], object],
) -> None:  # fmt: skip
    """Connect the actions; `bring` brings the explanation to the front."""
    explain.compare(bench.what_if)
    inspector.put_on_top(WhatIfBar(bench.what_if, bench.clock))
    canvas.overlays[Trial].join(bench.what_if)
    quiz = bench.clock.quiz

    def foretell() -> None:
        bring()
        explain.foretell()

    def by_hand() -> None:
        bring()
        explain.work_by_hand()

    acts["predict"].triggered.connect(lambda _=False: foretell())
    acts["by_hand"].triggered.connect(lambda _=False: by_hand())
    acts["predict_always"].triggered.connect(quiz.set_always)
    quiz.changed.connect(lambda: acts["predict_always"].setChecked(quiz.always))
    bench.pointed_answer.pointed.connect(explain.predict.show_pointed)
