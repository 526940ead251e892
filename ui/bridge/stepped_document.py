"""The document under the step clock: a stepper on it when one is needed, and what was walked past, committed to it."""

from __future__ import annotations

import math

from threadpoolctl import threadpool_limits

from nnsim.document import ArrayMap, Document, History
from nnsim.edits import with_training
from nnsim.session import TrainingSession
from nnsim.text import message
from nnsim.trace import Detail, Stepper
from ui.bridge.store import DocumentStore

TRAINING_STEP = message("Training step")


class SteppedDocument:
    """Keeps one stepper on the store's document, and the document in step with it.

    `committing` tells that a change of the document is the walk's own.
    """

    def __init__(self, store: DocumentStore) -> None:
        self.stepper: Stepper | None = None
        self.committing = False
        self._store = store
        self._threads = 0

    def built(self, sample: int, detail: Detail) -> Stepper:
        """The stepper on the document as it is shown, made when there is none.

        Raises:
            NnsimError: the network or its data cannot be trained.
        """
        if self.stepper is None:
            stepper = Stepper(self._store.shown, sample, detail)
            if stepper.threads != self._threads:  # the bits depend on it, so it must be set before the step is run
                self._threads = stepper.threads
                threadpool_limits(self._threads, user_api="blas")
                stepper = Stepper(self._store.shown, sample, detail)
            self.stepper = stepper
        return self.stepper

    def follow(self, initiator: object) -> None:
        """Bring the document to the training step that the cursor has walked into: one undo entry, or one taken back.

        At the end of an epoch its losses and accuracies join the history, as they do when training runs.
        """
        if self.stepper is None:
            return
        document = self._store.document
        ahead = self.stepper.moment.step - document.state.step
        if ahead == 0:
            return
        self.committing = True
        if ahead == -1 and self._store.undo_text == TRAINING_STEP:
            self._store.undo()
        else:
            state = self.stepper.document_before().state
            after = with_training(document, state, _until(noted(document).history, state.epoch))
            self._store.commit(noted(after), TRAINING_STEP, initiator=initiator)
        self.committing = False


def noted(document: Document) -> Document:
    """The document with the figures of its epoch in its history, if it stands at the end of one that is kept."""
    history = document.history
    if document.state.position or (len(history) and history["epoch"][-1] >= document.state.epoch):
        return document
    session = TrainingSession(document, share=math.inf)
    session.advance(steps=0)
    return with_training(document, document.state, session.document().history)


def _until(history: History, epoch: int) -> History:
    """The history without later epochs, which are to come again after walking back."""
    if not len(history) or history["epoch"][-1] <= epoch:
        return history
    kept = history["epoch"] <= epoch
    return History(ArrayMap({name: series[kept] for name, series in history.series.items()}))
