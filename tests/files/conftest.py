"""A document with something in every part, its file, and a way to build files that break one rule at a time."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from hashlib import sha256

import msgspec
import numpy as np
import pytest

from nnsim import edits, files
from nnsim.catalog import AdamSettings, DenseSettings, Uniform
from nnsim.document import (
    Amount,
    ArrayMap,
    Choice,
    Column,
    Condition,
    DataSource,
    Document,
    Drawing,
    History,
    NodeBreakpoint,
    Place,
    Pointing,
    Question,
    Slide,
    SlideMoment,
    Split,
    Table,
)

PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q"
    b"\0\0\0\0IEND\xaeB`\x82"
)

SLIDES = (
    Slide("start", {"en": "A *weight*", "ko": "가중치"}, {"": "w"}, {"ko": "천천히"}, ("dense1",), ("neuron1",), 3,
          SlideMoment(2, Place("backward", "dense1", "Contract", 1, 0, 2), "term", 1), False, "loss",
          Question({"en": "Up or down?"}, Choice(({"en": "up"}, {"en": "down", "ko": "아래"}), 1), {"en": "See."})),
    Slide("number", question=Question({"en": "How much?"}, Amount(0.25, 0.01))),
    Slide("neuron", question=Question({"en": "Which?"}, Pointing("dense1", 2))),
    Slide("curve", question=Question({"en": "Draw it."}, Drawing(20))),
)


def _own_table() -> DataSource:
    cells = {"0": np.linspace(-1, 1, 6), "1": np.arange(6.0) ** 2, "2": np.array([0, 1, 2, 0, 1, 2], np.int32)}
    columns = (
        Column("길이", standardize=True),
        Column("width"),
        Column("species", "output", "one_hot", categories=("가", "나", "다")),
    )
    return DataSource(Table("꽃.csv", cells=ArrayMap(cells)), columns, Split(0.3, 7))


@pytest.fixture(scope="session")
def document() -> Document:
    """Input → dense and neuron → output with a loss, Adam's memory, curves, masks, own data, texts, opaque parts."""
    made = edits.set_rule(edits.new_document(), "adam", AdamSettings(learning_rate=0.02))
    made, x = edits.add_node(made, "input", (0, 0))
    made, hidden = edits.add_node(made, "dense", (120.5, 0), "숨은 층", DenseSettings(3, "relu", True, Uniform(-2, 2)))
    made, neuron = edits.add_node(made, "neuron", (240, -30.25))
    made, output = edits.add_output(made, (360, 0))
    for source, target, unit in ((x, hidden, None), (hidden, neuron, 1), (x, neuron, None), (neuron, output, None)):
        made = edits.connect(made, source, target, unit)
    made = edits.freeze(made, f"{hidden}/weight", (0, 1), True)
    made = edits.prune(made, f"{neuron}/weight", (0, 2), True)
    made = edits.set_title(made, "Three ways · 세 갈래")
    made = edits.add_note(made, "첫 줄\nsecond line", (-40, 8.5), (180, 60), "yellow")[0]
    made = edits.add_note(made, "A title", (0, -90), style="title")[0]
    made, block = edits.group(made, [hidden, neuron], "가운데")
    made = edits.group(made, [hidden, neuron, output])[0]
    made = edits.set_opened(edits.set_folded(made, block, True), hidden, True)
    for stop in (NodeBreakpoint(hidden, "backward"), NodeBreakpoint(output, "forward", False), Condition("loss", 0.1),
                 Condition("gradient", 1e-3, True, neuron), Condition("not_finite", on=False), Condition("step", 300)):
        made = edits.add_breakpoint(made, stop)
    random = np.random.default_rng(3)
    slots = {
        f"{path}:{moment}": random.normal(size=array.shape)
        for path, array in made.state.parameters.items()
        for moment in ("first_moment", "second_moment")
    }
    state = msgspec.structs.replace(made.state, slots=ArrayMap(slots), step=120, epoch=4, position=3)
    losses = np.array([1, 0.5, 0.25, 0.125, 0.1])
    curves = {"epoch": np.arange(5.0), "train_loss": losses, "test_loss": np.full(5, np.nan)}
    made = msgspec.structs.replace(made, data=_own_table())
    made = edits.with_training(made, state, History(ArrayMap(curves)))
    later = edits.with_training(made, msgspec.structs.replace(state, step=160, epoch=5), made.history)
    made = edits.add_bookmark(edits.branch(later, made), 120, "처음 · start")
    made = edits.with_training(made, msgspec.structs.replace(state, step=130), made.history)
    for slide in SLIDES:
        made = edits.add_slide(made, slide)[0]
    return msgspec.structs.replace(
        made,
        texts={"description.en": "A *line*.\n", "description.ko": "한 줄\r\n"},
        extra={"ext/other/tool.bin": b"\0\1\2", "exercise.json": b'{"goals": []}', "img/cat.png": PNG},
    )


