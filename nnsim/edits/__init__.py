"""Edits: pure functions from document to document, and the difference between two versions."""

from nnsim.edits.arranging import Box, align, distribute
from nnsim.edits.breakpoints import (
    add_breakpoint,
    alike,
    change_breakpoint,
    objection_to,
    remove_breakpoint,
    toggle_breakpoint,
)
from nnsim.edits.cells import (
    Cell,
    Cells,
    Masks,
    all_held,
    freeze_cells,
    link_cells,
    prune_cells,
    randomize,
    set_weights,
    together,
    unit_cells,
)
from nnsim.edits.difference import ChangeSet, difference
from nnsim.edits.expand import can_expand, expand
from nnsim.edits.folding import can_fold, can_join_layer, fold, join_layer, side_by_side
from nnsim.edits.fragment import duplicate, fragment_of, paste
from nnsim.edits.grouping import can_group, group, put_into, rename_group, set_folded, ungroup
from nnsim.edits.inserting import can_insert_on_link, can_put_on_link, insert_on_link, put_on_link
from nnsim.edits.lesson import add_slide, change_slide, duplicate_slide, move_slide, remove_slides
from nnsim.edits.notes import add_note, change_note, copied_notes, delete_notes, move_notes
from nnsim.edits.opening import can_open_layer, open_layer
from nnsim.edits.parameters import parameter_shapes, reconcile
from nnsim.edits.past import add_bookmark, branch, forget_run, past_of, remove_bookmark, with_training
from nnsim.edits.settings import arrange_input, change_settings_of, set_features, shared_fields, values_of
from nnsim.edits.shapes import inputs, parameter_specs, placed, reaches, sample_shapes, units
from nnsim.edits.sheet import Sheet, sheet_of
from nnsim.edits.showing import set_opened
from nnsim.edits.structure import (
    add_node,
    add_output,
    can_connect,
    change_settings,
    connect,
    delete,
    disconnect,
    move,
    rename,
)
from nnsim.edits.training import (
    add_input,
    choose_data,
    fit_input,
    memory_of,
    new_document,
    set_plan,
    set_rule,
    set_title,
    state_layout,
)
from nnsim.edits.unit_by_unit import add_unit, can_add_unit, can_remove_units, remove_units
from nnsim.edits.values import freeze, initialize, prune, reset_training, set_parameter, set_weight
from nnsim.edits.what_if import Tried, input_column, sample_cell, set_sample, trial, tried

__all__ = [
    "Box", "Cell", "Cells", "ChangeSet", "Masks", "Sheet", "Tried", "add_bookmark", "add_breakpoint", "add_input",
    "add_node", "add_note", "add_output", "add_slide", "add_unit", "align", "alike", "all_held", "arrange_input",
    "branch", "can_add_unit", "can_connect", "can_expand", "can_fold", "can_group", "can_insert_on_link",
    "can_join_layer", "can_open_layer", "can_put_on_link", "can_remove_units", "change_breakpoint", "change_note",
    "change_settings", "change_settings_of", "change_slide", "choose_data", "connect", "copied_notes", "delete",
    "delete_notes", "difference", "disconnect", "distribute", "duplicate", "duplicate_slide", "expand", "fit_input",
    "fold", "forget_run", "fragment_of", "freeze", "freeze_cells", "group", "initialize", "input_column", "inputs",
    "insert_on_link", "join_layer", "link_cells", "memory_of", "move", "move_notes", "move_slide", "new_document",
    "objection_to", "open_layer", "parameter_shapes", "parameter_specs", "past_of", "paste", "placed", "prune",
    "prune_cells", "put_into", "put_on_link", "randomize", "reaches", "reconcile", "remove_bookmark",
    "remove_breakpoint", "remove_slides", "remove_units", "rename", "rename_group", "reset_training", "sample_cell",
    "sample_shapes", "set_features", "set_folded", "set_opened", "set_parameter", "set_plan", "set_rule", "set_sample",
    "set_title", "set_weight", "set_weights", "shared_fields", "sheet_of", "side_by_side", "state_layout", "together",
    "toggle_breakpoint", "trial", "tried", "ungroup", "unit_cells", "units", "values_of", "with_training",
]
