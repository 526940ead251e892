"""What the timeline says: the place under the playhead, the number of the step, and what is missing to step at all."""

from __future__ import annotations

from dataclasses import dataclass

from nnsim import edits
from nnsim.document import Document
from nnsim.text import Message, message
from nnsim.trace import Detail, Explanation
from ui.bridge.problems import Fix, problems
from ui.panels.timeline.marks import Marks


@dataclass(frozen=True)
class Lack:
    """Why there is nothing to step through, and what to press; `fix` None opens the choice of data.

    `elsewhere` is what is said of it where there is nothing to press, if that is not the text.
    """

    text: Message
    action: Message | None
    fix: Fix | None
    elsewhere: Message | None = None


def place_caption(
    explanation: Explanation, detail: Detail, marks: Marks, tick: int, units: int, part: str | Message | None = None
) -> Message:
    """Where the playhead stands, such as `Dense 2 · term 4 of 5`; `units` of the node that it stands in.

    Args:
        part: the name of the part of a block, when it stands in one.
    """
    run = marks.run(marks.mark(tick))
    node = run.label if run is not None else explanation.place
    if part is not None:
        node = message("{name}", name=part)
    if detail == "layer":
        if explanation.phase == "loss":  # such as "Loss: binary cross-entropy", which says where it is by itself
            return explanation.title
        return message("{node} · {what}", node=node, what=explanation.title)
    if detail == "term" and explanation.current is not None:
        alone = explanation.phase == "forward" and units == 1
        return message("{node} · {what}", node=node if alone else explanation.place, what=explanation.progress)
    return explanation.place


def step_caption(tick: int, total: int) -> Message:
    """Which of the ticks it is, or how many there are."""
    if tick < 0:
        return message("{total} steps", total=total) if total != 1 else message("one step")
    return message("step {number} of {total}", number=tick + 1, total=total)


def lack_of(document: Document) -> Lack:
    """What a document lacks to be stepped through."""
    if not document.network.nodes:
        fix = Fix(message("Add an input"), lambda document: edits.add_input(document, (0.0, 0.0))[0])
        here = message("A network that learns can be stepped through here.")
        return Lack(message("Begin with an input."), fix.label, fix, here)
    found = sorted(problems(document), key=lambda problem: problem.severity != "error")
    for problem in found:
        if problem.place == "data" and document.data is None:
            continue
        if problem.severity == "error" or problem.place == "plan":
            fix_first = problem.fixes[0] if problem.fixes else None
            return Lack(problem.message, fix_first.label if fix_first else None, fix_first)
    text = message("Choose data to step through the network.")
    return Lack(text, message("Choose data"), None)
