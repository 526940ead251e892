"""Bad settings, one table: each is told once where it is, with what was expected, what came and what to do."""

import json
from collections.abc import Callable, Sequence
from math import prod
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from nnsim import catalog, cli, edits, files
from nnsim.catalog import DenseSettings, EmbeddingSettings, InputSettings, LossSettings
from nnsim.catalog.schedules import schedule
from nnsim.data import read_csv
from nnsim.document import ArrayMap, Document, Objective, Rule, Schedule, UnknownSettings
from nnsim.program import Trainer, problems
from nnsim.text import NnsimError
from nnsim.text.messages import Message, render
from tests.batteries.drawing import Drawing, table

IMAGE, SEQUENCE, VECTOR = (1, 3, 3), (4, 3), (4,)


def on(shape: tuple[int, ...], /, kind: str, flat: bool = True, **settings: Any) -> Document:
    """A node of a kind with these settings on samples of this shape, then (flattened and) weighed."""
    cells, random = prod(shape), np.random.default_rng(0)
    drawing = Drawing(table(random.normal(size=(4, cells)).round(2), random.normal(size=(4, 1)).round(2)))
    source = drawing.add("input", InputSettings(tuple(range(cells)), shape if len(shape) > 1 else ()))
    changed = msgspec.structs.replace(catalog.kind(kind).default_settings(), **settings)
    node = drawing.add(kind, changed, source)
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), drawing.add("flatten", None, node) if flat else node))
    return drawing.document


def xor(**plan: Any) -> Document:
    """A sound network with this plan, which no edit checked."""
    drawing = Drawing(table([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]))
    drawing.end(drawing.add("dense", DenseSettings(1, "sigmoid"), drawing.add("input")))
    document = drawing.document
    return msgspec.structs.replace(document, plan=msgspec.structs.replace(document.plan, **plan))


def rate(value: float) -> Document:
    """A learning rate that no edit checked."""
    rule = xor().plan.rule
    return xor(rule=Rule(rule.kind, msgspec.structs.replace(rule.settings, learning_rate=value)))


def ruled(kind: str, **settings: float) -> Document:
    """A learning rule whose settings no edit checked."""
    return xor(rule=Rule(kind, msgspec.structs.replace(catalog.rule(kind).default_settings(), **settings)))


def scheduled(kind: str, **settings: float) -> Document:
    """A schedule whose settings no edit checked."""
    return xor(schedule=Schedule(kind, msgspec.structs.replace(schedule(kind).default_settings(), **settings)))


def normalized(samples: int, size: int, shape: tuple[int, ...] = VECTOR) -> Document:
    """A batch normalization of so many samples in batches of this size."""
    cells, random = prod(shape), np.random.default_rng(0)
    drawing = Drawing(table(random.normal(size=(samples, cells)), random.normal(size=(samples, 1))))
    x = drawing.add("input", InputSettings(tuple(range(cells)), shape if len(shape) > 1 else ()))
    node = drawing.add("flatten", None, drawing.add("batch_normalization", None, x))
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), node))
    return drawing.plan(batches="mini", batch_size=size)


def numbered(*classes: float, **settings: Any) -> Document:
    """Three classes by their numbers."""
    drawing = Drawing(table([[0, 0], [0, 1], [1, 0], [1, 1]], [[each] for each in classes]))
    output = drawing.add("output", None, drawing.add("dense", DenseSettings(3, "softmax"), drawing.add("input")))
    drawing.add("loss", LossSettings("categorical_cross_entropy", targets="numbers", **settings), output)
    return drawing.document


def embedded(tokens: int) -> Document:
    """Token numbers up to 5 in an embedding."""
    drawing = Drawing(table([[0, 1], [1, 5], [2, 3]], [[0], [1], [1]]))
    source = drawing.add("input", InputSettings((0, 1), (2, 1)))
    node = drawing.add("embedding", EmbeddingSettings(tokens, 2), source)
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), drawing.add("flatten", None, node)))
    return drawing.document


