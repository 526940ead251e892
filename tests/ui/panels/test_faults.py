"""An exception that nobody caught: told once, logged, the work saved."""

import sys
from pathlib import Path

import pytest

from nnsim import edits
from nnsim.files import load
from nnsim.text import Message, NnsimError, message
from ui.panels.faults import FaultHook, rescue_copy


def raised(fault: Exception) -> tuple[type[BaseException], BaseException, object]:
    try:
        raise fault
    except Exception:
        kind, value, trace = sys.exc_info()
        assert kind is not None
        assert value is not None
        return kind, value, trace


@pytest.fixture
def told() -> list[Message]:
    return []


def test_one_message_for_one_place_and_the_trace_in_the_log(told: list[Message], tmp_path: Path) -> None:
    hook = FaultHook(told.append, lambda: tmp_path / "copy.nnsim", tmp_path / "faults.log")
    for _ in range(3):
        hook(*raised(ValueError("broken")))  # type: ignore[arg-type]
    assert len(told) == 1
    assert "ValueError: broken" in str(told[0])
    assert "copy.nnsim" in str(told[0])
    assert "Traceback" in (tmp_path / "faults.log").read_text(encoding="utf-8")


def test_our_own_errors_speak_for_themselves(told: list[Message], tmp_path: Path) -> None:
    hook = FaultHook(told.append, lambda: None, tmp_path / "faults.log")
    for _ in range(2):
        hook(*raised(NnsimError("x", message("Save"))))  # type: ignore[arg-type]
    assert [str(each) for each in told] == ["Save", "Save"]
    assert not (tmp_path / "faults.log").exists()


def test_a_log_that_cannot_be_written_keeps_nobody_from_telling(told: list[Message], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    hook = FaultHook(told.append, lambda: None, tmp_path / "file" / "faults.log")
    hook(*raised(ValueError("broken")))  # type: ignore[arg-type]
    assert len(told) == 1


def test_a_copy_of_the_work_can_be_opened(qapp: object) -> None:
    document, _ = edits.add_node(edits.new_document(), "dense", (0.0, 0.0))
    path = rescue_copy(document)
    assert path is not None
    assert load(path).network == document.network
