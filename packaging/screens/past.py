"""Scenes of the time machine, and of the way back that a gradient or a number came."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from screens.stage import Scene, Stage
from ui.panels.timeline.bookmark_field import BookmarkField

EPOCH = 12.0


def _visiting(stage: Stage) -> None:
    """The whole timeline, and a moment of the past."""
    stage.window.timeline.set_collapsed(False)
    travel = stage.window.bench.travel
    travel.seek_epoch(EPOCH)
    stage.live(lambda: not travel.busy)
    trainer = stage.window.bench.trainer  # the figures of the moment come a little later
    stage.live(lambda: trainer.latest is not None and trainer.latest.epoch == EPOCH, 5.0)
    stage.live(seconds=0.3)


def _window(stage: Stage) -> QWidget:
    _visiting(stage)
    return stage.window


def _row(stage: Stage) -> QWidget:
    stage.window.timeline.set_collapsed(False)
    stage.live(seconds=0.1)
    return stage.window.timeline


def _row_visiting(stage: Stage) -> QWidget:
    _visiting(stage)
    return stage.window.timeline


def _bookmark(stage: Stage) -> QWidget:
    _visiting(stage)
    stage.window.acts["bookmark"].trigger()
    return stage.seen(BookmarkField)


def _bookmarks(stage: Stage) -> QWidget:
    _visiting(stage)
    stage.window.acts["go_mark"].trigger()
    return stage.seen(QMenu)


def _gradient(stage: Stage) -> None:
    """Step to a gradient that many factors led to."""
    clock = stage.window.bench.clock
    clock.set_detail("neuron")
    stage.live(lambda: clock.timeline() is not None)
    timeline = clock.timeline()
    assert timeline is not None
    stage.window.dock.bring("explain")
    clock.seek(round(0.6 * (timeline.total - 1)))
    stage.live(lambda: not clock.busy, 3.0)


def _chain(stage: Stage) -> QWidget:
    _gradient(stage)
    explain = stage.window.explain
    explain.chain.ask.setChecked(True)
    stage.live(seconds=0.2)
    return stage.window.dock


def _chain_whole(stage: Stage) -> QWidget:
    _gradient(stage)
    explain = stage.window.explain
    explain.chain.ask.setChecked(True)
    stage.live(seconds=0.2)
    return stage.whole(explain.chain)


def _tables(stage: Stage) -> QWidget:
    """Weights and gradients as tables around the cell at hand."""
    _gradient(stage)
    return stage.window.dock


SCENES = (
    Scene("past-window", "branched", _window),
    Scene("past-row", "branched", _row),
    Scene("past-row-visiting", "branched", _row_visiting),
    Scene("past-bookmark", "branched", _bookmark),
    Scene("past-bookmarks", "branched", _bookmarks),
    Scene("past-chain", "xor", _chain),
    Scene("past-chain-whole", "xor", _chain_whole),
    Scene("past-tables", "images", _tables),
)
