"""What a student reads at a stop: every number has a name of its own, nothing is said twice, no word stays foreign."""

import re
from collections.abc import Iterator

import pytest

from nnsim import catalog, edits
from nnsim.document import Document
from nnsim.text.messages import render
from nnsim.trace import Case, Cases, Explanation, Fraction, Group, Piece, Raised, Root, Row, Stepper, plain_text
from tests.batteries.drawing import Drawing
from tests.catalog.test_every_kind import PLACED, DenseSettings, _dense, _loss, _neuron

MOST_STOPS = 60
FOREIGN = re.compile(r"[A-Za-z]{3,}")
KEPT = re.compile("Leaky|ReLU|ELU|GELU|SELU|SiLU|tanh|RNN|LSTM|GRU")
"""Names that Korean books write in Latin letters too."""


def _rule(rule: str) -> Document:
    drawing = Drawing()
    drawing.document = edits.set_rule(_neuron()[0], rule)
    return drawing.plan(l1=0.01, l2=0.02)


READ = {
    **{f"kind {kind.id}": lambda kind=kind: PLACED[kind.id]()[0] for kind in catalog.kinds()},
    **{f"rule {rule.id}": lambda rule=rule: _rule(rule.id) for rule in catalog.rules()},
    **{f"loss {loss.id} {form}": lambda loss=loss, form=form: _loss(loss.id, form)[0]
       for loss in catalog.losses() for form in ("stable", "textbook")},
    **{f"activation {each.id}": lambda each=each: _dense(DenseSettings(3, each.id))[0]
       for each in catalog.activations()},
}  # fmt: skip


def _stops(document: Document) -> Iterator[tuple[Stepper, Explanation]]:
    """The first five stops of every phase, and others from all of the step, in the finest detail."""
    stepper = Stepper(document, detail="term")
    timeline = stepper.timeline()
    ticks = {track.start + number for track in timeline.tracks for number in range(min(5, track.count))}
    ticks |= set(range(0, timeline.total, max(1, timeline.total // MOST_STOPS)))
    for tick in sorted(ticks | {timeline.total - 1}):
        stepper.seek(tick)
        told = stepper.explain()
        assert told is not None
        yield stepper, told


def _pieces(row: Row) -> Iterator[Piece]:
    for part in row:
        match part:
            case Piece():
                yield part
            case Fraction(over, under):
                yield from _pieces((*over, *under))
            case Root(inside) | Group(inside, _):
                yield from _pieces(inside)
            case Raised(base, exponent):
                yield from _pieces((*base, *exponent))
            case Cases(lines):
                for line in lines:
                    yield from _of_case(line)


def _of_case(line: Case) -> Iterator[Piece]:
    yield from _pieces((*line.value, *line.condition))


@pytest.mark.parametrize("name", READ)
def test_a_stop_reads_well(name: str) -> None:
    for stepper, told in _stops(READ[name]()):
        lines = [plain_text(told.symbols[2:]), plain_text(told.numbers), plain_text(told.worked)]
        said = [line for line in lines if line]
        assert len(set(said)) == len(said), f"said twice: {said}"
        assert told.outcome_text not in said[1:], f"the result is there already: {said}"
        assert "1 more" not in " ".join(re.findall(r"… \d+ more", " ".join(said))).split("… "), said
        _names_differ(stepper, told)
        for text in (told.title, told.sentence, told.place, told.progress):
            english, korean = render(text, "en"), render(text, "ko")
            assert not re.search(r"\{\w+(:[^}]*)?\}", english + korean), f"nothing was put in: {english} {korean}"
            assert not re.search(r"  | [,.:]|\.\.(?!\.)", english), english
            foreign = [word for word in FOREIGN.findall(KEPT.sub("", korean)) if word]
            assert not foreign, f"{foreign} in {korean!r}"


def _names_differ(stepper: Stepper, told: Explanation) -> None:
    """One letter is one number in a formula, and every number has a letter."""
    found: dict[str, tuple[int, tuple[int, ...]]] = {}
    for piece in _pieces(told.symbols):
        if piece.role != "symbol" or piece.place is None:
            continue
        assert piece.text[:1].isalpha() or piece.text[:1] in "∂(1", f"{piece.text!r} has no letter"
        cell = (piece.place.slot, piece.place.index)
        assert found.setdefault(piece.text, cell) == cell, f"{piece.text} twice in {plain_text(told.symbols)}"


@pytest.mark.parametrize(("kind", "told"), [
    ("batch_normalization", "unit 1 of 4"), ("layer_normalization", "one value"),
    ("group_normalization", "group 1 of 2"), ("transformer_encoder", "place 1 of 3"),
])
def test_a_mean_says_which_of_what_has_it(kind: str, told: str) -> None:
    stepper = Stepper(READ[f"kind {kind}"]())
    for tick in range(stepper.timeline().total):
        stepper.seek(tick)
        explained = stepper.explain()
        if explained is not None and explained.operation == "Mean":
            assert render(explained.progress, "en") == told
            return
    raise AssertionError(f"{kind} has no mean")
