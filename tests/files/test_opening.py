"""Opening: what is said of newer, damaged, diverged and unknown files, and the quick look of the welcome page."""

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nnsim import edits, files
from nnsim.document import Document, UnknownSettings
from nnsim.files import FileError
from nnsim.files.migrations import migrated
from nnsim.program import problems
from nnsim.text import render

VERSIONS = sorted((Path(__file__).parent / "versions").glob("*.nnsim"))


def changed(members: dict[str, bytes], change: Callable[[dict[str, Any]], None]) -> dict[str, bytes]:
    """document.json after a change of its parsed form."""
    raw = json.loads(members["document.json"])
    change(raw)
    return {"document.json": json.dumps(raw).encode()}


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_file_of_every_version_opens_for_ever(path: Path) -> None:
    document = files.load(path)
    assert document.network.nodes
    assert document.state.slots
    assert len(document.history)
    assert files.loads(files.dumps(document)) == document


def test_damaged_weights_leave_the_network_to_be_opened(tmp_path: Path, data: bytes, document: Document) -> None:
    path = tmp_path / "lab3.nnsim"
    at = data.index(document.state.parameters["dense1/weight"].tobytes())
    path.write_bytes(data[:at] + b"\x7f" + data[at + 1 :])
    with pytest.raises(FileError) as caught:
        files.load(path)
    error = caught.value
    sentence = "'lab3.nnsim' is damaged: part weights does not match its checksum. It can be opened without weights."
    assert str(error) == sentence
    assert error.weights_alone
    assert "lab3.nnsim" in render(error.text, "ko")
    opened = files.open_file(path, without_weights=True)
    assert opened.without_weights
    assert opened.banners
    assert opened.document.network.nodes == document.network.nodes
    assert opened.document.state.parameters.keys() == document.state.parameters.keys()
    assert len(opened.document.history) == 0
    assert opened.document.data == document.data


def test_a_newer_minor_version_opens_with_a_banner(
    tmp_path: Path, remade: Callable[..., bytes], members: dict[str, bytes], document: Document
) -> None:
    def later(raw: dict[str, Any]) -> None:
        raw["goals"] = [{"weight": 1}]
        raw["plan"]["teacher"] = "the same network, a step ago"
        raw["nodes"][1]["settings"]["dropout"] = 0.5
        raw["nodes"][1]["settings"]["initializer"]["gain"] = 2
        raw["data"]["rows"]["checksum"] = "x"
        raw["notes"][1]["style"] = "speech-bubble"
        raw["notes"][0]["link"] = "dense1"

    path = tmp_path / "new.nnsim"
    extra = {**changed(members, later), "sound/bell.ogg": b"ogg"}
    path.write_bytes(remade(extra, format="1.7", app="0.9.0", author="someone"))
    opened = files.open_file(path)
    assert opened.newer
    assert "0.9.0" in render(opened.banners[0], "en")
    assert opened.document.network == document.network
    assert [note.style for note in opened.document.views.notes] == ["note", "note"]
    assert opened.document.extra == {**document.extra, "sound/bell.ogg": b"ogg"}
    with pytest.raises(FileError, match="wrong value"):
        files.loads(remade(changed(members, later)))


def test_a_newer_major_version_names_the_program_it_needs(remade: Callable[..., bytes]) -> None:
    with pytest.raises(FileError, match=r"format 2\.1.*Open it with nnsim 3\.0 or later") as caught:
        files.loads(remade(format="2.1", app="3.0"))
    assert caught.value.code == "file.too-new"


def test_an_older_major_version_is_migrated_step_by_step() -> None:
    steps = {1: lambda raw: {**raw, "one": True}, 2: lambda raw: {**raw, "two": raw["one"]}}
    assert migrated({"a": 1}, 1, 3, steps) == {"a": 1, "one": True, "two": True}


def test_an_unknown_kind_keeps_its_place_and_settings(
    tmp_path: Path, remade: Callable[..., bytes], members: dict[str, bytes]
) -> None:
    def strange(raw: dict[str, Any]) -> None:
        raw["nodes"][1].update(kind="capsule", settings={"units": 3, "gates": [1, 2.5, {"deep": None}], "big": 10**25})

    path = tmp_path / "strange.nnsim"
    path.write_bytes(remade(changed(members, strange)))
    opened = files.open_file(path)
    document = opened.document
    node = document.network.node("dense1")
    assert isinstance(node.settings, UnknownSettings)
    assert node.name == "숨은 층"
    assert "does not have capsule" in render(opened.banners[0], "en")
    assert files.loads(files.dumps(document)) == document
    assert set(document.state.parameters) == set(files.loads(remade()).state.parameters)


def _rule(raw: dict[str, Any]) -> None:
    raw["plan"]["rule"] = {"kind": "tiger", "settings": {"beta": 0.9}}


