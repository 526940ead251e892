"""The lecture of `mlp-by-hand`: one forward pass, one error, one chain rule, one update, with the published numbers."""

from lectures.telling import At, Lecture, amount, choice, drawing, place
from nnsim.document import Document

SUM, OUT = place("forward", "dense1", "WeightedSum"), place("forward", "dense1", "Sigmoid")
ANSWERS = [place("forward", "dense2", "Sigmoid", cell) for cell in (0, 1)]
ERROR = place("loss", "loss1", "SumOfSquaredErrors")
FELT = place("backward", "loss1", "ErrorGradient")
DELTA = place("backward", "dense2", "SigmoidGradient")
SLOPE = place("backward", "dense2", "WeightGradient")
BLAME = place("backward", "dense1", "WeightGradient")
W5, W1 = place("update", "dense2", "Descend"), place("update", "dense1", "Descend")


def lecture(document: Document) -> Lecture:
    """The lecture of the document."""
    told = Lecture(document)
    forward(told)
    backward(told)
    after(told)
    return told


def forward(told: Lecture) -> None:
    """The net, and what it answers."""
    told.add(
        ("A network small enough for paper",
         "Two inputs, two hidden neurons, two outputs. **One sample** is all it has to learn.",
         "Point along one path: x₁ – h₁ – ŷ₁. In the published example the weights are called w₁ … w₈; w₅ leads from h₁ "
         "to ŷ₁."),
        ("종이에 풀 수 있는 신경망", "입력 둘, 은닉 뉴런 둘, 출력 둘입니다. 배울 것은 **샘플 하나**뿐입니다.",
         "x₁ – h₁ – ŷ₁ 경로를 따라 짚어 주세요. 잘 알려진 예제에서는 가중치를 w₁ … w₈이라 부르며, w₅는 h₁에서 ŷ₁로 갑니다."))
    told.add(
        ("Weigh and add", "The first hidden neuron multiplies each input by its weight, adds the bias, and gets **{z}**.",
         "Let the class read the formula aloud: weight times input, plus weight times input, plus bias."),
        ("곱하고 더하기", "첫 은닉 뉴런은 입력마다 가중치를 곱해 더하고 편향까지 더해 **{z}**{z:을/를} 얻습니다.",
         "수식을 함께 소리 내어 읽습니다. 가중치 곱하기 입력, 더하기 가중치 곱하기 입력, 더하기 편향."),
        At(SUM), {"z": At(SUM)}, camera=("input1", "dense1"), spotlight=("input1", "dense1"))
    told.add(
        ("Predict: the sigmoid", "The sigmoid squeezes any number between 0 and 1. At 0 it gives 0.5.",
         "Wait for hands. Whoever says “a little more than 0.5” has understood the curve."),
        ("예측하기: 시그모이드", "시그모이드는 어떤 수든 0과 1 사이로 눌러 담습니다. 0에서는 0.5입니다.",
         "손을 들 때까지 기다립니다. ‘0.5보다 조금 큽니다’라고 답하면 곡선을 이해한 것입니다."),
        At(OUT), {"z": At(SUM), "h": At(OUT)}, spotlight=("dense1",),
        question=amount("What is σ({z})?", "σ({z})는 얼마일까요?", 0.05,
                        ("It is {h}: a little above 0.5, because {z} is a little above 0.",
                         "{h}입니다. {z}가 0보다 조금 크므로 0.5보다 조금 큽니다.")))
    told.add(
        ("The answer", "The same twice more, and the network answers **{y1}** and **{y2}**. It should say 0.01 and 0.99.",
         "Ask which of the two answers is worse."),
        ("신경망의 답", "같은 계산을 되풀이하면 답은 **{y1}**{y1:과/와} **{y2}**입니다. 정답은 0.01과 0.99입니다.",
         "두 답 가운데 어느 쪽이 더 나쁜지 물어봅니다."),
        At(ANSWERS[1]), {"y1": At(ANSWERS[0]), "y2": At(ANSWERS[1])}, spotlight=("dense2", "output1"))
    told.add(
        ("One number for how wrong", "Half the sum of the squared errors: **{loss}**. Learning means making it smaller.",
         "Nearly all of it comes from the first output: its error is the larger one, and it is squared."),
        ("얼마나 틀렸는지 한 숫자로", "제곱 오차의 합의 절반은 **{loss}**입니다. 학습은 이 수를 줄이는 일입니다.",
         "거의 모두 첫째 출력에서 왔습니다. 오차가 더 큰데 제곱까지 했기 때문입니다."),
        At(ERROR), {"loss": At(ERROR, 9)}, spotlight=("output1", "loss1"))


