"""What was trained before the present moment: states to replay from, bookmarks, and earlier runs for comparison."""

from msgspec import Struct

from nnsim.document.data_source import DataSource
from nnsim.document.history import History
from nnsim.document.network import Network
from nnsim.document.plan import TrainingPlan
from nnsim.document.state import TrainingState


class Stretch(Struct, frozen=True):
    """A part of a training under one plan, from its first state to its last; every step between can be replayed.

    `states` are some of them in the order of their steps, at least one: the first is where the stretch began and the
    last how far it came.
    """

    plan: TrainingPlan
    states: tuple[TrainingState, ...]


class Bookmark(Struct, frozen=True):
    """A moment that somebody wanted to find again: a training step (counted from 0), and what it is called."""

    step: int
    name: str


class EarlierRun(Struct, frozen=True):
    """A training that another one took the place of, with its curves and how to come back to it.

    `number` counts the runs of a document from 1.
    """

    number: int
    history: History
    stretches: tuple[Stretch, ...] = ()


class Past(Struct, frozen=True):
    """The past of a document's training.

    `stretches` lead up to the document's present state. They and those of the earlier runs hold for `network` and
    `data` alone: once these differ from the document's, only the curves are left of them.
    """

    network: Network | None = None
    data: DataSource | None = None
    stretches: tuple[Stretch, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    runs: tuple[EarlierRun, ...] = ()
