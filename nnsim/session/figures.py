"""What a session measures of its training – losses, accuracies, metrics – as far as its time budgets allow."""

import math

from nnsim.program import Measures, Trainer
from nnsim.session.budget import Budget

METRIC_SHARE = 0.15  # for all metrics, which are wanted only while somebody looks at them
CREDIT_SECONDS = 0.25  # spent beyond it at the beginning, when every epoch of a small network is kept


class Figures:
    """The figures of the moment that was measured last, with the trainer's parameters of that moment.

    Args:
        share: the part of the time that losses and accuracies may take.
    """

    def __init__(self, trainer: Trainer, share: float) -> None:
        self._trainer = trainer
        self._step = self._metric_step = -1
        self._few, self._all = Budget(share, CREDIT_SECONDS), Budget(max(share, METRIC_SHARE), CREDIT_SECONDS)
        self.known = (math.nan,) * 4
        """Loss on the training and the test set, accuracy on both; NaN before the first measuring"""
        self.measures: dict[str, Measures] = {}
        """Every metric that fits the task, by part"""

    @property
    def allowed(self) -> bool:
        """Whether losses and accuracies fit into the time now."""
        return self._few.allows

    @property
    def metrics_allowed(self) -> bool:
        """Whether all metrics do."""
        return self._all.allows

    def measure(self) -> None:
        """Measure losses and accuracies, if that was not done of this moment."""
        if self._step == self._trainer.step_number:
            return
        with self._few.spending():
            train_loss, train_accuracy = self._trainer.evaluate("train")
            test_loss, test_accuracy = self._trainer.evaluate("test")
        self.known = (train_loss, test_loss, train_accuracy, test_accuracy)
        self._step = self._trainer.step_number

    def appraise(self) -> None:
        """As `measure`, with every metric."""
        if self._metric_step == self._trainer.step_number:
            return
        with self._all.spending():
            train_loss, train = self._trainer.appraise("train")
            test_loss, test = self._trainer.appraise("test")
        self.measures = {part: found for part, found in (("train", train), ("test", test)) if found is not None}
        self.known = (train_loss, test_loss, _accuracy(train), _accuracy(test))
        self._step = self._metric_step = self._trainer.step_number

    def forget(self, metrics_alone: bool = False) -> None:
        """Measure anew when next asked, also at a step that was measured before."""
        self._metric_step = -1
        if not metrics_alone:
            self._step = -1

    def restart(self) -> None:
        """Begin the budgets anew."""
        self._few.restart()
        self._all.restart()


def _accuracy(found: Measures | None) -> float:
    return math.nan if found is None else found.values.get("accuracy", math.nan)
