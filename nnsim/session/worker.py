"""The worker process: trains the window's document, publishes snapshots, and ends when the window is gone."""

import logging
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

from threadpoolctl import threadpool_limits

from nnsim.backend import choose
from nnsim.document import Document, TrainingPlan
from nnsim.program.complete_part import runnable_parts
from nnsim.program.work import step_work
from nnsim.session.messages import (
    Attach,
    Attached,
    CardLost,
    ChangePlan,
    Command,
    Load,
    Loaded,
    Pause,
    Refused,
    Report,
    Run,
    SetSpeed,
    StopAt,
    Stopped,
    Watch,
)
from nnsim.session.pace import Pace
from nnsim.session.publisher import Publisher
from nnsim.session.training_session import TrainingSession
from nnsim.text import Message, NnsimError, message

LOWER_PRIORITY = 10
TURN_SECONDS = 0.005  # commands and the clock are looked at this often, which costs less than half a per cent
IDLE_SECONDS = 3600.0


def main(connection: "Connection[Any, Any]") -> None:
    """Serve the window at the other end until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal reaches the window, which then ends us
    _give_way()
    worker = Worker(connection)
    with suppress(EOFError, OSError):  # the window is gone: that is how a worker's life ends
        worker.serve()
    worker.close()


def _give_way() -> None:
    """Lets the window have a processor whenever it wants one: frames then come in time though training takes all."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(LOWER_PRIORITY)


