"""Items of layouts are not held in Python.

PySide keeps what `itemAt` and `takeAt` returned while the layout lives, though Qt deletes the item with its widget.
Whatever Qt makes later at the same address is then taken for that item: a header view came back as a QWidgetItem.
"""

import re
from pathlib import Path

UI = Path(__file__).resolve().parents[2] / "ui"


def test_no_layout_is_asked_for_its_items() -> None:
    asking = [str(path.relative_to(UI)) for path in UI.rglob("*.py")
              if re.search(r"\.(itemAt|takeAt|itemAtPosition)\(", path.read_text(encoding="utf-8"))]  # fmt: skip
    assert asking == []
