"""Cases of what is written by hand instead of learned: rules and designed features."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops.features import Features, FeaturesGradient, Monomial, Shaped
from nnsim.ops.rules import Condition, Conditions, FirstRule, NoSlope, Rule
from tests.batteries.check_op import OpCase

Random = np.random.Generator
CONDITIONS = (Condition(0, ">", 0.2), Condition(1, "<", -0.1), Condition(2, "≥", 0.0), Condition(0, "≤", -0.4))
FEATURES = (
    Monomial(((0, 1),)), Monomial(((0, 2),)), Monomial(((0, 1), (1, 1))), Monomial(((1, 3),)),
    Monomial(((0, 2), (2, 1))), Monomial(()), Shaped("sin", 0), Shaped("cos", 1), Shaped("abs", 2), Shaped("sin", 2),
)


def cases(random: Random) -> Iterator[OpCase]:
    """Few and many of them, on inputs that lie in a row and on views."""
    for samples in (1, 6):
        drawn = np.round(random.normal(size=(samples, 2, 3)), 1) + 0.05  # away from thresholds, kinks and 0
        for x in (drawn[:, 0].copy(), drawn[:, 1]):
            yield OpCase(Conditions(CONDITIONS), (x,))
            yield OpCase(Conditions(CONDITIONS[:1]), (x,))
            yield OpCase(NoSlope(), (x,))
            for features in (FEATURES, FEATURES[:1], FEATURES[7:8]):
                yield OpCase(Features(features), (x,))
                yield OpCase(FeaturesGradient(features), (random.normal(size=(samples, len(features))), x))
        held = random.integers(0, 2, (samples, 4)) * 1.2  # away from where a small step decides
        small = (Rule((0, 1), 1e-3), Rule((2,), -2e-3), Rule((0, 2, 3), 2.5e-4))  # differences of 0 stay below 10⁻¹²
        yield OpCase(FirstRule(small, 7e-3), (held,))
        yield OpCase(FirstRule((Rule((3,), 1.0),), 0.0), (held,))


def extremes() -> Iterator[OpCase]:
    """Inputs on a threshold, far out, and at the kink of |x|."""
    x = np.array([[0.2, -0.1, 0.0], [-0.4, 1e9, -1e9], [0.0, 0.0, -0.0]])
    yield OpCase(Conditions(CONDITIONS), (x,))
    yield OpCase(FirstRule((Rule((0, 1), 1.0), Rule((2,), 2.0)), 0.0), (np.eye(3, 4),))
    yield OpCase(FeaturesGradient(FEATURES[8:9]), (np.ones((3, 1)), x))
