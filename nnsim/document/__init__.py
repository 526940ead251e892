"""The document: every value that a student draws, sets, trains and saves, as frozen structures without behavior."""

from nnsim.document.arrays import ArrayMap
from nnsim.document.data_source import Column, DataSource, Generated, Split, Table
from nnsim.document.document import Document, History, Views
from nnsim.document.network import Link, Network, Node, Settings, UnknownSettings
from nnsim.document.plan import Objective, Rule, Schedule, TrainingPlan
from nnsim.document.state import Lows, TrainingState

__all__ = [
    "ArrayMap", "Column", "DataSource", "Document", "Generated", "History", "Link", "Lows", "Network", "Node",
    "Objective", "Rule", "Schedule", "Settings", "Split", "Table", "TrainingPlan", "TrainingState",
    "UnknownSettings", "Views",
]
