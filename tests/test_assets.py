"""The shipped files are found wherever nnsim lies."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import nnsim.assets
from nnsim.assets import asset_path

PROBE = "from nnsim.assets import asset_path; print(asset_path('fonts', 'OFL.txt').read_text()[:9])"


def _probe(root: Path) -> subprocess.CompletedProcess[str]:
    """Ask a copy of the package under a root for a file, from another folder."""
    (root / "nnsim").mkdir(exist_ok=True)
    for name in ("__init__.py", "assets.py"):
        shutil.copy(Path(nnsim.assets.__file__).with_name(name), root / "nnsim")
    command = [sys.executable, "-P", "-c", PROBE]
    environment = {"PYTHONPATH": str(root)}
    return subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)


def test_the_typeface_ships_with_its_licence() -> None:
    assert {path.name for path in asset_path("fonts").iterdir()} >= {
        "OFL.txt",
        "Pretendard-Regular.otf",
        "Pretendard-Medium.otf",
        "Pretendard-SemiBold.otf",
        "Pretendard-Bold.otf",
    }


@pytest.mark.parametrize("assets", ["assets", "nnsim/_assets"])
def test_found_beside_a_checkout_and_inside_a_package_from_any_folder(tmp_path: Path, assets: str) -> None:
    fonts = tmp_path / assets / "fonts"
    fonts.mkdir(parents=True)
    (fonts / "OFL.txt").write_text("Copyright")
    assert _probe(tmp_path).stdout == "Copyright\n"


def test_a_broken_installation_says_what_to_do(tmp_path: Path) -> None:
    assert "Install nnsim again." in _probe(tmp_path).stderr
