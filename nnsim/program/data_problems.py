"""Where data and network do not fit together: columns, targets, and how classes are written."""

from math import prod

import msgspec

from nnsim import catalog, edits
from nnsim.catalog import DenseSettings, InputSettings, LossSettings
from nnsim.data import Dataset, prepare
from nnsim.document import Document, Node
from nnsim.edits.shapes import wiring
from nnsim.program.last_layers import common_function, last_layers
from nnsim.program.loss_fixes import last_layer_fixes, loss_fixes
from nnsim.program.places import token_objections
from nnsim.program.problem import Fix, Problem
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message


def data_problems(document: Document) -> list[Problem]:
    """What is missing in the data, and where inputs and losses do not fit them."""
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
            function = common_function(last_layers(document, node.id))
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
    last = last_layers(document, node.id)
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
