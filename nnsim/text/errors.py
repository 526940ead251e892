"""The one error type that reaches a user."""

from nnsim.text.messages import Message, render


class NnsimError(Exception):
    """What went wrong, where, and what to do about it.

    Attributes:
        code: stable dotted name for programs and tests, such as `file.checksum`.
        message: the sentence for people: place, what was expected, what came, remedy.
        place: the node, member or field it is about; empty when there is none.
    """

    def __init__(self, code: str, message: Message, place: str = "") -> None:
        super().__init__(code, message, place)  # as args, so that it survives pickling between processes
        self.code = code
        self.message = message
        self.place = place

    def __str__(self) -> str:
        return render(self.message, "en")
