"""What can follow a node: every entry of the catalog that takes what the node gives, the usual ones first."""

from __future__ import annotations

from dataclasses import dataclass

from nnsim import catalog, edits
from nnsim.catalog import Kind
from nnsim.catalog.port import Shape, rank_objection
from nnsim.document import Document, Link
from nnsim.text import Message, render
from ui.look import has_glyph

_USUAL: dict[int, tuple[str, ...]] = {
    1: ("dense", "neuron", "output", "activation:relu", "activation:tanh", "dropout", "batch_normalization", "add"),
    2: ("lstm", "dense", "multi_head", "transformer_encoder", "gru", "rnn", "position", "convolution_1d",
        "layer_normalization", "global_pooling", "flatten"),
    3: ("convolution", "max_pooling", "activation:relu", "flatten", "global_pooling", "batch_normalization", "dropout"),
}
"""By the rank of what is handed on: a vector, a sequence, an image."""
_AFTER: dict[str, tuple[str, ...]] = {
    "convolution": ("activation:relu", "max_pooling", "batch_normalization", "convolution", "flatten"),
    "max_pooling": ("convolution", "flatten", "dropout"),
    "embedding": ("position", "lstm", "gru", "transformer_encoder", "multi_head"),
    "multi_head": ("add", "layer_normalization", "dense"),
    "transformer_encoder": ("transformer_encoder", "dense", "output"),
    "transformer_decoder": ("transformer_decoder", "dense", "output"),
    "output": ("loss",),
}
"""What mostly comes after a kind, before what is usual at its rank."""
_LAST = ("embedding", "rules", "features", "reshape", "split", "loss")


@dataclass(frozen=True)
class Offer:
    """One entry that fits: what the palette carries of it (`dense`, `activation:relu`), and how it is shown."""

    payload: str
    title: Message
    glyph: str
    key: str = ""

    def answers(self, query: str) -> bool:
        """Whether its name, in English or in the language of the moment, or its id has all words of a query."""
        names = " ".join((render(self.title, "en"), render(self.title), self.payload)).casefold()
        return all(word in names for word in query.casefold().split())


def offers(document: Document, source: str, unit: int | None = None) -> tuple[Offer, ...]:
    """What fits behind a node, or one unit of it; the likeliest first."""
    node = document.network.node(source)
    shape: Shape | None = (1,) if unit is not None else edits.sample_shapes(document.network).get(source)
    usual = (*_AFTER.get(node.kind, ()), *_USUAL.get(len(shape or ()), _USUAL[1]))
    place = {payload: number for number, payload in reversed(tuple(enumerate(usual)))}
    found = [offer for kind in catalog.kinds() if _fits(kind, shape) for offer in _entries(kind)]

    def rank(offer: Offer) -> tuple[int, bool]:
        return place.get(offer.payload, len(usual)), offer.payload in _LAST

    return tuple(sorted(found, key=rank))


def offers_between(document: Document, link: Link) -> tuple[Offer, ...]:
    """What can stand in the middle of a link, as far as its source tells; the likeliest first."""
    kinds = {kind.id for kind in catalog.kinds() if kind.gives_links and kind.id != "output"}
    return tuple(
        offer for offer in offers(document, link.source, link.unit) if offer.payload.partition(":")[0] in kinds)


def _fits(kind: Kind, shape: Shape | None) -> bool:
    """Whether a node of a kind, as it comes from the palette, takes samples of a shape at its first port."""
    if not kind.takes_links:
        return False
    if shape is None:
        return True
    if rank_objection(kind.ports[0], shape) is not None:
        return False
    inputs = {port.name: (shape,) if port is kind.ports[0] else () for port in kind.ports}
    return kind.refuses(kind.default_settings(), inputs) is None


def _entries(kind: Kind) -> tuple[Offer, ...]:
    if kind.category != "activation":
        return (Offer(kind.id, kind.title, kind.id if has_glyph(kind.id) else "block", kind.key),)
    return tuple(
        Offer(f"{kind.id}:{each.id}", each.title, each.id if has_glyph(each.id) else "tanh")
        for each in catalog.activations()
    )
