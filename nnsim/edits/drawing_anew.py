"""Weights drawn once more: unlike those that are there, and the same whenever the document is the same."""

from hashlib import blake2b
from typing import Any

from numpy.typing import NDArray

from nnsim.catalog import Initializer, ParameterSpec, draw
from nnsim.document import Document


def drawn_anew(
    document: Document, path: str, spec: ParameterSpec, initializer: Initializer | None = None,
) -> NDArray[Any]:
    """Values of a parameter (in the plan's precision), drawn by its initializer or by another one.

    They come from the document's seed and the values that are there, so that each draw after another differs from it,
    and a draw that is undone and made again gives the same.
    """
    present = document.state.parameters.get(path)
    digest = blake2b(b"" if present is None else present.tobytes(), digest_size=8).digest()
    seed = (int.from_bytes(digest, "little") << 64) + document.state.seed
    chosen = spec.initializer if initializer is None else initializer
    return draw(chosen, spec.shape, spec.fan_in, spec.fan_out, seed, path).astype(document.plan.precision)
