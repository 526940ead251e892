"""Training steps measured against the peers that are installed, on the same work, in one run."""

from nnsim.bench.cases import CASES, Case, Layer
from nnsim.bench.measure import Contender, measure
from nnsim.bench.peers import contenders

__all__ = ["CASES", "Case", "Contender", "Layer", "contenders", "measure"]
