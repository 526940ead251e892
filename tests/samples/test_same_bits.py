"""One seed, one result: stepping, training and the worker process agree on every sample to the bit, there and back."""

from pathlib import Path

import pytest

from nnsim import cli, files
from nnsim.assets import assets_folder
from nnsim.program import Trainer
from nnsim.trace import Stepper

SAMPLES = sorted((assets_folder() / "samples").glob("*.nnsim"))
STEPS = 100


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_hundred_training_steps_are_the_same_walked_run_and_from_the_command_line(path: Path, tmp_path: Path) -> None:
    document = files.load(path)
    trainer = Trainer(document)
    while trainer.step_number < STEPS or trainer.position:
        trainer.step()
    stepper = Stepper(document, detail="layer")
    for _ in range(trainer.step_number):
        stepper.seek(stepper.timeline().total - 1)
        stepper.next()
    out = tmp_path / "trained.nnsim"
    assert cli.main(["train", str(path), "--epochs", str(trainer.epoch_number), "--out", str(out), "--json"]) == 0
    assert stepper.document_before().state == trainer.state()
    assert files.load(out).state == trainer.state()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_stepping_back_over_training_steps_ends_where_it_began(path: Path) -> None:
    document = files.load(path)
    stepper = Stepper(document, detail="neuron")
    walked = 0
    while stepper.document_before().state.step < 3:
        stepper.next()
        walked += 1
    for _ in range(walked):
        stepper.back()
    assert stepper.document_before().state == document.state
