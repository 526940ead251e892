"""Where links end at a node: what each port takes, and how samples of several shapes are told apart in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nnsim.text.messages import Message, message

Shape = tuple[int, ...]
Shapes = Mapping[str, tuple[Shape, ...]]
"""Shapes of one sample at each port, one for each input (links into a joined port are one input)."""


INPUT = message("Input")


@dataclass(frozen=True)
class Port:
    """One place at which links end.

    `ranks` are the numbers of axes that a sample may have there: 1 a vector of units, 2 a sequence (steps, features),
    3 an image (channels, height, width). `links` says what several links mean: `joined` side by side into one vector,
    `each` an input of its own, `one` that there is at most one.
    """

    name: str = "in"
    title: Message = INPUT
    ranks: tuple[int, ...] = (1,)
    links: Literal["joined", "each", "one"] = "joined"
    optional: bool = False


ANY = (1, 2, 3)


def shape_words(shape: Shape) -> Message:
    """A sample's shape in words: `24 steps of 3 features`."""
    if len(shape) == 1:
        return message("1 value") if shape[0] == 1 else message("{count} values", count=shape[0])
    if len(shape) == 2 and shape[1] == 1:
        return message("a sequence of {steps} steps with one feature", steps=shape[0])
    if len(shape) == 2:
        return message("a sequence of {steps} steps with {features} features", steps=shape[0], features=shape[1])
    if len(shape) == 3:
        if shape[0] == 1:
            return message("an image of one channel with {height} × {width} pixels", height=shape[1], width=shape[2])
        return message("an image of {channels} channels with {height} × {width} pixels",
                       channels=shape[0], height=shape[1], width=shape[2])
    return message("{count} axes", count=len(shape))


def said_of(objection: Message, name: str) -> Message:
    """What is said of the only input, said of the node, which has this name: another one may be called Input."""
    if objection.params.get("port") != INPUT:
        return objection
    return Message(objection.id, {**objection.params, "port": name})


def rank_objection(port: Port, shape: Shape) -> Message | None:
    """Why a sample of this shape does not fit the port, or None: expected, got, remedy."""
    if len(shape) in port.ranks:
        return None
    got = shape_words(shape)
    if port.ranks == (1,):
        return message("'{port}' expects a vector and gets {got}. Put a Flatten before it.", port=port.title, got=got)
    if port.ranks == (2,):
        return message(
            "'{port}' expects a sequence (steps × features) and gets {got}. Give the Input a shape of two numbers, or "
            "put a Reshape before it.", port=port.title, got=got)
    if port.ranks == (3,):
        return message(
            "'{port}' expects an image (channels × height × width) and gets {got}. Give the Input a shape of three "
            "numbers, or put a Reshape before it.", port=port.title, got=got)
    if 3 not in port.ranks and len(shape) == 3:
        return message("'{port}' expects a vector or a sequence and gets {got}. Put a Flatten before it.",
                       port=port.title, got=got)
    return message("'{port}' expects a sequence or an image and gets {got}. Put a Reshape before it.",
                   port=port.title, got=got)
