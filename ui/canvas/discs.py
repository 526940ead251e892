"""The round pictures of all units, kept until their map, colour, size or theme changes."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QImage, QPixmap

from ui.canvas.appearance import Look
from ui.canvas.detail import Detail
from ui.canvas.diagram import Card
from ui.canvas.disc import disc_pixmap, map_image
from ui.canvas.showing import Showing
from ui.canvas.unit_paint import unit_color


class Discs:
    """A cache of disc pictures. `refresh` makes those of a card anew where they differ; painting only looks them up."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, int, float], tuple[tuple[Any, ...], QPixmap]] = {}
        self._pictures: dict[tuple[str, int], tuple[Any, str, QImage]] = {}

    def refresh(self, card: Card, unit: int, look: Look, showing: Showing, opacity: float = 1.0) -> QPixmap:
        """The picture of a unit as it should be now."""
        maps = showing.maps.get(card.id)
        picture = None
        if maps is not None and unit < len(maps) and look.detail >= Detail.MAPS:
            picture = self._picture(card, unit, maps, look)
        filling = picture if picture is not None else unit_color(card, unit, look, showing)
        content = id(maps) if picture is not None else filling.rgb() if not isinstance(filling, QImage) else 0
        key = (content, card.shape.radius, round(look.ratio, 3), look.tokens.variant, look.tokens.high_contrast)
        made = self._made.get((card.id, unit, opacity))
        if made is None or made[0] != key:
            made = (key, disc_pixmap(filling, card.shape.radius, look, opacity))
            self._made[card.id, unit, opacity] = made
        return made[1]

    def get(self, card: Card, unit: int, look: Look, showing: Showing, opacity: float = 1.0) -> QPixmap:
        """The picture at hand, made at once only if there is none."""
        made = self._made.get((card.id, unit, opacity))
        return made[1] if made is not None else self.refresh(card, unit, look, showing, opacity)

    def forget(self, keep: set[str]) -> None:
        """Drop the pictures of nodes that are gone."""
        self._made = {key: made for key, made in self._made.items() if key[0] in keep}
        self._pictures = {key: made for key, made in self._pictures.items() if key[0] in keep}

    def _picture(self, card: Card, unit: int, maps: Any, look: Look) -> QImage:
        variant = f"{look.tokens.variant}{card.activation}"
        found = self._pictures.get((card.id, unit))
        if found is None or found[0] is not maps or found[1] != variant:
            found = (maps, variant, map_image(maps[unit], card.activation, look))
            self._pictures[card.id, unit] = found
        return found[2]
