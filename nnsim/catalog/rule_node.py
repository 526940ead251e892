"""The rule node: rules that a person writes as a small table of conditions, in place of anything that is learned."""

from math import isfinite
from typing import ClassVar, Literal

from msgspec import Struct

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import Shape, Shapes
from nnsim.document import Node
from nnsim.document import Settings as AnySettings
from nnsim.ops.rules import Condition, Conditions, FirstRule, Rule
from nnsim.text.messages import Message, message

MOST_RULES, MOST_CONDITIONS, LARGEST = 32, 8, 1e9


class RuleCondition(Struct, frozen=True):
    """Input number `input` (counted from 0) compared with a threshold."""

    input: int = 0
    comparison: Literal[">", "≥", "<", "≤"] = ">"
    threshold: float = 0.0


class WrittenRule(Struct, frozen=True):
    """If all conditions hold, this value."""

    conditions: tuple[RuleCondition, ...] = (RuleCondition(),)
    value: float = 1.0


class RulesSettings(AnySettings, frozen=True):
    """Rules from the first to the last, and the value where none of them holds."""

    rules: tuple[WrittenRule, ...] = (WrittenRule(),)
    otherwise: float = 0.0


class Rules(Kind):
    """y = the value of the first rule whose conditions all hold, else another value"""

    id = "rules"
    title = message("Rules")
    meaning = message("Answers by rules that you write: if x₁ > 0 and x₂ < 1, then 1. Nothing in it is learned.")
    category = "rule"
    Settings = RulesSettings
    fields: ClassVar[tuple[Field, ...]] = (
        Field("rules", message("Rules"), message("Each rule: conditions that must all hold, and the value it gives."),
              "rule_table", RulesSettings().rules),
        Field("otherwise", message("Else"), message("The value where the conditions of no rule hold."),
              "float", 0.0, -LARGEST, LARGEST, -1.0, 1.0),
    )

    def check(self, settings: AnySettings) -> Message | None:
        assert isinstance(settings, RulesSettings)
        if len(settings.rules) > MOST_RULES:
            return message("Rules: expected at most {most}, got {count}. Delete some.", most=MOST_RULES,
                           count=len(settings.rules))
        for number, rule in enumerate(settings.rules):
            if not 1 <= len(rule.conditions) <= MOST_CONDITIONS:
                return message("Rule {number}: expected 1 to {most} conditions, got {count}. Write as many.",
                               number=number + 1, most=MOST_CONDITIONS, count=len(rule.conditions))
            lowest = min(each.input for each in rule.conditions)
            if lowest < 0:
                return message("Rule {number}: inputs are counted from 1, got {got}. Ask about another input.",
                               number=number + 1, got=lowest + 1)
            for value in (rule.value, *(each.threshold for each in rule.conditions)):
                if not isfinite(value) or abs(value) > LARGEST:
                    return message("Rule {number}: expected numbers from {low} to {high}, got {value}. Choose "
                                   "another number.", number=number + 1, low=-LARGEST, high=LARGEST, value=value)
        return super().check(settings)

    def refuses(self, settings: RulesSettings, inputs: Shapes) -> Message | None:
        count = inputs["in"][0][0]
        for number, rule in enumerate(settings.rules):
            asked = max(each.input for each in rule.conditions)
            if asked >= count:
                return message(
                    "Rule {number} asks about input {asked}, but {count} link into it. Link more, or ask about another "
                    "input.", number=number + 1, asked=asked + 1, count=count)
        return None

    def shape(self, settings: RulesSettings, inputs: Shapes) -> Shape:
        return (1,)

    def open_shape(self, settings: RulesSettings) -> Shape:
        return (1,)

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings = node.settings
        assert isinstance(settings, RulesSettings)
        every = list(dict.fromkeys(each for rule in settings.rules for each in rule.conditions))
        conditions = tuple(Condition(each.input, each.comparison, each.threshold) for each in every)
        rules = tuple(Rule(tuple(every.index(each) for each in rule.conditions), rule.value) for rule in settings.rules)
        held = lowering.emit(Conditions(conditions), inputs.output, quantity="condition")
        return Lowered(lowering.emit(FirstRule(rules, settings.otherwise), held))

    def facts(self, settings: RulesSettings, units: int | None) -> Message | None:
        count = len(settings.rules)
        return message("1 rule") if count == 1 else message("{count} rules", count=count)
