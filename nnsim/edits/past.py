"""Edits of the past: what training came through is kept, cut, bookmarked, and put away when another run begins."""

from collections.abc import Iterable

import msgspec

from nnsim.document import Bookmark, Document, EarlierRun, History, Network, Past, Stretch, TrainingPlan, TrainingState

MOST_STATES = 256
"""States of a run: the first of each stretch, the last, and as many between them, evenly spread."""
MOST_BYTES = 64 * 2**20
"""Bytes that the states of a run may hold together."""
BYTES_OF_ARRAY = 120
"""What an array takes besides its numbers."""
MOST_RUNS, STATES_OF_RUN, BYTES_OF_RUN = 6, 16, 8 * 2**20
"""Earlier runs that are kept for comparison, and the bounds of the states of each."""

_replace = msgspec.structs.replace


def past_of(document: Document) -> Past:
    """The past of a document as far as it holds for its network and data: without stretches where these have changed.

    Names do not count, since nothing is computed from them.
    """
    past = document.past
    if past.network is None or past.data != document.data or not _computes_the_same(past.network, document.network):
        runs = tuple(_replace(run, stretches=()) for run in past.runs)
        past = _replace(past, stretches=(), bookmarks=(), runs=runs)
    return _replace(past, network=document.network, data=document.data)


def with_training(
    document: Document,
    state: TrainingState,
    history: History,
    plan: TrainingPlan | None = None,
    most_states: int = MOST_STATES,
) -> Document:
    """With the state and curves that training came to, and what it came through in the past.

    Training went on from the document's own state under `plan` (the document's, unless given). A state of an earlier
    step is one that somebody walked back to: the past ends there then. At most so many states of it are kept.
    """
    past = document.past
    if state.step > document.state.step:
        past = past_of(document)
        gone = _gone_on(past.stretches, plan or document.plan, document.state, state)
        past = _replace(past, stretches=thinned(gone, most_states))
    elif state.step < document.state.step:
        past = until(past_of(document), state)
    return _replace(document, state=state, history=history, past=past)


def until(past: Past, state: TrainingState) -> Past:
    """The past of a moment in it: nothing of what came later."""
    earlier = [stretch for stretch in past.stretches if stretch.states[0].step <= state.step]
    if earlier:
        kept = tuple(each for each in earlier[-1].states if each.step < state.step)
        earlier[-1] = _replace(earlier[-1], states=(*kept, state))
    bookmarks = tuple(mark for mark in past.bookmarks if mark.step <= state.step)
    return _replace(past, stretches=tuple(earlier), bookmarks=bookmarks)


def stretch_at(past: Past, step: int) -> Stretch | None:
    """The stretch that leads to, or begins with, the state before a training step; None where there is none."""
    holding = [each for each in past.stretches if each.states[0].step <= step <= each.states[-1].step]
    return holding[-1] if holding else None


def thinned(
    stretches: Iterable[Stretch], most: int = MOST_STATES, most_bytes: int = MOST_BYTES
) -> tuple[Stretch, ...]:
    """Stretches with as many states as the bounds allow, those left out whose steps lie closest together.

    The first state of a stretch stays, and the very last. Where even these are too many, the oldest stretches go.
    """
    left = list(stretches)
    if left:
        largest = bytes_of(left[-1].states[-1])  # all have the same arrays, but for one without the rule's memory
        most = min(most, most_bytes // max(1, largest))
    while left and sum(len(stretch.states) for stretch in left) > most:
        closest = min(_between(left), default=None)
        if closest is None:
            left.pop(0)
            continue
        _, which, at = closest
        states = left[which].states
        left[which] = _replace(left[which], states=states[:at] + states[at + 1:])
    return tuple(left)


def states_of(past: Past) -> Iterable[TrainingState]:
    """Every state that a past holds."""
    for stretches in (past.stretches, *(run.stretches for run in past.runs)):
        for stretch in stretches:
            yield from stretch.states


def bytes_of(state: TrainingState) -> int:
    """Bytes that a state holds at most: arrays that it shares with others are counted too."""
    arrays = (*state.parameters.values(), *state.slots.values())
    return sum(int(array.nbytes) for array in arrays) + BYTES_OF_ARRAY * len(arrays)


def add_bookmark(document: Document, step: int, name: str) -> Document:
    """With the moment before a training step called by a name; one that was there is renamed.

    Raises:
        ValueError: no stretch of the past leads to this step.
    """
    past = past_of(document)
    if stretch_at(past, step) is None and step != document.state.step:
        raise ValueError(f"step {step} is not in the past")
    others = [mark for mark in past.bookmarks if mark.step != step]
    marks = sorted((*others, Bookmark(step, " ".join(name.split())[:80])), key=lambda mark: mark.step)
    return _replace(document, past=_replace(past, bookmarks=tuple(marks)))


def remove_bookmark(document: Document, step: int) -> Document:
    """Without the bookmark of a training step."""
    past = document.past
    return _replace(document, past=_replace(
        past, bookmarks=tuple(mark for mark in past.bookmarks if mark.step != step)))


def branch(document: Document, moment: Document) -> Document:
    """At a moment of its past (a document of `Replay`), the run so far put away for comparison."""
    past = put_away(document)
    bookmarks = tuple(mark for mark in past.bookmarks if mark.step <= moment.state.step)
    return _replace(moment, past=_replace(moment.past, bookmarks=bookmarks, runs=past.runs))


def put_away(document: Document) -> Past:
    """The past of a document with its present run among the earlier ones, where it has come to any curves at all."""
    past = past_of(document)
    if not len(document.history):
        return past
    number = 1 + max((run.number for run in past.runs), default=0)
    kept = EarlierRun(number, document.history, thinned(past.stretches, STATES_OF_RUN, BYTES_OF_RUN))
    same = [run for run in past.runs if run.history == document.history]
    runs = (*past.runs, kept) if not same else past.runs
    return _replace(past, runs=runs[-MOST_RUNS:])


def forget_run(document: Document, number: int) -> Document:
    """Without an earlier run."""
    past = document.past
    return _replace(document, past=_replace(past, runs=tuple(run for run in past.runs if run.number != number)))


def _gone_on(
    stretches: tuple[Stretch, ...], plan: TrainingPlan, start: TrainingState, state: TrainingState
) -> tuple[Stretch, ...]:
    """Stretches that lead on from one state to another under a plan."""
    if 0 < plan.patience <= start.lows.waited:  # who goes on after an early stop waits for a fall of the loss anew
        start = _replace(start, lows=_replace(start.lows, waited=0))
    before = tuple(stretch for stretch in stretches if stretch.states[0].step <= start.step)
    last = before[-1] if before else None
    if last is not None and last.plan == plan and last.states[-1] == start:
        return (*before[:-1], _replace(last, states=(*last.states, state)))
    return (*before, Stretch(plan, (start, state)))


def _between(stretches: list[Stretch]) -> Iterable[tuple[int, int, int]]:
    """What may be left out: the gap that it leaves, which stretch, which of its states."""
    for which, stretch in enumerate(stretches):
        steps = [state.step for state in stretch.states]
        for at in range(1, len(steps) - 1):
            yield steps[at + 1] - steps[at - 1], which, at


def _computes_the_same(before: Network, after: Network) -> bool:
    if before is after:
        return True
    if len(before.nodes) != len(after.nodes) or before.links != after.links or before.masks != after.masks:
        return False
    return all(old is new or _replace(old, name=new.name) == new
               for old, new in zip(before.nodes, after.nodes, strict=True))
