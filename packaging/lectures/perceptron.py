"""The lecture of `perceptron`: a threshold, a rule for mistakes, a line that comes to rest, and points where it does not."""

from lectures.telling import Accuracy, At, Lecture, amount, choice, drawing, place
from nnsim import data, edits
from nnsim.document import Document
from nnsim.program import Trainer

SUM, FIRES = place("forward", "neuron1", "WeightedSum"), place("forward", "neuron1", "Step")
FELT = place("backward", "loss1", "ErrorGradient")
SLOPE = place("backward", "neuron1", "WeightGradient")
WEIGHTS = [place("update", "neuron1", "Descend", cell) for cell in (0, 1)]
BIAS = place("update", "neuron1", "Descend", 0, 1)


def lecture(document: Document) -> Lecture:
    """The lecture of the document."""
    told = Lecture(document)
    wrong = first_mistake(document)
    neuron(told, wrong)
    rule(told, wrong)
    rest(told)
    return told


def first_mistake(document: Document) -> int:
    """The training step, from 0, whose sample is the first to be answered wrongly."""
    trainer = Trainer(document)
    begun = {path: array.copy() for path, array in trainer.state().parameters.items()}
    steps = 0
    while all((array == begun[path]).all() for path, array in trainer.state().parameters.items()):
        trainer.step()
        steps += 1
    return steps - 1


def neuron(told: Lecture, wrong: int) -> None:
    """What the neuron computes, and whether it fires."""
    told.add(
        ("A neuron that decides", "Two inputs, one neuron, one answer: **1** or **0**. It starts with all weights at zero.",
         "Rosenblatt, 1958. Ask what a neuron whose weights are all zero can know."),
        ("결정하는 뉴런", "입력 둘, 뉴런 하나, 답은 **1** 아니면 **0**입니다. 모든 가중치는 0에서 시작합니다.",
         "로젠블랫, 1958년. 가중치가 모두 0인 뉴런은 무엇을 알 수 있는지 물어봅니다."))
    told.add(
        ("First the sum", "Weights times inputs, plus the bias: **{z}**. With weights of zero, every sum is that.",
         "The inputs are real numbers of this sample; only the weights are zero."),
        ("먼저 합", "가중치 곱하기 입력, 더하기 편향은 **{z}**입니다. 가중치가 0이면 어떤 합이든 이 값입니다.",
         "입력은 이 샘플의 실제 값입니다. 0인 것은 가중치뿐입니다."),
        At(SUM, steps=wrong), {"z": At(SUM, 0, wrong)}, spotlight=("input1", "neuron1"))
    told.add(
        ("Does it fire?", "The threshold is at 0: the neuron fires when its sum is **0 or more**. The sum is {z}.",
         "Take hands for both answers before going on."),
        ("발화할까요?", "임계값은 0입니다. 합이 **0 이상**이면 뉴런이 발화합니다. 지금 합은 {z}입니다.",
         "다음으로 가기 전에 두 답 모두 손을 들게 합니다."),
        At(FIRES, steps=wrong), {"z": At(SUM, 0, wrong), "y": At(FIRES, 0, wrong)}, spotlight=("neuron1",),
        question=choice("Does the neuron fire?", "뉴런이 발화할까요?", (("Yes: 1", "예: 1"), ("No: 0", "아니요: 0")), 0,
                        ("It answers {y}: a sum of exactly 0 reaches the threshold.",
                         "답은 {y}입니다. 합이 정확히 0이면 임계값에 이른 것입니다.")))


