"""What is wrong with what is to be learned: the loss, its objectives, the schedule and the rule."""

from functools import cache

import msgspec

from nnsim import catalog, edits
from nnsim.catalog import LossSettings
from nnsim.catalog.schedules import schedule_of
from nnsim.document import Document, Node
from nnsim.edits.shapes import parameter_specs
from nnsim.program.drawing_fixes import end_fixes
from nnsim.program.last_layers import activation_fix, common_function, function_of, is_sound, last_layers
from nnsim.program.loss_fixes import loss_fixes
from nnsim.program.problem import Fix, Problem
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message


def plan_problems(document: Document) -> list[Problem]:
    """What keeps the network from learning, or from learning what is meant."""
    network = document.network
    losses = [node for node in network.nodes if node.kind == "loss"]
    if not losses:
        return [Problem("warning", "plan", message("Without a loss the network can compute, but not learn."),
                        end_fixes(document))]
    found = _setting_problems(document)
    found += [problem for node in losses if is_sound(node) for problem in _loss_problems(document, node)]
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
    last = last_layers(document, node.id)
    if not wanted or not last:
        return []
    wrong = [each for each in last if function_of(each) != wanted]
    if not wrong:
        return []
    function = catalog.loss_function(settings.function)
    fixes = (*activation_fix(wrong[0], wanted), *loss_fixes(node, common_function(last), (1,), ()))
    return [Problem("error", node.id, message(
        "{loss} needs probabilities, but '{name}' ends in {function}. Use {wanted} there, or another loss.",
        loss=function.title, name=wrong[0].name, function=catalog.activation(function_of(wrong[0])).title,
        wanted=catalog.activation(wanted).title), fixes)]


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


def _is_threshold(node: Node) -> bool:
    named = getattr(node.settings, "activation", getattr(node.settings, "function", ""))
    return named in _thresholds() and function_of(node) == named


@cache
def _thresholds() -> frozenset[str]:
    return frozenset(each.id for each in catalog.activations() if each.threshold)


def _precedes_weights(document: Document, node_id: str) -> bool:
    """Whether a node with weights of its own lies further on."""
    following = (document.network.node(link.target) for link in document.network.out_of(node_id))
    return any(node.kind in ("dense", "neuron") or _precedes_weights(document, node.id) for node in following)
