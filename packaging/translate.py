"""Keeps the Korean catalogue: merges fragments, compiles it, and checks it against the texts in the code."""

from __future__ import annotations

import argparse
import ast
import fcntl
import io
import os
import string
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
KOREAN = ROOT / "assets" / "translations" / "ko" / "LC_MESSAGES" / "nnsim.po"
PACKAGES = ("nnsim", "ui")
# what takes an id as its first argument: these always a literal, the class also an id from another message
MARKERS = ("message", "tr")
VALUE = "Message"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    add = verbs.add_parser("add", help="merge a fragment of msgid/msgstr pairs, then compile")
    add.add_argument("fragment", type=Path, nargs="+")
    verbs.add_parser("check", help="list missing, unused and mismatched translations")
    verbs.add_parser("compile", help="write the .mo beside the .po")
    options = parser.parse_args(arguments)
    if options.verb == "add":
        return add_fragments(options.fragment)
    if options.verb == "compile":
        with locked():
            compile_catalogue(read_catalogue(KOREAN))
        return 0
    problems = check()
    print("\n".join(problems) if problems else "Every text has its Korean.")
    return 1 if problems else 0


def add_fragments(fragments: list[Path]) -> int:
    """Merge fragments into the Korean catalogue; a later translation of an id replaces the earlier one."""
    with locked():
        catalogue = read_catalogue(KOREAN)
        for fragment in fragments:
            for entry in read_catalogue(fragment):
                if not entry.id:
                    continue
                if not entry.string:
                    print(f"{fragment}: no Korean for {entry.id!r}; left out", file=sys.stderr)
                    continue
                catalogue.delete(entry.id)
                catalogue.add(entry.id, entry.string)
        text = io.BytesIO()
        write_po(text, catalogue, width=0, sort_output=True, omit_header=False, include_lineno=False)
        replace(KOREAN, text.getvalue())
        compile_catalogue(catalogue)
    print(f"{KOREAN.relative_to(ROOT)}: {len(catalogue)} texts")
    return 0


def compile_catalogue(catalogue: Catalog) -> None:
    replace(KOREAN.with_suffix(".mo"), compiled(catalogue))


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the .mo for a catalogue."""
    binary = io.BytesIO()
    write_mo(binary, catalogue)
    return binary.getvalue()


def check() -> list[str]:
    """One line for each fault: no Korean, used nowhere, other placeholders, unreadable, hidden from this check."""
    used, problems = texts_in_code()
    catalogue = read_catalogue(KOREAN)
    korean = {entry.id: entry.string for entry in catalogue if entry.id}
    problems += [f"{used[text]}: no Korean for {text!r}" for text in sorted(used) if not korean.get(text)]
    problems += [f"nnsim.po: {text!r} is used nowhere" for text in sorted(korean) if text not in used]
    for text, translation in sorted(korean.items()):
        try:
            asked, given = placeholders(text), placeholders(translation)
        except ValueError as error:
            problems.append(f"nnsim.po: {text!r} or its Korean {translation!r} cannot be formatted: {error}")
            continue
        if asked != given:
            problems.append(f"nnsim.po: {text!r} has {sorted(asked)}, its Korean has {sorted(given)}")
    if KOREAN.with_suffix(".mo").read_bytes() != compiled(catalogue):
        problems.append("nnsim.mo is not the compiled nnsim.po: run packaging/translate.py compile")
    return problems


def texts_in_code() -> tuple[dict[str, str], list[str]]:
    """Every message id of the packages with the place of its first use; and the places whose id is no literal."""
    found: dict[str, str] = {}
    hidden = []
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for call in marked_calls(path):
            place = f"{path.relative_to(ROOT)}:{call.lineno}"
            texts = literals(call.args[0])
            if texts is None and called(call) != VALUE:
                hidden.append(f'{place}: the id is no literal; write message("…") where the text is, and render that')
            for text in texts or ():
                found.setdefault(text, place)
    return found, hidden


def marked_calls(path: Path) -> list[ast.Call]:
    """The calls in a module whose first argument is an id."""
    return [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path)))
        if isinstance(node, ast.Call) and node.args
        if called(node) in (*MARKERS, VALUE)
    ]


def called(call: ast.Call) -> str:
    """The name of what is called, without its module or object."""
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def literals(argument: ast.expr) -> list[str] | None:
    """The texts that an argument may be: one, or those of a choice between literals; None for anything else."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value] if argument.value else []
    if isinstance(argument, ast.IfExp):
        first, second = literals(argument.body), literals(argument.orelse)
        return None if first is None or second is None else first + second
    return None


def placeholders(text: str) -> set[str]:
    """The names of the `{parameters}` of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def read_catalogue(path: Path) -> Catalog:
    """A .po file; an empty Korean catalogue when it does not exist yet."""
    if not path.exists() and path == KOREAN:
        return Catalog(locale="ko", project="nnsim", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="ko", abort_invalid=True)


def replace(path: Path, content: bytes) -> None:
    """Write a file whole, so that a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)


@contextmanager
def locked() -> Iterator[None]:
    """Hold the catalogue alone: several people may add at once."""
    KOREAN.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(KOREAN.parent, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


if __name__ == "__main__":
    sys.exit(main())
