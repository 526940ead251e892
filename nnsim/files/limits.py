"""What may be inside a `.nnsim` file: its members, their sizes and how they are packed."""

import re
from dataclasses import dataclass
from typing import Final, Literal

KIB: Final = 1024
MIB: Final = 1024 * KIB
LARGEST_FILE: Final = 512 * MIB
LARGEST_UNPACKED: Final = 1024 * MIB
MOST_MEMBERS: Final = 64
LARGEST_RATIO: Final = 200
RATIO_COUNTS_ABOVE: Final = MIB
DEEPEST_JSON: Final = 64
MOST_JSON_CONTAINERS: Final = 550_000
MOST_NODES: Final = 20_000
MOST_LINKS: Final = 400_000
MOST_NOTES: Final = 2000
MOST_GROUPS: Final = 2000
MOST_BREAKPOINTS: Final = 200
MOST_MOMENTS: Final = 1000
MOST_SLIDES: Final = 500
MOST_TENSORS: Final = 100_000
LARGEST_TENSOR_HEADER: Final = 16 * MIB
MOST_DIMENSIONS: Final = 8
LARGEST_IMAGE_SIDE: Final = 4096
LONGEST_NAME: Final = 200
MOST_WEIGHTS: Final = 2**25  # of 8 bytes: what the member may hold
MOST_INPUTS: Final = 2**22

MIMETYPE: Final = "mimetype"
MIMETYPE_CONTENT: Final = b"application/x-nnsim"
MANIFEST: Final = "manifest.json"
DOCUMENT: Final = "document.json"
WEIGHTS: Final = "weights.safetensors"
RUN: Final = "run.safetensors"
PAST: Final = "past.safetensors"
LESSON: Final = "lesson.json"
THUMBNAIL: Final = "thumbnail.png"

Content = Literal["mimetype", "json", "tensors", "text", "image", "opaque"]


@dataclass(frozen=True)
class MemberRule:
    """One line of the table: which names, the largest size in bytes, what is inside, whether nnsim keeps it opaque."""

    pattern: re.Pattern[str]
    largest: int
    content: Content
    opaque: bool = False


def _rule(pattern: str, largest: int, content: Content, opaque: bool = False) -> MemberRule:
    return MemberRule(re.compile(pattern), largest, content, opaque)


# opaque: checked for its limits, kept in Document.extra and written back as it came
MEMBER_RULES: Final = (
    _rule(r"mimetype", 64, "mimetype"),
    _rule(r"manifest\.json", MIB, "json"),
    _rule(r"document\.json", 32 * MIB, "json"),
    _rule(r"(weights|run|past)\.safetensors", 256 * MIB, "tensors"),
    _rule(r"data/[a-z0-9_-]+\.safetensors", 256 * MIB, "tensors"),
    _rule(r"lesson\.json", 8 * MIB, "json"),
    _rule(r"(exercise|attempt)\.json", 8 * MIB, "json", opaque=True),
    _rule(r"text/[a-z0-9_-]+\.[a-z]{2,3}\.md", MIB, "text"),
    _rule(r"img/[a-z0-9_.-]+\.png", 4 * MIB, "image", opaque=True),
    _rule(r"thumbnail\.png", 4 * MIB, "image"),
    _rule(r"ext/[a-z0-9_./-]+", 64 * MIB, "opaque", opaque=True),
)
# a member that a later minor version has and this one does not
UNKNOWN_RULE: Final = _rule(r".*", 64 * MIB, "opaque", opaque=True)

_NAME: Final = re.compile(r"[a-z0-9_.-]+(/[a-z0-9_.-]+)*")


def name_allowed(name: str) -> bool:
    """Whether a member may be called so: segments of `[a-z0-9_.-]` joined by `/`, none of them `.` or `..`."""
    plain = len(name) <= LONGEST_NAME and _NAME.fullmatch(name) is not None
    return plain and not any(segment in (".", "..") for segment in name.split("/"))


def rule_for(name: str) -> MemberRule | None:
    """The line of the table for a member; None when this version knows no such member."""
    for rule in MEMBER_RULES:
        if rule.pattern.fullmatch(name):
            return rule
    return None
