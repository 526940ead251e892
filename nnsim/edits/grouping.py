"""Blocks: nodes shown as one card or in one frame. No weight, link or number changes by any of this."""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from nnsim.document import Document, Group, Views
from nnsim.edits.breakpoints import of_other_nodes
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message

LONGEST_NAME, MOST_GROUPS = 80, 2000
DEEPEST_GROUP = 8
"""How many blocks may stand in one another"""
_replace = msgspec.structs.replace


def can_group(document: Document, node_ids: Iterable[str]) -> Message | None:
    """Why these nodes cannot become one block, or None."""
    views = document.views
    nodes, inner = _items(views, node_ids)
    if len(nodes) + len(inner) < 2:
        return message("A block is made of two or more. Select more nodes.")
    around = {_around(views, node) for node in nodes} | {views.group(each).parent for each in inner}
    if len(around) > 1:
        return message("Some of these stand in a block and some outside it. Select all of the block, or ungroup it.")
    if len(views.groups) >= MOST_GROUPS:
        return message("There are {most} blocks; more cannot be kept. Ungroup one first.", most=MOST_GROUPS)
    if _above(views, around.pop()) + 1 + max((_below(views, each) for each in inner), default=0) > DEEPEST_GROUP:
        return _too_deep()
    return None


def group(document: Document, node_ids: Iterable[str], name: str = "") -> tuple[Document, str]:
    """These nodes as one open block, and its id; blocks that are among them whole stand inside it.

    Raises:
        NnsimError: `can_group` objects, or the name is overlong.
    """
    node_ids = tuple(node_ids)
    objection = can_group(document, node_ids)
    if objection is not None:
        raise NnsimError("group.refused", objection)
    views = document.views
    nodes, inner = _items(views, node_ids)
    parent = _around(views, nodes[0]) if nodes else views.group(inner[0]).parent
    made = Group(_free_id(views), _checked(name), nodes, parent=parent)
    groups = tuple(
        _replace(each, parent=made.id) if each.id in inner
        else _replace(each, members=tuple(node for node in each.members if node not in nodes))
        for each in views.groups
    )
    return _with(document, (*groups, made)), made.id


def ungroup(document: Document, group_id: str) -> Document:
    """Without this block; what stood in it stands in the block around it, or in none."""
    gone = document.views.group(group_id)
    groups = []
    for each in document.views.groups:
        if each.id == gone.parent:
            groups.append(_replace(each, members=(*each.members, *gone.members)))
        elif each.id != group_id:
            groups.append(_replace(each, parent=gone.parent) if each.parent == group_id else each)
    return _with(document, tuple(groups))


def put_into(document: Document, node_ids: Iterable[str], group_id: str | None) -> Document:
    """These nodes in another block, or in none (None); blocks that are among them whole stay blocks and stand in it.

    Raises:
        NnsimError: blocks would stand too deep in one another.
    """
    views = document.views
    nodes, inner = _items(views, node_ids)
    if group_id is not None and any(group_id in views.within(each) for each in inner):
        return document
    if _above(views, group_id) + max((_below(views, each) for each in inner), default=0) > DEEPEST_GROUP:
        raise NnsimError("group.refused", _too_deep())
    moved = set(nodes)
    groups = []
    for each in views.groups:
        members = tuple(node for node in each.members if node not in moved)
        if each.id in inner:
            groups.append(_replace(each, parent=group_id))
        else:
            groups.append(_replace(each, members=(*members, *nodes) if each.id == group_id else members))
    return _with(document, tuple(groups))


def set_folded(document: Document, group_id: str, folded: bool) -> Document:
    """With this block shown as one card, or open as a frame."""
    return _changed(document, _replace(document.views.group(group_id), folded=folded))


def rename_group(document: Document, group_id: str, name: str) -> Document:
    """With another name for a block. Raises NnsimError for an overlong one."""
    return _changed(document, _replace(document.views.group(group_id), name=_checked(name)))


