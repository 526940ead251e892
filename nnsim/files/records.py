"""The wire form of `document.json`, format 1.2: every type, range and length that the reader accepts."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from nnsim.document.breakpoints import StopPhase
from nnsim.document.data_source import Encoding, Role
from nnsim.document.plan import Batches, Decay, Precision
from nnsim.files.limits import MOST_BREAKPOINTS, MOST_GROUPS, MOST_LINKS, MOST_MOMENTS, MOST_NODES, MOST_NOTES

Identifier = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]+\Z", max_length=80)]
Words = Annotated[str, Meta(max_length=500)]
LongWords = Annotated[str, Meta(max_length=4000)]
LanguageCode = Annotated[str, Meta(pattern=r"^([a-z]{2,3})?\Z")]
Path = Annotated[str, Meta(max_length=300)]
Color = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,30}\Z")]
QuantityName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,30}\Z")]
Extent = Annotated[float, Meta(ge=0, le=1e5)]
Coordinate = Annotated[float, Meta(ge=-1e9, le=1e9)]
Count = Annotated[int, Meta(ge=0, le=2**53)]
Positive = Annotated[int, Meta(ge=1, le=2**31)]
Seed = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Rate = Annotated[float, Meta(ge=0, le=1e12)]
Number = Annotated[float, Meta(ge=-1e300, le=1e300)]
Names = Annotated[tuple[Words, ...], Meta(max_length=10_000)]


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all: a field that this version does not know is an error, unless the file is of a later minor version."""


class NodeRecord(Record, frozen=True):
    """A node; its settings are read by its kind's own Settings class."""

    id: Identifier
    kind: Identifier
    name: Words
    settings: dict[str, Any]


class LinkRecord(Record, frozen=True, omit_defaults=True):
    """A wire between two nodes; what most links have is left out, for there may be many."""

    source: Identifier
    target: Identifier
    unit: Annotated[int, Meta(ge=0, le=10**7)] | None = None
    port: Identifier = "in"


class RuleRecord(Record, frozen=True):
    """A learning rule; its settings are read by its kind's own Settings class."""

    kind: Identifier
    settings: dict[str, Any]


class ScheduleRecord(Record, frozen=True):
    """A schedule of the learning rate; its settings are read by its kind's own Settings class."""

    kind: Identifier
    settings: dict[str, Any]


class ObjectiveRecord(Record, frozen=True):
    """One quantity to minimize."""

    loss: Identifier
    parameters: tuple[Path, ...] | None = None
    turn: Annotated[int, Meta(ge=0, le=1000)] = 0


class PlanRecord(Record, frozen=True):
    """The training plan."""

    rule: RuleRecord
    objectives: Annotated[tuple[ObjectiveRecord, ...], Meta(max_length=100)]
    batches: Batches
    batch_size: Positive
    shuffle: bool
    epochs: Count
    l1: Rate
    l2: Rate
    precision: Precision
    schedule: ScheduleRecord | None = None
    warm_up: Count = 0
    accumulate: Annotated[int, Meta(ge=1, le=1000)] = 1
    clip_value: Rate = 0.0
    clip_norm: Rate = 0.0
    weight_decay: Rate = 0.0
    decay: Decay = "decoupled"
    patience: Count = 0
    least_gain: Rate = 0.0


class GeneratedRecord(Record, frozen=True, tag="generated"):
    """Generated samples; `count` is what a generator may have to make when the file opens."""

    name: Identifier
    count: Annotated[int, Meta(ge=0, le=1_000_000)]
    noise: Rate
    seed: Seed
    turns: Number


class TableRecord(Record, frozen=True, tag="table"):
    """A table: shipped, or with its own cells of `rows` rows each in `data/<cells>.safetensors`."""

    name: LongWords
    shipped: bool
    rows: Count = 0
    cells: Identifier | None = None


class ColumnRecord(Record, frozen=True):
    """How one column is used."""

    name: LongWords
    role: Role
    encoding: Encoding
    standardize: bool
    categories: Annotated[tuple[LongWords, ...], Meta(max_length=100_000)]


class SplitRecord(Record, frozen=True):
    """The share kept for testing."""

    test_share: Annotated[float, Meta(ge=0, le=0.9)]
    seed: Seed


class DataRecord(Record, frozen=True):
    """Rows, columns and split."""

    rows: GeneratedRecord | TableRecord
    columns: Annotated[tuple[ColumnRecord, ...], Meta(max_length=10_000)]
    split: SplitRecord


