"""`nnsim tour`: every sample in the real window, stepped and trained, with a picture of each."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSize, Qt
from PySide6.QtWidgets import QApplication

from nnsim.assets import asset_path
from nnsim.cli.parsing import Parser, real, speaking, whole
from nnsim.text import Language, Message, language, reason_of, render, tr
from ui.look.theme import LARGEST_SCALE, SMALLEST_SCALE
from ui.main_window import MainWindow
from ui.panels import garbage
from ui.panels.application import create_application
from ui.panels.faults import install_fault_hook
from ui.panels.preferences import Preferences

SIZE, MOST_PIXELS = (1600, 1000), 8192
STEPS, MOST_SECONDS, LEAST_EPOCHS = 9, 12.0, 60


def run_tour(arguments: list[str]) -> int:
    """Take the pictures that the command line asks for; 1 when something failed on the way, 2 for wrong use."""
    with speaking():
        options = _parser().parse_args(arguments)
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refusal = tr("The folder {path} cannot be made: {reason}. Choose another.", path=str(options.out),
                     reason=reason_of(error))
        print(f"nnsim: {refusal}", file=sys.stderr)
        return 2
    create_application(Preferences(language=options.language, mode=options.theme, scale=options.scale))
    tour = Tour(options.out, QSize(*options.size))
    for path in tour.pictures():
        print(path)
    return 1 if tour.faults else 0


class Tour:
    """Drives one window from sample to sample. `faults` collects what it said went wrong."""

    def __init__(self, out: Path, size: QSize) -> None:
        self._out = out
        self.faults: list[Message] = []
        garbage.settle()
        self._window = MainWindow()
        self._window.setWindowState(Qt.WindowState.WindowNoState)
        self._window.resize(size)
        self._hook = install_fault_hook(self._note, lambda: None)
        self._window.show()

    def pictures(self) -> Iterator[Path]:
        """Paths of the pictures, one after another as they are taken; the window is closed at the end."""
        window = self._window
        try:
            window.gallery.finish_reading()
            yield self._picture("welcome")
            for sample in sorted(asset_path("samples").glob("*.nnsim")):
                yield from self._visit(sample)
        finally:
            window.bench.store.undo_stack.setClean()
            window.close()
            window.deleteLater()

    def _visit(self, sample: Path) -> Iterator[Path]:
        window, bench = self._window, self._window.bench
        if not window.open_file(sample):
            return
        self._wait(lambda: bench.trainer.latest is not None, 5.0)
        yield from self._step(sample.stem)
        yield from self._train(sample.stem)
        bench.store.undo_stack.setClean()

    def _step(self, name: str) -> Iterator[Path]:
        window, clock = self._window, self._window.bench.clock
        window.dock.bring("explain")
        clock.set_detail("term")
        for _ in range(STEPS):
            clock.next()
            self._wait(lambda: not clock.busy, MOST_SECONDS)
            self._wait(lambda: False, 0.03)
        if clock.view is not None:
            self._wait(lambda: False, 0.8)
            yield self._picture(f"{name}-step")
        clock.end()

    def _train(self, name: str) -> Iterator[Path]:
        window, trainer = self._window, self._window.bench.trainer
        trainer.set_speed(math.inf)
        trainer.start()
        window.dock.bring("plots")
        start = window.bench.store.document.state.epoch
        self._wait(lambda: not trainer.running or self._epochs() - start >= LEAST_EPOCHS, MOST_SECONDS)
        self._wait(lambda: not trainer.running, 1.5)
        yield self._picture(f"{name}-train")
        trainer.pause()
        self._wait(lambda: not trainer.running, 5.0)

    def _epochs(self) -> int:
        return self._window.bench.store.document.state.epoch

    def _picture(self, name: str) -> Path:
        self._wait(lambda: False, 0.2)
        self._window.canvas.finish()
        path = self._out / f"{name}.png"
        self._window.grab().save(str(path))
        return path

    def _wait(self, done: Callable[[], bool], seconds: float) -> None:
        """Let the window live until something is so, but no longer than this."""
        deadline = QDeadlineTimer(round(1000 * seconds))
        while not done() and not deadline.hasExpired():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def _note(self, fault: Message) -> None:
        self.faults.append(fault)
        print(f"nnsim: {render(fault)}", file=sys.stderr)


def _parser() -> Parser:
    parser = Parser("nnsim tour", tr("open every sample in the window, step, train, and save a picture of each"))
    parser.add_argument("--out", type=Path, required=True, metavar=tr("DIR"), help=tr("folder for the pictures"))
    parser.add_argument("--language", choices=get_args(Language), default=language(),
                        help=tr("language of the window (default: {usual})", usual=language()))
    parser.add_argument("--theme", choices=("light", "dark"), default="light",
                        help=tr("light or dark window (default: {usual})", usual="light"))
    parser.add_argument("--scale", type=real(SMALLEST_SCALE, LARGEST_SCALE), default=1.0, metavar="X",
                        help=tr("size of text and controls, from {least} to {most} (default: 1)",
                                least=f"{SMALLEST_SCALE:g}", most=f"{LARGEST_SCALE:g}"))
    parser.add_argument("--size", type=whole(1, MOST_PIXELS), nargs=2, default=SIZE,
                        metavar=(tr("WIDTH"), tr("HEIGHT")), help=tr("of the window, in pixels"))
    return parser
