"""Screen readers find every card, unit, link and weight with name, role and value."""

import os
import subprocess
import sys


def test_a_screen_reader_walks_the_network_while_it_is_edited_and_closed() -> None:
    # in a process of its own: once accessibility is on it stays on, and what goes wrong there ends the process
    run = subprocess.run(
        [sys.executable, "-m", "tests.ui.canvas.reading"], capture_output=True, text=True, timeout=240,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0"},
        check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout.strip().splitlines()[-1:]) == (0, ["read"]), run.stderr
