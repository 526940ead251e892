"""The document under the step clock: a stepper on it when one is needed, and what was walked past, committed to it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from nnsim.document import Document, History
from nnsim.edits import past_of, with_training
from nnsim.program import Replay, visited
from nnsim.session import TrainingSession
from nnsim.text import NnsimError, message
from nnsim.trace import Detail, Stepper
from ui.bridge.stepper_maker import Made, StepperMaker, bare
from ui.bridge.store import DocumentStore

TRAINING_STEP, RUN = message("Training step"), message("Run to a breakpoint")
PATIENCE = 0.010
"""Seconds that the window waits for a stepper: those of small networks are there sooner, and nothing flickers."""


class SteppedDocument(QObject):
    """Keeps one stepper on the store's document, and the document in step with it.

    `committing` tells that a change of the document is the walk's own.

    Signals:
        ready(): the stepper that took longer is there, or the reason why there is none: `built` gives it.
        busy_changed(bool): a stepper is being made.
    """

    ready = Signal()
    busy_changed = Signal(bool)

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stepper: Stepper | None = None
        self.committing = False
        self._store = store
        self._maker = StepperMaker(self)
        self._maker.made.connect(self._take)
        self._refused: tuple[Document, NnsimError] | None = None

    @property
    def busy(self) -> bool:
        """Whether a stepper is being made."""
        return self._maker.document is not None

    def built(self, sample: int, detail: Detail) -> Stepper | None:
        """The stepper on the document as it is shown, begun when there is none; None until `ready` tells.

        Raises:
            NnsimError: the network or its data cannot be trained.
        """
        shown = self._store.shown
        if self._refused is not None and self._refused[0] is shown:
            raise bare(self._refused[1])
        if self.stepper is None and self._maker.document is not shown:
            waited = self.busy
            made = self._maker.start(shown, sample, detail, PATIENCE)
            if self.busy != waited:
                self.busy_changed.emit(self.busy)
            if made is not None:
                self._keep(made, shown)
        return self.stepper

    def adopt(self, stepper: Stepper) -> None:
        """Go on with a stepper on the document as it is shown that was made elsewhere."""
        self.drop()
        self.stepper = stepper

    def drop(self) -> None:
        """Let go of the stepper, and of one that is being made."""
        waited = self.busy
        self.stepper = None
        self._maker.cancel()
        if waited:
            self.busy_changed.emit(False)

    def _take(self, made: Made) -> None:
        with suppress(NnsimError):  # whoever asks for the stepper is told
            self._keep(made, self._store.shown)
        self.busy_changed.emit(False)
        self.ready.emit()

    def _keep(self, made: Made, document: Document) -> None:
        self._refused = (document, made) if isinstance(made, NnsimError) else None
        if isinstance(made, Exception):
            raise made
        self.stepper = made

    def follow(self, initiator: object) -> None:
        """Bring the document to the training step that the cursor has walked into: one undo entry, or one taken back.

        At the end of an epoch its losses and accuracies join the history, as they do when training runs. What was
        trained before is visited, not taken back.
        """
        if self.stepper is None:
            return
        document = self._store.document
        ahead = self.stepper.moment.step - document.state.step
        if ahead == 0:
            return
        if ahead == -1 and self._store.undo_text == TRAINING_STEP:
            with self._committing():
                self._store.undo()
        elif ahead < 0 or self._store.visiting:
            self._visit(self.stepper.document_before())
        else:
            moment = self.stepper.document_before()
            history = noted(document).history.until(moment.state.epoch)
            after = with_training(replace(document, plan=moment.plan), moment.state, history, document.plan)
            with self._committing():
                self._store.commit(noted(after), TRAINING_STEP, initiator=initiator)

    def follow_run(self, history: History, initiator: object) -> None:
        """Bring the document to where a run has come to, as one undo entry, with these curves and states on the way."""
        if self.stepper is None:
            return
        document, moment = self._store.document, self.stepper.document_before()
        if moment.state.step <= document.state.step or self._store.visiting:
            self.follow(initiator)
            return
        after = with_training(
            replace(document, plan=moment.plan), moment.state, history.until(moment.state.epoch), document.plan)
        after = replace(after, past=replace(after.past, stretches=past_of(moment).stretches))
        with self._committing():
            self._store.commit(noted(after), RUN, initiator=initiator)

    def _visit(self, moment: Document) -> None:
        """Look at a moment that was walked to in the past, until the walk comes to the present again.

        Where numbers were changed by hand or another plan began, the steps are made anew from there.
        """
        present = self._store.present
        actual = Replay(present).begins_at(moment.state.step)
        if actual is not None and (actual.state, actual.plan) != (moment.state, moment.plan):
            self._store.visit(actual)
            return
        with self._committing():
            self._store.visit(actual or visited(present, moment.plan, moment.state))

    @contextmanager
    def _committing(self) -> Iterator[None]:
        """While the walk itself changes the document."""
        self.committing = True
        try:
            yield
        finally:
            self.committing = False


def noted(document: Document) -> Document:
    """The document with the figures of its epoch in its history, if it stands at the end of one that is kept."""
    history = document.history
    if document.state.position or (len(history) and history["epoch"][-1] >= document.state.epoch):
        return document
    session = TrainingSession(document, share=math.inf)
    session.advance(steps=0)
    return with_training(document, document.state, session.document().history)
