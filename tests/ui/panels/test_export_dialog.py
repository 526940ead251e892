"""Figures: whole or in part, of three kinds and several sizes, on a light ground, with names, kept safely."""

import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.catalog import DenseSettings
from nnsim.document import Document
from tests.ui.canvas.lab import network, xor_network
from ui.canvas.figure import Figure, FigureStyle
from ui.look import theme
from ui.panels.export_dialog import ExportDialog

SVG = "{http://www.w3.org/2000/svg}"


def written() -> Document:
    """XOR with a note, a title, and a layer in a frame."""
    document = edits.rename(xor_network(), "dense1", "숨은 층 <A & B>")
    document = edits.add_note(document, "A <b>note</b> & 메모", (0.0, -460.0), color="green")[0]
    document = edits.add_note(document, "Figure one", (0.0, -520.0), style="title")[0]
    return edits.group(document, ["dense1", "dense2"], "Middle")[0]


def words_of(svg: bytes) -> set[str]:
    return {"".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{SVG}text")}


def test_an_svg_holds_the_words_and_nothing_but_a_picture(qtbot: QtBot) -> None:
    theme().set_mode("dark")
    figure = Figure(written())
    data = figure.data("svg", FigureStyle())
    root = ET.fromstring(data)
    words = "".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))  # Hangul and Latin stand apart
    for name in ("숨은 층 <A & B>", "Figure one", "A <b>note</b> & 메모", "Middle", "Output"):
        assert name in words
    ground = next(root.iter(f"{SVG}rect"))
    width, height = (float(each) for each in root.attrib["viewBox"].split()[2:])
    assert (float(ground.attrib["width"]), float(ground.attrib["height"])) == pytest.approx((width, height))
    assert width == pytest.approx(figure.box.width())
    assert b"http" not in data.replace(b"http://www.w3.org/", b"")
    assert all(each.attrib["fill-opacity"] == "0" for each in root.iter(f"{SVG}text"))  # seen are outlines
    assert all(float(each.attrib["textLength"]) > 0 for each in root.iter(f"{SVG}text") if each.text)
    assert not list(ET.fromstring(figure.data("svg", FigureStyle(clear=True))).iter(f"{SVG}rect"))


def test_pixels_have_the_size_that_was_asked_for_and_a_light_ground(qtbot: QtBot) -> None:
    theme().set_mode("dark")
    figure = Figure(written())
    image = QImage.fromData(figure.data("png", FigureStyle(8.5, 300)))
    assert image.width() == pytest.approx(8.5 / 2.54 * 300, abs=1.5)
    assert image.dotsPerMeterX() == pytest.approx(300 / 0.0254, abs=1)
    assert image.pixelColor(1, 1).name() == "#ffffff"
    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(gray.constBits(), np.uint8).reshape(gray.height(), gray.bytesPerLine())[:, :gray.width()]
    assert pixels.mean() > 220
    assert pixels.min() < 90
    clear = QImage.fromData(figure.data("png", FigureStyle(8.5, 150, clear=True)))
    assert clear.pixelColor(1, 1).alpha() == 0
    huge = figure.image(FigureStyle(None, 2400))
    assert max(huge.width(), huge.height()) <= 12_000


def test_a_pdf_has_one_page_of_that_size_with_its_letters(qtbot: QtBot) -> None:
    figure = Figure(written())
    data = figure.data("pdf", FigureStyle(17.0))
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert data.count(b"/Type /Page\n") == 1
    box = data.split(b"/MediaBox [", 1)[1].split(b"]", 1)[0].split()
    assert float(box[2]) == pytest.approx(17.0 / 2.54 * 72, abs=1.0)
    assert b"Pretendard" in data


def test_a_part_is_what_is_selected_with_the_links_in_it_and_wide_layers_stay_elided(qtbot: QtBot) -> None:
    document = written()
    part = Figure(document, None, frozenset({"dense2", "output1"}), frozenset())
    words = words_of(part.data("svg", FigureStyle()))
    assert "Output" in words
    assert not words & {"숨은 층", "Figure one", "Middle"}
    assert part.box.width() < Figure(document).box.width() / 2
    wide = edits.change_settings(network(2, 64, 3), "dense1", DenseSettings(64))
    assert any("more" in each for each in words_of(Figure(wide).data("svg", FigureStyle())))
    far = FigureStyle(2.0)
    few, all_ = (len(words_of(Figure(wide).data("svg", each))) for each in (far, FigureStyle(2.0, full=True)))
    assert few < all_
    assert Figure(edits.new_document()).empty


def test_the_dialog_writes_what_it_shows_and_says_why_it_could_not(qtbot: QtBot, tmp_path: Path) -> None:
    document = written()
    dialog = ExportDialog(
        lambda selected: Figure(document, None, frozenset({"dense1"}), frozenset()) if selected else Figure(document),
        "net")
    qtbot.addWidget(dialog)
    dialog.show()
    saved: list[Path] = []
    dialog.saved.connect(saved.append)
    assert dialog.write(tmp_path / "net.svg")
    assert saved == [tmp_path / "net.svg"]
    assert "Figure one" in words_of((tmp_path / "net.svg").read_bytes())
    dialog.form.set_current("png")
    dialog.width_box.set_current("column")
    dialog.dots_box.set_current("150")
    assert dialog.write(tmp_path / "no ending")
    assert struct.unpack(">I", (tmp_path / "no ending").read_bytes()[16:20])[0] == pytest.approx(502, abs=1)
    assert dialog.write(tmp_path / "no ending")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["net.svg", "no ending"]
    dialog.part.set_current("selection")
    dialog.copy_picture()
    copied = QGuiApplication.clipboard().image()
    assert copied.height() > copied.width()
    assert not dialog.write(tmp_path / "gone" / "net.pdf")
    assert "net.pdf" in dialog.told.text()
    assert len(saved) == 3
    QGuiApplication.clipboard().clear()