def joined(kind: str) -> Document:
    """Two layers of different widths at one node."""
    drawing = Drawing(table([[0, 0], [0, 1]], [[0], [1]]))
    x = drawing.add("input")
    both = [drawing.add("dense", DenseSettings(units), x) for units in (2, 3)]
    drawing.end(drawing.add("dense", DenseSettings(1), drawing.add(kind, None, *both)))
    return drawing.document


def ground_truth() -> Document:
    """A ground truth of another width than the prediction."""
    drawing = Drawing(table([[0, 0], [0, 1]], [[0], [1]]))
    x = drawing.add("input")
    loss = drawing.add("loss", None, drawing.add("output", None, drawing.add("dense", DenseSettings(3), x)))
    drawing.link(x, loss, "target")
    return drawing.document


def holding(value: float, column: int) -> Document:
    """A table with this number in a cell."""
    document = xor()
    assert document.data is not None
    cells = dict(document.data.rows.cells)  # type: ignore[union-attr]
    cells[str(column)] = np.where(np.arange(4) == 1, value, cells[str(column)])
    rows = msgspec.structs.replace(document.data.rows, cells=ArrayMap(cells))
    return msgspec.structs.replace(document, data=msgspec.structs.replace(document.data, rows=rows))


def _wide() -> Document:
    return edits.change_settings(xor(), "dense1", DenseSettings(3, "sigmoid"))


