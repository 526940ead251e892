"""Hand-made attacks: each is refused with its own code, in under a second of work, before it costs memory."""

import json
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from nnsim import files
from nnsim.files import FileError
from tests.batteries.work import work

MIME = b"application/x-nnsim"
MIB = 1024 * 1024


def refused(data: bytes) -> FileError:
    """The error that a file gives, in less than a second of work."""
    with work() as spent, pytest.raises(FileError) as caught:
        files.loads(data)
    assert spent.seconds < 1.0
    return caught.value


def zip_attacks(z: type) -> Iterator[tuple[str, bytes]]:
    """(expected code, file) for everything that can be wrong with a ZIP."""

    def first() -> Any:
        return z().entry("mimetype", MIME)

    yield "file.cut-off", b""
    yield "file.cut-off", first().done()[:40]
    yield "file.cut-off", first().done()[:-1]
    yield "file.cut-off", first().done() + b"GIF89a"
    yield "file.cut-off", first().done(count=2)
    yield "file.cut-off", first().entry("a", b"").done(count=1)
    yield "file.not-nnsim", b"GIF89a" + first().done()
    yield "file.not-nnsim", b"%PDF-1.7\n" * 50
    yield "file.not-nnsim", z().entry("[Content_Types].xml", b"<xml/>" * 20).done()
    yield "file.not-nnsim", z().entry("mimetype", b"application/epub+zi").done()
    yield "file.not-nnsim", z().entry("mimetype", MIME, 8).done() + b" " * 80
    yield "file.not-nnsim", z().entry("manifest.json", b"{}" * 40).entry("mimetype", MIME).done()
    outside = "../../etc/passwd", "/etc/passwd", "C:/x", "a\\b", "ext/..", "ext/./x", "a//b", "ext/", "Weights", "é"
    for name in outside:
        yield "file.name", first().entry(name, b"").done()
    yield "file.name", first().entry("ext/a\n", b"").done()
    yield "file.name", first().entry("ext/" + "a" * 300, b"").done()
    yield "file.name", first().entry("ext/\0", b"").done()
    yield "file.duplicate", first().entry("manifest.json", b"{}").entry("manifest.json", b"{}").done()
    yield "file.duplicate", first().entry("document.json", b"{}").entry("DOCUMENT.JSON", b"{}").done()
    yield "file.encrypted", first().entry("ext/a", b"x", flags=1).done()
    yield "file.container", first().entry("ext/a", b"x", flags=8).done()
    for method in (1, 9, 12, 14, 93, 99):
        yield "file.compression", first().entry("ext/a", b"x", method).done()
    yield "file.compression", first().entry("weights.safetensors", b"x", 8).done()
    for mode in (0o120777, 0o040755, 0o010644, 0o020644):
        yield "file.link", first().entry("ext/a", b"x", mode=mode).done()
    yield "file.too-many-members", _many(first(), 64).done()
    yield "file.too-many-members", first().done(count=65535)
    yield "file.overlap", first().entry("ext/a", b"x").entry("ext/b", b"x", offset=57).done()
    yield "file.overlap", first().entry("ext/a", b"x", offset=0).done()
    yield "file.hidden-bytes", first().entry("ext/a", b"x", offset=60).done()
    hidden = first()
    hidden.body += b"between"
    yield "file.hidden-bytes", hidden.entry("ext/a", b"x").done()
    hidden = first()
    hidden.body += b"behind"
    yield "file.hidden-bytes", hidden.done()
    yield "file.container", first().entry("ext/a", b"x" * 9, size=3).done()
    yield "file.container", first().entry("ext/a", b"x", packed=400, size=400).done()
    yield "file.member-too-large", first().entry("document.json", b"x", size=33 * MIB).done()
    yield "file.member-too-large", first().entry("weights.safetensors", b"", size=300 * MIB, packed=300 * MIB).done()
    yield "file.too-large", _many_large(first()).done()
    yield "file.bomb", first().entry("ext/a", b"\0" * (8 * MIB), 8).done()
    yield "file.bomb", first().entry("text/about.en.md", b"", 8).entry("ext/b", b"\0" * 2 * MIB, 8).done()


def _many(archive: Any, count: int) -> Any:
    for index in range(count):
        archive.entry(f"ext/{index}", b"")
    return archive


