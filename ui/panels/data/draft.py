"""The data that is being chosen: a draft that the dialog edits, and that the document takes over as one edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from nnsim.data import CsvReport, Dataset, SourceKind, kind_of, prepare, source_kind, starting_source
from nnsim.data.csv_grid import Delimiter
from nnsim.document import DataSource
from nnsim.text import Message, NnsimError, message


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A CSV file as it was dropped or opened, and how it is to be read (None: found out from the file).

    `leave_out`: without the rows whose numbers are not finite.
    """

    name: str
    data: bytes
    delimiter: Delimiter | None = None
    encoding: str | None = None
    header: bool | None = None
    leave_out: bool = False


class Draft(QObject):
    """One source per choice, so that going back to a choice finds it as it was left.

    Signals:
        chosen(): another choice, or other rows: everything is to be shown anew.
        changed(): knobs, split or columns of the same rows were changed, or the problem.
    """

    chosen = Signal()
    changed = Signal()

    def __init__(self, source: DataSource | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind: SourceKind = source_kind("xor")
        self._sources: dict[str, DataSource] = {}
        self.file: OwnFile | None = None
        self.report: CsvReport | None = None
        self.problem: Message | None = None
        self.without_bad_rows: OwnFile | None = None
        if source is not None:
            self._take(source)
        self._begin()

    @property
    def source(self) -> DataSource | None:
        """What is chosen; None while an own file is still to come."""
        return self._sources.get(self.kind.id)

    @property
    def data(self) -> Dataset | None:
        """The samples of the source."""
        return None if self.source is None else prepare(self.source)

    @property
    def objection(self) -> Message | None:
        """Why the draft cannot be used as it is; None when it can."""
        if self.source is None:
            return message("Open a CSV file first.")
        roles = [column.role for column in self.source.columns]
        if "input" not in roles:
            return message("No column is an input. Make at least one column an input.")
        if "output" not in roles:
            return message("No column is an output. Make the column that is to be predicted an output.")
        return None

    def choose(self, kind_id: str) -> None:
        """Another data set."""
        if kind_id == self.kind.id:
            return
        self.kind, self.problem, self.without_bad_rows = source_kind(kind_id), None, None
        self._begin()
        self.chosen.emit()

    def change(self, edit: Callable[[DataSource], DataSource], anew: bool = False) -> None:
        """Apply a change; an impossible one leaves the source and is told in `problem`. `anew`: the rows are others."""
        if self.source is None:
            return
        try:
            self._sources[self.kind.id] = edit(self.source)
            self.problem = None
        except NnsimError as error:
            self.problem = error.message
        (self.chosen if anew else self.changed).emit()

    def take_file(self, file: OwnFile, source: DataSource, report: CsvReport) -> None:
        """An own file that could be read."""
        self.kind, self.problem, self.without_bad_rows = source_kind("own"), None, None
        self.file, self.report = file, report
        self._sources["own"] = source
        self.chosen.emit()

    def refuse_file(self, file: OwnFile | None, error: NnsimError) -> None:
        """An own file that could not be read; what was there before stays.

        One that could be read without some rows is kept in `without_bad_rows`, to be read so if the person agrees.
        """
        self.kind, self.problem = source_kind("own"), error.message
        curable = file is not None and error.code == "csv.not-finite"
        self.without_bad_rows = replace(file, leave_out=True) if curable and file is not None else None
        self.chosen.emit()

    def _take(self, source: DataSource) -> None:
        try:
            prepare(source)
            self.kind = kind_of(source)
            self._sources[self.kind.id] = source
        except NnsimError as error:
            self.problem = error.message

    def _begin(self) -> None:
        if self.source is None and self.kind.form != "own":
            self._sources[self.kind.id] = starting_source(self.kind)
