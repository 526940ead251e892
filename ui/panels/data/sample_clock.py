"""What the data card needs of the playback clock: whose numbers are shown, and showing another sample's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance

if TYPE_CHECKING:
    from nnsim.trace import StepView


class SampleClock(Protocol):
    """The part of the playback clock that goes from sample to sample.

    `rows` are the training samples of the batch that is or will be walked, none while nothing can be stepped; `view` is
    None before the first step.
    """

    moved: SignalInstance

    @property
    def view(self) -> StepView | None: ...

    @property
    def rows(self) -> tuple[int, ...]: ...

    def set_sample(self, sample: int) -> None: ...
