"""The letters of the lesson: what the numbers of a program are called in formulas, by their quantity."""

from collections.abc import Callable

Numbers = tuple[int, ...]
OfCell = Callable[[Numbers, Numbers], tuple[str, Numbers]]
"""From a cell's index in its sample and the sample's shape to its letter and the places in its subscript (from 0)."""



def _along_axes(letter: str) -> OfCell:
    """This letter, with places along the axes that have more than one."""
    return lambda cell, sample: (letter, tuple(at for at, size in zip(cell, sample, strict=True) if size > 1))


VALUES: dict[str, str | OfCell] = {
    "activation": "h",
    "sum": "z",
    "noise": "u",
    "normal_noise": "ε",
    "keep": "k",
    "mean": _along_axes("μ"),
    "variance": _along_axes("σ²"),
    "normalized": _along_axes("x̂"),
    "new_running_mean": "μ̄′",
    "new_running_variance": "σ̄²′",
    "common_gradient": _along_axes("ḡ"),
    "gradient_along": _along_axes("s"),
    "condition": "c",
    "feature": "f",
    "one_hot": "y",
    "smoothed_target": "ỹ",
    "class_weight": "α",
    "weighed_target": "q",
    "count": "N",
    "squared_length": "q",
    "gradient_length": "n",
    "clip_factor": "f",
}
"""Values of the forward phase by quantity; what is not listed is an activation."""
PARAMETERS: dict[str, str] = {
    "weight": "w",
    "bias": "b",
    "scale": "γ",
    "shift": "β",
    "running_mean": "μ̄",
    "running_variance": "σ̄²",
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
    "correction_present": ("1-\\mu_{1}\\cdots\\mu_{t}", "(1 − μ₁⋯μₜ)"),
    "correction_upcoming": ("1-\\mu_{1}\\cdots\\mu_{t+1}", "(1 − μ₁⋯μₜ₊₁)"),
    "rise": ("\\eta^{+}", "η⁺"),
    "fall": ("\\eta^{-}", "η⁻"),
    "smallest": ("\\Delta_{\\min}", "Δmin"),
    "largest": ("\\Delta_{\\max}", "Δmax"),
    "clip_value": ("c", "c"),
    "clip_norm": ("c", "c"),
}
"""Numbers that a plan sets: LaTeX and plain text."""
ACCENTS = {
    "ŷ": "\\hat{y}", "m̂": "\\hat{m}", "v̂": "\\hat{v}", "x̂": "\\hat{x}", "δ": "\\delta", "γ": "\\gamma", "β": "\\beta",
    "μ": "\\mu", "σ": "\\sigma", "σ²": "{\\sigma^{2}}", "α": "\\alpha", "c̃": "\\tilde{c}", "Δ": "\\Delta",
    "m̄": "\\bar{m}", "ḡ": "\\bar{g}", "μ̄": "\\bar{\\mu}", "σ̄²": "{\\bar{\\sigma}^{2}}", "μ̄′": "{\\bar{\\mu}^{\\prime}}",
    "σ̄²′": "{\\bar{\\sigma}^{2\\prime}}", "ε": "\\varepsilon", "ỹ": "\\tilde{y}", "w̃": "\\tilde{w}", "b̃": "\\tilde{b}",
}
"""LaTeX of letters that are not written as they are."""


def value_letter(quantity: str, cell: Numbers, sample: Numbers) -> tuple[str, Numbers]:
    """The letter of a value and the places in its subscript, counted from 0."""
    found = VALUES.get(quantity, "h")
    return (found, cell) if isinstance(found, str) else found(cell, sample)
