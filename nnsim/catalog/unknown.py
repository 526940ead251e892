"""A stand-in for a kind that this version does not have: it keeps its place and settings, and cannot run."""

from typing import Any

from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.document import Node, UnknownSettings
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message


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
