"""Networks to measure with – layers, or free neurons in columns – and edits of them."""

from collections.abc import Callable

import numpy as np
from msgspec.structs import replace

from nnsim import edits
from nnsim.catalog import DenseSettings, InputSettings, NeuronSettings
from nnsim.data import generated
from nnsim.document import Document, Link, Network, Node
from ui.canvas.diagram import tidied

PER_COLUMN = 50
Act = Callable[[Document], Document]


def layers(*sizes: int) -> Document:
    """An input and Dense layers of these sizes, an output and a loss, on the two spirals."""
    document = edits.choose_data(edits.new_document(), generated("spirals"), 2)
    columns = InputSettings(tuple(column % 2 for column in range(sizes[0])))
    document, last = edits.add_node(document, "input", (0.0, 0.0), settings=columns)
    for units in sizes[1:]:
        document, layer = edits.add_node(document, "dense", (0.0, 0.0), settings=DenseSettings(units))
        document, last = edits.connect(document, last, layer), layer
    document, output = edits.add_output(document, (0.0, 0.0))
    return tidied(edits.connect(document, last, output))


def free_neurons(count: int, dense_units: int = 0, links: int = 4) -> Document:
    """Free neurons in columns, each linked from a few of the column before, and wide Dense layers beside them."""
    drawn = np.random.default_rng(0)
    document = edits.choose_data(edits.new_document(), generated("spirals"), 2)
    document, first = edits.add_node(document, "input", (0.0, 0.0), settings=InputSettings((0, 1)))
    nodes, wires, places = list(document.network.nodes), list(document.network.links), dict(document.views.positions)
    for number in range(count):
        column, row = divmod(number, PER_COLUMN)
        name = f"neuron{number + 1}"
        nodes.append(Node(name, "neuron", f"n{number + 1}", NeuronSettings()))
        places[name] = (200.0 + 170.0 * column, 150.0 * row - 3700)
        start = (column - 1) * PER_COLUMN + 1
        sources = drawn.choice(PER_COLUMN, links, replace=False) if column else []
        wires += [Link(f"neuron{start + int(each)}", name) for each in sources] if column else [Link(first, name)]
    last, x = first, 200.0 + 170.0 * (count // PER_COLUMN + 1)
    for number in range(-(-dense_units // 400)):
        name = f"dense{number + 1}"
        nodes.append(Node(name, "dense", f"d{number + 1}", DenseSettings(min(400, dense_units - 400 * number))))
        wires.append(Link(last, name))
        places[name] = (x + 260.0 * number, 0.0)
        last = name
    views = replace(document.views, positions=places)
    return edits.reconcile(document, replace(document, network=Network(tuple(nodes), tuple(wires)), views=views))


def acts(document: Document) -> dict[str, Act]:
    """Edits of a network of free neurons."""
    free = [node.id for node in document.network.nodes if node.kind == "neuron"]
    middle = free[min(154, len(free) // 2)]  # of what can be seen
    count = iter(range(10_000))

    def connect(d: Document) -> Document:
        last = d.network.nodes[-1].id
        free = (f"neuron{n}" for n in range(2, 400) if edits.can_connect(d, f"neuron{n}", last) is None)
        return edits.connect(d, next(free), last)

    def function(d: Document) -> Document:
        other = "tanh" if d.network.node(middle).settings.activation != "tanh" else "sigmoid"  # type: ignore[attr-defined]
        return edits.change_settings(d, middle, NeuronSettings(activation=other))

    def move(d: Document) -> Document:
        x, y = d.views.positions[middle]
        return edits.move(d, {middle: (x + 8, y)})

    return {
        "move": move,
        "weight": lambda d: edits.set_weight(d, f"{middle}/weight", (0, 0), 0.1 * next(count)),
        "rename": lambda d: edits.rename(d, middle, f"renamed {next(count)}"),
        "settings": function,
        "add": lambda d: edits.add_node(d, "neuron", (0.0, 0.0))[0],
        "connect": connect,
        "delete": lambda d: edits.delete(d, [d.network.nodes[-1].id]),
    }
