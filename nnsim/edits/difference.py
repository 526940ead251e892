"""What differs between two versions of a document, so that views can follow it and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nnsim.document import ArrayMap, Document, Group, Link, Note, TrainingState
from nnsim.document.arrays import paths_of_others, same_bits
from nnsim.edits.ordering import middle


@dataclass(frozen=True)
class ChangeSet:
    """Ids of nodes, notes and groups, links and parameter paths that differ, flags for the rest, and who changed it.

    A view may skip what it changed itself.
    """

    added_nodes: frozenset[str] = frozenset()
    removed_nodes: frozenset[str] = frozenset()
    changed_nodes: frozenset[str] = frozenset()
    moved_nodes: frozenset[str] = frozenset()
    added_links: frozenset[Link] = frozenset()
    removed_links: frozenset[Link] = frozenset()
    parameters: frozenset[str] = frozenset()
    masks: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()
    breakpoints: bool = False
    reordered: bool = False
    data: bool = False
    plan: bool = False
    state: bool = False
    history: bool = False
    past: bool = False
    lesson: bool = False
    title: bool = False
    texts: bool = False
    extra: bool = False
    initiator: object | None = field(default=None, compare=False)

    @property
    def structure(self) -> bool:
        """Whether nodes, their settings, links or masks differ, so that a program must be compiled anew."""
        return bool(self.added_nodes or self.removed_nodes or self.changed_nodes or self.added_links
                    or self.removed_links or self.masks or self.reordered)

    def __bool__(self) -> bool:
        return self != ChangeSet()


def difference(before: Document, after: Document, initiator: object | None = None) -> ChangeSet:
    """Everything in which `after` differs from `before`, in time that grows with what differs where both share it."""
    earlier, later = before.network, after.network
    old = {node.id: node for node in middle(earlier.nodes, later.nodes)}
    new = {node.id: node for node in middle(later.nodes, earlier.nodes)}
    cut, made = frozenset(middle(earlier.links, later.links)), frozenset(middle(later.links, earlier.links))
    state, other = before.state, after.state
    return ChangeSet(
        added_nodes=frozenset(new.keys() - old.keys()),
        removed_nodes=frozenset(old.keys() - new.keys()),
        changed_nodes=frozenset(key for key in old.keys() & new.keys() if old[key] != new[key]),
        moved_nodes=_moved(before, after),
        added_links=made - cut,
        removed_links=cut - made,
        parameters=_paths(state.parameters, other.parameters),
        masks=_paths(earlier.masks, later.masks),
        notes=_ids(before.views.notes, after.views.notes),
        groups=_ids(before.views.groups, after.views.groups),
        opened=before.views.opened ^ after.views.opened,
        breakpoints=before.views.breakpoints != after.views.breakpoints,
        reordered=cut == made and earlier.links != later.links,
        data=before.data != after.data,
        plan=before.plan != after.plan,
        state=_place(state) != _place(other) or state.slots != other.slots,
        history=before.history != after.history,
        past=before.past is not after.past and before.past != after.past,
        lesson=before.lesson is not after.lesson and before.lesson != after.lesson,
        title=before.title != after.title,
        texts=before.texts != after.texts,
        extra=before.extra != after.extra,
        initiator=initiator,
    )


def _moved(before: Document, after: Document) -> frozenset[str]:
    """The nodes of both documents that stand elsewhere."""
    was, now = before.views.positions, after.views.positions
    if was is now:
        return frozenset()
    elsewhere = {key for key, _ in was.items() ^ now.items()}
    return frozenset(key for key in elsewhere if before.network.has(key) and after.network.has(key))


def _place(state: TrainingState) -> tuple[int, int, int, int]:
    return state.step, state.epoch, state.position, state.seed


def _ids(before: Sequence[Note | Group], after: Sequence[Note | Group]) -> frozenset[str]:
    """The ids of what differs; of all, when only their order does."""
    if before == after:
        return frozenset()
    old, new = ({each.id: each for each in these} for these in (before, after))
    differing = frozenset(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    return differing or frozenset(new)


def _paths(before: ArrayMap, after: ArrayMap) -> frozenset[str]:
    if before is after:
        return frozenset()
    return frozenset(
        path for path in paths_of_others(before, after)
        if path not in before or path not in after or not same_bits(before[path], after[path])
    )
