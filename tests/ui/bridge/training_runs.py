"""Runs of a trainer's client for tests: for a while, and to their end."""

from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from nnsim.text import message
from ui.bridge import TrainerClient

EDIT = message("Edit")


def run_a_while(qtbot: QtBot, trainer: TrainerClient, snapshots: int = 2) -> None:
    told = QSignalSpy(trainer.snapshot)
    trainer.start()
    qtbot.waitUntil(lambda: told.count() >= snapshots + 1 and trainer.latest.step > 0, timeout=20_000)


def stop(qtbot: QtBot, trainer: TrainerClient) -> None:
    trainer.pause()
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)
