"""AdamW (Loshchilov and Hutter 2019): Adam, with weights that decay by themselves instead of through the gradient."""

from typing import Any, ClassVar

from nnsim.catalog.adam import Adam, AdamSettings
from nnsim.catalog.field import Field
from nnsim.catalog.rule import UpdateLowering, learning_rate, weight_decay
from nnsim.ops.update import Decay
from nnsim.text.messages import message


class AdamWSettings(AdamSettings, frozen=True):
    """Adam's settings and the weight decay λ."""

    learning_rate: float = 0.001
    weight_decay: float = 0.01


class AdamW(Adam):
    """w̃ = w − η λ w;  w′ = w̃ − η m̂ / (√v̂ + ε), with m̂ and v̂ as in Adam"""

    id = "adamw"
    title = message("AdamW")
    meaning = message("Adam, and besides every weight shrinks a little in each step.")
    Settings = AdamWSettings
    fields: ClassVar[tuple[Field, ...]] = (learning_rate(0.001), *Adam.fields[1:], weight_decay(0.01))

    def hyper(self, settings: Any, step: int) -> dict[str, float]:
        return super().hyper(settings, step) | {"weight_decay": settings.weight_decay}

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        decayed = lowering.emit(Decay(), parameter, lowering.hyper("learning_rate"), lowering.hyper("weight_decay"),
                                quantity="decayed")
        return super().update(lowering, decayed, gradient)
