"""Writes the sample networks of assets/samples from the recipes below: `python packaging/make_samples.py`."""

import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from lectures import adaline as adaline_lecture  # noqa: E402  (the checkout itself must be importable first)
from lectures import cnn_digits as cnn_digits_lecture  # noqa: E402
from lectures import mlp_by_hand as mlp_by_hand_lecture  # noqa: E402
from lectures import perceptron as perceptron_lecture  # noqa: E402

from nnsim import data, edits, files  # noqa: E402
from nnsim.catalog import (  # noqa: E402
    AdamSettings,
    DenseSettings,
    GradientDescentSettings,
    LossSettings,
    NeuronSettings,
    PerceptronSettings,
    Zero,
)
from nnsim.catalog.convolution import ConvolutionSettings  # noqa: E402
from nnsim.catalog.flatten import FlattenSettings  # noqa: E402
from nnsim.catalog.input import InputSettings  # noqa: E402
from nnsim.catalog.pooling import MaxPoolingSettings  # noqa: E402
from nnsim.data.columns import change_column  # noqa: E402
from nnsim.document import DataSource, Document, Settings  # noqa: E402
from ui.canvas.diagram import tidied  # noqa: E402


def titled(document: Document, en: tuple[str, str], ko: tuple[str, str]) -> Document:
    """With a title and a description in both languages."""
    return msgspec.structs.replace(
        document, title={"en": en[0], "ko": ko[0]}, texts={"description.en": en[1], "description.ko": ko[1]}
    )


def planned(document: Document, rule: str, settings: Settings, **plan: object) -> Document:
    """With a learning rule and other fields of the plan."""
    document = edits.set_rule(document, rule, settings)
    return edits.set_plan(document, msgspec.structs.replace(document.plan, **plan))


def chain(
    source: DataSource, layers: list[tuple[str, str, Settings]], loss: LossSettings, image: tuple[int, ...] = ()
) -> Document:
    """Input (an image of this shape, if any), then layers (kind, name, settings) one after another, then output and
    loss, in a row."""
    columns = data.prepare(source).x_train.shape[1]
    arranged = InputSettings(tuple(range(columns)), image) if image else None
    document, last = edits.add_node(edits.new_document(), "input", (0.0, 0.0), None, arranged)
    for kind, name, settings in layers:
        document, node = edits.add_node(document, kind, (0.0, 0.0), name or None, settings)
        document = edits.connect(document, last, node)
        last = node
    document, output = edits.add_output(document, (0.0, 0.0))
    document = edits.connect(document, last, output)
    node = next(node.id for node in document.network.nodes if node.kind == "loss")
    document = edits.change_settings(document, node, loss)
    return tidied(edits.choose_data(document, source, columns))


def with_values(document: Document, values: dict[str, object]) -> Document:
    """With these parameters set by hand."""
    for path, array in values.items():
        document = edits.set_parameter(document, path, np.array(array, float))
    return document


def mcculloch_pitts() -> Document:
    """AND as a threshold neuron: both inputs weigh 1, the threshold is 2."""
    unit = NeuronSettings("step", initializer=Zero())
    document = chain(data.generated("and"), [("neuron", "AND", unit)], LossSettings("sse"))
    document = with_values(document, {"neuron1/weight": [[1, 1]], "neuron1/bias": [-2]})
    document = planned(document, "perceptron", PerceptronSettings(), batches="online", epochs=20, shuffle=False)
    return titled(
        document,
        ("McCulloch–Pitts neuron",
         "1943: a neuron that fires when its inputs reach a threshold. With weights 1 and 1 and threshold 2 (bias −2) it "
         "computes AND.\n\nTry it: change the bias to make OR. Then choose the data NOT, and at last XOR: why does no "
         "choice of weights solve it?"),
        ("매컬러–피츠 뉴런",
         "1943년: 입력의 합이 임계값에 이르면 발화하는 뉴런입니다. 가중치가 1과 1, 임계값이 2(편향 −2)이면 AND를 계산합니다.\n\n"
         "해 보기: 편향을 바꿔 OR를 만들어 보세요. 다음에는 데이터로 NOT을, 마지막으로 XOR를 골라 보세요. 왜 어떤 가중치로도 "
         "풀리지 않을까요?"),
    )


