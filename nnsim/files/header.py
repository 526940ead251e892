"""A quick look into a file for the welcome page: title, first words, kinds and picture, without reading any weights."""

import os
from dataclasses import dataclass

from nnsim.files import json_text, limits
from nnsim.files.container import Container
from nnsim.files.images import check_png
from nnsim.files.manifest import check_member, read_manifest
from nnsim.files.reading import container_of

_DESCRIPTION = "text/description."


@dataclass(frozen=True)
class Header:
    """What a gallery shows of a file: title by language, description by language, kinds of its nodes, PNG or None."""

    title: dict[str, str]
    description: dict[str, str]
    kinds: frozenset[str]
    thumbnail: bytes | None


def read_header(path: str | os.PathLike[str]) -> Header:
    """The header of a file; weights and data are not read. Raises FileError, naming the file."""
    with container_of(path) as container:
        return _header(container)


def read_thumbnail(path: str | os.PathLike[str]) -> bytes | None:
    """The PNG in a file; None when it has none. Raises FileError, naming the file."""
    with container_of(path) as container:
        return _thumbnail(container)


def _thumbnail(container: Container) -> bytes | None:
    if limits.THUMBNAIL not in container.entries:
        return None
    data = container.read(limits.THUMBNAIL)
    check_png(data, limits.THUMBNAIL)
    return data


def _header(container: Container) -> Header:
    manifest = read_manifest(container)
    data = container.read(limits.DOCUMENT)
    check_member(limits.DOCUMENT, data, manifest)
    raw = json_text.parse(data, limits.DOCUMENT)
    if not isinstance(raw, dict):
        raise json_text.wrong_value(limits.DOCUMENT, "expected an object")
    title = json_text.typed(raw.get("title", {}), dict[str, str], limits.DOCUMENT, "$.title")
    nodes = json_text.typed(raw.get("nodes", []), list[dict[str, object]], limits.DOCUMENT, "$.nodes")
    description = {
        name.removeprefix(_DESCRIPTION).removesuffix(".md"): container.read(name).decode("utf-8", "replace")
        for name in container.entries
        if name.startswith(_DESCRIPTION)
    }
    return Header(title, description, frozenset(str(node.get("kind")) for node in nodes), _thumbnail(container))
