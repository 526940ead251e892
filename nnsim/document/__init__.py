"""The document: every value that a student draws, sets, trains and saves, as frozen structures without behavior."""

from nnsim.document.arrays import ArrayMap
from nnsim.document.breakpoints import Breakpoint, Condition, NodeBreakpoint
from nnsim.document.data_source import Column, DataSource, Generated, Split, Table
from nnsim.document.document import Document
from nnsim.document.history import History
from nnsim.document.lesson import (
    Amount,
    Choice,
    Drawing,
    Lesson,
    Place,
    Pointing,
    Question,
    Slide,
    SlideMoment,
    words_in,
)
from nnsim.document.network import Link, Network, Node, Settings, UnknownSettings
from nnsim.document.past import Bookmark, EarlierRun, Past, Stretch
from nnsim.document.plan import Objective, Rule, Schedule, TrainingPlan
from nnsim.document.state import Lows, TrainingState
from nnsim.document.views import NOTE_COLORS, Group, Note, Views

__all__ = [
    "NOTE_COLORS", "Amount", "ArrayMap", "Bookmark", "Breakpoint", "Choice", "Column", "Condition", "DataSource",
    "Document", "Drawing", "EarlierRun", "Generated", "Group", "History", "Lesson", "Link", "Lows", "Network", "Node",
    "NodeBreakpoint", "Note", "Objective", "Past", "Place", "Pointing", "Question", "Rule", "Schedule", "Settings",
    "Slide", "SlideMoment", "Split", "Stretch", "Table", "TrainingPlan", "TrainingState", "UnknownSettings", "Views",
    "words_in",
]
