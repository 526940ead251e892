"""A folder of small samples, and the theme as it stands when the application starts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim import edits, files
from ui.look import load_tokens, theme
from ui.panels.gallery import Gallery
from ui.panels.gallery.sample_pictures import network_picture, png


@pytest.fixture(autouse=True)
def _plain_theme(qapp: QApplication) -> Iterator[None]:
    theme().apply(qapp)
    yield
    theme().set_mode("light")
    theme().set_scale(1.0)
    theme().set_language("en")


def write_sample(path: Path, kind: str, title: dict[str, str], about: dict[str, str]) -> None:
    """A network of one layer, saved with its picture."""
    document, x = edits.add_node(edits.new_document(), "input", (0, 0))
    document, node = edits.add_node(document, kind, (200, 0))
    document = edits.connect(document, x, node)
    texts = {f"description.{language}": text for language, text in about.items()}
    document = msgspec.structs.replace(document, title=title, texts=texts)
    files.save(document, path, png(network_picture(document, {}, load_tokens("light"))))


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """Five samples, among them one that is damaged."""
    folder = tmp_path / "samples"
    folder.mkdir()
    write_sample(folder / "mlp-xor.nnsim", "dense", {"en": "XOR", "ko": "배타적 논리합"}, {"en": "Why layers matter."})
    line = {"en": "A line that learns."}
    write_sample(folder / "perceptron.nnsim", "neuron", {"en": "Perceptron", "ko": "퍼셉트론"}, line)
    write_sample(folder / "zebra.nnsim", "dense", {"en": "Zebra"}, {})
    write_sample(folder / "adaline.nnsim", "neuron", {"en": "Adaline"}, {"ko": "오차의 그릇"})
    (folder / "broken.nnsim").write_bytes(b"PK")
    return folder


@pytest.fixture
def gallery(qtbot: QtBot, samples: Path) -> Iterator[Callable[..., Gallery]]:
    """`gallery(recent=[…])`: the page, read and shown at the size of the design."""
    made: list[Gallery] = []

    def make(recent: list[str] | None = None) -> Gallery:
        page = Gallery(samples, lambda: recent or [])
        made.append(page)
        page.resize(1600, 1000)
        page.refresh()
        page.show()
        settle(page)
        return page

    yield make
    for page in made:
        page.close()
        page.deleteLater()


def settle(page: Gallery) -> None:
    """Wait until everything was read and laid out."""
    page.finish_reading()
    for _ in range(3):
        QCoreApplication.processEvents()