def backward(told: Lecture) -> None:
    """The chain rule for w₅."""
    told.add(
        ("Which way should w₅ go?", "The first answer is **{y1}**, and it should be 0.01. The weight w₅ pulls it **up**.",
         "Count the hands. Do not resolve it in words: the chain rule will."),
        ("w₅는 어느 쪽으로 가야 할까요?", "첫째 답은 **{y1}**인데 정답은 0.01입니다. 가중치 w₅는 답을 **위로** 끕니다.",
         "손을 든 수를 셉니다. 말로 답을 알려 주지 말고 연쇄 법칙이 답하게 합니다."),
        None, {"y1": At(ANSWERS[0])}, spotlight=("dense1", "dense2"),
        question=choice("After the update, w₅ will be …", "갱신 뒤 w₅는 …",
                        (("larger", "커집니다"), ("smaller", "작아집니다"), ("the same", "그대로입니다")), 1,
                        ("Smaller: a smaller w₅ makes the answer smaller, and so the error.",
                         "작아집니다. w₅가 작아지면 답이 작아지고 오차도 줄어듭니다.")))
    told.add(
        ("Chain rule, first factor", "How does the error follow the answer? Prediction minus ground truth: **{felt}**.",
         "The ½ of the error cancels the 2 of the square: that is why it is there."),
        ("연쇄 법칙, 첫째 인수", "오차는 답을 어떻게 따라갈까요? 예측값 빼기 정답, **{felt}**입니다.",
         "오차의 ½은 제곱의 2와 약분됩니다. 그래서 ½을 붙였습니다."),
        At(FELT), {"felt": At(FELT)}, spotlight=("output1", "loss1"))
    told.add(
        ("Second factor", "Times the slope of the sigmoid, ŷ(1 − ŷ). The product is called δ: **{delta}**.",
         "The slope is at most 0.25: every sigmoid on the way makes the gradient smaller."),
        ("둘째 인수", "시그모이드의 기울기 ŷ(1 − ŷ)를 곱합니다. 이 곱을 δ라고 하며 **{delta}**입니다.",
         "이 기울기는 0.25를 넘지 못합니다. 시그모이드를 지날 때마다 기울기가 작아집니다."),
        At(DELTA), {"delta": At(DELTA)}, spotlight=("dense2",))
    told.add(
        ("Third factor", "Times what came in through w₅, the value h₁. The gradient of w₅ is **{slope}**.",
         "Three factors, one product. A positive gradient: the error grows with the weight."),
        ("셋째 인수", "w₅를 지나 들어온 값 h₁을 곱합니다. w₅의 기울기는 **{slope}**입니다.",
         "인수 셋, 곱 하나입니다. 기울기가 양수이면 가중치가 커질 때 오차도 커집니다."),
        At(SLOPE), {"slope": At(SLOPE, 8)}, spotlight=("dense1", "dense2"))


def after(told: Lecture) -> None:
    """The update, and what becomes of the error."""
    told.add(
        ("One step downhill", "Half the gradient (the learning rate is 0.5) is taken from 0.40: w₅ becomes **{w5}**.",
         "This is the number printed in the published example."),
        ("내리막으로 한 걸음", "0.40에서 기울기의 절반을 뺍니다. 학습률이 0.5이기 때문입니다. w₅는 **{w5}**{w5:이/가} 됩니다.",
         "잘 알려진 예제에 실린 바로 그 수입니다."),
        At(W5), {"w5": At(W5, 8)}, spotlight=("dense2",))
    told.add(
        ("And the first layer?", "Blame travels back through both outputs. The gradient of w₁ is **{blame}**, "
         "and w₁ becomes **{w1}**.", "Compare with the gradient of w₅: it is far smaller. This is how gradients vanish."),
        ("첫째 층은 어떨까요?", "오차의 책임은 두 출력을 거쳐 되돌아옵니다. w₁의 기울기는 **{blame}**이고 w₁은 **{w1}**{w1:이/가} 됩니다.",
         "w₅의 기울기와 비교하면 훨씬 작습니다. 기울기 소실은 이렇게 시작됩니다."),
        At(W1), {"blame": At(BLAME, 9), "w1": At(W1, 9)}, spotlight=("input1", "dense1"))
    told.add(
        ("Did it help?", "After this one step the error is **{loss}**. It was {before}.",
         "A small gain from one step. Let the class draw what thousands of steps do."),
        ("나아졌을까요?", "한 스텝 뒤의 오차는 **{loss}**입니다. 한 스텝 전의 오차는 {before}입니다.",
         "한 스텝의 이득은 작습니다. 수천 스텝 뒤를 그려 보게 합니다."),
        At(ERROR, steps=1), {"loss": At(ERROR, 9, 1), "before": At(ERROR, 9)}, plot="loss",
        question=drawing("Draw the error over the next 1000 steps.", "다음 1000스텝 동안의 오차를 그려 보세요.", 1000,
                         ("Steep at first, then ever flatter: the gradient shrinks with the error.",
                          "처음에는 가파르고 점점 평평해집니다. 오차와 함께 기울기도 작아지기 때문입니다.")))
    told.add(
        ("A thousand steps later", "The error has fallen to **{loss}**, and the answers are **{y1}** and **{y2}**.",
         "Nothing new happened: the same four phases, a thousand times."),
        ("천 스텝 뒤", "오차는 **{loss}**까지 줄었고 답은 **{y1}**{y1:과/와} **{y2}**입니다.",
         "새로운 일은 없었습니다. 같은 네 단계를 천 번 되풀이했을 뿐입니다."),
        At(ANSWERS[1]), {"loss": At(ERROR, 6), "y1": At(ANSWERS[0], 3), "y2": At(ANSWERS[1], 3)}, epochs=1000,
        plot="loss", formula=False)
