"""The past of a document on its way into a file: as much of it as a file shall hold."""

from collections.abc import Mapping

import msgspec
import numpy as np

from nnsim.document import Document, Past, Stretch, TrainingState
from nnsim.edits.past import past_of, states_of, thinned
from nnsim.files.plans import plan_record
from nnsim.files.records import BookmarkRecord, LowsRecord, MomentRecord, PastRecord, RunRecord, StretchRecord
from nnsim.files.tensors import Array

MOST_STATES, MOST_BYTES = 16, 16 * 2**20
"""Of the run at hand: between them, steps are trained again"""
STATES_OF_RUN, BYTES_OF_RUN = 4, 4 * 2**20
HISTORY, PARAMETER, SLOT = "history", "parameter", "slot"

_replace = msgspec.structs.replace


def as_kept(document: Document) -> Document:
    """The document with as much of its past as a file holds: what fits its network, thinned out, of finite numbers."""
    if document.past == Past():
        return document
    past = past_of(document)
    if not all(_is_finite(state) for state in states_of(past)):
        past = _replace(past, stretches=(), bookmarks=(), runs=tuple(_replace(run, stretches=()) for run in past.runs))
    runs = tuple(
        _replace(run, stretches=thinned(run.stretches, STATES_OF_RUN, BYTES_OF_RUN)) for run in past.runs
    )
    past = _replace(past, stretches=thinned(past.stretches, MOST_STATES, MOST_BYTES), runs=runs)
    if not (past.stretches or past.bookmarks or past.runs):
        past = Past()
    return _replace(document, past=past)


def past_record(document: Document) -> PastRecord:
    """The past of a document (`as_kept`) without its arrays."""
    past = document.past
    return PastRecord(
        stretches=_stretches(past.stretches),
        bookmarks=tuple(BookmarkRecord(mark.step, mark.name) for mark in past.bookmarks),
        runs=tuple(RunRecord(run.number, len(run.history), _stretches(run.stretches)) for run in past.runs),
        to_present=ends_at_present(document),
    )


def past_arrays(document: Document) -> Mapping[str, Array]:
    """The arrays of a past (`as_kept`): `0/3/parameter/hidden/weight` is of the fourth moment of the first stretch,
    `run/2/…` of the earlier run of number 2."""
    past = document.past
    arrays = _arrays("", past.stretches)
    if ends_at_present(document):
        last = moment_name("", len(past.stretches) - 1, len(past.stretches[-1].states) - 1)
        arrays = {name: array for name, array in arrays.items() if not name.startswith(last)}
    for run in past.runs:
        of_run = f"run/{run.number}/"
        arrays |= {f"{of_run}{HISTORY}/{name}": series for name, series in run.history.series.items()}
        arrays |= _arrays(of_run, run.stretches)
    return arrays


def moment_name(run: str, stretch: int, moment: int) -> str:
    """What the names of a moment's arrays begin with."""
    return f"{run}{stretch}/{moment}/"


def ends_at_present(document: Document) -> bool:
    """Whether the last state of the past is the document's own."""
    stretches = document.past.stretches
    return bool(stretches) and stretches[-1].states[-1] == document.state


def _stretches(stretches: tuple[Stretch, ...]) -> tuple[StretchRecord, ...]:
    return tuple(
        StretchRecord(plan_record(stretch.plan), tuple(_moment(state) for state in stretch.states))
        for stretch in stretches
    )


def _moment(state: TrainingState) -> MomentRecord:
    lows = LowsRecord(**msgspec.structs.asdict(state.lows))
    return MomentRecord(state.step, state.epoch, state.position, state.seed, lows)


def _arrays(run: str, stretches: tuple[Stretch, ...]) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for which, stretch in enumerate(stretches):
        for number, state in enumerate(stretch.states):
            start = moment_name(run, which, number)
            found |= {f"{start}{PARAMETER}/{path}": array for path, array in state.parameters.items()}
            found |= {f"{start}{SLOT}/{path}": array for path, array in state.slots.items()}
    return found


def _is_finite(state: TrainingState) -> bool:
    return all(bool(np.isfinite(array).all()) for arrays in (state.parameters, state.slots)
               for array in arrays.values())
