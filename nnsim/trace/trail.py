"""The trail of who follows numbers to where they were made: the way back, and forth again, like a browser's."""

from dataclasses import dataclass

from nnsim.trace.moment import Moment

LONGEST = 50
"""Places that are remembered; of a longer way the first ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The moments from which a number was followed, the last one at the end, and those that were gone back from."""

    behind: tuple[Moment, ...] = ()
    ahead: tuple[Moment, ...] = ()

    def followed(self, here: Moment) -> "Trail":
        """The trail of who follows a number from here; what was ahead is another way now."""
        return Trail((*self.behind, here)[-LONGEST:])

    def back(self, here: Moment) -> "tuple[Trail, Moment]":
        """The trail of who goes back from here, and where to.

        Raises:
            IndexError: no number was followed.
        """
        return Trail(self.behind[:-1], (here, *self.ahead)), self.behind[-1]

    def forward(self, here: Moment) -> "tuple[Trail, Moment]":
        """The trail of who goes forth again from here, and where to.

        Raises:
            IndexError: nobody went back.
        """
        return Trail((*self.behind, here), self.ahead[1:]), self.ahead[0]
