"""The training loop: batches in seeded order through the executor, the place in training, and what it measures."""

from collections.abc import Collection
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnsim.backend import Backend, choose
from nnsim.data import Dataset, prepare
from nnsim.document import ArrayMap, Document, TrainingState
from nnsim.program.batching import BatchOrder, batches_of, whole_batch
from nnsim.program.carrying import Carrying
from nnsim.program.compiler import compile_document, structure_of
from nnsim.program.data_fit import check_fits
from nnsim.program.epoch_end import after_epoch, has_seen_enough, watches
from nnsim.program.executor import Executor
from nnsim.program.executors import Executors
from nnsim.program.hyper import Hyper
from nnsim.program.measures import MeasureForm, Measures, measure_form
from nnsim.program.measuring import Measuring
from nnsim.program.memory import Memory
from nnsim.program.places import token_objections
from nnsim.program.program import Program
from nnsim.program.sight import Sight
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message

Array = NDArray[Any]
Part = Literal["train", "test"]
BEST = ":best"
"""The part of the training state that early stopping goes back to, by parameter"""


class Trainer:
    """Trains a document's network: the one loop behind window, command line, stepping and tests.

    The document stays as it is; `state()` and `document()` give what training came to. With `keep`, every value of a
    step stays readable after it (for stepping). Raises NnsimError when the network or the data cannot be trained.
    Without `learns`, a network may lack a loss: it then gives values and maps, and NaN for losses, but takes no step.
    """

    def __init__(
        self, document: Document, backend: Backend | None = None, keep: bool = False, learns: bool = True
    ) -> None:
        self.backend = backend or choose("numpy")
        self.keep, self.learns = keep, learns
        self._bind(document)

    def _bind(self, document: Document) -> None:
        if document.data is None:
            raise NnsimError("data.none", message("There is no data to train on. Choose data first."), "data")
        self.data: Dataset = prepare(document.data)
        self.program: Program = compile_document(document)
        if self.program.loss is None and self.learns:
            raise NnsimError("plan.loss", message(
                "There is no loss to minimize. Add a Loss and link the output to it."), "plan")
        check_fits(self.program, self.data)
        for place, words in token_objections(document, self.data):
            raise NnsimError("data.tokens", words, place)
        self._data_losses = [self.program.at(turn).data_loss or 0 for turn in range(self.program.cycle)]
        self.memory = Memory(self.program, self.backend, document, self.keep)
        self._follow(document)
        self.executors = Executors(self.program, self.memory, self.batch_size)
        self._measuring = Measuring(self.program, self.data, self.backend, self.memory.dtype, self._to_measure)
        self._sight = Sight(self.program, self.memory, self.data, self._to_measure)
        self._carrying = Carrying(self.program, self.backend, self.memory.dtype)
        self._stand_at(document.state)
        dtype = self.memory.dtype
        xp = self.backend.xp
        self._x, self._y = (xp.asarray(part, dtype, order="C") for part in (self.data.x_train, self.data.y_train))
        self._has_gradients = False

    def _follow(self, document: Document) -> None:
        """Takes over plan and seed."""
        samples = len(self.data.x_train)
        self._document = document
        self._hyper = Hyper(document.plan, self.program, samples)
        self._order = BatchOrder(document.plan, document.state.seed, samples)

    def _stand_at(self, state: TrainingState) -> None:
        self.step_number, self.epoch_number = state.step, state.epoch
        whole = self._document.plan.batches == "full" or state.position >= len(self.data.x_train)
        self.position = 0 if whole else state.position  # a step that takes every sample begins with the first
        self.lows = state.lows
        self._carrying.take_over(state.slots if self.position else {})
        paths = self.program.placements if self._document.plan.patience else ()
        self._best = ArrayMap({path: state.slots.get(path + BEST, state.parameters[path]) for path in paths})

    @property
    def threads(self) -> int:
        """BLAS threads under which this training's bits are defined."""
        return self.executors.threads

    @property
    def batch_size(self) -> int:
        """Samples in a whole batch."""
        return whole_batch(self._document.plan, len(self.data.x_train))

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch, the last one possibly smaller."""
        return batches_of(self._document.plan, len(self.data.x_train))

    @property
    def turn(self) -> int:
        """The coming step's place in the cycle of turns."""
        return self.step_number % self.program.cycle

    @property
    def executor(self) -> Executor:
        """The executor of the latest (or coming) batch."""
        return self.executors.to_train(self.batch_size, self.turn)

    def batch(self) -> tuple[Array, Array, Array]:
        """The batch that the next step trains on: inputs, targets, and which training samples they are."""
        rows = self._order.rows(self.epoch_number, self.position)
        chosen = self.backend.xp.asarray(rows)
        return self._x[chosen], self._y[chosen], rows

    def step(self) -> Executor:
        """One training step; returns the executor that ran it, whose buffers hold the step's values."""
        executor = self.begin()
        executor.run()
        self.finish(executor.batch)
        return executor

    def begin(self) -> Executor:
        """Feeds the next batch and the step's hyper-parameters into an executor without running it."""
        rows = self._order.rows(self.epoch_number, self.position)
        executor = self.executors.to_train(len(rows), self.turn)
        executor.feed_rows(self._x, self._y, rows)
        executor.set_hyper(self.hyper())
        if self.program.noises:
            executor.fill_noise(self._document.state.seed, self.step_number)
        if self.program.carried:
            self._carrying.bring(executor)
        return executor

    def look(self) -> Executor:
        """The forward phase and the loss of the coming step with every value kept, without going on."""
        rows = self._order.rows(self.epoch_number, self.position)
        executor = Executor(self.program, self.memory, len(rows), ("forward", "loss"), turn=self.turn, kept="all",
                            hands=self.executors.hands)
        executor.feed_rows(self._x, self._y, rows)
        executor.set_hyper(self.hyper())
        executor.fill_noise(self._document.state.seed, self.step_number)
        self._carrying.bring(executor)
        executor.run()
        return executor

    def finish(self, samples: int) -> None:
        """Ends a step that was run instruction by instruction: commits it and moves on to the next batch."""
        if self.program.carried:
            self._carrying.take(self.executors.to_train(samples, self.turn))
        self.memory.commit(self.step_number)
        self._has_gradients = True
        self.step_number += 1
        self.position += samples
        if self.position >= len(self._x):
            self.position = 0
            self.epoch_number += 1
            self._carrying.begin_anew()
            if watches(self._document.plan):
                self._look_at_loss()

    def hyper(self) -> dict[str, float]:
        """The hyper-parameters of the coming step."""
        return self._hyper.at(self.step_number, self.epoch_number, self.lows.rate_factor)

    @property
    def stopped_early(self) -> bool:
        """Whether the loss has not fallen for as long as the plan waits; the best parameters are back then."""
        return has_seen_enough(self._document.plan, self.lows)

    def wait_anew(self) -> None:
        """Lets training go on after it stopped early, for as long as the plan waits."""
        self.lows = msgspec.structs.replace(self.lows, waited=0)

    def _look_at_loss(self) -> None:
        """The loss on the test set (without one, on the training set) at the end of an epoch, and what follows of it.
        """
        with np.errstate(all="ignore"):
            loss, _ = self.evaluate("test" if len(self.data.x_test) else "train")
        plan, before = self._document.plan, self.lows
        self.lows = after_epoch(plan, before, loss)
        if self.lows.best != before.best:
            self._best = self.memory.parameters()
        if self.stopped_early:
            self.memory.take_parameters(self._best)

    def epoch(self) -> None:
        """Steps to the end of the present epoch."""
        now = self.epoch_number
        while self.epoch_number == now:
            self.step()

    def loss(self, executor: Executor) -> float:
        """The data loss of the batch that an executor last ran."""
        data_loss = self._data_losses[executor.turn]
        return float(executor.value(data_loss))

    def evaluate(self, part: Part = "train") -> tuple[float, float]:
        """Data loss and accuracy (NaN for numbers) over all training or test samples, with the present parameters."""
        loss, found = self.appraise(part)
        return loss, float("nan") if found is None else found.values.get("accuracy", float("nan"))

    def measures(self, part: Part = "train") -> Measures | None:
        """Every metric that fits the task, over all training or test samples; None when there are none of either."""
        return self.appraise(part)[1]

    def appraise(self, part: Part = "train") -> tuple[float, Measures | None]:
        """Data loss and metrics in one pass over all training or test samples; NaN and None when there are none."""
        x, y = (self.data.x_train, self.data.y_train) if part == "train" else (self.data.x_test, self.data.y_test)
        return self._measuring.appraise(self._document, x, y)

    def measure_form(self) -> MeasureForm | None:
        """What can be measured on the network's predictions; None where the data's targets are not theirs."""
        if self.program.loss is None:
            return None
        assert self.program.prediction is not None
        return measure_form(self._document, self.data, self.program.slots[self.program.prediction].shape[1:])

    def state(self) -> TrainingState:
        """The training state as the document has it."""
        slots = self.memory.slots()
        if self.steps_per_epoch > 1:
            slots = slots.with_(self._carrying.stored(self.batch_size))
        if self._best:
            slots = slots.with_({path + BEST: array for path, array in self._best.items()})
        return TrainingState(self.memory.parameters(), slots, self.step_number, self.epoch_number, self.position,
                             self._document.state.seed, self.lows)

    def load(self, state: TrainingState) -> None:
        """Goes to another state of the same network."""
        self.memory.load(state)
        self._has_gradients = False
        self._stand_at(state)
        if state.seed != self._document.state.seed:
            self._follow(msgspec.structs.replace(self._document, state=state))

    def document(self) -> Document:
        """The document with what training came to (its history is kept by who keeps it)."""
        return msgspec.structs.replace(self._document, state=self.state())

    def replace(self, document: Document) -> None:
        """Goes on with an edited document: new hyper-parameters at once, a new program where the network changed.

        The document's own state is taken over; hand in `edits.with_training(...)` to keep what training came to.
        """
        same_network = document.network == self._document.network and document.data == self._document.data
        same_program = same_network and structure_of(document.plan) == structure_of(self._document.plan)
        if same_program:
            size = self.batch_size
            self._follow(document)
            if self.batch_size != size:
                self.executors = Executors(self.program, self.memory, self.batch_size)
            self.load(document.state)
            return
        self._bind(document)

    def parameters(self) -> ArrayMap:
        """The present parameters by path."""
        return self.memory.parameters()

    def gradient_norms(self, nodes: Collection[str] | None = None) -> dict[str, float]:
        """Euclidean norm of the latest batch's gradient over all parameters of each node; NaN before the first one.

        Of these nodes and their parts alone, where some are given.
        """
        known = self._has_gradients or self.keep  # whoever keeps values reads them before the step is over
        norms = self._sight.gradient_norms(nodes)
        return norms if known else dict.fromkeys(norms, np.nan)

    def unit_maps(
        self, resolution: int = 64, x_range: tuple[float, float] | None = None,
        y_range: tuple[float, float] | None = None,
    ) -> dict[str, NDArray[np.float32]]:
        """Each node's output over the plane of the two inputs, float32 [units, resolution, resolution], row 0 on top.

        Empty when the data has not exactly two inputs. The ranges default to the data's own.
        """
        return self._sight.maps(resolution, x_range, y_range)

    def unit_values(self, row: int) -> dict[str, NDArray[np.float32]]:
        """What each node gives for one training sample, from 0, as in a test, and where attention looks (see there)."""
        return self._sight.values(self._x, row)

    def unit_deltas(self, row: int) -> dict[str, NDArray[np.float32]]:
        """∂L/∂z of the units for one training sample, from 0, as the only one of the coming step (see there).

        Where samples are normalized together, some others come along. Nothing of the training itself changes. Empty for
        very large networks.
        """
        seed = self._document.state.seed
        return self._sight.deltas(self._x, self._y, row, self.hyper(), seed, self.step_number)

    def _to_measure(self, samples: int) -> Executor:
        return self.executors.to_measure(samples)
