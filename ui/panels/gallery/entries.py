"""What the welcome page knows of a file, read without its weights, away from the window's thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from nnsim.text import language, message
from ui.threads import Beside, Work

if TYPE_CHECKING:
    from nnsim.files import Header

_DARK = "dark"
# what a sample is filed under: the first kind that it holds, by the name that the catalog has for it
CATEGORIES = {"convolution": message("Convolution"), "dense": message("Dense"), "neuron": message("Neuron")}


@dataclass(frozen=True)
class Entry:
    """A file as the page shows it. `dark` is the picture that a sample has for the dark theme, if any."""

    path: str
    header: Header
    saved: datetime
    picture: QImage | None
    dark: QImage | None

    @property
    def title(self) -> str:
        """In the language of the moment, else in English, else the file's name."""
        titles = self.header.title
        return titles.get(language()) or titles.get("") or titles.get("en") or Path(self.path).stem

    @property
    def description(self) -> str:
        """The first paragraph of the description, in the language of the moment or in English."""
        texts = self.header.description
        whole = texts.get(language()) or texts.get("en") or ""
        return " ".join(whole.strip().partition("\n\n")[0].split())

    @property
    def category(self) -> str:
        """One of CATEGORIES, or nothing."""
        return next((kind for kind in CATEGORIES if kind in self.header.kinds), "")

    def holds(self, text: str) -> bool:
        """Whether title or description, in any language, have the words of a search."""
        words = " ".join((*self.header.title.values(), *self.header.description.values())).casefold()
        return all(word in words for word in text.casefold().split())


def read_entry(path: str) -> Entry | None:
    """A file's entry; None for one that cannot be opened."""
    from nnsim.files import FileError, read_header  # reads most of nnsim: here it does so beside the window's thread

    file = Path(path)
    try:
        header = read_header(file)
        saved = datetime.fromtimestamp(file.stat().st_mtime)
    except (FileError, OSError):
        return None
    beside = file.parent / _DARK / f"{file.stem}.png"
    dark = beside.read_bytes() if beside.is_file() else None
    return Entry(path, header, saved, _image(header.thumbnail), _image(dark))


def _image(data: bytes | None) -> QImage | None:
    image = QImage.fromData(data) if data else QImage()
    return None if image.isNull() else image


class EntryReader(QObject):
    """Reads entries in threads of its own; `read` tells the path and its Entry, or None when it cannot be opened."""

    read = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._beside = Beside(self, hands=2)
        self._beside.ended.connect(self._take)

    def request(self, paths: Iterable[str]) -> None:
        """Read these files; the answers come one by one."""
        for path in paths:
            self._beside.start(partial(_read, path))

    def finish(self) -> None:
        """Wait until every answer has been given."""
        self._beside.wait()

    def _take(self, work: Work) -> None:
        if isinstance(work.result, Exception):
            raise work.result
        self.read.emit(*work.result)


def _read(path: str, _: Work) -> tuple[str, Entry | None]:
    return path, read_entry(path)
