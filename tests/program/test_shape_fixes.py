"""Every objection of every kind to what links into it comes with edits that mend it, or with a reason why none can."""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from math import prod

import msgspec

from nnsim import catalog, edits
from nnsim.catalog import (
    ConvolutionSettings,
    DenseSettings,
    FeaturesSettings,
    GroupNormalizationSettings,
    InputSettings,
    LossSettings,
    MaxPoolingSettings,
    MultiHeadSettings,
    PaddingSettings,
    PowerFeature,
    ReshapeSettings,
    RuleCondition,
    RulesSettings,
    SplitSettings,
    WrittenRule,
)
from nnsim.document import Document, Link, Network, Node, Settings
from nnsim.edits.shapes import wiring
from nnsim.program.drawing_problems import drawing_problems
from nnsim.program.problem import Problem
from nnsim.text.messages import render
from tests.batteries.drawing import Drawing

CASES_OF_A_KIND = 2
SHAPES = ((1,), (4,), (12,), (5, 3), (4, 4), (1, 4, 4), (3, 5, 5))
UNUSUAL: dict[str, tuple[Settings, ...]] = {
    "convolution": (ConvolutionSettings(height=7, width=7, padding="valid"), ConvolutionSettings(groups=2),
                    ConvolutionSettings(dilation=9, padding="valid"), ConvolutionSettings(kernels=3, groups=3)),
    "max_pooling": (MaxPoolingSettings(size=9), MaxPoolingSettings(padding="cells", margin=4)),
    "average_pooling": (catalog.AveragePoolingSettings(size=9),
                        catalog.AveragePoolingSettings(padding="cells", margin=4)),
    "convolution_1d": (catalog.Convolution1DSettings(size=9, padding="valid"), catalog.Convolution1DSettings(groups=2)),
    "transposed_convolution": (catalog.TransposedConvolutionSettings(extra=5),
                               catalog.TransposedConvolutionSettings(margin=200),
                               catalog.TransposedConvolutionSettings(groups=2)),
    "group_normalization": (GroupNormalizationSettings(groups=7),),
    "multi_head": (MultiHeadSettings(heads=3), MultiHeadSettings(heads=5), MultiHeadSettings(heads=1, off=1),
                   MultiHeadSettings(heads=2, off=7)),
    "transformer_encoder": (catalog.TransformerSettings(heads=5),),
    "transformer_decoder": (catalog.TransformerSettings(heads=5),),
    "padding": (PaddingSettings(8, 8, 8, 8, "reflect"), PaddingSettings(8, 0, 0, 8, "wrap")),
    "split": (SplitSettings("rows", 2, 3), SplitSettings("units", 4, 2), SplitSettings("units", 90, 99),
              SplitSettings("steps", 1, 2, drop=True)),
    "reshape": (ReshapeSettings((7,)), ReshapeSettings((2, 7))),
    "features": (FeaturesSettings((PowerFeature(((0, 1),)), PowerFeature(((20, 1),)))),
                 FeaturesSettings((PowerFeature(((20, 1),)),))),
    "rules": (RulesSettings((WrittenRule((RuleCondition(20),)), WrittenRule())),),
    "loss": (*(LossSettings(loss.id) for loss in catalog.LOSSES),
             LossSettings("categorical_cross_entropy", class_weights=(1.0,) * 7),
             LossSettings("categorical_cross_entropy", targets="numbers")),
    "lstm_cell": (catalog.LstmCellSettings(2),),
}

def drawn(kind: str, settings: Settings, shapes: dict[str, tuple[tuple[int, ...], ...]]) -> tuple[Document, str]:
    """A node with inputs of these shapes at its ports, seen through a Reshape, as a file could bring them."""
    nodes, links = [Node("at", kind, "Node", settings)], []
    for number, (port, shape) in enumerate((port, shape) for port, several in shapes.items() for shape in several):
        source, seen = f"source{number}", f"seen{number}"
        nodes += [Node(source, "input", source, InputSettings(tuple(range(prod(shape))))),
                  Node(seen, "reshape", seen, ReshapeSettings(shape))]
        links += [Link(source, seen), Link(seen, "at", None, port)]
    network = Network(tuple(nodes), tuple(links))
    return msgspec.structs.replace(edits.new_document(), network=network), "at"


def cases() -> Iterator[tuple[str, Settings, dict[str, tuple[tuple[int, ...], ...]]]]:
    """Each kind, with usual and unusual settings, and what may come to its ports."""
    for kind in catalog.kinds():
        for settings in (kind.default_settings(), *UNUSUAL.get(kind.id, ())):
            first = next((port for port in kind.ports if not port.optional), None)
            if first is None:
                continue
            needed = {port.name: port.ranks[0] for port in kind.ports if not port.optional and port is not first}
            beside = {name: ({1: (4,), 2: (5, 3), 3: (3, 5, 5)}[rank],) for name, rank in needed.items()}
            for shape in SHAPES:
                yield kind.id, settings, {first.name: (shape,), **beside}
            if first.links != "one" and kind.id != "loss":
                for one, other in product(SHAPES[1:], repeat=2):
                    yield kind.id, settings, {first.name: (one, other), **beside}
            for port in kind.ports:
                if port.optional or port.name in needed:
                    for shape in SHAPES:
                        yield kind.id, settings, {first.name: ((5, 3) if 2 in first.ranks else (4,),), **beside,
                                                  port.name: (shape,)}


def objected(document: Document, node: str) -> Problem | None:
    """What the drawing objects to at a node, if it does."""
    if node not in wiring(document.network).objections:
        return None
    return next(each for each in drawing_problems(document) if each.place == node)


