"""A bound step as one CUDA graph: hundreds of launches, which a small network on a card waits for, become one."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

Calls = Sequence[tuple[Callable[..., Any], tuple[Any, ...]]]


class Captured:
    """Repeats a list of calls on a card: the first time one by one, from the second time on as one graph.

    The first time, on the stream of the capture, the library loads and reserves what it needs. Calls that cannot be
    captured, such as those of an operation that looks at a value on its way, go on one by one; a capture computes
    nothing, so that nothing is lost by trying.
    """

    def __init__(self, xp: Any, calls: Calls) -> None:
        self._calls = calls
        self._stream = xp.cuda.Stream()
        self._graph: Any = None
        self._warm = self._refused = False

    @property
    def is_graph(self) -> bool:
        """Whether the calls run as one graph by now."""
        return self._graph is not None

    def __call__(self) -> None:
        if self._graph is None and self._warm and not self._refused:
            self._capture()
        if self._graph is not None:
            self._graph.launch(self._stream)
        else:
            with self._stream:
                self._run()
            self._warm = True
        self._stream.synchronize()

    def _run(self) -> None:
        for call, arguments in self._calls:
            call(*arguments)

    def _capture(self) -> None:
        try:
            with self._stream:
                self._stream.begin_capture()
                self._run()
                self._graph = self._stream.end_capture()
        except Exception:  # CuPy and the libraries below it raise many types where a capture is refused
            self._refused = True
            with suppress(Exception):
                self._stream.end_capture()  # else the stream takes no more work
