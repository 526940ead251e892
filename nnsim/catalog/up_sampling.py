"""Up-sampling: an image enlarged without anything to learn."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.base import Op
from nnsim.ops.resampling import Repeat, Resample, linear_shares
from nnsim.text.messages import Message, message


class UpSamplingSettings(Settings, frozen=True):
    """How many times as high and wide, and where the new cells come from."""

    factor: int = 2
    mode: str = "nearest"


class UpSampling(Kind):
    """h = x with every cell repeated, or interpolated between its neighbors."""

    id = "up_sampling"
    title = message("Up-sampling")
    meaning = message("Enlarges an image: repeats every cell, or interpolates between neighbors.")
    category = "convolution"
    Settings = UpSamplingSettings
    ports = (Port(ranks=(3,)),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("factor", message("Factor"), message("How many times as high and as wide the image becomes."), "int", 2,
              1, 32, 1, 8),
        Field("mode", message("New cells"), message("Where the cells in between come from."), "choice", "nearest",
              choices=(("nearest", message("repeated")), ("bilinear", message("interpolated")))),
    )

    def shape(self, settings: UpSamplingSettings, inputs: Shapes) -> Shape:
        channels, *sizes = inputs["in"][0]
        return (channels, *(size * settings.factor for size in sizes))

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings = node.settings
        assert isinstance(settings, UpSamplingSettings)
        sizes = lowering.shape(inputs.output)[1:]
        op: Op = Repeat((settings.factor,) * 2)
        if settings.mode == "bilinear":
            op = Resample(tuple(linear_shares(size, size * settings.factor) for size in sizes))
        return Lowered(lowering.emit(op, inputs.output))

    def facts(self, settings: UpSamplingSettings, units: int | None) -> Message | None:
        return message("{factor} times as large", factor=settings.factor)
