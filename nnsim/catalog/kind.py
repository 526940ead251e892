"""What a kind of node is: its settings, its ports, its shape, its parameters, and how it becomes operations."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol

from numpy.typing import NDArray

from nnsim.catalog.field import Field, check_fields
from nnsim.catalog.initializers import Initializer, check_initializers
from nnsim.catalog.port import Port, Shape, Shapes
from nnsim.document import Network, Node
from nnsim.document import Settings as AnySettings
from nnsim.ops.base import Op, When
from nnsim.text.messages import Message


@dataclass(frozen=True)
class ParameterSpec:
    """A parameter of a node: `name` (`weight`, `bias`, `query` …), shape, and how it begins.

    `inputs_axis` tells which axis runs over the node's inputs (their last axis; an image's channels), so that an edit
    of the links can keep what it did not touch (None: none does). `means` is its part in the formula: only a `weight`
    is penalized by L1 and L2; a `statistic` (a running mean) is no one's to train, the program tracks it.
    """

    name: str
    shape: tuple[int, ...]
    initializer: Initializer
    fan_in: int
    fan_out: int
    inputs_axis: int | None = None
    means: Literal["weight", "bias", "scale", "statistic"] = "weight"


@dataclass(frozen=True)
class Lowered:
    """What a node became: the slot of its output, and of the weighted sum before its activation (None: has none).

    As what a node gets, `output` is the (joined) input at the port `in`, and `ports` has the slots at every port.
    """

    output: int
    total: int | None = None
    activation: str = "linear"
    ports: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


class LayerLowering(Protocol):
    """What a layer of units asks of the compiler, whether it is one node or a block of free neurons."""

    def emit(self, op: Op, *inputs: int, quantity: str = "activation", when: When = "always") -> int:
        """Appends an instruction for the node at hand and returns its output's slot."""

    def parameter(self, name: str) -> int:
        """The slot of the node's parameter of this name."""

    def absent(self, name: str) -> tuple[int, tuple[tuple[int, ...], ...]] | None:
        """The pruned cells of a parameter: the slot of the mask and, for each unit, the inputs that remain."""


class Lowering(LayerLowering, Protocol):
    """What a kind may ask of the compiler while it is lowered."""

    def instead(self, of: int, op: Op, *inputs: int) -> None:
        """Says what computes the slot `of` when the network is used or measured, not trained.

        What made it so far then runs in training steps only.
        """

    def shape(self, slot: int) -> Shape:
        """The shape of a slot: of one sample where it is per sample, else of the whole."""

    def at_step(self, step: int | None) -> None:
        """What is emitted from here on belongs to this step of the sequence, counted from 1 (None: to no one)."""

    def target(self, shape: Shape) -> int:
        """The slot of the ground truth, one sample of this shape (losses only)."""

    def constant(self, name: str, values: NDArray[Any]) -> int:
        """A slot with fixed numbers or truth values, the same for every sample."""

    def noise(self, name: str, shape: Shape, distribution: Literal["uniform", "normal"] = "uniform") -> int:
        """A slot that every training step fills anew from (seed, training step): uniform in [0, 1) or normal(0, 1)."""

    def track(self, name: str, updated: int) -> None:
        """Says which slot holds the new value of a `statistic` parameter after a training step."""

    def carried(self, name: str, shape: Shape) -> int:
        """The slot of a state of this shape with which each sample of the batch goes on from the batch before."""

    def carry(self, name: str, ended: int) -> None:
        """Says which slot holds the state in which each sample of the batch ended."""


class Kind(ABC):
    """A kind of thing that can be placed on the canvas; one file and one instance each."""

    id: ClassVar[str]
    title: ClassVar[Message]
    meaning: ClassVar[Message]
    category: ClassVar[str]
    key: ClassVar[str] = ""
    Settings: ClassVar[type[AnySettings]]
    fields: ClassVar[tuple[Field, ...]] = ()
    ports: ClassVar[tuple[Port, ...]] = (Port(),)
    gives_links: ClassVar[bool] = True
    can_prune: ClassVar[bool] = False
    """Whether single links of its weight can be cut."""

    @property
    def takes_links(self) -> bool:
        """Whether links can end at it."""
        return bool(self.ports)

    def port(self, name: str) -> Port | None:
        """The port of this name."""
        return next((port for port in self.ports if port.name == name), None)

    def default_settings(self) -> AnySettings:
        """AnySettings with every default."""
        return self.Settings()

    def check(self, settings: AnySettings) -> Message | None:
        """Why these settings are not accepted, whatever the inputs are, or None."""
        return check_fields(self.fields, settings) or check_initializers(self.fields, settings)

    def refuses(self, settings: Any, inputs: Shapes) -> Message | None:
        """Why inputs of these shapes (of ranks that the ports take) cannot be, or None: expected, got, remedy."""
        return None

    @abstractmethod
    def shape(self, settings: Any, inputs: Shapes) -> Shape | None:
        """The shape of one sample of the output, for inputs that are not refused; None when that cannot be known."""

    def open_shape(self, settings: Any) -> Shape | None:
        """The shape where it does not depend on inputs, which are not known yet."""
        return None

    def parameters(self, settings: Any, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        """The parameters that the node has when it gets these inputs."""
        return ()

    def carries(self, settings: Any) -> dict[str, Shape]:
        """The states that each sample of a batch hands on to the batch that follows, by name: the shape of one."""
        return {}

    @abstractmethod
    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        """Emits the node's operations on its inputs."""

    def facts(self, settings: Any, units: int | None) -> Message | None:
        """One line of facts under the node's name on the canvas; `units` is the number of cells of its output."""
        return None


@dataclass(frozen=True)
class Parts:
    """The network inside a composite node.

    A link whose source is `:in` (a colon and a port's name) stands for what links into that port of the whole; `output`
    is the part whose output is the whole's. Ids of parts are path segments, and their parameters' paths nest:
    `block/attention/query`.
    """

    network: Network
    output: str


@dataclass(frozen=True)
class PartName:
    """What a part of a composite is called, and the kinds of node that it can be."""

    title: Message
    kinds: tuple[str, ...]


class Composite(Kind):
    """A kind that is a network of other kinds, compiled as such, which can be opened on the canvas.

    `part_names` has every part that it can have, by id, so that a part that stands on the canvas by itself is known by
    its name when its file is read.
    """

    part_names: ClassVar[Mapping[str, PartName]]

    @abstractmethod
    def parts(self, settings: Any, inputs: Shapes) -> Parts:
        """The network that it stands for, for inputs that are not refused."""

    def shape(self, settings: Any, inputs: Shapes) -> Shape | None:
        return None  # what its parts come to

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        raise NotImplementedError("a composite is lowered part by part")
