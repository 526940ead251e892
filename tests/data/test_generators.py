"""Generated sets: their bits stay the same for ever, and they have the shapes that their lessons need."""

import hashlib

import numpy as np
import pytest

from nnsim.data import change_knobs, generated, prepare, source_kind, sources, starting_source
from nnsim.data.rows import raw_cells
from nnsim.text import NnsimError

POINTS = [kind.id for kind in sources() if kind.form == "points"]
# the first 16 digits of SHA-256 over the columns; a change of any bit breaks the samples that students saved
GOLDEN = {
    "xor": "926736c856ef7157",
    "circles": "a79604f3d4ca042b",
    "spirals": "c103f91324a02c77",
    "gaussians": "ee5733e428d987a5",
    "three_gaussians": "85feb0416e2b2b8c",
    "two_clusters": "f489c45a3b15f961",
    "overlapping_clusters": "f489c45a3b15f961",
}


def digest(source_id: str, **knobs: float) -> str:
    cells = raw_cells(generated(source_id, **knobs).rows)
    return hashlib.sha256(b"".join(column.tobytes() for column in cells)).hexdigest()[:16]


@pytest.mark.parametrize("source_id", POINTS)
def test_bits_never_change(source_id: str) -> None:
    assert digest(source_id, seed=7, noise=0.25, count=101) == GOLDEN[source_id]


@pytest.mark.parametrize("source_id", POINTS)
def test_seed_and_noise_matter(source_id: str) -> None:
    assert digest(source_id, seed=1, noise=0.5) != digest(source_id, seed=2, noise=0.5)
    assert digest(source_id, noise=0.5) != digest(source_id, noise=0.6)


@pytest.mark.parametrize("source_id", POINTS)
def test_as_many_samples_as_asked_in_even_classes(source_id: str) -> None:
    x, y, classes = raw_cells(generated(source_id, count=120).rows)
    assert len(x) == len(y) == 120
    assert len(set(np.bincount(classes))) == 1


def test_xor_is_exactly_the_four_points() -> None:
    data = prepare(generated("xor"))
    assert data.x_train.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert data.y_train.tolist() == [[0], [1], [1], [0]]
    assert len(data.x_test) == 0


def test_xor_clouds_stay_around_the_corners() -> None:
    x, y, classes = raw_cells(generated("xor", count=400, noise=0.1).rows)
    corner = np.round(np.column_stack([x, y]))
    assert ((corner.sum(axis=1) == 1) == classes).mean() > 0.99


@pytest.mark.parametrize(
    ("source_id", "truth"), [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("nand", [1, 1, 1, 0]), ("not", [1, 0])]
)
def test_truth_tables(source_id: str, truth: list[int]) -> None:
    data = prepare(generated(source_id))
    assert data.y_train[:, 0].tolist() == truth
    assert data.x_train.shape == (len(truth), 1 if source_id == "not" else 2)


def test_one_sample_is_the_worked_example() -> None:
    data = prepare(generated("one_sample"))
    assert data.x_train.tolist() == [[0.05, 0.10]]
    assert data.y_train.tolist() == [[0.01, 0.99]]
    assert data.kind == "numbers"


@pytest.mark.parametrize("noise", [0.1, 1.0, 3.0])
@pytest.mark.parametrize("seed", range(5))
def test_two_clusters_are_separable_whatever_the_noise(noise: float, seed: int) -> None:
    x, y, classes = raw_cells(generated("two_clusters", count=500, noise=noise, seed=seed).rows)
    assert (x + y)[classes == 1].min() > 0.5 > -0.5 > (x + y)[classes == 0].max()


def test_overlapping_clusters_overlap() -> None:
    x, y, classes = raw_cells(generated("overlapping_clusters").rows)
    assert (x + y)[classes == 1].min() < (x + y)[classes == 0].max()


def test_circles_without_noise_leave_a_gap() -> None:
    x, y, classes = raw_cells(generated("circles", noise=0.0, count=1000).rows)
    radius = np.hypot(x, y)
    assert radius[classes == 1].max() <= 1.5 < 2.1 <= radius[classes == 0].min() + 1e-6


def test_spirals_turn_as_often_as_asked() -> None:
    x, y, classes = raw_cells(generated("spirals", turns=1.75, count=2000).rows)
    arm = np.unwrap(np.arctan2(y[classes == 0], x[classes == 0]))
    assert (arm[-1] - arm[0]) / (2 * np.pi) == pytest.approx(1.75)


@pytest.mark.parametrize("knobs", [{"count": 3}, {"count": 10**9}, {"noise": -0.1}, {"noise": float("nan")}])
def test_knobs_out_of_range_are_refused_before_anything_is_allocated(knobs: dict[str, float]) -> None:
    with pytest.raises(NnsimError, match="from") as caught:
        generated("circles", **knobs)
    assert caught.value.code == "data.knob"
    with pytest.raises(NnsimError):
        change_knobs(generated("circles"), **knobs)


def test_unknown_sets_and_knobs_are_named() -> None:
    with pytest.raises(NnsimError, match=r"spirales.*spirals"):
        generated("spirales")
    with pytest.raises(NnsimError, match="turns"):
        generated("circles", turns=2.0)


def test_every_choice_starts() -> None:
    for kind in sources():
        if kind.form != "own":
            assert len(prepare(starting_source(kind)).x_train)
    with pytest.raises(ValueError, match="read_csv"):
        starting_source(source_kind("own"))
