"""Parts of a network as bytes for the system's clipboard: a small file of its own, written and read as strictly."""

from nnsim.document import Document
from nnsim.edits import fragment_of
from nnsim.files.errors import FileError
from nnsim.files.reading import loads
from nnsim.files.writing import dumps
from nnsim.text import Message, message

FRAGMENT_MIME = "application/x-nnsim-fragment"


def dump_fragment(fragment: Document) -> bytes:
    """The bytes of a fragment; the same fragment gives the same bytes.

    Raises:
        FileError: it holds what no file can hold.
    """
    try:
        return dumps(fragment)
    except FileError as error:
        raise _about_the_clipboard(error, message("Copy less of it.")) from None


def load_fragment(data: bytes) -> Document:
    """The fragment in the bytes of a clipboard; whatever else a file may hold is left out.

    Raises:
        FileError: whatever is not exactly as nnsim writes it.
    """
    try:
        document = loads(data)
    except FileError as error:
        raise _about_the_clipboard(error, message("Copy it again where it came from.")) from None
    return fragment_of(document, (node.id for node in document.network.nodes), (n.id for n in document.views.notes))


def _about_the_clipboard(error: FileError, remedy: Message) -> FileError:
    params = {**error.text.params, "file": message("What is on the clipboard")}
    return FileError(error.code, Message(error.text.id, params), remedy, error.member)
