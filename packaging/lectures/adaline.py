"""The lecture of `adaline`: a linear unit, the bowl of its squared error, and the length of a step."""

import numpy as np

from lectures.telling import Accuracy, At, Lecture, choice, drawing, minus, place
from nnsim import data, edits
from nnsim.catalog import GradientDescentSettings
from nnsim.document import Document
from nnsim.program import Trainer

SUM = place("forward", "neuron1", "WeightedSum")
ERROR = place("loss", "loss1", "SumOfSquaredErrors")
FELT = place("backward", "loss1", "ErrorGradient")
SLOPE = place("backward", "neuron1", "WeightGradient")
WEIGHT = place("update", "neuron1", "Descend")
LONG, SHORT = 0.02, 0.00002


def lecture(document: Document) -> Lecture:
    """The lecture of the document."""
    told = Lecture(document)
    bowl(told)
    descent(told)
    rates(told)
    return told


def bowl(told: Lecture) -> None:
    """The unit, and how wrong it is."""
    told.add(
        ("A unit that feels how wrong it is", "Adaline answers with its **sum itself**, not with 0 or 1. The ground truth "
         "is −1 or 1.", "Widrow and Hoff, 1960. The two flowers of Iris: setosa is −1, versicolor 1."),
        ("얼마나 틀렸는지 느끼는 뉴런", "아달린은 0이나 1이 아니라 **합 자체**로 답합니다. 정답은 −1 또는 1입니다.",
         "위드로와 호프, 1960년. 붓꽃 두 종, 세토사는 −1이고 버시컬러는 1입니다."))
    told.add(
        ("Before learning", "All weights are zero, so every flower gets the answer **{z}**.",
         "The inputs are standardized lengths: 0 is an average flower."),
        ("배우기 전", "가중치가 모두 0이므로 어떤 꽃이든 답은 **{z}**입니다.", "입력은 표준화한 길이입니다. 0은 평균인 꽃입니다."),
        At(SUM), {"z": At(SUM, 0)}, spotlight=("input1", "neuron1"))
    told.add(
        ("Add up all errors", "Half the **sum of squared errors** over the 70 flowers of training: **{loss}**.",
         "Every error is 1 here, so half of 70. Squares make large errors count most."),
        ("모든 오차를 더하기", "훈련 꽃 70송이의 **제곱 오차의 합**의 절반은 **{loss}**입니다.",
         "지금은 오차의 크기가 모두 1이므로 70의 절반입니다. 제곱하면 큰 오차가 가장 크게 반영됩니다."),
        At(ERROR), {"loss": At(ERROR, 0)}, spotlight=("output1", "loss1"))


def descent(told: Lecture) -> None:
    """One step down, then many."""
    told.add(
        ("The slope of the bowl", "Each error times its input, added over all flowers: **{slope}** for w₁.",
         "One number for the whole training set: this is full-batch descent."),
        ("그릇의 기울기", "꽃마다 오차에 입력을 곱해 모두 더하면 w₁의 기울기는 **{slope}**입니다.",
         "훈련 세트 전체에서 숫자 하나입니다. 전체 배치 경사 하강법입니다."),
        At(SLOPE), {"slope": At(SLOPE, 2)}, spotlight=("neuron1",),
        question=choice("Which way will w₁ move?", "w₁은 어느 쪽으로 움직일까요?",
                        (("up", "위로"), ("down", "아래로"), ("it stays", "그대로")), 0,
                        ("Up: a step goes against the slope, and the slope is negative ({slope}).",
                         "위로 움직입니다. 기울기의 반대쪽으로 가는데 기울기가 음수({slope})입니다.")))
    told.add(
        ("One step", "Against the slope, by 0.002 of it: w₁ becomes **{w}**.",
         "One update for one epoch. The perceptron moved once per mistake."),
        ("한 걸음", "기울기의 반대쪽으로 그 0.002배만큼 움직여 w₁은 **{w}**{w:이/가} 됩니다.",
         "한 에포크에 갱신은 한 번입니다. 퍼셉트론은 틀릴 때마다 움직였습니다."),
        At(WEIGHT), {"w": At(WEIGHT)}, spotlight=("neuron1",))
    told.add(
        ("Predict the curve", "After that step, the error is **{loss}**. Fifty epochs follow.",
         "Ask for the shape alone: straight, or flattening?"),
        ("곡선 예측하기", "그 한 걸음 뒤의 오차는 **{loss}**입니다. 50에포크를 더 훈련합니다.",
         "모양만 묻습니다. 곧게 내려갈까요, 점점 평평해질까요?"),
        None, {"loss": At(ERROR, 2)}, epochs=1, plot="loss",
        question=drawing("Draw the error over the next 50 epochs.", "다음 50에포크의 오차를 그려 보세요.", 50,
                         ("Steep, then flat: near the bottom of the bowl the slope is small, and so are the steps.",
                          "가파르다가 평평해집니다. 그릇 바닥에 가까우면 기울기가 작고 걸음도 작습니다.")))
    told.add(
        ("The bottom of the bowl", "The error has come down to **{loss}** and will not reach 0: no line answers all flowers with exactly −1 or 1. "
         "Still, {right} of 100 are on the right side.", "Small error and right class are two different things."),
        ("그릇의 바닥", "오차는 **{loss}**까지 내려왔지만 0이 되지는 않습니다. 모든 꽃에 정확히 −1이나 1로 답하는 직선은 없습니다. 그래도 100개 중 "
         "{right}개는 옳은 쪽에 있습니다.", "오차가 작은 것과 클래스를 맞히는 것은 서로 다른 일입니다."),
        None, {"loss": At(ERROR, 2), "right": Accuracy()}, epochs=50, plot="decision")


