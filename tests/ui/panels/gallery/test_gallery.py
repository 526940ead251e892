"""The welcome page as a student uses it: find a sample, open a file again, drop one, and all of it by keyboard."""

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnsim import edits, files
from nnsim.assets import asset_path
from nnsim.text import set_language
from ui.look import theme
from ui.panels.gallery import Gallery
from ui.panels.gallery.entries import read_entry
from ui.panels.gallery.moment import when
from ui.panels.gallery.sample_card import SampleCard

from .conftest import write_sample

Make = Callable[..., Gallery]


def titles(page: Gallery) -> list[str]:
    """The titles of the cards that are shown, in order."""
    return [card.entry.title for card in page.samples.cards]


def test_samples_stand_in_the_order_of_the_course_without_the_damaged_one(gallery: Make) -> None:
    page = gallery()
    assert titles(page) == ["Perceptron", "Adaline", "XOR", "Zebra"]
    theme().set_language("ko")
    assert titles(page) == ["퍼셉트론", "Adaline", "배타적 논리합", "Zebra"]


def test_a_click_on_a_card_asks_for_its_sample(gallery: Make, samples: Path, qtbot: QtBot) -> None:
    page = gallery()
    with qtbot.waitSignal(page.sample_requested) as asked:
        qtbot.mouseClick(page.samples.cards[2], Qt.MouseButton.LeftButton)
    assert asked.args == [samples / "mlp-xor.nnsim"]


def test_filters_and_search_leave_what_fits(gallery: Make) -> None:
    page = gallery()
    page.samples.show_category("dense")
    assert titles(page) == ["XOR", "Zebra"]
    page.samples.head.search.setText("zeb")
    assert titles(page) == ["Zebra"]
    page.samples.show_all()
    page.samples.head.search.setText("LINE that")
    assert titles(page) == ["Perceptron"]
    page.samples.head.search.setText("그릇")
    assert titles(page) == ["Adaline"]


def test_a_search_for_nothing_says_so_and_offers_the_way_back(gallery: Make, qtbot: QtBot) -> None:
    page = gallery()
    page.samples.head.search.setText("relo")
    assert titles(page) == []
    back = next(button for button in page.findChildren(QPushButton) if button.text() == "Show all samples")
    assert back.isVisible()
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert len(titles(page)) == 4
    assert not back.isVisible()


def test_recent_files_are_hidden_until_there_are_some(gallery: Make, samples: Path, qtbot: QtBot) -> None:
    paths = [str(samples / "zebra.nnsim"), str(samples / "gone.nnsim"), str(samples / "mlp-xor.nnsim")]
    assert not gallery().side.recent.rows
    page = gallery(paths)
    assert [row.entry.title for row in page.side.recent.rows] == ["Zebra", "XOR"]
    with qtbot.waitSignal(page.file_requested) as asked:
        qtbot.mouseClick(page.side.recent.rows[1], Qt.MouseButton.LeftButton)
    assert asked.args == [samples / "mlp-xor.nnsim"]
    del paths[0]
    page.refresh()
    page.finish_reading()
    QApplication.processEvents()
    assert [row.entry.title for row in page.side.recent.rows] == ["XOR"]


def test_a_recent_file_without_a_picture_shows_an_icon_and_its_words(gallery: Make, samples: Path) -> None:
    bare = samples / "bare.nnsim"
    files.save(edits.new_document(), bare)
    row = gallery([str(bare)]).side.recent.rows[0]
    picture = row.grab().toImage()
    assert len({picture.pixelColor(x, y).name() for x in range(12, 48) for y in range(10, 46)}) > 4  # the icon
    ink = theme().tokens.text.name()
    assert ink in {picture.pixelColor(x, y).name() for x in range(62, 160) for y in range(10, 30)}  # the title


def test_a_row_tells_its_whole_title_and_place_and_leaves_when_its_file_is_gone(
    gallery: Make, samples: Path, qtbot: QtBot
) -> None:
    path = samples / "long.nnsim"
    title = "아주 긴 제목을 가진 신경망: 은닉층 네 개로 붓꽃을 나누는 실험"
    write_sample(path, "dense", {"": title}, {})
    page = gallery([str(path), str(samples / "zebra.nnsim")])
    row = page.side.recent.rows[0]
    assert row.toolTip() == f"{title}\n{path}"
    assert page.side.recent.width() <= 288
    path.unlink()
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    page.finish_reading()
    QApplication.processEvents()
    assert [row.entry.title for row in page.side.recent.rows] == ["Zebra"]


