"""Why a graphics card is not used is told whatever CuPy raises, and NumPy computes instead."""

import importlib
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from nnsim.backend import choose, report
from nnsim.backend.choose import _cupy
from nnsim.text import NnsimError, render


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    _cupy.cache_clear()
    yield
    _cupy.cache_clear()


@pytest.mark.parametrize(("fault", "said"), [
    (RuntimeError("no driver\nat all"), "no driver"), (MemoryError(), "MemoryError"), (OSError(""), "OSError"),
])
def test_a_card_that_does_not_work_is_told(monkeypatch: pytest.MonkeyPatch, fault: Exception, said: str) -> None:
    def fail() -> int:
        raise fault

    broken = SimpleNamespace(cuda=SimpleNamespace(runtime=SimpleNamespace(getDeviceCount=fail)))
    monkeypatch.setattr(importlib, "import_module", lambda name: broken)
    assert said in render(report(), "en")
    assert choose("auto", 10**6).name == "numpy"
    with pytest.raises(NnsimError, match="Choose NumPy"):
        choose("cupy")
