"""Two hands: large programs share their samples between two threads, to the same bits as one thread."""

import gc
import threading
import weakref
from collections.abc import Callable

import numpy as np
import pytest

from nnsim import catalog
from nnsim.catalog import ConvolutionSettings, DenseSettings
from nnsim.document import Document
from nnsim.program import Executor, Trainer, side_by_side
from nnsim.program.recording import Call
from tests.batteries.check_program import check_ways_of_running
from tests.batteries.drawing import Drawing, table


def images(batch: int = 95, precision: str = "float64") -> Document:
    """Two convolutions with pooling on images of 24 × 24: large enough for two hands."""
    random = np.random.default_rng(0)
    drawing = Drawing(table(random.normal(size=(batch, 576)), random.normal(size=(batch, 3))))
    x = drawing.add("input", catalog.InputSettings(tuple(range(576)), (1, 24, 24)))
    first = drawing.add("max_pooling", None, drawing.add("convolution", ConvolutionSettings(8), x))
    second = drawing.add("max_pooling", None, drawing.add("convolution", ConvolutionSettings(16), first))
    flat = drawing.add("flatten", None, second)
    drawing.end(drawing.add("dense", DenseSettings(3, "linear"), flat))
    return drawing.plan("adam", batches="full", precision=precision)


def layers(batch: int = 141, precision: str = "float64") -> Document:
    """200-600-600-3: products and updates that are large enough for two hands."""
    random = np.random.default_rng(0)
    drawing = Drawing(table(random.normal(size=(2 * batch, 200)), random.normal(size=(2 * batch, 3))))
    last = drawing.add("input", catalog.InputSettings(tuple(range(200))))
    for units in (600, 600, 3):
        last = drawing.add("dense", DenseSettings(units, "tanh"), last)
    drawing.end(last)
    return drawing.plan("adam", batches="mini", batch_size=batch, precision=precision)


def shared(executor: Executor) -> list[Call]:
    """The calls of a step that two hands make."""
    return [call for call in executor._through if call[0] is side_by_side.side_by_side]


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize(("draw", "parts"), [(images, 2), (layers, 4)])
def test_one_thread_or_two_give_the_same_bits_in_every_way_of_running(
    draw: Callable[..., Document], parts: int, precision: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = draw(precision=precision)
    states = []
    for processors in (1, 2):
        monkeypatch.setattr(side_by_side, "_PROCESSORS", processors)
        trainer = Trainer(document)
        for _ in range(5):
            trainer.step()
        assert len(shared(trainer.executor)) == parts
        states.append(trainer.state())
    assert states[0] == states[1]
    check_ways_of_running(document, 3)


def test_small_programs_keep_to_one_thread() -> None:
    trainer = Trainer(images(2))
    trainer.step()
    assert not shared(trainer.executor)


def test_both_lists_are_done_in_their_order_and_the_second_elsewhere() -> None:
    seen: list[tuple[str, int, int]] = []
    gate = threading.Barrier(2, timeout=10)
    first = [(gate.wait, ()), *((lambda k=k: seen.append(("first", k, threading.get_ident())), ()) for k in range(9))]
    second = [(gate.wait, ()), *((lambda k=k: seen.append(("second", k, threading.get_ident())), ()) for k in range(9))]
    side_by_side.SecondHand().beside(first, second)
    threads = {name: {ident for each, _, ident in seen if each == name} for name in ("first", "second")}
    for own in ("first", "second"):
        assert [k for name, k, _ in seen if name == own] == [*range(9)]
    assert threads["first"] == {threading.get_ident()} != threads["second"]


def test_a_hand_that_is_at_work_leaves_both_lists_to_the_caller() -> None:
    hand, seen = side_by_side.SecondHand(), list[int]()
    inner = [(lambda: hand.beside([(seen.append, (1,))], [(seen.append, (2,))]), ())]
    hand.beside(inner, [])
    assert seen == [1, 2]


def test_a_fault_of_either_list_reaches_the_caller_and_the_hand_goes_on() -> None:
    hand, gate = side_by_side.SecondHand(), threading.Barrier(2, timeout=10)

    def fail() -> None:
        raise ArithmeticError("a fault")

    for first, second in (([(fail, ())], []), ([(gate.wait, ())], [(gate.wait, ()), (fail, ())])):
        with pytest.raises(ArithmeticError, match="a fault"):
            hand.beside(first, second)
    seen: list[int] = []
    for _ in range(1000):
        hand.beside([(seen.append, (1,))], [(seen.append, (2,))])
    assert sorted(seen) == [1] * 1000 + [2] * 1000


def test_an_executor_that_is_gone_leaves_nothing_behind_in_the_second_hand() -> None:
    trainer = Trainer(images())
    trainer.step()
    gone = weakref.ref(trainer.executor.value(trainer.executor.program.prediction or 0).base)
    assert gone() is not None
    del trainer
    gc.collect()
    assert gone() is None