def test_every_button_makes_its_wish_known(gallery: Make, qtbot: QtBot) -> None:
    page = gallery()
    buttons = {button.accessibleName(): button for button in page.findChildren(QPushButton)}
    for name, signal in (
        ("New network", page.new_requested),
        ("Open file…", page.open_requested),
        ("Light or dark", page.theme_requested),
        ("Guide", page.guide_requested),
        ("About nnsim", page.about_requested),
        ("Preferences…", page.preferences_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(buttons[name], Qt.MouseButton.LeftButton)
    korean = next(child for child in page.findChildren(QWidget) if getattr(child, "text", str)() == "한")
    with qtbot.waitSignal(page.language_chosen) as asked:
        qtbot.mouseClick(korean, Qt.MouseButton.LeftButton)
    assert asked.args == ["ko"]


def _drag(page: Gallery, path: str) -> tuple[QMimeData, QDragEnterEvent]:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    copy, button, no_key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(900, 500), copy, data, button, no_key)
    event.ignore()
    QApplication.sendEvent(page, event)
    return data, event


def test_a_network_file_can_be_dropped_anywhere(gallery: Make, qtbot: QtBot) -> None:
    page = gallery()
    assert not _drag(page, "/home/min/photo.png")[1].isAccepted()
    data, event = _drag(page, "/home/min/실습 3.nnsim")
    assert event.isAccepted()
    copy, button, no_key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(page.file_requested) as asked:
        QApplication.sendEvent(page, QDropEvent(QPointF(900, 500), copy, data, button, no_key))
    assert asked.args == [Path("/home/min/실습 3.nnsim")]


def test_all_of_it_is_reached_by_keyboard(gallery: Make, samples: Path, qtbot: QtBot) -> None:
    page = gallery([str(samples / "zebra.nnsim"), str(samples / "adaline.nnsim")])
    page.activateWindow()
    qtbot.waitUntil(page.side.new.hasFocus)
    seen: list[QWidget] = []
    for _ in range(24):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert seen[:4] == [page.side.new, page.side.open, *page.side.recent.rows]
    cards = [widget for widget in seen if isinstance(widget, SampleCard)]
    assert cards == page.samples.cards
    assert page.samples.head.search in seen


def test_arrows_go_from_card_to_card_and_enter_opens(gallery: Make, samples: Path, qtbot: QtBot) -> None:
    page = gallery()
    page.resize(1000, 800)
    QApplication.processEvents()
    page.activateWindow()
    cards = page.samples.cards
    cards[0].setFocus()
    qtbot.waitUntil(cards[0].hasFocus)
    for key, place in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 3), (Qt.Key.Key_Right, 3), (Qt.Key.Key_Left, 2)):
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)
        assert cards[place].hasFocus()
    with qtbot.waitSignal(page.sample_requested) as asked:
        qtbot.keyClick(cards[2], Qt.Key.Key_Return)
    assert asked.args == [samples / "mlp-xor.nnsim"]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (1366, 768), (1920, 1080)])
def test_nothing_is_cut_at_any_size(
    gallery: Make, scale: float, language: str, width: int, height: int, samples: Path
) -> None:
    theme().set_scale(scale)
    theme().set_language("ko" if language == "ko" else "en")
    page = gallery([str(samples / "zebra.nnsim")])
    page.resize(width, height)
    for _ in range(3):
        QApplication.processEvents()
    right = page.samples.mapTo(page, QPoint(page.samples.width(), 0)).x()
    assert right <= page.width()
    for card in page.samples.cards:
        assert card.mapTo(page.samples, QPoint(card.width(), 0)).x() <= page.samples.width()
        assert card.width() >= theme().px(200)
    for button in page.side.findChildren(QPushButton):
        if button.isVisible() and button not in page.side.recent.rows:
            assert button.width() >= button.minimumSizeHint().width()
            assert button.mapTo(page, QPoint(0, button.height())).y() <= height


def test_the_geometry_of_the_design(gallery: Make, samples: Path) -> None:
    page = gallery([str(samples / "zebra.nnsim")])
    assert page.side.width() == 288
    cards = page.samples.cards
    first, second = (card.mapTo(page, QPoint(0, 0)) for card in cards[:2])
    assert abs(first.x() - 324) <= 2
    assert abs(cards[0].width() - 296.5) <= 2
    assert abs(second.x() - 638.5) <= 2
    assert page.side.new.mapTo(page, QPoint(0, 0)) == QPoint(24, 92)
    assert page.side.new.height() == page.side.open.height() == 42
    assert page.side.recent.rows[0].height() == 56


def test_when_a_file_was_saved_is_said_as_people_say_it() -> None:
    today = date(2026, 3, 2)
    moments = datetime(2026, 3, 2, 10, 24), datetime(2026, 3, 1, 23, 59), datetime(2026, 1, 18), datetime(2025, 11, 18)
    english = [when(moment, today) for moment in moments]
    assert english == ["Today, 10:24", "Yesterday", "18 January", "18 November 2025"]
    set_language("ko")
    assert [when(moment, today) for moment in moments] == ["오늘 10:24", "어제", "1월 18일", "2025년 11월 18일"]


def test_the_shipped_samples_open_with_title_picture_and_words() -> None:
    paths = sorted(asset_path("samples").glob("*.nnsim"))
    assert paths
    for path in paths:
        entry = read_entry(os.fspath(path))
        assert entry is not None, path
        assert entry.category
        for language in ("en", "ko"):
            assert entry.header.title[language]
            assert entry.header.description[language]
        assert entry.picture is not None, f"{path}: run packaging/make_thumbnails.py"
        assert entry.dark is not None, f"{path}: run packaging/make_thumbnails.py"
