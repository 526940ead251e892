"""A training session: advances a document's training by a budget, keeps its curves, and stops before it diverges."""

import math
from collections import deque
from time import perf_counter

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from nnsim.backend import Backend
from nnsim.document import Document, TrainingPlan, TrainingState
from nnsim.program import Trainer
from nnsim.program.unit_values import value_counts
from nnsim.session.budget import Budget
from nnsim.session.curves import Curves
from nnsim.session.divergence import explain_divergence, explain_overflow, first_node
from nnsim.session.early_stop import told_early
from nnsim.session.figures import CREDIT_SECONDS, Figures
from nnsim.session.layout import MAP_RESOLUTION, Layout, layout_of
from nnsim.session.snapshot import Snapshot
from nnsim.text import Message
from nnsim.trace.breakpoints import reading_between, told, told_broken
from nnsim.trace.condition_watch import ConditionWatch

SHARE = 0.03  # of the time, for losses and accuracies, and the same for maps
VALUE_SHARE = 0.005  # for what the neurons give for the sample at hand
VALUE_CREDIT_SECONDS = 0.01
ANCHOR_SECONDS = 0.25


class TrainingSession:
    """Trains a document wherever it is called: in the worker, on the command line, in a test.

    Every kept epoch's losses and accuracies go into the curves as far as the time budget allows. A loss that is not
    finite ends the training within the step: `trouble` says where and why, and the state goes back to the last step
    whose loss was finite. The way back is a replay from a copied state, which costs nothing while all goes well.

    Args:
        document: what to train. It stays as it is; `document()` has what came of it.
        share: the part of the time that losses, accuracies and maps may take; infinite to leave out none.
        backend: where to compute; NumPy unless given.
        learns: whether it is to be trained; if not, it may lack a loss, and is only looked at.

    Raises:
        NnsimError: the network or its data cannot be trained.
    """

    def __init__(
        self, document: Document, share: float = SHARE, backend: Backend | None = None, learns: bool = True
    ) -> None:
        self.trainer = Trainer(document, backend, learns=learns)
        self.trouble: Message | None = None
        self.watch = ConditionWatch()
        self._met: Message | None = None
        self._started_from = document
        self._plan = document.plan
        self._curves = Curves(document.history)
        self._figures = Figures(self.trainer, share)
        self._maps: dict[str, NDArray[np.float32]] = {}
        self._map_budget = Budget(share, CREDIT_SECONDS)
        self._activations: dict[str, NDArray[np.float32]] = {}
        self._sample = self._shown_sample = 0
        self._value_budget = Budget(min(share, VALUE_SHARE), VALUE_CREDIT_SECONDS)
        self._goal_step = self._goal_epoch = math.inf
        self._anchors: deque[TrainingState] = deque([self.trainer.state()], maxlen=2)
        self._anchor_due = 0.0

    @property
    def step(self) -> int:
        """Training steps done."""
        return self.trainer.step_number

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch, the last one possibly smaller."""
        return -(-len(self.trainer.data.x_train) // self.trainer.batch_size)

    @property
    def threads(self) -> int:
        """BLAS threads under which the bits of this training are defined."""
        return self.trainer.threads

    @property
    def reached_goal(self) -> bool:
        """Whether the goal of `set_goal` is reached, training stopped early, or what it stops at holds."""
        reached = self.step >= self._goal_step or self.trainer.epoch_number >= self._goal_epoch
        return reached or self._met is not None or self.trainer.stopped_early

    @property
    def early_stop(self) -> Message | None:
        """Why training stopped early, or the condition that it stopped at; None while it did not."""
        if self._met is not None:
            return self._met
        best = self.trainer.lows.best
        if not self.trainer.stopped_early or best is None:
            return None
        return told_early(self._plan.patience, best, len(self.trainer.data.x_test) > 0)

    def document(self) -> Document:
        """The document with the state and curves that training has come to."""
        return replace(self.trainer.document(), history=self._curves.history())

    def last_kept(self) -> Document:
        """The document as it was at most a moment ago, without asking the backend, which may have failed."""
        self._curves.forget_after(self._anchors[-1].epoch)
        return replace(self._started_from, plan=self._plan, state=self._anchors[-1], history=self._curves.history())

    def set_goal(self, steps: int | None = None, epochs: int | None = None) -> None:
        """End after so many more steps or epochs; without either, at the next multiple of the plan's epochs."""
        epoch = self.trainer.epoch_number
        self.trouble = self._met = None
        if self.trainer.stopped_early:
            self.trainer.wait_anew()
        self._goal_step = math.inf if steps is None else self.step + steps
        if epochs is not None:
            self._goal_epoch = epoch + epochs
        else:
            self._goal_epoch = math.inf if steps is not None else (epoch // self._plan.epochs + 1) * self._plan.epochs
        for budgeted in (self._figures, self._map_budget, self._value_budget):
            budgeted.restart()

    def advance(self, seconds: float = math.inf, steps: float = math.inf, epochs: float = math.inf) -> None:
        """Train until any of the budgets is used up, the goal is reached, or there is trouble."""
        last_step = min(self._goal_step, self.step + steps)
        last_epoch = min(self._goal_epoch, self.trainer.epoch_number + epochs)
        with np.errstate(all="ignore"):  # what is not finite is found below and explained
            self._note_epoch()
            self._train(perf_counter() + seconds, last_step, last_epoch)

    def _train(self, deadline: float, last_step: float, last_epoch: float) -> None:
        trainer = self.trainer
        epoch, now = trainer.epoch_number, perf_counter()
        while trainer.step_number < last_step and epoch < last_epoch and self.trouble is None and self._met is None:
            if trainer.stopped_early:
                return
            if now >= self._anchor_due:
                self._keep_anchor(trainer.state())
            executor = trainer.step()
            loss = trainer.loss(executor)
            if loss - loss != 0.0:  # NaN or infinite
                self._break_off(loss, epoch + 1)
                return
            if trainer.epoch_number != epoch:
                epoch = trainer.epoch_number
                self._note_epoch()
            if self.watch.conditions:
                self._look(loss)
            now = perf_counter()
            if now >= deadline:
                return

    def _break_off(self, loss: float, epoch: int) -> None:
        """After a step whose loss is not finite: back to the numbers before, and why."""
        broken = self.trainer.step_number - 1
        if self.watch.for_broken is not None:  # up to now all was looked at, and finite
            self._stand_before_broken(broken)
            return
        self._go_back_to(broken - 1)
        self.trouble = self._why(broken, loss, epoch)

    def _look(self, loss: float) -> None:
        """Stop where a condition holds after this step; of numbers that are not finite, before it."""
        found = self.watch.look(reading_between(self.trainer, self.watch.conditions, loss))
        if found is None:
            return
        if found[0].quantity == "not_finite":
            self._stand_before_broken(self.trainer.step_number - 1)
            return
        names = {node.id: node.name for node in self._started_from.network.nodes}
        self._met = told(*found, self.trainer.step_number, names)

    def _stand_before_broken(self, step: int) -> None:
        """Back to where a step begins that makes a number NaN or infinite."""
        self._go_back_to(step)
        self.watch.held = frozenset()
        node = first_node(self.trainer.look())
        self._met = told_broken(step + 1, self._started_from.network.node(node).name if node else None)

    def change_plan(self, plan: TrainingPlan) -> None:
        """Go on with another plan; parameters, the rule's memory and the place in training stay.

        Raises:
            NnsimError: the network cannot be trained by this plan.
        """
        self.trainer.replace(replace(self.trainer.document(), plan=plan))
        self._plan = plan
        self._figures.forget(metrics_alone=True)
        self._anchors = deque([self.trainer.state()], maxlen=2)

    def look_at(self, sample: int) -> None:
        """Choose the training sample, from 0, whose activations snapshots have; the last one where there are fewer."""
        self._sample = min(max(sample, 0), len(self.trainer.data.x_train) - 1)

    def layout(self) -> Layout:
        """What snapshots of this session hold."""
        program = self.trainer.program
        units = {node: slots.stop - slots.start for node, slots in program.nodes.items()
                 if program.slots[slots.output].per_sample}
        maps = units if self.trainer.data.bounds is not None else {}
        norms = tuple(self.trainer.gradient_norms())
        return layout_of(self.trainer.state(), norms, maps, self.trainer.measure_form(),
                         value_counts(program))

    def snapshot(
        self, maps: bool, fresh: bool, steps_per_second: float = 0.0, generation: int = 0, metrics: bool = True
    ) -> Snapshot:
        """The present moment; with newer maps, activations and metrics where they are asked for.

        `fresh` computes every figure now; else old ones stand in when the budget is used up.
        """
        with np.errstate(all="ignore"):
            state = self._finite_state()
            self._keep_anchor(state)
            if fresh or (metrics and self._figures.metrics_allowed):
                self._figures.appraise()
                self._note_epoch()
            elif self._figures.allowed:
                self._figures.measure()
                self._note_epoch()
            if maps and (fresh or self._map_budget.allows):
                with self._map_budget.spending():
                    self._maps = self.trainer.unit_maps(MAP_RESOLUTION)
            if maps and (fresh or self._value_budget.allows):
                with self._value_budget.spending():
                    values = self.trainer.unit_values(self._sample)
                    self._activations = values | self.trainer.unit_deltas(self._sample)
                self._shown_sample = self._sample
            norms = self.trainer.gradient_norms()
        return Snapshot(
            state, self._curves.history(), *self._figures.known, gradient_norms=norms, unit_maps=self._maps,
            rate=steps_per_second / self.steps_per_epoch, steps_per_second=steps_per_second, generation=generation,
            measures=self._figures.measures, activations=self._activations, sample=self._shown_sample,
        )

    def _finite_state(self) -> TrainingState:
        """The present state; when the last update gave numbers that are not finite, the state before it."""
        state = self.trainer.state()
        broken = next((path for path, array in state.parameters.items() if not np.isfinite(array).all()), None)
        if broken is None or self.trouble is not None:
            return state
        self.trouble = explain_overflow(self.trainer.document(), broken, state.epoch + 1)
        self._go_back_to(state.step - 1)
        return self.trainer.state()

    def _note_epoch(self) -> None:
        """Add a row to the curves at the end of an epoch that is kept, if the budget allows."""
        trainer = self.trainer
        if trainer.position or not self._curves.wants(trainer.epoch_number) or not self._figures.allowed:
            return
        self._figures.measure()
        self._curves.add(trainer.epoch_number, *self._figures.known)

    def _keep_anchor(self, state: TrainingState) -> None:
        if state.step > self._anchors[-1].step:
            self._anchors.append(state)
        self._anchor_due = perf_counter() + ANCHOR_SECONDS

    def _why(self, step: int, loss: float, epoch: int) -> Message:
        """Why a step's loss was not finite, seen in the same step with every value kept; the present state stays."""
        before = self.trainer.state()
        while self.trainer.step_number < step:
            self.trainer.step()
        told = explain_divergence(self.trainer.document(), self.trainer.look(), loss, epoch)
        self.trainer.load(before)
        return told

    def _go_back_to(self, step: int) -> None:
        """Load the newest copied state that is not later than a step, and train up to that step again."""
        early = [anchor for anchor in self._anchors if anchor.step <= step]
        self.trainer.load(early[-1] if early else self._anchors[0])
        while self.trainer.step_number < step:
            self.trainer.step()
        self._curves.forget_after(self.trainer.epoch_number)
        self._figures.forget()
        self._anchors = deque([self.trainer.state()], maxlen=2)
