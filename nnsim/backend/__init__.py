"""Where arrays live and who computes: NumPy on the processor, CuPy on a graphics card."""

from nnsim.backend.choose import Backend, BackendName, choose, report
from nnsim.backend.threads import blas_threads, single_threaded

__all__ = ["Backend", "BackendName", "blas_threads", "choose", "report", "single_threaded"]
