"""Schedules: how the learning rate changes in the course of training, as factors of the rule's own."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from msgspec.structs import replace

from nnsim.catalog.field import EPOCHS, Field, check_fields
from nnsim.document import Lows, TrainingPlan
from nnsim.document import Settings as AnySettings
from nnsim.text.messages import Message, message


@dataclass(frozen=True)
class Progress:
    """How far training has come: whole epochs and training steps done, and how long it is meant to be.

    `lowered` is the factor of a schedule that waits for the loss, which is a part of the training state.
    """

    epoch: int
    step: int
    epochs: int
    steps_per_epoch: int
    lowered: float = 1.0


class ScheduleKind(ABC):
    """A schedule; one instance each. Its docstring is the factor of the learning rate after `epoch` whole epochs."""

    id: ClassVar[str]
    title: ClassVar[Message]
    meaning: ClassVar[Message]
    Settings: ClassVar[type[AnySettings]]
    fields: ClassVar[tuple[Field, ...]]
    waits: ClassVar[bool] = False
    """Follows the loss at the ends of epochs."""

    def default_settings(self) -> AnySettings:
        """AnySettings with every default."""
        return self.Settings()

    def check(self, settings: AnySettings) -> Message | None:
        """Why these settings are not accepted, or None."""
        return check_fields(self.fields, settings)

    @abstractmethod
    def factor(self, settings: Any, progress: Progress) -> float:
        """What the learning rate of the coming training step is multiplied by."""

    def after_epoch(self, settings: Any, lows: Lows, loss: float) -> Lows:
        """What is remembered of the loss after one epoch more, for schedules that wait for it."""
        return lows


class StepsSettings(AnySettings, frozen=True):
    """Epochs between two steps, and γ."""

    every: int = 30
    gamma: float = 0.1


class Steps(ScheduleKind):
    """γ^⌊epoch / every⌋   (PyTorch: StepLR)"""

    id = "steps"
    title = message("In steps")
    meaning = message("The learning rate drops at once each time so many epochs have passed.")
    Settings = StepsSettings
    fields: ClassVar[tuple[Field, ...]] = (
        Field("every", message("Epochs per drop"), message("How many epochs pass from one drop to the next."),
              "int", 30, 1, 10_000_000, 1, 200, unit=EPOCHS),
        Field("gamma", message("γ"), message("What the learning rate is multiplied by each time."),
              "float", 0.1, 0.0, 1.0, 0.01, 1.0),
    )

    def factor(self, settings: StepsSettings, progress: Progress) -> float:
        return float(settings.gamma ** (progress.epoch // settings.every))


class ExponentialSettings(AnySettings, frozen=True):
    """γ."""

    gamma: float = 0.95


class Exponential(ScheduleKind):
    """γ^epoch   (PyTorch: ExponentialLR)"""

    id = "exponential"
    title = message("Exponential")
    meaning = message("In every epoch the learning rate becomes smaller by the same share.")
    Settings = ExponentialSettings
    fields: ClassVar[tuple[Field, ...]] = (
        Field("gamma", message("γ"), message("What the learning rate is multiplied by in every epoch."),
              "float", 0.95, 0.0, 1.0, 0.8, 1.0),
    )

    def factor(self, settings: ExponentialSettings, progress: Progress) -> float:
        return float(settings.gamma**progress.epoch)


class CosineSettings(AnySettings, frozen=True):
    """The share of the learning rate that is left in the end."""

    end: float = 0.0


class Cosine(ScheduleKind):
    """end + (1 − end) · ½ (1 + cos(π · epoch / epochs)), over all epochs of the plan   (PyTorch: CosineAnnealingLR)"""

    id = "cosine"
    title = message("Cosine")
    meaning = message("The learning rate falls along half a cosine wave until the plan's last epoch.")
    Settings = CosineSettings
    fields: ClassVar[tuple[Field, ...]] = (
        Field("end", message("Share in the end"), message("The share of the learning rate that is left in the end."),
              "float", 0.0, 0.0, 1.0, 0.0, 0.5),
    )

    def factor(self, settings: CosineSettings, progress: Progress) -> float:
        gone = min(progress.epoch / max(progress.epochs, 1), 1.0)
        return settings.end + (1.0 - settings.end) * 0.5 * (1.0 + math.cos(math.pi * gone))


class PlateauSettings(AnySettings, frozen=True):
    """The factor, the epochs to wait, and the share by which the loss must fall to count."""

    factor: float = 0.1
    patience: int = 10
    threshold: float = 1e-4


class Plateau(ScheduleKind):
    """factor^k, k counting how often the loss did not fall for more than `patience` epochs

    (PyTorch: ReduceLROnPlateau, with its relative threshold)
    """

    id = "plateau"
    title = message("On a plateau")
    meaning = message("When the loss has not fallen for some epochs, the learning rate becomes smaller.")
    Settings = PlateauSettings
    waits = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field("factor", message("Factor"), message("What the learning rate is multiplied by each time."),
              "float", 0.1, 0.0, 0.9999, 0.01, 0.9),
        Field("patience", message("Patience"), message("How many epochs without a lower loss are waited for."),
              "int", 10, 0, 10_000_000, 0, 50, unit=EPOCHS),
        Field("threshold", message("Least fall"), message("The share by which the loss must fall to count as lower."),
              "float", 1e-4, 0.0, 1.0, 1e-6, 0.1, log=True),
    )

    def factor(self, settings: PlateauSettings, progress: Progress) -> float:
        return progress.lowered

    def after_epoch(self, settings: PlateauSettings, lows: Lows, loss: float) -> Lows:
        if loss < (math.inf if lows.low is None else lows.low * (1.0 - settings.threshold)):
            return replace(lows, low=loss, stalled=0)
        if lows.stalled < settings.patience:
            return replace(lows, stalled=lows.stalled + 1)
        return replace(lows, stalled=0, rate_factor=lows.rate_factor * settings.factor)


class OneCycleSettings(AnySettings, frozen=True):
    """The share of training in which the learning rate rises, and the shares of it at the start and in the end."""

    rise: float = 0.3
    start: float = 0.04
    end: float = 4e-6


class OneCycle(ScheduleKind):
    """start → 1 → end, both along half a wave, step by step over all epochs of the plan

    (PyTorch: OneCycleLR with div_factor 1/start and final_div_factor start/end, without its cycle of the momentum)
    """

    id = "one_cycle"
    title = message("One cycle")
    meaning = message("The learning rate rises to its full size and falls to almost nothing, once in a training.")
    Settings = OneCycleSettings
    fields: ClassVar[tuple[Field, ...]] = (
        Field("rise", message("Rises for"), message("The share of the training in which the learning rate rises."),
              "float", 0.3, 0.0, 1.0, 0.05, 0.5),
        Field("start", message("Share at first"), message("The share of the learning rate with which it begins."),
              "float", 0.04, 0.0, 1.0, 0.01, 1.0),
        Field("end", message("Share in the end"), message("The share of the learning rate that is left in the end."),
              "float", 4e-6, 0.0, 1.0, 1e-7, 1.0, log=True),
    )

    def factor(self, settings: OneCycleSettings, progress: Progress) -> float:
        total = progress.epochs * progress.steps_per_epoch
        top, last = settings.rise * total - 1.0, total - 1.0
        if progress.step <= top:
            return _wave(settings.start, 1.0, progress.step / top if top > 0 else 1.0)
        return _wave(1.0, settings.end, min((progress.step - top) / max(last - top, 1e-300), 1.0))


def _wave(start: float, end: float, gone: float) -> float:
    """From start to end along half a cosine wave."""
    return end + (start - end) * 0.5 * (1.0 + math.cos(math.pi * gone))


def rate_factor(plan: TrainingPlan, progress: Progress, updates: int) -> float:
    """What a plan's schedule and warm-up make of the learning rate after so many updates."""
    kind = schedule_of(plan)
    factor = 1.0 if kind is None or plan.schedule is None else kind.factor(plan.schedule.settings, progress)
    return factor * warm_up_factor(plan.warm_up, updates)


def warm_up_factor(length: int, updates: int) -> float:
    """(t + 1) / n in the first n updates, then 1   (PyTorch: LinearLR from 1/n)"""
    return min((updates + 1) / length, 1.0) if length > 0 else 1.0


SCHEDULES: tuple[ScheduleKind, ...] = (Steps(), Exponential(), Cosine(), Plateau(), OneCycle())
_BY_ID = {each.id: each for each in SCHEDULES}


def schedule(schedule_id: str) -> ScheduleKind:
    """The schedule of this id. Raises KeyError when there is none."""
    return _BY_ID[schedule_id]


def schedule_of(plan: TrainingPlan) -> ScheduleKind | None:
    """The schedule of a plan; None when it has none, or one that this version does not know."""
    return None if plan.schedule is None else _BY_ID.get(plan.schedule.kind)