@pytest.fixture(scope="session")
def png() -> bytes:
    """The smallest PNG."""
    return PNG


@pytest.fixture(scope="session")
def data(document: Document) -> bytes:
    """The document's file, with a thumbnail."""
    return files.dumps(document, PNG)


def members_of(data: bytes) -> dict[str, bytes]:
    """The members of a file by name, in order, read by another ZIP reader than ours."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def resigned(members: Mapping[str, bytes], **changes: object) -> dict[str, bytes]:
    """The members with a manifest that fits them, so that a test reaches what it is about."""
    manifest = json.loads(members["manifest.json"])
    manifest["members"] = {
        name: {"size": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in members.items()
        if name not in ("mimetype", "manifest.json")
    }
    manifest.update(changes)
    return {**members, "manifest.json": json.dumps(manifest).encode()}


class Zip:
    """A ZIP whose every header field can be set at will: `entry` appends a member, `done` the directory."""

    def __init__(self) -> None:
        self.body = b""
        self.directory = b""
        self.count = 0

    def entry(self, name: str | bytes, content: bytes, method: int = 0, **fields: int) -> "Zip":
        """Append a member; `flags`, `crc`, `packed`, `size`, `offset`, `mode` override what fits the content."""
        raw = name if isinstance(name, bytes) else name.encode()
        block = content
        if method == 8:
            deflater = zlib.compressobj(9, wbits=-15)
            block = deflater.compress(content) + deflater.flush()
        crc, packed = fields.get("crc", zlib.crc32(content)), fields.get("packed", len(block))
        size, flags = fields.get("size", len(content)), fields.get("flags", 0)
        offset = fields.get("offset", len(self.body))
        shared = struct.pack("<5H3I2H", 20, flags, method, 0, 33, crc, packed, size, len(raw), 0)
        self.body += b"PK\3\4" + shared + raw + block
        self.directory += b"PK\1\2" + struct.pack("<H", 0x314) + shared
        self.directory += struct.pack("<3H2I", 0, 0, 0, fields.get("mode", 0o100644) << 16, offset) + raw
        self.count += 1
        return self

    def done(self, **fields: int) -> bytes:
        """The file; `count` overrides the number of entries."""
        count = fields.get("count", self.count)
        end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(self.directory), len(self.body), 0)
        return self.body + self.directory + end


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A file with these members, stored."""
    archive = Zip()
    for name, content in members.items():
        archive.entry(name, content)
    return archive.done()


@pytest.fixture(scope="session")
def remade(data: bytes) -> Callable[..., bytes]:
    """`remade({"document.json": …}, diverged=True)`: the file with members put in, replaced or (None) left out."""

    def make(changes: Mapping[str, bytes | None] | None = None, /, **manifest: object) -> bytes:
        members = {**members_of(data), **(changes or {})}
        kept = {name: content for name, content in members.items() if content is not None}
        return zipped(resigned(kept, **manifest))

    return make


@pytest.fixture(scope="session")
def members(data: bytes) -> dict[str, bytes]:
    """The members of the document's file."""
    return members_of(data)


@pytest.fixture
def new_zip() -> type[Zip]:
    """The builder of ZIPs that break rules."""
    return Zip
