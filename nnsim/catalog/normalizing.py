"""What normalizations share: the small number below the root, and the learned scale and shift."""

from nnsim.catalog.field import Field
from nnsim.catalog.initializers import Constant, Zero
from nnsim.catalog.kind import Lowering, ParameterSpec
from nnsim.catalog.port import Shape
from nnsim.ops.base import When
from nnsim.ops.groups import Kept
from nnsim.ops.normalization import Mean, Normalize, Variance
from nnsim.ops.scale_and_shift import ScaleAndShift
from nnsim.text.messages import message

EPSILON = Field(
    "epsilon", message("ε"), message("A small number below the root that keeps the divisor away from 0."),
    "float", 1e-5, 1e-12, 1.0, 1e-8, 1e-2, log=True,
)
AFFINE = Field(
    "affine", message("Scale and shift"),
    message("A learned scale and shift follow, so that the network can undo what does not serve it."), "bool", True,
)


def affine_parameters(shape: Shape, inputs_axis: int) -> tuple[ParameterSpec, ...]:
    """γ, which begins as 1, and β, which begins as 0."""
    return (
        ParameterSpec("scale", shape, Constant(1.0), 1, 1, inputs_axis, "scale"),
        ParameterSpec("shift", shape, Zero(), 1, 1, inputs_axis, "bias"),
    )


def emit_normalization(
    lowering: Lowering, x: int, kept: Kept, epsilon: float, training_only: bool = False,
) -> tuple[int, int, int]:
    """The slots of the normalized value, the mean and the variance; `training_only` where use has other statistics."""
    when: When = "training" if training_only else "always"
    mean = lowering.emit(Mean(kept), x, quantity="mean", when=when)
    variance = lowering.emit(Variance(kept), x, mean, quantity="variance", when=when)
    return lowering.emit(Normalize(kept, epsilon), x, mean, variance, quantity="normalized"), mean, variance


def emit_affine(lowering: Lowering, normalized: int, kept: Kept) -> int:
    """The slot of γ x̂ + β."""
    return lowering.emit(ScaleAndShift(kept), normalized, lowering.parameter("scale"), lowering.parameter("shift"))
