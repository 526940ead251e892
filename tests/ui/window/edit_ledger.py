"""A record of every document by its place on the undo stack, against which undo and redo are held."""

import hashlib
from collections.abc import Mapping

import numpy as np
from msgspec import Struct

from nnsim.document import Document
from ui.bridge import DocumentStore
from ui.bridge.undo import Replace, UndoStack


def fingerprint(document: Document) -> str:
    """The same for two documents when every field is the same and every array has the same type, shape and bits."""
    found = hashlib.blake2b(digest_size=16)
    _take(found, document)
    return found.hexdigest()


def _take(found: "hashlib.blake2b", value: object) -> None:
    found.update(type(value).__name__.encode())
    match value:
        case Struct():
            for name in value.__struct_fields__:
                _take(found, getattr(value, name))
        case np.ndarray():
            found.update(f"{value.dtype.str} {value.shape}".encode())
            found.update(np.ascontiguousarray(value).data)
        case Mapping():
            found.update(str(len(value)).encode())
            for key, each in value.items():
                _take(found, key)
                _take(found, each)
        case tuple() | list():
            found.update(str(len(value)).encode())
            for each in value:
                _take(found, each)
        case frozenset():
            found.update(repr(sorted(value)).encode())
        case None | bool() | int() | float() | str() | bytes():
            found.update(repr(value).encode() + b"\0")
        case _:
            raise TypeError(f"a document has a part of which no fingerprint is taken: {type(value)}")


class EditLedger:
    """Follows a store from now on: `prints[i]` is the document at index i of its undo stack.

    `pushed` counts the steps that came, `forgotten` those that the stack dropped to stay within its limit. `faults`
    says where undo or redo, by whomever, led to another document than the one that was there.
    """

    def __init__(self, store: DocumentStore) -> None:
        self.store, self.stack = store, store.undo_stack
        assert isinstance(self.stack, UndoStack)
        self.stack.clear()
        self.prints, self.index = [fingerprint(store.document)], 0
        self.pushed, self.forgotten, self.steps = 0, 0, 0
        self.faults: list[str] = []
        self._adding = False
        self._add = self.stack.add
        self.stack.add = self._note_addition  # type: ignore[method-assign]
        self.stack.indexChanged.connect(self._note)

    def close(self) -> None:
        """Follow no longer, and forget all steps."""
        del self.stack.add
        self.stack.indexChanged.disconnect(self._note)
        self.stack.clear()

    def walk(self) -> None:
        """Undo one step after the other as far as the stack goes, then redo as far; `steps` counts what was walked.

        Raises:
            AssertionError: a document on the way is not the one that was there after the edit.
        """
        assert self.prints[self.stack.index()] == fingerprint(self.store.document)
        for possible, go, by in ((self.stack.canUndo, self.store.undo, -1), (self.stack.canRedo, self.store.redo, 1)):
            while possible():
                index, text = self.stack.index() + by, self.store.undo_text if by < 0 else self.store.redo_text
                go()
                assert self.stack.index() == index
                assert fingerprint(self.store.document) == self.prints[index], f"{by:+} to {index}: {text}"
                self.steps += 1
            assert self.stack.index() == (0 if by < 0 else len(self.prints) - 1)

    def _note_addition(self, command: Replace) -> None:
        self._adding = True
        self._add(command)
        self._adding = False
        lost = len(self.prints) - 1 - self.stack.count()  # what the limit took away, of which no signal tells
        del self.prints[:lost]
        self.index -= lost
        self.forgotten += lost

    def _note(self, index: int) -> None:
        """A step more; the newest one changed, or gone as it came to nothing; or undo and redo."""
        now = fingerprint(self.store.document)
        if self._adding and index >= self.index:
            self.pushed += index > self.index
            self.prints[index:] = [now]
        elif index >= len(self.prints) or self.prints[index] != now:
            self.faults.append(f"index {index} of {len(self.prints) - 1}, from {self.index}")
        elif self._adding:
            del self.prints[index + 1:]
        self.index = index
