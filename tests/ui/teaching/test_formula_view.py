"""The formula view breaks lines, lights the term at hand, and knows the place of every number."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.trace import Case, Cases, Fraction, Group, More, Part, Piece, Place, Raised, Root
from ui.look import theme
from ui.teaching import FormulaView, Line

PLUS = Piece("+", "+", "operator")


def number(value: float, term: int | None = None, slot: int = 0) -> Piece:
    return Piece(
        str(value), str(value), "number", Place(slot, (0, term or 0), "dense1", term, value=value), term, value
    )


def terms(count: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    for term in range(count):
        parts += ([PLUS] if parts else []) + [number(term + 0.25, term)]
    return tuple(parts)


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> FormulaView:
    theme().apply(qapp)
    made = FormulaView()
    qtbot.addWidget(made)
    made.resize(314, 100)
    made.show()
    return made


def test_a_long_row_breaks_and_needs_more_height(view: FormulaView) -> None:
    view.set_lines([Line(terms(2))], "forward")
    short = view.height()
    view.set_lines([Line(terms(16))], "forward")
    assert view.height() > 2 * short
    assert max(spot.rect.right() for spot in view.spots) <= view.width()


def test_a_formula_that_was_prepared_is_shown_as_any_other(view: FormulaView) -> None:
    def pictures() -> tuple[object, ...]:
        image = view.grab().toImage()
        return image, view.height(), view.spots

    first, second = [Line(terms(6))], [Line(terms(9)), Line(terms(2), "=")]
    view.set_lines(second, "forward", 3)
    expected = pictures()
    view.restyle()
    view.set_lines(first, "forward", 1)
    shown = pictures()
    view.prepare(second, 3)
    assert pictures() == shown
    view.set_lines(second, "forward", 3)
    assert pictures() == expected
    view.resize(200, 100)
    view.prepare(first, 1)
    view.set_lines(first, "forward", 1)
    assert max(spot.rect.right() for spot in view.spots) <= 200
    assert view.spots != shown[2]


def test_a_narrower_view_breaks_earlier(view: FormulaView) -> None:
    view.set_lines([Line(terms(6))], "forward")
    wide = view.height()
    view.resize(160, 100)
    assert view.height() > wide


def test_choices_behind_a_brace_that_are_too_wide_are_made_smaller(view: FormulaView) -> None:
    def choices(count: int) -> tuple[Part, ...]:
        return (Cases((Case((number(1.0),), terms(count), True), Case((number(0.0),), terms(count), False))),)

    view.set_lines([Line(choices(3), "=")], "backward")
    one = max(spot.rect.height() for spot in view.spots)
    assert not view.overflows
    view.set_lines([Line(choices(6), "=")], "backward")
    assert not view.overflows
    assert max(spot.rect.height() for spot in view.spots) < one


def test_what_is_wider_than_a_line_is_opened(view: FormulaView) -> None:
    four = (Piece("4", "4", "number"),)
    for part in (Group(terms(12)), Fraction(terms(12), four), Fraction((Group(terms(12)),), four)):
        view.set_lines([Line((part,), "=")], "loss")
        assert max(spot.rect.right() for spot in view.spots) <= view.width()


@pytest.mark.parametrize(
    "part",
    [
        Raised((Piece("e", "e"),), (number(0.5),)),
        Root((number(0.5),)),
        Group((number(-0.5),), "|"),
        Fraction((number(1.5),), (Root((number(0.5),)), PLUS, number(0.1))),
        Cases((Case((number(1.0),), (number(0.5),), True), Case((number(0.0),), (number(0.5),), False))),
    ],
)
def test_every_part_of_a_formula_is_drawn_and_can_be_pointed_at(view: FormulaView, part: Part) -> None:
    view.set_lines([Line((part,), "=")], "update")
    assert view.spots
    assert all(not spot.rect.isEmpty() and view.rect().contains(spot.rect.toAlignedRect()) for spot in view.spots)
    assert not view.grab().isNull()


def test_the_present_term_wears_the_tint_of_its_phase(view: FormulaView) -> None:
    view.set_lines([Line(terms(3))], "backward", current=1)
    image = view.grab().toImage()
    spot = view.spots[1].rect
    _, tint = theme().tokens.phase("backward")
    assert image.pixelColor(QPoint(int(spot.left()) - 2, int(spot.center().y()))) == tint


def test_numbers_tell_their_place(view: FormulaView, qtbot: QtBot) -> None:
    view.set_lines([Line(terms(3))], "forward")
    middle = view.spots[1].rect.center().toPoint()
    with qtbot.waitSignal(view.operand_hovered) as hovered:
        QTest.mouseMove(view, middle)
    assert hovered.args[0].index == (0, 1)
    with qtbot.waitSignal(view.operand_clicked) as clicked:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle)
    assert clicked.args[0].value == 1.25


def test_left_out_terms_are_asked_for(view: FormulaView, qtbot: QtBot) -> None:
    view.set_lines([Line((number(1.0), PLUS, More(776)))], "forward")
    spot = next(spot for spot in view.spots if spot.place is None)
    with qtbot.waitSignal(view.more_clicked):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot.rect.center().toPoint())
    assert "… 776 more" in view.accessibleDescription()


def test_the_canvas_can_light_numbers(view: FormulaView) -> None:
    view.set_lines([Line(terms(3))], "forward")
    plain = view.grab().toImage()
    view.light(lambda place: place.unit == 2)
    assert view.grab().toImage() != plain
    view.light(None)
    assert view.grab().toImage() == plain


def test_the_result_stands_at_the_end_or_below(view: FormulaView) -> None:
    view.set_lines([Line(terms(1))], "forward", pill="0.25")
    assert view.height() < 60
    beside = view.height()
    view.set_lines([Line(terms(5))], "forward", pill="so far 12.25")
    assert view.height() > beside
