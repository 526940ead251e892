"""The number field: what people type, one commit, and a way back."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.look import theme
from ui.look.widgets import Complaint, LabeledSlider, NumberField, tip


@pytest.fixture
def field(qtbot: QtBot) -> NumberField:
    holder = QWidget()
    qtbot.addWidget(holder)
    made = NumberField(0.5, -2.0, 2.0, step=0.1)
    made.setParent(holder)
    other = QLineEdit(holder)
    other.setObjectName("other")
    holder.show()
    made.holder = holder
    made.setFocus()
    return made


def type_over(qtbot: QtBot, field: NumberField, text: str) -> None:
    field.selectAll()
    if text.isascii():
        qtbot.keyClicks(field, text)
    else:
        field.insert(text)  # Qt's simulated keyboard has no other keys
        field.setModified(True)


def complaints(field: NumberField) -> list[Complaint]:
    return [said for said in field.window().findChildren(Complaint) if said.isVisible()]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0,25", 0.25), ("1/4", 0.25), ("-1.5", -1.5), ("−1,5", -1.5), (" 2 ", 2.0), ("1e-3", 0.001), ("-1/3", -1 / 3)],
)
def test_what_people_write_is_understood(qtbot: QtBot, field: NumberField, typed: str, value: float) -> None:
    type_over(qtbot, field, typed)
    with qtbot.waitSignal(field.committed) as committed:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert committed.args == [pytest.approx(value)]
    assert field.value == pytest.approx(value)


def test_one_change_is_one_commit(qtbot: QtBot, field: NumberField) -> None:
    heard: list[float] = []
    field.committed.connect(heard.append)
    type_over(qtbot, field, "1")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    field.clearFocus()
    assert heard == [1.0]


def test_the_same_number_again_is_no_change(qtbot: QtBot, field: NumberField) -> None:
    with qtbot.assertNotEmitted(field.committed):
        type_over(qtbot, field, "0,5")
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_escape_brings_the_old_number_back(qtbot: QtBot, field: NumberField) -> None:
    with qtbot.assertNotEmitted(field.committed):
        type_over(qtbot, field, "1.75")
        qtbot.keyClick(field, Qt.Key.Key_Escape)
        field.clearFocus()
    assert field.value == 0.5
    assert field.text() == "0.50"


@pytest.mark.parametrize(("typed", "complaint"), [("7", "outside −2.00 to 2.00"), ("abc", "not a number"), ("", "not")])
def test_what_cannot_be_taken_is_marked_and_dropped_on_leaving(
    qtbot: QtBot, field: NumberField, typed: str, complaint: str
) -> None:
    with qtbot.assertNotEmitted(field.committed):
        field.selectAll()
        qtbot.keyClick(field, Qt.Key.Key_Delete)
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert field.problem is not None
        assert field.property("invalid") == "true"
        assert complaint in field.toolTip()
        field.clearFocus()
    assert field.problem is None
    assert field.text() == "0.50"
    assert complaint in complaints(field)[0].text(), "nothing is dropped without a word"


def test_the_mark_goes_as_soon_as_the_text_is_right(qtbot: QtBot, field: NumberField) -> None:
    type_over(qtbot, field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    type_over(qtbot, field, "1")
    assert field.problem is None


def test_a_double_click_takes_the_whole_number(qtbot: QtBot, field: NumberField) -> None:
    qtbot.mouseDClick(field, Qt.MouseButton.LeftButton)
    assert field.selectedText() == field.text() == "0.5"


def test_the_complaint_follows_the_language(qtbot: QtBot, field: NumberField) -> None:
    type_over(qtbot, field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    theme().set_language("ko")
    assert "범위를 벗어납니다" in field.toolTip()


def test_every_digit_is_there_to_edit_and_two_to_look_at(qtbot: QtBot, field: NumberField) -> None:
    field.clearFocus()
    field.set_value(1 / 3)
    assert field.text() == "0.33"
    field.setFocus()
    assert field.text() == "0.3333333333333333"
    with qtbot.assertNotEmitted(field.committed):
        field.clearFocus()
    assert field.value == 1 / 3


def test_a_new_value_does_not_take_the_text_from_under_the_fingers(qtbot: QtBot, field: NumberField) -> None:
    type_over(qtbot, field, "1.2")
    field.set_value(0.9)
    assert field.text() == "1.2"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.value == 0.9


def test_arrows_step_and_preview_until_enter(qtbot: QtBot, field: NumberField) -> None:
    previews: list[float] = []
    field.previewed.connect(previews.append)
    with qtbot.waitSignal(field.committed) as committed:
        for _ in range(3):
            qtbot.keyClick(field, Qt.Key.Key_Up)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert previews == [0.6, 0.7, 0.8]
    assert committed.args == [0.8]


def test_whole_numbers_only(qtbot: QtBot) -> None:
    field = NumberField(4, 1, math.inf, step=1, whole=True)
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    type_over(qtbot, field, "2.5")
    assert not field.commit()
    field.set_range(1, 8192)
    type_over(qtbot, field, "1000000000")
    assert not field.commit()
    assert field.toolTip() == "1,000,000,000 is outside 1 to 8,192."
    type_over(qtbot, field, "1,000")
    assert field.commit()
    assert field.value == 1000
    assert field.text() == "1,000"


def test_slider_and_field_are_one(qtbot: QtBot) -> None:
    slider = LabeledSlider("w", -2.0, 2.0, 0.5, signed=True)
    qtbot.addWidget(slider)
    slider.resize(320, 40)
    slider.show()
    commits: list[float] = []
    drops: list[None] = []
    slider.committed.connect(commits.append)
    slider.dropped.connect(lambda: drops.append(None))
    slider.slider.setFocus()
    qtbot.keyClick(slider.slider, Qt.Key.Key_Right)
    assert commits == []
    assert slider.field.text() == "0.54"
    qtbot.keyClick(slider.slider, Qt.Key.Key_Escape)
    assert (slider.field.text(), len(drops)) == ("0.50", 1)
    qtbot.keyClick(slider.slider, Qt.Key.Key_Right)
    qtbot.keyClick(slider.slider, Qt.Key.Key_Return)
    assert commits == [pytest.approx(0.54)]
    slider.field.setFocus()
    type_over(qtbot, slider.field, "-1")
    qtbot.keyClick(slider.field, Qt.Key.Key_Return)
    assert commits[1:] == [-1.0]
    assert slider.slider.number == -1.0
    slider.set_value(-12.14)
    qtbot.keyClick(slider.slider, Qt.Key.Key_Right)
    assert -12.14 < slider.slider.number < -11, "a weight beyond the ends is moved from where it stands"


def test_after_enter_a_long_number_is_shown_rounded_from_its_beginning(qtbot: QtBot, field: NumberField) -> None:
    field.set_range(-10.0, 10.0)
    type_over(qtbot, field, "1/3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    field.set_value(field.value)
    assert (field.text(), field.selectedText()) == ("0.33", "0.33")
    assert field.toolTip() == "0.3333333333333333"
    field.clearFocus()
    field.setFocus()
    assert field.text() == "0.3333333333333333"


def test_numbers_that_come_while_it_has_the_keys_leave_all_selected_and_the_complaint_goes_with_its_cause(
    qtbot: QtBot, field: NumberField
) -> None:
    field.set_range(-10.0, 10.0)
    for value in (1 / 3, -0.021234567891011, 2 / 3):
        field.set_value(value)
        assert field.selectedText() == field.text() != ""
        assert field.cursorPosition() == 0, "its first digits are in sight"
    qtbot.keyClicks(field, "12")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "12"
    assert [said.text() for said in complaints(field)] == [tip(field.toolTip())] != [""]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert complaints(field) == []
    field.deselect()
    field.setCursorPosition(2)
    field.set_value(0.75)
    assert (field.text(), field.cursorPosition()) == ("0.75", 2)
