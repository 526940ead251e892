"""The worker process: the bits of the plain loop, and an end that leaves nothing behind whoever is killed."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim.document import ArrayMap, Document
from nnsim.files import save
from nnsim.program import Trainer
from nnsim.session import Load, Loaded, Pause, Refused, Report, Run, SetSpeed, Stopped, WorkerProcess
from nnsim.session.worker import LOWER_PRIORITY
from nnsim.text import render

SHARED_MEMORY = Path("/dev/shm")
PATIENCE_SECONDS = 30.0


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    process = WorkerProcess()
    yield process
    process.close()


def wait(worker: WorkerProcess, wanted: type[Report]) -> Report:
    """The next report of this type."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        for report in worker.reports():
            if isinstance(report, wanted):
                return report
        assert not worker.lost, "the worker has died"
        time.sleep(0.002)
    raise AssertionError(f"no {wanted.__name__} came")


def blocks() -> set[str]:
    return {path.name for path in SHARED_MEMORY.glob("psm_*")} if SHARED_MEMORY.is_dir() else set()


@pytest.fixture
def leaves_no_memory() -> Iterator[None]:
    """Every block that a test has made is gone soon after it (other tests make and unlink theirs meanwhile)."""
    before = blocks()
    yield
    made, end = blocks() - before, time.monotonic() + PATIENCE_SECONDS
    while left := made & blocks():
        assert time.monotonic() < end, f"shared memory left behind: {left}"
        time.sleep(0.01)


@pytest.mark.parametrize("units", [(4, 1), (8, 8, 8, 1)])
def test_a_hundred_steps_have_the_bits_of_the_plain_loop(
    worker: WorkerProcess, make_network: Callable[..., Document], units: tuple[int, ...]
) -> None:
    document = make_network(*units, data="spirals")
    worker.send(Load(1, document))
    worker.send(Run(1, steps=100))
    assert wait(worker, Stopped).trouble is None
    snapshot, trainer = worker.snapshot(), Trainer(document)
    for _ in range(100):
        trainer.step()
    assert snapshot.state == trainer.state()
    assert (snapshot.train_loss, snapshot.train_accuracy) == trainer.evaluate("train")


def test_another_document_takes_the_place_of_the_first_at_once(
    worker: WorkerProcess, make_network: Callable[..., Document]
) -> None:
    for generation, units in enumerate(((2, 1), (3, 1), (3, 1), (4, 4, 1)), start=1):
        worker.send(Load(generation, make_network(*units)))
    worker.send(Run(9, steps=3))
    assert wait(worker, Stopped).ticket == 9
    snapshot = worker.snapshot()
    assert (snapshot.generation, snapshot.step) == (4, 3)
    assert snapshot.parameters["dense2/weight"].shape == (4, 4)


def test_a_paused_run_can_go_on(worker: WorkerProcess, document: Document) -> None:
    worker.send(SetSpeed(20.0))
    worker.send(Load(1, document))
    worker.send(Run(1))
    end = time.monotonic() + PATIENCE_SECONDS
    while (snapshot := worker.snapshot()) is None or snapshot.step == 0:
        assert time.monotonic() < end
        worker.reports()
        time.sleep(0.01)
    worker.send(Pause())
    wait(worker, Stopped)
    step = worker.snapshot().step
    worker.send(Run(2, steps=2))
    wait(worker, Stopped)
    assert worker.snapshot().step == step + 2


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system has no priorities of this kind")
def test_the_worker_gives_way_to_the_window(worker: WorkerProcess, document: Document) -> None:
    worker.send(Load(1, document))
    wait(worker, Loaded)
    assert worker.pid is not None
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, worker.pid) == min(own + LOWER_PRIORITY, 19)


def test_a_document_that_cannot_be_trained_is_refused_and_the_next_one_is_not(
    worker: WorkerProcess, document: Document
) -> None:
    worker.send(Load(1, replace(document, data=None)))
    assert "no data" in render(wait(worker, Refused).reason)
    worker.send(Load(2, document))
    worker.send(Run(2, steps=1))
    assert wait(worker, Stopped).trouble is None


@pytest.mark.usefixtures("leaves_no_memory")
def test_a_killed_worker_is_noticed_and_leaves_nothing(document: Document) -> None:
    worker = WorkerProcess()
    worker.send(Load(1, document))
    worker.send(Run(1, steps=5))
    wait(worker, Stopped)
    os.kill(worker.pid, signal.SIGKILL)
    end = time.monotonic() + PATIENCE_SECONDS
    while not worker.lost:
        assert time.monotonic() < end
        worker.reports()
    assert worker.snapshot().step == 5
    worker.close()


def test_closing_before_the_worker_has_started_is_no_matter() -> None:
    for _ in range(3):
        WorkerProcess().close()


def window(path: Path, what: str) -> subprocess.Popen[str]:
    script = Path(__file__).with_name("bare_window.py")
    return subprocess.Popen([sys.executable, str(script), str(path), what], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes the way Linux shows them")
@pytest.mark.usefixtures("leaves_no_memory")
def test_a_killed_window_leaves_no_worker_no_memory_and_no_word(document: Document, tmp_path: Path) -> None:
    save(document, tmp_path / "a.nnsim")
    process = window(tmp_path / "a.nnsim", "wait")
    pid = int(process.stdout.readline())
    assert alive(pid)
    process.kill()
    end = time.monotonic() + PATIENCE_SECONDS
    while alive(pid):
        assert time.monotonic() < end, "the worker outlived its window"
        time.sleep(0.01)
    assert process.communicate(timeout=PATIENCE_SECONDS)[1] == ""  # the resource tracker has the same stderr


@pytest.mark.parametrize("how", ["close", "leave"])
@pytest.mark.usefixtures("leaves_no_memory")
def test_a_window_that_ends_by_itself_says_nothing_either(document: Document, tmp_path: Path, how: str) -> None:
    save(document, tmp_path / "a.nnsim")
    process = window(tmp_path / "a.nnsim", how)
    said, complaints = process.communicate(timeout=PATIENCE_SECONDS)
    assert complaints == ""
    assert process.returncode == 0
    assert not alive(int(said))


def test_arrays_that_are_sent_elsewhere_come_as_they_are() -> None:
    drawn = np.random.default_rng(0)
    arrays = {
        "single": np.array(2.5), "none": np.empty((0, 3), np.float32),
        "odd": drawn.normal(size=(3, 7)).astype(np.float32),
        "mask": drawn.random((5, 1)) > 0.5, "numbers": np.arange(11), "weight": drawn.normal(size=(4, 4)),
        "special": np.array([np.nan, -0.0, np.inf]), "turned": drawn.normal(size=(2, 6)).T,
    }  # fmt: skip
    sent = ArrayMap(arrays)
    came = pickle.loads(pickle.dumps(sent))
    assert came == sent
    assert list(came) == list(sent)
    assert all(not array.flags.writeable and array.flags.aligned for array in came.values())
    assert came.with_({"mask": arrays["mask"]}) == sent
