"""Every cell of a whole training step of every kind, activation, loss and rule: explained, and the number that ran."""

from collections.abc import Callable
from typing import Any

import pytest

from nnsim import catalog, files
from nnsim.assets import asset_path, assets_folder
from nnsim.document import Document
from tests.batteries.check_step import check_random_cells, check_some_of_step, check_step
from tests.catalog.test_every_kind import PLACED
from tests.trace.awkward import AWKWARD

SAMPLES = sorted(path.stem for path in (assets_folder() / "samples").glob("*.nnsim"))
TITLE = "numbers held against their explanation"
Told = Callable[[str, Any], None]


@pytest.mark.parametrize("name", AWKWARD)
def test_cells_of_every_operation_are_explained_as_they_ran(name: str, record_property: Told) -> None:
    """The first and the last of every operation; `-m long` has them all."""
    record_property(TITLE, f"{name}: {check_some_of_step(AWKWARD[name]())}")


@pytest.mark.long
@pytest.mark.parametrize("name", AWKWARD)
def test_every_cell_of_every_instruction_is_explained_as_it_ran(name: str, record_property: Told) -> None:
    """All of them, term by term, in some minutes: `python -m pytest tests/trace/test_whole_step.py -m long`."""
    record_property(TITLE, f"{name}: {check_step(AWKWARD[name]())}")


@pytest.mark.parametrize("name", SAMPLES)
def test_cells_of_a_sample_are_explained_as_they_ran(name: str, record_property: Told) -> None:
    """So many drawn at random from a step of the sample at its real size; `-m long` draws 1 000."""
    record_property(TITLE, f"{name}: {check_random_cells(_sample(name), 30)}")


@pytest.mark.long
@pytest.mark.parametrize("name", SAMPLES)
def test_a_thousand_cells_of_a_sample_are_explained_as_they_ran(name: str, record_property: Told) -> None:
    """Drawn at random from a step of the sample at its real size."""
    record_property(TITLE, f"{name}: {check_random_cells(_sample(name), 1_000)}")


def test_the_networks_have_every_kind_activation_loss_and_rule() -> None:
    for title, found in (("kind", catalog.kinds()), ("activation", catalog.activations()), ("rule", catalog.rules())):
        assert {f"{title} {each.id}" for each in found} <= set(AWKWARD)
    for loss in catalog.losses():
        assert {f"loss {loss.id}, stable", f"loss {loss.id}, textbook"} <= set(AWKWARD)
    assert {kind.id for kind in catalog.kinds()} <= set(PLACED)


def _sample(name: str) -> Document:
    return files.load(asset_path("samples", f"{name}.nnsim"))
