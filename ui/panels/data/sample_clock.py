"""What the data card needs of the playback clock: whose numbers are shown, and showing another sample's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance

if TYPE_CHECKING:
    from nnsim.trace import StepView


class SampleClock(Protocol):
    """The part of the playback clock that goes from sample to sample.

    `view` is None while nothing can be stepped; else `view.row` is the training sample whose numbers are shown, and
    `view.sample` its place in the batch of `view.samples`.
    """

    moved: SignalInstance

    @property
    def view(self) -> StepView | None: ...

    def set_sample(self, k: int) -> None: ...
