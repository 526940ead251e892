"""Values that a setting does not take, drawn from the range that each field declares: told, never an exception."""

import math
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import pytest

from nnsim import catalog, edits
from nnsim.catalog import DenseSettings, Field, InputSettings, Kind, LossSettings
from nnsim.catalog.plan import GRADIENT_FIELDS, PLAN_FIELDS, STOPPING_FIELDS, WARM_UP
from nnsim.catalog.schedules import SCHEDULES, ScheduleKind
from nnsim.cli.refusing import refuse_errors
from nnsim.data import Knob, SourceKind, generated, sources
from nnsim.document import Document, Rule, Schedule, Settings
from nnsim.program import Problem, Trainer, problems
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, render
from nnsim.text.numbers import format_count, format_exact, whole_if_it_is
from tests.batteries.drawing import Drawing, table
from tests.catalog.test_every_kind import PLACED

REPLACE = msgspec.structs.replace
PLAN = (*PLAN_FIELDS, WARM_UP, *GRADIENT_FIELDS, *STOPPING_FIELDS)
SHAPES = ((1,), (4,), (1, 1), (4, 3), (3, 1), (1, 1, 1), (1, 5, 4), (2, 3, 3))
REMEDIES = ("Choose", "Give", "Write", "Leave", "Ask", "Delete", "Put", "Make", "Lower", "Link", "Let", "Cut", "Use",
            "Connect", "Reconnect", "Take", "Pad", "Encode", "Switch")


def outside(field: Field) -> Iterator[Any]:
    """Values beside what a field takes: beyond both ends, no number at all, half a count, no such choice."""
    match field.type:
        case "int" | "float":
            assert field.low is not None
            assert field.high is not None
            yield from (field.low - 1, field.high + 1, math.nan, math.inf, -math.inf)
            if field.type == "int":
                yield field.low + 0.5
        case "choice":
            yield from ("", "no such choice")
        case "numbers":
            assert field.low is not None
            assert field.high is not None
            yield from ((field.low - 1,), (0.5, field.high + 1), (math.nan,), (1.0,) * 10_000)
        case "shape":
            yield from ((0,), (-1,), (2, 0), (3, -2), (1, 1, 1, 1), (10**9, 10**9))
        case "columns":
            yield from ((), (-1,), (0, 10**6), tuple(range(10_000)))
        case "initializer":
            for kind in catalog.initializers():
                for number in kind.fields:
                    yield REPLACE(kind.type(), **{number.name: next(outside(number))})
                    yield REPLACE(kind.type(), **{number.name: math.nan})


def inside(field: Field) -> Iterator[Any]:
    """The ends of what a field takes, as far as a machine can hold the network."""
    match field.type:
        case "int" | "float":
            ends = (field.low, field.high, field.soft_low, field.soft_high)
            yield from {end for end in ends if end is not None and (field.type == "float" or end <= 64)}
        case "choice":
            yield from (key for key, _ in field.choices)
        case "bool":
            yield from (True, False)
        case "initializer":
            for kind in catalog.initializers():
                yield kind.type()
                yield from (REPLACE(kind.type(), **{number.name: number.low}) for number in kind.fields)


def forced(document: Document, node: str, settings: Settings) -> Document:
    """A document with settings that no edit let through."""
    nodes = tuple(REPLACE(each, settings=settings) if each.id == node else each for each in document.network.nodes)
    return REPLACE(document, network=REPLACE(document.network, nodes=nodes))


def errors(document: Document) -> list[Problem]:
    """What keeps it from running."""
    return [problem for problem in problems(document) if problem.severity == "error"]


def check_told(message: Message, value: Any = None) -> None:
    """A sentence of both languages with what came, and what to do."""
    told = render(message, "en")
    assert told.split(". ")[-1].split(" ")[0] in REMEDIES, f"no remedy: {told}"
    assert any("가" <= letter <= "힣" for letter in render(message, "ko")), told
    if isinstance(value, int | float):
        assert f"got {_written(value)}." in told
    elif isinstance(value, str):
        assert f"got {value}." in told


def _written(value: float) -> str:
    whole = whole_if_it_is(value)
    return format_count(whole) if isinstance(whole, int) else format_exact(value)


