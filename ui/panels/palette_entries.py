"""What the palette offers: kinds and activations of the catalog by category, and the search among them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from nnsim import catalog
from nnsim.text import Message, message, render
from ui.look import has_glyph

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
    category: str = ""

    @property
    def glyph(self) -> str:
        """The glyph that stands for it."""
        return kind_glyph(self.function or self.kind, self.category)

    @property
    def payload(self) -> str:
        """What a drag carries: `dense`, or `activation:relu`."""
        return f"{self.kind}:{self.function}" if self.function else self.kind


@dataclass(frozen=True)
class Category:
    """A heading of the palette; `tiles` draws its entries four in a row, `is_open` shows them from the start.

    `glyph` stands for it in the rail.
    """

    id: str
    title: Message
    entries: tuple[Entry, ...]
    glyph: str
    tiles: bool = False
    is_open: bool = False


_HEADINGS: dict[str, tuple[Message, str]] = {
    "neuron": (message("Neuron & In/Out"), "neuron"),
    "dense": (message("Dense"), "dense"),
    "activation": (message("Activation"), "tanh"),
    "convolution": (message("Convolution & images"), "convolution"),
    "recurrent": (message("Recurrent"), "recurrent"),
    "attention": (message("Attention"), "attention"),
    "combine": (message("Combine & split"), "merge"),
    "normalize": (message("Normalize & drop"), "normalization"),
    "rule": (message("Rules & features"), "rules"),
    "block": (message("Blocks"), "block"),
}
"""Title and glyph of each category."""
_OTHER = (message("More layers"), "block")
_OPEN = ("neuron", "dense")


def kind_glyph(kind: str, category: str = "") -> str:
    """The glyph of a kind or activation, or, where it has none, of its category."""
    return kind if has_glyph(kind) else _HEADINGS.get(category, _OTHER)[1]


def categories() -> tuple[Category, ...]:
    """Every category of the catalog in its order, with what can be placed."""
    grouped: dict[str, list[Entry]] = {}
    for kind in catalog.kinds():
        if kind.category == "activation":
            grouped["activation"] = [
                Entry(kind.id, function.title, function.meaning, function=function.id, category=kind.category)
                for function in catalog.activations()
            ]
        else:
            entry = Entry(kind.id, kind.title, kind.meaning, kind.key, category=kind.category)
            grouped.setdefault(kind.category, []).append(entry)
    return tuple(_category(name, tuple(entries)) for name, entries in grouped.items())


def _category(name: str, entries: tuple[Entry, ...]) -> Category:
    title, glyph = _HEADINGS.get(name, _OTHER)
    return Category(name, title, entries, glyph, tiles=name == "activation", is_open=name in _OPEN)


def matches(entry: Entry, query: str) -> bool:
    """Whether the title, in English or in the language of the moment, or the id contains the query."""
    wanted = query.strip().casefold()
    return any(wanted in name for name in _names(entry))


def begins(entry: Entry, query: str) -> bool:
    """Whether a word of the title, or the id, begins with the query."""
    wanted = query.strip().casefold()
    return any(name.startswith(wanted) or f" {wanted}" in name for name in _names(entry))


def is_named(entry: Entry, query: str) -> bool:
    """Whether the query is the whole title, in English or in the language of the moment, or the id."""
    return query.strip().casefold() in _names(entry)


def suggestion(query: str, entries: tuple[Entry, ...]) -> Entry | None:
    """The entry whose name is closest to a query that found nothing; None when none is close."""
    by_name = {name: entry for entry in entries for name in _names(entry)}
    close = get_close_matches(query.strip().casefold(), by_name, n=1, cutoff=_CLOSE_ENOUGH)
    return by_name[close[0]] if close else None


def _names(entry: Entry) -> tuple[str, ...]:
    shown = (render(entry.title, "en"), render(entry.title), entry.function or entry.kind)
    return tuple(dict.fromkeys(name.casefold() for name in shown))
