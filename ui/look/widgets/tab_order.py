"""Where Tab comes to widgets that are made later than those beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_through(page: QWidget, place: QWidget) -> None:
    """Let Tab go through a page where its place is in the order, not at the end of the window, where Qt puts it.

    Args:
        place: what the page stands in; of the same window.
    """
    stops, widget = [], page.nextInFocusChain()
    while widget is not page:
        if page.isAncestorOf(widget) and _takes_tab(widget):
            stops.append(widget)
        widget = widget.nextInFocusChain()
    before = place.previousInFocusChain()
    while before is not place and (page.isAncestorOf(before) or not _takes_tab(before)):
        before = before.previousInFocusChain()
    for stop in stops:
        QWidget.setTabOrder(before, stop)
        before = stop


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
