"""Saving: whatever happens, the file on the disk is the old one or the new one, and the person is told why."""

import contextlib
import errno
import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from nnsim import edits, files
from nnsim.document import Document
from nnsim.files import FileError, backup_of, replacing
from nnsim.text import render


@pytest.fixture
def newer(document: Document) -> Document:
    """The document after one edit."""
    return edits.set_title(document, "Edited")


def names(folder: Path) -> set[str]:
    """What lies in a folder."""
    return {path.name for path in folder.iterdir()}


def test_saving_keeps_one_backup_and_nothing_else(tmp_path: Path, document: Document, newer: Document) -> None:
    path = tmp_path / "lab.nnsim"
    for each in (document, newer, edits.set_title(newer, "Third")):
        files.save(each, path)
        files.save(each, path)
    files.save(newer, path)
    assert files.load(path) == newer
    assert files.load(backup_of(path)).title == {"": "Third"}
    assert names(tmp_path) == {"lab.nnsim", "lab.nnsim.bak"}


@pytest.mark.parametrize(
    "name", ["실습 3 – 역전파.nnsim", "🙂🧠.nnsim", "a" * 249 + ".nnsim", "가" * 83 + ".nnsim", " .nnsim", "x"]
)
def test_names_of_every_kind(tmp_path: Path, document: Document, newer: Document, name: str) -> None:
    path = tmp_path / name
    files.save(document, path)
    files.save(newer, path)
    assert files.load(path) == newer
    assert files.load(backup_of(path)) == document
    assert len(names(tmp_path)) == 2


def test_a_name_that_is_too_long_is_refused_by_name(tmp_path: Path, document: Document) -> None:
    assert _refused(document, tmp_path / ("a" * 250 + ".nnsim")).code == "file.name-too-long"


def _refused(document: Document, path: Path) -> FileError:
    with pytest.raises(FileError) as caught:
        files.save(document, path)
    error = caught.value
    assert path.name in str(error)
    assert path.name in render(error.message, "ko")
    return error


def test_a_vanished_folder_and_a_folder_in_the_way(tmp_path: Path, document: Document) -> None:
    assert _refused(document, tmp_path / "gone" / "lab.nnsim").code == "file.folder-missing"
    (tmp_path / "lab.nnsim").mkdir()
    assert _refused(document, tmp_path / "lab.nnsim").code == "file.write"
    assert names(tmp_path) == {"lab.nnsim"}


def test_a_read_only_file_is_left_alone(tmp_path: Path, document: Document, newer: Document) -> None:
    path = tmp_path / "lab.nnsim"
    files.save(document, path)
    path.chmod(0o444)
    assert _refused(newer, path).code == "file.read-only"
    assert files.load(path) == document
    assert names(tmp_path) == {"lab.nnsim"}


@pytest.mark.skipif(os.name == "nt", reason="folders have no such mode there")
def test_a_read_only_folder_is_named_as_the_cause(document: Document, newer: Document) -> None:
    with tempfile.TemporaryDirectory(prefix="nnsim-tests-") as folder:  # not tmp_path, which nobody else may enter
        path = Path(folder) / "lab.nnsim"
        files.save(document, path)
        with _acting_as_nobody(Path(folder)):
            assert _refused(newer, path).code == "file.read-only"
        assert files.load(path) == document


@contextlib.contextmanager
def _acting_as_nobody(folder: Path) -> Iterator[None]:
    """The folder without write permission, and, for the super-user, someone whom that stops."""
    folder.chmod(0o555)
    if os.geteuid() == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, 65534, 65534)
        os.seteuid(65534)
    try:
        yield
    finally:
        with contextlib.suppress(PermissionError):
            os.seteuid(os.getuid())
        folder.chmod(0o755)


