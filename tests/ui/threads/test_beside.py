"""Work beside the event loop is told of in order, given up at will, and outlived by nobody who waits for it."""

from threading import Event, current_thread, main_thread

import shiboken6
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from ui.threads import Beside, Work

LONG = 30_000


def test_works_end_one_after_another_and_are_told_of_in_the_thread_of_the_window(qtbot: QtBot) -> None:
    beside, told, at_work = Beside(), list[object](), list[int]()

    def work(number: int) -> int:
        assert current_thread() is not main_thread()
        at_work.append(number)
        assert at_work == [number]
        at_work.clear()
        return number

    beside.told.connect(lambda _, what: told.append((what, current_thread() is main_thread())))
    beside.ended.connect(lambda each: told.append(each.result))
    beside.start(lambda each: (each.tell("begun"), work(1))[1])
    beside.start(lambda _: work(2))
    qtbot.waitUntil(lambda: len(told) == 3, timeout=LONG)
    assert told == [("begun", True), 1, 2]
    beside.wait()
    assert not beside.busy


def test_an_exception_is_what_a_work_came_to(qtbot: QtBot) -> None:
    beside, ended = Beside(), list[Work]()
    beside.ended.connect(ended.append)
    beside.start(lambda _: [][0])
    qtbot.waitUntil(lambda: bool(ended), timeout=LONG)
    assert isinstance(ended[0].result, IndexError)


def test_of_what_is_dropped_nobody_hears_and_what_waits_is_never_begun(qtbot: QtBot) -> None:
    beside, heard, begun, go = Beside(), list[object](), list[int](), Event()
    beside.told.connect(lambda *told: heard.append(told))
    beside.ended.connect(lambda work: heard.append(work.result))

    def slow(work: Work) -> bool:
        begun.append(1)
        go.wait()
        work.tell("too late")
        return work.goes_on()

    first = beside.start(slow)
    second = beside.start(lambda _: begun.append(2))
    qtbot.waitUntil(lambda: bool(begun), timeout=LONG)
    beside.drop()
    beside.start(lambda _: "wanted")
    go.set()
    qtbot.waitUntil(lambda: bool(heard), timeout=LONG)
    assert heard == ["wanted"]
    assert first.result is False
    assert begun == [1]
    assert not second.over.is_set()


def test_an_owner_that_goes_waits_for_no_thread(qtbot: QtBot) -> None:
    owner, heard, go, begun = QObject(), list[object](), Event(), Event()
    beside = Beside(owner)
    beside.ended.connect(lambda work: heard.append(work.result))

    def slow(work: Work) -> bool:
        begun.set()
        go.wait()
        return work.goes_on()

    work = beside.start(slow)
    begun.wait()
    owner.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(beside), timeout=LONG)  # it would stand here for good
    turns = list[int]()
    QTimer.singleShot(0, lambda: turns.append(1))
    qtbot.waitUntil(lambda: bool(turns), timeout=LONG)
    go.set()
    assert work.over.wait(LONG / 1000)
    QTimer.singleShot(0, lambda: turns.append(2))
    qtbot.waitUntil(lambda: len(turns) == 2, timeout=LONG)
    assert work.result is False
    assert heard == []
