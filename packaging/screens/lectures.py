"""Scenes of the lecture on screen: slides of every kind, their questions, the blank screen, the speaker's view."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from screens.stage import Scene, Stage
from ui.lecture.deck import Deck
from ui.lecture.presenter import Presenter
from ui.lecture.speaker import SpeakerView

Act = Callable[[Deck], object]


def _slide(number: int, *acts: Act) -> Callable[[Stage], QWidget]:
    """A slide by its number from 0, on a screen of the size of the window; then the acts, one after another."""

    def show(stage: Stage) -> QWidget:
        presenter = _presenter(stage, number)
        for act in acts:
            act(presenter.deck)
            stage.live(lambda: not presenter.deck.busy)
        stage.live(seconds=0.3)
        return presenter

    return show


def _presenter(stage: Stage, number: int) -> Presenter:
    window = stage.window
    presenter = Presenter(window.bench.store.document, window.bench.clock.detail, window)
    presenter.resize(window.size())
    presenter.show()
    presenter.deck.go_to(number)
    stage.live(lambda: not presenter.deck.busy)
    return presenter


def _hands(*counts: int) -> Act:
    """So many hands for each option."""

    def act(deck: Deck) -> None:
        for option, count in enumerate(counts):
            deck.count_hand(option, count)

    return act


def _typed(text: str) -> Act:
    def act(deck: Deck) -> None:
        for character in text:
            deck.type(character)

    return act


def _drawn(deck: Deck) -> None:
    deck.draw(np.column_stack([np.linspace(1.0, 1001.0, 24), np.linspace(0.29, 0.02, 24)]))


def _go_on(deck: Deck) -> None:
    deck.next()


def _larger(deck: Deck) -> None:
    deck.set_scale(1.4)


def _asked_number(stage: Stage) -> QWidget:
    presenter = _presenter(stage, 1)
    for key in (Qt.Key.Key_G, Qt.Key.Key_1, Qt.Key.Key_2):
        QTest.keyClick(presenter, key)
    return presenter


def _speaker(stage: Stage) -> QWidget:
    presenter = _presenter(stage, 3)
    view = SpeakerView(presenter.stage, presenter, monotonic() - 754.0)
    view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    view.resize(stage.window.size())
    view.show()
    stage.live(lambda: not view.pictures.next.isNull())
    return view


def _slides(stage: Stage) -> QWidget:
    """The list of slides, and what the first of them is."""
    stage.window.dock.bring("slides")
    stage.live(seconds=0.3)
    return stage.window.dock


SCENES = (
    Scene("lecture-slides", "mlp-by-hand", _slides),
    Scene("lecture-slides-none", "xor", _slides),
    Scene("lecture-begin", "mlp-by-hand", _slide(0)),
    Scene("lecture-formula", "mlp-by-hand", _slide(1)),
    Scene("lecture-number-asked", "mlp-by-hand", _slide(2)),
    Scene("lecture-number-given", "mlp-by-hand", _slide(2, _typed("0.6"), _go_on, _go_on)),
    Scene("lecture-choice", "mlp-by-hand", _slide(5, _hands(4, 11))),
    Scene("lecture-choice-answered", "mlp-by-hand", _slide(5, _hands(4, 11), _go_on, _go_on)),
    Scene("lecture-backward", "mlp-by-hand", _slide(8)),
    Scene("lecture-curve", "mlp-by-hand", _slide(11)),
    Scene("lecture-curve-answered", "mlp-by-hand", _slide(11, _drawn, _go_on, _go_on)),
    Scene("lecture-larger", "mlp-by-hand", _slide(3, _larger)),
    Scene("lecture-go-to", "mlp-by-hand", _asked_number),
    Scene("lecture-blank", "mlp-by-hand", _slide(1, Deck.toggle_blank)),
    Scene("lecture-speaker", "mlp-by-hand", _speaker),
    Scene("lecture-boundary", "perceptron", _slide(6)),
    Scene("lecture-convolution", "cnn-digits", _slide(2)),
    Scene("lecture-trained", "cnn-digits", _slide(8)),
    Scene("lecture-pointing", "cnn-digits", _slide(10)),
    Scene("lecture-alone", "xor", _slide(0, _go_on)),
)
