"""What is taken over from the wiring before an edit is what a fresh look at the whole drawing finds."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim import catalog, edits
from nnsim.catalog import DenseSettings, InputSettings
from nnsim.document import Document, Link, Node
from nnsim.edits import shapes
from nnsim.edits.shapes import wiring
from nnsim.edits.wiring import Wiring
from nnsim.text.errors import NnsimError
from tests.batteries.random_edits import OTHERS, STRUCTURAL, Edit

KINDS = ("input", "dense", "dense", "neuron", "activation", "add", "concatenate", "output", "loss", "lstm_cell",
         "residual_block", "flatten", "split", "rnn", "embedding", "transformer_encoder", "unknown_kind")
PLAIN = ("input", "dense", "neuron", "neuron", "activation", "add", "output", "loss")  # none has parts
Drawing = tuple[tuple[Node, ...], tuple[Link, ...]]


def check_same(followed: Wiring, fresh: Wiring) -> None:
    """Everything that a wiring tells, in order where order counts."""
    assert followed.ordered == fresh.ordered
    assert followed.cyclic == fresh.cyclic
    assert list(followed.placed.items()) == list(fresh.placed.items())
    assert list(followed.shapes.items()) == list(fresh.shapes.items())
    for name in ("objections", "result", "parts", "units", "carried", "open_nodes", "weights"):
        assert getattr(followed, name) == getattr(fresh, name), name
    for name in ("into", "out_of"):
        assert getattr(followed, name) == getattr(fresh, name), name
    assert list(followed.specs.items()) == list(fresh.specs.items())
    for name in fresh.shapes:
        assert followed.columns(name) == fresh.columns(name), name


def some_node(name: str, drawn: random.Random, kinds: tuple[str, ...] = KINDS) -> Node:
    kind = drawn.choice(kinds)
    chosen = catalog.kind(kind).default_settings()
    if kind == "dense":
        chosen = DenseSettings(drawn.choice([0, 1, 2, 3, 3, 3]))
    if kind == "input":
        chosen = InputSettings(tuple(range(drawn.choice([2, 3, 3]))))
    return Node(name, kind, f"{name} {drawn.random()}", chosen)


def changed(drawing: Drawing, drawn: random.Random, kinds: tuple[str, ...]) -> Drawing:
    """A drawing with something else in it: cycles, links to nowhere and shapes that cannot be come about, too."""
    nodes, links = list(drawing[0]), list(drawing[1])
    ids = [node.id for node in nodes]
    for _ in range(drawn.choice([1, 1, 1, 3])):
        match drawn.randrange(7):
            case 0 | 1:
                ports = [port.name for node in nodes for port in catalog.kind(node.kind).ports] or ["in"]
                ends = [*ids, "nowhere"] if drawn.random() < 0.05 else ids
                place = drawn.randrange(len(links) + 1)
                links.insert(place, Link(drawn.choice(ends), drawn.choice(ends), drawn.choice([None, None, 0]),
                                         drawn.choice(ports)))
            case 2 if links:
                links.pop(drawn.randrange(len(links)))
            case 3:
                place = drawn.randrange(len(nodes))
                nodes[place] = some_node(nodes[place].id, drawn, kinds)
            case 4 if len(nodes) < 14:
                free = next(name for number in range(99) if (name := f"n{number}") not in {node.id for node in nodes})
                nodes.insert(drawn.randrange(len(nodes) + 1), some_node(free, drawn, kinds))
            case 5 if len(nodes) > 4:
                gone = nodes.pop(drawn.randrange(len(nodes))).id
                if drawn.random() < 0.9:
                    links = [link for link in links if gone not in (link.source, link.target)]
            case 6:
                drawn.shuffle(drawn.choice([nodes, links]))
    return tuple(nodes), tuple(links)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_a_wiring_that_follows_edits_is_as_a_fresh_one(seed: int) -> None:
    drawn = random.Random(seed)
    kinds = drawn.choice((KINDS, PLAIN))
    drawing: Drawing = tuple(some_node(f"n{number}", drawn, kinds) for number in range(8)), ()
    wirings = [Wiring(*drawing)]
    for _ in range(25):
        drawing = changed(drawing, drawn, kinds)
        before = wirings[-1] if drawn.random() < 0.8 else drawn.choice(wirings)
        for name in drawn.sample(sorted(before.shapes), len(before.shapes) // 2):
            before.columns(name)  # what was looked at is taken over
        wirings.append(Wiring(*drawing, before))
        check_same(wirings[-1], Wiring(*drawing))


def without_knowledge(edit: Edit, document: Document, seed: int) -> Document:
    """What an edit makes where every drawing is looked at as a whole, and so every parameter by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shapes, "_nearest", lambda network: None)
        shapes._known.clear()
        return edit(document, random.Random(seed))


@pytest.mark.parametrize("seed", range(4))
def test_edits_draw_the_same_bits_with_and_without_what_was_known(seed: int) -> None:
    drawn = random.Random(seed)
    document = edits.new_document()
    for turn in range(120):
        edit = drawn.choice((*STRUCTURAL, *STRUCTURAL, *OTHERS))
        try:
            wiring(document.network)
            after = edit(document, random.Random(turn))
        except (NnsimError, KeyError):
            continue
        check_same(wiring(after.network), Wiring(after.network.nodes, after.network.links))
        anew = without_knowledge(edit, document, turn)
        assert anew == after
        assert list(anew.state.parameters) == list(after.state.parameters)
        document = after


def test_an_edit_of_a_large_drawing_reaches_only_what_follows() -> None:
    document = edits.new_document()
    document, first = edits.add_node(document, "input", (0.0, 0.0), settings=InputSettings((0, 1)))
    chain = [first]
    for _ in range(4):
        document, layer = edits.add_node(document, "dense", (0.0, 0.0), settings=DenseSettings(3))
        document = edits.connect(document, chain[-1], layer)
        chain.append(layer)
    before = wiring(document.network).placed
    named = wiring(edits.rename(document, chain[2], "elsewhere").network).placed
    assert [name for name in chain if named[name] is not before[name]] == [chain[2]]
    wider = wiring(edits.change_settings(document, chain[2], DenseSettings(5)).network).placed
    assert [name for name in chain if wider[name] is not before[name]] == chain[2:4]
