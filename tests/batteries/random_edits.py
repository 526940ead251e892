"""Random edits of a document, some of which are refused, as a student who tries everything would make them."""

import random
from collections.abc import Callable

import msgspec
import numpy as np

from nnsim import catalog, edits
from nnsim.catalog import (
    ActivationSettings,
    Constant,
    DenseSettings,
    He,
    InputSettings,
    LossSettings,
    NeuronSettings,
    Uniform,
)
from nnsim.catalog.schedules import SCHEDULES
from nnsim.data import generated, iris
from nnsim.document import Condition, Document, Schedule, Settings, Slide
from nnsim.program import Trainer, problems

Edit = Callable[[Document, random.Random], Document]
MOST_NODES, MOST_UNITS = 18, 6


def _node(document: Document, drawn: random.Random) -> str:
    return drawn.choice(document.network.nodes).id if document.network.nodes else "dense1"


def _path(document: Document, drawn: random.Random) -> str:
    return drawn.choice(sorted(document.state.parameters)) if document.state.parameters else "dense1/weight"


def _cell(document: Document, path: str, drawn: random.Random) -> tuple[int, ...] | None:
    shape = document.state.parameters[path].shape if path in document.state.parameters else (1,)
    if drawn.random() < 0.2 or 0 in shape:
        return None
    return tuple(drawn.randrange(size) for size in shape)


def _settings(kind: str, drawn: random.Random) -> Settings:
    initializer = drawn.choice([catalog.Glorot(), He(), Uniform(), Constant(0.25)])
    match kind:
        case "dense":
            activation = drawn.choice([each.id for each in catalog.activations()])
            return DenseSettings(drawn.randint(1, 6), activation, drawn.random() < 0.8, initializer)
        case "neuron":
            return NeuronSettings(drawn.choice(["tanh", "sigmoid", "step"]), drawn.random() < 0.8, initializer)
        case "input":
            return InputSettings(tuple(drawn.sample(range(4), drawn.randint(1, 3))))
        case "activation":
            return ActivationSettings(drawn.choice(["relu", "softmax", "tanh"]))
        case "loss":
            function = drawn.choice([each.id for each in catalog.losses()])
            return LossSettings(function, drawn.choice(["stable", "textbook"]))
        case _:
            return catalog.kind(kind).default_settings()


def add_node(document: Document, drawn: random.Random) -> Document:
    """A node of any kind; one goes first where there are many."""
    if len(document.network.nodes) >= MOST_NODES:
        document = edits.delete(document, [_node(document, drawn)])
    kind = drawn.choice(["neuron", "neuron", "dense", "dense", "input", "activation", "loss"])
    place = (drawn.uniform(0, 900), drawn.uniform(0, 600))
    return edits.add_node(document, kind, place, settings=_settings(kind, drawn))[0]


def add_output(document: Document, drawn: random.Random) -> Document:
    """An output with its loss, while there are few."""
    outputs = [node.id for node in document.network.nodes if node.kind in ("output", "loss")]
    return edits.add_output(edits.delete(document, outputs), (drawn.uniform(0, 900), 100.0))[0]


def connect(document: Document, drawn: random.Random) -> Document:
    """A link between any two nodes, or from one unit."""
    unit = drawn.randrange(4) if drawn.random() < 0.3 else None
    return edits.connect(document, _node(document, drawn), _node(document, drawn), unit)


def disconnect(document: Document, drawn: random.Random) -> Document:
    """One link less."""
    return edits.disconnect(document, drawn.choice(document.network.links)) if document.network.links else document


def delete(document: Document, drawn: random.Random) -> Document:
    """A node less, now and then two and a link."""
    links = drawn.sample(document.network.links, 1) if document.network.links and drawn.random() < 0.2 else []
    return edits.delete(document, {_node(document, drawn) for _ in range(drawn.choice([1, 1, 2]))}, links)


def change_settings(document: Document, drawn: random.Random) -> Document:
    """Other settings of a node."""
    node = _node(document, drawn)
    return edits.change_settings(document, node, _settings(document.network.node(node).kind, drawn))


def change_settings_of(document: Document, drawn: random.Random) -> Document:
    """One setting of two nodes that share some."""
    nodes = [_node(document, drawn), _node(document, drawn)]
    fields = edits.shared_fields(document.network, nodes) if document.network.nodes else ()
    if not fields:
        return document
    field = drawn.choice(fields)
    values = {"bool": [True, False], "int": [1, 3, 0], "float": [0.5, 2.0], "initializer": [He(), Constant(0.25)]}
    value = drawn.choice([key for key, _ in field.choices] or values.get(field.type, [field.default]))
    return edits.change_settings_of(document, nodes, field.name, value)


