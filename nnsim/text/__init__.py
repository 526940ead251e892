"""Words and numbers for people: translated messages, number formats, Korean particles, the error type."""

from nnsim.text.chosen_language import chosen_language
from nnsim.text.errors import NnsimError
from nnsim.text.messages import GivenName, Message, language, message, render, set_language, shown_name, tr
from nnsim.text.number_entry import parse_count, parse_number
from nnsim.text.numbers import (
    decimals,
    format_count,
    format_exact,
    format_loss,
    format_number,
    format_percent,
    set_decimals,
)
from nnsim.text.reasons import reason_of
from nnsim.text.translations import Language

__all__ = [
    "GivenName",
    "Language",
    "Message",
    "NnsimError",
    "chosen_language",
    "decimals",
    "format_count",
    "format_exact",
    "format_loss",
    "format_number",
    "format_percent",
    "language",
    "message",
    "parse_count",
    "parse_number",
    "reason_of",
    "render",
    "set_decimals",
    "set_language",
    "shown_name",
    "tr",
]
