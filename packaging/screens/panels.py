"""Scenes of the window itself: welcome page, canvas, palette, timeline and the tabs of the right dock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from screens.stage import Scene, Stage
from ui.panels.palette import Section


def _window(stage: Stage) -> QWidget:
    return stage.window


def _dock(tab: str, *nodes: str) -> Callable[[Stage], QWidget]:
    """The dock with one of its tabs in front."""

    def show(stage: Stage) -> QWidget:
        stage.window.bench.selection.select(nodes)
        stage.window.dock.bring(tab)
        stage.live(seconds=0.4)
        return stage.window.dock

    return show


def _page(*nodes: str, unit: int | None = None, links: int = 0) -> Callable[[Stage], QPixmap]:
    """What the inspector says about nodes, a unit or links, as a whole."""

    def show(stage: Stage) -> QPixmap:
        window, selection = stage.window, stage.window.bench.selection
        window.dock.bring("layer")
        if unit is not None:
            selection.select_unit(nodes[0], unit)
        elif links:
            selection.select_links(window.bench.store.document.network.links[:links])
        else:
            selection.select(nodes)
        stage.live(seconds=0.1)
        page = window.inspector.page
        assert page is not None
        return stage.whole(page)

    return show


def _step(share: float, detail: Any) -> Callable[[Stage], QWidget]:
    """The explanation of an operation so far into the step."""

    def show(stage: Stage) -> QWidget:
        clock = stage.window.bench.clock
        clock.set_detail(detail)
        stage.live(lambda: clock.timeline() is not None)
        timeline = clock.timeline()
        assert timeline is not None
        stage.window.dock.bring("explain")
        clock.seek(round(share * (timeline.total - 1)))
        stage.live(lambda: not clock.busy, 3.0)
        stage.live(seconds=0.2)
        return stage.window

    return show


def _training(stage: Stage) -> QWidget:
    stage.window.acts["train"].trigger()
    stage.live(lambda: stage.window.bench.store.document.state.epoch > 3, 8.0)
    stage.live(seconds=0.5)
    return stage.window


def _palette(stage: Stage) -> QWidget:
    """With every category open, as a whole."""
    palette = stage.window.palette_column
    palette.set_rail(False)
    for section in palette.findChildren(Section):
        section.header.setChecked(True)
    stage.live(seconds=0.1)
    return palette


def _entries(stage: Stage) -> QPixmap:
    palette = _palette(stage)
    first = palette.findChildren(Section)[0]
    return stage.whole(first.parentWidget())


def _overview(stage: Stage) -> QWidget:
    stage.act("minimap")
    stage.live(seconds=0.3)
    return stage.window


def _selected(*nodes: str) -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        stage.window.bench.selection.select(nodes)
        return stage.window

    return show


def _done(act: str, *nodes: str) -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        stage.window.bench.selection.select(nodes)
        stage.act(act)
        stage.live(seconds=0.5)
        stage.window.canvas.fit(travel=False)
        return stage.window

    return show


SCENES = (
    Scene("welcome", "welcome", lambda stage: stage.window.gallery),
    Scene("window-empty", "empty", _window),
    Scene("window", "xor", _step(0.13, "term")),
    Scene("window-layer", "xor", _step(0.15, "layer")),
    Scene("window-loss", "xor", _step(0.2, "term")),
    Scene("window-backward", "xor", _step(0.6, "neuron")),
    Scene("window-update", "xor", _step(0.95, "term")),
    Scene("window-training", "spirals", _training),
    Scene("window-images", "images", _step(0.2, "neuron")),
    Scene("window-attention", "words", _step(0.0553, "neuron")),
    Scene("window-recurrent", "words", _step(0.1489, "neuron")),
    Scene("window-words", "words", _step(0.3, "neuron")),
    Scene("window-flowers", "flowers", _selected("dense1")),
    Scene("window-wide", "flowers", _done("wide", "dense1")),
    Scene("window-annotated", "annotated", _window),
    Scene("window-overview", "annotated", _overview),
    Scene("window-broken", "broken", _window),
    Scene("dock-explain-empty", "empty", _dock("explain")),
    Scene("dock-plots-empty", "empty", _dock("plots")),
    Scene("dock-metrics-empty", "bare", _dock("measures")),
    Scene("dock-settings-empty", "empty", _dock("layer")),
    Scene("dock-plots", "trained", _dock("plots")),
    Scene("dock-plots-flowers", "flowers", _dock("plots")),
    Scene("dock-metrics", "trained", _dock("measures")),
    Scene("dock-metrics-flowers", "flowers", _dock("measures")),
    Scene("dock-settings", "xor", _dock("layer", "dense1")),
    Scene("page-plan", "xor", _page()),
    Scene("page-node", "xor", _page("dense1")),
    Scene("page-unit", "xor", _page("dense1", unit=2)),
    Scene("page-several", "xor", _page("dense1", "dense2")),
    Scene("page-kinds", "xor", _page("input1", "dense1", "output1")),
    Scene("page-link", "xor", _page(links=1)),
    Scene("page-links", "xor", _page(links=2)),
    Scene("page-input", "xor", _page("input1")),
    Scene("page-output", "xor", _page("output1")),
    Scene("page-loss", "xor", _page("loss1")),
    Scene("page-input-without-data", "bare", _page("input1")),
    Scene("page-input-flowers", "flowers", _page("input1")),
    Scene("page-wide", "flowers", _page("dense1")),
    Scene("page-input-image", "images", _page("input1")),
    Scene("page-convolution", "images", _page("convolution1")),
    Scene("page-pooling", "images", _page("max_pooling1")),
    Scene("page-embedding", "words", _page("embedding1")),
    Scene("page-attention", "words", _page("multi_head1")),
    Scene("page-lstm", "words", _page("lstm1")),
    Scene("page-features", "mixed", _page("features1")),
    Scene("page-batch", "mixed", _page("batch_normalization1")),
    Scene("page-dropout", "mixed", _page("dropout1")),
    Scene("page-broken", "broken", _page("dense2")),
    Scene("palette", "xor", _palette),
    Scene("palette-entries", "xor", _entries),
)
