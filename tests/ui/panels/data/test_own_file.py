"""Files in the data dialog: read, corrected, refused with a reason, dropped, and shown however wide they are."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from nnsim.data import kind_of
from tests.ui.panels.data.files import open_file
from ui.bridge import DocumentStore
from ui.panels.data.data_dialog import DataDialog
from ui.panels.data.rows_table import RowsTable


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