def test_the_mode_and_a_link_to_the_file_are_kept(tmp_path: Path, document: Document, newer: Document) -> None:
    path, link = tmp_path / "lab.nnsim", tmp_path / "link.nnsim"
    files.save(document, path)
    path.chmod(0o600)
    link.symlink_to(path)
    files.save(newer, link)
    assert link.is_symlink()
    assert files.load(path) == newer
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_the_old_file(
    tmp_path: Path, document: Document, newer: Document, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "lab.nnsim"
    files.save(document, path)
    whole, real = len(files.dumps(newer)), os.write
    for room in range(0, whole, whole // 50 + 1):
        left = [room]

        def write(descriptor: int, block: Any, left: list[int] = left) -> int:
            if left[0] == 0:
                raise OSError(number, os.strerror(number))
            done = real(descriptor, memoryview(block)[: left[0]])
            left[0] -= done
            return done

        monkeypatch.setattr(replacing.os, "write", write)
        assert _refused(newer, path).code == "file.disk-full"
        monkeypatch.undo()
        assert files.load(path) == document
        assert names(tmp_path) == {"lab.nnsim"}


def test_a_disk_that_is_really_full_leaves_the_old_file(tmp_path: Path, document: Document, newer: Document) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "lab.nnsim"
    files.save(document, path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        assert _refused(newer, path).code == "file.disk-full"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert files.load(path) == document
    assert names(tmp_path) == {"lab.nnsim"}


def test_a_file_that_another_program_holds_is_tried_again(
    tmp_path: Path, document: Document, newer: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lab.nnsim"
    files.save(document, path)
    real, tries = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        if target.name == path.name:
            tries.append(self)
            if len(tries) < 4:
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    files.save(newer, path)
    assert files.load(path) == newer
    tries.clear()
    monkeypatch.setattr(replacing, "_WAITS", (0.0, 0.0))
    assert _refused(document, path).code == "file.busy"
    assert files.load(path) == newer
    assert not [name for name in names(tmp_path) if name.startswith(".")]


def test_a_disk_without_links_still_gets_a_backup(
    tmp_path: Path, document: Document, newer: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(self: Path, target: Path) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    path = tmp_path / "lab.nnsim"
    files.save(document, path)
    files.save(newer, path)
    assert files.load(backup_of(path)) == document


def test_what_a_killed_saving_left_is_cleared_away_later(tmp_path: Path, document: Document) -> None:
    path = tmp_path / "lab.nnsim"
    files.save(document, path)
    mark = replacing.sha256(os.fsencode(path.name)).hexdigest()[:12]
    stale, fresh = tmp_path / f".{mark}-1.nnsim-part", tmp_path / f".{mark}-2.nnsim-part"
    stale.write_bytes(b"half")
    fresh.write_bytes(b"half")
    os.utime(stale, (1, 1))
    files.save(document, path)
    assert not stale.exists()
    assert fresh.exists()


def test_a_document_that_no_file_can_hold_is_refused_and_the_old_file_stays(tmp_path: Path, document: Document) -> None:
    path = tmp_path / "lab.nnsim"
    files.save(document, path)
    replace = msgspec.structs.replace
    plan = document.plan
    for broken, code in (
        (replace(document, title={"": "half \ud800"}), "file.text"),
        (replace(document, texts={"about.en": "half \ud800"}), "file.text"),
        (replace(document, texts={"About": "x"}), "file.read-back"),
        (replace(document, plan=replace(plan, l1=float("inf"))), "file.unwritable"),
        (replace(document, extra={"ext/../x": b""}), "file.read-back"),
        (replace(document, extra={"other.exe": b""}), "file.read-back"),
        (replace(document, network=replace(document.network, links=document.network.links[:-1] * 2)), "file.read-back"),
    ):
        assert _refused(broken, path).code == code
        assert files.load(path) == document


def kill_while_saving(times: int, path: Path, first: Document, second: Document) -> None:
    """Kill −9 a process that saves two documents in turn; the file is one of them, whole, each time."""
    chance = random.Random(5)
    files.save(first, path)
    for _ in range(times):
        child = os.fork()
        if child == 0:
            while True:
                files.save(second, path)
                files.save(first, path)
        time.sleep(chance.uniform(0.0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert files.load(path) in (first, second)
        assert files.load(backup_of(path)) in (first, second) if backup_of(path).exists() else True


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killing_a_saving_process_leaves_a_whole_file(tmp_path: Path, document: Document, newer: Document) -> None:
    kill_while_saving(20, tmp_path / "lab.nnsim", document, newer)


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killing_300_saving_processes_leaves_a_whole_file(tmp_path: Path, document: Document, newer: Document) -> None:
    kill_while_saving(300, tmp_path / "lab.nnsim", document, newer)