def describe_input(document: Document, drawn: random.Random) -> Document:
    """Another number of features of an input, or an arrangement that it refuses."""
    found = [node.id for node in document.network.nodes if node.kind == "input"]
    if not found:
        return document
    if drawn.random() < 0.5:
        return edits.set_features(document, drawn.choice(found), drawn.randint(0, 6))
    return edits.arrange_input(document, drawn.choice(found), drawn.choice([(), (0, 3), (5000,)]))


def mend(document: Document, drawn: random.Random) -> Document:
    """A remedy of something that is wrong, while there is room."""
    fixes = [fix for problem in problems(document) for fix in problem.fixes]
    if not fixes or len(document.network.nodes) > MOST_NODES - 4:
        return document
    return drawn.choice(fixes).apply(document)


def change_sheet(document: Document, drawn: random.Random) -> Document:
    """Some cells of the table of a parameter, now and then with a number that is none."""
    path = _path(document, drawn)
    if path not in document.state.parameters:
        return document
    sheet = edits.sheet_of(document, path, (0,) * (document.state.parameters[path].ndim - 2))
    chosen = np.array([[drawn.random() < 0.5 for _ in row] for row in sheet.values(document)], np.bool_)
    chosen = chosen.reshape(sheet.values(document).shape)
    return sheet.with_values(document, chosen, drawn.choice([0.0, 0.5, float("inf")]))


def duplicate(document: Document, drawn: random.Random) -> Document:
    """Copies of two nodes, with their weights or without, while there is room."""
    if len(document.network.nodes) > MOST_NODES - 2:
        return document
    nodes = {_node(document, drawn), _node(document, drawn)}
    return edits.duplicate(document, nodes, (20.0, 20.0), weights=drawn.random() < 0.7)[0]


def insert_on_link(document: Document, drawn: random.Random) -> Document:
    """A node put into a link, while there is room; now and then one that cannot stand there."""
    if not document.network.links or len(document.network.nodes) >= MOST_NODES:
        return document
    kind = drawn.choice(["dense", "neuron", "activation", "activation", "input", "convolution"])
    link = drawn.choice(document.network.links)
    return edits.insert_on_link(document, link, kind, (drawn.uniform(0, 900), 50.0), _settings(kind, drawn))[0]


def arrange(document: Document, drawn: random.Random) -> Document:
    """Some nodes on one line, or at equal distances."""
    nodes = {_node(document, drawn) for _ in range(4)} & set(document.views.positions)
    boxes = {node: edits.Box(*document.views.positions[node], 120.0, 200.0, 90.0) for node in nodes}
    if drawn.random() < 0.3:
        return edits.distribute(document, boxes, drawn.choice(["across", "down"]))
    return edits.align(document, boxes, drawn.choice(["left", "center", "right", "top", "middle", "bottom"]))


def rename(document: Document, drawn: random.Random) -> Document:
    """Another name, now and then one that is taken or empty."""
    name = drawn.choice(["", "hidden", "출력층", f"layer {drawn.random():.3f}"])
    return edits.rename(document, _node(document, drawn), name)


def move(document: Document, drawn: random.Random) -> Document:
    """Two nodes elsewhere."""
    places = {_node(document, drawn): (drawn.uniform(0, 900), drawn.uniform(0, 600)) for _ in range(2)}
    return edits.move(document, places)


def set_weight(document: Document, drawn: random.Random) -> Document:
    """Another weight, now and then one that is no number."""
    path = _path(document, drawn)
    value = drawn.choice([drawn.gauss(0, 1), float("nan")])
    return edits.set_weight(document, path, _cell(document, path, drawn) or (0,), value)


def set_parameter(document: Document, drawn: random.Random) -> Document:
    """Other values of a whole parameter, now and then of a wrong shape."""
    path = _path(document, drawn)
    shape = document.state.parameters[path].shape if path in document.state.parameters else (1,)
    return edits.set_parameter(document, path, np.full(shape if drawn.random() < 0.8 else (7, 7, 7), drawn.gauss(0, 1)))


def freeze(document: Document, drawn: random.Random) -> Document:
    """A cell or a whole parameter frozen or released."""
    path = _path(document, drawn)
    return edits.freeze(document, path, _cell(document, path, drawn), drawn.random() < 0.7)


