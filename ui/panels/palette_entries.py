"""What the palette offers: kinds and activations of the catalog by category, and the search among them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from nnsim import catalog
from nnsim.text import Message, message, render

KIND_MIME = "application/x-nnsim-kind"
_CLOSE_ENOUGH = 0.5


@dataclass(frozen=True)
class Entry:
    """One thing to place: a kind, and for an activation the function it starts with."""

    kind: str
    title: Message
    meaning: Message
    key: str = ""
    function: str = ""

    @property
    def glyph(self) -> str:
        """The glyph that stands for it."""
        return self.function or self.kind

    @property
    def payload(self) -> str:
        """What a drag carries: `dense`, or `activation:relu`."""
        return f"{self.kind}:{self.function}" if self.function else self.kind


@dataclass(frozen=True)
class Category:
    """A heading of the palette; `tiles` draws its entries four in a row."""

    id: str
    title: Message
    entries: tuple[Entry, ...]
    tiles: bool = False


_TITLES = {
    "neuron": message("Neuron & In/Out"),
    "dense": message("Dense"),
    "activation": message("Activation"),
}


def categories() -> tuple[Category, ...]:
    """Every category of the catalog in its order, with what can be placed."""
    grouped: dict[str, list[Entry]] = {}
    for kind in catalog.kinds():
        if kind.category == "activation":
            grouped["activation"] = [
                Entry(kind.id, function.title, function.meaning, function=function.id)
                for function in catalog.activations()
            ]
        else:
            grouped.setdefault(kind.category, []).append(Entry(kind.id, kind.title, kind.meaning, kind.key))
    return tuple(
        Category(name, _TITLES[name], tuple(entries), tiles=name == "activation") for name, entries in grouped.items()
    )


def matches(entry: Entry, query: str) -> bool:
    """Whether the title, in English or in the language of the moment, or the id contains the query."""
    wanted = query.strip().casefold()
    return any(wanted in name for name in _names(entry))


def suggestion(query: str, entries: tuple[Entry, ...]) -> Entry | None:
    """The entry whose name is closest to a query that found nothing; None when none is close."""
    by_name = {name: entry for entry in entries for name in _names(entry)}
    close = get_close_matches(query.strip().casefold(), by_name, n=1, cutoff=_CLOSE_ENOUGH)
    return by_name[close[0]] if close else None


def _names(entry: Entry) -> tuple[str, ...]:
    shown = (render(entry.title, "en"), render(entry.title), entry.function or entry.kind)
    return tuple(dict.fromkeys(name.casefold() for name in shown))
