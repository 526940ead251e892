"""Notes and titles on the canvas: plain text that says something about the network and changes nothing in it."""

from collections.abc import Collection, Iterable, Mapping
from unicodedata import category

import msgspec

from nnsim.document import Document, Note
from nnsim.document.views import NoteStyle
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message

LONGEST_TEXT, MOST_NOTES = 4000, 2000
NARROWEST, WIDEST = 40.0, 4000.0
"""Sides of a note, px at 100 %."""
_replace = msgspec.structs.replace


def add_note(
    document: Document, text: str, position: tuple[float, float], size: tuple[float, float] = (220.0, 0.0),
    color: str = "plain", style: NoteStyle = "note",
) -> tuple[Document, str]:
    """A new note, on top of the others, and its id. Raises NnsimError for one too many or for an overlong text."""
    if len(document.views.notes) >= MOST_NOTES:
        raise NnsimError("note.many", message(
            "There are {most} notes; more cannot be kept. Delete one first.", most=MOST_NOTES))
    note = Note(_free_id(document), _checked(text), position, _bounded(size), color, style)
    return _with(document, (*document.views.notes, note)), note.id


def change_note(
    document: Document, note_id: str, text: str | None = None, size: tuple[float, float] | None = None,
    color: str | None = None, style: NoteStyle | None = None, position: tuple[float, float] | None = None,
) -> Document:
    """With other text, size (px), color, style or place of a note; None leaves it. Raises NnsimError as `add_note`."""
    note = document.views.note(note_id)
    changed = Note(
        note_id, note.text if text is None else _checked(text), position or note.position,
        note.size if size is None else _bounded(size), color or note.color, style or note.style,
    )
    return _with(document, tuple(changed if each.id == note_id else each for each in document.views.notes))


def move_notes(document: Document, positions: Mapping[str, tuple[float, float]]) -> Document:
    """With these notes at other places (their top left corners, px)."""
    return _with(document, tuple(
        _replace(each, position=positions[each.id]) if each.id in positions else each for each in document.views.notes))


def delete_notes(document: Document, note_ids: Collection[str]) -> Document:
    """Without these notes."""
    return _with(document, tuple(each for each in document.views.notes if each.id not in note_ids))


def copied_notes(
    document: Document, note_ids: Iterable[str], offset: tuple[float, float], origin: Document | None = None,
) -> tuple[Document, tuple[str, ...]]:
    """Copies of these notes (of `origin` where one is given), moved by `offset` px, and their ids."""
    made = []
    for each in map((origin or document).views.note, note_ids):
        place = (each.position[0] + offset[0], each.position[1] + offset[1])
        document, note_id = add_note(document, each.text, place, each.size, each.color, each.style)
        made.append(note_id)
    return document, tuple(made)


def _checked(text: str) -> str:
    """The text without characters that control a terminal and are not seen."""
    if len(text) > LONGEST_TEXT:
        raise NnsimError("note.length", message(
            "A note has at most {most} characters, got {count}. Write a second one.", most=LONGEST_TEXT,
            count=len(text)))
    return "".join(letter for letter in text.replace("\t", "    ") if letter == "\n" or category(letter) != "Cc")


def _bounded(size: tuple[float, float]) -> tuple[float, float]:
    width, height = size
    return min(max(width, NARROWEST), WIDEST), min(max(height, 0.0), WIDEST)


def _with(document: Document, notes: tuple[Note, ...]) -> Document:
    return _replace(document, views=_replace(document.views, notes=notes))


def _free_id(document: Document) -> str:
    taken = {each.id for each in document.views.notes}
    return next(f"note{number}" for number in range(1, len(taken) + 2) if f"note{number}" not in taken)
