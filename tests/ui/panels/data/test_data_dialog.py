"""The data dialog: what is chosen there becomes one edit, and what cannot be used is told at once."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from nnsim.data import prepare
from nnsim.document import Generated
from tests.ui.panels.data.files import open_file
from ui.bridge import DocumentStore
from ui.look import theme
from ui.look.widgets import Button
from ui.panels.data.data_dialog import DataDialog
from ui.panels.inspector.choice_box import ChoiceBox


def test_it_begins_with_the_data_of_the_document(dialog: DataDialog, store: DocumentStore) -> None:
    assert dialog.draft.source == store.document.data
    assert dialog.sources.currentItem().text() == "XOR"
    assert dialog.apply.isEnabled()


def test_using_data_is_one_edit_that_can_be_undone(dialog: DataDialog, store: DocumentStore) -> None:
    before = store.document
    dialog.draft.choose("three_gaussians")
    dialog.page.knobs.slider("count").committed.emit(60.0)
    dialog.page.knobs.slider("noise").committed.emit(0.25)
    assert store.document is before
    dialog.apply.click()
    data = store.document.data
    assert isinstance(data.rows, Generated)
    assert (data.rows.count, data.rows.noise) == (60, 0.25)
    assert store.undo_stack.count() == 1
    store.undo()
    assert store.document == before


def test_enter_or_a_double_click_on_a_set_uses_it(
    qtbot: Any, dialog: DataDialog, store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(DataDialog, "_pick_file", lambda _: asked.append(True))
    dialog.draft.choose("own")
    qtbot.keyClick(dialog.sources, Qt.Key.Key_Return)
    assert asked == [True]
    assert store.undo_stack.count() == 0
    dialog.draft.choose("iris")
    dialog.page.columns.rows[4].role.chosen.emit("ignore")
    qtbot.keyClick(dialog.sources, Qt.Key.Key_Return)
    assert dialog.isVisible()  # no output, so it cannot be used
    dialog.draft.choose("circles")
    item = dialog.sources.visualItemRect(dialog.sources.currentItem()).center()
    for click in (qtbot.mouseClick, qtbot.mouseDClick):
        click(dialog.sources.viewport(), Qt.MouseButton.LeftButton, pos=item)
    assert not dialog.isVisible()
    assert store.document.data.rows.name == "circles"


def test_the_preview_draws_alike_inputs_at_one_scale(dialog: DataDialog) -> None:
    for source in ("circles", "iris"):
        dialog.draft.choose(source)
        (_, left, right), (_, low, high) = dialog.page.plot._ranges()
        area = dialog.page.plot._area()
        assert area.width() / (right - left) == pytest.approx(area.height() / (high - low)), source
        for axis, (start, end) in enumerate(((left, right), (low, high))):
            points = dialog.page.plot._points[:, axis]
            assert start < points.min()
            assert points.max() < end


def test_the_preview_of_pictures_shows_each_class_in_a_row(dialog: DataDialog) -> None:
    dialog.draft.choose("digits")
    page = dialog.page
    assert (page.plot.isVisible(), page.pictures.isVisible(), page.legend.isVisible()) == (False, True, False)
    assert [name for name, _ in page.pictures._rows] == list("0123456789")
    drawn = page.pictures.grab().toImage()
    assert len({drawn.pixelColor(x, y).name() for x in range(0, drawn.width(), 3) for y in range(0, 240, 3)}) > 10
    dialog.draft.choose("circles")
    assert dialog.page.plot.isVisible()


def test_escape_leaves_the_document(dialog: DataDialog, store: DocumentStore) -> None:
    before = store.document
    dialog.draft.choose("iris")
    dialog.reject()
    assert store.document is before
    assert store.undo_stack.count() == 0


def test_the_only_input_takes_all_columns_of_the_new_data(dialog: DataDialog, store: DocumentStore) -> None:
    dialog.draft.choose("iris")
    for row in dialog.page.columns.rows[:2]:
        row.role.chosen.emit("input")
    dialog.apply.click()
    (source,) = (node for node in store.document.network.nodes if node.kind == "input")
    assert source.settings.columns == (0, 1, 2, 3)


def test_going_back_finds_a_choice_as_it_was_left(dialog: DataDialog) -> None:
    dialog.draft.choose("circles")
    dialog.page.knobs.slider("noise").committed.emit(0.7)
    dialog.draft.choose("iris")
    dialog.draft.choose("circles")
    assert dialog.draft.source.rows.noise == 0.7
    assert dialog.page.knobs.slider("noise").value == 0.7


def test_a_slider_shows_its_effect_while_it_moves_and_escape_takes_it_back(dialog: DataDialog) -> None:
    dialog.draft.choose("circles")
    slider = dialog.page.knobs.slider("noise")
    before = dialog.draft.source
    slider.previewed.emit(0.5)
    assert dialog.draft.source.rows.noise == 0.5
    slider.dropped.emit()
    assert dialog.draft.source == before


def test_a_number_that_cannot_be_taken_keeps_the_dialog_open(
    qtbot: Any, dialog: DataDialog, store: DocumentStore
) -> None:
    before, field = store.document, dialog.page.knobs.slider("noise").field
    dialog.show()
    dialog.activateWindow()
    field.setFocus()
    qtbot.keyClicks(field, "0.0.1")
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    assert store.document is before
    assert (field.text(), field.problem is None) == ("0.0.1", False)
    field.selectAll()
    qtbot.keyClicks(field, "0.1")
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    assert store.document.data.rows.noise == 0.1


def test_numbers_that_are_not_finite_are_named_and_their_rows_left_out_on_request(
    qtbot: Any, dialog: DataDialog, tmp_path: Path
) -> None:
    path = tmp_path / "lab.csv"
    path.write_text("a,b,y\n1,2,u\ninf,3,v\n4,nan,u\n5,6,v\n", encoding="utf-8")
    open_file(qtbot, dialog, path)
    assert dialog.draft.source is None
    banner = dialog.page.banner
    assert "line 3, column 'a': expected a finite number, got 'inf'; 2 rows" in banner._text.text()
    (leave_out,) = banner.findChildren(Button)
    assert leave_out.text() == "Leave out these rows"
    leave_out.click()
    dialog.loader.wait()
    qtbot.waitUntil(lambda: dialog.draft.source is not None)
    assert not dialog.page.banner.isVisible()
    assert dialog.draft.report.rows == 2
    assert "not finite: 2 (line 3, 4)" in str(dialog.draft.report.notes[0])
    assert [column.categories for column in dialog.draft.source.columns] == [(), (), ("u", "v")]


def test_class_names_become_class_numbers_with_their_table(dialog: DataDialog, store: DocumentStore) -> None:
    dialog.draft.choose("iris")
    species = dialog.page.columns.rows[4]
    assert species.numbers is None
    species.encoding.chosen.emit("codes")
    assert species.encoding.current == "codes"
    assert species._becomes.text() == "→ one column of class numbers, 0 to 2"
    assert species.numbers.isVisible()
    assert species.numbers.table.accessibleDescription() == "setosa: 0, versicolor: 1, virginica: 2"
    assert not species.numbers.unify.isVisible()
    dialog.apply.click()
    data = prepare(store.document.data)
    assert data.y_train.shape[1] == 1
    assert data.classes == ("setosa", "versicolor", "virginica")
    assert set(data.y_train[:, 0]) == {0.0, 1.0, 2.0}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_choices_of_a_column_can_be_read_whole(dialog: DataDialog, language: str) -> None:
    theme().set_language(language)
    try:
        dialog.draft.choose("iris")
        for row in dialog.page.columns.rows:
            for box in (row.role, row.encoding):
                assert box.width() >= box.roomy_width
    finally:
        theme().set_language("en")


def test_one_hot_is_visible_and_standardizing_can_be_off(dialog: DataDialog) -> None:
    dialog.draft.choose("iris")
    petal, species = dialog.page.columns.rows[2], dialog.page.columns.rows[4]
    assert species._becomes.text() == "→ 3 columns of 0 and 1: setosa, versicolor, virginica"
    assert petal._becomes.text().startswith("→ (value − ")
    petal.standardize.click()
    assert petal._becomes.text() == "→ its values as they are"
    assert not dialog.draft.source.columns[2].standardize


def test_data_without_inputs_or_outputs_cannot_be_used(dialog: DataDialog) -> None:
    dialog.draft.choose("xor")
    dialog.page.columns.rows[2].role.chosen.emit("ignore")
    assert not dialog.apply.isEnabled()
    assert "No column is an output" in dialog._foot.text()
    dialog.page.columns.rows[2].role.chosen.emit("output")
    assert dialog.apply.isEnabled()


def test_signed_targets_are_an_explicit_choice(dialog: DataDialog) -> None:
    dialog.draft.choose("and")
    dialog.page.columns.rows[2].encoding.chosen.emit("signed")
    assert prepare(dialog.draft.source).y_train[:, 0].tolist() == [-1, -1, -1, 1]
    assert dialog.page.columns.rows[2]._becomes.text() == "→ 0 = −1, 1 = 1"


def test_scrolling_over_the_boxes_gives_none_of_them_the_focus(
    qtbot: Any, dialog: DataDialog, houses: Path
) -> None:
    open_file(qtbot, dialog, houses)
    boxes = dialog.page.findChildren(ChoiceBox)
    assert len(boxes) == 2 * 4 + 3
    for box in boxes:
        assert not box.focusPolicy() & ~Qt.FocusPolicy.StrongFocus


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_choice_can_be_drawn_in_both_languages(dialog: DataDialog, scale: float) -> None:
    theme().set_scale(scale)
    try:
        for kind in ("not", "spirals", "one_sample", "own", "iris"):
            dialog.draft.choose(kind)
            for language in ("ko", "en"):
                theme().set_language(language)
                assert not dialog.grab().isNull()
    finally:
        theme().set_scale(1.0)
        theme().set_language("en")
