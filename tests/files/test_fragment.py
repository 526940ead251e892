"""Parts of a network on the clipboard: they come back as they were, and damaged ones are refused in words."""

import random

import pytest

from nnsim import edits, files
from nnsim.document import Document
from nnsim.files import FileError
from nnsim.files.fragment import dump_fragment, load_fragment
from nnsim.text import render
from tests.files.test_mutations import damaged


def part_of(document: Document) -> Document:
    nodes = [node.id for node in document.network.nodes if node.kind in ("input", "dense", "neuron")]
    document, note = edits.add_note(document, "숨은 층 🙂", (1.0, 2.0))
    return edits.fragment_of(document, nodes, [note])


def test_a_fragment_comes_back_to_the_bit(document: Document) -> None:
    part = part_of(document)
    data = dump_fragment(part)
    assert load_fragment(data) == part
    assert dump_fragment(load_fragment(data)) == data
    assert part.network.masks


def test_a_whole_file_gives_its_network_alone(data: bytes, document: Document) -> None:
    part = load_fragment(data)
    notes = [note.id for note in document.views.notes]
    assert part == edits.fragment_of(document, [node.id for node in document.network.nodes], notes)
    assert (part.data, part.extra, part.texts, len(part.history)) == (None, {}, {}, 0)


def test_mutated_fragments_are_refused_or_unharmed(document: Document) -> None:
    part, chance = part_of(document), random.Random(7)
    data, refused = dump_fragment(part), list[FileError]()
    for index in range(600):
        try:
            assert load_fragment(damaged(data, chance)) == part, f"mutation {index} came back as another fragment"
        except FileError as error:
            refused.append(error)
    assert len(refused) > 500
    assert all(error.code.startswith("file.") and "clipboard" in render(error.message, "en") for error in refused)


@pytest.mark.parametrize("data", [b"", b"\0" * 64, b"\x89PNG\r\n\x1a\n", "안녕".encode(), b"PK\3\4" + b"\0" * 500])
def test_foreign_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(FileError, match="clipboard") as raised:
        load_fragment(data)
    assert raised.value.code in ("file.not-nnsim", "file.cut-off")


def test_what_no_file_can_hold_is_refused(document: Document) -> None:
    half, _ = edits.add_node(document, "dense", (0.0, 0.0), name="half a character \ud83d")
    with pytest.raises(FileError, match="clipboard"):
        dump_fragment(edits.fragment_of(half, ["dense2"]))
    assert files.loads(dump_fragment(part_of(document))).data is None
