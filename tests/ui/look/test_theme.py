"""The theme: a switch of mode, scale or language reaches what is on the screen, without a restart."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnsim.text import message
from ui.look import app_icon, font, glyph_icon, glyph_kinds, glyph_path, icon, icon_path, theme
from ui.look.svg_path import svg_path
from ui.look.widgets import Button, Label, Pill, PrimaryButton, ReadOut


def middle_color(widget: QWidget, x: int = 6) -> str:
    return widget.grab().toImage().pixelColor(x, widget.height() // 2).name()


def test_a_switch_recolours_what_is_shown(qtbot: QtBot, qapp: QApplication) -> None:
    button, label = PrimaryButton("Train"), Label("Dense 1", token="text3")
    for widget in (button, label):
        qtbot.addWidget(widget)
        widget.show()
    light = theme().tokens
    assert middle_color(button) == light.accent.name()
    with qtbot.waitSignal(theme().changed):
        theme().set_mode("dark")
    dark = theme().tokens
    assert theme().dark
    assert middle_color(button) == dark.accent.name() != light.accent.name()
    assert label.palette().color(QPalette.ColorRole.WindowText) == dark.text3
    assert dark.sunken.name() in qapp.styleSheet()
    assert qapp.palette().color(QPalette.ColorRole.Window) == dark.surface


def test_scale_changes_sizes_and_stays_within_its_bounds(qtbot: QtBot) -> None:
    button, read_out = Button("Step"), ReadOut("Loss", "0.182")
    qtbot.addWidget(button)
    qtbot.addWidget(read_out)
    small = button.sizeHint(), read_out.sizeHint(), font("body").pixelSize()
    theme().set_scale(2.0)
    assert button.height() == 64
    assert button.sizeHint().width() == pytest.approx(2 * small[0].width(), abs=6)
    assert read_out.sizeHint().height() == 2 * small[1].height()
    assert font("body").pixelSize() == 2 * small[2]
    theme().set_scale(9.0)
    assert theme().scale == 3.0
    theme().set_scale(0.2)
    assert theme().scale == 1.0


def test_texts_follow_the_language(qtbot: QtBot) -> None:
    button, pill = Button(message("Close")), Pill(message("Accuracy"))
    qtbot.addWidget(button)
    qtbot.addWidget(pill)
    theme().set_language("ko")
    assert button.text() == "닫기"
    assert button.accessibleName() == "닫기"
    assert pill.accessibleName() == "정확도"
    theme().set_language("en")
    assert button.text() == "Close"


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="mode must be one of light, dark, system"):
        theme().set_mode("sepia")


def test_signals_come_only_with_changes(qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme().changed), qtbot.assertNotEmitted(theme().language_changed):
        theme().set_mode("light")
        theme().set_scale(1.0)
        theme().set_language("en")


def test_a_widget_that_is_gone_does_not_hear_the_theme(qtbot: QtBot) -> None:
    Button("Gone").deleteLater()
    parent = QWidget()
    Button("Child", parent=parent)
    parent.deleteLater()
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    theme().set_mode("dark")
    theme().set_language("ko")


@pytest.mark.parametrize("role", ["label", "small", "body", "control", "button", "card_title", "page_title"])
def test_the_typeface_is_the_shipped_one_with_tabular_figures(role: str) -> None:
    made = font(role)
    assert QFontInfo(made).family() == "Pretendard"
    assert QFontInfo(made).weight() == made.weight()
    assert made.isFeatureSet(QFont.Tag("tnum"))
    assert made.pixelSize() >= 11


def test_icons_wear_token_colours_and_a_pale_one_when_disabled() -> None:
    def inks(name: str) -> set[str]:
        image = icon("play-fill", name, 18).pixmap(18, 18).toImage()
        return {image.pixelColor(x, 9).name() for x in range(18) if image.pixelColor(x, 9).alpha() == 255}

    assert inks("pos") == {theme().tokens.pos.name()}
    theme().set_mode("dark")
    assert inks("pos") == {theme().tokens.pos.name()}


def test_the_icons_of_the_design_exist() -> None:
    names = (
        "play-fill pause-fill skip-back skip-forward caret-left-bold caret-right-bold repeat arrow-right-bold target "
        "arrow-left-bold wrench clock-counter-clockwise bookmark-simple-fill git-branch arrow-u-up-left "
        "arrow-u-up-right magnifying-glass dots-six-vertical eye eye-closed corners-out sliders-horizontal "
        "presentation sun moon student lightbulb lock-fill check-circle-fill x-circle-fill circle-dashed eye-slash "
        "warning-fill database folder-open"
    )
    assert all(not icon_path(f"ph.{name}").isEmpty() for name in names.split())
    with pytest.raises(KeyError):
        icon("no-such-icon")


@pytest.mark.parametrize("kind", glyph_kinds())
def test_glyphs_stay_in_their_box(kind: str) -> None:
    box = glyph_path(kind).boundingRect()
    assert box.left() >= 1
    assert box.top() >= 1
    assert box.right() <= 23
    assert box.bottom() <= 23
    assert not glyph_icon(kind).pixmap(22, 22).isNull()


def test_svg_arcs_end_where_they_should() -> None:
    half = svg_path("M0 0A5 5 0 0 1 10 0")
    assert half.currentPosition().x() == pytest.approx(10)
    assert half.boundingRect().top() == pytest.approx(-5, abs=0.01)
    other = svg_path("m0 0a5 5 0 0 0 10 0z")
    assert other.boundingRect().bottom() == pytest.approx(5, abs=0.01)
    with pytest.raises(ValueError, match="Q"):
        svg_path("M0 0Q1 1 2 2")


def test_the_application_icon_comes_in_every_size(qapp: QApplication) -> None:
    assert {size.width() for size in app_icon().availableSizes()} == {16, 24, 32, 48, 64, 128, 256, 512}


def test_qt_s_own_dialogs_speak_the_language_of_the_moment(qtbot: QtBot) -> None:
    def words() -> tuple[str, str]:
        dialog = QFileDialog(options=QFileDialog.Option.DontUseNativeDialog)
        qtbot.addWidget(dialog)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        qtbot.addWidget(box)
        cancel = box.button(QDialogButtonBox.StandardButton.Cancel).text()
        return dialog.labelText(QFileDialog.DialogLabel.FileName).replace("&", ""), cancel.replace("&", "")

    english = words()
    assert english == ("File name:", "Cancel")
    theme().set_language("ko")
    for word, before in zip(words(), english, strict=True):
        assert word != before
        assert any("\uac00" <= letter <= "\ud7a3" for letter in word)
    theme().set_language("en")
    assert words() == english


@pytest.mark.parametrize("mode", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave])
def test_no_word_of_a_file_dialog_stays_english_in_korean(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, mode: QFileDialog.AcceptMode
) -> None:
    (tmp_path / "folder").mkdir()
    theme().apply(qapp)
    theme().set_language("ko")
    dialog = QFileDialog(None, "제목", str(tmp_path), "신경망 (*.nnsim)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(mode)
    qtbot.addWidget(dialog)
    dialog.show()
    texts = [each.text() for each in dialog.findChildren(QLabel)]
    texts += [each.text() for each in dialog.findChildren(QPushButton)]
    theme().set_language("en")
    assert texts
    for text in filter(None, texts):
        assert any("가" <= letter <= "힣" for letter in text), text
