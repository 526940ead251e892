"""The manifest: kind, format, application, and the checksum of every other member."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import msgspec

from nnsim import __version__
from nnsim.files import json_text, limits
from nnsim.files.container import Container, checksum_differs
from nnsim.files.errors import FileError, damaged, part_name
from nnsim.files.migrations import FORMAT
from nnsim.files.newer import known_fields_only
from nnsim.files.records import ManifestRecord, MemberRecord
from nnsim.text import message

KIND: Final = "document"
_VERSION: Final = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})")


@dataclass(frozen=True)
class Manifest:
    """A manifest whose version this program can open."""

    major: int
    newer: bool
    app: str
    diverged: bool
    members: Mapping[str, MemberRecord]


def write_manifest(members: Mapping[str, bytes], diverged: bool) -> bytes:
    """The manifest of these members."""
    record = ManifestRecord(
        kind=KIND,
        format=f"{FORMAT[0]}.{FORMAT[1]}",
        app=__version__,
        diverged=diverged,
        members={name: MemberRecord(len(data), sha256(data).hexdigest()) for name, data in members.items()},
    )
    return msgspec.json.encode(record, order="deterministic")


def read_manifest(container: Container) -> Manifest:
    """The manifest, its version and kind checked, agreeing with the members that are there.

    Raises:
        FileError: `file.missing-member`, `file.too-new`, `file.kind`, `file.unknown-member` and those of JSON.
    """
    for name in (limits.MANIFEST, limits.DOCUMENT):
        if name not in container.entries:
            raise _missing(name)
    raw = json_text.parse(container.read(limits.MANIFEST), limits.MANIFEST)
    major, minor = _version(raw)
    newer = (major, minor) > FORMAT
    if newer:
        raw = known_fields_only(raw, ManifestRecord)
    record = json_text.typed(raw, ManifestRecord, limits.MANIFEST)
    if record.kind != KIND:
        text = message("{file} is of kind '{kind}', which this nnsim does not open.", kind=record.kind)
        raise FileError("file.kind", text, message("Open it with a newer nnsim."), limits.MANIFEST)
    _check_names(container.entries, record.members, newer)
    return Manifest(major, newer, record.app, record.diverged, record.members)


def check_member(name: str, data: bytes, manifest: Manifest) -> None:
    """Refuse a member that is not what was saved. Raises FileError `file.checksum`."""
    stated = manifest.members[name]
    if len(data) != stated.size or sha256(data).hexdigest() != stated.sha256:
        raise checksum_differs(name)


def _version(raw: Any) -> tuple[int, int]:
    stated = raw.get("format") if isinstance(raw, dict) else None
    match = _VERSION.fullmatch(stated) if isinstance(stated, str) else None
    if match is None:
        text = message("{file} is damaged: its manifest names no format.")
        raise damaged("file.manifest", text, limits.MANIFEST)
    major, minor = int(match[1]), int(match[2])
    if major > FORMAT[0]:
        text = message("{file} has format {got}; this nnsim opens up to format {most}.", got=stated, most=FORMAT[0])
        remedy = message("Open it with nnsim {version} or later.", version=str(raw.get("app"))[:40])
        raise FileError("file.too-new", text, remedy, limits.MANIFEST)
    if major < 1:
        text = message("{file} is damaged: its manifest names no format.")
        raise damaged("file.manifest", text, limits.MANIFEST)
    return major, minor


def _check_names(present: Iterable[str], stated: Mapping[str, MemberRecord], newer: bool) -> None:
    unsigned = {limits.MIMETYPE, limits.MANIFEST}
    found = set(present) - unsigned
    for name in sorted(found):
        known = limits.rule_for(name) is not None or newer
        if not known or name not in stated:
            text = message("{file} is damaged: it has a part {part} that does not belong in it.", part=part_name(name))
            raise damaged("file.unknown-member", text, name)
    for name in sorted(set(stated) - found):
        raise _missing(name)


def _missing(name: str) -> FileError:
    text = message("{file} is damaged: part {part} is missing.", part=part_name(name))
    return damaged("file.missing-member", text, name)