def check_refused(document: Document, place: str, value: Any = None) -> None:
    """What is wrong is told where it is, and training does not begin."""
    found = errors(document)
    assert found
    assert found[0].place == place
    check_told(found[0].message, value)
    with pytest.raises(NnsimError) as refusal:
        Trainer(document)
    assert render(refusal.value.message, "ko")


def check_plan_refused(document: Document, value: Any = None) -> None:
    """What is wrong with a plan is told, and the command line does not train by it."""
    found = errors(document)
    assert found
    assert found[0].place == "plan"
    check_told(found[0].message, value)
    with pytest.raises(NnsimError):
        refuse_errors(document)


def check_tells_or_trains(document: Document, place: str) -> None:
    """An error with a remedy where it is, or a training step."""
    found = errors(document)
    if found:
        assert found[0].place == place
        check_told(found[0].message)
        with pytest.raises(NnsimError):
            Trainer(document)
        return
    Trainer(document).step()


CASES = [(kind, field) for kind in catalog.kinds() for field in kind.fields]


@pytest.mark.parametrize(("kind", "field"), CASES, ids=[f"{kind.id}-{field.name}" for kind, field in CASES])
def test_a_kind_refuses_what_its_field_does_not_take(kind: Kind, field: Field) -> None:
    document, node = PLACED[kind.id]()
    for value in outside(field):
        settings = REPLACE(document.network.node(node).settings, **{field.name: value})
        with pytest.raises(NnsimError) as refusal:
            edits.change_settings(document, node, settings)
        assert refusal.value.place == node
        check_told(refusal.value.message)
        check_refused(forced(document, node, settings), node)


@pytest.mark.parametrize(("kind", "field"), CASES, ids=[f"{kind.id}-{field.name}" for kind, field in CASES])
def test_a_kind_runs_or_tells_at_the_ends_of_its_fields(kind: Kind, field: Field) -> None:
    document, node = PLACED[kind.id]()
    for value in inside(field):
        changed = edits.change_settings(
            document, node, REPLACE(document.network.node(node).settings, **{field.name: value}))
        for problem in problems(changed):
            assert render(problem.message, "ko")
        if not errors(changed):
            with np.errstate(all="ignore"):
                Trainer(changed).step()


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("kind", [kind for kind in catalog.kinds() if kind.ports and kind.gives_links],
                         ids=lambda kind: kind.id)
def test_samples_of_every_shape_train_or_are_told(kind: Kind, shape: tuple[int, ...]) -> None:
    cells, random = math.prod(shape), np.random.default_rng(0)
    drawing = Drawing(table(random.integers(0, 2, (4, cells)), random.normal(size=(4, 1))))
    x = drawing.add("input", InputSettings(tuple(range(cells)), shape if len(shape) > 1 else ()))
    node = drawing.add(kind.id, None, x)
    if kind.id != "output":
        drawing.end(drawing.add("dense", DenseSettings(1, "linear"), drawing.add("flatten", None, node)))
    else:
        drawing.add("loss", None, node)
    check_tells_or_trains(drawing.document, "loss1" if kind.id == "output" else node)


RULES = [(rule, field) for rule in catalog.rules() for field in rule.fields]


@pytest.mark.parametrize(("rule", "field"), RULES, ids=[f"{rule.id}-{field.name}" for rule, field in RULES])
def test_a_rule_refuses_what_its_field_does_not_take(rule: catalog.RuleKind, field: Field) -> None:
    document, _ = PLACED["dense"]()
    for value in outside(field):
        settings = REPLACE(rule.default_settings(), **{field.name: value})
        with pytest.raises(NnsimError) as refusal:
            edits.set_rule(document, rule.id, settings)
        assert refusal.value.place == "plan"
        check_plan_refused(REPLACE(document, plan=REPLACE(document.plan, rule=Rule(rule.id, settings))), value)
    for value in inside(field):
        settings = REPLACE(rule.default_settings(), **{field.name: value})
        if rule.check(settings) is None:
            with np.errstate(all="ignore"):
                Trainer(edits.set_rule(document, rule.id, settings)).step()


PACES = [(schedule, field) for schedule in SCHEDULES for field in schedule.fields]


