"""What is said of a slide in few words: its title, what happens, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from nnsim.document import Amount, Choice, Document, Drawing, Place, Pointing, Slide
from nnsim.document.lesson import words_in
from nnsim.edits.lesson import missing_nodes
from nnsim.text import Message, language, message, render, shown_name
from ui.panels.phases import TITLES

PLOTS: dict[str, Message] = {
    "": message("None"), "loss": message("Loss"), "decision": message("Decision boundary"),
    "weights": message("Weights"), "gradients": message("Gradients"),
}  # fmt: skip
WAYS: dict[str, Message] = {
    "none": message("None"), "choice": message("Choice"), "amount": message("Number"),
    "pointing": message("Point at a neuron"), "drawing": message("Draw the curve"),
}  # fmt: skip
_WAY_OF = {Choice: "choice", Amount: "amount", Pointing: "pointing", Drawing: "drawing"}


def way_of(slide: Slide) -> str:
    """How the slide's question is answered; `none` where it asks nothing."""
    return "none" if slide.question is None else _WAY_OF[type(slide.question.way)]


def title_of(slide: Slide, index: int) -> str:
    """The title, or the number where there is none."""
    return words_in(slide.title, language()) or render(message("Slide {number}", number=index + 1))


def facts_of(document: Document, slide: Slide) -> list[Message]:
    """What happens on a slide, in the order in which it does."""
    facts = list[Message]()
    if slide.epochs:
        facts.append(message("trains 1 epoch") if slide.epochs == 1 else
                     message("trains {count} epochs", count=slide.epochs))
    where = moment_of(document, slide)
    if where is not None:
        facts.append(where)
    if slide.plot:
        facts.append(PLOTS[slide.plot])
    if slide.question is not None:
        facts.append(message("asks: {way}", way=WAYS[way_of(slide)]))
    return facts


def moment_of(document: Document, slide: Slide) -> Message | None:
    """Where a slide stops in the training step: phase and layer; None where it does not."""
    if slide.moment is None or slide.moment.place is None:
        return None
    place, network = slide.moment.place, document.network
    phase = TITLES[place.phase]  # type: ignore[index]
    if not network.has(place.node):
        return phase
    return message("{phase} · {node}", phase=phase, node=shown_name(network.node(place.node).name))


def fault_of(document: Document, slide: Slide, has: Callable[[Place], bool | None]) -> Message | None:
    """What of a slide is no longer there; None when nothing is missing. `has` tells whether a step comes by a place."""
    gone = missing_nodes(document, slide)
    place = None if slide.moment is None else slide.moment.place
    if place is not None and (place.node in gone or has(place) is False):
        return message("The moment of this slide is gone: the network has changed since.")
    if slide.question is not None and isinstance(slide.question.way, Pointing) and slide.question.way.node in gone:
        return message("The neuron that is asked for is gone: the network has changed since.")
    if gone:
        return message("Layers that this slide frames or lights are gone: the network has changed since.")
    return None
