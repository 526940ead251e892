"""Formulas in the lesson's letters, in numbers, elided, and honest about rounding."""

from collections.abc import Callable

import pytest

from nnsim.catalog import DenseSettings
from nnsim.document import Document
from nnsim.edits import change_settings, set_parameter, set_rule
from nnsim.text import NnsimError, render, set_decimals, set_language
from nnsim.trace import Explanation, Stepper, plain_text, trace_document
from nnsim.trace.elision import shown_terms


def _lines(stepper: Stepper) -> tuple[str, str, str]:
    told = _told(stepper)
    return plain_text(told.symbols), plain_text(told.numbers), plain_text(told.worked)


def _told(stepper: Stepper) -> Explanation:
    told = stepper.explain()
    assert told is not None
    return told


@pytest.fixture
def by_hand(make_layered: Callable[..., Document]) -> Document:
    """Two inputs, one sigmoid unit with weights 0.5 and −2, bias 0.25, on the sample (1, 0)."""
    document = make_layered((1, "sigmoid"), loss="sse", batches="full")
    document = set_parameter(document, "dense1/weight", [[0.5, -2.0]])
    return set_parameter(document, "dense1/bias", [0.25])


def test_a_weighted_sum_term_by_term(by_hand: Document) -> None:
    stepper = Stepper(by_hand, sample=3, detail="term")
    stepper.seek(1)
    assert _lines(stepper) == ("z = w₁x₁ + w₂x₂ + b", "(0.50)(1) + (−2.00)(1) + b", "0.50 − 2.00")
    told = _told(stepper)
    assert not told.complete
    assert told.outcome_text == "−1.50"
    assert render(told.progress) == "term 2 of 3"
    assert render(told.sentence) == "x₂ of Input is 1. Its weight is −2.00, so it pulls z down by 2.00."
    assert render(told.next) == "add the bias b = 0.25"
    assert [term.state for term in told.terms] == ["done", "current", "next"]
    assert [tensor.texts for tensor in told.tensors] == [("0.50", "−2.00"), ("1", "1"), ("0.50", "−2.00")]
    assert {tensor.frame for tensor in told.tensors} == {1}


def test_the_way_back_is_named_as_in_the_lesson(by_hand: Document) -> None:
    stepper = Stepper(by_hand, sample=1)
    names = {}
    for _ in range(stepper.timeline().total):
        stepper.next()
        told = _told(stepper)
        names.setdefault(told.operation, plain_text(told.symbols))
    assert names["Sigmoid"] == "ŷ = σ(z)"
    assert names["ErrorGradient"] == "∂L/∂ŷ = ŷ − y"
    assert names["SigmoidGradient"] == "δ = ∂L/∂ŷ · ŷ(1 − ŷ)"
    assert names["BiasGradient"] == "∂L/∂b = δ⁽¹⁾ + δ⁽²⁾ + δ⁽³⁾ + δ⁽⁴⁾"
    assert names["Descend"] == "w₁′ = w₁ − η∂L/∂w₁"


def test_units_of_a_layer_are_numbered(make_layered: Callable[..., Document]) -> None:
    stepper = Stepper(make_layered((2, "tanh"), (2, "tanh"), (1, "linear")))
    formulas = []
    for _ in range(9):
        stepper.next()
        formulas.append(plain_text(_told(stepper).symbols))
    assert formulas[1] == "z₂ = w₂₁x₁ + w₂₂x₂ + b₂"
    assert formulas[4] == "z₁ = w₁₁h₁ + w₁₂h₂ + b₁"
    assert formulas[8] == "ŷ = w₁h₁ + w₂h₂ + b"


def test_free_neurons_of_one_depth_are_numbered_and_absent_links_left_out(free_neurons: Document) -> None:
    stepper = Stepper(free_neurons)
    formulas = set()
    for _ in range(6):
        stepper.next()
        formulas.add(plain_text(_told(stepper).symbols))
    assert {"z₁ = w₁₁x₁ + w₁₂x₂ + b₁", "z₂ = w₂₁x₂ + b₂", "z = w₁h₁ + w₂h₂ + b"} <= formulas


def test_a_sum_that_disagrees_in_print_says_so(by_hand: Document) -> None:
    document = set_parameter(by_hand, "dense1/weight", [[0.004, 0.004]])
    stepper = Stepper(set_parameter(document, "dense1/bias", [0.004]), sample=3)
    stepper.seek(0)
    told = _told(stepper)
    assert told.outcome_text == "0.01"
    assert told.relations[0] == "="
    set_decimals(1)
    document = set_parameter(by_hand, "dense1/weight", [[0.14, 0.14]])
    stepper = Stepper(document, sample=3)
    stepper.seek(0)
    told = _told(stepper)
    assert (plain_text(told.numbers), told.outcome_text) == ("(0.1)(1) + (0.1)(1) + 0.2", "0.5")
    assert told.relations[0] == "≈"