def follow(document: Document, node: str, problem: Problem, number: int) -> None:
    """A fix takes the objection away; where another was behind it, that one is mended in turn."""
    steps = [problem.message.id]
    while True:
        document = problem.fixes[number].apply(document)
        assert not wiring(document.network).objections.keys() - {node}, render(problem.fixes[number].label)
        assert len({each.name for each in document.network.nodes}) == len(document.network.nodes)
        assert len(set(document.views.positions.values())) == len(document.views.positions)
        following, number = objected(document, node), 0
        if following is None:
            return
        assert len(steps) < 4, steps
        assert following.fixes, render(following.message)
        problem = following
        steps.append(problem.message.id)


def test_every_objection_is_mended_by_each_of_its_fixes() -> None:
    met: Counter[tuple[str, str]] = Counter()
    for kind, settings, shapes in cases():
        document, node = drawn(kind, settings, shapes)
        objection = wiring(document.network).objections.get(node)
        if objection is None or met[kind, objection.id] == CASES_OF_A_KIND:
            continue
        met[kind, objection.id] += 1
        problem = objected(document, node)
        assert problem is not None
        assert problem.fixes, (kind, settings, shapes, render(problem.message))
        labels = [render(fix.label) for fix in problem.fixes]
        assert len(labels) == len(set(labels)), labels
        for number in range(len(problem.fixes)):
            follow(document, node, problem, number)
    assert len({kind for kind, _ in met}) >= 30
    assert len({words for _, words in met}) >= 25


def test_what_is_offered_is_what_was_meant() -> None:
    def offered(kind: str, settings: Settings | None, *shapes: tuple[int, ...]) -> list[str]:
        settings = settings or catalog.kind(kind).default_settings()
        document, node = drawn(kind, settings, {"in": shapes})
        problem = objected(document, node)
        assert problem is not None
        return [render(fix.label) for fix in problem.fixes]

    assert offered("dense", None, (3, 5, 5))[0] == "Insert Flatten"
    assert offered("neuron", None, (5, 3), (2, 3))[0] == "Insert Flatten"
    assert offered("convolution", None, (64,))[0] == "Insert Reshape to 1 × 8 × 8"
    assert offered("convolution", None, (3, 8, 8), (3, 8, 8))[0] == "Insert Concatenate"
    assert offered("add", None, (4,), (12,)) == ["Insert Dense"]
    assert offered("reshape", ReshapeSettings((1, 3, 3)), (16,))[0] == "Arrange as 1 × 4 × 4"
    assert offered("multi_head", MultiHeadSettings(heads=5), (5, 6))[0] == "Set 'Heads' to 6"
    assert offered("loss", LossSettings("categorical_cross_entropy"), (3, 5, 5))[0] == "Insert Flatten"


def test_an_input_is_arranged_and_a_layer_resized_rather_than_a_node_inserted() -> None:
    drawing = Drawing()
    image = drawing.add("convolution", None, drawing.add("input", InputSettings(tuple(range(64)))))
    problem = objected(drawing.document, image)
    assert problem is not None
    assert render(problem.message).startswith("'Convolution 1' expects an image")
    assert render(problem.fixes[0].label) == "Arrange 'Input' as 1 × 8 × 8"
    assert edits.sample_shapes(problem.fixes[0].apply(drawing.document).network)[image] == (8, 8, 8)
    drawing = Drawing()
    source = drawing.add("input")
    one, other = drawing.add("dense", DenseSettings(4), source), drawing.add("dense", DenseSettings(6), source)
    total = drawing.add("add", None, one, other)
    document = edits.set_weight(drawing.document, "dense1/weight", (0, 0), 7.0)
    problem = objected(document, total)
    assert problem is not None
    assert [render(fix.label) for fix in problem.fixes] == ["Give 'Dense 2' 4 units", "Insert Dense"]
    for fix in problem.fixes:
        mended = fix.apply(document)
        assert edits.sample_shapes(mended.network)[total] == (4,)
        assert mended.state.parameters["dense1/weight"][0, 0] == 7.0


def test_trained_weights_behind_an_inserted_node_stay_and_what_follows_makes_room() -> None:
    drawing = Drawing()
    source = drawing.add("input", InputSettings(tuple(range(6))))
    layer = drawing.add("dense", DenseSettings(2), source)
    drawing.end(layer)
    trained = edits.set_weight(drawing.document, f"{layer}/weight", (1, 5), 7.0)
    trained = edits.move(trained, {source: (0.0, 0.0), layer: (240.0, 0.0), "output1": (480.0, 40.0)})
    image = edits.arrange_input(trained, source, (1, 2, 3))
    problem = objected(image, layer)
    assert problem is not None
    mended = problem.fixes[0].apply(image)
    assert mended.state.parameters[f"{layer}/weight"][1, 5] == 7.0
    places = mended.views.positions
    assert places[source][0] < places["flatten1"][0] < places[layer][0] < places["output1"][0]
    assert places[layer][0] - places["flatten1"][0] >= 220.0


def test_settings_that_no_edit_would_let_through_are_set_back() -> None:
    drawing = Drawing()
    layer = drawing.add("dense", DenseSettings(3), drawing.add("input"))
    for wrong in (DenseSettings(0), DenseSettings(0, "none"), DenseSettings(3, initializer=catalog.Normal(-1.0))):
        nodes = tuple(msgspec.structs.replace(node, settings=wrong) if node.id == layer else node
                      for node in drawing.document.network.nodes)
        network = msgspec.structs.replace(drawing.document.network, nodes=nodes)
        document = msgspec.structs.replace(drawing.document, network=network)
        problem = next(each for each in drawing_problems(document) if each.place == layer)
        mended = problem.fixes[0].apply(document).network.node(layer)
        assert catalog.kind("dense").check(mended.settings) is None
