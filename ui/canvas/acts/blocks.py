"""Blocks: several nodes as one, folded or open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim import edits
from nnsim.text import Message, message, render
from ui.canvas.acts.act import CanvasAct
from ui.canvas.block_field import BlockNameField
from ui.canvas.blocks import Blocks
from ui.canvas.travel import places

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_BESIDE = 40.0


def group_selected(view: CanvasView) -> None:
    """Make a block of the selected nodes, and write its name."""
    nodes = [node.id for node in view.document.network.nodes if node.id in view.selection.nodes]
    objection = edits.can_group(view.document, nodes)
    if objection is not None:
        view.feedback.words = (view.bounds_of(*nodes).center(), render(objection))
        view.feedback.leave_words()
        return
    document, made = edits.group(edits.move(view.document, places(view)), nodes)
    view.store.commit(document, message("Group"))
    rename_block(view, made)


def rename_block(view: CanvasView, block_id: str) -> None:
    """Write the name of a block where it stands."""
    block = view.overlays[Blocks].block(block_id)
    if block is not None:
        view.reveal(*block.nodes)
        BlockNameField(view, block)


def ungroup_selected(view: CanvasView) -> None:
    """Dissolve the selected blocks; what stands in them stays where it is."""
    document = view.document
    for block in view.overlays[Blocks].selected:
        document = edits.ungroup(document, block.id)
    view.store.commit(document, message("Ungroup"))


def take_out_selected(view: CanvasView) -> None:
    """Take the selected nodes out of their block, to the right of its frame where they stand in it."""
    document, blocks, moved = view.document, {block.id: block for block in view.overlays[Blocks].all}, {}
    for node, group in _inside(view).items():
        document = edits.put_into(document, [node], document.views.group(group).parent)
        if group in blocks and not blocks[group].folded:
            card = view.board.diagram.cards[node]
            moved[node] = (blocks[group].rect.right() + _BESIDE, card.y)
    view.store.commit(edits.move(document, moved), message("Take out of the block"))


def _inside(view: CanvasView) -> dict[str, str]:
    """The block of each selected node that stands in one of which not all is selected."""
    views, nodes = view.document.views, view.selection.nodes
    groups = {node: group for node in nodes if (group := views.group_of(node)) is not None} if views.groups else {}
    return {node: group.id for node, group in groups.items() if not nodes.issuperset(views.inside(group.id))}


def _several(view: CanvasView) -> bool:
    return len(view.selection.nodes) > 1 and not view.selection.units


def _selected(view: CanvasView) -> bool:
    return bool(view.overlays[Blocks].selected)


def _all_folded(view: CanvasView) -> bool:
    return all(block.folded for block in view.overlays[Blocks].selected)


def _folding(view: CanvasView) -> Message:
    return message("Open the block") if _all_folded(view) else message("Fold the block")


ACTS = (
    CanvasAct("group", message("Group into a block"), group_selected, ("Ctrl+G",), "bounding-box", group="blocks",
              possible=_several),
    CanvasAct("ungroup", message("Ungroup"), ungroup_selected, ("Ctrl+Shift+G",), "selection-slash", group="blocks",
              possible=_selected),
    CanvasAct("take_out", message("Take out of the block"), take_out_selected, (), "sign-out", group="blocks",
              possible=lambda view: bool(_inside(view))),
    CanvasAct("fold_block", message("Fold the block"),
              lambda view: view.overlays[Blocks].fold(view.overlays[Blocks].selected, not _all_folded(view)),
              ("Shift+G",), "arrows-in-simple", group="blocks", possible=_selected, named=_folding),
    CanvasAct("rename_block", message("Rename the block…"),
              lambda view: rename_block(view, view.overlays[Blocks].selected[0].id), ("F2",), "pencil-simple",
              group="blocks", possible=lambda view: len(view.overlays[Blocks].selected) == 1),
)  # fmt: skip
