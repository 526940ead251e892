"""What keeps a network from running or learning, each with its place, in words, and with edits that mend it."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from math import prod

import msgspec

from nnsim import catalog, edits
from nnsim.catalog import ActivationSettings, DenseSettings, InputSettings, LossSettings, NeuronSettings, Port
from nnsim.catalog.port import said_of
from nnsim.catalog.schedules import schedule_of
from nnsim.data import Dataset, prepare
from nnsim.document import Document, Node, Settings
from nnsim.edits.shapes import parameter_specs, units, wiring
from nnsim.edits.wiring import Wiring
from nnsim.program.drawing_fixes import deletion, end_fixes, input_fixes, link_fixes, opening_fixes
from nnsim.program.idle_parts import idle_parts
from nnsim.program.loss_fixes import last_layer_fixes, loss_fixes
from nnsim.program.places import token_objections
from nnsim.program.plan_hints import plan_hints
from nnsim.program.problem import Fix, Problem
from nnsim.program.shape_fixes import shape_fixes
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message

PORTION = 100  # nodes

def problems(document: Document) -> tuple[Problem, ...]:
    """Everything that is wrong, errors of the drawing first."""
    return tuple(chain.from_iterable(search(document)))


def search(document: Document) -> Iterator[Sequence[Problem]]:
    """The same in portions, each found when it is asked for: for a window that has other things to do in between."""
    yield from _search_drawing(document)
    if document.network.nodes:
        for part in (_plan_problems, _data_problems, idle_parts, plan_hints):
            yield part(document)


def shapes(document: Document) -> dict[str, int | None]:
    """How many units each node has; None where that is open."""
    return dict(units(document.network))


def drawing_problems(document: Document) -> tuple[Problem, ...]:
    """What keeps the drawing itself from running: unknown kinds, cycles, nodes without inputs."""
    return tuple(chain.from_iterable(_search_drawing(document)))


def _search_drawing(document: Document) -> Iterator[Sequence[Problem]]:
    """What is wrong with the nodes, so many of them in each portion."""
    nodes = document.network.nodes
    for start in range(0, len(nodes), PORTION):
        yield _problems_of(document, nodes[start:start + PORTION])


def _problems_of(document: Document, nodes: Sequence[Node]) -> list[Problem]:
    network = document.network
    known = wiring(network)
    around = {node.id for node in known.cyclic}
    found: list[Problem] = []
    for node in nodes:
        if not catalog.is_known(node.kind):
            found.append(Problem("error", node.id, message(
                "'{name}' is of a kind that this version of nnsim does not have. Delete it, or open the file with the "
                "version that made it.", name=node.name)))
            continue
        objection = known.objections.get(node.id)
        if node.id in around:  # whose settings nobody has looked at
            objection = catalog.kind(node.kind).check(node.settings)
        if objection is not None:
            found.append(Problem("error", node.id, said_of(objection, node.name), shape_fixes(document, node)))
        if node.id in around:
            if _closes_cycle(document, node.id):
                found.append(Problem("error", node.id, message(
                    "'{name}' lies on a cycle. Remove one of the links of the cycle.", name=node.name),
                    opening_fixes(document, node)))
        elif _gets_nothing(known, node):
            if not any(_gets_nothing(known, network.node(link.source)) for link in network.into(node.id)):
                found.append(Problem("error", node.id, message(
                    "'{name}' has no input. Link a node to it, or delete it.", name=node.name),
                    (*(link_fixes(document, node) or input_fixes(document, node)), deletion(node))))
        elif (empty := _empty_port(known, node)) is not None:
            found.append(Problem("error", node.id, message(
                "'{name}' has nothing at '{port}'. Link a node to it there.", name=node.name, port=empty.title)))
        elif node.kind in ("dense", "activation") and _function(node) == "softmax" and units(network)[node.id] == 1:
            found.append(Problem("warning", node.id, message(
                "Softmax of one unit is always 1. Give '{name}' one unit for each class, or use sigmoid.",
                name=node.name), _activation_fix(node, "sigmoid")))
    return found


def _gets_nothing(known: Wiring, node: Node) -> bool:
    """Whether a node that needs links has none, or none that brings a value."""
    kind = catalog.kind(node.kind)
    if not kind.takes_links or all(port.optional for port in kind.ports):
        return False
    return not known.into.get(node.id) or (kind.port("in") is not None and known.columns(node.id) == ())


def _empty_port(known: Wiring, node: Node) -> Port | None:
    """A port that must be linked and is not."""
    linked = {link.port for link in known.into.get(node.id, ())}
    return next((p for p in catalog.kind(node.kind).ports if not p.optional and p.name not in linked), None)


def _closes_cycle(document: Document, node_id: str) -> bool:
    return any(edits.reaches(document.network, link.target, node_id) for link in document.network.out_of(node_id))


def _plan_problems(document: Document) -> list[Problem]:
    network = document.network
    losses = [node for node in network.nodes if node.kind == "loss"]
    if not losses:
        return [Problem("warning", "plan", message("Without a loss the network can compute, but not learn."),
                        end_fixes(document))]
    found = _setting_problems(document)
    found += [problem for node in losses if _is_sound(node) for problem in _loss_problems(document, node)]
    return found + _objective_problems(document) + _rule_problems(document)


def _setting_problems(document: Document) -> list[Problem]:
    """Values of the plan that no edit would let through."""
    try:
        edits.set_plan(document, document.plan)
    except NnsimError as error:
        rule = "gradient_descent"
        fix = Fix(message("Use {rule}", rule=catalog.rule(rule).title), lambda d: edits.set_rule(d, rule))
        return [Problem("error", "plan", error.message, () if catalog.has_rule(document.plan.rule.kind) else (fix,))]
    return []


def _objective_problems(document: Document) -> list[Problem]:
    """Objectives that name parameters which are not there, and plans of which this version knows a part only."""
    paths = tuple(parameter_specs(document.network))
    found: list[Problem] = []
    for objective in document.plan.objectives:
        aim = document.network.node(objective.loss)
        if aim.kind != "loss":
            found.append(Problem("error", aim.id, message(
                "The plan minimizes '{name}', which is no loss. Let it minimize a Loss.", name=aim.name)))
        for named in objective.parameters or ():
            if not any(path == named or path.startswith(f"{named}/") for path in paths):
                found.append(Problem("warning", objective.loss, message(
                    "'{name}' should change '{parameter}', which the network does not have. Name a part that is there.",
                    name=document.network.node(objective.loss).name, parameter=named)))
    if document.plan.schedule is not None and schedule_of(document.plan) is None:
        without = msgspec.structs.replace(document.plan, schedule=None)
        found.append(Problem("warning", "plan", message(
            "The plan's schedule is of a kind that this version of nnsim does not have, so the learning rate stays. "
            "Choose another schedule, or none."),
            (Fix(message("Train without it"), lambda d: edits.set_plan(d, without)),)))
    return found


def _loss_problems(document: Document, node: Node) -> list[Problem]:
    """A loss of probabilities whose prediction is none."""
    settings = node.settings
    assert isinstance(settings, LossSettings)
    wanted = catalog.loss_function(settings.function).joins
    last = _last_layers(document, node.id)
    if not wanted or not last:
        return []
    wrong = [each for each in last if _function(each) != wanted]
    if not wrong:
        return []
    function = catalog.loss_function(settings.function)
    fixes = (*_activation_fix(wrong[0], wanted), *loss_fixes(node, _common_function(last), (1,), ()))
    return [Problem("error", node.id, message(
        "{loss} needs probabilities, but '{name}' ends in {function}. Use {wanted} there, or another loss.",
        loss=function.title, name=wrong[0].name, function=catalog.activation(_function(wrong[0])).title,
        wanted=catalog.activation(wanted).title), fixes)]


def _common_function(last: list[Node]) -> str:
    """The activation with which all of these end, or `linear`."""
    functions = {_function(each) for each in last}
    return functions.pop() if len(functions) == 1 else "linear"


def _rule_problems(document: Document) -> list[Problem]:
    """Steps have no slope: only the perceptron rule learns through them, and only through one layer."""
    rule = catalog.rule(document.plan.rule.kind)
    stepped = [node for node in document.network.nodes if catalog.is_known(node.kind) and _is_threshold(node)]
    hidden = [node for node in stepped if _precedes_weights(document, node.id)]
    if rule.passes_threshold and hidden:
        return [Problem("warning", hidden[0].id, message(
            "The perceptron rule is meant for one layer; what it does to layers before '{name}' is not known to help.",
            name=hidden[0].name))]
    if stepped and not rule.passes_threshold and document.plan.objectives:
        perceptron = Fix(message("Use the perceptron rule"), lambda d: edits.set_rule(d, "perceptron"))
        return [Problem("warning", stepped[0].id, message(
            "'{name}' is a step, which has no slope, so {rule} cannot change what comes before it.",
            name=stepped[0].name, rule=rule.title), (perceptron,))]
    return []


def _data_problems(document: Document) -> list[Problem]:
    if document.data is None:
        return [Problem("warning", "data", message(
            "There is no data yet. Choose data to see values flow and to train."))]
    try:
        data = prepare(document.data)
    except NnsimError as error:
        return [Problem("error", "data", error.message)]
    found = [problem for node in document.network.nodes for problem in _end_problems(document, node, data)]
    found += [Problem("error", node, objection) for node, objection in token_objections(document, data)]
    if not len(data.x_train):
        found.append(Problem("error", "data", message(
            "The data has no training samples. Lower the share for testing.")))
    return found


def _end_problems(document: Document, node: Node, data: Dataset) -> list[Problem]:
    if isinstance(node.settings, InputSettings) and max(node.settings.columns, default=-1) >= data.x_train.shape[1]:
        count = data.x_train.shape[1]
        return [Problem("error", node.id, message(
            "'{name}' takes column {column}, but the data has {count} input columns.", name=node.name,
            column=max(node.settings.columns) + 1, count=count),
            (Fix(message("Take all {count}", count=count), lambda d: edits.fit_input(d, node.id, count)),))]
    if node.kind != "loss":
        return []
    each = wiring(document.network).placed.get(node.id)
    kind = catalog.kind(node.kind)
    if each is None or not each.inputs or each.inputs.get("target") or not isinstance(kind, catalog.Loss):
        return []
    if each.objection is not None:
        return []
    assert isinstance(node.settings, LossSettings)
    count, expected = prod(kind.target_shape(node.settings, each.inputs["in"][0])), data.y_train.shape[1]
    if count != expected:
        encoded = _encoding_problem(node, each.inputs["in"][0], data, count)
        return [encoded or Problem(
            "error", node.id, _width_words(node, count, expected),
            (*_width_fixes(document, node, expected), *last_layer_fixes(document, node, expected)))]
    return _target_problems(document, node, each.inputs["in"][0], data)


def _target_problems(document: Document, node: Node, prediction: tuple[int, ...], data: Dataset) -> list[Problem]:
    """Targets that the loss cannot be held against."""
    settings = node.settings
    assert isinstance(settings, LossSettings)
    for targets in (data.y_train, data.y_test):
        objection = catalog.target_objection(settings, prediction, targets)
        if objection is not None:
            function = _common_function(_last_layers(document, node.id))
            fixes = loss_fixes(node, function, prediction, (data.y_train, data.y_test))
            return [Problem("error", node.id, objection, fixes)]
    return []


def _encoding_problem(node: Node, prediction: tuple[int, ...], data: Dataset, count: int) -> Problem | None:
    """One-hot classes where the loss takes class numbers, or the other way round; None where it is neither."""
    settings, expected = node.settings, data.y_train.shape[1]
    assert isinstance(settings, LossSettings)
    if settings.takes_class_numbers:
        fixes = (_other_targets(node, "one_hot"),) if expected == prod(prediction) else ()
        return Problem("error", node.id, _numbers_words(node, count, expected), fixes)
    numbered = bool(data.classes) and prod(prediction[:-1]) == expected and data.y_train.min(initial=0.0) >= 0
    if not numbered or catalog.loss_function(settings.function).targets != "classes":
        return None
    return Problem("error", node.id, message(
        "'{name}' expects a column of 0 and 1 for each of {got} classes, but the data has class numbers. Let the loss "
        "take class numbers, or encode the classes one-hot.", name=node.name, got=prediction[-1]),
        (_other_targets(node, "numbers"),))


def _other_targets(node: Node, targets: str) -> Fix:
    """Lets a loss take its targets the other way."""
    label = message("Let the loss take class numbers") if targets == "numbers" else message(
        "Let the loss take one-hot targets")
    changed = msgspec.structs.replace(node.settings, targets=targets)
    return Fix(label, lambda d: edits.change_settings(d, node.id, changed))


def _numbers_words(node: Node, got: int, expected: int) -> Message:
    if got == 1:
        return message(
            "'{name}' expects one column with the class number, but the data has {expected} output columns. Encode "
            "the classes as numbers, or let the loss take one-hot targets.", name=node.name, expected=expected)
    return message(
        "'{name}' expects {got} columns with class numbers, one for each step, but the data has {expected} output "
        "columns. Choose as many.", name=node.name, got=got, expected=expected)


def _width_words(node: Node, got: int, expected: int) -> Message:
    if expected == 1:
        return message(
            "'{name}' gets {got} predicted values, but the data has one output column. Let one unit predict it.",
            name=node.name, got=got)
    if got == 1:
        return message(
            "'{name}' gets one predicted value, but the data has {expected} output columns. Give the last layer as "
            "many units.", name=node.name, expected=expected)
    return message(
        "'{name}' gets {got} predicted values, but the data has {expected} output columns. Give the last layer as "
        "many units.", name=node.name, got=got, expected=expected)


def _width_fixes(document: Document, node: Node, width: int) -> tuple[Fix, ...]:
    last = _last_layers(document, node.id)
    if len(last) != 1 or not isinstance(last[0].settings, DenseSettings):
        return ()
    steps = prod((wiring(document.network).shapes.get(last[0].id) or ())[:-1])
    if width % steps:
        return ()
    count = width // steps
    changed = msgspec.structs.replace(last[0].settings, units=count)
    label = message("Give '{name}' one unit", name=last[0].name) if count == 1 else message(
        "Give '{name}' {count} units", name=last[0].name, count=count)
    return (Fix(label, lambda d: edits.change_settings(d, last[0].id, changed)),)


def _last_layers(document: Document, node_id: str) -> list[Node]:
    """The nodes that compute what links into this node, seen through outputs."""
    found: list[Node] = []
    for link in document.network.into(node_id):
        source = document.network.node(link.source)
        found += _last_layers(document, source.id) if source.kind == "output" else [source]
    return found


def _function(node: Node) -> str:
    if not _is_sound(node):
        return "linear"  # what is wrong there is told of its settings
    match node.settings:
        case DenseSettings(activation=function) | NeuronSettings(activation=function):
            return function
        case ActivationSettings(function=function):
            return function
        case _:
            return "linear"


def _is_sound(node: Node) -> bool:
    """Whether a node's settings are ones that its kind accepts."""
    return catalog.is_known(node.kind) and catalog.kind(node.kind).check(node.settings) is None


def _is_threshold(node: Node) -> bool:
    named = getattr(node.settings, "activation", getattr(node.settings, "function", ""))
    return named in _thresholds() and _function(node) == named


@cache
def _thresholds() -> frozenset[str]:
    return frozenset(each.id for each in catalog.activations() if each.threshold)


def _precedes_weights(document: Document, node_id: str) -> bool:
    """Whether a node with weights of its own lies further on."""
    following = (document.network.node(link.target) for link in document.network.out_of(node_id))
    return any(node.kind in ("dense", "neuron") or _precedes_weights(document, node.id) for node in following)


def _activation_fix(node: Node, function: str) -> tuple[Fix, ...]:
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
