"""Stepping through a training step: its timeline, its moments, and the explanation of every number."""

from nnsim.trace.breakpoints import COUNTS, QUANTITIES, in_words, stops_at
from nnsim.trace.by_hand import Entry, Sheet, Verdict, is_worked, sheet
from nnsim.trace.chain import Chain, Factor, is_small, shortened
from nnsim.trace.covering import covered
from nnsim.trace.elision import SHOWN
from nnsim.trace.explanation import Explanation, Tensor, Term
from nnsim.trace.gates import Gates, GateSpot, GateStrip
from nnsim.trace.listing import trace_document
from nnsim.trace.metric_formula import MetricFormula, metric_formula
from nnsim.trace.moment import DETAILS, Detail, Moment, Stop
from nnsim.trace.pieces import (
    Blank,
    Case,
    Cases,
    Fraction,
    Group,
    More,
    Part,
    Piece,
    Place,
    Raised,
    Root,
    Row,
    plain_text,
)
from nnsim.trace.poll import Poll
from nnsim.trace.questions import Kind, StopQuestion
from nnsim.trace.running import Met, Stops, told_at
from nnsim.trace.stepper import Stepper
from nnsim.trace.symbol import Symbol
from nnsim.trace.timeline import Segment, Timeline, Track
from nnsim.trace.trail import Trail
from nnsim.trace.unit_names import UnitNames
from nnsim.trace.update_way import UpdateWay, WayStop
from nnsim.trace.view import LitLink, StepView

__all__ = [
    "COUNTS",
    "DETAILS",
    "QUANTITIES",
    "SHOWN",
    "Blank",
    "Case",
    "Cases",
    "Chain",
    "Detail",
    "Entry",
    "Explanation",
    "Factor",
    "Fraction",
    "GateSpot",
    "GateStrip",
    "Gates",
    "Group",
    "Kind",
    "LitLink",
    "Met",
    "MetricFormula",
    "Moment",
    "More",
    "Part",
    "Piece",
    "Place",
    "Poll",
    "Raised",
    "Root",
    "Row",
    "Segment",
    "Sheet",
    "StepView",
    "Stepper",
    "Stop",
    "StopQuestion",
    "Stops",
    "Symbol",
    "Tensor",
    "Term",
    "Timeline",
    "Track",
    "Trail",
    "UnitNames",
    "UpdateWay",
    "Verdict",
    "WayStop",
    "covered",
    "in_words",
    "is_small",
    "is_worked",
    "metric_formula",
    "plain_text",
    "sheet",
    "shortened",
    "stops_at",
    "told_at",
    "trace_document",
]
