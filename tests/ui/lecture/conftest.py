"""Lectures for the tests: small ones on the XOR network, with a slide of every kind."""

import pytest

from nnsim import edits, files
from nnsim.assets import asset_path
from nnsim.document import Amount, Choice, Document, Drawing, Pointing, Question, Slide, SlideMoment
from nnsim.trace import Stepper


def network() -> Document:
    return files.load(asset_path("samples", "mlp-xor.nnsim"))


def lecture(*slides: Slide) -> Document:
    document = network()
    for slide in slides:
        document, _ = edits.add_slide(document, slide)
    return document


def words(text: str) -> dict[str, str]:
    return {"en": text, "ko": f"{text} 한국어"}


def backward_moment() -> SlideMoment:
    """The first gradient of a weight."""
    stepper = Stepper(network(), detail="layer")
    while stepper.view().phase != "backward" or not stepper.view().operation.endswith("WeightGradient"):
        stepper.next()
    stepper.set_detail("neuron")
    stepper.next()
    return SlideMoment(place=stepper.place(), detail="neuron")


@pytest.fixture(scope="session")
def every_kind() -> Document:
    """One slide of every kind."""
    moment = backward_moment()
    options = (words("grows"), words("shrinks"), words("stays"))
    output = network().network.nodes[-2].id
    return lecture(
        Slide("start", words("A network"), words("It has **two** inputs."), words("Say hello.")),
        Slide("moment", words("The gradient of one weight"), words("It is *positive*."), moment=moment),
        Slide("choice", words("What happens?"), question=Question(words("And the loss?"), Choice(options, 1)),
              moment=moment),
        Slide("trained", words("Trained"), epochs=3, plot="loss"),
        Slide("map", words("What it answers"), plot="decision"),
        Slide("amount", words("How large?"), question=Question(words("Its value?"), Amount()), moment=moment),
        Slide("point", words("Which one?"), question=Question(words("Point at it."), Pointing(output))),
        Slide("draw", words("What comes?"), question=Question(words("Draw the loss."), Drawing(5))),
        Slide("light", words("Only one part"), spotlight=(output,), camera=(output,)),
    )
