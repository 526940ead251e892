"""How an input takes tokens: which columns are one place, how a token is written into them, and which tokens can be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnsim.catalog import EmbeddingSettings, InputSettings
from nnsim.data import Dataset, prepare
from nnsim.document import Document, Node
from nnsim.edits import placed
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message
from nnsim.text.numbers import whole_if_it_is


@dataclass(frozen=True, slots=True)
class TokenPlaces:
    """The places of an input: the data's columns of each, one number or as many as there are tokens (one-hot).

    A token that is written as one number is standardized as the data's column is: (token − mean) / std. `tokens` is how
    many different ones there are, where an embedding says so.
    """

    node: str
    groups: tuple[tuple[int, ...], ...]
    mean: tuple[float, ...]
    std: tuple[float, ...]
    tokens: int | None = None

    @property
    def count(self) -> int:
        """How many tokens the input takes."""
        return len(self.groups)

    @property
    def columns(self) -> tuple[int, ...]:
        """All columns, place by place."""
        return tuple(column for group in self.groups for column in group)

    def fill(self, row: NDArray[np.float64], tokens: Sequence[int], padding: int) -> None:
        """Writes tokens into a sample's row, padding behind them.

        Raises:
            NnsimError: there are more tokens than places, or one that is not among them.
        """
        if len(tokens) > self.count:
            raise NnsimError("generation.length", message(
                "The input has room for {room} tokens, but {count} were given. Shorten them.", room=self.count,
                count=len(tokens)), self.node)
        for place, group in enumerate(self.groups):
            token = int(tokens[place]) if place < len(tokens) else padding
            limit = self.tokens if len(group) == 1 else len(group)
            if limit is not None and not 0 <= token < limit:
                raise NnsimError("generation.token", message(
                    "There are tokens from 0 to {last}, but {token} came. Leave it out.", last=limit - 1, token=token),
                    self.node)
            if len(group) == 1:
                row[0, group[0]] = (token - self.mean[place]) / self.std[place]
                continue
            row[0, list(group)] = 0.0
            row[0, group[token]] = 1.0


def token_places(document: Document, node: Node) -> TokenPlaces:
    """The places of an input node: of one-hot columns of the data, those of one origin are one place.

    Without data, a sequence of several features is taken for one-hot, and all else for one number a place.
    """
    settings = node.settings
    assert isinstance(settings, InputSettings)
    columns = settings.columns
    known = [embedding.tokens for _, embedding, inputs in _embeddings(document) if node.id in inputs]
    tokens = min(known, default=None)
    if document.data is not None:
        return _places_of_data(node, columns, prepare(document.data), tokens)
    size = settings.shape[1] if len(settings.shape) == 2 else 1
    groups = tuple(columns[start:start + size] for start in range(0, len(columns), size))
    return TokenPlaces(node.id, groups, (0.0,) * len(groups), (1.0,) * len(groups), tokens)


def token_objections(document: Document, data: Dataset) -> Iterator[tuple[str, Message]]:
    """Why the data's columns cannot be the tokens of an embedding, with the embedding's id."""
    for node, settings, inputs in _embeddings(document):
        for source in inputs:
            columns = getattr(document.network.node(source).settings, "columns", ())
            if not columns or max(columns) >= data.x_train.shape[1]:
                continue
            parts = (data.x_train, data.x_test) if len(data.x_test) else (data.x_train,)
            values = np.concatenate([part[:, list(columns)] for part in parts])
            wrong = values[(values != np.floor(values)) | (values < 0) | (values >= settings.tokens)]
            if any(data.inputs[column].category is not None for column in columns):
                yield node.id, message(
                    "'{name}' takes each token as one number, but the data's column is one-hot. Encode it as a number.",
                    name=node.name)
            elif wrong.size:
                yield node.id, message(
                    "'{name}' knows the tokens 0 to {last}, but the data has {value}. Give it more tokens, or number "
                    "those of the data from 0.", name=node.name, last=settings.tokens - 1,
                    value=whole_if_it_is(float(wrong[0])))


def _embeddings(document: Document) -> Iterator[tuple[Node, EmbeddingSettings, list[str]]]:
    """Every embedding on the canvas, with the inputs that link straight into it."""
    known = placed(document.network)
    inputs = {node.id for node in document.network.nodes if node.kind == "input"}
    for node in document.network.nodes:
        if isinstance(node.settings, EmbeddingSettings) and node.id in known:
            sources = [source.node for source in known[node.id].sources.get("in", ())]
            yield node, node.settings, [each for each in sources if each in inputs]


def _places_of_data(node: Node, columns: tuple[int, ...], data: Dataset, tokens: int | None) -> TokenPlaces:
    groups: list[list[int]] = []
    before: int | None = None
    for column in columns:
        encoded = data.inputs[column]
        one_hot = encoded.origin if encoded.category is not None else None
        if one_hot is not None and one_hot == before:
            groups[-1].append(column)
        else:
            groups.append([column])
        before = one_hot
    firsts = [data.inputs[group[0]] for group in groups]
    return TokenPlaces(node.id, tuple(map(tuple, groups)), tuple(each.mean for each in firsts),
                       tuple(each.std for each in firsts), tokens)
