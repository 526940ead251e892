"""What a notice about a diverged training offers."""

from types import SimpleNamespace

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from nnsim import files
from nnsim.assets import asset_path
from nnsim.catalog import GradientDescentSettings
from nnsim.edits import set_rule, set_weight
from nnsim.text import message, render
from ui.bridge import DocumentStore
from ui.panels.divergence import divergence_notice
from ui.panels.document_files import Notice

TROUBLE = message("The loss became {loss}.", loss=float("inf"))


def _told(store: DocumentStore, starts: list[int], entered: bool = True) -> Notice:
    return divergence_notice(TROUBLE, entered, store, SimpleNamespace(start=lambda: starts.append(1)))


def _diverged(rate: float) -> DocumentStore:
    document = files.load(asset_path("samples", "adaline.nnsim"))
    store = DocumentStore(set_rule(document, "gradient_descent", GradientDescentSettings(learning_rate=rate)))
    store.follow(replace(store.document, state=replace(store.document.state, step=9, epoch=9)))
    store.settle(message("Train"))
    return store


def test_the_run_can_be_taken_back(qtbot: QtBot) -> None:
    store = _diverged(500.0)
    (label, take_back), _ = _told(store, []).actions
    assert render(label) == "Take the run back"
    take_back()
    assert store.document.state.step == 0
    assert store.undo_text is None


def test_a_smaller_rate_is_tried_from_where_the_run_began(qtbot: QtBot) -> None:
    store, starts = _diverged(0.05), []
    _, (label, again) = _told(store, starts).actions
    assert render(label) == "Try 0.005"
    again()
    assert store.document.plan.rule.settings.learning_rate == 0.005
    assert store.document.state.step == 0
    assert starts == [1]


def test_edits_made_since_are_not_taken_back(qtbot: QtBot) -> None:
    store = _diverged(500.0)
    (_, take_back), _ = _told(store, []).actions
    path = next(path for path in store.document.state.parameters if path.endswith("/weight"))
    store.commit(set_weight(store.document, path, (0, 0), 7.0), message("Change a weight"))
    take_back()
    assert store.document.state.step == 9
    assert float(store.document.state.parameters[path][0, 0]) == 7.0


def test_a_run_that_diverged_at_once_has_nothing_to_take_back(qtbot: QtBot) -> None:
    assert len(_told(_diverged(500.0), [], entered=False).actions) == 1