@pytest.mark.parametrize(("schedule", "field"), PACES, ids=[f"{each.id}-{field.name}" for each, field in PACES])
def test_a_schedule_refuses_what_its_field_does_not_take(schedule: ScheduleKind, field: Field) -> None:
    document, _ = PLACED["dense"]()

    def with_value(value: Any) -> Document:
        settings = REPLACE(schedule.default_settings(), **{field.name: value})
        return REPLACE(document, plan=REPLACE(document.plan, schedule=Schedule(schedule.id, settings)))

    for value in outside(field):
        with pytest.raises(NnsimError) as refusal:
            edits.set_plan(document, with_value(value).plan)
        assert refusal.value.place == "plan"
        check_plan_refused(with_value(value), value)
    for value in inside(field):
        trainer = Trainer(with_value(value))
        trainer.step()
        trainer.step()


@pytest.mark.parametrize("field", PLAN, ids=lambda field: field.name)
def test_a_plan_refuses_what_its_field_does_not_take(field: Field) -> None:
    document, _ = PLACED["dense"]()
    for value in outside(field):
        plan = REPLACE(document.plan, **{field.name: value})
        with pytest.raises(NnsimError) as refusal:
            edits.set_plan(document, plan)
        assert refusal.value.place == "plan"
        check_plan_refused(REPLACE(document, plan=plan), value)
    for value in inside(field):
        Trainer(edits.set_plan(document, REPLACE(document.plan, **{field.name: value}))).step()


WRONG_TARGETS: dict[str, tuple[list[float], ...]] = {
    "numbers": (), "chances": ([1.5, 0.0], [-0.5, 1.0]), "sides": ([0.5, 1.0], [0.0, 1.0], [2.0, -1.0]),
    "classes": ([0.4, 0.4], [0.0, 0.0], [-1.0, 2.0], [1.0, 1.0]), "distributions": ([0.5, 0.6], [1.5, -0.5]),
}


@pytest.mark.parametrize("loss", catalog.losses(), ids=lambda each: each.id)
def test_a_loss_refuses_targets_that_it_is_not_held_against(loss: catalog.LossFunction) -> None:
    def held(targets: list[float]) -> Document:
        drawing = Drawing(table([[0.0, 1.0], [1.0, 0.5], [0.2, 0.1]], [[1.0, 0.0], [1.0, 0.0], targets]))
        if loss.targets == "sides":
            drawing = Drawing(table([[0.0, 1.0], [1.0, 0.5], [0.2, 0.1]], [[1.0, -1.0], [1.0, -1.0], targets]))
        layer = drawing.add("dense", DenseSettings(2, loss.joins or "linear"), drawing.add("input"))
        drawing.add("loss", LossSettings(loss.id), drawing.add("output", None, layer))
        return drawing.document

    Trainer(held([-1.0, 1.0] if loss.targets == "sides" else [1.0, 0.0])).step()
    for targets in WRONG_TARGETS[loss.targets]:
        (found,) = errors(held(targets))
        assert found.place == "loss1"
        check_told(found.message)
        assert "finds " in render(found.message, "en")
        with pytest.raises(NnsimError):
            refuse_errors(held(targets))


KNOBS = [(source, knob) for source in sources() for knob in source.knobs]


@pytest.mark.parametrize(("source", "knob"), KNOBS, ids=[f"{source.id}-{knob.name}" for source, knob in KNOBS])
def test_a_data_set_refuses_what_its_numbers_do_not_take(source: SourceKind, knob: Knob) -> None:
    document, _ = PLACED["dense"]()
    whole = int if knob.type == "int" else float
    for value in (whole(knob.low - 1), whole(knob.high + 1), math.nan, math.inf):
        data = generated(source.id)
        wrong = REPLACE(document, data=REPLACE(data, rows=REPLACE(data.rows, **{knob.name: value})))
        check_refused(wrong, "data", value)


@pytest.mark.parametrize("share", [-0.1, 0.95, 1.5, math.nan])
def test_a_share_for_testing_that_leaves_nothing_to_learn_from_is_refused(share: float) -> None:
    document, _ = PLACED["dense"]()
    assert document.data is not None
    split = REPLACE(document.data.split, test_share=share)
    check_refused(REPLACE(document, data=REPLACE(document.data, split=split)), "data")
