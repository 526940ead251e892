"""The round pictures of all units, kept until their map, colour, size or theme changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPixmap

from ui.canvas.appearance import Look
from ui.canvas.card import Card
from ui.canvas.detail import Detail
from ui.canvas.disc import disc_pixmap, map_image, side_of
from ui.canvas.disc_sprites import disc_sprites
from ui.canvas.showing import Showing
from ui.canvas.unit_paint import unit_color

PORTION = 40_000  # pixels
MOST_PLAIN = 1024


@dataclass
class Made:
    """The pictures of a unit by opacity, and what they were made from: maps, or the colour in `style`."""

    maps: NDArray[Any] | None
    style: tuple[Any, ...]
    pictures: dict[float, QPixmap]


class Discs:
    """A cache of disc pictures. `refresh` makes those of a card anew where they differ; painting only looks them up,
    but for those that a step changes, which it makes as it paints them."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, int], Made] = {}
        self._plain: dict[tuple[Any, ...], QPixmap] = {}  # those of one colour, which many units share
        self.remade: set[str] = set()
        """The nodes of which `refresh` made another picture since this was last emptied."""

    def refresh(self, card: Card, look: Look, showing: Showing) -> Iterator[None]:
        """Make the pictures of a card as they should be now, a portion at each turn."""
        maps = showing.maps.get(card.id)
        if maps is None or look.detail < Detail.MAPS or len(maps) <= max(card.center_of, default=0):
            for unit in card.center_of:
                before = self._made.get((card.id, unit))
                self._make(card, unit, look, showing, 1.0)
                if self._made[card.id, unit] is not before:
                    self.remade.add(card.id)
                yield
            return
        style, radius = _style(card, look), card.shape.radius
        stale = [unit for unit in card.center_of if not self._has(card, unit, maps, style)]
        count = max(1, PORTION // side_of(radius, look) ** 2)
        for start in range(0, len(stale), count):
            units = stale[start : start + count]
            discs = disc_sprites(maps[units], card.activation, radius, look)
            for unit, disc in zip(units, discs, strict=True):
                self._made[card.id, unit] = Made(maps, style, {1.0: disc})
            self.remade.add(card.id)
            yield

    def get(self, card: Card, unit: int, look: Look, showing: Showing, opacity: float = 1.0) -> QPixmap:
        """The picture at hand, made at once only if there is none."""
        made = self._made.get((card.id, unit))
        if made is not None and opacity in made.pictures and not _is_past(made, card, unit, look, showing):
            return made.pictures[opacity]
        return self._make(card, unit, look, showing, opacity)

    def forget(self, keep: set[str]) -> None:
        """Drop the pictures of nodes that are gone."""
        self._made = {key: made for key, made in self._made.items() if key[0] in keep}

    def _has(self, card: Card, unit: int, maps: NDArray[Any] | None, style: tuple[Any, ...]) -> bool:
        made = self._made.get((card.id, unit))
        return made is not None and made.maps is maps and made.style == style

    def _make(self, card: Card, unit: int, look: Look, showing: Showing, opacity: float) -> QPixmap:
        """The picture of one unit as it should be now."""
        maps, style = showing.maps.get(card.id), _style(card, look)
        if maps is not None and unit < len(maps) and look.detail >= Detail.MAPS:
            filling: QImage | QColor = map_image(maps[unit], card.activation, look)
        else:
            filling = unit_color(card, unit, look, showing)
            maps, style = None, (filling.rgb(), *style)
        if not self._has(card, unit, maps, style):
            self._made[card.id, unit] = Made(maps, style, {})
        pictures = self._made[card.id, unit].pictures
        if opacity not in pictures:
            pictures[opacity] = self._picture(filling, style, card.shape.radius, look, opacity)
        return pictures[opacity]

    def _picture(
        self, filling: QImage | QColor, style: tuple[Any, ...], radius: float, look: Look, opacity: float
    ) -> QPixmap:
        """A picture of its own for a map; one for all discs that look alike."""
        if isinstance(filling, QImage):
            return disc_pixmap(filling, radius, look, opacity)
        key = (style, opacity)
        if key not in self._plain:
            if len(self._plain) >= MOST_PLAIN:
                self._plain.clear()
            self._plain[key] = disc_pixmap(filling, radius, look, opacity)
        return self._plain[key]


def _is_past(made: Made, card: Card, unit: int, look: Look, showing: Showing) -> bool:
    """Whether a disc without a map shows the number of another moment of a step: those follow one another too closely
    to wait for `refresh`."""
    if showing.step is None or made.maps is not None:
        return False
    return bool(made.style[0] != unit_color(card, unit, look, showing).rgb())


def _style(card: Card, look: Look) -> tuple[Any, ...]:
    """What a disc of a card looks like, but for its filling."""
    tokens = look.tokens
    return card.activation, card.shape.radius, round(look.ratio, 3), tokens.variant, tokens.high_contrast
