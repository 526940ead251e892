"""Going on with a sequence: chances, temperature and top-k, the window of places, several inputs, refusals."""

from collections.abc import Sequence

import msgspec
import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import (
    AdamSettings,
    DenseSettings,
    EmbeddingSettings,
    InputSettings,
    LossSettings,
    SplitSettings,
    TransformerSettings,
)
from nnsim.document import Document
from nnsim.program import Trainer, problems
from nnsim.program.generation import Choice, Writer, draw_token, drawn_from
from nnsim.text.errors import NnsimError
from nnsim.text.messages import render
from nnsim.trace import Stepper
from tests.batteries.drawing import Drawing, table

PLACES, TOKENS = 4, 5


def _one_hot(tokens: Sequence[int], count: int = TOKENS) -> np.ndarray:
    return np.eye(count)[np.asarray(tokens)]


def _counting(start: int, length: int) -> list[int]:
    """1 2 3 4 1 2 3 4 …; 0 is padding."""
    return [(start + step) % (TOKENS - 1) + 1 for step in range(length)]


def _at_every_place() -> Document:
    """A small causal transformer that has learned to count, predicting at each place what follows it."""
    rows = [_counting(start, PLACES + 1) for start in range(TOKENS - 1)]
    x, y = [row[:-1] for row in rows], [_one_hot(row[1:]).ravel() for row in rows]
    drawing = Drawing(table(x, y), seed=3)
    tokens = drawing.add("input", InputSettings(tuple(range(PLACES))))
    placed = drawing.add("position", None, drawing.add("embedding", EmbeddingSettings(TOKENS, 4), tokens))
    block = drawing.add("transformer_decoder", TransformerSettings(2, 8), placed)
    drawing.end(drawing.add("dense", DenseSettings(TOKENS, "softmax"), block), loss="categorical_cross_entropy")
    return _trained(drawing, 150)


def _behind_the_window() -> Document:
    """A network that sees the last two tokens, one-hot, and predicts the next."""
    rows = [_counting(start, 3) for start in range(TOKENS - 1)]
    x = [np.concatenate(_one_hot(row[:2])) for row in rows]
    drawing = Drawing(table(x, [_one_hot(row[2:]).ravel() for row in rows]))
    seen = drawing.add("input", InputSettings(tuple(range(2 * TOKENS)), (2, TOKENS)))
    last = drawing.add("split", SplitSettings("steps", 2, 2, True), seen)
    drawing.end(drawing.add("dense", DenseSettings(TOKENS, "softmax"), last), loss="categorical_cross_entropy")
    return msgspec.structs.replace(_trained(drawing, 200), data=None)


def _trained(drawing: Drawing, steps: int) -> Document:
    trainer = Trainer(drawing.plan("adam", AdamSettings(0.05), batches="full"))
    for _ in range(steps):
        trainer.step()
    return trainer.document()


@pytest.fixture(scope="module")
def counting() -> Document:
    return _at_every_place()


def test_greedy_goes_on_as_was_learned_from_any_length(counting: Document) -> None:
    writer = Writer(counting)
    assert (writer.places[writer.grows].count, writer.tokens, writer.at_every_place) == (PLACES, TOKENS, True)
    for prompt in ([1], [3, 4], [2, 3, 4, 1], [4, 1, 2, 3, 4, 1, 2]):
        written = [each.token for each in writer.write(prompt, 9, Choice(0.0))]
        assert written == _counting(prompt[-1], 9)


def test_one_prediction_behind_a_full_window() -> None:
    writer = Writer(_behind_the_window())
    assert (writer.places[writer.grows].count, writer.at_every_place) == (2, False)
    assert [each.token for each in writer.write([2], 6, Choice(0.0))] == _counting(2, 6)


def test_writing_stops_behind_the_stop_token(counting: Document) -> None:
    written = [each.token for each in Writer(counting).write([1], 9, Choice(0.0), stop=4)]
    assert written == [2, 3, 4]


def test_what_is_drawn_follows_the_chances_and_the_seed(counting: Document) -> None:
    chances = np.array([0.5, 0.2, 0.3])
    drawn = [draw_token(chances, Choice(1.0, seed=4), number) for number in range(4000)]
    assert np.abs(np.bincount(drawn) / 4000 - chances).max() < 0.02
    again = [draw_token(chances, Choice(1.0, seed=4), number) for number in range(50)]
    assert drawn[:50] == again
    assert drawn[:50] != [draw_token(chances, Choice(1.0, seed=5), number) for number in range(50)]
    writer = Writer(counting)
    hot = [[each.token for each in writer.write([1], 20, Choice(50.0, seed=seed))] for seed in (1, 1, 2)]
    assert hot[0] == hot[1] != hot[2]


def test_temperature_and_top_k_are_what_the_field_means_by_them() -> None:
    logits = np.array([1.0, 3.0, -2.0, 3.0, 0.5])
    chances = np.exp(logits) / np.exp(logits).sum()
    for temperature in (0.3, 1.0, 4.0):
        powers = np.exp(logits / temperature)
        np.testing.assert_allclose(drawn_from(chances, Choice(temperature)), powers / powers.sum(), rtol=1e-12)
        kept = np.array([1.0, 1.0, 0.0, 1.0, 0.0]) * powers
        np.testing.assert_allclose(drawn_from(chances, Choice(temperature, 3)), kept / kept.sum(), rtol=1e-12)
    assert drawn_from(chances, Choice(0.0)).tolist() == [0.0, 1.0, 0.0, 0.0, 0.0]
    assert drawn_from(chances, Choice(1.0, 1)).tolist() == [0.0, 1.0, 0.0, 0.0, 0.0]
    assert drawn_from(chances, Choice(1.0, 99)).sum() == pytest.approx(1.0)
    assert drawn_from(np.array([0.0, 1.0]), Choice(1e-3)).tolist() == [0.0, 1.0]