Case = tuple[str, Callable[[], Document], str, Sequence[str]]
LOADABLE: tuple[Case, ...] = (
    ("kernel", lambda: on(IMAGE, "convolution", height=5, width=5, padding="valid"), "convolution1",
     ("5 × 5", "3 × 3", "smaller")),
    ("kernel of a sequence", lambda: on(SEQUENCE, "convolution_1d", size=9, padding="valid"), "convolution_1d1",
     ("9 steps", "has 4", "smaller")),
    ("pool", lambda: on(IMAGE, "max_pooling", size=4), "max_pooling1", ("4 × 4", "3 × 3", "smaller")),
    ("pool in its padding", lambda: on(IMAGE, "max_pooling", size=2, padding="cells", margin=2), "max_pooling1",
     ("at most 1", "got 2", "Pad less")),
    ("heads", lambda: on(SEQUENCE, "multi_head", heads=2), "multi_head1", ("2 heads", "3 features", "divides 3")),
    ("heads of a block", lambda: on(SEQUENCE, "transformer_encoder", heads=2), "transformer_encoder1",
     ("2 heads", "3 features", "divides 3")),
    ("groups of kernels", lambda: on((3, 3, 3), "convolution", groups=2), "convolution1",
     ("2 groups", "3 channels", "divides both")),
    ("groups of channels", lambda: on((3, 3, 3), "group_normalization", groups=2), "group_normalization1",
     ("3 units or channels", "2 groups", "divides 3")),
    ("sequence for a neuron", lambda: on(SEQUENCE, "neuron", flat=False), "neuron1",
     ("a vector", "4 steps with 3 features", "Flatten")),
    ("image for a layer", lambda: on(IMAGE, "dense", flat=False), "dense1",
     ("a vector or a sequence", "3 × 3 pixels", "Flatten")),
    ("vector for an LSTM", lambda: on(VECTOR, "lstm", flat=False), "lstm1", ("a sequence", "4 values", "Reshape")),
    ("vector for attention", lambda: on(VECTOR, "attention"), "attention1", ("a sequence", "4 values", "Reshape")),
    ("vector for a convolution", lambda: on(VECTOR, "convolution"), "convolution1",
     ("an image", "4 values", "Reshape")),
    ("image for an LSTM", lambda: on(IMAGE, "lstm", flat=False), "lstm1", ("a sequence", "3 × 3 pixels", "Reshape")),
    ("class too high", lambda: numbered(0, 1, 2, 3), "loss1", ("from 0 to 2", "finds 3 in", "for each class")),
    ("class below 0", lambda: numbered(0, 1, 2, -1), "loss1", ("from 0 to 2", "finds −1 in", "for each class")),
    ("half a class", lambda: numbered(0, 1, 2, 0.5), "loss1", ("from 0 to 2", "finds 0.50 in", "for each class")),
    ("weights of classes", lambda: numbered(0, 1, 2, 0, class_weights=(1.0, 2.0)), "loss1",
     ("expected 3", "got 2", "Give as many")),
    ("token", lambda: embedded(4), "embedding1", ("tokens 0 to 3", "has 5.", "more tokens")),
    ("reflecting border", lambda: on(IMAGE, "padding", top=3, border="reflect"), "padding1",
     ("at most 2 rows", "got 3", "narrower")),
    ("split beyond", lambda: on(VECTOR, "split", False, first=3, last=9), "split1",
     ("from 3 to 9", "4 values", "4 or less")),
    ("split backwards", lambda: on(VECTOR, "split", False, first=3, last=2), "split1", ("from 3 to 2", "3 or more")),
    ("add", lambda: joined("add"), "add1", ("one shape", "2 values and 3 values", "equally many")),
    ("multiply", lambda: joined("multiply"), "multiply1", ("one shape", "2 values and 3 values", "equally many")),
    ("ground truth", ground_truth, "loss1", ("expects 3 values", "gets 2 values", "Link what")),
    ("width", _wide, "loss1", ("3 predicted values", "one output column", "one unit")),
    ("reshape", lambda: on(VECTOR, "reshape", shape=(3, 2)), "reshape1",
     ("room for 6", "4 values came.", "another arrangement")),
    ("reshape of a sequence", lambda: on(SEQUENCE, "reshape", shape=(3, 2)), "reshape1",
     ("room for 6", ": 12 values.", "another arrangement")),
    ("no loss to minimize", lambda: xor(objectives=(Objective("dense1"),)), "dense1", ("no loss", "minimize a Loss")),
)
UNLOADABLE: tuple[Case, ...] = (
    ("NaN", lambda: holding(np.nan, 0), "data", ("'x0'", "not finite", "Import")),
    ("infinity", lambda: holding(np.inf, 0), "data", ("'x0'", "not finite", "Import")),
    ("NaN to predict", lambda: holding(np.nan, 2), "data", ("'y0'", "not finite", "Import")),
    ("rate below 0", lambda: rate(-1.0), "plan", ("Learning rate", "from 0 to", "got −1.")),
    ("rate NaN", lambda: rate(float("nan")), "plan", ("Learning rate", "from 0 to", "got NaN")),
    ("accumulate", lambda: xor(accumulate=0), "plan", ("Average over", "from 1 to", "got 0")),
    ("batch", lambda: xor(batch_size=0), "plan", ("Batch size", "from 1 to 1,000,000,", "got 0.")),
    ("clipping", lambda: xor(clip_norm=-1.0), "plan", ("Clip length at", "from 0 to", "got −1.")),
    ("decay", lambda: xor(weight_decay=float("nan")), "plan", ("Weight decay", "from 0 to", "got NaN")),
    ("dropout", lambda: on(VECTOR, "dropout", False, rate=1.5), "dropout1", ("rate", "from 0 to 1,", "got 1.5.")),
    ("no kernel", lambda: on(IMAGE, "convolution", height=0), "convolution1", ("height", "from 1", "got 0")),
    ("momentum 1", lambda: ruled("momentum", momentum=1.0), "plan", ("Momentum", "from 0 to 0.9999,", "got 1.")),
    ("momentum below 0", lambda: ruled("nesterov", momentum=-0.1), "plan", ("Momentum", "from 0 to", "got −0.1.")),
    ("β₁ of 1", lambda: ruled("adam", beta1=1.0), "plan", ("β₁", "from 0 to 0.9999,", "got 1.")),
    ("β₂ beyond 1", lambda: ruled("adam", beta2=1.5), "plan", ("β₂", "from 0 to 0.999999,", "got 1.5.")),
    ("β₁ below 0", lambda: ruled("adamw", beta1=-0.5), "plan", ("β₁", "from 0 to", "got −0.5.")),
    ("ε of 0", lambda: ruled("adam", epsilon=0.0), "plan", ("ε", "from 1×10⁻¹² to", "got 0.")),
    ("step sizes", lambda: ruled("rprop", smallest=1.0, largest=0.5), "plan", ("smallest step, 1.0,", "0.5", "Lower")),
    ("steps of 0 epochs", lambda: scheduled("steps", every=0), "plan", ("Epochs per drop", "from 1 to", "got 0.")),
    ("a growing γ", lambda: scheduled("exponential", gamma=2.0), "plan", ("γ", "from 0 to 1,", "got 2.")),
    ("warm-up below 0", lambda: xor(warm_up=-1), "plan", ("Warm-up", "from 0 to", "got −1.")),
    ("clipping cells", lambda: xor(clip_value=-1.0), "plan", ("Clip each at", "from 0 to", "got −1.")),
    ("epochs", lambda: xor(epochs=0), "plan", ("Epochs at a time", "from 1 to", "got 0.")),
    ("patience", lambda: xor(patience=-1), "plan", ("Patience", "from 0 to", "got −1.")),
    ("unknown rule", lambda: xor(rule=Rule("tiger", UnknownSettings({"beta": 0.9}))), "plan",
     ("does not have", "Choose another")),
    ("function", lambda: on(VECTOR, "dense", False, activation="swish"), "dense1", ("expected one of", "got swish")),
)
WARNED: tuple[Case, ...] = (
    ("batch of one", lambda: edits.set_plan(
        (placed := on(VECTOR, "batch_normalization", False)),
        msgspec.structs.replace(placed.plan, batch_size=1)), "batch_normalization1", ("one sample", "larger batches")),
    ("last batch of one", lambda: normalized(7, 3), "batch_normalization1",
     ("7 samples in batches of 3 leave one sample", "another batch size")),
    ("last batch of one pixel", lambda: normalized(5, 2, (2, 1, 1)), "batch_normalization1", ("leave one sample",)),
    ("one sample in all", lambda: normalized(1, 10), "batch_normalization1", ("one sample", "larger batches")),
    ("rate 0", lambda: rate(0.0), "plan", ("learning rate is 0", "Choose a larger one")),
    ("rate 0 in the end", lambda: scheduled("steps", gamma=0.0), "plan", ("'In steps'", "by 0", "larger factor")),
    ("rate 0 on a plateau", lambda: scheduled("plateau", factor=0.0), "plan", ("'On a plateau'", "by 0")),
    ("endless warm-up", lambda: xor(warm_up=11, epochs=5, batch_size=2), "plan",
     ("over 11 updates", "has only 10", "Shorten")),
    ("endless patience", lambda: xor(patience=5, epochs=5), "plan", ("waits for 5 epochs", "has only 5", "Lower")),
    ("all dropped", lambda: on(VECTOR, "dropout", False, rate=1.0), "dropout1", ("drops every value", "Lower")),
    ("all smoothed", lambda: numbered(0, 1, 2, 0, smoothing=1.0), "loss1", ("evenly over all classes", "Lower")),
    ("nobody's parameters", lambda: xor(objectives=(Objective("loss1", ("critic",)),)), "loss1",
     ("'critic'", "does not have", "Name a part")),
)


