"""Sets up a virtual environment beside the code and runs nnsim or its checks in it; needs nothing but Python 3.11."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - here an older Python can still say so
    sys.exit(
        f"nnsim needs Python 3.11 or newer, and {sys.executable} is {sys.version_info[0]}.{sys.version_info[1]}. "
        "Install a newer one and start this with it: python3.11 packaging/dev.py run"
    )

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = ENVIRONMENT / "nnsim-setup"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
PICTURES = ROOT / "tour"
# what Qt loads on Linux, and the Debian package that has it
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
NO_WINDOW_PLATFORMS = ("offscreen", "minimal")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    run = verbs.add_parser("run", help="set up and open the window; without a display, take the tour's pictures")
    run.add_argument("file", nargs="?", help="a .nnsim file to open")
    verbs.add_parser("test", help="set up and run every check; further arguments go to pytest")
    options, rest = parser.parse_known_args()
    if rest and options.verb == "run":
        parser.error(f"run takes one file, not {' '.join(rest)}")
    set_up()
    return run_window(options.file) if options.verb == "run" else run_checks(rest)


def set_up() -> None:
    """Bring the environment and the system libraries of Qt up to date; at once when they are."""
    add_libraries(missing_libraries())
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + CONSTRAINTS.read_bytes()).hexdigest()
    wanted += f" {ROOT} Python {sys.version_info[0]}.{sys.version_info[1]}"
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    if not works(PYTHON):
        print("Making .venv …", flush=True)
        make_environment()
    print("Installing the pinned packages into .venv (a few minutes the first time) …", flush=True)
    STAMP.unlink(missing_ok=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, "--constraint", CONSTRAINTS, "--editable", f"{ROOT}[dev]"]) != 0:
        sys.exit("pip could not install the packages (its words are above). Check the network and run this again.")
    STAMP.write_text(wanted, encoding="utf-8")


def make_environment() -> None:
    """Make .venv anew, with this Python; asks apt for the part that Debian leaves out of Python."""
    command = [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]
    if subprocess.call(command) == 0:
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if install_with_apt([package]) and subprocess.call(command) == 0:
        return
    sys.exit(f"Python could not make {ENVIRONMENT}; its words are above. On Debian: apt-get install {package}")


def works(python: Path) -> bool:
    """Whether an environment's Python starts, has pip, and is of this version."""
    if not python.exists():
        return False
    probe = f"import pip, sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    return subprocess.call([python, "-c", probe], stderr=subprocess.DEVNULL) == 0


def missing_libraries() -> list[str]:
    """The Debian packages whose libraries Qt would not find."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def add_libraries(packages: list[str]) -> None:
    """Install packages with apt-get where that is allowed; else name them and go on."""
    if not packages:
        return
    print(f"Qt needs libraries that are not installed: {' '.join(packages)}", flush=True)
    if not install_with_apt(packages):
        print("They could not be installed from here. The window may not start until your administrator runs:")
        print(f"    apt-get install {' '.join(packages)}", flush=True)


def install_with_apt(packages: list[str]) -> bool:
    """Try apt-get as root or with a sudo that asks nothing; whether it worked."""
    if shutil.which("apt-get") is None:
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        if shutil.which("sudo") is None or subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) != 0:
            return False
        prefix = ["sudo", "-n"]
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    install = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    print("Installing them with apt-get …", flush=True)
    # the lists of a fresh machine are empty or old, so the first try may fail
    quiet = subprocess.DEVNULL
    if subprocess.call(install, stdout=quiet, stderr=quiet) == 0:
        return True
    return subprocess.call([*apt, "update"], stdout=quiet) == 0 and subprocess.call(install, stdout=quiet) == 0


def has_display() -> bool:
    """Whether a window could be seen."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform:
        return platform not in NO_WINDOW_PLATFORMS
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_window(file: str | None) -> int:
    """Open the window in place of this process; without a display, take the pictures of the tour."""
    command = [str(PYTHON), "-m", "ui"]
    if has_display():
        sys.stdout.flush()
        arguments = [*command, file] if file else command
        if os.name == "nt":  # execv there returns to the shell before the program ends
            return subprocess.call(arguments)
        os.execv(PYTHON, arguments)
    print(f"There is no display, so the tour takes its pictures instead, into {PICTURES}", flush=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.call([*command, "tour", "--out", str(PICTURES)], env=environment)


def run_checks(pytest_arguments: list[str]) -> int:
    """Run every check, the fast ones first, and sum up; 1 when any failed."""
    os.chdir(ROOT)
    tools = PYTHON.parent
    checks = {
        "style (ruff)": [tools / "ruff", "check", "."],
        "types (mypy)": [PYTHON, "-m", "mypy"],
        "layers (import-linter)": [tools / "lint-imports", "--no-logo"],
        "Korean (translate.py)": [PYTHON, ROOT / "packaging" / "translate.py", "check"],
        "tests (pytest)": [PYTHON, "-m", "pytest", "-n", "2", "-m", "not long", *pytest_arguments],
    }
    results = {}
    for name, command in checks.items():
        print(f"\n=== {name}", flush=True)
        results[name] = subprocess.call(command) == 0
    print("\n=== summary")
    for name, passed in results.items():
        print(f"{'ok    ' if passed else 'FAILED'}  {name}")
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