def test_one_input_grows_while_another_is_given() -> None:
    """A translator: the memory's first token tells which of two answers is right."""
    rows = [([source, 0], [1, 2 + source], [2 + source, 1]) for source in (0, 1)]
    x = [[*source, *written] for source, written, _ in rows]
    drawing = Drawing(table(x, [_one_hot(target).ravel() for _, _, target in rows]), seed=1)
    read, written = drawing.add("input", InputSettings((0, 1))), drawing.add("input", InputSettings((2, 3)))
    block = drawing.add("transformer_decoder", TransformerSettings(1, 6),
                        drawing.add("embedding", EmbeddingSettings(TOKENS, 4), written))
    drawing.link(drawing.add("embedding", EmbeddingSettings(TOKENS, 4), read), block, "memory")
    drawing.end(drawing.add("dense", DenseSettings(TOKENS, "softmax"), block), loss="categorical_cross_entropy")
    writer = Writer(_trained(drawing, 150), grows=written)
    for source, _, target in rows:
        assert [each.token for each in writer.write([1], 5, Choice(0.0), {read: source}, stop=1)] == target


def _objection(error: pytest.ExceptionInfo[NnsimError]) -> str:
    assert any("가" <= letter <= "힣" for letter in render(error.value.message, "ko"))
    return render(error.value.message, "en")


def test_what_cannot_be_gone_on_with_is_refused(counting: Document) -> None:
    writer = Writer(counting)
    for tokens, words in (([], "at least one token"), ([1, 7], "tokens from 0 to 4, but 7")):
        with pytest.raises(NnsimError) as error:
            writer.chances(tokens)
        assert words in _objection(error)
    for choice, words in (((-1.0, 0), "0 or more, not −1"), ((float("nan"), 0), "0 or more"), ((1.0, -2), "not −2")):
        with pytest.raises(NnsimError) as error:
            Choice(*choice)
        assert words in _objection(error)
    assert [each.token for each in writer.write([1], 1, Choice(0.0, TOKENS))] == [2]
    with pytest.raises(NnsimError) as error:
        next(writer.write([1], 1, Choice(0.0, TOKENS + 1)))
    assert f"knows {TOKENS} tokens, so the likeliest {TOKENS + 1} cannot stay" in _objection(error)
    with pytest.raises(NnsimError) as error:
        Writer(counting, grows="nobody")
    assert "Say which of them" in _objection(error)
    with pytest.raises(NnsimError) as error:
        writer.places[writer.grows].fill(np.zeros((1, 9)), [1] * 9, 0)
    assert "room for 4 tokens, but 9" in _objection(error)


def test_a_prediction_that_is_no_chance_is_refused() -> None:
    drawing = Drawing(table([[1.0, 2.0]], [[0.0] * 3]))
    x = drawing.add("input", InputSettings((0, 1)))
    drawing.end(drawing.add("dense", DenseSettings(3, "linear"), x))
    with pytest.raises(NnsimError) as error:
        Writer(drawing.document).chances([1])
    assert "end in softmax" in _objection(error)
    longer = Drawing(table([[1.0, 2.0, 3.0]], [[0.0] * 4]))
    embedded = longer.add("embedding", EmbeddingSettings(4, 2), longer.add("input", InputSettings((0, 1, 2))))
    longer.end(longer.add("split", SplitSettings("steps", 1, 2), embedded))
    with pytest.raises(NnsimError) as error:
        Writer(longer.document)
    assert "once or at each of the 3 places" in _objection(error)


def test_data_that_an_embedding_cannot_take_is_refused_by_training_and_stepping() -> None:
    drawing = Drawing(table([[0.0, 3.0], [4.0, 2.0]], [[0.0] * 4] * 2))
    drawing.end(drawing.add("embedding", EmbeddingSettings(4, 2), drawing.add("input", InputSettings((0, 1)))))
    for begin in (Trainer, Stepper):
        with pytest.raises(NnsimError) as error:
            begin(drawing.plan("gradient_descent"))
        assert "knows the tokens 0 to 3, but the data has 4" in _objection(error)
        assert error.value.place == "embedding1"


def test_data_that_an_embedding_cannot_take_is_told() -> None:
    def told(values: list[list[float]]) -> list[str]:
        drawing = Drawing(table(values, [[0.0] * 4] * len(values)))
        drawing.end(drawing.add("embedding", EmbeddingSettings(4, 2), drawing.add("input", InputSettings((0, 1)))))
        return [render(each.message, "en") for each in problems(drawing.document) if each.place == "embedding1"]

    assert told([[0.0, 3.0], [1.0, 2.0]]) == []
    assert "knows the tokens 0 to 3, but the data has 4" in told([[0.0, 3.0], [4.0, 2.0]])[0]
    assert "but the data has 0.5" in told([[0.5, 3.0], [1.0, 2.0]])[0]
    assert "but the data has −1" in told([[0.0, 3.0], [-1.0, 2.0]])[0]


def test_unused_settings_of_a_loss_do_not_matter() -> None:
    """The writer runs the forward phase alone, so a network without a loss can write too."""
    document = _behind_the_window()
    losses = [node.id for node in document.network.nodes if isinstance(node.settings, LossSettings)]
    assert [each.token for each in Writer(edits.delete(document, losses)).write([2], 3, Choice(0.0))] == _counting(2, 3)
