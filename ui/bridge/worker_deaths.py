"""The deaths of training processes: when they follow one another too fast for another one, and what is said."""

from time import perf_counter

from nnsim.text import Message, message

HEALTHY_SECONDS = 5.0  # a worker that has lived so long with its document did not die of it
MOST_IN_A_ROW = 3


class WorkerDeaths:
    """Deaths in a row that came before, or soon after, the worker had taken its document."""

    def __init__(self) -> None:
        self._quick = 0
        self._loaded_at: float | None = None

    def note_load(self) -> None:
        """The worker of the moment has taken a document; what counts is the first one it took."""
        if self._loaded_at is None:
            self._loaded_at = perf_counter()

    def note_death(self) -> bool:
        """The worker has died; whether that is once too often."""
        healthy = self._loaded_at is not None and perf_counter() - self._loaded_at >= HEALTHY_SECONDS
        self._quick = 1 if healthy else self._quick + 1
        self._loaded_at = None
        return self._quick >= MOST_IN_A_ROW


def told_loss(step: int | None) -> Message:
    """What is said when another worker was started, which goes on training from a step, or trains nothing."""
    if step is None:
        return message("The training process ended unexpectedly. A new one was started; nothing is lost.")
    return message("The training process ended unexpectedly. A new one goes on from step {step}.", step=step)


def told_end() -> Message:
    """What is said when no other worker was started."""
    return message("Training stopped: its process ended {count} times in a row. Nothing is lost.", count=MOST_IN_A_ROW)
