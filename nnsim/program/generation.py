"""Going on with a sequence: a trained network gives the chances of the next token, and one of them is chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnsim.backend import choose
from nnsim.data.streams import Stream, uniform
from nnsim.document import Document
from nnsim.program.compiler import compile_document
from nnsim.program.executor import Executor
from nnsim.program.memory import Memory
from nnsim.program.places import TokenPlaces, token_places
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message

Chances = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """How the next token is chosen from the chances p.

    A `temperature` τ takes p^(1/τ), shared out to 1 again: below 1 what is likely gets likelier, 0 always takes the
    likeliest (greedy). Of `top_k` > 0 only so many, the likeliest, stay. `seed` fixes what chance does.

    Raises:
        NnsimError: a temperature below 0 or not finite, or a `top_k` below 0 (or, when it is used, beyond the tokens).
    """

    temperature: float = 1.0
    top_k: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        if not (np.isfinite(self.temperature) and self.temperature >= 0):
            raise NnsimError("generation.temperature", message(
                "A temperature is 0 or more, not {value}. 0 always takes the likeliest token.", value=self.temperature))
        if self.top_k < 0:
            raise NnsimError("generation.top_k", message(
                "The number of likeliest tokens is 0 (all) or more, not {value}.", value=self.top_k))


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A token that was written: the network's chances, and those it was drawn from (after temperature and top-k)."""

    token: int
    chances: Chances
    drawn_from: Chances


def drawn_from(chances: Chances, choice: Choice) -> Chances:
    """The chances from which a token is drawn; equally likely tokens stay in the order of their numbers."""
    likeliest = np.argsort(-chances, kind="stable")
    kept = likeliest[:1] if choice.temperature == 0 else likeliest[:choice.top_k or None]
    found = np.zeros(len(chances))
    if choice.temperature == 0:
        found[kept] = 1.0
        return found
    with np.errstate(divide="ignore"):  # the logarithm of a chance of 0 is meant: it stays 0
        powers = np.log(chances[kept]) / choice.temperature
    shares = np.exp(powers - powers.max())
    found[kept] = shares / shares.sum()
    return found


def draw_token(chances: Chances, choice: Choice, number: int) -> int:
    """The token of the `number`-th draw (from 0): the same for the same seed."""
    ends = np.cumsum(drawn_from(chances, choice))
    even = uniform(1, choice.seed, Stream.TOKENS, number)[0] * ends[-1]
    return int(np.searchsorted(ends, even, side="right"))


class Writer:
    """Lets a trained network go on with the tokens of one of its inputs, `grows` (the only one, if none is named).

    The network predicts the chances of the next token: either once, for what follows a full window of places, or at
    every place, for what follows it (then later places must be hidden from earlier ones by a causal mask). Places
    without a token hold `padding`.

    Raises:
        NnsimError: there is no such input, or the prediction is not the chances of tokens.
    """

    def __init__(self, document: Document, grows: str | None = None, padding: int = 0) -> None:
        self.padding = padding
        self.program = compile_document(document)
        self.places = {node.id: token_places(document, node) for node in document.network.nodes if node.kind == "input"}
        self.grows = self._growing(grows)
        prediction = self.program.prediction
        shape = () if prediction is None else self.program.slots[prediction].shape[1:]
        window = self.places[self.grows].count
        if prediction is None or len(shape) not in (1, 2) or (len(shape) == 2 and shape[0] != window):
            raise NnsimError("generation.prediction", message(
                "To go on with a sequence, a network predicts the next token, once or at each of the {count} places. "
                "Let its last layer do so.", count=window), self.grows)
        self.prediction, self.at_every_place, self.tokens = prediction, len(shape) == 2, shape[-1]
        memory = Memory(self.program, choose("numpy"), document)
        self._executor = Executor(self.program, memory, 1, ("forward",), training=False)
        width = 1 + max(column for places in self.places.values() for column in places.columns)
        self._row = np.zeros((1, width))

    def _growing(self, grows: str | None) -> str:
        if grows is None and len(self.places) == 1:
            return next(iter(self.places))
        if grows is None or grows not in self.places:
            raise NnsimError("generation.input", message(
                "There are {count} inputs. Say which of them is to be gone on with.", count=len(self.places)))
        return grows

    def chances(self, tokens: Sequence[int], given: Mapping[str, Sequence[int]] | None = None) -> Chances:
        """The chances of the token that follows these, [tokens]; `given` fills the other inputs from their first place.

        Raises:
            NnsimError: there is no token to go on from, or the prediction is not shares of 1.
        """
        window = self.places[self.grows].count
        latest = list(tokens)[-window:]
        if self.at_every_place and not latest:
            raise NnsimError("generation.empty", message(
                "There is nothing to go on from. Begin with at least one token."), self.grows)
        missing = [self.padding] * (window - len(latest))
        filled = {**(given or {}), self.grows: [*latest, *missing] if self.at_every_place else [*missing, *latest]}
        for node, places in self.places.items():
            places.fill(self._row, filled.get(node, ()), self.padding)
        self._executor.feed(self._row)
        self._executor.run("forward")
        found = np.array(self._executor.value(self.prediction), np.float64)[0]
        chances: Chances = found[len(latest) - 1] if self.at_every_place else found
        if not (np.all(chances >= 0) and abs(chances.sum() - 1.0) < 1e-4):
            raise NnsimError("generation.chances", message(
                "The prediction is not shares that add up to 1, so no token can be drawn from it. Let the last layer "
                "end in softmax."), self.grows)
        return chances

    def write(
        self, tokens: Sequence[int], count: int, choice: Choice, given: Mapping[str, Sequence[int]] | None = None,
        stop: int | None = None,
    ) -> Iterator[Written]:
        """Goes on with these tokens, at most `count` of them, and not behind the token `stop`."""
        if choice.top_k > self.tokens:
            raise NnsimError("generation.top_k", message(
                "The network knows {tokens} tokens, so the likeliest {value} cannot stay. Take {tokens} at most, or 0 "
                "for all.", tokens=self.tokens, value=choice.top_k))
        so_far = list(tokens)
        for number in range(count):
            chances = self.chances(so_far, given)
            token = draw_token(chances, choice, number)
            yield Written(token, chances, drawn_from(chances, choice))
            if token == stop:
                return
            so_far.append(token)


__all__ = ["Chances", "Choice", "TokenPlaces", "Writer", "Written", "draw_token", "drawn_from"]
