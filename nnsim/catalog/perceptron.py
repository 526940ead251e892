"""The perceptron rule: w ← w + η (y − ŷ) x, after Rosenblatt (1958)."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.gradient_descent import GradientDescent, GradientDescentSettings
from nnsim.catalog.rule import learning_rate
from nnsim.text.messages import message


class PerceptronSettings(GradientDescentSettings, frozen=True):
    """The learning rate η."""

    learning_rate: float = 1.0


class Perceptron(GradientDescent):
    """w′ = w − η (ŷ − y) x: descent on ½ (y − ŷ)² that takes the threshold's slope as 1."""

    id = "perceptron"
    title = message("Perceptron rule")
    meaning = message("When the answer is wrong, each weight moves by its input towards the right answer.")
    Settings = PerceptronSettings
    fields: ClassVar[tuple[Field, ...]] = (learning_rate(1.0),)
    passes_threshold = True
