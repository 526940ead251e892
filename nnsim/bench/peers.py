"""Who takes part: nnsim itself and the peers that are installed."""

import importlib.util

from nnsim.bench.cases import Case
from nnsim.bench.jax_peer import jax_contenders
from nnsim.bench.measure import Contender
from nnsim.bench.ours import our_contender
from nnsim.bench.scikit_peer import scikit_contender
from nnsim.bench.torch_peer import torch_contender


def installed() -> dict[str, bool]:
    """Which peers can be imported."""
    return {name: importlib.util.find_spec(name) is not None for name in ("torch", "jax", "sklearn")}


def contenders(case: Case, only: frozenset[str] | None = None) -> dict[str, Contender]:
    """nnsim and every installed peer that can do this case; `only` chooses among the peers."""
    here = {name for name, found in installed().items() if found and (only is None or name in only)}
    found = {"nnsim": our_contender(case)}
    if "torch" in here:
        found["torch"] = torch_contender(case)
    dense = all(layer.kind == "dense" for layer in case.layers)
    if "jax" in here:
        found |= jax_contenders(case)
    if "sklearn" in here and dense:
        found["sklearn"] = scikit_contender(case)
    return found