def perceptron() -> Document:
    """The perceptron rule on two clusters that a line separates."""
    unit = NeuronSettings("step", initializer=Zero())
    source = data.generated("two_clusters", count=60)
    document = chain(source, [("neuron", "Perceptron", unit)], LossSettings("sse"))
    document = planned(document, "perceptron", PerceptronSettings(0.1), batches="online", epochs=20)
    return titled(
        document,
        ("Perceptron",
         "1958: a line that learns. After each sample that it gets wrong, the perceptron moves its weights by the input "
         "towards the right answer.\n\nTry it: step through one sample and predict the weight change before you see it. "
         "Then choose overlapping clusters: does it ever come to rest?"),
        ("퍼셉트론",
         "1958년: 학습하는 직선입니다. 틀린 샘플을 만날 때마다 퍼셉트론은 정답 쪽으로 입력만큼 가중치를 옮깁니다.\n\n"
         "해 보기: 샘플 하나를 단계별로 실행하며 가중치가 어떻게 바뀔지 먼저 예측해 보세요. 그다음 겹치는 두 무리를 골라 보세요. "
         "학습이 멈출까요?"),
    )


def adaline() -> Document:
    """A linear unit on two iris features, targets −1 and 1, full-batch descent on the sum of squared errors."""
    source = data.iris(("sepal length", "petal length"), ("setosa", "versicolor"))
    source = change_column(source, 4, encoding="signed")
    unit = NeuronSettings("linear", initializer=Zero())
    document = chain(source, [("neuron", "Adaline", unit)], LossSettings("sse"))
    document = planned(document, "gradient_descent", GradientDescentSettings(0.002), batches="full", epochs=50)
    return titled(
        document,
        ("Adaline",
         "1960: a linear unit that walks down the bowl of its squared error, one step per pass through the data.\n\nTry it: "
         "find a learning rate that crawls and one that diverges. Then switch to online steps: what changes in the curve?"),
        ("아달린",
         "1960년: 제곱 오차의 그릇을 따라 내려가는 선형 뉴런입니다. 데이터를 한 번 볼 때마다 한 걸음씩 내려갑니다.\n\n"
         "해 보기: 너무 느린 학습률과 발산하는 학습률을 찾아보세요. 그다음 온라인 방식으로 바꾸면 곡선이 어떻게 달라지나요?"),
    )


def logistic() -> Document:
    """Logistic regression on two iris features: sigmoid and binary cross-entropy."""
    source = data.iris(("petal length", "petal width"), ("versicolor", "virginica"), split_seed=1)
    unit = NeuronSettings("sigmoid", initializer=Zero())
    document = chain(source, [("neuron", "Virginica", unit)], LossSettings("binary_cross_entropy"))
    document = planned(document, "gradient_descent", GradientDescentSettings(0.5), batches="mini", batch_size=10, epochs=100)
    return titled(
        document,
        ("Logistic regression",
         "A sigmoid unit answers with a probability: how sure is it that a flower is an Iris virginica? Cross-entropy "
         "punishes being sure and wrong.\n\nTry it: read the probability of a flower near the boundary. What would have to "
         "change for it to reach 0.9?"),
        ("로지스틱 회귀",
         "시그모이드 뉴런은 확률로 답합니다. 이 꽃이 버지니카 붓꽃이라고 얼마나 확신할까요? 교차 엔트로피는 확신하면서 틀린 답에 큰 벌을 "
         "줍니다.\n\n해 보기: 경계 가까이에 있는 꽃의 확률을 읽어 보세요. 0.9가 되려면 무엇이 달라져야 할까요?"),
    )


def mlp_by_hand() -> Document:
    """The published worked example of 2-2-2 back-propagation; its biases are frozen."""
    layers = [("dense", "Hidden", DenseSettings(2, "sigmoid")), ("dense", "Output layer", DenseSettings(2, "sigmoid"))]
    document = chain(data.generated("one_sample"), layers, LossSettings("sse"))
    document = with_values(document, {
        "dense1/weight": [[0.15, 0.20], [0.25, 0.30]], "dense1/bias": [0.35, 0.35],
        "dense2/weight": [[0.40, 0.45], [0.50, 0.55]], "dense2/bias": [0.60, 0.60],
    })
    for path in ("dense1/bias", "dense2/bias"):
        document = edits.freeze(document, path, None, True)
    document = planned(document, "gradient_descent", GradientDescentSettings(0.5), batches="online", epochs=10_000)
    return titled(
        document,
        ("Back-propagation by hand",
         "A well-known worked example: two inputs, two hidden units, two outputs, one sample. Total error 0.298371109; after "
         "one step w₅ = 0.35891648.\n\nTry it: work out one forward pass on paper, then step through and compare every "
         "number. The biases are frozen, as in the example."),
        ("손으로 하는 역전파",
         "잘 알려진 계산 예제입니다. 입력 둘, 은닉 유닛 둘, 출력 둘, 샘플 하나. 전체 오차는 0.298371109이고 한 스텝 뒤 w₅ = 0.35891648이 "
         "됩니다.\n\n해 보기: 종이에 순전파를 한 번 계산한 다음 단계별로 실행하며 모든 숫자를 비교해 보세요. 예제처럼 편향은 고정되어 있습니다."),
    )


