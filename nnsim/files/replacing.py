"""Putting bytes in the place of a file so that at every moment the old or the new one is there, whole."""

import contextlib
import errno
import os
import shutil
import stat
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Final

from nnsim.files.errors import FileError
from nnsim.text import message

_ELSEWHERE: Final = message("Save it under another name or in another folder.")
_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN: Final = {errno.EACCES, errno.EPERM, errno.EROFS}
_BUSY: Final = {errno.EBUSY, errno.ETXTBSY}
_WAITS: Final = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4)  # seconds between the tries while another program holds the file
_LONGEST_NAME: Final = 255  # bytes, on every file system in use
_STALE_AFTER: Final = 3600.0  # seconds
_WINDOWS: Final = sys.platform == "win32"


def replace_file(path: Path, data: bytes, backup: bool = True) -> None:
    """Write a file by way of a temporary one beside it; with `backup`, the one before it stays as `<name>.bak`.

    Raises:
        FileError: `file.read-only`, `file.folder-missing`, `file.disk-full`, `file.name-too-long`, `file.busy` or
            `file.write`. The file is then as it was.
    """
    path = Path(os.path.realpath(path))  # a link keeps pointing; the file behind it is replaced
    temporary: Path | None = None
    try:
        _refuse_read_only(path)
        temporary = _write_beside(path, data)
        if backup:
            _keep_backup(path)
        _move_into_place(temporary, path)
    except (OSError, ValueError) as error:
        raise explained(error) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def backup_of(path: Path) -> Path:
    """Where the version before the last saving is kept; a name that would grow too long is cut."""
    stem = path.name.encode("utf-8", "surrogateescape")[: _LONGEST_NAME - len(".bak")]
    return path.with_name(stem.decode("utf-8", "ignore") + ".bak")


def explained(error: OSError | ValueError) -> FileError:
    """What an error of the operating system means for someone who saves."""
    number = error.errno if isinstance(error, OSError) else None
    held = _WINDOWS and isinstance(error, PermissionError)
    if number in _NO_ROOM:
        text = message("{file} was not saved: there is no room left on the disk. The file on the disk is as it was.")
        return FileError("file.disk-full", text, message("Make room or save it on another disk."))
    if number in _BUSY or held:
        text = message("{file} was not saved: another program holds it.")
        return FileError("file.busy", text, message("Close it there and save again, or save it under another name."))
    if number in _FORBIDDEN:
        text = message("{file} was not saved: it or its folder may not be written to.")
        return FileError("file.read-only", text, _ELSEWHERE)
    if number in (errno.ENOENT, errno.ENOTDIR):
        text = message("{file} was not saved: its folder is not there any more.")
        return FileError("file.folder-missing", text, _ELSEWHERE)
    if number == errno.ENAMETOOLONG:
        text = message("{file} was not saved: its name is too long.")
        return FileError("file.name-too-long", text, message("Choose a shorter name."))
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return FileError("file.write", message("{file} was not saved ({reason}).", reason=reason), _ELSEWHERE)


def _refuse_read_only(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not mode & 0o222 or not os.access(path, os.W_OK):
            raise PermissionError(errno.EROFS, os.strerror(errno.EROFS))


def _write_beside(path: Path, data: bytes) -> Path:
    """The whole file under a short name in the same folder, on the disk and not only in its cache."""
    mark = sha256(os.fsencode(path.name)).hexdigest()[:12]
    _remove_stale(path.parent, mark)
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
    temporary = path.with_name(f".{mark}-{os.getpid()}.nnsim-part")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with contextlib.suppress(OSError):  # a new file has no mode to keep; some disks have no modes
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    except BaseException:
        os.close(descriptor)
        temporary.unlink(missing_ok=True)
        raise
    os.close(descriptor)
    return temporary


def _keep_backup(path: Path) -> None:
    """A second name for the present file, or a copy where the disk has no links; saving goes on without, if need be."""
    if not path.exists():
        return
    backup = backup_of(path)
    step = path.with_name(f".{os.getpid()}.nnsim-bak")
    try:
        step.unlink(missing_ok=True)
        try:
            step.hardlink_to(path)
        except (OSError, NotImplementedError):
            shutil.copy2(path, step)
        step.replace(backup)
    except OSError:
        pass
    finally:
        with contextlib.suppress(OSError):
            step.unlink(missing_ok=True)  # replacing one name of a file by another name of it does nothing


def _move_into_place(temporary: Path, path: Path) -> None:
    for wait in _WAITS:
        time.sleep(wait)
        try:
            temporary.replace(path)
        except OSError as error:
            held = error.errno in _BUSY or (_WINDOWS and isinstance(error, PermissionError))
            if not held or wait == _WAITS[-1]:
                raise
        else:
            return


def _remove_stale(folder: Path, mark: str) -> None:
    """What a killed process left behind for this file."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f".{mark}-*.nnsim-part"):
            if time.time() - left.stat().st_mtime > _STALE_AFTER:
                left.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if _WINDOWS:
        return
    with contextlib.suppress(OSError):  # some file systems cannot sync a folder; the file itself is on the disk
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
