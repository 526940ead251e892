"""Batch normalization: each unit or channel gets mean 0 and variance 1 over the batch; a scale and shift follow."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.initializers import Constant, Zero
from nnsim.catalog.kind import Kind, Lowered, Lowering, ParameterSpec
from nnsim.catalog.normalizing import AFFINE, EPSILON, affine_parameters, emit_affine, emit_normalization
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.normalization import NormalizeByRunning
from nnsim.ops.running_statistics import RunningMean, RunningVariance
from nnsim.text.messages import message


class BatchNormalizationSettings(Settings, frozen=True):
    """How fast the running statistics follow (PyTorch's momentum: the share of what is new), ε, and γ and β or not."""

    momentum: float = 0.1
    epsilon: float = 1e-5
    affine: bool = True


class BatchNormalization(Kind):
    """y = γ (x − μ) / √(σ² + ε) + β, μ and σ² of the batch; in use, running ones (Ioffe and Szegedy 2015).

    A unit or channel with one cell in the batch is its own mean: y = β, nothing is passed back through it, and σ̄² stays
    as it is. PyTorch refuses such a batch, Keras lets σ̄² shrink towards 0; `problems` tells of it before training.
    """

    id = "batch_normalization"
    title = message("Batch normalization")
    meaning = message("Gives each unit or channel mean 0 and variance 1 over the batch; in use, over what it has seen.")
    category = "normalize"
    Settings = BatchNormalizationSettings
    ports = (Port(ranks=ANY),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("momentum", message("Momentum"),
              message("The share of each batch's mean and variance that enters the running ones, which use needs."),
              "float", 0.1, 0.0, 1.0, 0.01, 0.5),
        EPSILON, AFFINE,
    )

    def shape(self, settings: BatchNormalizationSettings, inputs: Shapes) -> Shape:
        return inputs["in"][0]

    def parameters(self, settings: BatchNormalizationSettings, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        shape = inputs["in"][0]
        channels = (shape[_channel_axis(shape) - 1],)
        running = (
            ParameterSpec("running_mean", channels, Zero(), 1, 1, 0, "statistic"),
            ParameterSpec("running_variance", channels, Constant(1.0), 1, 1, 0, "statistic"),
        )
        return (*affine_parameters(channels, 0), *running) if settings.affine else running

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings, x = node.settings, inputs.output
        assert isinstance(settings, BatchNormalizationSettings)
        kept = (_channel_axis(lowering.shape(x)),)
        running = lowering.parameter("running_mean"), lowering.parameter("running_variance")
        normalized, mean, variance = emit_normalization(lowering, x, kept, settings.epsilon, training_only=True)
        lowering.instead(normalized, NormalizeByRunning(kept, settings.epsilon), x, *running)
        lowering.track("running_mean", lowering.emit(
            RunningMean(settings.momentum), running[0], mean, quantity="new_running_mean", when="training"))
        lowering.track("running_variance", lowering.emit(
            RunningVariance(settings.momentum, kept), running[1], variance, x, quantity="new_running_variance",
            when="training"))
        return Lowered(emit_affine(lowering, normalized, kept) if settings.affine else normalized)


def _channel_axis(shape: Shape) -> int:
    """The axis of units, features or channels, counted with the samples' axis."""
    return 1 if len(shape) == 3 else len(shape)