class LowsRecord(Record, frozen=True):
    """The lowest losses at the ends of epochs, and epochs since then."""

    best: Number | None = None
    waited: Count = 0
    low: Number | None = None
    stalled: Count = 0
    rate_factor: Annotated[float, Meta(ge=0, le=1)] = 1.0


class StateRecord(Record, frozen=True):
    """Where training stands; `kept_epochs` is the length of every curve in `run.safetensors`."""

    step: Count
    epoch: Count
    position: Count
    seed: Seed
    kept_epochs: Annotated[int, Meta(ge=0, le=10_000_000)]
    lows: LowsRecord = LowsRecord()


class NoteRecord(Record, frozen=True):
    """A text on the canvas; `color` is a name, and one that this version does not know is shown as the plain one."""

    id: Identifier
    text: LongWords
    position: tuple[Coordinate, Coordinate]
    size: tuple[Extent, Extent]
    color: Color = "plain"
    style: Color = "note"


class GroupRecord(Record, frozen=True):
    """Nodes that are shown as one block."""

    id: Identifier
    name: Words
    members: Annotated[tuple[Identifier, ...], Meta(max_length=MOST_NODES)]
    folded: bool = False
    parent: Identifier | None = None


class NodeBreakpointRecord(Record, frozen=True, tag="node"):
    """Where a walk stops."""

    node: Identifier
    phase: StopPhase
    on: bool = True


class ConditionRecord(Record, frozen=True, tag="condition"):
    """When a walk or a training stops; `quantity` is a name, and one of a later version is left out."""

    quantity: QuantityName
    value: Number = 0.0
    above: bool = False
    node: Identifier | None = None
    on: bool = True


Breakpoints = Annotated[tuple[NodeBreakpointRecord | ConditionRecord, ...], Meta(max_length=MOST_BREAKPOINTS)]


class MomentRecord(Record, frozen=True):
    """Where training stood at a kept state; its arrays are in `past.safetensors`."""

    step: Count
    epoch: Count
    position: Count
    seed: Seed
    lows: LowsRecord = LowsRecord()


class StretchRecord(Record, frozen=True):
    """A training under one plan."""

    plan: PlanRecord
    moments: Annotated[tuple[MomentRecord, ...], Meta(min_length=1, max_length=MOST_MOMENTS)]


Stretches = Annotated[tuple[StretchRecord, ...], Meta(max_length=MOST_MOMENTS)]


class RunRecord(Record, frozen=True):
    """An earlier run; `kept_epochs` is the length of its curves."""

    number: Positive
    kept_epochs: Annotated[int, Meta(ge=0, le=10_000_000)]
    stretches: Stretches = ()


class BookmarkRecord(Record, frozen=True):
    """A step that has a name."""

    step: Count
    name: Words


class PastRecord(Record, frozen=True):
    """What led to the present state. `to_present`: the last moment is that state, and its arrays are kept once."""

    stretches: Stretches = ()
    bookmarks: Annotated[tuple[BookmarkRecord, ...], Meta(max_length=1000)] = ()
    runs: Annotated[tuple[RunRecord, ...], Meta(max_length=100)] = ()
    to_present: bool = False


class DocumentRecord(Record, frozen=True):
    """The whole of `document.json`; notes, groups and opened layers came with format 1.1, the rest below with 1.2."""

    title: dict[LanguageCode, Words]
    nodes: Annotated[tuple[NodeRecord, ...], Meta(max_length=MOST_NODES)]
    links: Annotated[tuple[LinkRecord, ...], Meta(max_length=MOST_LINKS)]
    positions: dict[Identifier, tuple[Coordinate, Coordinate]]
    plan: PlanRecord
    data: DataRecord | None
    state: StateRecord
    notes: Annotated[tuple[NoteRecord, ...], Meta(max_length=MOST_NOTES)] = ()
    groups: Annotated[tuple[GroupRecord, ...], Meta(max_length=MOST_GROUPS)] = ()
    opened: Annotated[tuple[Identifier, ...], Meta(max_length=MOST_NODES)] = ()
    past: PastRecord = PastRecord()
    breakpoints: Breakpoints = ()


class MemberRecord(Record, frozen=True):
    """What the manifest says of one member."""

    size: Count
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class ManifestRecord(Record, frozen=True):
    """The whole of `manifest.json`; `format` is `<major>.<minor>`, `diverged` allows weights that are not finite."""

    kind: Annotated[str, Meta(max_length=40)]
    format: Annotated[str, Meta(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}\Z")]
    app: Words
    diverged: bool
    members: dict[Path, MemberRecord]
