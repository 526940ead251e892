"""What acts on images gives PyTorch's numbers: convolutions, pooling, padding, other sizes, with every gradient."""

from typing import Any

import pytest

from nnsim.ops.average_pooling import AveragePool
from nnsim.ops.base import Op
from nnsim.ops.convolution import Convolution, FlippedKernel
from nnsim.ops.global_pooling import GlobalAverage, GlobalMax
from nnsim.ops.max_pooling import MaxPool
from nnsim.ops.padding import Pad
from nnsim.ops.resampling import Repeat, Resample, linear_shares
from nnsim.ops.sliding import Sliding
from nnsim.ops.transposed_convolution import TransposedConvolution
from tests.reference.chain import Chain
from tests.reference.golden import assert_agrees, cases

CASES = cases("images")


def _op(case: dict[str, Any], images: tuple[int, ...]) -> Op:
    slides = Sliding(
        tuple(case["size"]), tuple(case["stride"]), _margins(case["padding"]), tuple(case["dilation"]),
    ) if "size" in case else Sliding.plain()
    match case["kind"]:
        case "convolution":
            return Convolution(slides, case["groups"])
        case "transposed":
            return TransposedConvolution(slides, case["groups"], tuple(case["extra"]))
        case "max":
            return MaxPool(slides)
        case "average":
            return AveragePool(slides, case["counts_padding"])
        case "global_average":
            return GlobalAverage()
        case "global_max":
            return GlobalMax()
        case "pad":
            return Pad(_margins(case["margins"]), case["border"], case["value"])
        case "nearest":
            return Repeat(tuple(new // old for new, old in zip(case["new"], images[2:], strict=True)))
    pairs = zip(images[2:], case["new"], strict=True)
    return Resample(tuple(linear_shares(old, new, case["corners"]) for old, new in pairs))


def _margins(listed: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((before, behind) for before, behind in listed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["kind"])
def test_outputs_and_gradients_agree(case: dict[str, Any]) -> None:
    chain = Chain()
    slots = {name: chain.put(values) for name, values in case["inputs"].items()}
    given = list(slots.values())
    if case.get("flipped"):
        given[1] = chain.emit(FlippedKernel(), given[1])
    output = chain.emit(_op(case, chain.values[given[0]].shape), *given)
    assert_agrees(chain.values[output], case["output"])
    chain.back(output, case["upstream"])
    for name, expected in case["gradients"].items():
        assert_agrees(chain.gradients[slots[name]], expected)


def test_every_operation_on_images_is_held() -> None:
    assert {case["kind"] for case in CASES} == {
        "convolution", "transposed", "max", "average", "global_average", "global_max", "pad", "nearest", "linear"}
    assert {len(case["size"]) for case in CASES if case["kind"] in ("convolution", "transposed", "max")} == {1, 2, 3}
