"""Writing results: JSON that a program can read, with numbers in full precision."""

import json
import math
import sys
from typing import Any

import numpy as np


def write_json(value: Any) -> None:
    """One JSON document on standard output; numbers that JSON does not have (NaN, ∞) become null."""
    json.dump(_plain(value), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case np.ndarray():
            return _plain(value.tolist())
        case np.generic():
            return _plain(value.item())
        case float() if not math.isfinite(value):
            return None
        case _:
            return value
