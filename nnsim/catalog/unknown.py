"""Stand-ins for a kind and a rule that this version does not have: they keep their settings, and cannot run."""

from typing import Any

from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.catalog.rule import RuleKind, UpdateLowering
from nnsim.document import Node, UnknownSettings
from nnsim.document import Settings as AnySettings
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message

_UNKNOWN_RULE = message("The learning rule is one that this version of nnsim does not have. Choose another.")


class Unknown(Kind):
    """Shown by name; the network runs again once it is deleted or the version that has it is used."""

    id = "unknown"
    title = message("Unknown")
    meaning = message("A part that this version of nnsim does not have.")
    category = ""
    Settings = UnknownSettings
    ports = (Port(ranks=ANY),)

    def default_settings(self) -> UnknownSettings:
        return UnknownSettings(raw={})

    def shape(self, settings: Any, inputs: Shapes) -> Shape | None:
        return None

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        raise NnsimError("kind.unknown", message("'{name}' is of a kind that this version of nnsim does not have.",
                                                 name=node.name), node.id)


class UnknownRule(RuleKind):
    """Nothing is learned by it; the plan keeps it until another is chosen."""

    id = "unknown"
    title = message("Unknown rule")
    meaning = message("A learning rule that this version of nnsim does not have.")
    Settings = UnknownSettings
    fields = ()

    def default_settings(self) -> UnknownSettings:
        return UnknownSettings(raw={})

    def check(self, settings: AnySettings) -> Message | None:
        return _UNKNOWN_RULE

    def hyper(self, settings: Any, step: int) -> dict[str, float]:
        return {}

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        raise NnsimError("rule.unknown", _UNKNOWN_RULE, "plan")
