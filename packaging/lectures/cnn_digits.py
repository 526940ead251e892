"""The lecture of `cnn-digits`: a window slides, a map appears, and a row of maps is read as a digit."""

import numpy as np

from lectures.telling import Accuracy, At, Lecture, amount, choice, place, pointing, value
from nnsim import data
from nnsim.document import Document, Place
from nnsim.trace import Stepper

SIDE, KERNELS = 6, 4
CLASSES = 10


def window(row: int, column: int, kernel: int = 0) -> int:
    """The cell of a map at a place, both from 0."""
    return (kernel * SIDE + row) * SIDE + column


def lecture(document: Document) -> Lecture:
    """The lecture of the document."""
    told = Lecture(document)
    sliding(told)
    maps(told)
    reading(told)
    return told


def at_window(cell: int) -> Place:
    """The sum of a kernel at a window."""
    return place("forward", "convolution1", "Convolution", cell)


def sliding(told: Lecture) -> None:
    """The image, and the window on it."""
    here, beside = At(at_window(window(2, 2))), At(at_window(window(2, 3)))
    told.add(
        ("An image is a table of numbers", "8 × 8 pixels, each from **0** (paper) to **1** (ink). Which digit is it?",
         "Squint, or step back. A network sees only the table."),
        ("이미지는 숫자표입니다", "8 × 8픽셀이고 픽셀마다 **0**(종이)에서 **1**(잉크)까지의 값입니다. 어떤 숫자일까요?",
         "눈을 가늘게 뜨거나 뒤로 물러서서 봅니다. 신경망이 보는 것은 표뿐입니다."),
        camera=("input1",), spotlight=("input1",))
    told.add(
        ("A window of nine pixels", "A **kernel** has 3 × 3 weights. Nine products, added up, and the bias: **{z}**.",
         "Compare one product of the formula with its pixel and its weight."),
        ("픽셀 아홉 개짜리 창", "**커널**에는 가중치가 3 × 3개 있습니다. 곱 아홉 개를 더하고 편향을 더하면 **{z}**입니다.",
         "수식의 곱 하나를 골라 픽셀, 가중치와 견주어 봅니다."),
        here, {"z": here}, camera=("input1", "convolution1"), spotlight=("input1", "convolution1"))
    told.add(
        ("It slides", "One pixel to the right: the **same nine weights**, other pixels, and the sum is **{z}**.",
         "Sharing weights is the idea: what is found here is found everywhere."),
        ("창이 미끄러집니다", "오른쪽으로 한 픽셀 옮깁니다. **같은 가중치 아홉 개**, 다른 픽셀, 합은 **{z}**입니다.",
         "가중치를 함께 쓰는 것이 핵심입니다. 여기서 찾는 것은 어디서든 찾습니다."),
        beside, {"z": beside}, camera=("input1", "convolution1"), spotlight=("input1", "convolution1"))
    told.add(
        ("How large is the map?", "The window must stay **inside** the image: no padding, stride 1.",
         "Let them count how often a window of 3 fits into a row of 8."),
        ("특성 맵은 얼마나 클까요?", "창은 이미지 **안에** 있어야 합니다. 패딩은 없고 스트라이드는 1입니다.",
         "8칸짜리 줄에 3칸짜리 창을 몇 번 놓을 수 있는지 세게 합니다."),
        None, {"side": str(SIDE)}, spotlight=("convolution1",),
        question=choice("The feature map of a kernel has …", "커널 하나의 특성 맵은 …",
                        (("8 × 8 cells", "8 × 8칸"), ("6 × 6 cells", "6 × 6칸"), ("5 × 5 cells", "5 × 5칸")), 1,
                        ("8 − 3 + 1 = {side} places in each direction.", "방향마다 8 − 3 + 1 = {side}자리입니다.")))


