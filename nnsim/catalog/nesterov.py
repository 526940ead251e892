"""Nesterov's momentum (1983), in PyTorch's form: v ← μ v + g, w ← w − η (g + μ v)."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.momentum import Momentum, MomentumSettings
from nnsim.catalog.rule import UpdateLowering
from nnsim.ops.update import Descend
from nnsim.ops.update_velocity import LookAhead, Velocity
from nnsim.text.messages import message


class NesterovSettings(MomentumSettings, frozen=True):
    """The learning rate η and the momentum μ."""


class Nesterov(Momentum):
    """v′ = μ v + g;  d = g + μ v′;  w′ = w − η d"""

    id = "nesterov"
    title = message("Nesterov momentum")
    meaning = message("Momentum that looks ahead: it steps where its velocity will carry it next.")
    Settings = NesterovSettings
    fields: ClassVar[tuple[Field, ...]] = Momentum.fields

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        momentum = lowering.hyper("momentum")
        velocity = lowering.emit(Velocity(), lowering.state("velocity"), gradient, momentum, quantity="velocity")
        lowering.keep("velocity", velocity)
        ahead = lowering.emit(LookAhead(), gradient, velocity, momentum, quantity="look_ahead")
        return lowering.emit(Descend(), parameter, ahead, lowering.hyper("learning_rate"), quantity="updated")
