"""ONNX's resizing of images by nnsim's: cells repeated, or shares of old cells for each new one."""

from collections.abc import Iterator
from math import ceil, floor, prod

import numpy as np

from nnsim.ops.base import Shape
from nnsim.ops.combining import Add
from nnsim.ops.resampling import Repeat, Resample, linear_shares
from tests.batteries.check_op import run
from tests.reference.onnx_nodes.published import Array, Published

Share = tuple[tuple[int, float], ...]
NEAREST = {"round_prefer_floor": lambda x: ceil(x - 0.5), "round_prefer_ceil": lambda x: floor(x + 0.5),
           "floor": floor, "ceil": ceil}


def resize(case: Published) -> list[Array]:
    """Whole factors repeat; halves of pixels and aligned corners are nnsim's own shares; others are worked out here."""
    x = case.number(0)
    sizes, scales, roi = _sizes(case, x.shape)
    new, factors = sizes[2:], scales[2:]
    whole = all(factor == int(factor) for factor in factors)
    mode = case.attribute("coordinate_transformation_mode", "half_pixel")
    if case.attribute("mode", "nearest") == "nearest" and whole and mode == "half_pixel" and (
            case.attribute("nearest_mode", "round_prefer_floor").startswith("round")):
        return [run(Repeat(tuple(int(factor) for factor in factors)), [x])]
    fits = all(length * factor == size for length, factor, size in zip(x.shape[2:], factors, new, strict=True))
    plain = case.attribute("mode") == "linear" and not case.attribute("antialias", 0)
    if plain and fits and mode in ("half_pixel", "align_corners"):
        pairs = zip(x.shape[2:], new, strict=True)
        return [run(Resample(tuple(linear_shares(old, size, mode == "align_corners") for old, size in pairs)), [x])]
    axes = [tuple(_shares(case, *each)) for each in zip(x.shape[2:], new, factors, roi[2:], strict=True)]
    made = run(Resample(tuple(axes)), [x])
    return [run(Add(), [made, _outside(case, axes, made.shape)])]


def upsample(case: Published) -> list[Array]:
    """The older name of a resizing by factors."""
    return [run(Repeat(tuple(int(factor) for factor in case.number(1)[2:])), [case.number(0)])]


def _sizes(case: Published, shape: Shape) -> tuple[list[int], list[float], list[tuple[float, float]]]:
    """For every axis the new size, the factor, and which part of the old one counts."""
    axes = [axis % len(shape) for axis in case.attribute("axes", range(len(shape)))]
    sizes, scales, roi = list(shape), [1.0] * len(shape), [(0.0, 1.0)] * len(shape)
    if case.given(1) and np.size(case.inputs[1]):
        bounds = [float(each) for each in np.ravel(case.inputs[1])]
        for number, axis in enumerate(axes):
            roi[axis] = (bounds[number], bounds[number + len(axes)])
    if case.given(2):
        for axis, scale in zip(axes, np.ravel(case.inputs[2]), strict=True):
            scales[axis], sizes[axis] = float(scale), floor(shape[axis] * float(scale))
        return sizes, scales, roi
    wanted = case.whole(3)
    ratios = [size / shape[axis] for size, axis in zip(wanted, axes, strict=True)]
    policy = case.attribute("keep_aspect_ratio_policy", "stretch")
    if policy != "stretch":
        one = min(ratios) if policy == "not_larger" else max(ratios)
        ratios, wanted = [one] * len(axes), tuple(floor(one * shape[axis] + 0.5) for axis in axes)
    for axis, size, ratio in zip(axes, wanted, ratios, strict=True):
        sizes[axis], scales[axis] = size, ratio
    return sizes, scales, roi


def _places(case: Published, old: int, new: int, scale: float, roi: tuple[float, float]) -> Iterator[float]:
    """Where each new cell lies among the old ones, in ONNX's words for it."""
    whole = scale * old
    for at in range(new):
        middle = (at + 0.5) / scale - 0.5
        match case.attribute("coordinate_transformation_mode", "half_pixel"):
            case "align_corners":
                yield at * (old - 1) / (whole - 1) if whole != 1 else 0.0
            case "asymmetric":
                yield at / scale
            case "tf_crop_and_resize":
                along = (roi[1] - roi[0]) * (old - 1)
                yield roi[0] * (old - 1) + (at * along / (whole - 1) if whole != 1 else along / 2)
            case "pytorch_half_pixel":
                yield middle if whole != 1 else -0.5
            case "half_pixel_symmetric":
                yield old / 2 * (1 - new / whole) + middle
            case _:
                yield middle


def _shares(case: Published, old: int, new: int, scale: float, roi: tuple[float, float]) -> Iterator[Share]:
    """The shares of each new cell along an axis; beyond the edge its cell counts again, or none at all."""
    for place in _places(case, old, new, scale, roi):
        if case.attribute("coordinate_transformation_mode") == "tf_crop_and_resize" and not 0 <= place <= old - 1:
            yield ()
        elif case.attribute("mode", "nearest") == "nearest":
            at = NEAREST[case.attribute("nearest_mode", "round_prefer_floor")](place)
            yield ((min(max(at, 0), old - 1), 1.0),)
        else:
            yield _weighed(case, place, old, min(scale, 1.0) if case.attribute("antialias", 0) else 1.0)


def _weighed(case: Published, place: float, old: int, narrow: float) -> Share:
    cubic, found = case.attribute("mode") == "cubic", dict[int, float]()
    reach = (2.0 if cubic else 1.0) / narrow
    for at in range(ceil(place - reach), floor(place + reach) + 1):
        share = _bell(case.attribute("cubic_coeff_a", -0.75), abs(at - place) * narrow) if cubic else max(
            0.0, 1.0 - abs(at - place) * narrow)
        if 0 <= at < old or not case.attribute("exclude_outside", 0):
            edge = min(max(at, 0), old - 1)
            found[edge] = found.get(edge, 0.0) + share
    whole = sum(found.values())
    return tuple((at, share / whole) for at, share in sorted(found.items()) if share)


def _bell(a: float, x: float) -> float:
    """The cubic kernel (Keys 1981)."""
    if x <= 1:
        return (a + 2) * x**3 - (a + 3) * x**2 + 1
    return a * x**3 - 5 * a * x**2 + 8 * a * x - 4 * a if x < 2 else 0.0


def _outside(case: Published, axes: list[tuple[Share, ...]], shape: Shape) -> Array:
    """What cells get whose place lies beyond the image, which no old cell has a share in."""
    inside = np.ones(shape[2:], bool)
    for axis, shares in enumerate(axes):
        there = np.array([bool(each) for each in shares])
        inside &= there.reshape(-1, *(1,) * (len(axes) - axis - 1))
    outside = np.where(inside, 0.0, case.attribute("extrapolation_value", 0.0))
    return np.broadcast_to(outside, shape).copy() if prod(shape) else np.zeros(shape)


WAYS = {"Resize": resize, "Upsample": upsample}
