"""Reading the numbers that people type: decimal comma, fractions, and whatever the formatter printed."""

import math
import re
from typing import Final

from nnsim.text.errors import NnsimError
from nnsim.text.messages import message
from nnsim.text.numbers import MINUS

_SUPERSCRIPT_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_POWER: Final = re.compile(r"[×x*·]10(?:\^|\*\*)?\(?([⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+|[+-]?\d+)\)?$")
_GROUPS_OF_COMMAS: Final = re.compile(r"[+-]?\d{1,3}((,\d{3}){2,}|(,\d{3})+\.\d*(e[+-]?\d+)?)$", re.IGNORECASE)
_GROUPS_OF_POINTS: Final = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d*$")
_PLAIN: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$", re.IGNORECASE)
_MIXED: Final = re.compile(r"([+-]?) ?(\d+) +(\d{1,2}|\d{4,})/(\d+)$")
_COUNT: Final = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)$")


def parse_number(text: str) -> float:
    """The finite number that a person wrote.

    Takes a decimal comma (a single comma is always one), thousands commas before a point, fractions such as `1/3`, a
    whole number before a fraction as in `1 1/2` (three digits after the space are thousands), the true minus, and
    powers such as `1.25×10⁻⁴` and `1.25e-4`.

    Raises:
        NnsimError: code `number.unreadable`, when it is no number, divides by zero or is too large.
    """
    mixed = _MIXED.match(re.sub(r"\s+", " ", _with_minus(text)).strip().replace(" /", "/").replace("/ ", "/"))
    numerator, slash, denominator = _compact(text).partition("/")
    value = _decimal(numerator) if mixed is None else float(mixed[3])
    if slash and value is not None:
        divisor = _decimal(denominator)
        value = value / divisor if divisor else None
    if mixed is not None and value is not None:
        value = (float(mixed[2]) + value) * (-1.0 if mixed[1] == "-" else 1.0)
    if value is None or not math.isfinite(value):
        raise NnsimError(
            "number.unreadable",
            message("'{text}' is not a number. Write it like 0.5, −1.25, 1/3 or 2e-4.", text=text.strip()),
        )
    return value


def parse_count(text: str) -> int:
    """The whole number that a person wrote; commas separate thousands here, as in `1,000`.

    Raises:
        NnsimError: code `number.not-whole`.
    """
    compact = _compact(text)
    if not _COUNT.match(compact) or len(compact) > 30:
        raise NnsimError(
            "number.not-whole",
            message("'{text}' is not a whole number. Write it like 12 or 1,000.", text=text.strip()),
        )
    return int(compact.replace(",", ""))


def _compact(text: str) -> str:
    return re.sub(r"[\s_]", "", _with_minus(text))


def _with_minus(text: str) -> str:
    return text.replace(MINUS, "-").replace("–", "-")


def _decimal(text: str) -> float | None:
    """One number without a fraction bar, None when it is not one."""
    text = _POWER.sub(lambda power: "e" + power.group(1).translate(_SUPERSCRIPT_DIGITS), text)
    if _GROUPS_OF_COMMAS.match(text):
        text = text.replace(",", "")
    elif _GROUPS_OF_POINTS.match(text):
        text = text.replace(".", "").replace(",", ".")
    elif text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    return float(text) if _PLAIN.match(text) else None
