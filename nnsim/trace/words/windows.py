"""Where a window lies on an image or a sequence, in words."""

from nnsim.ops.base import Index, Shape
from nnsim.ops.sliding import Sliding
from nnsim.text.messages import Message, message


def covered(sliding: Sliding, place: Index, image: Shape) -> Message:
    """The part of the image that the window covers at a place: `rows 2 to 4, columns 1 to 3`."""
    spans = []
    for axis, at in enumerate(place):
        start = sliding.stride[axis] * at - sliding.padding[axis][0]
        cells = range(start, start + sliding.extent(axis), sliding.dilation[axis])
        inside = [cell + 1 for cell in cells if 0 <= cell < image[axis]] or [0]
        spans.append((inside[0], inside[-1]))
    (top, bottom), (left, right) = spans[-2] if len(spans) > 1 else (0, 0), spans[-1]
    if len(spans) == 1:
        return message("step {first}", first=left) if left == right else message(
            "steps {first} to {last}", first=left, last=right)
    return _row_and_column(top, bottom, left, right)


def _row_and_column(top: int, bottom: int, left: int, right: int) -> Message:
    if top == bottom and left == right:
        return message("row {row}, column {column}", row=top, column=left)
    if top == bottom:
        return message("row {row}, columns {left} to {right}", row=top, left=left, right=right)
    if left == right:
        return message("rows {top} to {bottom}, column {column}", top=top, bottom=bottom, column=left)
    return message("rows {top} to {bottom}, columns {left} to {right}", top=top, bottom=bottom, left=left, right=right)


def at(place: Index) -> Message:
    """One place: `row 2, column 3`."""
    if len(place) == 1:
        return message("step {first}", first=place[0] + 1)
    return message("row {row}, column {column}", row=place[-2] + 1, column=place[-1] + 1)


def hangs_over(sliding: Sliding, place: Index, image: Shape) -> bool:
    """Whether part of the window lies beyond the edge at a place."""
    return any(sliding.cell(place, offset, image) is None for offset in sliding.offsets())
