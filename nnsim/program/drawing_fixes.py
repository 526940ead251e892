"""Edits that a drawing lacks: a link, an input, an output with its loss; or that take away what is too much."""

from nnsim import catalog, edits
from nnsim.data import prepare
from nnsim.document import Document, Node
from nnsim.program.problem import Fix
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message


def opening_fixes(document: Document, node: Node) -> tuple[Fix, ...]:
    """Without the link of the cycle at this node that was drawn last."""
    network = document.network
    last = next((link for link in reversed(network.links) if node.id in (link.source, link.target)
                 and edits.reaches(network, link.target, link.source)), None)
    if last is None:
        return ()
    label = message("Remove the link from '{source}' to '{target}'", source=network.node(last.source).name,
                    target=network.node(last.target).name)
    return (Fix(label, lambda d: edits.disconnect(d, last)),)


def link_fixes(document: Document, node: Node) -> tuple[Fix, ...]:
    """A link from the nearest node on the left that can be linked to it."""
    places = document.views.positions
    x, y = places.get(node.id, (0.0, 0.0))
    near = [
        (x - at[0], abs(y - at[1]), other)
        for other in document.network.nodes
        if (at := places.get(other.id, (x, y)))[0] < x and edits.can_connect(document, other.id, node.id) is None
    ]
    if not near:
        return ()
    *_, source = min(near, key=lambda found: found[:2])
    return (Fix(message("Link '{name}' to it", name=source.name),
                lambda d: edits.connect(d, source.id, node.id)),)


def input_fixes(document: Document, node: Node) -> tuple[Fix, ...]:
    """An Input on the left, of all columns of the data, linked to it."""
    if node.kind in ("output", "loss"):
        return ()

    def add(d: Document) -> Document:
        x, y = d.views.positions.get(node.id, (0.0, 0.0))
        d, source = edits.add_node(d, "input", (x - 280.0, y))
        try:
            columns = prepare(d.data).x_train.shape[1] if d.data is not None else 0
        except NnsimError:
            columns = 0
        d = edits.fit_input(d, source, columns) if columns else d
        return edits.connect(d, source, node.id)

    return (Fix(message("Add an input"), add),)


def deletion(node: Node) -> Fix:
    """Without the node."""
    return Fix(message("Delete it"), lambda d: edits.delete(d, [node.id]))


def end_fixes(document: Document) -> tuple[Fix, ...]:
    """A loss behind the output; without one both, behind the node on the right that nothing follows."""
    network, places = document.network, document.views.positions
    output = next((node for node in network.nodes if node.kind == "output"), None)
    if output is not None:
        return (Fix(message("Add a loss"), lambda d: _add_loss(d, output.id)),)
    ends = [node for node in network.nodes
            if catalog.is_known(node.kind) and catalog.kind(node.kind).gives_links and not network.out_of(node.id)]
    if not ends:
        return ()
    last = max(ends, key=lambda node: (node.kind != "input", places.get(node.id, (0.0, 0.0))[0]))

    def add(d: Document) -> Document:
        x, y = d.views.positions.get(last.id, (0.0, 0.0))
        d, output = edits.add_output(d, (x + 300.0, y))
        return edits.connect(d, last.id, output)

    return (Fix(message("Add an output and a loss"), add),)


def _add_loss(document: Document, output: str) -> Document:
    x, y = document.views.positions.get(output, (0.0, 0.0))
    document, loss = edits.add_node(document, "loss", (x + 220.0, y))
    return edits.connect(document, output, loss)
