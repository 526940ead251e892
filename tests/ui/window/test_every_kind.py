"""Every kind in the window: its document opens, is walked through operation by operation, is set, and is painted."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from nnsim import catalog
from nnsim.text import render
from nnsim.trace import plain_text
from tests.catalog.test_every_kind import PLACED
from tests.ui.window.real_window import real_window
from ui.canvas.diagram import tidied
from ui.look import theme
from ui.main_window import MainWindow
from ui.panels.inspector.node_page import NodePage
from ui.panels.preferences import Preferences, apply_preferences

KINDS = [kind.id for kind in catalog.kinds()]
MOST_TICKS = 600


@pytest.fixture(scope="module")
def shared(qapp: QApplication) -> Iterator[MainWindow]:
    """One window for all kinds, since opening one takes seconds."""
    with real_window(qapp, 1366, 768) as made:
        made.show_lab()
        yield made


@pytest.fixture
def window(shared: MainWindow) -> Iterator[MainWindow]:
    """It, in English, light or dark as it was left: to dress a whole window anew takes longer than the test."""
    apply_preferences(Preferences(mode=theme().mode))
    theme().set_reduced_motion(True)
    yield shared
    shared.bench.clock.end()
    theme().set_reduced_motion(False)


def open_kind(window: MainWindow, kind: str) -> str:
    """Shows a document with a node of this kind; returns its id."""
    document, node = PLACED[kind]()
    window.bench.clock.end()
    window.bench.store.replace_all(tidied(document))
    return node


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_through_every_kind_is_told_and_painted(window: MainWindow, kind: str) -> None:
    open_kind(window, kind)
    window.dock.bring("explain")
    clock, lit = window.bench.clock, set()
    clock.set_detail("layer")
    at_work = {segment.node.partition("/")[0] for track in clock.timeline().tracks for segment in track.segments}
    for tick in range(MOST_TICKS):
        window.acts["next"].trigger()
        if clock.view is None or clock.view.moment.step > 0:
            break
        assert clock.cursor == tick
        told = window.explain.told
        assert told is not None
        assert render(told.sentence)
        assert plain_text(told.symbols)
        lit.add(window.canvas.stepping.light.node)
        assert not window.canvas.grab().isNull()
    assert clock.view is not None
    assert at_work <= lit, "the card of a node, or of the block that it is in, is lit while it computes"
    assert not window.grab().isNull()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_set_in_both_languages(window: MainWindow, kind: str) -> None:
    node = open_kind(window, kind)
    window.bench.selection.select([node])
    window.dock.bring("layer")
    page = window.inspector.page
    assert isinstance(page, NodePage)
    assert {editor.field.name for editor in page._editors} == {field.name for field in catalog.kind(kind).fields}
    assert not window.grab().isNull()
    apply_preferences(Preferences(language="ko", mode="light" if theme().mode == "dark" else "dark"))
    assert not window.grab().isNull()
    assert window.canvas.accessibleDescription()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_placed_from_the_palette(window: MainWindow, kind: str) -> None:
    open_kind(window, "dense")
    before = set(window.canvas.board.diagram.cards)
    payload = "activation:relu" if kind == "activation" else kind
    node = window.canvas.add(payload)
    assert node in set(window.canvas.board.diagram.cards) - before
    assert window.bench.selection.node == node
    assert not window.canvas.grab().isNull()
