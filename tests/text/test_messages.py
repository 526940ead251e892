"""Messages render in the language of the moment, with names, numbers and messages inside them."""

import pickle

import pytest

from nnsim.text import Message, NnsimError, language, message, render, set_decimals, set_language, tr
from nnsim.text.number_entry import parse_number


@pytest.fixture
def korean(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A Korean catalogue for one test."""
    texts: dict[str, str] = {}

    def translate(text: str, language: str) -> str:
        return texts.get(text, text) if language == "ko" else text

    monkeypatch.setattr("nnsim.text.messages.translate", translate)
    return texts


def _rendered(text: str, language: str = "en", **params: object) -> str:
    return render(Message(text, params), language)


def test_numbers_in_messages_look_as_everywhere() -> None:
    sentence = "{count} weights, w = {weight}, L = {loss:loss}, Δ = {change:signed}, exactly {exact:exact}"
    params = {"count": 6760, "weight": -0.5, "loss": 0.29837, "change": 0.25, "exact": 0.1}
    assert _rendered(sentence, **params) == "6,760 weights, w = −0.50, L = 0.298, Δ = +0.25, exactly 0.1"
    set_decimals(3)
    assert _rendered("{weight}", weight=0.5) == "0.500"


def test_a_message_inside_a_message_follows_its_language(korean: dict[str, str]) -> None:
    korean["the {name} layer"] = "{name} 층"
    korean["Delete {what}"] = "{what:을/를} 삭제"
    text = Message("Delete {what}", {"what": Message("the {name} layer", {"name": "hidden"})})
    assert render(text) == "Delete the hidden layer"
    assert render(text, "ko") == "hidden 층을 삭제"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{name:은/는} 끝", "hidden은 끝"),
        ("'{name:은/는}' 끝", "'hidden'은 끝"),
        ("({name:으로/로})", "(hidden)으로"),
        ("'{name}' 층 {name:-이/가}", "'hidden' 층 이"),
    ],
)
def test_particles_stand_behind_the_closing_quote(korean: dict[str, str], template: str, text: str) -> None:
    korean["x {name}"] = template
    assert _rendered("x {name}", "ko", name="hidden") == text


def test_names_with_braces_are_taken_literally() -> None:
    assert _rendered("'{name}'", name="{evil.__class__}") == "'{evil.__class__}'"


def test_switching_the_language_changes_what_is_rendered_next() -> None:
    with pytest.raises(NnsimError) as caught:
        parse_number("셋")
    error = caught.value
    assert language() == "en"
    set_language("ko")
    assert language() == "ko"
    assert render(error.message).startswith("'셋'은 수가 아닙니다.")
    assert str(error).startswith("'셋' is not a number.")


def test_a_text_without_translation_stays_english() -> None:
    set_language("ko")
    missing = "a text that nobody translated"
    assert render(Message(missing)) == missing
    assert tr("") == ""


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="en, ko"):
        set_language("fr")


def test_errors_and_messages_travel_between_processes() -> None:
    error = NnsimError("layer.width", Message("{got} inputs", {"got": Message("{n}", {"n": 3})}), "hidden")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, copy.message, copy.place, str(copy)) == ("layer.width", error.message, "hidden", "3 inputs")
    assert hash(copy.message) == hash(error.message)


def test_message_keeps_a_parameter_of_any_name() -> None:
    name = "{text} {id}"
    assert render(message(name, text="a", id="b")) == "a b"
