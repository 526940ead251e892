"""What every test stands on: no display, no home folder of the person's own, and no noise that goes unnoticed."""

import gc
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from nnsim.text import set_decimals, set_language

with suppress(ImportError):  # a machine with a graphics card may have little more than NumPy, CuPy and pytest
    from hypothesis import HealthCheck, settings

    settings.register_profile("nnsim", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("nnsim")

# Qt's own windows, which it keeps for reuse
QT_KEEPS = {"QTipLabel", "QComboBoxPrivateContainer", "QDesktopWidget", "QRollEffect", "QAlphaWidget"}

TOLD_LINES = 5  # of one title, unless -v is given


def pytest_configure(config: pytest.Config) -> None:
    """Give the whole run, and every process that a test starts, a home folder of its own and no display."""
    home = Path(tempfile.mkdtemp(prefix="nnsim-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    os.environ["HOME"] = os.environ["USERPROFILE"] = str(home)
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.pop("QT_SCALE_FACTOR", None)


@pytest.fixture(autouse=True)
def _own_preferences() -> Iterator[None]:
    """Each test starts in English with two decimals and with empty settings."""
    _clear_settings()
    yield
    _clear_settings()
    set_language("en")
    set_decimals(2)


def _clear_settings() -> None:
    if "PySide6.QtCore" in sys.modules:
        shutil.rmtree(os.environ["XDG_CONFIG_HOME"], ignore_errors=True)


class _Warnings(logging.Handler):
    """Collects what is logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A logged warning fails the test, unless it takes `caplog` and so looks for itself."""
    handler = _Warnings()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if handler.records and "caplog" not in request.fixturenames:
        lines = "\n".join(f"{record.name}: {record.getMessage()}" for record in handler.records)
        pytest.fail(f"logged without being expected:\n{lines}")


@pytest.fixture(autouse=True)
def _no_leaked_windows() -> Iterator[None]:
    """A top-level widget that outlives its test fails it."""
    before = _top_level_widgets()
    yield
    leaked = [widget for widget in _top_level_widgets() if widget not in before]
    if leaked:
        gc.collect()  # widgets in reference cycles are not leaks yet
        leaked = [widget for widget in _top_level_widgets() if widget not in before]
    names = [f"{type(widget).__name__} '{widget.objectName()}'" for widget in leaked]
    for widget in leaked:
        widget.deleteLater()
    if names:
        pytest.fail(f"top-level widgets left behind: {', '.join(names)}")


def _top_level_widgets() -> list:
    """The living top-level widgets that are not Qt's own, once all that wait for deletion are gone."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets else None
    if application is None:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [
        widget
        for widget in widgets.QApplication.topLevelWidgets()
        if widget.metaObject().className() not in QT_KEEPS and widget.parent() is None
    ]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests recorded as a property is printed at the end, under the property's name; whole with `-v`."""
    told: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", []):
        for title, line in report.user_properties if report.when == "call" else ():
            told.setdefault(title, []).append(str(line))
    for title, lines in told.items():
        terminalreporter.section(title)
        shown = lines if terminalreporter.verbosity > 0 else lines[:TOLD_LINES]  # or they hide what failed
        for line in shown:
            terminalreporter.write_line(line)
        if len(shown) < len(lines):
            terminalreporter.write_line(f"… {len(lines) - len(shown)} more lines with -v")
