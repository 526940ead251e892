"""How a network is looked at: places, notes, groups, opened layers and breakpoints. None of it changes a number."""

from typing import Literal

from msgspec import Struct, field

from nnsim.document.breakpoints import Breakpoint

NoteStyle = Literal["note", "title"]
NOTE_COLORS = ("plain", "blue", "green", "yellow", "red", "violet")
"""Names of the colors that a note may have; the window decides what they look like."""


class Note(Struct, frozen=True):
    """Plain text on the canvas: a note on a sheet, or a title without one.

    `position` is its top left corner, `size` its width and least height, both in px at 100 %; a height of 0 is as
    high as the text. A color that is none of `NOTE_COLORS` is shown as the plain one.
    """

    id: str
    text: str
    position: tuple[float, float]
    size: tuple[float, float]
    color: str = "plain"
    style: NoteStyle = "note"


class Group(Struct, frozen=True):
    """Nodes that are shown as one block: a titled frame around them, or one card in their place when it is folded.

    A group is a way of looking: its ports are the links that cross its border. `members` are the ids of the nodes that
    stand in it and in no group inside it; `parent` is the id of the group around it.
    """

    id: str
    name: str
    members: tuple[str, ...]
    folded: bool = False
    parent: str | None = None


class Views(Struct, frozen=True):
    """Where things stand: the canvas position of each node (its card's top left corner, in px at 100 %), and the rest.

    `opened` are the wide layers whose every unit is shown; `breakpoints` where a walk or a training stops.
    """

    positions: dict[str, tuple[float, float]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    groups: tuple[Group, ...] = ()
    opened: frozenset[str] = frozenset()
    breakpoints: tuple[Breakpoint, ...] = ()

    def note(self, note_id: str) -> Note:
        """The note of this id. Raises KeyError when there is none."""
        for note in self.notes:
            if note.id == note_id:
                return note
        raise KeyError(note_id)

    def group(self, group_id: str) -> Group:
        """The group of this id. Raises KeyError when there is none."""
        for group in self.groups:
            if group.id == group_id:
                return group
        raise KeyError(group_id)

    def group_of(self, node_id: str) -> Group | None:
        """The innermost group that a node stands in, or None."""
        return next((group for group in self.groups if node_id in group.members), None)

    def inside(self, group_id: str) -> tuple[str, ...]:
        """The nodes in a group and in the groups inside it, in the order of the groups."""
        within = self.within(group_id)
        return tuple(node for group in self.groups if group.id in within for node in group.members)

    def within(self, group_id: str) -> frozenset[str]:
        """The ids of a group and of the groups inside it, at any depth."""
        found, grown = frozenset[str](), frozenset({group_id})
        while grown != found:
            found = grown
            grown = found | {group.id for group in self.groups if group.parent in found}
        return found