def _check(case: Case, severity: str) -> None:
    _, make, place, said = case
    found = [problem for problem in problems(make()) if problem.severity == severity]
    assert found, "nothing was told"
    assert found[0].place == place
    assert [part for part in said if part not in render(found[0].message, "en")] == []
    assert any("가" <= letter <= "힣" for letter in render(found[0].message, "ko"))


@pytest.mark.parametrize("case", [*LOADABLE, *UNLOADABLE], ids=lambda case: case[0])
def test_it_is_an_error_where_it_is(case: Case) -> None:
    _check(case, "error")


@pytest.mark.parametrize("case", WARNED, ids=lambda case: case[0])
def test_it_is_a_warning_where_it_is(case: Case) -> None:
    _check(case, "warning")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("case", LOADABLE, ids=lambda case: case[0])
def test_the_command_line_tells_it_in_one_line_with_its_place(
    case: Case, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, make, place, said = case
    monkeypatch.setattr("nnsim.cli.commands.chosen_language", lambda: language)
    document, path = make(), tmp_path / "bad.nnsim"
    files.save(document, path)
    assert cli.main(["info", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["problems"]
    assert told[0]["place"] == place
    for verb in (["train", str(path), "--epochs", "1"], ["trace", str(path)]):
        assert cli.main(verb) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.count("\n") == 1
        assert told[0]["text"] in printed.err
        assert render(Message("{name}", {"name": document.network.node(place).name}), language) in printed.err
        if language == "en":
            assert [part for part in said if part not in printed.err] == []


@pytest.mark.parametrize("case", WARNED, ids=lambda case: case[0])
def test_what_mends_a_warning_does(case: Case) -> None:
    _, make, _, _ = case
    document = make()
    for problem in problems(document):
        for fix in problem.fixes:
            assert problem.message not in [each.message for each in problems(fix.apply(document))], problem.message.id


@pytest.mark.parametrize("document", [
    normalized(8, 3), normalized(7, 7), normalized(5, 2, (3, 2)), normalized(5, 2, (2, 1, 2)),
    xor(warm_up=10, epochs=5, batch_size=2), xor(patience=4, epochs=5), xor(clip_norm=0.0, clip_value=0.0),
])
def test_what_serves_its_purpose_is_not_warned_of(document: Document) -> None:
    assert [problem.message.id for problem in problems(document)] == []


def test_a_batch_of_one_sample_leaves_what_stands_before_the_normalization_alone() -> None:
    drawing = Drawing(table([[1.0, 2.0], [0.0, 1.0], [3.0, -1.0]], [[1.0], [0.0], [0.5]]))
    hidden = drawing.add("dense", DenseSettings(3, "tanh"), drawing.add("input"))
    node = drawing.add("batch_normalization", None, hidden)
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), node))
    trainer = Trainer(drawing.plan(batches="mini", batch_size=2, shuffle=False))
    trainer.step()
    before = trainer.parameters()
    executor = trainer.step()
    after = trainer.parameters()
    assert executor.batch == 1
    assert np.isfinite(trainer.loss(executor))
    same = {path for path, array in before.items() if array.tobytes() == after[path].tobytes()}
    assert same == {f"{hidden}/weight", f"{hidden}/bias", f"{node}/running_variance", f"{node}/scale"}


def test_clipping_at_0_clips_nothing() -> None:
    losses = [Trainer(xor(**plan)).step() for plan in ({}, {"clip_norm": 0.0, "clip_value": 0.0})]
    assert losses[0].program.instructions == losses[1].program.instructions


ROWS = "a,b,c\n" + "1,2,0\n5,6,1\n" * 10


def test_a_row_of_a_csv_without_a_number_is_left_out_on_request_and_told() -> None:
    found = read_csv(f"{ROWS}3,nan,1\n".encode(), "mine.csv", leave_out=True)
    assert found.source.columns[1].encoding == "number"
    assert ["1 (line 22)" in render(note, "en") for note in found.report.notes] == [True]


@pytest.mark.parametrize("value", ["inf", "-Infinity", "nan"])
def test_infinity_in_a_csv_is_refused_with_its_line(value: str) -> None:
    with pytest.raises(NnsimError) as caught:
        read_csv(f"{ROWS}3,{value},1\n".encode(), "mine.csv")
    assert value in str(caught.value)
    assert "22" in str(caught.value)
