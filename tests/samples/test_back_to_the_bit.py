"""Two hundred training steps of every sample forward and back again, with four kept states, here and in a new process.

Parameters, the rule's memory and the place in training (from which batch order and noise follow) are compared bit by
bit.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from nnsim import files
from nnsim.assets import asset_path
from nnsim.document import TrainingState
from nnsim.trace import Stepper

STEPS, KEPT = 200, 4
SAMPLES = sorted(Path(asset_path("samples")).glob("*.nnsim"))
WALK = "import sys; from tests.samples.test_back_to_the_bit import walked_back; walked_back(sys.argv[1])"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_two_hundred_steps_forward_and_back(path: Path, tmp_path: Path) -> None:
    stepper = Stepper(files.load(path), detail="layer", most_states=KEPT)
    prints = [print_of(stepper.document_before().state)]
    for _ in range(STEPS):
        stepper.seek(stepper.timeline().total - 1)
        stepper.next()
        prints.append(print_of(stepper.document_before().state))
    assert len(set(prints)) == STEPS + 1
    trained = stepper.document_before()
    assert sum(len(stretch.states) for stretch in trained.past.stretches) == KEPT
    kept = tmp_path / "trained.nnsim"
    files.save(trained, kept)
    assert back_again(stepper) == prints[::-1]
    fresh = subprocess.run([sys.executable, "-c", WALK, str(kept)], capture_output=True, text=True, check=True)
    assert json.loads(fresh.stdout) == prints[::-1]


def back_again(stepper: Stepper) -> list[str]:
    """Fingerprints of all states on the way back, the present one first."""
    prints = [print_of(stepper.document_before().state)]
    while not stepper.at_start:
        stepper.seek(0)
        stepper.back()
        if not stepper.at_start:
            stepper.back()
        if (now := print_of(stepper.document_before().state)) != prints[-1]:
            prints.append(now)
    return prints


def walked_back(path: str) -> None:
    """In a new process: the way back from a file, written as JSON."""
    sys.stdout.write(json.dumps(back_again(Stepper(files.load(path), detail="layer", most_states=KEPT))))


def print_of(state: TrainingState) -> str:
    """A fingerprint of everything that training goes on from."""
    digest = hashlib.sha256(repr((state.step, state.epoch, state.position, state.seed, state.lows)).encode())
    for arrays in (state.parameters, state.slots):
        for path, array in sorted(arrays.items()):
            digest.update(f"{path} {array.dtype} {array.shape}".encode() + array.tobytes())
    return digest.hexdigest()
