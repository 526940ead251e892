"""The program of a training step: compiled from a document, run by one executor."""

from nnsim.program.compiler import compile_document
from nnsim.program.executor import Executor
from nnsim.program.measures import METRICS, Measures, MetricKind
from nnsim.program.memory import Memory
from nnsim.program.problem import Fix, Problem
from nnsim.program.problems import problems, search, shapes
from nnsim.program.program import BATCH, PHASES, Instruction, Member, NodeSlots, Phase, Placement, Program, Slot, Update
from nnsim.program.replay import Replay, visited
from nnsim.program.trainer import Trainer

__all__ = [
    "BATCH", "METRICS", "PHASES", "Executor", "Fix", "Instruction", "Measures", "Member", "Memory", "MetricKind",
    "NodeSlots", "Phase", "Placement", "Problem", "Program", "Replay", "Slot", "Trainer", "Update", "compile_document",
    "problems", "search", "shapes", "visited",
]
