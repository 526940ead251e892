"""A window without a window, for the tests to kill: trains at full speed, says the worker's process id, then waits."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from nnsim.files import load
from nnsim.session import Load, Run, WorkerProcess


def main() -> None:
    process = WorkerProcess()
    process.send(Load(1, load(Path(sys.argv[1]))))
    process.send(Run(1))
    while (snapshot := process.snapshot()) is None or snapshot.step == 0:
        process.reports()
        time.sleep(0.01)
    sys.stdout.write(f"{process.pid}\n")
    sys.stdout.flush()
    if sys.argv[2] == "wait":
        time.sleep(600)
    if sys.argv[2] == "close":
        process.close()


if __name__ == "__main__":
    main()
