"""Korean particles, which follow the sound that the word before them ends in."""

import re
import unicodedata
from enum import Enum
from typing import Final


class Ending(Enum):
    """How the last syllable of a word sounds: open, closed by ㄹ, or closed by another consonant."""

    OPEN = "open"
    RIEUL = "rieul"
    CLOSED = "closed"


# (after a closed syllable, after an open one); 으로/로 takes the open form after ㄹ too
PARTICLES: Final = {
    "은/는": ("은", "는"),
    "이/가": ("이", "가"),
    "을/를": ("을", "를"),
    "과/와": ("과", "와"),
    "으로/로": ("으로", "로"),
}
_HANGUL_FIRST, _HANGUL_LAST, _RIEUL = 0xAC00, 0xD7A3, 8
# 영 일 이 삼 사 오 육 칠 팔 구; numbers that end in zeros are read 십, 백, 천, 만: closed like 영
_DIGITS: Final = dict(zip("0123456789", "CROCOOCRRO", strict=True))
# letters read by name: 엘, 엠, 엔, 알 end in a consonant, all others in a vowel
_LETTERS: Final = {"L": "R", "R": "R", "M": "C", "N": "C"}
_ENDINGS: Final = {"O": Ending.OPEN, "R": Ending.RIEUL, "C": Ending.CLOSED}
_GREEK_CLOSED: Final = frozenset("εΕυΥοΟ")  # 엡실론, 입실론, 오미크론
_RIEUL_WORD: Final = re.compile(r"(?:l|[bcdfgkpstz]le)$")
_CLOSED_WORD: Final = re.compile(r"(?:m|n|ng|[aeiou][mn]e|(?:^|[^aeiou])[aeiou](?:p|t|k|ck)|out)$")
_OPEN_WORDS: Final = frozenset({"network", "sigmoid"})
_CLOSERS: Final = "'\"’”)]}»›」』》〉.,:;!?* "


def ending(text: str) -> Ending:
    """How a text ends when it is read aloud in Korean; quotes and brackets at its end are not read."""
    word = text.rstrip(_CLOSERS)
    if not word:
        return Ending.OPEN
    last = unicodedata.normalize("NFKC", word)[-1]
    if _HANGUL_FIRST <= ord(last) <= _HANGUL_LAST:
        final = (ord(last) - _HANGUL_FIRST) % 28
        return Ending.OPEN if final == 0 else Ending.RIEUL if final == _RIEUL else Ending.CLOSED
    if last in _DIGITS:
        return _ENDINGS[_DIGITS[last]]
    if last.isascii() and last.isalpha():
        return _latin_ending(re.split(r"[^A-Za-z]", word)[-1])
    return Ending.CLOSED if last in _GREEK_CLOSED else Ending.OPEN


def _latin_ending(word: str) -> Ending:
    """How a Latin word sounds in Korean: an abbreviation by its last letter's name, others by common transcription."""
    if len(word) == 1 or (word.isupper() and not re.search(r"[AEIOU]", word[:-1])):
        return _ENDINGS[_LETTERS.get(word[-1].upper(), "O")]
    lower = word.lower()
    if lower in _OPEN_WORDS:
        return Ending.OPEN
    if _RIEUL_WORD.search(lower):
        return Ending.RIEUL
    return Ending.CLOSED if _CLOSED_WORD.search(lower) else Ending.OPEN


def particle(text: str, pair: str) -> str:
    """The particle of a pair such as `은/는` that fits after a text.

    Raises:
        KeyError: the pair is not one of PARTICLES.
    """
    closed, open_ = PARTICLES[pair]
    sound = ending(text)
    if sound is Ending.RIEUL:
        return open_ if pair == "으로/로" else closed
    return closed if sound is Ending.CLOSED else open_
