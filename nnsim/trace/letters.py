"""The letters of the lesson: what the numbers of a program are called in formulas, by their quantity."""

from collections.abc import Callable

Numbers = tuple[int, ...]
OfCell = Callable[[Numbers, Numbers], tuple[str, Numbers]]
"""From a cell's index in its sample and the sample's shape to its letter and the places in its subscript (from 0)."""



def _along_axes(letter: str) -> OfCell:
    """This letter, with places along the axes that have more than one."""
    return lambda cell, sample: (letter, tuple(at for at, size in zip(cell, sample, strict=True) if size > 1))


def _stacked(letter: str, blocks: tuple[str, ...]) -> OfCell:
    """This letter, raised to the name of the block of units that the last place is in."""

    def of_cell(cell: Numbers, sample: Numbers) -> tuple[str, Numbers]:
        block, unit = divmod(cell[-1], sample[-1] // len(blocks))
        return letter + blocks[block], (*cell[:-1], unit)

    return of_cell


_BLOCKS = {"ⁱ": "i", "ᶠ": "f", "ᵍ": "g", "ᵒ": "o", "ʳ": "r", "ᶻ": "z", "ⁿ": "n"}
"""Whose weighted sum it is, in a layer with gates: as written, and in LaTeX"""
_LSTM, _GRU = tuple("ⁱᶠᵍᵒ"), tuple("ʳᶻⁿ")
VALUES: dict[str, str | OfCell] = {
    "activation": "h",
    "sum": "z",
    "noise": "ξ",
    "normal_noise": "ε",
    "keep": "d",
    "mean": _along_axes("μ"),
    "variance": _along_axes("σ²"),
    "normalized": _along_axes("x̂"),
    "new_running_mean": "μ̄′",
    "new_running_variance": "σ̄²′",
    "common_gradient": _along_axes("ḡ"),
    "gradient_along": _along_axes("s"),
    "squared_length": "q",
    "gradient_length": "n",
    "clip_factor": "f",
    "condition": "c",
    "feature": "f",
    "both_biases": "b",
    "rnn_from_input": "a",
    "rnn_sum": "z",
    "lstm_from_input": _stacked("a", _LSTM),
    "lstm_sum": _stacked("z", _LSTM),
    "gru_sum": _stacked("z", _GRU[:2]),
    "gru_from_input": _stacked("a", _GRU),
    "gru_from_state": _stacked("s", _GRU),
    "input_gate": "i",
    "forget_gate": "f",
    "output_gate": "o",
    "reset_gate": "r",
    "update_gate": "z",
    "lstm_candidate": "g",
    "gru_candidate": "n",
    "cell_state": "c",
    "carried_hidden_state": "h̄",
    "carried_cell_state": "c̄",
    "squashed_cell_state": "ĉ",
    "reverse_hidden_state": "h←",
    "reverse_cell_state": "c←",
    "one_hot": "y",
    "smoothed_target": "ỹ",
    "class_weight": "α",
    "weighed_target": "q",
    "count": "N",
    "present": "M",
    "query": "q",
    "key": "k",
    "value": "v",
    "score": "s",
    "attention": "a",
    "context": "c",
}
"""Values of the forward phase by quantity; what is not listed is an activation."""
PARAMETERS: dict[str, str] = {
    "weight": "w",
    "bias": "b",
    "scale": "γ",
    "shift": "β",
    "input_weight": "w",
    "recurrent_weight": "u",
    "input_bias": "bˣ",
    "recurrent_bias": "bʰ",
    "reverse_input_weight": "w←",
    "reverse_recurrent_weight": "u←",
    "reverse_input_bias": "b←ˣ",
    "reverse_recurrent_bias": "b←ʰ",
    "running_mean": "μ̄",
    "running_variance": "σ̄²",
    "position": "p",
    "query": "wQ",
    "key": "wK",
    "value": "wV",
    "output": "wO",
    "query_bias": "bQ",
    "key_bias": "bK",
    "value_bias": "bV",
    "output_bias": "bO",
}
"""Parameters by name; what is not listed goes by its name."""
MEMORY: dict[str, str] = {
    "velocity": "v", "first_moment": "m", "second_moment": "v", "squares": "s", "step_squares": "u",
    "last_gradient": "g", "step_size": "Δ", "gradient_mean": "ḡ", "accumulated": "G",
}
"""What a rule remembers of a parameter."""
WITHIN_STEP: dict[str, str] = {
    "unbiased_first": "m̂", "unbiased_second": "v̂", "look_ahead": "d", "direction": "d", "nesterov_moment": "m̄",
    "mixture": "c", "agreement": "a", "step_factor": "f", "spread": "n", "clipped": "g̃", "shortened": "ĝ",
    "with_decay": "d",
}
"""What a rule works out on its way and does not remember."""
HYPER: dict[str, tuple[str, str]] = {
    "learning_rate": ("\\eta", "η"),
    "momentum": ("\\mu", "μ"),
    "beta1": ("\\beta_{1}", "β₁"),
    "beta2": ("\\beta_{2}", "β₂"),
    "epsilon": ("\\varepsilon", "ε"),
    "correction1": ("1-\\beta_{1}^{t}", "(1 − β₁ᵗ)"),
    "correction2": ("1-\\beta_{2}^{t}", "(1 − β₂ᵗ)"),
    "l1": ("\\lambda_{1}", "λ₁"),
    "l2": ("\\lambda_{2}", "λ₂"),
    "decay": ("\\rho", "ρ"),
    "weight_decay": ("\\lambda", "λ"),
    "momentum_present": ("\\mu_{t}", "μₜ"),
    "momentum_upcoming": ("\\mu_{t+1}", "μₜ₊₁"),
    "correction_present": ("1-\\mu_{1}\\cdots\\mu_{t}", "1 − μ₁⋯μₜ"),
    "correction_upcoming": ("1-\\mu_{1}\\cdots\\mu_{t+1}", "1 − μ₁⋯μₜ₊₁"),
    "plan_decay": ("\\lambda", "λ"),
    "clip_value": ("c", "c"),
    "clip_norm": ("c", "c"),
    "rise": ("\\eta^{+}", "η⁺"),
    "fall": ("\\eta^{-}", "η⁻"),
    "smallest": ("\\Delta_{\\min}", "Δmin"),
    "largest": ("\\Delta_{\\max}", "Δmax"),
}
"""Numbers that a plan sets: LaTeX and plain text."""
ACCENTS = {
    "g̃": "\\tilde{g}", "ĝ": "\\hat{g}",
    **{f"{letter}{of}": f"{{{letter}^{{{of}}}}}" for letter in "wb" for of in "QKVO"},
    "ŷ": "\\hat{y}", "m̂": "\\hat{m}", "v̂": "\\hat{v}", "x̂": "\\hat{x}", "δ": "\\delta", "γ": "\\gamma", "β": "\\beta",
    "μ": "\\mu", "σ": "\\sigma", "σ²": "{\\sigma^{2}}", "α": "\\alpha", "c̃": "\\tilde{c}", "Δ": "\\Delta",
    "m̄": "\\bar{m}", "ḡ": "\\bar{g}", "μ̄": "\\bar{\\mu}", "σ̄²": "{\\bar{\\sigma}^{2}}",
    "ε": "\\varepsilon", "ỹ": "\\tilde{y}", "w̃": "\\tilde{w}", "b̃": "\\tilde{b}",
    **{letter + small: f"{{{letter}^{{{name}}}}}" for letter in "azs" for small, name in _BLOCKS.items()},
    "ĉ": "\\hat{c}", "cᶠ": "{c^{f}}", "cⁱ": "{c^{i}}", "ξ": "\\xi",
    "h←": "\\overleftarrow{h}", "c←": "\\overleftarrow{c}", "w←": "\\overleftarrow{w}",
    "u←": "\\overleftarrow{u}", "bˣ": "{b^{x}}", "bʰ": "{b^{h}}",
    "b←ˣ": "{\\overleftarrow{b}^{x}}", "b←ʰ": "{\\overleftarrow{b}^{h}}", "h̄": "\\bar{h}", "c̄": "\\bar{c}",
}
"""LaTeX of letters that are not written as they are."""
OF_A_GATE: dict[str, tuple[str, ...]] = {"lstm": _LSTM, "gru": _GRU}
"""The blocks of rows in the weights and biases of a layer with gates, by its kind."""
_SHARED_OUT = {
    "w": "w^{%s}", "u": "u^{%s}", "bˣ": "b^{x%s}", "bʰ": "b^{h%s}", "b": "b^{%s}",
    "w←": "\\overleftarrow{w}^{%s}", "u←": "\\overleftarrow{u}^{%s}", "b←ˣ": "\\overleftarrow{b}^{x%s}",
    "b←ʰ": "\\overleftarrow{b}^{h%s}",
}
ACCENTS |= {
    letter + small: f"{{{latex % name}}}" for letter, latex in _SHARED_OUT.items() for small, name in _BLOCKS.items()
}
LSTM_CELL: dict[str, str] = {
    "input_gate": "i", "forget_gate": "f", "output_gate": "o", "candidate": "g", "cell": "c", "kept": "cᶠ",
    "written": "cⁱ", "squashed": "ĉ", "hidden": "h",
}
"""What the parts of an LSTM cell that is drawn with its gates give, by part."""


def gate_letter(kind: str, letter: str, row: int, rows: int) -> tuple[str, int]:
    """The letter of a weight or bias with the gate that its row is of, and its unit there, counted from 0."""
    blocks = OF_A_GATE.get(kind)
    if blocks is None or rows % len(blocks):
        return letter, row
    block, unit = divmod(row, rows // len(blocks))
    return letter + blocks[block], unit


def value_letter(quantity: str, cell: Numbers, sample: Numbers) -> tuple[str, Numbers]:
    """The letter of a value and the places in its subscript, counted from 0."""
    found = VALUES.get(quantity, "h")
    return (found, cell) if isinstance(found, str) else found(cell, sample)
