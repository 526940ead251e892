"""Reading an own file beside the event loop."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from nnsim.data import CsvReport, read_csv
from nnsim.data.csv_text import MOST_BYTES
from nnsim.document import DataSource
from nnsim.text import NnsimError, message, reason_of
from ui.panels.data.draft import OwnFile
from ui.threads import Beside, Work


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
        self._beside = Beside(self)
        self._beside.ended.connect(self._take)

    def open(self, path: Path) -> None:
        """Read a file from disk."""
        self._start(partial(_bytes_of, path))

    def read_again(self, file: OwnFile) -> None:
        """Read the bytes at hand in another way."""
        self._start(lambda: file)

    def wait(self) -> None:
        """Block until the thread rests: before the application ends, and in tests."""
        self._beside.wait()

    def _start(self, file: Callable[[], OwnFile]) -> None:
        self._beside.drop()
        self.busy_changed.emit(True)
        self._beside.start(partial(_read, file))

    def _take(self, work: Work) -> None:
        self.busy_changed.emit(False)
        if isinstance(work.result, Exception):
            raise work.result
        (self.refused if isinstance(work.result[1], NnsimError) else self.read).emit(*work.result)


def _read(
    file_of: Callable[[], OwnFile], _: Work
) -> tuple[OwnFile, DataSource, CsvReport] | tuple[OwnFile | None, NnsimError]:
    """A file with its source and report, or with its refusal; in the thread."""
    file = None
    try:
        file = file_of()
        source, report = read_csv(
            file.data, file.name, delimiter=file.delimiter, encoding=file.encoding, header=file.header,
            leave_out=file.leave_out,
        )
    except NnsimError as error:
        return file, error
    return file, source, report


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
