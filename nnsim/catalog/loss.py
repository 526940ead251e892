"""The loss node: compares the prediction that links into it with the ground truth of the data."""

from math import prod
from typing import ClassVar

import numpy as np

from nnsim.catalog.field import SHARE, Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.loss_functions import LOSSES, loss_function
from nnsim.catalog.port import ANY, Port, Shape, Shapes, shape_words
from nnsim.document import Node, Settings
from nnsim.ops.absolute_error import HuberLoss
from nnsim.ops.arranging import Reshape
from nnsim.ops.class_targets import CountedTargets, OneHot, SmoothedLabels, WeighedClasses
from nnsim.ops.counted_cross_entropy import CountedCrossEntropy, CountedCrossEntropyOfSum
from nnsim.text.messages import Message, message

NO_CLASS = -100
"""The class number of padding, as PyTorch has it."""


class LossSettings(Settings, frozen=True):
    """Which loss; a cross-entropy is computed together with its activation (stable) or as the textbook writes it.

    `bend` is Huber's. The others are the categorical cross-entropy's: whether targets are one-hot or class numbers, the
    class number that does not count, the share of a target that is spread over all classes, and a weight per class.
    """

    function: str = "mse"
    form: str = "stable"
    bend: float = 1.0
    targets: str = "one_hot"
    ignored: int = NO_CLASS
    smoothing: float = 0.0
    class_weights: tuple[float, ...] = ()

    @property
    def takes_class_numbers(self) -> bool:
        """Whether the ground truth holds class numbers, not a column for each class."""
        return self.targets == "numbers" and loss_function(self.function).targets == "classes"


