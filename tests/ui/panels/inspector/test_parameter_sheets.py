"""The parameters of any layer in the inspector: one by one, kernels slice by slice, statistics as not trained."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim import catalog, edits
from nnsim.catalog import RecurrentSettings
from nnsim.text import render
from tests.catalog.placed_recurrent import recurrent
from tests.catalog.test_every_kind import PLACED
from ui.bridge import DocumentStore, Selection
from ui.bridge.problems import ProblemWatch
from ui.look import theme
from ui.panels.inspector import Inspector
from ui.panels.inspector.heat_map import HeatMap
from ui.panels.inspector.parameter_names import parameter_title, row_names
from ui.panels.inspector.parameter_sheets import ParameterSheets, SliceStepper
from ui.panels.inspector.parameter_table import ParameterTable

Shown = tuple[Inspector, DocumentStore, str]


@pytest.fixture
def shown(qtbot: QtBot, qapp: QApplication) -> Callable[..., Shown]:
    """An inspector on a node of a kind."""
    theme().apply(qapp)

    def show(kind: str, placed: tuple | None = None) -> Shown:
        document, node = placed or PLACED[kind]()
        store = DocumentStore(document)
        selection = Selection(store)
        inspector = Inspector(store, selection, ProblemWatch(store))
        qtbot.addWidget(inspector)
        inspector.resize(384, 700)
        inspector.show()
        selection.select([node])
        return inspector, store, node

    return show


def sheets(inspector: Inspector) -> ParameterSheets:
    assert inspector.page is not None
    return inspector.page.findChild(ParameterSheets)


def test_a_kernel_is_chosen_and_its_weight_typed(shown: Callable[..., Shown]) -> None:
    inspector, store, node = shown("convolution")
    found = sheets(inspector)
    kernel, channel = found.findChildren(SliceStepper)
    kernel.go(1)
    channel.go(-1)
    table = found.findChild(ParameterTable)
    weights = store.document.state.parameters[f"{node}/weight"]
    assert table.cells.value(table.cells.index(1, 2)) == weights[1, -1, 1, 2]
    table.edited.emit(table.cells.cell(table.cells.index(1, 2)), 0.75)
    assert store.document.state.parameters[f"{node}/weight"][1, -1, 1, 2] == 0.75
    assert table.cells.value(table.cells.index(1, 2)) == 0.75
    assert store.undo_stack.count() == 1


def test_cells_of_a_kernel_are_frozen(shown: Callable[..., Shown]) -> None:
    inspector, store, node = shown("convolution")
    found = sheets(inspector)
    table = found.findChild(ParameterTable)
    table.setCurrentIndex(table.cells.index(0, 1))
    found._table._freeze.click()
    mask = store.document.network.masks[f"{node}/weight:frozen"]
    assert np.argwhere(mask).tolist() == [[0, 0, 0, 1]]
    assert found._table._prune.isHidden()


def test_statistics_are_shown_and_cannot_be_typed(shown: Callable[..., Shown]) -> None:
    inspector, _, node = shown("batch_normalization")
    found = sheets(inspector)
    table = found.findChild(ParameterTable)
    assert found._note.isHidden()
    assert table.cells.flags(table.cells.index(0, 0)) & table.cells.flags(table.cells.index(0, 0)).ItemIsEditable
    found.choose(f"{node}/running_variance")
    assert not found._note.isHidden()
    assert not table.cells.flags(table.cells.index(0, 0)) & table.cells.flags(table.cells.index(0, 0)).ItemIsEditable
    assert [table.cells.value(table.cells.index(0, column)) for column in range(4)] == [1.0] * 4


def test_a_large_matrix_is_a_heat_map(shown: Callable[..., Shown]) -> None:
    inspector, store, node = shown("lstm", recurrent("lstm", RecurrentSettings(24)))
    found = sheets(inspector)
    found.choose(f"{node}/recurrent_weight")
    heat = found.findChild(HeatMap)
    assert not heat.isHidden()
    assert found.findChild(ParameterTable).parentWidget().isHidden()
    heat.resize(300, heat.height())
    assert heat.cell_at(0.0, 0.0) == (0, 0)
    assert heat.cell_at(-1.0, 0.0) is None
    assert not heat.grab().isNull()
    assert store.document.state.parameters[f"{node}/recurrent_weight"].shape == (96, 24)


def test_a_shape_that_changes_brings_other_slices(shown: Callable[..., Shown]) -> None:
    inspector, store, node = shown("convolution")
    settings = store.document.network.node(node).settings
    changed = edits.change_settings(store.document, node, type(settings)(kernels=5))
    store.commit(changed, parameter_title(changed, f"{node}/weight"))
    kernel = sheets(inspector).findChildren(SliceStepper)[0]
    kernel.go(4)
    assert kernel.place == 4
    store.undo()
    assert sheets(inspector).findChildren(SliceStepper)[0].place < 2


@pytest.mark.parametrize("kind", [kind.id for kind in catalog.kinds() if not kind.can_prune])
def test_every_parameter_of_every_kind_has_a_name_and_is_shown(shown: Callable[..., Shown], kind: str) -> None:
    inspector, store, node = shown(kind)
    paths = [path for path in store.document.state.parameters if path.partition("/")[0] == node]
    titles = {render(parameter_title(store.document, path)) for path in paths}
    assert len(titles) == len(paths)
    assert all("_" not in title for title in titles)
    found = sheets(inspector)
    for path in paths:
        found.choose(path)
        assert "×".join(map(str, store.document.state.parameters[path].shape)) == found.shape
        assert not inspector.grab().isNull()


def test_rows_of_gates_are_called_by_gate_and_unit() -> None:
    assert row_names("lstm", "input_weight", 8) == ("i₁", "i₂", "f₁", "f₂", "g₁", "g₂", "o₁", "o₂")
    assert row_names("gru", "recurrent_bias", 3) == ("r₁", "z₁", "n₁")
    assert row_names("convolution", "weight", 8) == ()
