"""One card and one bundle of links, as values: what they are called, where they stand, and what they carry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import msgspec
from PySide6.QtCore import QPointF, QRectF

from nnsim import catalog
from nnsim.catalog import Port
from nnsim.document import Link
from nnsim.text import Message
from ui.canvas.geometry import FACE_TOP, FIRST_PORT, MOST_UNITS, PORT_PITCH, Role, Shape

WEIGHTED = ("dense", "neuron")
ALWAYS_UNITS = ("input", "dense", "neuron", "activation", "output", "loss")
"""Kinds whose vectors stand as discs however long they are."""
Sort = Literal["weight", "copy", "loss", "whole"]
_LOSS_TARGET_DROP = 92.0


@dataclass(frozen=True)
class Card:
    """One node as it stands on the canvas.

    `symbol` names its units (x, h, ŷ), `activation` tells the range of their values, `labels` are names from the data;
    `linked` names the ports at which links end, `predicted` has the units that an Output takes one by one, each with
    the index of its ŷ. One that is `folded` stands for a node in a folded block: it is as high
    as a line, and all that links to the node ends there.
    """

    id: str
    kind: str
    name: str
    role: Role
    units: int | None
    facts: Message | None
    brief: Message | None
    glyph: str
    symbol: str
    shape: Shape
    x: float
    y: float
    activation: str = ""
    large: bool = False
    labels: tuple[str, ...] = ()
    linked: frozenset[str] = frozenset()
    folded: bool = False
    predicted: tuple[tuple[int, str], ...] = ()

    @property
    def free(self) -> bool:
        """Whether it is a circle without a card."""
        return self.role == "free"

    @property
    def is_wide(self) -> bool:
        """Whether it has more units than stand below each other, so that it can be opened or is."""
        many = (self.units or 0) > MOST_UNITS and self.kind in ALWAYS_UNITS and self.role != "loss"
        return many and (self.shape.face is None or self.shape.face.line > 0)

    @cached_property
    def rect(self) -> QRectF:
        """The card in scene coordinates."""
        return QRectF(self.x, self.y, self.shape.width, self.shape.height)

    @cached_property
    def center_of(self) -> dict[int, QPointF]:
        """Centers of the drawn units in scene coordinates."""
        return {unit: QPointF(x, y) for unit, (x, y) in self.spots.items()}

    @property
    def spots(self) -> dict[int, tuple[float, float]]:
        """x and y of the centers of the drawn units in scene coordinates."""
        shape = self.shape
        if not shape.across:
            x = self.x + shape.middle
            return {unit: (x, self.y + y) for unit, y in shape.rows}
        return {unit: (self.x + x, self.y + y) for (unit, y), x in zip(shape.rows, shape.across, strict=True)}

    @property
    def unit_span(self) -> QRectF:
        """The box around the units, for ribbons and ports."""
        if self.shape.face is not None:
            return QRectF(self.x, self.y + FACE_TOP, self.shape.width, self.shape.face.height)
        ys = [center.y() for center in self.center_of.values()] or [self.rect.center().y()]
        top, bottom = min(ys) - self.shape.radius, max(ys) + self.shape.radius
        return QRectF(self.x, top, self.shape.width, bottom - top)

    @property
    def ports(self) -> tuple[Port, ...]:
        """Where links can end at it."""
        return catalog.kind(self.kind).ports

    @property
    def titled_ports(self) -> tuple[Port, ...]:
        """The ports that are drawn with their titles; a loss shows its second one only where it is linked."""
        if len(self.ports) < 2 or (self.role == "loss" and "target" not in self.linked):
            return ()
        return self.ports[1:] if self.role == "loss" else self.ports

    @cached_property
    def in_ports(self) -> dict[str, QPointF]:
        """The points at which links end, by port."""
        if self.free:
            center = self.center_of[0]
            return {port.name: QPointF(center.x() - self.shape.radius - 10.0, center.y()) for port in self.ports[:1]}
        left, middle = self.rect.left(), self.unit_span.center().y()
        if self.folded:
            return {port.name: QPointF(left, middle) for port in self.ports}
        if self.role == "loss":
            return {port.name: QPointF(left, middle + number * _LOSS_TARGET_DROP)
                    for number, port in enumerate(self.ports)}  # fmt: skip
        if len(self.ports) == 1:
            return {self.ports[0].name: QPointF(left, middle)}
        return {port.name: QPointF(left, self.y + FIRST_PORT + number * PORT_PITCH)
                for number, port in enumerate(self.ports)}  # fmt: skip

    def unit_at(self, point: QPointF, slack: float = 4.0) -> int | None:
        """The unit whose disc is under the point."""
        reach = self.shape.radius + slack
        for unit, center in self.center_of.items():
            offset = point - center
            if offset.x() * offset.x() + offset.y() * offset.y() <= reach * reach:
                return unit
        return None


class Bundle(msgspec.Struct, frozen=True):
    """The wires of one link. Column `first + k` of the target's input belongs to unit k of what the link carries.

    `sort` says what is drawn: a wire for each weight, one for each unit that is handed on (`copy`, or into a `loss`),
    or a single one for all that the link carries (`whole`).
    """

    link: Link
    source: Card
    target: Card
    first: int
    carried: tuple[int, ...]
    sort: Sort = "weight"

    @property
    def path(self) -> str:
        """The weights' parameter path, empty for links that carry values unchanged."""
        return f"{self.target.id}/weight" if self.sort == "weight" else ""

    @property
    def count(self) -> int:
        """How many wires the link stands for."""
        if self.sort == "whole":
            return 1
        return len(self.carried) * ((self.target.units or 0) if self.sort == "weight" else 1)