def test_long_sums_leave_terms_out_until_they_are_asked_for(make_layered: Callable[..., Document]) -> None:
    document = make_layered((40, "tanh"), (1, "linear"))
    stepper = Stepper(document)
    stepper.seek(80)
    assert "… 33 more" in plain_text(_told(stepper).symbols)
    assert _told(stepper).hidden_terms == 33
    opened = stepper.explain(shown=100)
    assert opened is not None
    assert opened.hidden_terms == 0
    assert plain_text(opened.symbols).count("h") == 40
    stepper.set_detail("term")
    middle = stepper.timeline("neuron")
    assert middle.total < stepper.timeline().total


@pytest.mark.parametrize(("count", "current"), [(9, None), (9, 0), (10, 4), (10, 9), (11, 5), (1000, 500),
                                                 (1000, 998)])
def test_elision_shows_first_last_and_the_present_term(count: int, current: int | None) -> None:
    shown = list(shown_terms(count, current))
    covered = [term for part in shown for term in (part if isinstance(part, range) else (part,))]
    assert covered == list(range(count))
    assert {0, count - 1, current or 0} <= {part for part in shown if not isinstance(part, range)}
    assert 8 <= sum(not isinstance(part, range) for part in shown) <= 10
    assert all(len(part) > 1 for part in shown if isinstance(part, range)), "one term is written, not counted"


def test_the_trace_of_the_command_line_tells_every_stop(by_hand: Document) -> None:
    stops = trace_document(by_hand, sample=2, detail="neuron")
    assert [stop["phase"] for stop in stops] == ["forward"] * 2 + ["loss"] + ["backward"] * 5 + ["update"] * 3
    last = stops[-1]
    assert last["parameter"] == {"path": "dense1/bias", "index": [0]}
    assert last["symbol"] == "b′"
    assert last["text"].startswith("b′ = b − η∂L/∂b = 0.25 − (0.1)(")


def test_a_sample_that_is_not_in_the_batch_is_refused(make_layered: Callable[..., Document]) -> None:
    document = make_layered((1, "sigmoid"), batch_size=2, shuffle=False)
    assert trace_document(document, sample=1, detail="layer")
    with pytest.raises(NnsimError, match=r"Sample 4 is not in the next batch, which has 1, 2\."):
        trace_document(document, sample=3)


def test_sentences_are_korean_in_korean_and_formulas_are_not(network: Document) -> None:
    set_language("ko")
    stepper = Stepper(network, detail="term")
    for tick in range(stepper.timeline().total):
        stepper.seek(tick)
        told = _told(stepper)
        for text in (told.title, told.sentence, told.progress):
            assert any("가" <= letter <= "힣" for letter in render(text)), render(text)
        for row in (told.symbols, told.numbers):
            text = plain_text(row).replace("개 더", "")
            assert not any("가" <= letter <= "힣" for letter in text), text


def test_names_stay_apart_where_two_layers_meet(make_layered: Callable[..., Document]) -> None:
    from nnsim.edits import add_node, connect

    document = make_layered((2, "tanh"), (1, "linear"))
    document, side = add_node(document, "dense", (0.0, 0.0), settings=DenseSettings(2, "relu"))
    document = connect(connect(document, "dense1", side), side, "dense2")
    document = change_settings(document, "dense2", DenseSettings(1, "linear"))
    stepper = Stepper(document)
    formulas = []
    for _ in range(9):
        stepper.next()
        formulas.append(plain_text(_told(stepper).symbols))
    assert formulas[-1] == "ŷ = w₁h₁[1] + w₂h₂[1] + w₃h₁[2] + w₄h₂[2] + b"


def test_parts_of_a_gradient_have_names_of_their_own(make_layered: Callable[..., Document]) -> None:
    stepper = Stepper(make_layered((1, "linear"), l1=0.1, l2=0.2))
    added = []
    for _ in range(stepper.timeline().total):
        stepper.next()
        if _told(stepper).operation == "AddUp":
            added.append(plain_text(_told(stepper).symbols))
    assert added[0] == "∂L/∂w₁ = ∂L_data/∂w₁ + ∂R₁/∂w₁ + ∂R₂/∂w₁"


def test_a_chain_of_choices_stands_behind_one_brace(by_hand: Document) -> None:
    stepper = Stepper(set_rule(by_hand, "rprop"))
    formulas: dict[str, str] = {}
    for tick in range(stepper.timeline().total):
        stepper.seek(tick)
        formulas[render(_told(stepper).title, "en")] = plain_text(_told(stepper).symbols)
    assert formulas["Factor of the step"] == "f_b = {η⁺: a_b > 0; η⁻: a_b < 0; 1: a_b = 0}"
    assert formulas["Step size"] == "Δ_b′ = {min(max(f_bΔ_b, Δmin), Δmax): Δ_b > 0; min(max(η, Δmin), Δmax): Δ_b ≤ 0}"
