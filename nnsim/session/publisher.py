"""Publishing snapshots from the worker: when, how much of them, and into which shared memory."""

import math
from time import perf_counter

from nnsim.session.layout import Layout
from nnsim.session.rate import Rate
from nnsim.session.shared_block import SharedBlock
from nnsim.session.training_session import TrainingSession

SHORTEST_SECONDS, LONGEST_SECONDS = 1 / 10, 1 / 6  # between snapshots while somebody looks
UNWATCHED_SECONDS = 1.0  # what is lost at most when the worker dies meanwhile
SHARE = 0.1  # of the time, as far as the longest pause allows


class Publisher:
    """Writes snapshots of the present session into shared memory that the window made."""

    def __init__(self) -> None:
        self._session: TrainingSession | None = None
        self._generation = 0
        self._layout: Layout | None = None
        self._block: SharedBlock | None = None
        self._watched, self._metrics = True, False
        self._next = 0.0
        self._shown_step = -1
        self._rate = Rate()

    @property
    def generation(self) -> int:
        """Which of the window's documents is published."""
        return self._generation

    @property
    def ready(self) -> bool:
        """Whether there is shared memory for the present session."""
        return self._block is not None and self._block.layout == self._layout

    def begin(self, session: TrainingSession, generation: int) -> Layout | None:
        """Publish this session from now on. Returns the layout that new memory must have, None if none is needed."""
        self._session, self._generation, self._layout = session, generation, session.layout()
        return None if self.ready else self._layout

    def attach(self, generation: int, name: str) -> bool:
        """Use the window's new block; False when the document was replaced or the window gone meanwhile."""
        if generation != self._generation or self._layout is None:
            return False
        try:
            block = SharedBlock(self._layout, name)
        except FileNotFoundError:
            return False
        self.close()
        self._block = block
        return True

    def close(self) -> None:
        """Let go of the shared memory and its name."""
        if self._block is not None:
            self._block.unlink()
            self._block.close()
            self._block = None

    def watch(self, on: bool, metrics: bool = False) -> None:
        """Publish often, and maps too, only when somebody looks; and every metric only when that is looked at."""
        self._watched, self._metrics = on, metrics
        self._next = 0.0

    def start(self) -> None:
        """A run begins: measure its rate from here, and show something soon."""
        if self._session is not None:
            self._rate.start(self._session.step, perf_counter())
        self._next = perf_counter() + SHORTEST_SECONDS

    def wait(self) -> float:
        """Seconds until the next snapshot is due, endless while there is nothing new to show."""
        if self._session is None or self._session.step == self._shown_step:
            return math.inf
        return max(0.0, self._next - perf_counter())

    def publish_when_due(self) -> None:
        """Publish if it is time; costly snapshots come less often."""
        start = perf_counter()
        if start < self._next or self._session is None or self._session.step == self._shown_step:
            return
        self._publish(maps=self._watched, metrics=self._watched and self._metrics, fresh=False)
        now = perf_counter()
        pause = min(LONGEST_SECONDS, max(SHORTEST_SECONDS, (now - start) / SHARE))
        self._next = now + (pause if self._watched else UNWATCHED_SECONDS)

    def publish_all(self) -> None:
        """Publish everything as it stands at this step."""
        self._publish(maps=True, metrics=True, fresh=True)

    def _publish(self, maps: bool, metrics: bool, fresh: bool) -> None:
        if self._session is None or self._block is None:
            return
        steps_per_second = self._rate.at(self._session.step, perf_counter())
        snapshot = self._session.snapshot(maps, fresh, steps_per_second, self._generation, metrics)
        self._block.write(snapshot)
        self._shown_step = self._session.step
