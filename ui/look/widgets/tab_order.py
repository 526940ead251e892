"""Where Tab comes to widgets that are made later than those beside them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_through(page: QWidget, place: QWidget) -> None:
    """Let Tab go through a page where its place is in the order, not at the end of the window, where Qt puts it.

    Args:
        place: what the page stands in; of the same window.
    """
    stops = tab_stops(page)
    before = _last_before(place)
    for stop in stops if before is not None else ():
        QWidget.setTabOrder(before, stop)
        before = stop


def tab_stops(area: QWidget) -> list[QWidget]:
    """Where Tab stops in an area, in the order in which its parts were put together.

    Qt knows the order of Tab itself, but PySide takes each widget that it is asked for there (`nextInFocusChain`) for
    a child of the one before, and thinks it gone with that one: what stood beside a page died with the page.
    """
    return [each for each in _parts(area) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]


def _last_before(place: QWidget) -> QWidget | None:
    """The last stop before a place that can be seen, in the smallest part of the window that has one."""
    part = place.parentWidget()
    while part is not None:
        within = list(_parts(part))
        takes = Qt.FocusPolicy.TabFocus
        before = [each for each in within[: within.index(place)] if each.focusPolicy() & takes and each.isVisible()]
        if before:
            return before[-1]
        part = part.parentWidget()
    return None


def _parts(area: QWidget) -> Iterator[QWidget]:
    """All widgets in an area, each followed by those in it, but not the windows that belong to some of them."""
    for each in area.children():
        if isinstance(each, QWidget) and not each.isWindow():
            yield each
            yield from _parts(each)
