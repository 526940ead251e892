"""Edits: pure functions from document to document, and the difference between two versions."""

from nnsim.edits.difference import ChangeSet, difference
from nnsim.edits.expand import can_expand, expand
from nnsim.edits.parameters import parameter_shapes, reconcile
from nnsim.edits.shapes import inputs, parameter_specs, placed, reaches, sample_shapes, units
from nnsim.edits.structure import (
    add_node,
    add_output,
    can_connect,
    change_settings,
    connect,
    delete,
    disconnect,
    duplicate,
    move,
    rename,
)
from nnsim.edits.training import (
    choose_data,
    fit_input,
    memory_of,
    new_document,
    set_plan,
    set_rule,
    set_title,
    state_layout,
)
from nnsim.edits.values import freeze, initialize, prune, reset_training, set_parameter, set_weight, with_training

__all__ = [
    "ChangeSet", "add_node", "add_output", "can_connect", "can_expand", "change_settings", "choose_data", "connect",
    "delete", "difference", "disconnect", "duplicate", "expand", "fit_input", "freeze", "initialize", "inputs",
    "memory_of", "move", "new_document", "parameter_shapes", "parameter_specs", "placed", "prune", "reaches",
    "reconcile", "rename", "reset_training", "sample_shapes", "set_parameter", "set_plan", "set_rule", "set_title",
    "set_weight", "state_layout", "units", "with_training",
]
