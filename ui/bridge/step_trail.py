"""Following numbers through a training step to where they were made, and going back the way one came."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from nnsim.trace import Place, Stepper, StepView, Trail


class StepTrail(QObject):
    """The way of who follows numbers; it ends with the training step.

    Signals:
        changed(): there is another way back, or forth.
    """

    changed = Signal()

    def __init__(self, move: Callable[[Callable[[Stepper], object]], None], parent: QObject) -> None:
        super().__init__(parent)
        self._move = move
        self._trail, self._step = Trail(), -1

    @property
    def can_go_back(self) -> bool:
        """Whether a number was followed to here."""
        return bool(self._trail.behind)

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place that was gone back from."""
        return bool(self._trail.ahead)

    def follow(self, place: Place) -> None:
        """To the moment at which a number was computed; one that was there from the start leads nowhere."""
        def follow(stepper: Stepper) -> None:
            here = stepper.moment
            if stepper.follow(place) and stepper.moment != here:
                self._take(self._trail.followed(here), stepper)

        self._move(follow)

    def back(self) -> None:
        """To where the last number was followed from."""
        if self.can_go_back:
            self._move(lambda stepper: self._go(stepper, Trail.back))

    def forward(self) -> None:
        """To where one came back from."""
        if self.can_go_forward:
            self._move(lambda stepper: self._go(stepper, Trail.forward))

    def keep_to(self, view: StepView | None) -> None:
        """Forget the way of another training step."""
        step = -1 if view is None else view.moment.step
        if step != self._step:
            self._step = step
            if self._trail != Trail():
                self._trail = Trail()
                self.changed.emit()

    def _go(self, stepper: Stepper, way: Callable[..., tuple[Trail, object]]) -> None:
        trail, moment = way(self._trail, stepper.moment)
        stepper.go(moment)
        self._take(trail, stepper)

    def _take(self, trail: Trail, stepper: Stepper) -> None:
        self._trail, self._step = trail, stepper.moment.step
        self.changed.emit()
