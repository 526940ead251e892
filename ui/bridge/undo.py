"""The one undo command, and a stack of it that is bounded in bytes."""

import zlib
from collections.abc import Callable, Collection, Iterable

from PySide6.QtGui import QUndoCommand, QUndoStack

from nnsim.document import ArrayMap, Document, Table
from nnsim.document.arrays import paths_of_others
from nnsim.edits.past import bytes_of, states_of
from nnsim.text import Message, render

BYTES_PER_THING = 96  # a node, a link or a position, roughly, with what it points at
Apply = Callable[[Document, object], None]
WeakApply = Callable[[], Apply | None]


class Replace(QUndoCommand):
    """One edit of any sort: the document before it and the document after it.

    Args:
        before, after: the two documents; they share all that the edit did not touch.
        text: what the edit is called in the Edit menu.
        apply: weakly, what puts a document in place; its second argument is who asked for it (None for undo and redo).
            A command that kept its store alive would be collected with it, and Qt would delete it twice.
        initiator: who asked for this edit, told to `apply` once.
        merge_key: two edits in a row with the same key become one.
    """

    def __init__(
        self,
        before: Document,
        after: Document,
        text: Message,
        apply: WeakApply,
        initiator: object = None,
        merge_key: str | None = None,
    ) -> None:
        super().__init__(render(text))
        self.before = before
        self.after = after
        self.text_message = text
        self.merge_key = merge_key
        self.apply = apply
        self._initiator = initiator

    def undo(self) -> None:
        self._run(self.before, None)

    def redo(self) -> None:
        initiator, self._initiator = self._initiator, None
        self._run(self.after, initiator)

    def _run(self, document: Document, initiator: object) -> None:
        apply = self.apply()
        if apply is not None:
            apply(document, initiator)

    def id(self) -> int:
        return -1 if self.merge_key is None else zlib.crc32(self.merge_key.encode()) & 0x7FFFFFFF

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Replace) or other.merge_key != self.merge_key or other.before is not self.after:
            return False
        self.after = other.after
        self.setObsolete(self.after == self.before)
        return True


class UndoStack(QUndoStack):
    """An undo stack whose documents hold at most `limit` bytes, arrays that they share counted once.

    The oldest commands are forgotten first; the newest always stays.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self._at_most = (
            0  # never less than what the documents hold; the exact count is taken when this passes the limit
        )

    def add(self, command: Replace) -> None:
        """Push a command (which runs it) and forget old ones where the limit asks for it."""
        grown = _grown(command.before, command.after)
        self.push(command)
        self._at_most += grown
        if self._at_most > self.limit:
            self._trim()

    def bytes_held(self) -> int:
        """What all documents of the stack hold together, in bytes."""
        return sum(_parts(self._documents(range(self.count()))).values())

    def _documents(self, which: Iterable[int]) -> list[Document]:
        commands = [self.command(index) for index in which]
        return [
            document
            for command in commands
            if isinstance(command, Replace)
            for document in (command.before, command.after)
        ]

    def _trim(self) -> None:
        self._at_most = self.bytes_held()
        if self._at_most <= self.limit:
            return
        room = self.limit * 3 // 4  # some slack, or every further edit would come here again
        first = self.count() - 1
        held = _parts(self._documents((first,)))
        while first > 0:
            more = held | _parts(self._documents((first - 1,)))
            if sum(more.values()) > room:
                break
            held, first = more, first - 1
        self._keep_from(first)
        self._at_most = sum(held.values())

    def _keep_from(self, first: int) -> None:
        """Drop the commands below `first`. QUndoStack cannot, so it is filled anew without running the commands."""
        clean = self.cleanIndex() - first
        olds = [self.command(number) for number in range(first, self.count())]
        kept = [
            (old, Replace(old.before, old.after, old.text_message, _nothing))
            for old in olds
            if isinstance(old, Replace)
        ]
        ways = [(copy, old.apply, old.merge_key) for old, copy in kept]
        blocked = self.blockSignals(True)
        self.clear()
        for copy, _, _ in ways:
            self.push(copy)
        if clean >= 0:
            self.setIndex(clean)
            self.setClean()
            self.setIndex(self.count())
        else:
            self.resetClean()
        for copy, apply, merge_key in ways:
            copy.apply, copy.merge_key = apply, merge_key
        self.blockSignals(blocked)


def _nothing() -> None:
    """Stands in for what puts a document in place while the stack is filled anew."""


def _parts(documents: Iterable[Document]) -> dict[int, int]:
    """The bytes of every array and structure that the documents hold, by identity."""
    sizes: dict[int, int] = {}
    for document in documents:
        for arrays in _array_maps(document):
            for array in arrays.values():
                sizes[id(array)] = int(array.nbytes)
        for state in states_of(document.past):
            if state is not document.state:
                sizes[id(state)] = bytes_of(state)
        for things in _things(document):
            sizes[id(things)] = BYTES_PER_THING * len(things)
        for name, text in document.texts.items():
            sizes[id(text)] = len(text) + len(name)
    return sizes


def _grown(before: Document, after: Document) -> int:
    """The bytes that a document holds beyond those of the one before it; what both share as a whole costs no look."""
    maps, now_maps = _array_maps(before), _array_maps(after)
    maps += [ArrayMap()] * (len(now_maps) - len(maps))
    others = [(now, paths_of_others(then, now)) for then, now in zip(maps, now_maps, strict=False)]
    sizes = {id(now[path]): int(now[path].nbytes) for now, paths in others for path in paths if path in now}
    if after.past is not before.past:
        old = {id(before.state), id(after.state), *map(id, states_of(before.past))}
        sizes |= {id(state): bytes_of(state) for state in states_of(after.past) if id(state) not in old}
    was = {id(things) for things in _things(before)}
    sizes |= {id(things): BYTES_PER_THING * len(things) for things in _things(after) if id(things) not in was}
    texts = {id(text) for text in before.texts.values()}
    sizes |= {id(text): len(text) + len(name) for name, text in after.texts.items() if id(text) not in texts}
    return sum(sizes.values())


def _things(document: Document) -> tuple[Collection[object], ...]:
    return document.network.nodes, document.network.links, document.views.positions


def _array_maps(document: Document) -> list[ArrayMap]:
    maps = [document.state.parameters, document.state.slots, document.history.series, document.network.masks]
    if document.data is not None and isinstance(document.data.rows, Table):
        maps.append(document.data.rows.cells)
    return maps
