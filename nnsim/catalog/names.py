"""Names that nnsim gives: a node is called after its kind until the student calls it something else."""

import re
from functools import cache
from typing import get_args

from nnsim.catalog import Composite, kind, kinds
from nnsim.text.messages import GivenName, Message, message, render
from nnsim.text.translations import Language

_ALONE = ("input", "output", "loss")
"""Kinds of which a network mostly has one, so that the first needs no number."""
_OF_SAMPLES = (
    message("Hidden"), message("Answer"), message("Output layer"), message("Perceptron"), message("Adaline"),
)  # fmt: skip
_NUMBERED = re.compile(r"(.+) ([1-9]\d{0,6})")


def given_name(kind_id: str, number: int) -> GivenName:
    """The name of the node of a kind that comes as so manieth: `Dense 1`; the first input is just called `Input`."""
    return _named(kind(kind_id).title, number if number > 1 or kind_id not in _ALONE else None)


def second_name(name: str, number: int) -> str:
    """The name of a node that would have the name of another, with a number behind it, 2 or more: `First layer 2`."""
    return _named(name.words, number) if isinstance(name, GivenName) else f"{name} {number}"


def counted(name: str) -> tuple[str, int]:
    """What of a name is not its number, and that number: ('Hidden', 2) of `Hidden 2`; 1 where it has none."""
    if isinstance(name, GivenName):
        title, number = name.words.params.get("title"), name.words.params.get("number")
        return (GivenName(title), int(str(number))) if isinstance(title, Message) else (name, 1)
    numbered = _NUMBERED.fullmatch(name)
    return (name, 1) if numbered is None else (numbered[1], int(numbered[2]))


def as_given(kind_id: str, name: str) -> str:
    """A name as a GivenName where nnsim gives such names to nodes of this kind, in any language; else as it is."""
    titles = _titles(kind_id)
    numbered = _NUMBERED.fullmatch(name)
    if name in titles and (kind_id in _ALONE or titles[name] in (*_OF_SAMPLES, *_titles_of_parts(kind_id))):
        return _named(titles[name], None)
    if numbered is not None and numbered[1] in titles:
        return _named(titles[numbered[1]], int(numbered[2]))
    return name


def _named(title: Message, number: int | None) -> GivenName:
    # a name's number has no thousands comma
    return GivenName(title if number is None else message("{title} {number}", title=title, number=str(number)))


@cache
def _titles(kind_id: str) -> dict[str, Message]:
    """What a kind is called, in every language, and what the samples and composites call its nodes."""
    return {
        render(title, language): title for title in (*_OF_SAMPLES, *_titles_of_parts(kind_id), kind(kind_id).title)
        for language in get_args(Language)
    }


@cache
def _titles_of_parts(kind_id: str) -> tuple[Message, ...]:
    """What nodes of a kind are called as parts of composites, which keep their names on the canvas."""
    return tuple(
        part.title for each in kinds() if isinstance(each, Composite)
        for part in each.part_names.values() if kind_id in part.kinds
    )
