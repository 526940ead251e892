"""What the kinds of pooling share: the window, and which inputs it slides over."""

from typing import Any, ClassVar

from nnsim.catalog.field import CELLS, Field
from nnsim.catalog.kind import Kind
from nnsim.catalog.port import Port, Shape, Shapes
from nnsim.catalog.windows import LARGEST, MARGIN, PADDING, sliding, stride_field, times, too_large
from nnsim.document import Settings
from nnsim.ops.sliding import Sliding
from nnsim.text.messages import Message, message

SIZE = Field(
    "size", message("Window"), message("Rows and columns of the window, or the steps of a sequence that it covers."),
    "int", 2, 1, LARGEST, 1, 8, unit=CELLS)
POOL_PADDING = Field("padding", PADDING.title, PADDING.meaning, "choice", "valid", choices=PADDING.choices)


class MaxPoolingSettings(Settings, frozen=True):
    """The window, and how it slides."""

    size: int = 2
    stride: int = 2
    padding: str = "valid"
    margin: int = 1


class Pooling(Kind):
    """The base of pooling over windows of images, or of a sequence's steps."""

    category = "convolution"
    ports = (Port(ranks=(2, 3)),)
    fields: ClassVar[tuple[Field, ...]] = (SIZE, stride_field(2), POOL_PADDING, MARGIN)

    def window(self, settings: Any, shape: Shape) -> Sliding:
        """How the window slides over an image (channels, height, width) or a sequence (steps, features)."""
        image = spatial(shape)
        return sliding(image, (settings.size,) * len(image), settings.stride, settings.padding, settings.margin)

    def refuses(self, settings: Any, inputs: Shapes) -> Message | None:
        if settings.padding == "cells" and 2 * settings.margin > settings.size:
            return message(
                "A window must not lie in the padding alone: expected at most {most} padded cells, half the window, "
                "got {margin}. Pad less.", most=settings.size // 2, margin=settings.margin)
        shape = inputs["in"][0]
        return too_large(self.window(settings, shape), spatial(shape))

    def shape(self, settings: Any, inputs: Shapes) -> Shape:
        shape = inputs["in"][0]
        return resized(shape, self.window(settings, shape).places(spatial(shape)))

    def facts(self, settings: Any, units: int | None) -> Message | None:
        return message("{size} · stride {stride}", size=times((settings.size, settings.size)), stride=settings.stride)


def spatial(shape: Shape) -> Shape:
    """Height and width of an image, or the number of steps of a sequence."""
    return shape[1:] if len(shape) == 3 else shape[:1]


def resized(shape: Shape, sizes: Shape) -> Shape:
    """The shape of an image or a sequence with another height and width, or number of steps."""
    return (shape[0], *sizes) if len(shape) == 3 else (*sizes, shape[1])