class Worker:
    """One document in training at a time, and the pipe to the window."""

    def __init__(self, connection: "Connection[Any, Any]") -> None:
        self._connection = connection
        self._session: TrainingSession | None = None
        self._run: Run | None = None
        self._partly = False  # the session is on a part of the document, which is only looked at
        self._pace = Pace()
        self._publisher = Publisher()
        self._sample = 0

    def serve(self) -> None:
        """Obey commands and train in between, for ever.

        Raises:
            EOFError, OSError: the window closed its end of the pipe.
        """
        while True:
            if self._connection.poll(self._patience()):
                self._obey(self._connection.recv())
            else:
                self._guarded(self._turn)

    def close(self) -> None:
        """Let go of the shared memory, and of its name in case the window did not live to do that."""
        self._publisher.close()

    def _patience(self) -> float:
        """Seconds to wait for a command before training goes on."""
        session = self._training()
        if session is None:
            return IDLE_SECONDS
        if self._pace.full_speed:
            return 0.0
        return min(self._pace.wait(perf_counter(), session.steps_per_epoch), self._publisher.wait())

    def _training(self) -> TrainingSession | None:
        """The session while it is to be trained: asked for, and with memory for its snapshots."""
        return self._session if self._run is not None and self._publisher.ready else None

    def _obey(self, command: Command) -> None:
        match command:
            case Load():
                self._guarded(lambda: self._load(command))
            case Attach(generation, name):
                self._guarded(lambda: self._attach(generation, name))
            case ChangePlan(plan):
                self._guarded(lambda: self._change_plan(plan))
            case Run():
                if not self._partly:
                    self._run = command
                self._guarded(self._begin)
            case Pause():
                self._guarded(self._stop)
            case StopAt(breakpoints):
                if self._session is not None:
                    self._session.watch.set(breakpoints)
            case SetSpeed(epochs_per_second):
                self._pace.set_speed(epochs_per_second, perf_counter())
            case Watch(on, metrics, sample):
                self._guarded(lambda: self._watch(on, metrics, sample))

    def _load(self, command: Load) -> None:
        before, self._session, self._partly = self._session, None, False
        try:
            session = self._session_on(command, command.document)
        except (NnsimError, MemoryError) as fault:
            self._run = None
            part = self._session_on_part(command) if isinstance(fault, NnsimError) else None
            self._tell(Refused(command.generation, _told(fault), part is not None))
            if part is None:
                return
            self._partly, session = True, part
        threadpool_limits(session.threads, user_api="blas")  # the bits depend on it
        session.look_at(self._sample)
        if before is not None and before.step == session.step:
            session.watch.held = before.watch.held
        session.watch.set(command.document.views.breakpoints)
        self._session = session
        if not command.run:
            self._run = None
        layout = self._publisher.begin(session, command.generation)
        self._tell(Loaded(command.generation, layout))
        self._begin()

    def _session_on_part(self, command: Load) -> TrainingSession | None:
        """A session on what of a document can run, without a loss where there is none that can; None if nothing can."""
        for part in runnable_parts(command.document):
            try:
                return self._session_on(command, part, learns=False)
            except (NnsimError, MemoryError):
                continue
        return None

    def _session_on(self, command: Load, document: Document, learns: bool = True) -> TrainingSession:
        """A session on the card where that is wanted and holds it, else on the processor."""
        backend = choose(command.backend, lambda: step_work(document))
        try:
            return TrainingSession(document, backend=backend, learns=learns)
        except NnsimError:
            raise
        except Exception as fault:
            if backend.name != "cupy":
                raise
            self._tell(CardLost(document.state.step, str(fault).partition("\n")[0]))
            return TrainingSession(document, backend=choose("numpy"), learns=learns)

    def _attach(self, generation: int, name: str) -> None:
        if self._publisher.attach(generation, name):
            self._tell(Attached(generation))
            self._begin()

    def _begin(self) -> None:
        """Set out on the run that was asked for, or show how things stand, once there is memory for snapshots."""
        if self._session is None or not self._publisher.ready:
            return
        if self._run is None:
            self._publisher.publish_all()
            return
        self._session.set_goal(self._run.steps, self._run.epochs)
        self._pace.start(perf_counter())
        self._publisher.start()

    def _watch(self, on: bool, metrics: bool, sample: int) -> None:
        """Somebody looks, or at another sample; between runs its activations are shown at once."""
        other, self._sample = sample != self._sample, sample
        self._publisher.watch(on, metrics)
        if other and self._session is not None:
            self._session.look_at(sample)
            if self._run is None and self._publisher.ready:
                self._publisher.publish_all()

    def _change_plan(self, plan: TrainingPlan) -> None:
        if self._session is not None:
            self._session.change_plan(plan)

    def _turn(self) -> None:
        """Train for a few milliseconds, then publish what is due."""
        session = self._training()
        if session is None:
            return
        if self._pace.full_speed:
            session.advance(seconds=TURN_SECONDS)
        else:
            before = session.step
            session.advance(TURN_SECONDS, self._pace.due(perf_counter(), session.steps_per_epoch))
            self._pace.count(session.step - before)
        if session.reached_goal or session.trouble is not None:
            self._stop()
        else:
            self._publisher.publish_when_due()

    def _stop(self) -> None:
        if self._run is None:
            return
        run, self._run = self._run, None
        trouble = early = None
        if self._session is not None:
            trouble, early = self._session.trouble, self._session.early_stop
            if self._publisher.ready:
                self._publisher.publish_all()
        self._tell(Stopped(run.ticket, trouble, trouble is not None, early))

    def _guarded(self, work: Callable[[], None]) -> None:
        """Do some work; a fault in it ends the run and is told, but the worker lives."""
        try:
            work()
        except (EOFError, BrokenPipeError, ConnectionError):
            raise
        except Exception as fault:
            if self._session is not None and self._session.trainer.backend.name == "cupy":
                self._leave_card(self._session, fault)
                return
            logging.getLogger(__name__).exception("training stopped")
            run, self._run = self._run, None
            self._tell(Stopped(run.ticket if run is not None else 0, _told(fault)))

    def _leave_card(self, session: TrainingSession, fault: Exception) -> None:
        """Go on with NumPy from the newest state that is known: the card ran out of memory, or was lost."""
        document = session.last_kept()
        self._tell(CardLost(document.state.step, str(fault).partition("\n")[0]))
        generation = self._publisher.generation
        self._obey(Load(generation, document, run=self._run is not None, backend="numpy"))
        if self._session is not None:
            self._session.watch = session.watch

    def _tell(self, report: Report) -> None:
        self._connection.send(report)


def _told(fault: Exception) -> Message:
    if isinstance(fault, NnsimError):
        return fault.message
    if isinstance(fault, MemoryError):
        return message("There is not enough memory to train this network. Make it or its batches smaller.")
    return message(
        "Training stopped because of a fault in nnsim ({fault}). Save the file and report it.", fault=repr(fault))
