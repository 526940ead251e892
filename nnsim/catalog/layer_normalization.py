"""Layer normalization: the features of each sample, or of each step, get mean 0 and variance 1 among themselves."""

from math import prod
from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering, ParameterSpec
from nnsim.catalog.normalizing import AFFINE, EPSILON, affine_parameters, emit_affine, emit_normalization
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.arranging import Reshape
from nnsim.text.messages import message


class LayerNormalizationSettings(Settings, frozen=True):
    """What is normalized together in a sequence (a vector or an image always is as a whole), ε, and γ and β or not."""

    over: str = "features"
    epsilon: float = 1e-5
    affine: bool = True


class LayerNormalization(Kind):
    """y = γ (x − μ) / √(σ² + ε) + β, μ and σ² of the sample's own features (Ba, Kiros and Hinton 2016)."""

    id = "layer_normalization"
    title = message("Layer normalization")
    meaning = message("Gives the features of each sample, or of each step, mean 0 and variance 1 among themselves.")
    category = "normalize"
    Settings = LayerNormalizationSettings
    ports = (Port(ranks=ANY),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("over", message("Together"),
              message("In a sequence: the features of each step by itself, or all steps together."),
              "choice", "features",
              choices=(("features", message("each step by itself")), ("sample", message("all steps together")))),
        EPSILON, AFFINE,
    )

    def shape(self, settings: LayerNormalizationSettings, inputs: Shapes) -> Shape:
        return inputs["in"][0]

    def parameters(self, settings: LayerNormalizationSettings, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        shape = inputs["in"][0]
        together = shape[len(shape) - _axes(settings, shape):]
        return affine_parameters(together, 0 if len(together) == 3 else len(together) - 1) if settings.affine else ()

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings, x = node.settings, inputs.output
        assert isinstance(settings, LayerNormalizationSettings)
        shape = lowering.shape(x)
        axes = _axes(settings, shape)
        apart, together = shape[:len(shape) - axes], shape[len(shape) - axes:]
        rows = lowering.emit(Reshape((prod(apart), prod(together))), x)
        normalized, _, _ = emit_normalization(lowering, rows, (0, 1), settings.epsilon)
        whole = lowering.emit(Reshape(shape), normalized, quantity="normalized")
        kept = tuple(range(len(shape) - axes + 1, len(shape) + 1))
        return Lowered(emit_affine(lowering, whole, kept) if settings.affine else whole)


def _axes(settings: LayerNormalizationSettings, shape: Shape) -> int:
    """How many of the last axes are normalized together."""
    return 1 if len(shape) == 2 and settings.over == "features" else len(shape)
