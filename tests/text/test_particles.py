"""Korean particles fit the sound of the word before them."""

import pytest

from nnsim.text.particles import particle


@pytest.mark.parametrize(
    ("word", "topic", "direction"),
    [
        ("뉴런", "은", "으로"),
        ("가중치", "는", "로"),
        ("서클", "은", "로"),
        ("학습률", "은", "로"),
        ("입력층", "은", "으로"),
        ("hidden", "은", "으로"),
        ("Dense", "는", "로"),
        ("kernel", "은", "로"),
        ("Adam", "은", "으로"),
        ("bias", "는", "로"),
        ("step", "은", "으로"),
        ("Dropout", "은", "으로"),
        ("network", "는", "로"),
        ("batch", "는", "로"),
        ("CSV", "는", "로"),
        ("L", "은", "로"),
        ("MLP", "는", "로"),
        ("2", "는", "로"),
        ("Dense 3", "은", "으로"),
        ("0.57", "은", "로"),
        ("10", "은", "으로"),
        ("1.25×10⁻⁴", "는", "로"),
        ("h₁", "은", "로"),
        ("'출력'", "은", "으로"),
        ("circles.csv", "는", "로"),
        ("η", "는", "로"),
        ("", "는", "로"),
    ],
)
def test_particle(word: str, topic: str, direction: str) -> None:
    assert particle(word, "은/는") == topic
    assert particle(word, "으로/로") == direction


@pytest.mark.parametrize("pair", ["은/는", "이/가", "을/를", "과/와", "으로/로"])
def test_each_pair(pair: str) -> None:
    closed, open_ = pair.split("/")
    assert particle("뉴런", pair) == closed
    assert particle("노드", pair) == open_
