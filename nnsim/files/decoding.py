"""From the checked members of a file to a document: types, ranges, structure, and the shape of every array."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

import msgspec
import numpy as np

from nnsim.catalog.names import as_given
from nnsim.data.shipped import as_given_column
from nnsim.document import (
    ArrayMap,
    Column,
    DataSource,
    Document,
    Generated,
    Group,
    History,
    Link,
    Lows,
    Network,
    Node,
    Note,
    Objective,
    Rule,
    Schedule,
    Settings,
    Split,
    Table,
    TrainingPlan,
    TrainingState,
    UnknownSettings,
    Views,
)
from nnsim.document.views import NoteStyle
from nnsim.edits import new_document
from nnsim.files import json_text, kinds
from nnsim.files.breakpoints import breakpoints_of
from nnsim.files.limits import DOCUMENT
from nnsim.files.newer import known_fields_only
from nnsim.files.records import DataRecord, DocumentRecord, PlanRecord, RuleRecord, ScheduleRecord, TableRecord
from nnsim.text import Message, message, render

Fault = Callable[[str, Settings], Message | None]


def decode_document(record: DocumentRecord, cells: Mapping[str, ArrayMap], newer: bool) -> Document:
    """The document without weights, curves and texts; `cells` are the data members by id.

    Raises:
        FileError: `file.value` with the path of what is wrong.
    """
    nodes = []
    for index, node in enumerate(record.nodes):
        class_ = kinds.node_settings(node.kind)
        place = f"$.nodes[{index}].settings"
        settings = _settings(class_, node.kind, node.settings, kinds.fault_of_node, place, newer)
        nodes.append(Node(node.id, node.kind, as_given(node.kind, node.name), settings))
    links = tuple(Link(link.source, link.target, link.unit, link.port) for link in record.links)
    state = record.state
    return Document(
        network=Network(tuple(nodes), links),
        plan=plan_of(record.plan, newer),
        data=None if record.data is None else _data(record.data, cells),
        state=TrainingState(
            step=state.step, epoch=state.epoch, position=state.position, seed=state.seed,
            lows=Lows(**msgspec.structs.asdict(state.lows)),
        ),
        history=History(),
        views=_views(record, newer),
        title=dict(record.title),
    )


def _views(record: DocumentRecord, newer: bool) -> Views:
    notes = tuple(
        Note(note.id, note.text, note.position, note.size, note.color, _style(note.style, f"$.notes[{index}]", newer))
        for index, note in enumerate(record.notes)
    )
    groups = tuple(Group(**msgspec.structs.asdict(group)) for group in record.groups)
    stops = breakpoints_of(record.breakpoints, newer)
    return Views(record.positions, notes, groups, frozenset(record.opened), stops)


def _style(style: str, place: str, newer: bool) -> NoteStyle:
    """How a note is shown; one of a later version that this one cannot show is a note."""
    known = next((each for each in get_args(NoteStyle) if each == style), None)
    if known is None and not newer:
        raise json_text.wrong_value(DOCUMENT, f"{place}.style: expected one of {', '.join(get_args(NoteStyle))}")
    return known or "note"


def unknown_kinds(document: Document) -> tuple[str, ...]:
    """The kinds of nodes that this version does not have."""
    kinds_of_nodes = {node.kind for node in document.network.nodes if isinstance(node.settings, UnknownSettings)}
    return tuple(sorted(kinds_of_nodes))


def unknown_plan(record: PlanRecord) -> tuple[Message, ...]:
    """What takes the place of a learning rule and of a schedule that this version does not have."""
    told = []
    if record.rule.kind not in kinds.RULES:
        told.append(message("This nnsim does not have the learning rule '{name}': gradient descent takes its place.",
                            name=record.rule.kind))
    if record.schedule is not None and record.schedule.kind not in kinds.SCHEDULES:
        told.append(message("This nnsim does not have the schedule '{name}': the learning rate stays as it is.",
                            name=record.schedule.kind))
    return tuple(told)


def _is_known(kind: str, known: Iterable[str], place: str, newer: bool) -> bool:
    """Whether this version has a rule or schedule; one that a file of this version cannot have is refused."""
    if kind not in known and not newer:
        raise json_text.wrong_value(DOCUMENT, f"{place}: expected one of {', '.join(known)}, got {kind}")
    return kind in known


def _settings(
    class_: type[Settings] | None, kind: str, raw: dict[str, Any], fault_of: Fault, place: str, newer: bool
) -> Settings:
    if class_ is None:
        return UnknownSettings(raw)
    settings = json_text.typed(known_fields_only(raw, class_) if newer else raw, class_, DOCUMENT, place)
    fault = fault_of(kind, settings)
    if fault is not None:
        raise json_text.wrong_value(DOCUMENT, f"{place} {render(fault, 'en')}")
    return settings


def plan_of(record: PlanRecord, newer: bool) -> TrainingPlan:
    """A training plan. Raises FileError `file.value`."""
    return TrainingPlan(
        rule=_rule(record.rule, newer),
        objectives=tuple(Objective(each.loss, each.parameters, each.turn) for each in record.objectives),
        batches=record.batches,
        batch_size=record.batch_size,
        shuffle=record.shuffle,
        epochs=record.epochs,
        l1=record.l1,
        l2=record.l2,
        precision=record.precision,
        schedule=None if record.schedule is None else _schedule(record.schedule, newer),
        warm_up=record.warm_up,
        accumulate=record.accumulate,
        clip_value=record.clip_value,
        clip_norm=record.clip_norm,
        weight_decay=record.weight_decay,
        decay=record.decay,
        patience=record.patience,
        least_gain=record.least_gain,
    )


def _rule(record: RuleRecord, newer: bool) -> Rule:
    if not _is_known(record.kind, kinds.RULES, "$.plan.rule.kind", newer):
        return new_document().plan.rule
    class_, place = kinds.rule_settings(record.kind), "$.plan.rule.settings"
    return Rule(record.kind, _settings(class_, record.kind, record.settings, kinds.fault_of_rule, place, newer))


def _schedule(record: ScheduleRecord, newer: bool) -> Schedule | None:
    if not _is_known(record.kind, kinds.SCHEDULES, "$.plan.schedule.kind", newer):
        return None
    class_ = kinds.schedule_settings(record.kind)
    place = "$.plan.schedule.settings"
    return Schedule(
        record.kind, _settings(class_, record.kind, record.settings, kinds.fault_of_schedule, place, newer))


def _data(record: DataRecord, cells: Mapping[str, ArrayMap]) -> DataSource:
    own = isinstance(record.rows, TableRecord) and not record.rows.shipped
    columns = tuple(
        Column(
            each.name if own else as_given_column(each.name), each.role, each.encoding, each.standardize,
            each.categories,
        ) for each in record.columns
    )  # fmt: skip
    split = Split(record.split.test_share, record.split.seed)
    rows = record.rows
    if not isinstance(rows, TableRecord):
        return DataSource(Generated(rows.name, rows.count, rows.noise, rows.seed, rows.turns), columns, split)
    return DataSource(Table(rows.name, rows.shipped, _cells(rows, columns, cells)), columns, split)


def _cells(rows: TableRecord, columns: tuple[Column, ...], cells: Mapping[str, ArrayMap]) -> ArrayMap:
    """The own cells of a table: one array per column, of the table's height, codes within their categories."""
    if rows.cells is None:
        return ArrayMap()
    if rows.cells not in cells:
        raise json_text.wrong_value(DOCUMENT, f"$.data.rows.cells names data/{rows.cells}, which is not there")
    member = f"data/{rows.cells}.safetensors"
    found = cells[rows.cells]
    if sorted(found) != sorted(str(index) for index in range(len(columns))):
        raise json_text.wrong_value(member, f"expected one array for each of {len(columns)} columns")
    for index, column in enumerate(columns):
        array = found[str(index)]
        dtype = np.int32 if column.categories else np.float64
        if array.shape != (rows.rows,) or array.dtype != dtype:
            raise json_text.wrong_value(member, f"column {index} is not {rows.rows} values of {np.dtype(dtype)}")
        if column.categories and np.any((array < 0) | (array >= len(column.categories))):
            raise json_text.wrong_value(member, f"column {index} has codes beyond its {len(column.categories)} classes")
        if not column.categories and not np.isfinite(array).all():
            raise json_text.wrong_value(member, f"column {index} has values that are not finite numbers")
    return ArrayMap({str(index): found[str(index)] for index in range(len(columns))})
