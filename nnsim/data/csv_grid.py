"""From the text of a table file to a grid of cells: which delimiter, which rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from nnsim.data.check import MOST_COLUMNS, MOST_ROWS
from nnsim.data.csv_text import refuse
from nnsim.text import NnsimError, message

Delimiter = Literal[",", ";", "\t"]
DELIMITERS: tuple[Delimiter, ...] = ("\t", ";", ",")  # in the order of trust: commas also stand inside numbers
_TOLD = re.compile(r'"?sep=([,;\t])"?(?=\r|\n)', re.IGNORECASE)  # how some programs tell the delimiter in a first line
_NUMBER = re.compile(r"[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?")
_SNIFFED_LINES, _SNIFFED_CHARACTERS = 100, 1 << 16


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, all equally long, and the line of the file on which each row ends."""

    rows: list[list[str]]
    lines: list[int]
    delimiter: Delimiter


def read_grid(text: str, file: str, delimiter: Delimiter | None = None) -> Grid:
    """The cells of a table, blank lines and columns without any cell left out.

    Raises:
        NnsimError: codes `csv.…`, place `file`: empty, one column only, rows of different lengths, open quotes, limits.
    """
    told = _TOLD.match(text)
    if told is not None:
        text = text[told.end() :]  # from its line break on, so that lines keep their numbers
        delimiter = delimiter or next(each for each in DELIMITERS if each == told[1])
    chosen = delimiter or sniff(text)
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, row in _numbered_rows(text, file, chosen):
        if rows and len(row) != len(rows[0]):
            refusal = message(
                "'{file}', line {line}: expected {expected} cells as in line {first}, got {got}. Correct the line, "
                "or put cells that contain the delimiter in quotes.",
                file=file, line=line, expected=len(rows[0]), first=lines[0], got=len(row),
            )
            refuse("csv.row-length", refusal, file)
        rows.append(row)
        lines.append(line)
        if len(rows) > MOST_ROWS + 1:
            refusal = message(
                "'{file}' has more than {most} rows. Keep only those that you need.", file=file, most=MOST_ROWS
            )
            refuse("csv.too-many-rows", refusal, file)
    if not rows:
        refusal = message("'{file}' holds no rows. Choose a file with a row for each sample.", file=file)
        refuse("csv.empty", refusal, file)
    _check_width(len(rows[0]), file)
    return Grid(rows, lines, chosen)


def sniff(text: str) -> Delimiter:
    """The delimiter under which the first lines have the most even number of cells, more than one.

    Where two are as even, it is the one under which more cells are numbers: a wrong one cuts some of them up or glues
    them to a word.
    """
    head = text[:_SNIFFED_CHARACTERS]
    if len(text) > _SNIFFED_CHARACTERS:
        head = head[: head.rfind("\n") + 1] or head
    best: Delimiter = ","
    evenness = most = 0.0
    for delimiter in DELIMITERS:
        rows = [row for row in islice(_lenient_rows(head, delimiter), _SNIFFED_LINES) if row]
        widths = Counter(map(len, rows))
        wide = {width: count for width, count in widths.items() if width > 1}
        share = max(wide.values()) / sum(widths.values()) if wide else 0.0
        cells = [cell for row in rows for cell in row]
        numbers = sum(_NUMBER.fullmatch(cell.strip()) is not None for cell in cells) / max(1, len(cells))
        clearly = share > evenness + 0.05
        if clearly or (share and share > evenness - 0.05 and numbers > most):
            best, evenness, most = delimiter, share, numbers
    return best


def _lenient_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        yield from reader
    except csv.Error:
        return


def _numbered_rows(text: str, file: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, cells stripped, each with the line on which it ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    began = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            refusal = message(
                "'{file}', line {line}: a quoted cell does not end as it should. Close its quotes, "
                "and double those inside.",
                file=file, line=began,
            )
            raise NnsimError("csv.quotes", refusal, file) from error
        began = reader.line_num + 1
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield reader.line_num, cells


def _check_width(width: int, file: str) -> None:
    if width < 2:
        refusal = message(
            "'{file}' has one column only; at least an input and an output are needed. Separate the columns by comma, "
            "semicolon or tab.", file=file,
        )
        refuse("csv.one-column", refusal, file)
    if width > MOST_COLUMNS:
        refusal = message(
            "'{file}' has {got} columns; tables may have up to {most}. Keep only the columns that you need.",
            file=file, got=width, most=MOST_COLUMNS,
        )
        refuse("csv.too-many-columns", refusal, file)
