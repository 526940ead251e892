"""Notes and titles: written, moved, resized, colored and deleted by mouse and by keys, each as one undo step."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnsim import edits
from nnsim.document import Note
from nnsim.document.views import NOTE_COLORS
from nnsim.text import message
from tests.ui.canvas.lab import Lab
from ui.canvas.acts import act
from ui.canvas.appearance import SMALLEST_TEXT, Look
from ui.canvas.minimap import Minimap
from ui.canvas.note_bar import NoteBar
from ui.canvas.note_field import NoteField
from ui.canvas.note_paint import SIZES, note_lines, note_rect, readable_lines
from ui.canvas.notes import Notes
from ui.look import load_tokens

Key, Button = Qt.Key, Qt.MouseButton


def field(lab: Lab) -> NoteField:
    found = lab.view.overlays[Notes].field
    assert found is not None
    return found


def noted(lab: Lab, at: tuple[float, float] = (0.0, -200.0)) -> Note:
    """A note on the canvas, in view."""
    document, made = edits.add_note(lab.store.document, "first\nsecond", at, (200.0, 0.0))
    lab.store.commit(document, message("Add a note"))
    lab.view.fit(travel=False)
    lab.view.finish()
    return lab.store.document.views.note(made)


def on_screen(lab: Lab, x: float, y: float) -> QPoint:
    return lab.view.mapFromScene(QPointF(x, y))


def drag(lab: Lab, start: QPoint, end: QPoint) -> None:
    port = lab.view.viewport()
    QTest.mousePress(port, Button.LeftButton, pos=start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(port, start + (end - start) * share)
        QApplication.processEvents()
    QTest.mouseRelease(port, Button.LeftButton, pos=end)


def test_a_double_click_on_empty_ground_writes_a_note_there(lab: Lab) -> None:
    spot = QPoint(30, lab.view.height() - 140)
    QTest.mouseDClick(lab.view.viewport(), Button.LeftButton, pos=spot)
    QTest.keyClicks(field(lab), "Two lines")
    QTest.keyClick(field(lab), Key.Key_Return)
    QTest.keyClicks(field(lab), "<b>plain</b>")
    QTest.keyClick(field(lab), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (note,) = lab.store.document.views.notes
    assert note.text == "Two lines\n<b>plain</b>"
    assert (QPointF(*note.position) - lab.view.mapToScene(spot)).manhattanLength() < 4
    assert lab.selection.notes == {note.id}
    assert lab.store.undo_stack.count() == 1
    lab.store.undo()
    assert lab.store.document.views.notes == ()
    assert lab.selection.empty


def test_a_title_is_written_by_key_escape_keeps_the_words_and_no_text_leaves_nothing(lab: Lab) -> None:
    QTest.keyClick(lab.view, Key.Key_Y, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field(lab), "XOR")
    QTest.keyClick(field(lab), Key.Key_Return)
    (title,) = lab.store.document.views.notes
    assert (title.text, title.style) == ("XOR", "title")
    assert note_rect(title).bottom() < lab.view.board.diagram.bounds.top()
    QTest.keyClick(lab.view, Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field(lab), "kept")
    QTest.keyClick(field(lab), Key.Key_Escape)
    assert [note.text for note in lab.store.document.views.notes] == ["XOR", "kept"]
    lab.store.undo()
    QTest.keyClick(lab.view, Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    field(lab).finish()
    assert lab.store.document.views.notes == (title,)
    QTest.keyClick(lab.view, Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field(lab), "kept")
    QTest.keyClick(field(lab), Key.Key_Escape)
    lab.view.overlays[Notes].write(lab.store.document.views.notes[1].id)
    field(lab).setPlainText("written while it is undone")
    lab.store.undo()
    field(lab).finish()
    assert [note.text for note in lab.store.document.views.notes] == ["XOR", "written while it is undone"]


def test_a_new_note_stands_in_view_and_stays_there_while_it_grows(lab: Lab) -> None:
    view = lab.view
    view.camera.zoom_by(1.6)  # the overview appears
    room = view.corners.room().toAlignedRect().adjusted(-2, -2, 2, 2)
    overview = view.overlays[Minimap].map
    assert overview.isVisible()
    corners = [view.rect().bottomRight() - QPoint(3, 3), QPoint(3, 3), overview.geometry().center()]
    for count, corner in enumerate(corners, 1):
        view.overlays[Notes].write_new(view.mapToScene(corner))
        QTest.keyClicks(field(lab), "some words")
        assert room.contains(field(lab).geometry())
        assert not field(lab).geometry().intersects(overview.geometry())
        field(lab).finish()
        assert room.contains(view.mapFromScene(note_rect(lab.store.document.views.notes[-1])).boundingRect())
        assert len(lab.store.document.views.notes) == count
    view.overlays[Notes].write_new(view.mapToScene(view.rect().bottomLeft()))
    for _ in range(4):
        QTest.keyClick(field(lab), Key.Key_Return)
        QTest.keyClicks(field(lab), "more")
    assert room.contains(field(lab).geometry())
    field(lab).setPlainText("line\n" * 80)
    field(lab).moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(field(lab), "last")
    caret = field(lab).cursorRect().translated(field(lab).viewport().pos() + field(lab).pos())
    assert room.contains(caret)


def test_a_note_is_selected_moved_resized_and_written_by_mouse(lab: Lab) -> None:
    note = noted(lab)
    middle = note_rect(note).center()
    QTest.mouseClick(lab.view.viewport(), Button.LeftButton, pos=on_screen(lab, middle.x(), middle.y()))
    assert lab.selection.notes == {note.id}
    start = on_screen(lab, middle.x(), middle.y())
    drag(lab, start, start + QPoint(40, 24))
    moved = lab.store.document.views.note(note.id)
    assert moved.position[0] > note.position[0] + 20
    corner = note_rect(moved).bottomRight()
    start = on_screen(lab, corner.x() - 3, corner.y() - 3)
    drag(lab, start, start + QPoint(60, 80))
    resized = lab.store.document.views.note(note.id)
    assert resized.size[0] > moved.size[0] + 30
    assert resized.size[1] > 60
    assert resized.position == moved.position
    middle = note_rect(resized).center()
    QTest.mouseDClick(lab.view.viewport(), Button.LeftButton, pos=on_screen(lab, middle.x(), middle.y()))
    field(lab).setPlainText("other words")
    field(lab).finish()
    assert lab.store.document.views.note(note.id).text == "other words"
    for before in (resized, moved, note):
        lab.store.undo()
        assert lab.store.document.views.note(note.id) == before


def test_notes_go_along_with_cards_and_are_colored_and_deleted(lab: Lab) -> None:
    note = noted(lab)
    lab.selection.select(["dense1"], [note.id])
    x, _ = lab.store.document.views.positions["dense1"]
    QTest.keyClick(lab.view, Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert lab.store.document.views.note(note.id).position == (note.position[0] + 8, note.position[1])
    assert lab.store.document.views.positions["dense1"][0] == x + 8
    lab.selection.select((), [note.id])
    for color in NOTE_COLORS:
        act(f"note_{color}").do(lab.view)
        assert lab.store.document.views.note(note.id).color == color
        lab.view.finish()
    act("note_style").do(lab.view)
    assert lab.store.document.views.note(note.id).style == "title"
    nodes = lab.store.document.network.nodes
    QTest.keyClick(lab.view, Key.Key_Delete)
    assert lab.store.document.views.notes == ()
    assert lab.store.document.network.nodes == nodes
    QTest.keyClick(lab.view, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(lab.selection.nodes) == len(nodes)


def test_text_is_broken_to_the_width_and_never_cut() -> None:
    text = "A long line that does not fit at all 🙂🙂\n\n한국어로 쓴 긴 문장도 줄이 바뀝니다 " + "x" * 90
    note = Note("note1", text, (0.0, 0.0), (140.0, 0.0))
    lines = note_lines(note)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert len(lines) > 8
    assert "" in lines
    assert note_rect(note).height() > 20 * len(lines)


def test_a_bar_over_the_selected_note_colors_it_and_makes_way(lab: Lab) -> None:
    note = noted(lab)
    bar = lab.view.overlays[NoteBar].bar
    assert not bar.isVisible()
    lab.selection.select((), [note.id])
    assert bar.isVisible()
    assert not bar.geometry().intersects(lab.view.mapFromScene(note_rect(note)).boundingRect())
    QTest.mouseClick(bar.dots["violet"], Button.LeftButton)
    QTest.mouseClick(bar.turn, Button.LeftButton)
    changed = lab.store.document.views.note(note.id)
    assert (changed.color, changed.style) == ("violet", "title")
    bar.grab()
    lab.view.overlays[Notes].write(note.id)
    assert not bar.isVisible()
    field(lab).finish()
    assert bar.isVisible()
    QTest.mouseClick(bar.delete, Button.LeftButton)
    assert lab.store.document.views.notes == ()
    assert not bar.isVisible()


def test_text_stays_readable_from_afar_as_far_as_it_has_room() -> None:
    words = "The hidden layer bends the plane so that one line can part the two classes\nAs in 1969"
    note, title = Note("n", words, (0.0, 0.0), (320.0, 0.0)), Note("t", words, (0.0, 0.0), (320.0, 0.0), style="title")
    assert readable_lines(note, Look(load_tokens("light"))) == (note_lines(note), 1.0)
    for zoom in (0.8, 0.6, 0.45, 0.3):
        look = Look(load_tokens("light"), zoom)
        for each in (note, title):
            lines, scale = readable_lines(each, look)
            size, height, _ = SIZES[each.style]
            assert size * scale * zoom >= SMALLEST_TEXT - 0.01
            assert len(lines) * height * scale <= note_rect(each).height() + 0.3 * height * scale or len(lines) == 1
            if len(lines) < len(note_lines(each)) and zoom < 0.5:
                assert lines[-1].endswith("…")
                assert lines[0].startswith("The")
    assert readable_lines(note, Look(load_tokens("light"), 0.1))[0] == ()