class Loss(Kind):
    """L(ŷ, y)"""

    id = "loss"
    title = message("Loss")
    meaning = message("Measures how far the prediction is from the ground truth.")
    category = "neuron"
    key = "L"
    Settings = LossSettings
    ports = (
        Port(ranks=ANY),
        Port("target", message("Ground truth"), ranks=ANY, links="one", optional=True),
    )
    gives_links = False
    fields: ClassVar[tuple[Field, ...]] = (
        Field("function", message("Loss function"), message("What is minimized."), "choice", "mse",
              choices=tuple((loss.id, loss.title) for loss in LOSSES)),
        Field("form", message("Computed"),
              message("A cross-entropy is computed together with its activation, which is stable, or as in textbooks."),
              "choice", "stable",
              choices=(("stable", message("with its activation")), ("textbook", message("as in textbooks")))),
        Field("bend", message("Bend"), message("The size of an error from which it is no longer squared."),
              "float", 1.0, 1e-6, 1e6, 0.01, 10.0, log=True),
        Field("targets", message("Targets are"),
              message("A column of 0 or 1 for each class, or one column with the number of the class, from 0."),
              "choice", "one_hot", choices=(("one_hot", message("one-hot")), ("numbers", message("class numbers")))),
        Field("ignored", message("Does not count"),
              message("The class number of padding: places that have it are left out of the loss."),
              "int", NO_CLASS, NO_CLASS, 8191),
        Field("smoothing", message("Label smoothing"),
              message("The share of each target that is spread evenly over all classes, so that no answer is certain."),
              "float", 0.0, 0.0, 1.0, 0.0, 0.5, unit=SHARE),
        Field("class_weights", message("Class weights"),
              message("How much each class counts, in order; none means that all count alike."),
              "numbers", (), 0.0, 1e6),
    )

    def shape(self, settings: LossSettings, inputs: Shapes) -> Shape:
        return (1,)

    def open_shape(self, settings: LossSettings) -> Shape:
        return (1,)

    def target_shape(self, settings: LossSettings, prediction: Shape) -> Shape:
        """The shape of one sample of the ground truth that this prediction is held against."""
        return prediction[:-1] if settings.takes_class_numbers else prediction

    def refuses(self, settings: LossSettings, inputs: Shapes) -> Message | None:
        (prediction,), function = inputs["in"], loss_function(settings.function)
        if function.joins == "softmax" and len(prediction) > 2:
            return message("{loss} expects a score for each class, of a sample or of the steps of a sequence, and gets "
                           "{got}. Put a Flatten before it.", loss=function.title, got=shape_words(prediction))
        weights = settings.class_weights if "class_weights" in function.settings else ()
        if weights and len(weights) != prediction[-1]:
            return message("Class weights: expected {expected} numbers, one for each class, got {got}. "
                           "Give as many, or none.", expected=prediction[-1], got=len(weights))
        wanted = self.target_shape(settings, prediction)
        for given in inputs.get("target", ()):
            if prod(given) != prod(wanted):
                return message("'{port}' expects {expected} and gets {got}. Link what has the shape of the prediction.",
                               port=self.ports[1].title, expected=shape_words(wanted or (1,)), got=shape_words(given))
        return None

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings = node.settings
        assert isinstance(settings, LossSettings)
        function = loss_function(settings.function)
        target = self._target(lowering, settings, inputs)
        if function.targets == "classes" and self._is_counted(lowering, settings, inputs):
            return Lowered(self._counted(lowering, settings, inputs, target))
        if function.joined is not None and self._is_joined(settings, inputs):
            assert inputs.total is not None
            return Lowered(lowering.emit(function.joined(), inputs.total, target, inputs.output, quantity="loss"))
        op = HuberLoss(settings.bend) if function.id == "huber" else function.op()
        return Lowered(lowering.emit(op, inputs.output, target, quantity="loss"))

    def _target(self, lowering: Lowering, settings: LossSettings, inputs: Lowered) -> int:
        """What links into the port `target`, else the data's outputs."""
        wanted = self.target_shape(settings, lowering.shape(inputs.output))
        for linked in inputs.ports.get("target", ()):
            fits = lowering.shape(linked) == wanted
            return linked if fits else lowering.emit(Reshape(wanted), linked, quantity="target")
        return lowering.target(wanted)

    def _is_joined(self, settings: LossSettings, inputs: Lowered) -> bool:
        joins = loss_function(settings.function).joins
        return settings.form == "stable" and joins == inputs.activation and inputs.total is not None

    def _is_counted(self, lowering: Lowering, settings: LossSettings, inputs: Lowered) -> bool:
        """Whether there may be padding, or targets are not simply one-hot: then what counts is counted."""
        plain = settings.smoothing == 0 and not settings.class_weights and not settings.takes_class_numbers
        return not plain or len(lowering.shape(inputs.output)) > 1

    def _counted(self, lowering: Lowering, settings: LossSettings, inputs: Lowered, y: int) -> int:
        """The cross-entropy with PyTorch's reduction: a mean over what counts, weighed if targets are class numbers."""
        classes = lowering.shape(inputs.output)[-1]
        weighs = bool(settings.class_weights)
        weights = lowering.constant("class_weight", np.array(settings.class_weights)) if weighs else -1
        numbers = settings.takes_class_numbers
        if numbers:
            y = lowering.emit(OneHot(classes, settings.ignored), y, quantity="one_hot")
        counts = lowering.emit(WeighedClasses(), y, weights, quantity="weighed_target") if weighs and numbers else y
        count = lowering.emit(CountedTargets(), counts, quantity="count")
        if settings.smoothing > 0:
            smoothed = lowering.emit(SmoothedLabels(settings.smoothing), y, quantity="smoothed_target")
            y = lowering.emit(WeighedClasses(), smoothed, weights, quantity="weighed_target") if weighs else smoothed
        elif weighs:
            y = counts if numbers else lowering.emit(WeighedClasses(), y, weights, quantity="weighed_target")
        if self._is_joined(settings, inputs):
            assert inputs.total is not None
            return lowering.emit(CountedCrossEntropyOfSum(), inputs.total, y, count, inputs.output, quantity="loss")
        return lowering.emit(CountedCrossEntropy(), inputs.output, y, count, quantity="loss")

    def facts(self, settings: LossSettings, units: int | None) -> Message | None:
        return loss_function(settings.function).title
