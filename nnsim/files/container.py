"""The strict ZIP reader: entries back to back, plain names, stored or deflated, every read bounded, nothing hidden."""

import zlib
from struct import Struct
from typing import BinaryIO, Final, NamedTuple

from nnsim.files import limits
from nnsim.files.errors import ASK_FOR_A_NEW_ONE, WHOLE_AGAIN, FileError, damaged, part_name
from nnsim.files.limits import MIMETYPE, MIMETYPE_CONTENT, UNKNOWN_RULE, name_allowed, rule_for
from nnsim.text import message

STORED, DEFLATED = 0, 8
_LOCAL: Final = Struct("<4s5H3I2H")
_CENTRAL: Final = Struct("<4s6H3I5H2I")
_END: Final = Struct("<4s4H2IH")
_ENCRYPTED, _UTF8 = 0x1, 0x800
_FILE_TYPES, _REGULAR = 0o170000, 0o100000


class Entry(NamedTuple):
    """One member as the directory at the end of the file describes it; `end` is where the next one must begin."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int

    @property
    def header_size(self) -> int:
        return _LOCAL.size + len(self.name)

    @property
    def end(self) -> int:
        return self.offset + self.header_size + self.packed


class Container:
    """An opened file whose directory passed every check; members are read one at a time, within their bounds.

    Raises:
        FileError: whatever is not exactly as nnsim writes it.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        size = file.seek(0, 2)
        if size > limits.LARGEST_FILE:
            raise FileError(
                "file.too-large",
                message("{file} has {got} bytes; nnsim opens up to {most}.", got=size, most=limits.LARGEST_FILE),
                ASK_FOR_A_NEW_ONE,
            )
        _check_beginning(self._at(0, _LOCAL.size + len(MIMETYPE) + len(MIMETYPE_CONTENT)), size)
        directory, start, count = self._directory(size)
        self.entries = {entry.name: entry for entry in _entries(directory, count)}
        _check_sizes(tuple(self.entries.values()))
        _check_places(tuple(self.entries.values()), start)

    def read(self, name: str) -> bytes:
        """The bytes of a member, unpacked within the size that the directory states.

        Raises:
            KeyError: no such member.
            FileError: `file.container` or `file.checksum`.
        """
        entry = self.entries[name]
        block = self._at(entry.offset, entry.header_size + entry.packed)
        if len(block) != entry.header_size + entry.packed:
            raise _broken(name)
        signature, _, flags, method, _, _, crc, packed, size, name_size, extra_size = _LOCAL.unpack_from(block)
        stated = (signature, flags & ~_UTF8, method, crc, packed, size, name_size, extra_size)
        expected = (b"PK\3\4", 0, entry.method, entry.crc, entry.packed, entry.size, len(name), 0)
        if stated != expected or block[_LOCAL.size : entry.header_size] != name.encode("ascii"):
            raise _broken(name)
        data = block[entry.header_size :]
        if entry.method == DEFLATED:
            data = _inflate(data, entry)
        if zlib.crc32(data) != entry.crc:
            raise checksum_differs(name)
        return data

    def _at(self, offset: int, size: int) -> bytes:
        self._file.seek(offset)
        return self._file.read(size)

    def _directory(self, size: int) -> tuple[bytes, int, int]:
        """The central directory's bytes, where it starts, and how many entries it claims."""
        end = self._at(max(0, size - _END.size), _END.size)
        if len(end) != _END.size or end[:4] != b"PK\5\6":
            raise _cut_off()
        _, disk, first_disk, count_here, count, length, start, comment = _END.unpack(end)
        if count > limits.MOST_MEMBERS:
            raise damaged(
                "file.too-many-members",
                message("{file} has {got} parts; at most {most} are allowed.", got=count, most=limits.MOST_MEMBERS),
            )
        if disk or first_disk or comment or count_here != count or start + length + _END.size != size:
            raise _cut_off()
        return self._at(start, length), start, count


def _check_beginning(start: bytes, size: int) -> None:
    """The first member tells an nnsim file from any other ZIP before anything else is looked at."""
    name_at = _LOCAL.size
    as_ours = b"PK\3\4", b"\0\0", MIMETYPE.encode() + MIMETYPE_CONTENT
    if (start[:4], start[8:10], start[name_at:]) == as_ours:
        return
    if size == 0 or (size < len(start) + _END.size and start[:4] == b"PK\3\4"):
        raise _cut_off()
    raise FileError(
        "file.not-nnsim",
        message("{file} is not an nnsim file."),
        message("Open a file that nnsim saved; its name ends in .nnsim."),
        MIMETYPE,
    )


