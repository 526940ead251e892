"""Memory of training without keeping values, against PyTorch: how far the resident size rises, process by process.

`PYTHONPATH=. python tests/benchmarks/memory.py` with a Python that has torch; prints MiB and the ratio as JSON.
"""

import ctypes
import gc
import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

CASES = ("784-512-512-10", "conv 8-16 + dense", "LSTM 32, 24 steps", "encoder block d 32")
STEPS = 8
BATCH = 1024


def resident() -> float:
    """The present resident size in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def trained(name: str, who: str) -> None:
    """Prints how far the resident size rises from before the network is built until a few steps are done."""
    from nnsim.bench import CASES as KNOWN
    from nnsim.bench.ours import case_document
    from nnsim.bench.torch_peer import torch_contender
    from nnsim.program import Trainer

    chosen = next(case for case in KNOWN if case.name == name and case.precision == "float32")
    case, small = (replace(chosen, batch=batch, batches=1) for batch in (BATCH, 2))
    make = torch_contender if who == "torch" else None
    prepared = {each.batch: each if make else case_document(each) for each in (case, small)}

    def steps(batch: int) -> Callable[[], object]:
        if make:
            return make(prepared[batch]).step
        return Trainer(prepared[batch]).step

    first = steps(2)  # whatever a first use loads
    for _ in range(3):
        first()
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    before = highest = resident()
    done = threading.Event()

    def watch() -> None:
        nonlocal highest
        while not done.is_set():
            highest = max(highest, resident())
            time.sleep(0.0005)

    watcher = threading.Thread(target=watch)
    watcher.start()
    step = steps(BATCH)
    for _ in range(STEPS):
        step()
    done.set()
    watcher.join()
    print(json.dumps({"MiB": round(max(highest, resident()) - before, 1)}))


def main() -> None:
    """Measures each case and each contender in a process of its own."""
    if len(sys.argv) == 3:
        trained(*sys.argv[1:])
        return
    report = []
    for name in CASES:
        row = {}
        for who in ("nnsim", "torch"):
            done = subprocess.run([sys.executable, __file__, name, who], capture_output=True, text=True, check=True)
            row[who] = json.loads(done.stdout)
        report.append({"case": name, "batch": BATCH, **row})
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
