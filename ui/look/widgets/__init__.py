"""The themed widgets that every panel is made of."""

from ui.look.widgets.banner import Banner, Toast
from ui.look.widgets.button import Button, PrimaryButton
from ui.look.widgets.card import Card, Divider
from ui.look.widgets.complaint import Complaint
from ui.look.widgets.icon_button import IconButton
from ui.look.widgets.key_cap import KeyCap
from ui.look.widgets.label import Label
from ui.look.widgets.labeled_slider import LabeledSlider
from ui.look.widgets.menu import Menu
from ui.look.widgets.meter import Meter
from ui.look.widgets.number_field import MIXED, NumberField
from ui.look.widgets.painting import draw_box, draw_focus_ring, faded, mixed
from ui.look.widgets.pill import Chip, Pill
from ui.look.widgets.read_out import ReadOut
from ui.look.widgets.search_field import SearchField
from ui.look.widgets.search_popup import WHAT, SearchPopup
from ui.look.widgets.section_header import SectionHeader
from ui.look.widgets.segmented import Segmented
from ui.look.widgets.slider import Slider
from ui.look.widgets.tab_bar import TabBar
from ui.look.widgets.tab_order import tab_stops, tab_through
from ui.look.widgets.themed import KeyboardFocus, Text, Themed, key_text, shown
from ui.look.widgets.tip import tip
from ui.look.widgets.toggle_switch import ToggleSwitch

__all__ = [
    "MIXED",
    "WHAT",
    "Banner",
    "Button",
    "Card",
    "Chip",
    "Complaint",
    "Divider",
    "IconButton",
    "KeyCap",
    "KeyboardFocus",
    "Label",
    "LabeledSlider",
    "Menu",
    "Meter",
    "NumberField",
    "Pill",
    "PrimaryButton",
    "ReadOut",
    "SearchField",
    "SearchPopup",
    "SectionHeader",
    "Segmented",
    "Slider",
    "TabBar",
    "Text",
    "Themed",
    "Toast",
    "ToggleSwitch",
    "draw_box",
    "draw_focus_ring",
    "faded",
    "key_text",
    "mixed",
    "shown",
    "tab_stops",
    "tab_through",
    "tip",
]
