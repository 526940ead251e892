"""The axis along which values are joined or parted: units, steps, rows or columns of an image."""

from nnsim.catalog.field import Field
from nnsim.catalog.port import Shape, shape_words
from nnsim.text.messages import Message, message

_AXES: dict[str, dict[int, int]] = {"units": {1: 0, 2: 1, 3: 0}, "steps": {2: 0}, "rows": {3: 1}, "columns": {3: 2}}
"""The axis of one sample, by its number of axes."""

ALONG = Field(
    "along", message("Along"),
    message("The axis: units of a vector, features of a sequence and channels of an image; or steps, rows, columns."),
    "choice", "units",
    choices=(
        ("units", message("units, features, channels")), ("steps", message("steps of a sequence")),
        ("rows", message("rows of an image")), ("columns", message("columns of an image")),
    ),
)


def axis_of(along: str, shape: Shape) -> int | None:
    """The axis of one sample of this shape, from 0, or None where it has no such axis."""
    return _AXES[along].get(len(shape))


def no_axis(along: str, shape: Shape) -> Message:
    """Why values of this shape have no such axis."""
    title = next(title for value, title in ALONG.choices if value == along)
    return message(
        "'Along' is set to {along}, but {got} came. Choose another axis.", along=title, got=shape_words(shape))
