"""What a learning rule is: its settings, the numbers that change from step to step, and the update that it emits."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Protocol

from nnsim.catalog.field import Field, check_fields
from nnsim.document import Settings as AnySettings
from nnsim.ops.base import Op
from nnsim.text.messages import Message, message


class UpdateLowering(Protocol):
    """What a rule may ask of the compiler while it emits the update of one parameter.

    `settings` are the rule's, for those that decide which instructions there are; all others come as `hyper`.
    """

    settings: Any

    def emit(self, op: Op, *inputs: int, quantity: str) -> int:
        """Appends an instruction of the update phase and returns its output's slot."""

    def hyper(self, name: str) -> int:
        """The slot of a hyper-parameter, a scalar that is set anew before each step."""

    def state(self, name: str) -> int:
        """The slot of the rule's memory for the parameter at hand (of its shape, 0 at first)."""

    def keep(self, name: str, updated: int) -> None:
        """Says which slot holds the memory after the step."""


class RuleKind(ABC):
    """A learning rule; one file and one instance each."""

    id: ClassVar[str]
    title: ClassVar[Message]
    meaning: ClassVar[Message]
    Settings: ClassVar[type[AnySettings]]
    fields: ClassVar[tuple[Field, ...]]
    passes_threshold: ClassVar[bool] = False
    """Takes the slope of a step or sign activation as 1."""

    def default_settings(self) -> AnySettings:
        """AnySettings with every default."""
        return self.Settings()

    def check(self, settings: AnySettings) -> Message | None:
        """Why these settings are not accepted, or None."""
        return check_fields(self.fields, settings)

    def structure(self, settings: Any) -> tuple[Any, ...]:
        """What of these settings decides which instructions there are and what is remembered."""
        return ()

    @abstractmethod
    def hyper(self, settings: Any, step: int) -> dict[str, float]:
        """The hyper-parameters of update number `step`, counted from 0."""

    @abstractmethod
    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        """Emits the update of one parameter and returns the slot of its new value."""


def learning_rate(default: float) -> Field:
    """The field of a learning rate."""
    return Field("learning_rate", message("Learning rate"), message("How far one step goes along the gradient."),
                 "float", default, 0.0, 1000.0, 1e-4, 10.0, log=True)


def weight_decay(default: float) -> Field:
    """The field of a decay of the weights that does not go through the gradient."""
    return Field("weight_decay", message("Weight decay"), message("How much every weight shrinks by itself in a step."),
                 "float", default, 0.0, 100.0, 0.0, 0.1)


def epsilon(default: float) -> Field:
    """The field of the small number below a fraction line."""
    return Field("epsilon", message("ε"), message("A small number that keeps the divisor away from 0."),
                 "float", default, 1e-12, 1.0, 1e-10, 1e-3, log=True)
