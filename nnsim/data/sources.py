"""The data sets to choose from: what each one is, its knobs, and the source it starts as."""

from dataclasses import dataclass
from typing import Literal

from nnsim.data.shipped import DIGITS, SPECIES
from nnsim.document import DataSource, Table
from nnsim.text import Message, NnsimError, message

MOST_SAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Knob:
    """One number that shapes a generated set: a field of `Generated`, its range and what it starts as."""

    name: str
    title: Message
    meaning: Message
    type: Literal["int", "float"]
    low: float
    high: float
    default: float


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A data set that can be chosen.

    `knobs` is empty for fixed tables. `form` tells generated points, small and shipped tables and the own file apart.
    `picture` is the height and width in pixels where the inputs of a sample are a picture, row by row.
    """

    id: str
    title: Message
    meaning: Message
    form: Literal["points", "small", "shipped", "own"]
    knobs: tuple[Knob, ...] = ()
    classes: tuple[str, ...] = ()
    test_share: float = 0.0
    picture: tuple[int, int] | None = None


def _count(default: int) -> Knob:
    meaning = message("How many samples, over all classes.")
    return Knob("count", message("Samples"), meaning, "int", 4, MOST_SAMPLES, default)


def _noise(default: float) -> Knob:
    meaning = message("Standard deviation of the normal noise that is added to each coordinate.")
    return Knob("noise", message("Noise"), meaning, "float", 0.0, 3.0, default)


_TURNS = Knob(
    "turns", message("Turns"), message("How often each arm winds around the center."), "float", 0.25, 4.0, 1.75
)
_SEED = Knob(
    "seed", message("Seed"), message("Another seed gives other points of the same kind."), "int", 0, 999_999, 0
)


def _points(
    source_id: str, title: Message, meaning: Message, count: int, noise: float, *more: Knob, classes: str = "AB"
) -> SourceKind:
    knobs = (_count(count), _noise(noise), *more, _SEED)
    return SourceKind(source_id, title, meaning, "points", knobs, tuple(classes), 0.2)


def _gate(source_id: str, title: Message, meaning: Message) -> SourceKind:
    return SourceKind(source_id, title, meaning, "small", (), ("0", "1"))


_SOURCES: tuple[SourceKind, ...] = (
    SourceKind(
        "xor", message("XOR"), message("True when exactly one of two inputs is true; no single line separates it."),
        "points", (_count(4), _noise(0.0), _SEED), ("0", "1"),
    ),
    _points("circles", message("Circles"), message("A disc inside a ring."), 200, 0.1),
    _points("spirals", message("Spirals"), message("Two arms wound around each other."), 200, 0.0, _TURNS),
    _points("gaussians", message("Gaussians"), message("Two normal clouds."), 200, 0.8),
    _points(
        "three_gaussians", message("Three Gaussians"), message("Three normal clouds, for softmax."), 210, 0.7,
        classes="ABC",
    ),
    _points(
        "two_clusters", message("Two clusters, separable"),
        message("Two clouds that a straight line can separate."), 40, 0.5,
    ),
    _points(
        "overlapping_clusters", message("Two clusters, overlapping"),
        message("Two clouds that no straight line separates."), 40, 1.0,
    ),
    _gate("and", message("AND"), message("True when both inputs are true.")),
    _gate("or", message("OR"), message("True when at least one input is true.")),
    _gate("nand", message("NAND"), message("False only when both inputs are true.")),
    _gate("not", message("NOT"), message("True when its one input is false.")),
    SourceKind(
        "one_sample", message("One sample"),
        message("Inputs 0.05 and 0.10, targets 0.01 and 0.99, to work by hand."), "small",
    ),
    SourceKind(
        "iris", message("Iris"),
        message("150 flowers of three species by the lengths of their sepals and petals, in cm."),
        "shipped", (), SPECIES, 0.3,
    ),
    SourceKind(
        "iris_setosa_versicolor", message("Iris, two species"),
        message("100 flowers, setosa and versicolor; a line separates them."), "shipped", (), SPECIES[:2], 0.3,
    ),
    SourceKind(
        "iris_versicolor_virginica", message("Iris, two similar species"),
        message("100 flowers, versicolor and virginica; no line separates them."), "shipped", (), SPECIES[1:], 0.3,
    ),
    SourceKind(
        "digits", message("Digits, 8×8"),
        message("1797 handwritten digits as images of 8×8 pixels, from 0 for paper to 1 for ink."),
        "shipped", (), DIGITS, 0.3, (8, 8),
    ),
    SourceKind("own", message("Own CSV file"), message("A table of yours with a row for each sample."), "own"),
)


def sources() -> tuple[SourceKind, ...]:
    """All data sets in the order in which they are offered; the last is the student's own file."""
    return _SOURCES


def source_kind(source_id: str) -> SourceKind:
    """The data set of this id.

    Raises:
        NnsimError: code `data.unknown-source`.
    """
    for kind in _SOURCES:
        if kind.id == source_id:
            return kind
    known = ", ".join(kind.id for kind in _SOURCES if kind.form != "own")
    text = message("There is no data set called '{name}'. Choose one of: {known}.", name=source_id, known=known)
    raise NnsimError("data.unknown-source", text, "data")


def kind_of(source: DataSource) -> SourceKind:
    """The data set that a source was made from; an own table gives the kind `own`."""
    own = isinstance(source.rows, Table) and not source.rows.shipped
    return source_kind("own" if own else source.rows.name)
