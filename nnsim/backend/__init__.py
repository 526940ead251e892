"""Where arrays live and who computes: NumPy on the processor, CuPy on a graphics card."""

from nnsim.backend.buffers import use_small_buffers
from nnsim.backend.choose import Backend, BackendName, choose, report
from nnsim.backend.threads import takes_two_threads, threads_limited_to

__all__ = ["Backend", "BackendName", "choose", "report", "takes_two_threads", "threads_limited_to", "use_small_buffers"]
