"""What the nodes of a network give for one sample of a batch that was run."""

import numpy as np
from numpy.typing import NDArray

from nnsim.program.executor import Executor


def unit_values(executor: Executor, sample: int) -> dict[str, NDArray[np.float32]]:
    """The output of every node for one row of the batch, float32 [units], an image or a sequence in one row.

    The executor must keep the values of nodes. Nodes that give nothing for each sample, such as losses, have no entry.
    """
    program, to_host = executor.program, executor.memory.backend.to_host
    return {
        node: np.array(to_host(executor.value(slots.output)[sample]).reshape(-1)[slots.start:slots.stop], np.float32)
        for node, slots in program.nodes.items()
        if program.slots[slots.output].per_sample
    }
