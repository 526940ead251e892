"""The shipped samples: made by their recipes, sound, and learning what they promise."""

import importlib.util
from types import ModuleType

import pytest

from nnsim import edits, files
from nnsim.assets import asset_path, assets_folder
from nnsim.program import Trainer, problems

NAMES = sorted(path.stem for path in (assets_folder() / "samples").glob("*.nnsim"))


def _recipes() -> ModuleType:
    path = assets_folder().parent / "packaging" / "make_samples.py"
    spec = importlib.util.spec_from_file_location("make_samples", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_samples_of_this_version_ship() -> None:
    assert {
        "mcculloch-pitts", "perceptron", "adaline", "logistic", "mlp-by-hand", "mlp-xor", "spirals", "cnn-digits",
    } <= set(NAMES)


def test_every_file_is_what_its_recipe_makes() -> None:
    recipes = _recipes().SAMPLES
    assert set(recipes) == set(NAMES)
    for name, recipe in recipes.items():
        assert files.load(asset_path("samples", f"{name}.nnsim")) == recipe(), f"run packaging/make_samples.py: {name}"


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_has_no_problems_and_speaks_both_languages(name: str) -> None:
    document = files.load(asset_path("samples", f"{name}.nnsim"))
    assert problems(document) == ()
    assert document.title["en"]
    assert document.title["ko"]
    assert document.texts["description.en"]
    assert document.texts["description.ko"]


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_trains_and_its_loss_does_not_rise(name: str) -> None:
    trainer = Trainer(files.load(asset_path("samples", f"{name}.nnsim")))
    before, _ = trainer.evaluate()
    for _ in range(20):
        trainer.epoch()
    after, _ = trainer.evaluate()
    assert after < before or before == after == 0.0


def test_xor_is_solved_from_at_least_18_of_20_seeds() -> None:
    document = files.load(asset_path("samples", "mlp-xor.nnsim"))
    solved = 0
    for seed in range(20):
        trainer = Trainer(edits.reset_training(document, seed))
        for _ in range(500):
            trainer.epoch()
        solved += trainer.evaluate()[1] == 1.0
    assert solved >= 18, f"solved from {solved} of 20 seeds"


def test_logistic_regression_on_iris_reaches_93_percent_on_test_data() -> None:
    trainer = Trainer(files.load(asset_path("samples", "logistic.nnsim")))
    for _ in range(100):
        trainer.epoch()
    assert trainer.evaluate("test")[1] >= 0.93


def test_the_digits_are_read_from_93_of_100_test_images_from_each_of_three_seeds() -> None:
    document = files.load(asset_path("samples", "cnn-digits.nnsim"))
    for seed in range(3):
        trainer = Trainer(edits.reset_training(document, seed))
        for _ in range(30):
            trainer.epoch()
        assert trainer.evaluate("test")[1] >= 0.93, f"seed {seed}"


def test_spirals_are_told_apart_within_800_epochs_from_each_of_five_seeds() -> None:
    document = files.load(asset_path("samples", "spirals.nnsim"))
    reached = []
    for seed in range(5):
        trainer = Trainer(edits.reset_training(document, seed))
        for _ in range(800):
            trainer.epoch()
            if trainer.epoch_number % 50 == 0 and trainer.evaluate()[1] >= 0.95:
                break
        reached.append(trainer.evaluate()[1])
    assert min(reached) >= 0.95, reached
