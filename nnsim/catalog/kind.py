"""What a kind of node is: its settings, its shape, its parameters, and how it becomes operations."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from nnsim.catalog.field import Field, check_fields
from nnsim.catalog.initializers import Initializer
from nnsim.document import Node
from nnsim.document import Settings as AnySettings
from nnsim.ops.base import Op
from nnsim.text.messages import Message


@dataclass(frozen=True)
class ParameterSpec:
    """A parameter of a node: `name` (`weight`, `bias`), shape, and how it begins.

    `inputs_axis` tells which axis runs over the node's inputs (None: none does), so that an edit of the links can keep
    what it did not touch.
    """

    name: str
    shape: tuple[int, ...]
    initializer: Initializer
    fan_in: int
    fan_out: int
    inputs_axis: int | None = None


@dataclass(frozen=True)
class Lowered:
    """What a node became: the slot of its output, and of the weighted sum before its activation (None: has none)."""

    output: int
    total: int | None = None
    activation: str = "linear"


class Lowering(Protocol):
    """What a kind may ask of the compiler while it is lowered."""

    def emit(self, op: Op, *inputs: int, quantity: str = "activation") -> int:
        """Appends an instruction for the node at hand and returns its output's slot."""

    def parameter(self, name: str) -> int:
        """The slot of the node's parameter of this name."""

    def absent(self, name: str) -> tuple[int, tuple[tuple[int, ...], ...]] | None:
        """The pruned cells of a parameter: the slot of the mask and, for each unit, the inputs that remain."""


class Kind(ABC):
    """A kind of thing that can be placed on the canvas; one file and one instance each."""

    id: ClassVar[str]
    title: ClassVar[Message]
    meaning: ClassVar[Message]
    category: ClassVar[str]
    key: ClassVar[str] = ""
    Settings: ClassVar[type[AnySettings]]
    fields: ClassVar[tuple[Field, ...]] = ()
    takes_links: ClassVar[bool] = True
    gives_links: ClassVar[bool] = True

    def default_settings(self) -> AnySettings:
        """AnySettings with every default."""
        return self.Settings()

    def check(self, settings: AnySettings) -> Message | None:
        """Why these settings are not accepted, or None."""
        return check_fields(self.fields, settings)

    @abstractmethod
    def units(self, settings: Any, inputs: int | None) -> int | None:
        """How many units the node has when it gets this many inputs; None when that is not known yet."""

    def parameters(self, settings: Any, inputs: int) -> tuple[ParameterSpec, ...]:
        """The parameters that the node has when it gets this many inputs."""
        return ()

    @abstractmethod
    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        """Emits the node's operations on its gathered inputs."""

    def facts(self, settings: Any, units: int | None) -> Message | None:
        """One line of facts under the node's name on the canvas."""
        return None
