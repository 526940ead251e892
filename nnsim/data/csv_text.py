"""From the bytes of a table file to its text: encodings, and what is no text at all."""

import codecs
from typing import NoReturn

from nnsim.text import Message, NnsimError, message

MOST_BYTES = 64 * 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NAMES = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8 (BOM)", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE", "cp949": "CP949",
}
ENCODINGS = tuple(_NAMES.values())


def decode(data: bytes, file: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file and the name of its encoding (one of ENCODINGS), without the byte order mark.

    Without an `encoding` the mark decides, then whatever of UTF-8 and CP949 fits.

    Raises:
        NnsimError: codes `csv.…`, place `file`: too large, a workbook or other binary file, not readable as text.
    """
    if len(data) > MOST_BYTES:
        text = message(
            "'{file}' has {got} MB; tables may have up to {most} MB. Keep only the rows and columns that you need.",
            file=file, got=len(data) // 2**20, most=MOST_BYTES // 2**20,
        )
        refuse("csv.too-large", text, file)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        text = message("'{file}' is a workbook, not a CSV file. Save it as 'CSV UTF-8' in your spreadsheet.", file=file)
        refuse("csv.workbook", text, file)
    marked = next(((codec, len(mark)) for mark, codec in _MARKS if data.startswith(mark)), None)
    asked = next((codec for codec, name in _NAMES.items() if name == encoding), None)
    if asked is not None:
        skip = marked[1] if marked and marked[0] == asked else 0
        return _decoded(data[skip:], asked, file), _NAMES[asked]
    if marked:
        return _decoded(data[marked[1]:], marked[0], file), _NAMES[marked[0]]
    try:
        return _without_nulls(data.decode("utf-8"), file), _NAMES["utf-8"]
    except UnicodeDecodeError:
        return _decoded(data, "cp949", file), _NAMES["cp949"]


def _decoded(data: bytes, codec: str, file: str) -> str:
    try:
        text = data.decode("utf-8" if codec == "utf-8-sig" else codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        refusal = message(
            "'{file}', line {line}: expected text in UTF-8, CP949 or UTF-16, got byte {byte} (hexadecimal). "
            "Save the file as UTF-8.", file=file, line=line, byte=f"{data[error.start]:02X}",
        )
        raise NnsimError("csv.encoding", refusal, file) from error
    return _without_nulls(text, file)


def _without_nulls(text: str, file: str) -> str:
    position = text.find("\0")
    if position >= 0:
        refusal = message(
            "'{file}', line {line}: expected text, got a zero byte. This is no CSV file, or UTF-16 without its mark; "
            "save it as UTF-8.", file=file, line=text.count("\n", 0, position) + 1,
        )
        refuse("csv.not-text", refusal, file)
    return text


def refuse(code: str, text: Message, file: str) -> NoReturn:
    """Raise the error that refuses a file."""
    raise NnsimError(code, text, file)
