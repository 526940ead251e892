"""Messages: English ids with named parameters, rendered in the language of the moment."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, get_args

from nnsim.text.numbers import format_count, format_exact, format_loss, format_number
from nnsim.text.particles import PARTICLES, particle
from nnsim.text.translations import Language, translate

_language: Language = "en"
_QUOTED_PARTICLE = re.compile(r"\{(\w+):(" + "|".join(PARTICLES) + r")\}(['\"’”)\]»›」』》〉]+)")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence before its language is chosen: its English text as id, and the values of its `{named}` parameters."""

    id: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id)  # parameters may be unhashable; equal messages still share their id

    def __str__(self) -> str:
        return render(self, "en")


class GivenName(str):
    """A name that nnsim gave and nobody changed, as of a new layer or of a column of a shipped table.

    As a text, and so in files, it is the English one; messages and `shown_name` write it in the language of the moment.
    """

    __slots__ = ("words",)
    words: Message

    def __new__(cls, words: Message) -> GivenName:
        name = super().__new__(cls, render(words, "en"))
        name.words = words
        return name

    def __reduce__(self) -> tuple[type[GivenName], tuple[Message]]:
        return GivenName, (self.words,)


def shown_name(name: str) -> str:
    """A name as it stands on the screen: one that nnsim gave in the language of the moment, any other as it is."""
    return render(name.words) if isinstance(name, GivenName) else name


def message(text: str, /, **params: object) -> Message:
    """A translatable message; `text` is the English text and the id, so it must be a literal."""
    return Message(text, params)


def tr(text: str, /, **params: object) -> str:
    """A translatable text in the current language; `text` is the English text and the id, so it must be a literal."""
    return render(Message(text, params))


def render(message: Message, language: Language | None = None) -> str:
    """The text of a message in a language (None: the current one), with messages among its parameters rendered too.

    Numbers are written by nnsim.text.numbers. A field's format may be a Korean particle pair (`{name:은/는}`; a closing
    quote may follow, and the particle moves behind it), `-` and a pair for the particle alone, `loss`, `signed` or
    `exact` for numbers, or any format of Python's own.

    Raises:
        KeyError: the text names a parameter that the message does not have.
    """
    chosen = _language if language is None else language
    template = _particles_behind_quotes(translate(message.id, chosen))
    return _MessageFormatter(chosen).vformat(template, (), message.params)


def set_language(language: Language) -> None:
    """Choose the language of everything rendered from now on.

    Raises:
        ValueError: the language has no catalogue.
    """
    global _language
    if language not in get_args(Language):
        raise ValueError(f"language must be one of {', '.join(get_args(Language))}, got {language!r}")
    _language = language


def language() -> Language:
    """The language of the moment."""
    return _language


@lru_cache(maxsize=2048)
def _particles_behind_quotes(template: str) -> str:
    return _QUOTED_PARTICLE.sub(r"{\1}\3{\1:-\2}", template)


class _MessageFormatter(string.Formatter):
    """str.format with nested messages, our number formats and Korean particles."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs[str(key)]

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec in PARTICLES:
            text = self.plain(value)
            return text + particle(text, format_spec)
        if format_spec.startswith("-") and format_spec[1:] in PARTICLES:
            return particle(self.plain(value), format_spec[1:])
        if format_spec == "loss":
            return format_loss(value)
        if format_spec == "signed":
            return format_number(value, signed=True)
        if format_spec == "exact":
            return format_exact(value)
        return format(value, format_spec) if format_spec else self.plain(value)

    def plain(self, value: object) -> str:
        """A parameter without a format of its own: messages and numbers in their one way, all else as text."""
        if isinstance(value, GivenName):
            return render(value.words, self.language)
        if isinstance(value, Message):
            return render(value, self.language)
        if isinstance(value, int) and not isinstance(value, bool):
            return format_count(value)
        if isinstance(value, float):
            return format_number(value)
        return str(value)