def mlp_xor() -> Document:
    """XOR with one hidden layer of four tanh units."""
    layers = [("dense", "Hidden", DenseSettings(4, "tanh")), ("dense", "Answer", DenseSettings(1, "sigmoid"))]
    document = chain(data.generated("xor"), layers, LossSettings("binary_cross_entropy"))
    document = planned(document, "gradient_descent", GradientDescentSettings(0.5), batches="full", epochs=500)
    return titled(
        document,
        ("XOR, one hidden layer",
         "No single line separates XOR. A hidden layer bends the plane first, and then a line is enough.\n\nTry it: watch "
         "each hidden unit's own map while the network learns. What is the smallest hidden layer that still solves it?"),
        ("XOR, 은닉층 하나",
         "직선 하나로는 XOR를 나눌 수 없습니다. 은닉층이 먼저 평면을 구부리면 그다음에는 직선 하나로 충분합니다.\n\n"
         "해 보기: 신경망이 학습하는 동안 은닉 유닛마다 그리는 지도를 지켜보세요. XOR를 풀 수 있는 가장 작은 은닉층은 몇 유닛일까요?"),
    )


def spirals() -> Document:
    """Two spirals of 1.75 turns and a network deep enough to bend around them."""
    layers = [
        ("dense", "Hidden 1", DenseSettings(8, "tanh")), ("dense", "Hidden 2", DenseSettings(8, "tanh")),
        ("dense", "Answer", DenseSettings(1, "sigmoid")),
    ]
    document = chain(data.generated("spirals", test_share=0.0, count=200, noise=0.0, turns=1.75), layers, LossSettings("binary_cross_entropy"))
    document = planned(document, "adam", AdamSettings(0.02), batches="mini", batch_size=20, epochs=800)
    return titled(
        document,
        ("Two spirals",
         "Two arms wound around each other: a network must be deep enough to bend along with them.\n\nTry it: pause when the "
         "spiral appears, and look at which units of the second layer draw it. Does one hidden layer do as well?"),
        ("두 나선",
         "서로 감긴 두 팔입니다. 신경망이 따라 휘어지려면 충분히 깊어야 합니다.\n\n"
         "해 보기: 나선이 나타나면 일시정지하고 둘째 층의 어떤 유닛이 나선을 그리는지 살펴보세요. 은닉층 하나로도 될까요?"),
    )


def cnn_digits() -> Document:
    """Four kernels of 3×3 over images of digits, pooled, and one softmax layer on top."""
    layers: list[tuple[str, str, Settings]] = [
        ("convolution", "", ConvolutionSettings(4, padding="valid")),
        ("max_pooling", "", MaxPoolingSettings()), ("flatten", "", FlattenSettings()),
        ("dense", "Answer", DenseSettings(10, "softmax")),
    ]
    document = chain(data.digits(), layers, LossSettings("categorical_cross_entropy"), (1, 8, 8))
    document = planned(document, "adam", AdamSettings(0.01), batches="mini", batch_size=32, epochs=30)
    return titled(
        document,
        ("Digits by convolution",
         "Four small kernels slide over images of 8×8 pixels, and one layer reads the digit from their maps: about 96 of "
         "100 test images after 30 epochs.\n\nTry it: train, then look at the four kernels. Which one answers to a "
         "vertical edge, and which to a horizontal one?"),
        ("합성곱으로 읽는 숫자",
         "작은 커널 네 개가 8×8픽셀 이미지 위를 미끄러지고, 한 층이 그 특성 맵에서 숫자를 읽습니다. 30에포크 뒤에는 테스트 이미지 100장 중 "
         "약 96장을 맞힙니다.\n\n해 보기: 훈련한 다음 커널 네 개를 살펴보세요. 어느 커널이 세로 가장자리에, 어느 커널이 가로 가장자리에 "
         "반응하나요?"),
    )


SAMPLES: dict[str, Callable[[], Document]] = {
    "mcculloch-pitts": mcculloch_pitts, "logistic": logistic, "mlp-xor": mlp_xor, "spirals": spirals,
    "perceptron": lambda: perceptron_lecture.lecture(perceptron()).document(),
    "adaline": lambda: adaline_lecture.lecture(adaline()).document(),
    "mlp-by-hand": lambda: mlp_by_hand_lecture.lecture(mlp_by_hand()).document(),
    "cnn-digits": lambda: cnn_digits_lecture.lecture(cnn_digits()).document(),
}


def main() -> None:
    """Writes every sample with its pictures."""
    import make_thumbnails  # beside this; it needs a display, the recipes do not

    folder = ROOT / "assets" / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    for name, recipe in SAMPLES.items():
        (folder / f"{name}.nnsim").write_bytes(files.dumps(recipe()))
    make_thumbnails.main()


if __name__ == "__main__":
    main()
