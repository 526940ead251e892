"""The past of a document on its way out of a file: every state must fit the network as the present one does."""

from collections.abc import Mapping

import msgspec

from nnsim.document import Bookmark, Document, EarlierRun, History, Lows, Past, Stretch, TrainingState
from nnsim.files.decoding import plan_of
from nnsim.files.encoding import HISTORY, SLOT
from nnsim.files.errors import FileError, damaged, part_name
from nnsim.files.limits import DOCUMENT, PAST
from nnsim.files.past_encoding import HISTORY as CURVES
from nnsim.files.past_encoding import PARAMETER, moment_name
from nnsim.files.past_encoding import SLOT as MEMORY
from nnsim.files.records import MomentRecord, PastRecord, StretchRecord
from nnsim.files.tensors import Array
from nnsim.files.weights import with_run, with_weights
from nnsim.text import Message, message

_replace = msgspec.structs.replace


def with_past(document: Document, record: PastRecord, arrays: Mapping[str, Array]) -> Document:
    """The document with its past; call it after `with_run`.

    Raises:
        FileError: `file.past` for steps out of order, `file.shape` for arrays that do not fit.
    """
    if record == PastRecord():
        if arrays:
            raise _impossible(message("{array} belongs to no moment", array=next(iter(arrays))[:80]))
        return document
    left = dict(arrays)
    last = document.state if record.to_present else None
    stretches = _stretches(document, record.stretches, "", left, last)
    runs = []
    for run in record.runs:
        start = f"run/{run.number}/"
        curves = _taken(left, f"{start}{CURVES}/")
        series = {HISTORY + name: array for name, array in curves.items()}
        history: History = with_run(document, series, run.kept_epochs, True, PAST).history
        runs.append(EarlierRun(run.number, history, _stretches(document, run.stretches, start, left, None)))
    if left:
        raise _impossible(message("{array} belongs to no moment", array=next(iter(left))[:80]))
    numbers = [run.number for run in runs]
    if len(set(numbers)) != len(numbers):
        raise _impossible(message("two runs have one number"))
    if stretches and stretches[-1].states[-1].step > document.state.step:
        raise _impossible(message("it reaches beyond the present step"))
    bookmarks = tuple(Bookmark(mark.step, mark.name) for mark in record.bookmarks)
    return _replace(document, past=Past(document.network, document.data, stretches, bookmarks, tuple(runs)))


def _stretches(
    document: Document, records: tuple[StretchRecord, ...], run: str, left: dict[str, Array], last: TrainingState | None
) -> tuple[Stretch, ...]:
    """The stretches of a run, whose arrays are taken out of `left`; `last` is the very last state where it is known."""
    stretches: list[Stretch] = []
    before = -1
    for which, record in enumerate(records):
        plan = plan_of(record.plan, newer=False)
        if any(not document.network.has(objective.loss) for objective in plan.objectives):
            raise _impossible(message("it minimizes what is not there"))
        states = []
        for number, moment in enumerate(record.moments):
            if (moment.step <= before and number) or moment.step < before:
                raise _impossible(message("its steps are not in order"))
            before = moment.step
            known = last if which == len(records) - 1 and number == len(record.moments) - 1 else None
            arrays = _taken(left, moment_name(run, which, number))
            states.append(_state(_replace(document, plan=plan), moment, arrays, known))
        stretches.append(Stretch(plan, tuple(states)))
    return tuple(stretches)


def _state(
    document: Document, moment: MomentRecord, arrays: dict[str, Array], known: TrainingState | None
) -> TrainingState:
    lows = Lows(**msgspec.structs.asdict(moment.lows))
    empty = TrainingState(
        step=moment.step, epoch=moment.epoch, position=moment.position, seed=moment.seed, lows=lows)
    if known is not None:
        if arrays or _replace(known, parameters=empty.parameters, slots=empty.slots) != empty:
            raise _impossible(message("its end is not the present state"))
        return known
    parameters, memory = _taken(arrays, f"{PARAMETER}/"), _taken(arrays, f"{MEMORY}/")
    if arrays:
        raise _impossible(message("{array} belongs to no moment", array=next(iter(arrays))[:80]))
    bare = _replace(document, state=empty)
    weights = {**parameters, **document.network.masks}
    filled = with_weights(bare, weights, False, PAST)
    return with_run(filled, {SLOT + path: array for path, array in memory.items()}, 0, False, PAST).state


def _taken(left: dict[str, Array], start: str) -> dict[str, Array]:
    """The arrays whose names begin so, by the rest of their names; they are taken out of `left`."""
    names = [name for name in left if name.startswith(start)]
    return {name.removeprefix(start): left.pop(name) for name in names}


def _impossible(reason: Message) -> FileError:
    text = message("{file} is damaged: its past in part {part} cannot be: {reason}.", part=part_name(DOCUMENT),
                   reason=reason)
    return damaged("file.past", text, PAST)