def prune(document: Document, drawn: random.Random) -> Document:
    """A link of a weight cut or put back."""
    path = _path(document, drawn)
    if not path.endswith("/weight"):
        return document
    return edits.prune(document, path, _cell(document, path, drawn), drawn.random() < 0.7)


def add_unit(document: Document, drawn: random.Random) -> Document:
    """A unit more, anywhere in a layer that is still small."""
    node = _node(document, drawn)
    if (edits.units(document.network).get(node) or 0) > MOST_UNITS:
        return document
    return edits.add_unit(document, node, drawn.choice([None, 0, 1, 2]))


def remove_units(document: Document, drawn: random.Random) -> Document:
    """Some units less, now and then all of them."""
    return edits.remove_units(document, _node(document, drawn), {drawn.randrange(4) for _ in range(2)})


def open_layer(document: Document, drawn: random.Random) -> Document:
    """A layer as its neurons, while there is room."""
    if len(document.network.nodes) > MOST_NODES - MOST_UNITS:
        return document
    return edits.open_layer(document, _node(document, drawn))[0]


def fold(document: Document, drawn: random.Random) -> Document:
    """Neurons and layers of one activation as one layer."""
    like = document.network.node(_node(document, drawn)) if document.network.nodes else None
    function = getattr(like.settings, "activation", None) if like is not None else None
    chosen = [node.id for node in document.network.nodes if getattr(node.settings, "activation", "") == function]
    return edits.fold(document, drawn.sample(chosen, drawn.randint(0, min(3, len(chosen)))))[0]


def change_cells(document: Document, drawn: random.Random) -> Document:
    """Some cells of several parameters frozen, cut, set or drawn anew together."""
    paths = [_path(document, drawn) for _ in range(3)]
    cells = [(path, _cell(document, path, drawn) or (0, 0)) for path in paths]
    change = drawn.choice([edits.freeze_cells, edits.prune_cells])
    return drawn.choice([
        lambda: change(document, cells, drawn.random() < 0.7), lambda: edits.randomize(document, cells),
        lambda: edits.set_weights(document, cells, [drawn.gauss(0, 1) for _ in cells]),
    ])()


def set_rule(document: Document, drawn: random.Random) -> Document:
    """Another learning rule."""
    return edits.set_rule(document, drawn.choice([rule.id for rule in catalog.rules()]))


def set_plan(document: Document, drawn: random.Random) -> Document:
    """Other batches, penalties, precision, schedule …, now and then out of range."""
    kind = drawn.choice([*SCHEDULES, None])
    changes = drawn.choice([
        {"schedule": None if kind is None else Schedule(kind.id, kind.default_settings())},
        {"accumulate": drawn.randint(0, 3)}, {"clip_norm": drawn.choice([0.0, 0.1])}, {"clip_value": 0.2},
        {"weight_decay": drawn.choice([0.0, 0.1, -1.0]), "decay": drawn.choice(["coupled", "decoupled"])},
        {"patience": drawn.randint(0, 3)}, {"warm_up": drawn.randint(0, 3)},
        {"batch_size": drawn.randint(0, 20)}, {"l2": drawn.choice([0.0, 0.1, -1.0])}, {"batches": "online"},
        {"precision": drawn.choice(["float32", "float64"])}, {"epochs": drawn.randint(0, 50)}, {"shuffle": False},
    ])
    return edits.set_plan(document, msgspec.structs.replace(document.plan, **changes))


def choose_data(document: Document, drawn: random.Random) -> Document:
    """Other data."""
    source, inputs = drawn.choice([(generated("xor"), 2), (generated("circles", count=12), 2), (iris(), 2)])
    return edits.choose_data(document, source, inputs)


def initialize(document: Document, drawn: random.Random) -> Document:
    """A node's parameters as they begin."""
    return edits.initialize(document, [_node(document, drawn)])


def reset(document: Document, drawn: random.Random) -> Document:
    """All training undone, now and then from another seed."""
    return edits.reset_training(document, drawn.choice([None, drawn.randrange(100)]))


def set_title(document: Document, drawn: random.Random) -> Document:
    """Another title."""
    return edits.set_title(document, f"lab {drawn.randrange(10)}")


