"""Files damaged at random: nothing but FileError comes out, and none opens as something else than it was."""

import io
import random
import sys
import zipfile
from collections.abc import Callable

import pytest

from nnsim import files
from nnsim.document import Document
from nnsim.files import FileError


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to four faults: changed, cut, doubled, moved, blanked or foreign bytes."""
    mutated = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        if not mutated:
            break
        at = chance.randrange(len(mutated))
        end = min(len(mutated), at + chance.choice((1, 2, 4, 16, 200)))
        match chance.randrange(8):
            case 0 | 1 | 2:
                mutated[at] ^= 1 << chance.randrange(8)
            case 3:
                mutated[at] = chance.choice((0, 1, 0x22, 0x5B, 0x7F, 0x80, 0xFF))
            case 4:
                del mutated[at:end]
            case 5:
                mutated[at:at] = mutated[at:end]
            case 6:
                mutated[at:end] = bytes(end - at)
            case 7:
                mutated[at:end] = chance.randbytes(end - at)
    return bytes(mutated)


def mutate_many(count: int, seed: int, data: bytes, document: Document, remade: Callable[..., bytes]) -> str:
    """Open `count` damaged files, half of them with checksums that fit the damage; returns the tally."""
    chance = random.Random(seed)
    tensors = "weights.safetensors", "run.safetensors", "data/own.safetensors"
    members = "document.json", *tensors, "text/description.ko.md"
    contents = {name: content for name, content in _members(data).items() if name in members}
    refused = unharmed = other = 0
    for index in range(count):
        signed = index % 2 == 1
        if signed:
            name = chance.choice(members)
            changed = remade({name: damaged(contents[name], chance)})
        else:
            changed = damaged(data, chance)
        try:
            opened = files.loads(changed)
        except FileError as error:
            refused += bool(error.code.startswith("file.") and str(error))
        else:
            same = opened == document
            assert same or signed, f"mutation {index} of seed {seed} opened as another document"
            unharmed, other = (unharmed + 1, other) if same else (unharmed, other + 1)
    assert refused + unharmed + other == count
    return f"{count} mutated files: {refused} refused, {unharmed} unharmed, {other} re-signed ones opened as written"


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_mutated_files_are_refused_or_unharmed(data: bytes, document: Document, remade: Callable[..., bytes]) -> None:
    assert mutate_many(2000, 0, data, document, remade)


@pytest.mark.long
def test_ten_thousand_mutated_files_are_refused_or_unharmed(
    data: bytes, document: Document, remade: Callable[..., bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    tally = mutate_many(10_000, 1, data, document, remade)
    with capsys.disabled():
        sys.stdout.write(f"\n{tally}\n")
