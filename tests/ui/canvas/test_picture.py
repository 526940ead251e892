"""Pictures of a network without a window."""

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from nnsim import edits
from tests.ui.canvas.lab import Lab, network, snapshot
from ui.canvas.picture import render_picture
from ui.look import load_tokens


def _colors(image: QImage) -> int:
    view = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    return len(np.unique(view[:, : image.width()]))


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_the_whole_network_is_in_the_picture(qapp: QApplication, variant: str) -> None:
    tokens = load_tokens(variant)
    image = render_picture(network(2, 8, 40, 3), QSize(480, 320), tokens)
    assert (image.width(), image.height()) == (480, 320)
    assert image.pixelColor(2, 2) == tokens.canvas
    assert _colors(image) > 50


def test_an_empty_network_gives_an_empty_picture(qapp: QApplication) -> None:
    tokens = load_tokens("light")
    assert _colors(render_picture(edits.new_document(), QSize(64, 48), tokens)) == 1


def test_the_canvas_gives_its_own_picture_with_maps(lab: Lab) -> None:
    plain = lab.view.picture(QSize(640, 480))
    lab.trainer.snapshot.emit(snapshot(lab.store.document, 1.0))
    assert lab.view.picture(QSize(640, 480)) != plain