def _schedule(raw: dict[str, Any]) -> None:
    raw["plan"]["schedule"] = {"kind": "spiral", "settings": {}}


def _loss(raw: dict[str, Any]) -> None:
    node = next(node for node in raw["nodes"] if node["kind"] == "loss")
    node["settings"]["function"] = "surprise"


def _activation(raw: dict[str, Any]) -> None:
    raw["nodes"][1]["settings"]["activation"] = "swish2"


@pytest.mark.parametrize(("change", "said"), [
    (_rule, ("$.plan.rule.kind", "expected one of gradient_descent", "got tiger")),
    (_schedule, ("$.plan.schedule.kind", "expected one of steps", "got spiral")),
    (_loss, ("settings", "Loss function", "expected one of mse", "got surprise")),
    (_activation, ("$.nodes[1].settings", "Activation", "expected one of", "got swish2")),
], ids=["rule", "schedule", "loss", "activation"])
def test_an_unknown_choice_is_refused_with_its_place(
    remade: Callable[..., bytes], members: dict[str, bytes], change: Callable[[dict[str, Any]], None],
    said: tuple[str, ...],
) -> None:
    with pytest.raises(FileError) as caught:
        files.loads(remade(changed(members, change)))
    assert caught.value.code == "file.value"
    for language in ("en", "ko"):
        assert [part for part in said[:1] if part not in render(caught.value.message, language)] == []
    assert [part for part in said if part not in str(caught.value)] == []
    assert "backup" in str(caught.value)


def test_a_rule_and_a_schedule_of_a_newer_version_are_replaced_and_told(
    tmp_path: Path, remade: Callable[..., bytes], members: dict[str, bytes]
) -> None:
    def later(raw: dict[str, Any]) -> None:
        _rule(raw)
        _schedule(raw)

    path = tmp_path / "later.nnsim"
    path.write_bytes(remade(changed(members, later), format="1.7", app="0.9.0"))
    opened = files.open_file(path)
    plan = opened.document.plan
    assert (plan.rule.kind, plan.schedule) == ("gradient_descent", None)
    for banner, name in zip(opened.banners[-2:], ("tiger", "spiral"), strict=True):
        assert "does not have the" in render(banner, "en")
        assert f"'{name}':" in render(banner, "en")
        assert name in render(banner, "ko")
    told, again = (
        [(each.severity, each.place, each.message, [fix.label for fix in each.fixes]) for each in problems(document)]
        for document in (opened.document, files.loads(files.dumps(opened.document)))
    )
    assert told == again


def test_diverged_weights_open_only_when_the_manifest_says_so(
    tmp_path: Path, remade: Callable[..., bytes], document: Document
) -> None:
    path = tmp_path / "wild.nnsim"
    path.write_bytes(remade(diverged=True))
    assert not files.open_file(path).diverged


def test_opaque_parts_are_written_back_unchanged(document: Document, data: bytes) -> None:
    again = files.loads(data)
    assert again.extra == document.extra
    assert files.loads(files.dumps(edits.set_title(again, "x"))).extra == document.extra


def test_the_quick_look_reads_title_words_kinds_and_picture(
    tmp_path: Path, document: Document, png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lab.nnsim"
    files.save(document, path, png)
    header = files.read_header(path)
    assert header.title == {"": "Three ways · 세 갈래"}
    assert header.description == {"en": "A *line*.\n", "ko": "한 줄\r\n"}
    assert header.kinds == {"input", "dense", "neuron", "output", "loss"}
    assert header.thumbnail == png
    assert files.read_thumbnail(path) == png
    files.save(document, path)
    assert files.read_thumbnail(path) is None


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    def code(path: str | Path) -> str:
        codes = set()
        for read in (files.load, files.read_thumbnail, files.read_header):
            with pytest.raises(FileError) as caught:
                read(path)
            assert Path(path).name in str(caught.value)
            codes.add(caught.value.code)
        return codes.pop()

    assert code(tmp_path / "gone.nnsim") == "file.missing"
    assert code(tmp_path) == "file.not-a-file"
    assert code("/dev/zero") == "file.not-a-file"
    pipe = tmp_path / "pipe.nnsim"
    os.mkfifo(pipe)
    assert code(pipe) == "file.not-a-file"
    assert code(str(tmp_path / "a\0b.nnsim")) == "file.unreadable"
    text = tmp_path / "text.nnsim"
    text.write_text("hello")
    assert code(text) == "file.not-nnsim"


def test_a_file_error_survives_the_way_between_processes(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        files.load(tmp_path / "gone.nnsim")
    error = caught.value
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, copy.member, copy.message, str(copy)) == (error.code, error.member, error.message, str(error))
