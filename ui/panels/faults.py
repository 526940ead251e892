"""What happens when something of ours fails: one message, the work saved, the window alive."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QStandardPaths

from nnsim.document import Document
from nnsim.files import save
from nnsim.text import Message, NnsimError, message

Tell = Callable[[Message], None]
Rescue = Callable[[], Path | None]
_LOG_LIMIT = 200_000


class FaultHook:
    """Called for every exception that nobody caught: logs it, saves the work, and tells it once for each place.

    A refusal of ours (NnsimError) is told every time, and nothing else.
    """

    def __init__(self, tell: Tell, rescue: Rescue, log: Path) -> None:
        self._tell = tell
        self._rescue = rescue
        self._log = log
        self._told: set[tuple[str, int]] = set()

    def __call__(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        if isinstance(fault, NnsimError):  # a refusal, no fault: an answer each time that it is asked for
            self._tell(fault.message)
            return
        place = _place(trace)
        if place in self._told:
            return
        self._told.add(place)
        text = "".join(traceback.format_exception(kind, fault, trace))
        sys.stderr.write(text)
        _append(self._log, text)
        self._tell(self._sentence(fault))

    def _sentence(self, fault: BaseException) -> Message:
        saved = self._rescue()
        if saved is None:
            return message("Something in nnsim failed ({fault}). Your work is as it was; go on.", fault=_named(fault))
        return message(
            "Something in nnsim failed ({fault}). A copy of your work is in {path}; go on.",
            fault=_named(fault),
            path=str(saved),
        )


def install_fault_hook(tell: Tell, rescue: Rescue) -> FaultHook:
    """Put the hook in charge of slots, threads and everything else."""
    hook = FaultHook(tell, rescue, data_folder() / "faults.log")
    sys.excepthook = hook
    threading.excepthook = lambda args: hook(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
    return hook


def data_folder() -> Path:
    """Where nnsim keeps what is not a preference, such as rescued work."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))


def rescue_copy(document: Document) -> Path | None:
    """Save a copy of the work beside the application's data; None when even that fails."""
    path = data_folder() / "rescued" / time.strftime("nnsim-%Y-%m-%d-%H%M%S.nnsim")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save(document, path)
    except (OSError, NnsimError):
        return None
    return path


def _named(fault: BaseException) -> str:
    return f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__


def _place(trace: TracebackType | None) -> tuple[str, int]:
    frames = traceback.extract_tb(trace)
    return (frames[-1].filename, frames[-1].lineno or 0) if frames else ("", 0)


def _append(log: Path, text: str) -> None:
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        kept = log.read_text(encoding="utf-8")[-_LOG_LIMIT:] if log.exists() else ""
        log.write_text(f"{kept}{time.strftime('%Y-%m-%d %H:%M:%S')}\n{text}\n", encoding="utf-8")
    except OSError:
        pass  # the log is a courtesy; the message still reaches the user
