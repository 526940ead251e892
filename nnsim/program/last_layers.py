"""The layers that come last, the activation function that a layer ends in, and the edit that gives it another one."""

import msgspec

from nnsim import catalog, edits
from nnsim.catalog import ActivationSettings, DenseSettings, NeuronSettings
from nnsim.document import Document, Node, Settings
from nnsim.program.problem import Fix
from nnsim.text.messages import message


def last_layers(document: Document, node_id: str) -> list[Node]:
    """The nodes that compute what links into this node, seen through outputs."""
    found: list[Node] = []
    for link in document.network.into(node_id):
        source = document.network.node(link.source)
        found += last_layers(document, source.id) if source.kind == "output" else [source]
    return found


def function_of(node: Node) -> str:
    """The activation function that a node ends in; `linear` where it has none."""
    if not is_sound(node):
        return "linear"  # what is wrong there is told of its settings
    match node.settings:
        case DenseSettings(activation=function) | NeuronSettings(activation=function):
            return function
        case ActivationSettings(function=function):
            return function
        case _:
            return "linear"


def common_function(last: list[Node]) -> str:
    """The activation with which all of these end, or `linear`."""
    functions = {function_of(each) for each in last}
    return functions.pop() if len(functions) == 1 else "linear"


def is_sound(node: Node) -> bool:
    """Whether a node's settings are ones that its kind accepts."""
    return catalog.is_known(node.kind) and catalog.kind(node.kind).check(node.settings) is None


def activation_fix(node: Node, function: str) -> tuple[Fix, ...]:
    """The edit that gives a node another activation function; none where its kind cannot have it."""
    match node.settings:
        case DenseSettings() as settings:
            changed: Settings = msgspec.structs.replace(settings, activation=function)
        case NeuronSettings() as settings if function != "softmax":
            changed = msgspec.structs.replace(settings, activation=function)
        case ActivationSettings():
            changed = ActivationSettings(function)
        case _:
            return ()
    label = message("Use {function} in '{name}'", function=catalog.activation(function).title, name=node.name)
    return (Fix(label, lambda d: edits.change_settings(d, node.id, changed)),)