def _many_large(archive: Any) -> Any:
    for index in range(20):
        archive.entry(f"ext/{index}", b"", 8, size=60 * MIB, packed=60 * MIB)
    return archive


def test_attacks_on_the_container(new_zip: type) -> None:
    for expected, data in zip_attacks(new_zip):
        assert refused(data).code == expected, data[:200]


def test_a_directory_that_lies_about_a_member_is_refused(new_zip: type, members: dict[str, bytes]) -> None:
    def archive(**fields: int) -> bytes:
        made = new_zip()
        for name, content in members.items():
            here = name == "document.json"
            made.entry(name, content, 8 if here else 0, **(fields if here else {}))
        return bytes(made.done())

    size = len(members["document.json"])
    assert files.loads(archive()) is not None
    assert refused(archive(size=size + 1)).code == "file.container"
    assert refused(archive(size=size - 1)).code == "file.container"
    assert refused(archive(crc=1)).code == "file.checksum"
    whole = archive()
    at = whole.index(b"\0\0document.json")  # behind the two bytes of the extra field's length
    assert refused(whole[: at - 14] + b"\1\2\3\4" + whole[at - 10 :]).code == "file.container"  # the local header's CRC


def test_a_bomb_that_hides_its_size_is_stopped_at_the_stated_size(new_zip: type, members: dict[str, bytes]) -> None:
    deflater = zlib.compressobj(9, wbits=-15)
    bomb = deflater.compress(b"\0" * (64 * MIB)) + deflater.flush()
    archive = new_zip()
    for name, content in members.items():
        if name == "document.json":
            archive.entry(name, bomb, 0)  # its method and size are changed below
        else:
            archive.entry(name, content)
    data = bytearray(archive.done())
    for signature, name_at, method_at, size_at in ((b"PK\3\4", 30, 8, 22), (b"PK\1\2", 46, 10, 24)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            if data[at + name_at : at + name_at + 13] == b"document.json":
                struct.pack_into("<H", data, at + method_at, 8)
                struct.pack_into("<I", data, at + size_at, MIB)
    assert refused(bytes(data)).code == "file.container"


def document_attacks(raw: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """(expected code, document.json) for everything that can be wrong with the JSON."""

    def changed(path: str, value: Any) -> bytes:
        copy = json.loads(json.dumps(raw))
        *steps, last = path.split(".")
        target = copy
        for step in steps:
            target = target[int(step) if step.isdigit() else step]
        target[int(last) if last.isdigit() else last] = value
        return json.dumps(copy).encode()

    yield "file.json", b""
    yield "file.json", b"{"
    yield "file.json", b"\xff\xfe{}"
    yield "file.json", json.dumps(raw).encode() + b"x"
    yield "file.json", json.dumps(raw).encode("utf-16")
    yield "file.json", b'{"title": "\xed\xa0\x80"}'
    yield "file.depth", b"[" * 100_000
    yield "file.depth", b'{"a":' * 65 + b"1" + b"}" * 65
    yield "file.depth", b'{"x":[' + b"[]," * 600_000 + b"[]]}"
    yield "file.depth", b"[" * (32 * MIB)
    yield "file.value", b"[]"
    yield "file.value", b"null"
    yield "file.value", b"{}"
    for bad in (float("nan"), float("inf")):
        yield "file.json", changed("plan.l1", bad)
    yield "file.json", changed("plan.l1", 0).replace(b'"l1": 0', b'"l1": 1e999')
    for path, value in (
        ("plan.l1", -1), ("plan.l1", "0"), ("plan.l1", True), ("plan.l1", 10**40), ("plan.batch_size", 0),
        ("plan.batch_size", 1.5), ("plan.batches", "all"), ("plan.precision", "float16"), ("plan.extra", 1),
        ("plan.rule.settings.learning_rate", -1), ("plan.rule.settings.learning_rate", 1e9),
        ("plan.rule.settings.momentum", 0.5), ("nodes.1.settings.units", 0), ("nodes.1.settings.units", 10**9),
        ("nodes.1.settings.units", 3.5), ("nodes.1.settings.activation", "__import__('os')"),
        ("nodes.1.settings.initializer", {"type": "pickle"}), ("nodes.1.settings.initializer", 3),
        ("nodes.1.settings.initializer", {"type": "constant", "value": 1e9}),
        ("nodes.0.settings.columns", []), ("nodes.0.settings.columns", [-1]),
        ("nodes.0.id", "../x"), ("nodes.0.id", ""), ("nodes.0.id", "a/b"), ("nodes.0.name", "x" * 501),
        ("links.0.unit", -1), ("links.0.port", ""), ("state.step", -1), ("state.seed", 2**70), ("state.step", 1e3),
        ("positions.input1", [1e12, 0]), ("positions.input1", [1, 2, 3]), ("data.split.test_share", 0.95),
        ("data.rows.cells", "missing"), ("data.columns.2.encoding", "pickle"), ("data.rows.type", "python"),
        ("title.EN", "x"), ("notes.0.text", "x" * 4001), ("notes.0.text", None), ("notes.0.position", [0, 1e12]),
        ("notes.0.size", [-1, 0]), ("notes.0.size", [1e9, 0]), ("notes.0.color", "url(file:///x)"),
        ("notes.0.style", "html"), ("notes.0.href", "http://x"), ("notes", [raw["notes"][0]] * 2001),
        ("groups.0.name", "x" * 501), ("groups.0.members", "dense1"), ("groups.0.folded", 1), ("opened", [1]),
        ("nodes", [raw["nodes"][0]] * 20_001), ("breakpoints", [raw["breakpoints"][0]] * 201),
        ("breakpoints.0.phase", "sideways"), ("breakpoints.0.type", "python"), ("breakpoints.0.on", 1),
        ("breakpoints.2.quantity", "__import__"), ("breakpoints.2.quantity", "mood"), ("breakpoints.2.value", 1e301),
        ("breakpoints.2.value", "0.1"), ("breakpoints.2.href", "x"),
    ):  # fmt: skip
        yield "file.value", changed(path, value)
    for path, value in (
        ("nodes.1.id", "input1"), ("links.0.source", "nobody"), ("links.0.target", "nobody"),
        ("links.0", raw["links"][1]), ("positions.nobody", [0, 0]), ("plan.objectives.0.loss", "nobody"),
        ("links.0", {"source": "neuron1", "target": "dense1", "unit": None, "port": "in"}),
        ("notes", [raw["notes"][0]] * 2), ("groups.1.id", "group1"), ("groups.0.members", ["nobody"]),
        ("groups.0.members", ["neuron1", "neuron1"]), ("groups.1.members", ["neuron1"]), ("groups.0.members", []),
        ("groups.0.parent", "nobody"), ("groups.0.parent", "group1"), ("groups.1.parent", "group1"),
        ("groups", _nested(9)), ("opened", ["nobody"]), ("breakpoints.0.node", "nobody"),
        ("breakpoints.3.node", "nobody"), ("breakpoints.3.node", None), ("breakpoints.2.node", "dense1"),
        ("breakpoints.5.value", 0.5), ("breakpoints.5.above", False), ("breakpoints.4.value", 1.0),
        ("breakpoints.2.quantity", "epoch"),
        ("breakpoints.1", {**raw["breakpoints"][0], "on": False}),
    ):  # fmt: skip
        yield "file.network", changed(path, value)
    yield "file.shape", changed("nodes.1.settings.units", 4)
    yield "file.shape", changed("nodes.1.settings.bias", False)
    yield "file.shape", changed("state.kept_epochs", 6)
    yield "file.value", changed("data.rows.rows", 7)
    yield "file.value", changed("data.columns.2.categories", ["a", "b"])


def _nested(depth: int) -> list[dict[str, Any]]:
    """Groups that stand in one another so deep."""
    names = [f"group{index}" for index in range(depth)]
    members = [[]] * (depth - 1) + [["dense1"]]
    return [
        {"id": name, "name": "", "members": inside, "parent": around}
        for name, inside, around in zip(names, members, [None, *names], strict=False)
    ]


def test_attacks_on_the_document(remade: Callable[..., bytes], members: dict[str, bytes]) -> None:
    for expected, document in document_attacks(json.loads(members["document.json"])):
        error = refused(remade({"document.json": document}))
        assert error.code == expected, document[:300]


def test_a_network_too_large_for_any_file_is_refused_before_it_is_made(
    remade: Callable[..., bytes], members: dict[str, bytes]
) -> None:
    raw = json.loads(members["document.json"])
    dense = {**raw["nodes"][1], "settings": {**raw["nodes"][1]["settings"], "units": 8192}}
    raw["nodes"] = [raw["nodes"][0], *({**dense, "id": f"d{index}"} for index in range(1999))]
    raw["links"] = [
        {"source": f"d{index}", "target": f"d{other}"}
        for index in range(1999)
        for other in range(index + 1, min(index + 20, 1999))
    ]
    raw["positions"], raw["plan"]["objectives"], raw["groups"], raw["opened"] = {}, [], [], []
    raw["breakpoints"] = []
    assert refused(remade({"document.json": json.dumps(raw).encode()})).code == "file.too-many-weights"


def tensor_attacks(good: bytes) -> Iterator[tuple[str, bytes]]:
    """(expected code, weights.safetensors) for everything that can be wrong with tensors."""
    size = int.from_bytes(good[:8], "little")
    header, body = json.loads(good[8 : 8 + size]), good[8 + size :]

    def file(header: Any, body: bytes = body) -> bytes:
        text = header if isinstance(header, bytes) else json.dumps(header).encode()
        return len(text).to_bytes(8, "little") + text + body

    def changed(name: str, **fields: Any) -> bytes:
        return file({**header, name: {**header[name], **fields}})

    weight = "dense1/weight"
    yield "file.tensors", b""
    yield "file.tensors", b"\0" * 7
    yield "file.tensors", (2**63).to_bytes(8, "little") + good[8:]
    yield "file.tensors", (2**64 - 1).to_bytes(8, "little") + good[8:]
    yield "file.tensors", (17 * MIB).to_bytes(8, "little") + b" " * (17 * MIB)
    yield "file.json", file(b"{")
    yield "file.depth", file(b"[" * 10_000)
    yield "file.tensors", file(b"[]")
    yield "file.tensors", file(header, body[:-1])
    yield "file.tensors", file(header, body + b"\0")
    yield "file.tensors", changed(weight, dtype="F16")
    yield "file.tensors", changed(weight, dtype="object")
    yield "file.tensors", changed(weight, shape=[3, 2**40])
    yield "file.tensors", changed(weight, shape=[-3, -2])
    yield "file.tensors", changed(weight, shape=[2**32, 2**32])
    yield "file.tensors", changed(weight, shape=[1] * 9 + [6])
    yield "file.tensors", changed(weight, data_offsets=[0, 8])
    yield "file.tensors", changed(weight, data_offsets=[10**9, 10**9 + 48])
    yield "file.tensors", changed(weight, code="import os")
    yield "file.tensors", file({**header, "__metadata__": {"format": "pt"}})
    nothing = {"dtype": "F64", "shape": [0], "data_offsets": [0, 0]}
    yield "file.tensors", file({f"dense1/{index}": nothing for index in range(100_001)}, b"")
    million = b",".join(b'"%d":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}' % index for index in range(1_000_000))
    yield "file.tensors", file(b"{" + million + b"}", b"")
    yes = header["dense1/weight:frozen"]["data_offsets"][0]
    yield "file.tensors", file(header, body[:yes] + b"\7" + body[yes + 1 :])
    yield "file.shape", changed(weight, shape=[2, 3])
    yield "file.shape", changed(weight, shape=[6])
    yield "file.shape", changed(weight, shape=[1, 3, 2])


def test_attacks_on_the_weights(remade: Callable[..., bytes], members: dict[str, bytes]) -> None:
    for expected, weights in tensor_attacks(members["weights.safetensors"]):
        error = refused(remade({"weights.safetensors": weights}))
        assert (error.code, error.member) == (expected, "weights.safetensors"), weights[:300]


def test_arrays_that_fit_no_network_are_refused(remade: Callable[..., bytes], members: dict[str, bytes]) -> None:
    weights = safetensors.numpy.load(members["weights.safetensors"])
    run = safetensors.numpy.load(members["run.safetensors"])
    weight = weights["dense1/weight"]

    def with_weights(**changes: Any) -> FileError:
        kept = {name.replace("__", "/"): array for name, array in changes.items()}
        return refused(remade({"weights.safetensors": safetensors.numpy.save({**weights, **kept})}))

    assert with_weights(nobody__weight=weight).code == "file.shape"
    assert with_weights(dense1__other=weight).code == "file.shape"
    assert with_weights(dense1__weight=weight.astype(np.int32)).code == "file.shape"
    assert with_weights(dense1__weight=np.full_like(weight, np.nan)).code == "file.not-finite"
    assert with_weights(dense1__weight=np.full_like(weight, np.inf)).code == "file.not-finite"
    assert with_weights(**{"dense1__weight:hidden": weight.astype(bool)}).code == "file.shape"
    assert with_weights(**{"dense1__weight:frozen": weight}).code == "file.shape"
    assert refused(remade({"weights.safetensors": None})).code == "file.shape"
    strange = {"slot/nobody/weight:velocity": weight, "slot/dense1/weight:first_moment": weight[:1], "x": weight}
    for name, array in strange.items():
        error = refused(remade({"run.safetensors": safetensors.numpy.save({**run, name: array})}))
        assert (error.code, error.member) == ("file.shape", "run.safetensors")
    run.pop("history/epoch")
    assert refused(remade({"run.safetensors": safetensors.numpy.save(run)})).code == "file.shape"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("ext/a", None, None),
        ("surprise.exe", b"MZ", "file.unknown-member"),
        ("weights.pkl", b"\x80\x04", "file.unknown-member"),
        ("text/about.en.html", b"<script>", "file.unknown-member"),
        ("text/about.en.md", b"\xff\xfe", "file.text"),
        ("lesson.json", b"{", "file.json"),
        ("lesson.json", b'{"slides": [{"id": "a"}, {"id": "a"}]}', "file.value"),
        ("lesson.json", b'{"slides": [{"id": "a", "moment": {"steps": -1}}]}', "file.value"),
        ("lesson.json", b'{"slides": [{"id": "a", "script": "import os"}]}', "file.value"),
        ("lesson.json", b'{"slides": [{"id": "a", "question": {"text": {}, "way": {"type": "choice", "answer": 2, '
                        b'"options": [{}, {}]}}}]}', "file.value"),
        ("attempt.json", b"[" * 1000, "file.depth"),
        ("img/a.png", b"<svg/>", "file.image"),
        ("img/a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">2I", 100_000, 10) + b"\0" * 20, "file.image"),
        ("thumbnail.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">2I", 0, 10) + b"\0" * 20, "file.image"),
        ("img/a.png", b"x" * (4 * MIB + 1), "file.member-too-large"),
        ("document.json", None, "file.missing-member"),
    ],
)
def test_members_are_judged_by_the_table(
    remade: Callable[..., bytes], name: str, content: bytes | None, code: str | None
) -> None:
    if code is None:
        assert files.loads(remade({name: content})) is not None
    else:
        assert refused(remade({name: content})).code == code


def test_attacks_on_the_manifest(
    remade: Callable[..., bytes], members: dict[str, bytes], new_zip: type, data: bytes
) -> None:
    assert refused(remade(kind="key")).code == "file.kind"
    assert refused(remade(format="2.0")).code == "file.too-new"
    for bad in ("1", "0.9", "1.0.0", 1, None, "9" * 5000 + ".0"):
        assert refused(remade(format=bad)).code == "file.manifest"
    assert refused(remade(diverged="yes")).code == "file.value"
    assert refused(remade(surprise=1)).code == "file.value"
    plain = new_zip()
    for name, content in members.items():
        plain.entry(name, b"A **curve**." if name == "text/description.en.md" else content)
    assert refused(plain.done()).code == "file.checksum"
    extra = new_zip()
    for name, content in members.items():
        extra.entry(name, content)
    assert refused(extra.entry("ext/unsigned", b"x").done()).code == "file.unknown-member"
    manifest = json.loads(members["manifest.json"])
    manifest["members"]["ext/gone"] = {"size": 1, "sha256": "0" * 64}
    absent = new_zip()
    for name, content in members.items():
        absent.entry(name, json.dumps(manifest).encode() if name == "manifest.json" else content)
    assert refused(absent.done()).code == "file.missing-member"
    nothing = new_zip().entry("mimetype", MIME).done()
    assert refused(nothing).code == "file.missing-member"
