"""The one error that reading and writing files raises."""

from nnsim.text import Message, NnsimError, message

WHOLE_AGAIN = message("Copy it again from where it came, or open its backup beside it, which ends in .bak.")
WITHOUT_WEIGHTS = message("It can be opened without weights.")
ASK_FOR_A_NEW_ONE = message("Ask whoever made it for a new copy.")
OF_WEIGHTS = ("weights.safetensors", "run.safetensors", "past.safetensors")
"""The parts that a file can be opened without"""
_THIS_FILE = message("The file")


class FileError(NnsimError):
    """What is wrong with a file, in which part, and what to do about it.

    Attributes:
        code: stable dotted name for programs and tests, such as `file.checksum`.
        member: the part of the file that it is about, such as `weights.safetensors`; empty for the file as a whole.
        text: what is wrong; its parameter `file` is put in by `about`.
        remedy: what to do.
        message: text and remedy together.
    """

    def __init__(self, code: str, text: Message, remedy: Message, member: str = "") -> None:
        named = text if "file" in text.params else Message(text.id, {**text.params, "file": _THIS_FILE})
        super().__init__(code, message("{text} {remedy}", text=named, remedy=remedy), member)
        self.args = (code, named, remedy, member)  # what pickling gives back to this constructor
        self.member = member
        self.text = named
        self.remedy = remedy

    def about(self, name: str) -> "FileError":
        """The same error, naming the file."""
        params = {**self.text.params, "file": message("'{name}'", name=name)}
        return FileError(self.code, Message(self.text.id, params), self.remedy, self.member)

    @property
    def weights_alone(self) -> bool:
        """Whether the network itself is fine, so that the file can be opened without weights."""
        return self.member in OF_WEIGHTS


def damaged(code: str, text: Message, member: str = "") -> FileError:
    """An error in a file's content, with the remedy that fits the part it is in."""
    return FileError(code, text, WITHOUT_WEIGHTS if member in OF_WEIGHTS else WHOLE_AGAIN, member)


def part_name(member: str) -> str:
    """What a person calls a part: `weights` for `weights.safetensors`, `text/about.en` for `text/about.en.md`."""
    return member.rpartition(".")[0] or member
