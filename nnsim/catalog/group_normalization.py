"""Group normalization: groups of neighboring units or channels of each sample get mean 0 and variance 1."""

from math import prod
from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering, ParameterSpec
from nnsim.catalog.normalizing import AFFINE, EPSILON, affine_parameters, emit_affine, emit_normalization
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.arranging import Reshape, Transpose
from nnsim.text.messages import Message, message


class GroupNormalizationSettings(Settings, frozen=True):
    """How many groups, ε, and γ and β or not."""

    groups: int = 2
    epsilon: float = 1e-5
    affine: bool = True


class GroupNormalization(Kind):
    """y = γ (x − μ) / √(σ² + ε) + β, μ and σ² of a group of the sample's channels (Wu and He 2018)."""

    id = "group_normalization"
    title = message("Group normalization")
    meaning = message("Gives each group of a sample's units or channels mean 0 and variance 1, whatever the batch is.")
    category = "normalize"
    Settings = GroupNormalizationSettings
    ports = (Port(ranks=ANY),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("groups", message("Groups"),
              message("How many groups the units, features or channels form; as many as channels: each by itself."),
              "int", 2, 1, 8192, 1, 8),
        EPSILON, AFFINE,
    )

    def refuses(self, settings: GroupNormalizationSettings, inputs: Shapes) -> Message | None:
        channels = _channels(inputs["in"][0])
        if channels % settings.groups:
            return message(
                "{count} units or channels cannot form {groups} groups of equal size. Choose a number of groups that "
                "divides {count}.", count=channels, groups=settings.groups)
        return None

    def shape(self, settings: GroupNormalizationSettings, inputs: Shapes) -> Shape:
        return inputs["in"][0]

    def parameters(self, settings: GroupNormalizationSettings, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        return affine_parameters((_channels(inputs["in"][0]),), 0) if settings.affine else ()

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings, x = node.settings, inputs.output
        assert isinstance(settings, GroupNormalizationSettings)
        sequence = len(lowering.shape(x)) == 2
        if sequence:  # a group's features of all steps belong together, so that they have to lie side by side
            x = lowering.emit(Transpose((0, 2, 1)), x)
        shape = lowering.shape(x)
        rows = lowering.emit(Reshape((settings.groups, prod(shape) // settings.groups)), x)
        normalized, _, _ = emit_normalization(lowering, rows, (0, 1), settings.epsilon)
        output = lowering.emit(Reshape(shape), normalized, quantity="normalized")
        if settings.affine:
            output = emit_affine(lowering, output, (1,))
        return Lowered(lowering.emit(Transpose((0, 2, 1)), output) if sequence else output)


def _channels(shape: Shape) -> int:
    return shape[-1] if len(shape) < 3 else shape[0]
