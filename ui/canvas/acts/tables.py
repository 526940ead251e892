"""The numbers of what is selected as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim import edits
from nnsim.text import message
from ui.canvas.acts.act import CanvasAct

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _path(view: CanvasView) -> str | None:
    """The first parameter of the selected node, or of the node that the selected link leads to."""
    selection, document = view.selection, view.document
    node = selection.node or (selection.link.target if selection.link is not None else None)
    if node is None:
        return None
    specs = edits.parameter_specs(document.network)
    return next((path for path in specs if path.partition("/")[0] == node and path in document.state.parameters
                 and document.state.parameters[path].size), None)


def _open(view: CanvasView) -> None:
    path = _path(view)
    if path is not None:
        view.table_requested.emit(path)


ACTS = (
    CanvasAct("table", message("Edit weights as a table…"), _open, ("W",), "table", "values",
              lambda view: _path(view) is not None),
)  # fmt: skip
