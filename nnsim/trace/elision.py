"""Which terms of a long sum are written out: the first, the last, and those around the present one."""

from collections.abc import Iterator

SHOWN = 8
"""Terms that a sum shows before it leaves some out."""


def shown_terms(count: int, current: int | None = None, shown: int = SHOWN) -> Iterator[int | range]:
    """The terms of a sum in order: a number is written out, a range is left out (`… 776 more`)."""
    if count <= max(shown, 4):
        yield from range(count)
        return
    keep = max(shown, 4)
    middle = 0 if current is None else current
    start = min(max(middle - (keep - 3) // 2, 1), count - keep + 1)
    written = [0, *range(start, start + keep - 2), count - 1]
    last = -1
    for term in written:
        if term == last + 2:  # one term takes no more room than to say that it is left out
            yield last + 1
        elif term > last + 1:
            yield range(last + 1, term)
        yield term
        last = term
