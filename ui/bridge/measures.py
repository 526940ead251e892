"""The metrics that a snapshot carries, as views name them."""

from nnsim.program import METRICS, Measures, MetricKind
from nnsim.program.measures import MOST_IN_MATRIX

__all__ = ["METRICS", "MOST_IN_MATRIX", "Measures", "MetricKind"]
