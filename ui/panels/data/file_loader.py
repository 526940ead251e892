"""Reading an own file beside the event loop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from nnsim.data import read_csv
from nnsim.data.csv_text import MOST_BYTES
from nnsim.text import NnsimError, message, reason_of
from ui.panels.data.draft import OwnFile


class FileLoader(QObject):
    """Reads one file at a time in a thread; of several asked for in a row, only the last is told of.

    Signals:
        read(OwnFile, DataSource, CsvReport), refused(OwnFile | None, NnsimError): None when it could not be opened.
    """

    read = Signal(object, object, object)
    refused = Signal(object, object)
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._turn = 0

    def open(self, path: Path) -> None:
        """Read a file from disk."""
        self._start(_Task(self._turn + 1, path=path))

    def read_again(self, file: OwnFile) -> None:
        """Read the bytes at hand in another way."""
        self._start(_Task(self._turn + 1, file=file))

    def wait(self) -> None:
        """Block until the thread rests: before the application ends, and in tests."""
        self._pool.waitForDone()

    def _start(self, task: _Task) -> None:
        self._turn = task.turn
        task.tell.done.connect(self._take)
        self.busy_changed.emit(True)
        self._pool.start(task)

    def _take(self, turn: int, result: object) -> None:
        if turn != self._turn:
            return
        self.busy_changed.emit(False)
        if isinstance(result, tuple):
            (self.refused if isinstance(result[1], NnsimError) else self.read).emit(*result)


class _Tell(QObject):
    done = Signal(int, object)


class _Task(QRunnable):
    """One reading; its result is (file, source, report), or (file, refusal)."""

    def __init__(self, turn: int, path: Path | None = None, file: OwnFile | None = None) -> None:
        super().__init__()
        self.turn, self.tell = turn, _Tell()
        self._path, self._file = path, file

    def run(self) -> None:
        """In the thread of the pool."""
        file = self._file
        try:
            file = file or _bytes_of(self._path or Path())
            source, report = read_csv(
                file.data, file.name, delimiter=file.delimiter, encoding=file.encoding, header=file.header,
                leave_out=file.leave_out,
            )
        except NnsimError as error:
            self.tell.done.emit(self.turn, (file, error))
        else:
            self.tell.done.emit(self.turn, (file, source, report))


def _bytes_of(path: Path) -> OwnFile:
    try:
        with path.open("rb") as stream:
            return OwnFile(path.name, stream.read(MOST_BYTES + 1))
    except OSError as error:
        text = message(
            "'{file}' cannot be opened: {reason}. Check that it exists and that you may read it.",
            file=path.name, reason=reason_of(error),
        )
        raise NnsimError("csv.unreadable", text, path.name) from error
