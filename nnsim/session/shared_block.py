"""A block of shared memory with two buffers, so that the newest snapshot can be read while the next one is written."""

import math
import os
import sys
from contextlib import suppress
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.document import ArrayMap, Lows, TrainingState
from nnsim.program.measures import MeasureForm, Measures
from nnsim.program.metrics import Tally
from nnsim.session.curves import SERIES, history_of
from nnsim.session.layout import ALIGNMENT, FLOATS, INTEGERS, LOWS, PARTS, SUMS, Layout
from nnsim.session.snapshot import Snapshot
from nnsim.text import NnsimError, message

READING_TRIES = 4
MEGABYTE = 2**20


class SharedBlock:
    """Written by the worker, read by the window, never waited for by either.

    The head holds the version of the newest snapshot and the version of each buffer. A writer marks the older buffer as
    unfinished (0), fills it, gives it its version and then names it the newest. A reader copies the newest buffer and
    takes the copy only when its version is still the same.
    """

    def __init__(self, layout: Layout, name: str | None = None) -> None:
        """Make a new block, or attach to the one of this name.

        Raises:
            FileNotFoundError: there is no block of this name.
            NnsimError: there is not enough shared memory for a new block.
        """
        self.layout = layout
        size = layout.nbytes()
        self._memory = _reserved(ALIGNMENT + 2 * size) if name is None else SharedMemory(name)
        buffer = self._memory.buf
        assert buffer is not None, "memory that was just opened"
        self._head: NDArray[np.int64] = np.ndarray((3,), np.int64, buffer)
        self._buffers = tuple(layout.views(buffer, ALIGNMENT + which * size) for which in (0, 1))
        if name is None:
            self._head[:] = 0

    @property
    def name(self) -> str:
        """The name under which another process attaches."""
        return self._memory.name

    @property
    def version(self) -> int:
        """The version of the newest snapshot; 0 before the first."""
        return int(self._head[0])

    def write(self, snapshot: Snapshot) -> None:
        """Publish a snapshot."""
        version = self.version + 1
        which = version % 2
        views = self._buffers[which]
        self._head[1 + which] = 0
        _fill(views, snapshot)
        if self.layout.measures is not None:
            for part in PARTS:
                _fill_measures(views, part, snapshot.measures.get(part), self.layout.measures)
        self._head[1 + which] = version
        self._head[0] = version

    def read(self) -> Snapshot | None:
        """The newest snapshot, copied; None before the first, or when the writer was always faster."""
        for _ in range(READING_TRIES):
            version = self.version
            which = version % 2
            if version == 0 or self._head[1 + which] != version:
                continue
            snapshot = _copied(self._buffers[which], self.layout)
            if self._head[1 + which] == version:
                return snapshot
        return None

    def unlink(self) -> None:
        """Take the name away: the memory lives on until both sides have closed it, and nothing is left behind."""
        with suppress(FileNotFoundError):  # the other side was first
            self._memory.unlink()

    def close(self) -> None:
        """Let go of the memory."""
        self._head = np.zeros(3, np.int64)
        self._buffers = ()  # numpy's views must go before the mapping can
        self._memory.close()