def _entries(directory: bytes, count: int) -> list[Entry]:
    """The directory's entries, each with an allowed name, flag, method and type, and no name twice."""
    entries: list[Entry] = []
    seen: set[bytes] = set()
    at = 0
    for _ in range(count):
        if at + _CENTRAL.size > len(directory):
            raise _cut_off()
        fields = _CENTRAL.unpack_from(directory, at)
        signature, _, _, flags, method, _, _, crc, packed, size, name_size, extra, comment = fields[:13]
        disk, _, attributes, offset = fields[13:]
        raw_name = directory[at + _CENTRAL.size : at + _CENTRAL.size + name_size]
        if signature != b"PK\1\2" or len(raw_name) != name_size or extra or comment or disk:
            raise _cut_off()
        name = _checked_name(raw_name, seen)
        _check_kind(name, flags, method, attributes >> 16)
        entries.append(Entry(name, method, crc, packed, size, offset))
        at += _CENTRAL.size + name_size
    if at != len(directory):
        raise _cut_off()
    return entries


def _checked_name(raw: bytes, seen: set[bytes]) -> str:
    shown = raw.decode("ascii", "replace")[:80]
    if raw.lower() in seen:
        raise damaged("file.duplicate", message("{file} is damaged: it has the part {part} twice.", part=shown), shown)
    seen.add(raw.lower())
    name = raw.decode("ascii", "replace")
    if not name_allowed(name):
        text = message("{file} is damaged: '{part}' is not a name that a part may have.", part=shown)
        raise FileError("file.name", text, ASK_FOR_A_NEW_ONE, shown)
    return name


def _check_kind(name: str, flags: int, method: int, unix_mode: int) -> None:
    if flags & _ENCRYPTED:
        text = message("{file} has an encrypted part, {part}, which nnsim does not open.", part=part_name(name))
        raise FileError("file.encrypted", text, ASK_FOR_A_NEW_ONE, name)
    if unix_mode & _FILE_TYPES not in (0, _REGULAR):
        text = message("{file} is damaged: part {part} is a link or a folder.", part=part_name(name))
        raise FileError("file.link", text, ASK_FOR_A_NEW_ONE, name)
    as_stored_only = name in (MIMETYPE, limits.WEIGHTS)
    if method not in ((STORED,) if as_stored_only else (STORED, DEFLATED)):
        text = message("{file} is damaged: part {part} is packed in an unknown way.", part=part_name(name))
        raise damaged("file.compression", text, name)
    if flags & ~_UTF8:
        raise _broken(name)


def _check_places(entries: tuple[Entry, ...], directory_start: int) -> None:
    """Entries lie back to back from the first byte to the directory, so that none overlap and nothing hides between."""
    expected = 0
    for entry in entries:
        if entry.offset < expected:
            text = message("{file} is damaged: part {part} overlaps another one.", part=part_name(entry.name))
            raise FileError("file.overlap", text, ASK_FOR_A_NEW_ONE, entry.name)
        if entry.offset > expected:
            raise _hidden(entry.name)
        expected = entry.end
    if expected > directory_start:
        raise _broken(entries[-1].name)
    if expected < directory_start:
        raise _hidden("")


def _check_sizes(entries: tuple[Entry, ...]) -> None:
    if sum(entry.size for entry in entries) > limits.LARGEST_UNPACKED:
        most = limits.LARGEST_UNPACKED
        raise FileError(
            "file.too-large", message("{file} unpacks to more than {most} bytes.", most=most), ASK_FOR_A_NEW_ONE
        )
    for entry in entries:
        largest = (rule_for(entry.name) or UNKNOWN_RULE).largest
        if entry.size > largest:
            text = message(
                "{file} is too large: part {part} has {got} bytes, at most {most} are allowed.",
                part=part_name(entry.name), got=entry.size, most=largest,
            )
            raise FileError("file.member-too-large", text, ASK_FOR_A_NEW_ONE, entry.name)
        if entry.method == STORED and entry.packed != entry.size:
            raise _broken(entry.name)
        if entry.size > limits.RATIO_COUNTS_ABOVE and entry.size > limits.LARGEST_RATIO * entry.packed:
            text = message("{file} is damaged: part {part} unpacks to far too much.", part=part_name(entry.name))
            raise FileError("file.bomb", text, ASK_FOR_A_NEW_ONE, entry.name)


def _inflate(packed: bytes, entry: Entry) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = inflater.decompress(packed, entry.size + 1)
    except zlib.error:
        raise _broken(entry.name) from None
    if len(data) != entry.size or not inflater.eof or inflater.unused_data:
        raise _broken(entry.name)
    return data


def checksum_differs(name: str) -> FileError:
    """A member is not what was saved."""
    text = message("{file} is damaged: part {part} does not match its checksum.", part=part_name(name))
    return damaged("file.checksum", text, name)


def _broken(name: str) -> FileError:
    text = message("{file} is damaged: part {part} is not packed as the file's directory says.", part=part_name(name))
    return damaged("file.container", text, name)


def _hidden(name: str) -> FileError:
    text = message("{file} is damaged: it has bytes that belong to no part.")
    return FileError("file.hidden-bytes", text, WHOLE_AGAIN, name)


def _cut_off() -> FileError:
    text = message("{file} is damaged: it was cut off or changed, for its directory of parts is not whole.")
    return FileError("file.cut-off", text, WHOLE_AGAIN)
