"""The whole core on a device that refuses to mix host and device arrays: what a graphics card would refuse, it does."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nnsim import catalog, edits, files
from nnsim.assets import asset_path
from nnsim.backend import Backend, choose
from nnsim.document import Document
from nnsim.program import Trainer
from nnsim.text.errors import NnsimError
from tests.backend.strict_device import StrictGraph, strict_backend
from tests.catalog.test_every_kind import PLACED

SAMPLES = sorted(asset_path("samples").glob("*.nnsim"))


def card() -> Backend | None:
    """The graphics card of this machine, if it has one that works."""
    try:
        return choose("cupy")
    except NnsimError:
        return None


DEVICES = [strict_backend, *([card] if card() is not None else [])]


def train(document: Document, device_backend: Backend | None, steps: int = 4) -> tuple[Trainer, Trainer]:
    """The same steps on the host and on the device."""
    host, device = Trainer(document), Trainer(document, device_backend)
    for _ in range(steps):
        host.step()
        device.step()
    return host, device


def same(host: Trainer, device: Trainer) -> None:
    """Parameters, memory, losses and pictures agree."""
    here, there = host.state(), device.state()
    for mine, other in ((here.parameters, there.parameters), (here.slots, there.slots)):
        assert mine.keys() == other.keys()
        for path, array in mine.items():
            np.testing.assert_allclose(other[path], array, rtol=1e-9, atol=1e-12, err_msg=path)
    np.testing.assert_allclose(device.evaluate(), host.evaluate(), rtol=1e-9, equal_nan=True)
    for node, picture in host.unit_maps(8).items():
        np.testing.assert_allclose(device.unit_maps(8)[node], picture, rtol=1e-5, atol=1e-6)
    for node, norm in host.gradient_norms().items():
        np.testing.assert_allclose(device.gradient_norms()[node], norm, rtol=1e-9, equal_nan=True)


@pytest.mark.parametrize("device", DEVICES, ids=lambda make: make.__name__)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_trains_on_the_device(path: Path, device: Callable[[], Backend]) -> None:
    same(*train(files.load(path), device()))


@pytest.mark.parametrize("device", DEVICES, ids=lambda make: make.__name__)
@pytest.mark.parametrize("kind", catalog.kinds(), ids=lambda kind: kind.id)
def test_a_kind_runs_on_the_device(kind: catalog.Kind, device: Callable[[], Backend]) -> None:
    same(*train(PLACED[kind.id]()[0], device()))


@pytest.mark.parametrize("device", DEVICES, ids=lambda make: make.__name__)
@pytest.mark.parametrize("rule", catalog.rules(), ids=lambda rule: rule.id)
def test_a_rule_runs_on_the_device(rule: catalog.RuleKind, device: Callable[[], Backend]) -> None:
    document = edits.set_rule(PLACED["dense"]()[0], rule.id)
    same(*train(document, device()))


def test_whole_steps_run_as_one_graph_from_the_second_on() -> None:
    trainer = Trainer(PLACED["dense"]()[0], strict_backend())
    StrictGraph.launches = 0
    for _ in range(5):
        trainer.step()
    assert StrictGraph.launches == 4


def test_what_looks_at_a_value_on_its_way_goes_on_call_by_call() -> None:
    document, _ = PLACED["neuron"]()  # a block with absent links asks whether its sums are finite
    trainer = Trainer(document, strict_backend())
    StrictGraph.launches = 0
    for _ in range(3):
        trainer.step()
    assert StrictGraph.launches == 0


def test_the_device_refuses_what_a_card_refuses() -> None:
    xp = strict_backend().xp
    ours = xp.zeros((2, 2))
    with pytest.raises(TypeError, match="met the device"):
        xp.add(ours, np.zeros((2, 2)))
    with pytest.raises(TypeError, match="by itself"):
        np.asarray(ours)
    with pytest.raises(AttributeError):
        xp.vectorize(abs)
