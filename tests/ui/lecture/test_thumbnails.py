"""Small pictures of slides are made while nothing else goes on, each once, and anew where a slide looks different."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.document import Document, Lesson, Slide
from tests.ui.lecture.conftest import backward_moment, lecture, words
from ui.lecture import thumbnails
from ui.lecture.thumbnails import Thumbnails
from ui.look import theme


class Album:
    """The pictures that were told of, in their order."""

    def __init__(self) -> None:
        self.idle = True
        self.maker = Thumbnails(lambda: self.idle)
        self.told: list[tuple[str, QPixmap]] = []
        self.maker.made.connect(lambda slide, picture: self.told.append((slide, picture)))

    @property
    def ids(self) -> list[str]:
        return [slide for slide, _ in self.told]


@pytest.fixture
def album(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Album]:
    theme().apply(qapp)
    for wait in ("REST", "FADED", "PAUSED"):
        monkeypatch.setattr(thumbnails, wait, 1)
    made = Album()
    yield made
    made.maker.close()


def slides() -> Document:
    return lecture(Slide("one", words("One")), Slide("two", words("Two"), moment=backward_moment()),
                   Slide("three", words("Three")))


def retitled(document: Document, at: int) -> Document:
    told = list(document.lesson.slides)
    told[at] = replace(told[at], title=words("Another"))
    return replace(document, lesson=Lesson(tuple(told), document.lesson.start))


def test_each_slide_is_pictured_once_and_again_when_it_looks_different(qtbot: QtBot, album: Album) -> None:
    document = slides()
    album.maker.follow(document)
    assert not album.told
    qtbot.waitUntil(lambda: len(album.told) == 3, timeout=30_000)
    assert album.ids == ["one", "two", "three"]
    first = {slide: picture.toImage() for slide, picture in album.told}
    assert first["one"] != first["two"]
    album.told.clear()
    changed = retitled(document, 1)
    album.maker.follow(changed)
    assert album.ids == ["one", "three"]
    qtbot.waitUntil(lambda: len(album.told) == 3, timeout=30_000)
    assert album.told[-1][0] == "two"
    assert album.told[-1][1].toImage() != first["two"]
    album.told.clear()
    album.maker.follow(document)
    assert album.ids == ["one", "two", "three"]
    assert album.told[1][1].toImage() == first["two"]


def test_nothing_is_made_while_something_else_goes_on(qtbot: QtBot, album: Album) -> None:
    album.idle = False
    looks = list[int]()
    album.maker._rest.timeout.connect(lambda: looks.append(1))
    album.maker.follow(slides())
    qtbot.waitUntil(lambda: bool(looks), timeout=30_000)
    assert album.maker._stage is None
    album.idle = True
    album.maker._rest.start(1)
    qtbot.waitUntil(lambda: len(album.told) == 3, timeout=30_000)


def test_what_would_take_long_to_train_has_no_picture(qtbot: QtBot, album: Album) -> None:
    document = lecture(Slide("one"), Slide("far", epochs=100_000), Slide("after"))
    album.maker.follow(document)
    qtbot.waitUntil(lambda: album.ids == ["one"], timeout=30_000)
    assert not album.maker._missing