def rule(told: Lecture, wrong: int) -> None:
    """One mistake, and what it changes."""
    told.add(
        ("Wrong", "It said {y}, and this sample belongs to class 0. Prediction minus ground truth: **{felt}**.",
         "A right answer would give 0 here, and then nothing at all changes."),
        ("틀렸습니다", "답은 {y}이지만 이 샘플은 클래스 0입니다. 예측값 빼기 정답은 **{felt}**입니다.",
         "맞혔다면 여기가 0이 되고 아무것도 바뀌지 않습니다."),
        At(FELT, steps=wrong), {"y": At(FIRES, 0, wrong), "felt": At(FELT, 0, wrong)}, spotlight=("output1", "loss1"))
    told.add(
        ("The rule", "After a mistake, each weight moves against the error by **learning rate × error × input**. "
         "Here error × input is {slope}, and the learning rate is 0.1.",
         "Let them work it out on paper: the old weight is zero."),
        ("학습 규칙", "틀리면 가중치마다 오차와 반대쪽으로 **학습률 × 오차 × 입력**만큼 움직입니다. 지금 오차 × 입력은 {slope}이고 "
         "학습률은 0.1입니다.", "종이에 계산하게 합니다. 이전 가중치는 0입니다."),
        At(WEIGHTS[0], steps=wrong), {"slope": At(SLOPE, 3, wrong), "w": At(WEIGHTS[0], 4, wrong)},
        spotlight=("input1", "neuron1"),
        question=amount("What will w₁ be?", "w₁은 얼마가 될까요?", 0.005,
                        ("w₁ = 0 − 0.1 · ({slope}) ≈ {w}.", "w₁ = 0 − 0.1 · ({slope}) ≈ {w}입니다.")))
    told.add(
        ("The threshold moves too", "The bias learns by the same rule, as if its input were always 1. It becomes **{b}**.",
         "A lower bias makes the neuron slower to fire: just what this mistake asks for."),
        ("임계값도 움직입니다", "편향도 입력이 늘 1인 것처럼 같은 규칙으로 배워 **{b}**{b:이/가} 됩니다.",
         "편향이 낮아지면 뉴런이 덜 쉽게 발화합니다. 이번 실수에 꼭 필요한 변화입니다."),
        At(BIAS, steps=wrong), {"b": At(BIAS, 2, wrong)}, spotlight=("neuron1",))


def rest(told: Lecture) -> None:
    """Training, and points that no line separates."""
    told.add(
        ("A line appears", "One pass through all samples, one **epoch**: {right} of 100 are now on the right side.",
         "The line is where the sum is 0. Only mistakes have moved it."),
        ("직선이 나타납니다", "모든 샘플을 한 번 지나면 한 **에포크**입니다. 이제 100개 중 {right}개가 옳은 쪽에 있습니다.",
         "직선은 합이 0인 곳입니다. 틀렸을 때만 움직였습니다."),
        None, {"right": Accuracy()}, epochs=1, plot="decision")
    told.add(
        ("And then?", "Ten more epochs are coming, with the same samples.",
         "The convergence theorem: on separable data the perceptron makes only finitely many mistakes."),
        ("그다음은?", "같은 샘플로 10에포크를 더 훈련합니다.",
         "수렴 정리: 나눌 수 있는 데이터에서 퍼셉트론은 유한한 횟수만 틀립니다."),
        None, {}, plot="loss",
        question=drawing("Draw the loss of the next ten epochs.", "다음 10에포크의 손실을 그려 보세요.", 10,
                         ("No mistakes, no changes: the line has come to rest.",
                          "틀리지 않으면 바뀌지 않습니다. 직선이 멈추었습니다.")))
    told.add(
        ("What no line can do", "On two clusters that overlap, {right} of 100 are right after 100 epochs. "
         "Every pass brings new mistakes, so the line never rests.",
         "Choose “Two clusters, overlapping” in the sandbox and train. A unit that feels how wrong it is does better: "
         "Adaline."),
        ("직선으로 할 수 없는 일", "겹치는 두 무리에서는 100에포크 뒤에 100개 중 {right}개를 맞힙니다. 지날 때마다 새로 틀리므로 "
         "직선이 멈추지 않습니다.", "연습장에서 겹치는 두 무리를 골라 훈련해 보세요. 얼마나 틀렸는지 느끼는 뉴런, 아달린은 더 잘합니다."),
        None, {"right": overlapping(told.start)}, epochs=10, plot="decision")


def overlapping(document: Document) -> str:
    """How many of 100 are right after 100 epochs on clusters that overlap, whose line still moves."""
    source = data.generated("overlapping_clusters", count=60)
    trainer = Trainer(edits.choose_data(document, source, 2))
    for _ in range(100):
        trainer.epoch()
    loss, right = trainer.evaluate()
    assert loss > 0
    assert right is not None
    return f"{100 * right:.0f}"
