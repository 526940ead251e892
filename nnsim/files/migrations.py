"""From older formats to this one: pure functions on the parsed `document.json`, one per major version."""

from collections.abc import Callable, Mapping
from typing import Any, Final

FORMAT: Final = (1, 2)
Migration = Callable[[dict[str, Any]], dict[str, Any]]

# MIGRATIONS[n] takes a document of major version n to n + 1
MIGRATIONS: Final[Mapping[int, Migration]] = {}


def migrated(
    raw: dict[str, Any],
    major: int,
    to: int = FORMAT[0],
    migrations: Mapping[int, Migration] = MIGRATIONS,
) -> dict[str, Any]:
    """A parsed document of an older major version in the form of version `to`."""
    for version in range(major, to):
        raw = migrations[version](raw)
    return raw
