"""The document as a whole: one frozen value that is edited by pure functions, compared, saved and undone."""

from typing import Any

from msgspec import Struct, field
from numpy.typing import NDArray

from nnsim.document.arrays import ArrayMap
from nnsim.document.data_source import DataSource
from nnsim.document.network import Network
from nnsim.document.plan import TrainingPlan
from nnsim.document.state import TrainingState
from nnsim.document.views import Views


class History(Struct, frozen=True):
    """The training curves. Every series has one float64 value per kept epoch; `epoch` holds their numbers.

    Series: `epoch`, `train_loss`, `test_loss`, `train_accuracy`, `test_accuracy`; NaN where a figure does not exist.
    """

    series: ArrayMap = field(default_factory=ArrayMap)

    def __len__(self) -> int:
        return len(self.series["epoch"]) if "epoch" in self.series else 0

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.series[name]


class Document(Struct, frozen=True):
    """Everything in one file: network, data, plan, state, curves, view, and texts by `<name>.<language>`.

    `title` is by language, with "" for a title that is the same in all. `extra` holds the parts of a file that this
    version keeps as they are, by member name (`exercise.json`, `img/…`, `ext/…`).
    """

    network: Network
    plan: TrainingPlan
    data: DataSource | None = None
    state: TrainingState = TrainingState()
    history: History = History()
    views: Views = Views()
    title: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    extra: dict[str, bytes] = field(default_factory=dict)

    def title_in(self, language: str) -> str:
        """The title in this language, else the one for all languages, else English, else empty."""
        return self.title.get(language) or self.title.get("") or self.title.get("en") or ""
