"""The feature node: designed features, which a person chooses where a deep network would have to learn them."""

from itertools import combinations_with_replacement
from typing import ClassVar

from msgspec import Struct

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import Shape, Shapes
from nnsim.document import Node
from nnsim.document import Settings as AnySettings
from nnsim.ops.features import Feature, Monomial, Shaped, Wave
from nnsim.ops.features import Features as FeatureFormulas
from nnsim.text.messages import Message, message

MOST_FEATURES, HIGHEST_POWER, MOST_FACTORS = 256, 9, 4


class PowerFeature(Struct, frozen=True, tag="power"):
    """A product of powers: pairs of an input (from 0, in rising order) and its power; ((0, 1),) is x₁ itself."""

    powers: tuple[tuple[int, int], ...] = ((0, 1),)


class ShapedFeature(Struct, frozen=True, tag="shaped"):
    """sin x, cos x or |x| of an input (from 0)."""

    function: Wave = "sin"
    input: int = 0


DesignedFeature = PowerFeature | ShapedFeature


class FeaturesSettings(AnySettings, frozen=True):
    """The features, in the order of the node's units."""

    features: tuple[DesignedFeature, ...] = (PowerFeature(((0, 1),)), PowerFeature(((0, 2),)))


class Features(Kind):
    """f = (x₁, x₁², x₁ x₂, sin x₁, …)"""

    id = "features"
    title = message("Features")
    meaning = message("Computes features that you choose, such as x₁² or sin x₂. Nothing in it is learned.")
    category = "rule"
    Settings = FeaturesSettings
    fields: ClassVar[tuple[Field, ...]] = (
        Field("features", message("Features"), message("What is computed from the inputs, one unit each."),
              "feature_list", FeaturesSettings().features),
    )

    def check(self, settings: AnySettings) -> Message | None:
        assert isinstance(settings, FeaturesSettings)
        if not 1 <= len(settings.features) <= MOST_FEATURES:
            return message("Features: expected 1 to {most}, got {count}. Choose as many.", most=MOST_FEATURES,
                           count=len(settings.features))
        for number, feature in enumerate(settings.features):
            objection = _objection(feature)
            if objection is not None:
                return message("Feature {number}: {objection}", number=number + 1, objection=objection)
        return None

    def refuses(self, settings: FeaturesSettings, inputs: Shapes) -> Message | None:
        count = inputs["in"][0][0]
        for number, feature in enumerate(settings.features):
            asked = max(inputs_of(feature))
            if asked >= count:
                return message(
                    "Feature {number} is made from input {asked}, but {count} link into it. Link more, or choose "
                    "another feature.", number=number + 1, asked=asked + 1, count=count)
        return None

    def shape(self, settings: FeaturesSettings, inputs: Shapes) -> Shape:
        return (len(settings.features),)

    def open_shape(self, settings: FeaturesSettings) -> Shape:
        return (len(settings.features),)

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        assert isinstance(node.settings, FeaturesSettings)
        formulas = tuple(_formula(feature) for feature in node.settings.features)
        return Lowered(lowering.emit(FeatureFormulas(formulas), inputs.output, quantity="feature"))

    def facts(self, settings: FeaturesSettings, units: int | None) -> Message | None:
        count = len(settings.features)
        return message("1 feature") if count == 1 else message("{count} features", count=count)


def inputs_of(feature: DesignedFeature) -> tuple[int, ...]:
    """The inputs that a feature is made from, counted from 0."""
    return (feature.input,) if isinstance(feature, ShapedFeature) else tuple(i for i, _ in feature.powers)


def offered(inputs: int, degree: int = 3) -> tuple[DesignedFeature, ...]:
    """What can be chosen for so many inputs: every product of powers up to a degree, then sine, cosine and size."""
    powers: list[DesignedFeature] = []
    for total in range(1, degree + 1):
        for chosen in combinations_with_replacement(range(inputs), total):
            powers.append(PowerFeature(tuple((i, chosen.count(i)) for i in dict.fromkeys(chosen))))
    functions: tuple[Wave, ...] = ("sin", "cos", "abs")
    return (*powers, *(ShapedFeature(function, i) for function in functions for i in range(inputs)))


def _objection(feature: DesignedFeature) -> Message | None:
    inputs = inputs_of(feature)
    if not 1 <= len(inputs) <= MOST_FACTORS:
        return message("expected 1 to {most} factors, got {count}. Choose another feature.", most=MOST_FACTORS,
                       count=len(inputs))
    if min(inputs) < 0 or list(inputs) != sorted(set(inputs)):
        return message("expected different inputs, counted from 1, in rising order, got {got}. Choose another feature.",
                       got=", ".join(str(each + 1) for each in inputs))
    powers = [power for _, power in feature.powers] if isinstance(feature, PowerFeature) else []
    wrong = [power for power in powers if not 1 <= power <= HIGHEST_POWER]
    if wrong:
        return message("expected whole powers from 1 to {most}, got {got}. Choose another feature.",
                       most=HIGHEST_POWER, got=wrong[0])
    return None


def _formula(feature: DesignedFeature) -> Feature:
    if isinstance(feature, ShapedFeature):
        return Shaped(feature.function, feature.input)
    return Monomial(feature.powers)
