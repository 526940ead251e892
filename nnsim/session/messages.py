"""What the window and its worker say to each other, through a pipe."""

import math

from msgspec import Struct

from nnsim.backend import BackendName
from nnsim.document import Breakpoint, Document, TrainingPlan
from nnsim.session.layout import Layout
from nnsim.text import Message


class Load(Struct, frozen=True, tag=True):
    """Take this document in place of the present one, and publish its figures. `generation` marks its snapshots.

    A worker that was training goes on training when `run` is set, else it stops.
    """

    generation: int
    document: Document
    run: bool = False
    backend: BackendName = "auto"


class Attach(Struct, frozen=True, tag=True):
    """The shared memory for the layout that `Loaded` told."""

    generation: int
    name: str


class ChangePlan(Struct, frozen=True, tag=True):
    """Go on with this plan; parameters and the rule's memory stay."""

    plan: TrainingPlan


class Run(Struct, frozen=True, tag=True):
    """Train: so many steps, so many epochs, or without either until the plan's last epoch.

    A document that was refused is not trained, and nothing more is said of that.
    """

    ticket: int
    steps: int | None = None
    epochs: int | None = None


class Pause(Struct, frozen=True, tag=True):
    """Stop after the present step."""


class StopAt(Struct, frozen=True, tag=True):
    """Stop at the conditions among these breakpoints; those of a document that is loaded hold by themselves."""

    breakpoints: tuple[Breakpoint, ...]


class SetSpeed(Struct, frozen=True, tag=True):
    """Train no faster than so many epochs per second."""

    epochs_per_second: float = math.inf


class Watch(Struct, frozen=True, tag=True):
    """Whether somebody looks: only then are snapshots frequent and maps computed, and with `metrics` every metric.

    `sample` is the training sample, from 0, whose activations are shown.
    """

    on: bool
    metrics: bool = False
    sample: int = 0


Command = Load | Attach | ChangePlan | Run | Pause | StopAt | SetSpeed | Watch


class Loaded(Struct, frozen=True, tag=True):
    """A document is ready to be trained. `layout` is None when its snapshots fit in the present shared memory."""

    generation: int
    layout: Layout | None


class Attached(Struct, frozen=True, tag=True):
    """The shared memory is in use on this side, so its name can go."""

    generation: int


class Refused(Struct, frozen=True, tag=True):
    """The document cannot be trained, and why. With `partly`, figures of the part of it that can run follow."""

    generation: int
    reason: Message
    partly: bool = False


class Stopped(Struct, frozen=True, tag=True):
    """A run is over and its last snapshot published. `trouble` says what went wrong, None when nothing did.

    With `diverged`, the numbers grew beyond all bounds, and nothing is wrong with nnsim. `early` says why the run was
    over before its end, as its plan or a breakpoint asked for.
    """

    ticket: int
    trouble: Message | None = None
    diverged: bool = False
    early: Message | None = None


class CardLost(Struct, frozen=True, tag=True):
    """The graphics card failed; training goes on from this step on the processor."""

    step: int
    reason: str


Report = Loaded | Attached | Refused | Stopped | CardLost
