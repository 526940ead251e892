"""What the canvas shows at a moment of a step: which numbers exist by now, and where it happens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.ops.base import Phase
from nnsim.trace.moment import Moment

Values = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class LitLink:
    """Wires that carry the numbers of this moment, from units of one node to units of another; None: all units."""

    source: str
    source_unit: int | None
    target: str
    target_unit: int | None


@dataclass(frozen=True, eq=False)
class StepView:
    """The numbers of one sample (gradients of parameters and new values: of the batch) at a moment.

    `values`, `sums` and `deltas` have one float64 per unit by node id: outputs, weighted sums z and ∂L/∂z.
    `weight_gradients` and `new_parameters` have the document's parameter shapes by path. NaN stands where nothing has
    been computed yet; what is not computed at all (an input's sum) has no entry. A sum that is being added up holds
    what it has so far, which is `so_far` too. `active` is the node, unit and term at which it happens; None: all of
    them. `sample` is the row of the batch, `row` the sample's number in the training set, `loss` None until it is
    known, `targets` the ground truth by loss node, `probabilities` the nodes whose values are written with a decimal
    more, as in the formula. `attention` has where a node's attention looks, [heads, queries, keys], `states` what a
    recurrent node remembers, [time steps, units], `state_deltas` ∂L/∂h of that, and `time` is the time step, from 0, of
    this moment, and `looking` the node, head, query and key, from 0, whose score or weight of attention it is about.
    `ahead` is the same with everything computed, for *Show ahead*.
    """

    moment: Moment
    phase: Phase | None
    values: Values
    sums: Values
    deltas: Values
    weight_gradients: Values
    new_parameters: Values
    active: tuple[str, int | None, int | None] | None
    lit_links: tuple[LitLink, ...]
    loss: float | None
    sample: int
    samples: int
    row: int
    targets: Values = field(default_factory=dict)
    so_far: float | None = None
    operation: str = ""
    probabilities: frozenset[str] = frozenset()
    attention: Values = field(default_factory=dict)
    states: Values = field(default_factory=dict)
    time: int | None = None
    ahead: "StepView | None" = None
    state_deltas: Values = field(default_factory=dict)
    covered: bool = False
    looking: tuple[str, int, int, int] | None = None

    def value(self, node: str, unit: int) -> float | None:
        """A unit's output, None while it is not computed."""
        array: NDArray[Any] | None = self.values.get(node)
        if array is None or unit >= len(array) or np.isnan(array[unit]):
            return None
        return float(array[unit])