def group(document: Document, drawn: random.Random) -> Document:
    """A block of a few nodes, now and then of what stands in two blocks; or one of the blocks dissolved or folded."""
    groups = document.views.groups
    if groups and drawn.random() < 0.5:
        block = drawn.choice(groups)
        if drawn.random() < 0.5:
            return edits.ungroup(document, block.id)
        return edits.set_folded(document, block.id, not block.folded)
    chosen = {_node(document, drawn) for _ in range(drawn.randint(1, 5))}
    return edits.group(document, sorted(chosen), drawn.choice(["", "B"]))[0]


def note(document: Document, drawn: random.Random) -> Document:
    """A note more, one less, or one changed."""
    notes = document.views.notes
    if len(notes) < 3:
        return edits.add_note(document, "note", (drawn.uniform(0, 900), 0.0), style=drawn.choice(["note", "title"]))[0]
    chosen = drawn.choice(notes).id
    if drawn.random() < 0.3:
        return edits.delete_notes(document, {chosen})
    return edits.change_note(document, chosen, drawn.choice(["", "another text\n둘째 줄"]), color="blue")


def slide(document: Document, drawn: random.Random) -> Document:
    """A slide more, one less, or one elsewhere."""
    slides = document.lesson.slides
    if len(slides) < 3:
        return edits.add_slide(document, Slide("", {"en": "A title", "ko": "제목"}, epochs=drawn.randrange(3)))[0]
    chosen = drawn.choice(slides).id
    if drawn.random() < 0.3:
        return edits.remove_slides(document, {chosen})
    return edits.move_slide(document, chosen, drawn.randrange(3))


def breakpoint_(document: Document, drawn: random.Random) -> Document:
    """A breakpoint more, one less, or one changed; now and then one that cannot be."""
    present, node = document.views.breakpoints, _node(document, drawn)
    if len(present) > 4:
        return edits.remove_breakpoint(document, drawn.choice(present))
    if drawn.random() < 0.5:
        return edits.toggle_breakpoint(document, [node], drawn.choice(["forward", "backward", "update"]))
    new = drawn.choice([Condition("loss", 0.1), Condition("accuracy", drawn.choice([0.9, 90]), True),
                        Condition("gradient", 1e-3, node=drawn.choice([node, None])), Condition("not_finite", 3.0)])
    if present and drawn.random() < 0.5:
        return edits.change_breakpoint(document, drawn.choice(present), new)
    return edits.add_breakpoint(document, new)


def bookmark(document: Document, drawn: random.Random) -> Document:
    """A name for the present moment, or for none any more."""
    step = document.state.step
    if drawn.random() < 0.3:
        return edits.remove_bookmark(document, step)
    return edits.add_bookmark(document, step, drawn.choice(["here", "여기"]))


def begin_anew(document: Document, drawn: random.Random) -> Document:
    """An empty canvas, and a network on it that can learn at once."""
    document = edits.delete(document, [node.id for node in document.network.nodes])
    document, x = edits.add_node(document, "input", (0.0, 0.0))
    document = edits.choose_data(document, generated("xor"), 2)
    document, layer = edits.add_node(document, "dense", (200.0, 0.0), settings=_settings("dense", drawn))
    document, last = edits.add_node(document, "neuron", (400.0, 0.0))
    document, output = edits.add_output(document, (600.0, 0.0))
    for source, target in ((x, layer), (layer, last), (last, output)):
        document = edits.connect(document, source, target)
    return document


def train(document: Document, drawn: random.Random) -> Document:
    """Two training steps, where the network can learn."""
    if document.data is None or any(each.severity == "error" for each in problems(document)):
        return document
    if not any(node.kind == "loss" for node in document.network.nodes):
        return document
    trainer = Trainer(document)
    with np.errstate(all="ignore"):
        trainer.step()
        trainer.step()
    state = trainer.state()
    if not all(np.isfinite(array).all() for array in state.parameters.values()):
        return document
    return edits.with_training(document, state, document.history)


STRUCTURAL: tuple[Edit, ...] = (
    add_node, add_node, add_output, connect, connect, connect, disconnect, delete, change_settings, duplicate, rename,
    move, group, note, breakpoint_, insert_on_link, arrange, change_settings_of, describe_input, mend,
)
OTHERS: tuple[Edit, ...] = (
    add_unit, remove_units, open_layer, fold, fold, change_cells, change_sheet, set_weight, set_parameter, freeze,
    prune, set_rule,
    set_plan, choose_data, initialize, reset, set_title, slide, bookmark, begin_anew, train, train, train,
)
