"""The positional encoding: adds to each place of a sequence what tells it from the others."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.initializers import Initializer, Normal
from nnsim.catalog.kind import Kind, Lowered, Lowering, ParameterSpec
from nnsim.catalog.port import Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.positions import LearnedPosition, WavePosition
from nnsim.text.messages import Message, message


class PositionSettings(Settings, frozen=True):
    """Whether places are told by waves or by learned numbers, and how those begin."""

    form: str = "waves"
    initializer: Initializer = Normal(0.02)


FORMS = (("waves", message("waves")), ("learned", message("learned")))


class Position(Kind):
    """h[t] = x[t] + p[t]"""

    id = "position"
    title = message("Position")
    meaning = message("Adds to each place of a sequence numbers of its own, since attention by itself knows no order.")
    category = "attention"
    Settings = PositionSettings
    ports = (Port(ranks=(2,), links="one"),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("form", message("Places told by"),
              message("Sine and cosine waves of many lengths, or a learned number for each place and feature."),
              "choice", "waves", choices=FORMS),
        Field("initializer", message("Learned numbers begin as"),
              message("How the numbers of each place are drawn before training, if they are learned."), "initializer",
              Normal(0.02)),
    )

    def shape(self, settings: PositionSettings, inputs: Shapes) -> Shape:
        return inputs["in"][0]

    def parameters(self, settings: PositionSettings, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        if settings.form == "waves":
            return ()
        steps, features = inputs["in"][0]
        return (ParameterSpec("position", (steps, features), settings.initializer, features, features, 1),)

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        assert isinstance(node.settings, PositionSettings)
        if node.settings.form == "waves":
            return Lowered(lowering.emit(WavePosition(), inputs.output))
        return Lowered(lowering.emit(LearnedPosition(), inputs.output, lowering.parameter("position")))

    def facts(self, settings: PositionSettings, units: int | None) -> Message | None:
        return dict(FORMS)[settings.form]
