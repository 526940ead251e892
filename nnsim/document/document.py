"""The document as a whole: one frozen value that is edited by pure functions, compared, saved and undone."""

from msgspec import Struct, field

from nnsim.document.data_source import DataSource
from nnsim.document.history import History
from nnsim.document.lesson import Lesson
from nnsim.document.network import Network
from nnsim.document.past import Past
from nnsim.document.plan import TrainingPlan
from nnsim.document.state import TrainingState
from nnsim.document.views import Views


class Document(Struct, frozen=True):
    """All of one file: network, data, plan, state, curves, past, view, lecture, and texts by `<name>.<language>`.

    `title` is by language, with "" for a title that is the same in all. `extra` holds the parts of a file that this
    version keeps as they are, by member name (`exercise.json`, `img/…`, `ext/…`).
    """

    network: Network
    plan: TrainingPlan
    data: DataSource | None = None
    state: TrainingState = TrainingState()
    history: History = History()
    past: Past = Past()
    views: Views = Views()
    lesson: Lesson = Lesson()
    title: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    extra: dict[str, bytes] = field(default_factory=dict)

    def title_in(self, language: str) -> str:
        """The title in this language, else the one for all languages, else English, else empty."""
        return self.title.get(language) or self.title.get("") or self.title.get("en") or ""
