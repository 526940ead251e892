"""Random networks over all kinds agree with PyTorch, where it is installed: outputs and gradients within 10⁻⁹."""

import pytest

pytest.importorskip("torch", reason="PyTorch is not installed; tests/reference/live_torch.py says how to compare")

from nnsim import catalog
from tests.reference.live.random_networks import network
from tests.reference.live_torch import TOLERANCE, compare, prepare

FEW, MANY = 60, 500


@pytest.fixture(autouse=True, scope="module")
def _prepared() -> None:
    prepare()


@pytest.mark.parametrize("seed", range(FEW))
def test_a_random_network_agrees(seed: int) -> None:
    off, where = compare(seed).worst
    assert off <= TOLERANCE, where


@pytest.mark.long
@pytest.mark.parametrize("seed", range(FEW, MANY))
def test_many_more_random_networks_agree(seed: int) -> None:
    off, where = compare(seed).worst
    assert off <= TOLERANCE, where


def test_every_kind_is_among_the_random_networks() -> None:
    seen = {node.kind for seed in range(2 * FEW) for node in network(seed).network.nodes}
    assert {kind.id for kind in catalog.kinds()} == seen
