"""What the canvas shows in full: wide layers whose every unit is drawn."""

import msgspec

from nnsim.document import Document


def set_opened(document: Document, node_id: str, opened: bool) -> Document:
    """With every unit of a wide layer shown, or the first and last of them again."""
    views = document.views
    shown = views.opened | {node_id} if opened else views.opened - {node_id}
    return msgspec.structs.replace(document, views=msgspec.structs.replace(views, opened=shown))