def _reserved(size: int) -> SharedMemory:
    """New shared memory whose pages are there: Linux promises more than it has, and kills who writes to the rest."""
    memory: SharedMemory | None = None
    try:
        memory = SharedMemory(create=True, size=size)
        if sys.platform == "linux":
            with Path("/dev/shm", memory.name).open("r+b") as file:
                os.posix_fallocate(file.fileno(), 0, size)
    except OSError as fault:
        if memory is not None:
            memory.unlink()
            memory.close()
        raise NnsimError("memory.shared", message(
            "Training needs {megabytes} MB of shared memory and did not get it ({reason}). Close other programs, or "
            "give the system more of it.", megabytes=-(-size // MEGABYTE), reason=fault.strerror)) from fault
    return memory


def _fill(views: dict[str, NDArray[Any]], snapshot: Snapshot) -> None:
    state, rows = snapshot.state, len(snapshot.history)
    views["integers"][:] = (state.step, state.epoch, state.position, state.seed, snapshot.generation,
                            rows, bool(snapshot.unit_maps), snapshot.sample, bool(snapshot.activations))
    views["floats"][:] = [getattr(snapshot, name) for name in FLOATS]
    views["lows"][:] = [math.nan if low is None else low for low in (getattr(state.lows, name) for name in LOWS)]
    for name, series in snapshot.history.series.items():
        views["history"][:rows, SERIES.index(name)] = series
    views["norms"][:] = list(snapshot.gradient_norms.values())
    for path, array in state.parameters.items():
        views[f"parameters/{path}"][...] = array
    for path, array in state.slots.items():
        views[f"slots/{path}"][...] = array
    for node, maps in snapshot.unit_maps.items():
        views[f"maps/{node}"][...] = maps
    for node, values in snapshot.activations.items():
        views[f"activations/{node}"][...] = values


def _copied(views: dict[str, NDArray[Any]], layout: Layout) -> Snapshot:
    integers = dict(zip(INTEGERS, views["integers"].tolist(), strict=True))
    floats = dict(zip(FLOATS, views["floats"].tolist(), strict=True))
    rows = min(max(0, integers["history_rows"]), len(views["history"]))
    maps = layout.maps if integers["has_maps"] else {}
    active = layout.activations if integers["has_activations"] else {}
    return Snapshot(
        state=TrainingState(
            parameters=ArrayMap({path: views[f"parameters/{path}"] for path in layout.parameters}),
            slots=ArrayMap({path: views[f"slots/{path}"] for path in layout.slots}),
            step=integers["step"], epoch=integers["epoch"], position=integers["position"], seed=integers["seed"],
            lows=_lows(views["lows"].tolist()),
        ),
        history=history_of(views["history"][:rows]),
        gradient_norms=dict(zip(layout.norms, views["norms"].tolist(), strict=True)),
        unit_maps={node: views[f"maps/{node}"].copy() for node in maps},
        activations={node: views[f"activations/{node}"].copy() for node in active},
        sample=integers["sample"],
        generation=integers["generation"],
        measures=_measures(views, layout.measures) if layout.measures is not None else {},
        **floats,
    )


def _fill_measures(views: dict[str, NDArray[Any]], part: str, found: Measures | None, form: MeasureForm) -> None:
    """The metrics of a set; NaN when there are none, or others than the memory was made for."""
    if found is None or found.form != form:
        views[f"measures/{part}/sums"][:] = math.nan
        return
    views[f"measures/{part}/values"][:] = [found.values[name] for name in form.metrics]
    views[f"measures/{part}/sums"][:] = [found.sums.get(name, math.nan) for name in SUMS]
    if found.tally is not None:
        views[f"measures/{part}/tally"][:] = found.tally.right, found.tally.named, found.tally.occurs
    if found.confusion is not None:
        views[f"measures/{part}/confusion"][...] = found.confusion


def _measures(views: dict[str, NDArray[Any]], form: MeasureForm) -> dict[str, Measures]:
    found: dict[str, Measures] = {}
    for part in PARTS:
        sums = dict(zip(SUMS, views[f"measures/{part}/sums"].tolist(), strict=True))
        if math.isnan(sums["count"]):
            continue
        tally, confusion = views.get(f"measures/{part}/tally"), views.get(f"measures/{part}/confusion")
        found[part] = Measures(
            form, dict(zip(form.metrics, views[f"measures/{part}/values"].tolist(), strict=True)),
            {name: value for name, value in sums.items() if not math.isnan(value)},
            None if tally is None else Tally(*tally.copy()), None if confusion is None else confusion.copy(),
        )
    return found


def _lows(values: list[float]) -> Lows:
    best, waited, low, stalled, factor = values
    return Lows(None if math.isnan(best) else best, int(waited), None if math.isnan(low) else low, int(stalled), factor)
