"""The document and its file: saving, opening, the question before work is lost, and remedies for damaged files."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnsim import data, edits
from nnsim.files import load
from nnsim.text import Message
from ui.bridge import DocumentStore
from ui.look import theme
from ui.panels import document_files, second_window
from ui.panels.document_files import DocumentFiles, Notice
from ui.panels.leave_question import LeaveQuestion
from ui.panels.preferences import recent_files


@pytest.fixture
def store(qtbot: QtBot) -> DocumentStore:
    document = edits.choose_data(edits.new_document(), data.generated("xor"), 2)
    document, source = edits.add_node(document, "input", (0.0, 0.0))
    document, dense = edits.add_node(document, "dense", (200.0, 0.0))
    return DocumentStore(edits.connect(document, source, dense))


@pytest.fixture
def files(qtbot: QtBot, qapp: QApplication, store: DocumentStore) -> DocumentFiles:
    theme().apply(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    return DocumentFiles(store, window, lambda: None)


def change(store: DocumentStore) -> None:
    store.commit(edits.rename(store.document, "dense1", "Hidden"), Message("Rename"))


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    answer = (str(path) if path else "", "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: answer)


def test_a_second_window_is_a_process_of_its_own(
    files: DocumentFiles, store: DocumentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    program, arguments = second_window.command()
    assert (program, arguments) == (sys.executable, ["-m", "ui", "--empty"])
    sign, told = tmp_path / "there", []
    files.told.connect(told.append)
    monkeypatch.setattr(second_window, "command", lambda: (sys.executable, ["-c", f"open({str(sign)!r}, 'w')"]))
    files.open_window()
    qtbot.waitUntil(sign.exists, timeout=20_000)
    assert [notice.tone for notice in told] == ["info"]
    monkeypatch.setattr(second_window, "command", lambda: (str(tmp_path / "nothing"), []))
    files.open_window()
    assert [notice.tone for notice in told] == ["info", "error"]
    assert store.undo_stack.count() == 0


def test_a_new_document_is_saved_where_the_user_says(
    files: DocumentFiles, store: DocumentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "lab")
    change(store)
    assert files.save()
    path = tmp_path / "lab.nnsim"
    assert load(path).network == store.document.network
    assert not store.modified
    assert recent_files() == [str(path)]


def test_cancelling_the_dialog_leaves_the_document_unsaved(
    files: DocumentFiles, store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, None)
    change(store)
    assert not files.save()
    assert store.modified


def test_what_is_being_written_is_saved_too(
    files: DocumentFiles, store: DocumentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.editingFinished.connect(lambda: change(store))
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "Hidden")
    choose(monkeypatch, tmp_path / "lab.nnsim")
    assert files.save()
    assert load(tmp_path / "lab.nnsim").network.node("dense1").name == "Hidden"


@pytest.mark.parametrize(("answer", "left", "saved"), [("save", True, True), ("discard", True, False),
                                                       ("stay", False, False)])  # fmt: skip
def test_unsaved_work_is_asked_about(
    files: DocumentFiles, store: DocumentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    answer: str, left: bool, saved: bool,
) -> None:  # fmt: skip
    choose(monkeypatch, tmp_path / "lab.nnsim")
    change(store)
    monkeypatch.setattr(document_files, "ask_before_leaving", lambda *_: answer)
    assert files.may_leave() is left
    assert (tmp_path / "lab.nnsim").exists() is saved


def test_the_question_stays_on_escape_and_saves_by_default(qtbot: QtBot, qapp: QApplication) -> None:
    question = LeaveQuestion("XOR")
    qtbot.addWidget(question)
    QTimer.singleShot(0, question.reject)
    question.exec()
    assert question.answer == "stay"
    assert question.save.isDefault()


def test_an_opened_file_stands_in_the_store(
    qtbot: QtBot, files: DocumentFiles, store: DocumentStore, tmp_path: Path
) -> None:
    path = tmp_path / "lab.nnsim"
    store.save(path)
    store.replace_all(edits.new_document())
    with qtbot.waitSignal(files.opened):
        assert files.open(path)
    assert store.document.network.has("dense1")
    assert store.path == path


def test_a_sample_is_opened_as_a_copy(files: DocumentFiles, store: DocumentStore, tmp_path: Path) -> None:
    path = tmp_path / "sample.nnsim"
    store.save(path)
    assert files.open(path, as_copy=True)
    assert store.path is None
    assert recent_files() == []


def test_a_missing_file_is_told_and_forgotten(
    qtbot: QtBot, files: DocumentFiles, store: DocumentStore, tmp_path: Path
) -> None:
    before = store.document
    with qtbot.waitSignal(files.told) as told:
        assert not files.open(tmp_path / "gone.nnsim")
    notice = told.args[0]
    assert isinstance(notice, Notice)
    assert "gone.nnsim" in str(notice.text)
    assert store.document is before


def test_damaged_weights_leave_a_way_in(
    qtbot: QtBot, files: DocumentFiles, store: DocumentStore, tmp_path: Path
) -> None:
    path = tmp_path / "hurt.nnsim"
    store.save(path)
    content = bytearray(path.read_bytes())
    at = content.find(b"dense1/weight") - 1
    assert at > 0
    content[content.find(b"}", at) + 40] ^= 0xFF
    path.write_bytes(bytes(content))
    with qtbot.waitSignal(files.told) as told:
        assert not files.open(path)
    (label, act), = told.args[0].actions
    assert str(label) == "Open without weights"
    with qtbot.waitSignal(files.opened):
        act()
    assert store.document.network.has("dense1")


def test_a_folder_that_cannot_be_written_is_told_with_a_way_out(
    qtbot: QtBot, files: DocumentFiles, store: DocumentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "nowhere" / "lab.nnsim")
    change(store)
    with qtbot.waitSignal(files.told) as told:
        assert not files.save()
    assert [str(label) for label, _ in told.args[0].actions] == ["Save as…"]
    assert store.modified


def test_a_file_that_has_no_place_yet_is_kept_among_the_documents_or_at_home(
    files: DocumentFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[Path] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda _window, _title, start, _: (starts.append(Path(start)), ("", ""))[1])
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(tmp_path / "Documents"))
    files.save()
    (tmp_path / "Documents").mkdir()
    files.save()
    assert [start.parent for start in starts] == [tmp_path, tmp_path / "Documents"]
