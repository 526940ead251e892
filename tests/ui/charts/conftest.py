"""The theme as it stands when the application starts, for every test here."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui.look import theme


@pytest.fixture(autouse=True)
def _plain_theme(qapp: QApplication) -> Iterator[None]:
    theme().apply(qapp)
    yield
    theme().set_mode("light")
    theme().set_scale(1.0)
    theme().set_high_contrast(False)
    theme().set_reduced_motion(False)
    theme().set_language("en")