def maps(told: Lecture) -> None:
    """ReLU, pooling, and one long row."""
    cell = lowest(told.now)
    total = At(at_window(cell))
    told.add(
        ("ReLU", "Here the sum is **{z}**. ReLU lets positive sums through, and nothing else.",
         "The window does not look like the kernel: the neuron stays silent."),
        ("ReLU", "이곳의 합은 **{z}**입니다. ReLU는 양수인 합만 통과시킵니다.",
         "창 속 그림이 커널과 닮지 않았으므로 뉴런은 침묵합니다."),
        At(place("forward", "convolution1", "Relu", cell)), {"z": total}, spotlight=("convolution1",),
        question=amount("What does ReLU make of {z}?", "ReLU는 {z}{z:을/를} 얼마로 바꿀까요?", 0.005,
                        ("0: max(0, {z}).", "0입니다. max(0, {z})이기 때문입니다.")))
    pooled = At(place("forward", "max_pooling1", "MaxPool", 4))
    told.add(
        ("Pooling", "Of every 2 × 2 cells, only the **largest** remains: **{p}**. That a feature is there counts, not exactly "
         "where.", "6 × 6 becomes 3 × 3: a quarter of the numbers."),
        ("풀링", "2 × 2칸마다 **가장 큰** 값 {p}만 남깁니다. 특징이 있다는 것이 중요하고 정확한 위치는 덜 중요합니다.",
         "6 × 6이 3 × 3이 됩니다. 숫자가 4분의 1로 줄어듭니다."),
        pooled, {"p": pooled}, camera=("convolution1", "max_pooling1"), spotlight=("max_pooling1",))
    told.add(
        ("One long row", "Four maps of 3 × 3 cells, put in a row: **{count} numbers** for the last layer.",
         "Flatten computes nothing. It only lays the cells side by side."),
        ("한 줄로 펼치기", "3 × 3칸 특성 맵 네 개를 한 줄로 놓으면 마지막 층에 들어갈 **숫자 {count}개**가 됩니다.",
         "펼치기는 계산을 하지 않습니다. 칸을 나란히 놓을 뿐입니다."),
        None, {"count": str(KERNELS * 9)}, spotlight=("flatten1", "dense1"))


def reading(told: Lecture) -> None:
    """The answer before training and after it."""
    right = label(told.now)
    before = At(place("forward", "dense1", "Softmax", right), 3)
    told.add(
        ("Ten answers", "Softmax gives every digit its share of 1. For this image, the right digit {digit} gets **{share}**.",
         "The weights are still random. A pure guess would be 0.1 for each."),
        ("열 가지 답", "소프트맥스는 숫자마다 1을 나누어 줍니다. 이 이미지의 정답 {digit}의 몫은 **{share}**입니다.",
         "가중치는 아직 무작위입니다. 찍는다면 숫자마다 0.1입니다."),
        before, {"digit": str(right), "share": before}, camera=("dense1", "output1"), spotlight=("dense1", "output1"))
    told.add(
        ("Thirty epochs", "Nobody tells the kernels what to look for. Of 100 **test** images, **{right}** are now right.",
         "The test images were never trained on. Ask what is more impressive: that, or the 36 weights of the kernels."),
        ("30에포크", "커널에게 무엇을 찾으라고 알려 주지 않습니다. 이제 **테스트** 이미지 100장 중 **{right}장**을 맞힙니다.",
         "테스트 이미지는 훈련에 쓰지 않았습니다. 커널의 가중치가 36개뿐이라는 점도 짚어 줍니다."),
        None, {"right": Accuracy("test")}, epochs=30, plot="loss")
    told.add(
        ("What the kernels have learned", "Light and dark sides of a kernel make an **edge detector**.",
         "Which kernel answers to a vertical edge, which to a horizontal one? Look for a bright and a dark side."),
        ("커널이 배운 것", "커널에 밝은 쪽과 어두운 쪽이 있으면 **가장자리 검출기**입니다.",
         "어느 커널이 세로 가장자리에, 어느 커널이 가로 가장자리에 반응할까요? 밝은 쪽과 어두운 쪽을 찾습니다."),
        camera=("convolution1",), spotlight=("convolution1",), plot="weights")
    winner = int(np.argmax([value(told.now, At(place("forward", "dense1", "Softmax", unit))) for unit in range(CLASSES)]))
    share = At(place("forward", "dense1", "Softmax", winner), 3)
    told.add(
        ("Read it yourself first", "Another image. Look at the pixels, then choose the neuron that will answer loudest.",
         "Reveal only after everybody has pointed."),
        ("먼저 직접 읽어 보기", "다른 이미지입니다. 픽셀을 보고 가장 크게 답할 뉴런을 골라 보세요.",
         "모두 고른 다음에 답을 보여 줍니다."),
        share, {"share": share, "digit": str(winner)}, spotlight=("input1", "dense1"),
        question=pointing("Which neuron answers the most?", "어느 뉴런이 가장 크게 답할까요?", "dense1", winner,
                          ("The one of {digit}, with {share}.", "{digit}의 뉴런이 {share}{share:으로/로} 가장 크게 답합니다.")))


def lowest(document: Document) -> int:
    """The cell of the first map whose sum is the lowest."""
    sums = [value(document, At(at_window(cell))) for cell in range(SIDE * SIDE)]
    return int(np.argmin(sums))


def label(document: Document) -> int:
    """The digit of the image that is shown."""
    assert document.data is not None
    stepper = Stepper(document)
    return int(data.prepare(document.data).labels_train[stepper.rows[stepper.sample]])
