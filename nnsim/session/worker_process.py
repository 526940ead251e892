"""The worker process as the window sees it: commands go out, reports and snapshots come in, nobody waits."""

import multiprocessing
from contextlib import suppress
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Thread

from nnsim.session import worker
from nnsim.session.messages import Attach, Attached, Command, Loaded, Refused, Report
from nnsim.session.shared_block import SharedBlock
from nnsim.session.snapshot import Snapshot
from nnsim.text import NnsimError

START_METHOD = "spawn"
"""How a worker is started: as a program of its own, since a fork would take along the window and its threads."""


class WorkerProcess:
    """A worker process of one window. It begins to start at once, in the background.

    A thread starts the process and writes to the pipe, since both can take longer than a frame. The shared memory is
    ours; its name is taken away as soon as the worker has found it, so that no kill can leave it behind.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context(START_METHOD)
        self._connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=worker.main, args=(theirs,), name="nnsim worker", daemon=True)
        self._theirs = theirs
        self._commands: SimpleQueue[Command | None] = SimpleQueue()
        self._block: SharedBlock | None = None
        self._coming: tuple[int, SharedBlock] | None = None
        self._seen = 0
        self.lost = False
        self._closing = False
        self._thread = Thread(target=self._serve, name="nnsim commands", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The worker's process id, None while it is being started."""
        return self._process.pid

    def send(self, command: Command) -> None:
        """Send a command; it is obeyed when those before it are."""
        self._commands.put(command)

    def reports(self) -> list[Report]:
        """What the worker has said since the last call. `lost` is set when it has ended."""
        found: list[Report] = []
        try:
            while not self.lost and self._connection.poll():
                report: Report = self._connection.recv()
                found.append(self._keep_memory(report))
        except (EOFError, OSError):
            self.lost = True
        return found

    def snapshot(self) -> Snapshot | None:
        """The newest snapshot, when there is one that was not picked up yet."""
        if self._block is None or self._block.version == self._seen:
            return None
        version = self._block.version
        snapshot = self._block.read()
        if snapshot is not None:
            self._seen = version
        return snapshot

    def close(self) -> None:
        """End the worker. It holds nothing that is worth a wait."""
        self._closing = True
        self._commands.put(None)
        if self._process.pid is not None:
            self._process.kill()
        self._thread.join()
        self._connection.close()
        for block in (self._block, self._coming[1] if self._coming else None):
            if block is not None:
                block.unlink()
                block.close()
        self._block = self._coming = None
        self.lost = True

    def _keep_memory(self, report: Report) -> Report:
        """Make or take over shared memory as a report says; a document without memory for its snapshots is refused."""
        match report:
            case Loaded(generation, layout):
                self._drop_coming()
                if layout is not None:
                    try:
                        self._coming = generation, SharedBlock(layout)
                    except NnsimError as error:
                        return Refused(generation, error.message)
                    self.send(Attach(generation, self._coming[1].name))
            case Attached(generation) if self._coming is not None and self._coming[0] == generation:
                self._coming[1].unlink()
                if self._block is not None:
                    self._block.close()
                self._block, self._coming, self._seen = self._coming[1], None, 0
            case _:
                pass
        return report

    def _drop_coming(self) -> None:
        """Forget memory that the worker never came to use, because another document followed too soon."""
        if self._coming is not None:
            self._coming[1].unlink()
            self._coming[1].close()
            self._coming = None

    def _serve(self) -> None:
        """Start the process, then hand on commands (in the thread)."""
        self._process.start()
        self._theirs.close()
        with suppress(OSError):  # the worker is gone; `reports` finds out by itself
            while not self._closing and (command := self._commands.get()) is not None:
                self._connection.send(command)
        if self._closing:
            self._process.kill()
        self._process.join()