def rates(told: Lecture) -> None:
    """Steps that are too long, and too short."""
    named = {"limit": steepest(told.start), "long": loss_at(told.start, LONG), "short": loss_at(told.start, SHORT)}
    told.add(
        ("Longer steps?", f"The learning rate was 0.002. Suppose that it were **{LONG}**, from the start.",
         "Do not show the curve yet."),
        ("더 긴 걸음?", f"학습률은 0.002였습니다. 처음부터 **{LONG}**였다면 어땠을까요?", "곡선은 아직 보여 주지 않습니다."),
        None, named,
        question=choice("After ten epochs, the error is …", "10에포크 뒤의 오차는 …",
                        (("smaller than 35", "35보다 작습니다"), ("about 35", "35쯤입니다"), ("far larger", "훨씬 큽니다")), 2,
                        ("It is {long}: each step jumps over the bottom and lands higher on the other side. Above a rate of "
                         "{limit} this bowl throws every descent out.",
                         "{long}입니다. 걸음마다 바닥을 뛰어넘어 반대편 더 높은 곳에 섭니다. 이 그릇에서는 학습률이 {limit}보다 크면 "
                         "언제나 발산합니다.")))
    told.add(
        ("Shorter steps?", f"And with **{SHORT:.5f}**?", "A rate that crawls looks safe, and learns nothing in time."),
        ("더 짧은 걸음?", f"그러면 **{SHORT:.5f}**라면 어떨까요?", "기어가는 학습률은 안전해 보이지만 제때 배우지 못합니다."),
        None, named,
        question=choice("After ten epochs, the error is …", "10에포크 뒤의 오차는 …",
                        (("nearly unchanged", "거의 그대로입니다"), ("at the bottom", "바닥에 이릅니다"),
                         ("far larger", "훨씬 큽니다")), 0,
                        ("It is {short}, of 35: in the right direction, but it crawls.",
                         "35에서 {short}까지 왔을 뿐입니다. 방향은 맞지만 기어갑니다.")))


def steepest(document: Document) -> str:
    """The rate above which descent diverges: 2 over the largest curvature of the bowl, the eigenvalue of XᵀX."""
    assert document.data is not None
    x = data.prepare(document.data).x_train
    seen = np.column_stack([x, np.ones(len(x))])
    return f"{2 / np.linalg.eigvalsh(seen.T @ seen)[-1]:.4f}"


def loss_at(document: Document, rate: float) -> str:
    """The error after ten epochs at another learning rate."""
    trainer = Trainer(edits.set_rule(document, "gradient_descent", GradientDescentSettings(rate)))
    for _ in range(10):
        trainer.epoch()
    loss = trainer.evaluate()[0]
    return minus(f"{loss:.2f}" if loss < 1e4 else f"{loss:,.0f}")
