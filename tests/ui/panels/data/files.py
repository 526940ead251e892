"""Files of one's own, for the tests of the data dialog."""

from pathlib import Path
from typing import Any

from ui.panels.data.data_dialog import DataDialog

HOUSES = "면적;방;지역;가격\n84,5;3;강남;1.250,5\n59,9;2;마포;820\n;2;마포;700\n45,2;1;노원;410,75\n".encode("cp949")


def open_file(qtbot: Any, dialog: DataDialog, path: Path) -> None:
    with qtbot.waitSignal(dialog.draft.chosen, check_params_cb=None), qtbot.waitSignal(dialog.loader.busy_changed):
        dialog.open_file(path)
    dialog.loader.wait()
    qtbot.waitUntil(lambda: dialog.draft.source is not None or dialog.draft.problem is not None)
