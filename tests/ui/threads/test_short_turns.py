"""However many threads begin and end in whatever order, the interpreter's interval comes back as it was."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from ui.threads import short_turns


def test_threads_that_overlap_leave_the_interval_as_it_was() -> None:
    usual = sys.getswitchinterval()
    first, second = short_turns(), short_turns()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert sys.getswitchinterval() == pytest.approx(usual / 10)
    second.__exit__(None, None, None)
    assert sys.getswitchinterval() == usual

    def work(_: int) -> None:
        for _ in range(50):
            with short_turns():
                sum(range(100))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    assert sys.getswitchinterval() == usual