def without_nodes(views: Views, gone: Collection[str]) -> Views:
    """The views when these nodes are no more: no place, no member, and no block that is left empty."""
    positions = {key: at for key, at in views.positions.items() if key not in gone}
    groups = tuple(
        _replace(each, members=tuple(node for node in each.members if node not in gone))
        if any(node in gone for node in each.members) else each
        for each in views.groups
    )
    return _replace(views, positions=positions, groups=_filled(groups), opened=views.opened - frozenset(gone),
                    breakpoints=of_other_nodes(views.breakpoints, dict.fromkeys(gone, ())))


def in_place_of(views: Views, new: Mapping[str, Iterable[str]]) -> Views:
    """The views with other nodes in the blocks of those that they take the place of; places stay to be set."""
    groups = tuple(
        _replace(each, members=tuple(node for old in each.members for node in new.get(old, (old,))))
        if any(node in new for node in each.members) else each
        for each in views.groups
    )
    return _replace(views, groups=_filled(groups), opened=views.opened - frozenset(new),
                    breakpoints=of_other_nodes(views.breakpoints, new))


def copied_groups(origin: Views, names: Mapping[str, str], views: Views) -> tuple[Group, ...]:
    """`views.groups`, and copies of the blocks of `origin` that were copied whole; `names` has the copy of each node.

    Copies of single nodes that stood in a block stand in none.
    """
    whole = [each for each in origin.groups if all(node in names for node in origin.inside(each.id))]
    ids: dict[str, str] = {}
    groups = views.groups
    for each in whole:
        ids[each.id] = _free_id(_replace(views, groups=groups))
        groups = (*groups, _replace(
            each, id=ids[each.id], members=tuple(names[node] for node in each.members), parent=None))
    parents = {ids[each.id]: ids.get(each.parent or "") for each in whole}
    return tuple(_replace(each, parent=parents[each.id]) if each.id in parents else each for each in groups)


def _items(views: Views, node_ids: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The selected nodes in no wholly selected block, and the outermost of those blocks."""
    selected = tuple(dict.fromkeys(node_ids))
    known = set(selected)
    whole = {each.id for each in views.groups if known.issuperset(views.inside(each.id))}
    covered = {node for each in whole for node in views.inside(each)}
    outermost = tuple(each.id for each in views.groups if each.id in whole and each.parent not in whole)
    return tuple(node for node in selected if node not in covered), outermost


def _around(views: Views, node_id: str) -> str | None:
    around = views.group_of(node_id)
    return None if around is None else around.id


def _too_deep() -> Message:
    return message("Blocks stand at most {most} deep in one another. Ungroup one of them.", most=DEEPEST_GROUP)


def _above(views: Views, group_id: str | None) -> int:
    """How deep this block stands, itself counted; 0 for none."""
    return 0 if group_id is None else 1 + _above(views, views.group(group_id).parent)


def _below(views: Views, group_id: str) -> int:
    """How many blocks stand in one another from this one on, itself counted."""
    return 1 + max((_below(views, each.id) for each in views.groups if each.parent == group_id), default=0)


def _filled(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Without the blocks that hold nothing any more."""
    while True:
        parents = {each.parent for each in groups}
        kept = tuple(each for each in groups if each.members or each.id in parents)
        if len(kept) == len(groups):
            return groups
        groups = kept


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise NnsimError("name.length", message(
            "The name of a block has at most {most} characters, got {count}. Write a shorter one.", most=LONGEST_NAME,
            count=len(name)))
    return name


def _changed(document: Document, changed: Group) -> Document:
    return _with(document, tuple(changed if each.id == changed.id else each for each in document.views.groups))


def _with(document: Document, groups: tuple[Group, ...]) -> Document:
    return _replace(document, views=_replace(document.views, groups=_filled(groups)))


def _free_id(views: Views) -> str:
    taken = {each.id for each in views.groups}
    return next(f"group{number}" for number in range(1, len(taken) + 2) if f"group{number}" not in taken)
