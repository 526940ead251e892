"""The data dialog: what is chosen there becomes one edit, and what cannot be used is told at once."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from nnsim.data import kind_of, prepare
from nnsim.document import Generated
from ui.bridge import DocumentStore
from ui.look import theme
from ui.look.widgets import Button
from ui.panels.data.data_dialog import DataDialog
from ui.panels.data.rows_table import RowsTable
from ui.panels.inspector.choice_box import ChoiceBox

HOUSES = "면적;방;지역;가격\n84,5;3;강남;1.250,5\n59,9;2;마포;820\n;2;마포;700\n45,2;1;노원;410,75\n".encode("cp949")


@pytest.fixture
def dialog(qtbot: Any, store: DocumentStore) -> DataDialog:
    dialog = DataDialog(store)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    path = tmp_path / "집값.csv"
    path.write_bytes(HOUSES)
    return path


def open_file(qtbot: Any, dialog: DataDialog, path: Path) -> None:
    with qtbot.waitSignal(dialog.draft.chosen, check_params_cb=None), qtbot.waitSignal(dialog.loader.busy_changed):
        dialog.open_file(path)
    dialog.loader.wait()
    qtbot.waitUntil(lambda: dialog.draft.source is not None or dialog.draft.problem is not None)


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


def test_columns_of_words_can_share_one_numbering(qtbot: Any, dialog: DataDialog, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("w1,w2,next\na,b,c\nb,c,a\nc,c,c\n", encoding="utf-8")
    open_file(qtbot, dialog, path)
    for index in range(3):
        dialog.page.columns.rows[index].encoding.chosen.emit("codes")
    first = dialog.page.columns.rows[0].numbers
    assert first.unify.text() == "One numbering for all 3 columns"
    first.unify.click()
    assert {column.categories for column in dialog.draft.source.columns} == {("a", "b", "c")}
    data = dialog.draft.data
    seen = [*data.x_train.tolist(), *data.x_test.tolist()]
    assert sorted(seen) == [[0, 1], [1, 2], [2, 2]]
    assert not dialog.page.columns.rows[0].numbers.unify.isVisible()


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


def test_an_own_file_is_read_shown_and_used(qtbot: Any, dialog: DataDialog, store: DocumentStore, houses: Path) -> None:
    open_file(qtbot, dialog, houses)
    assert dialog.draft.report.encoding == "CP949"
    assert [row.name.text() for row in dialog.page.columns.rows] == ["면적", "방", "지역", "가격"]
    dialog.apply.click()
    assert kind_of(store.document.data).id == "own"
    assert store.document.data.rows.name == "집값.csv"


def test_numbers_become_classes_and_come_back(qtbot: Any, dialog: DataDialog, houses: Path) -> None:
    open_file(qtbot, dialog, houses)
    dialog.page.columns.rows[1].encoding.chosen.emit("classes")
    assert dialog.draft.source.columns[1].categories == ("1", "2", "3")
    dialog.page.columns.rows[1].encoding.chosen.emit("number")
    assert dialog.draft.source.columns[1].categories == ()


def test_how_a_file_is_read_can_be_corrected(qtbot: Any, dialog: DataDialog, tmp_path: Path) -> None:
    path = tmp_path / "years.csv"
    path.write_text("2019,2020\n1,2\n3,4\n")
    open_file(qtbot, dialog, path)
    assert [row.name.text() for row in dialog.page.columns.rows] == ["c1", "c2"]
    with qtbot.waitSignal(dialog.loader.read):
        dialog.page.own_file._boxes[2].chosen.emit("yes")
    assert [row.name.text() for row in dialog.page.columns.rows] == ["2019", "2020"]


def test_a_refused_file_is_explained_and_leaves_what_was_there(qtbot: Any, dialog: DataDialog, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("a,b\n1,2\n3\n")
    open_file(qtbot, dialog, path)
    assert dialog.page.banner.isVisible()
    assert "line 3" in dialog.page.banner.accessibleName()
    assert not dialog.apply.isEnabled()
    dialog.draft.choose("xor")
    assert not dialog.page.banner.isVisible()
    assert dialog.apply.isEnabled()


def test_a_file_that_is_gone_is_explained(qtbot: Any, dialog: DataDialog, tmp_path: Path) -> None:
    open_file(qtbot, dialog, tmp_path / "nowhere.csv")
    assert "cannot be opened" in dialog.page.banner.accessibleName()


def test_a_file_can_be_dropped_anywhere(qtbot: Any, dialog: DataDialog, houses: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(houses))])
    drop = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(dialog.loader.read):
        dialog.dropEvent(drop)
    assert dialog.sources.currentItem().text() == "Own CSV file"
    assert dialog.draft.source.rows.name == "집값.csv"


def test_wide_tables_show_their_columns_in_portions(qtbot: Any, dialog: DataDialog, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("".join(",".join(str(row * column) for column in range(60)) + "\n" for row in range(5)))
    open_file(qtbot, dialog, path)
    assert len(dialog.page.columns.rows) == 24
    dialog.page.columns._more.click()
    dialog.page.columns._more.click()
    assert len(dialog.page.columns.rows) == 60
    assert not dialog.page.columns._more.isVisible()


def test_long_names_never_push_anything_out_of_the_dialog(qtbot: Any, dialog: DataDialog, tmp_path: Path) -> None:
    path = tmp_path / f"{'아주긴파일이름' * 9}.csv"
    column, first, second = "열" * 60, "가나다라마바사" * 9, "two\nlines"
    path.write_text(f"{column},b,c\n" + "".join(f'{n},{n * n},"{(first, second)[n % 2]}"\n' for n in range(9)))
    open_file(qtbot, dialog, path)
    dialog.resize(960, 680)
    qtbot.waitUntil(lambda: dialog._scroll.viewport().width() > 700)
    assert dialog._scroll.horizontalScrollBar().maximum() == 0
    assert dialog.page.width() <= dialog._scroll.viewport().width()
    name = dialog.page.columns.rows[0].name
    qtbot.waitUntil(lambda: name.text().endswith("…"), timeout=10_000)  # laid out anew for the width
    assert name.toolTip() == name.accessibleName() == column
    output = dialog.page.columns.rows[2]
    assert output._facts.text() == f"2 classes: two lines\u00a0(4), {first[:17]}…\u00a0(5)"
    assert output._becomes.text() == f"→ two lines = 0, {first[:17]}… = 1"


def test_scrolling_over_the_boxes_gives_none_of_them_the_focus(
    qtbot: Any, dialog: DataDialog, houses: Path
) -> None:
    open_file(qtbot, dialog, houses)
    boxes = dialog.page.findChildren(ChoiceBox)
    assert len(boxes) == 2 * 4 + 3
    for box in boxes:
        assert not box.focusPolicy() & ~Qt.FocusPolicy.StrongFocus


def test_the_whole_box_opens_a_file(qtbot: Any, dialog: DataDialog) -> None:
    dialog.draft.choose("own")
    place = dialog.page.own_file.drop_place
    dialog.page.open_wanted.disconnect()
    for widget in (place, place._text):
        with qtbot.waitSignal(dialog.page.open_wanted):
            qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))


def test_the_first_rows_stand_as_a_person_writes_them(qtbot: Any, dialog: DataDialog, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("year,left,right,size,y\n2023,yes,no,1.5,0\n2024,no,yes,2,1\n2025,so,so,3,1\n")
    open_file(qtbot, dialog, path)
    table = dialog.page.findChild(RowsTable)
    assert [table.table.item(0, column).text() for column in range(5)] == ["2,023", "yes", "no", "1.50", "0"]
    table.side.set_current("encoded")
    table.side.chosen.emit("encoded")
    headers = [table.table.horizontalHeaderItem(column).text() for column in range(table.table.columnCount())]
    assert headers[1:7] == ["left no", "left so", "left yes", "right no", "right so", "right yes"]
    assert headers[-1] == "→ y"
    assert [table.table.item(0, column).text() for column in (3, 4, 8)] == ["1", "1", "0"]


def test_the_preview_draws_numbers_before_classes(qtbot: Any, dialog: DataDialog, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("blood,height,weight,y\nA,170,60,0\nB,180,80,1\nO,160,50,1\nA,175,70,0\n")
    open_file(qtbot, dialog, path)
    assert dialog.page.plot._names == ("height", "weight")
    for row in (1, 2):
        dialog.page.columns.rows[row].role.chosen.emit("ignore")
    assert dialog.page.plot._names == ("A", "B")


def test_cells_of_a_wide_table_are_measured_once(qtbot: Any, dialog: DataDialog, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("".join(",".join(str(row * column / 7) for column in range(40)) + "\n" for row in range(9)))
    open_file(qtbot, dialog, path)
    table, measured = dialog.page.findChild(RowsTable).table, []
    table.horizontalHeader().sectionResized.connect(lambda *_: measured.append(1))
    dialog.page.columns.rows[3].standardize.click()
    dialog.page.columns.rows[3].standardize.click()
    assert table.columnWidth(3) >= table.sizeHintForColumn(3)
    assert len(measured) <= 2 * 32


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
