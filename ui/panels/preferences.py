"""What a user prefers, kept between starts in QSettings and applied live."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal, get_args

from PySide6.QtCore import QLocale, QSettings

from nnsim.text import Language, decimals, set_decimals
from ui.look import theme
from ui.look.theme import LARGEST_SCALE, MODES, SMALLEST_SCALE, Mode

Backend = Literal["auto", "numpy", "cupy"]
FEWEST_DECIMALS, MOST_DECIMALS = 1, 6
_MOST_RECENT = 8


@dataclass(frozen=True)
class Preferences:
    """One value of every preference; the defaults are those of a first start."""

    language: Language = "en"
    mode: Mode = "light"
    scale: float = 1.0
    decimals: int = 2
    backend: Backend = "auto"
    reduced_motion: bool = False
    high_contrast: bool = False
    values_at_rest: bool = True


def settings() -> QSettings:
    """Where everything is kept: organisation and application `nnsim`."""
    return QSettings("nnsim", "nnsim")


def first_preferences() -> Preferences:
    """The preferences of a first start: the language of the desktop, if it is one of ours."""
    korean = QLocale.system().language() == QLocale.Language.Korean
    return Preferences(language="ko" if korean else "en")


def load_preferences() -> Preferences:
    """The kept preferences; a value that is missing or makes no sense is that of a first start."""
    kept = settings()
    found = first_preferences()
    for field in fields(Preferences):
        value = _sensible(field.name, kept.value(f"preferences/{field.name}"))
        if value is not None:
            found = replace(found, **{field.name: value})
    return found


def save_preferences(preferences: Preferences) -> None:
    """Keep every preference for the next start."""
    kept = settings()
    for field in fields(Preferences):
        kept.setValue(f"preferences/{field.name}", getattr(preferences, field.name))


def apply_preferences(preferences: Preferences) -> None:
    """Dress the running application in these preferences, at once; every text and number follows."""
    look = theme()
    recount = preferences.decimals != decimals()
    set_decimals(preferences.decimals)
    look.set_mode(preferences.mode)
    look.set_scale(preferences.scale)
    look.set_high_contrast(preferences.high_contrast)
    look.set_reduced_motion(preferences.reduced_motion)
    look.set_language(preferences.language)
    if recount:
        look.language_changed.emit()
        look.changed.emit()


def recent_files() -> list[str]:
    """Paths of the files opened last, the newest first."""
    kept = settings().value("recent", [])
    paths = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
    return [path for path in paths if isinstance(path, str) and path]


def remember_file(path: str) -> None:
    """Put a file first among the recent ones."""
    others = [other for other in recent_files() if other != path]
    settings().setValue("recent", [path, *others][:_MOST_RECENT])


def forget_file(path: str) -> None:
    """Take a file that is gone from the recent ones."""
    settings().setValue("recent", [other for other in recent_files() if other != path])


def _sensible(name: str, value: object) -> object | None:
    """The kept value as the type of its field, None when it is none."""
    if value is None:
        return None
    text = str(value)
    choices = {"language": get_args(Language), "mode": MODES, "backend": get_args(Backend)}
    if name in choices:
        return text if text in choices[name] else None
    if name in ("reduced_motion", "high_contrast", "values_at_rest"):
        return {"true": True, "false": False}.get(text.lower())
    try:
        number = float(text)
    except ValueError:
        return None
    low, high = (FEWEST_DECIMALS, MOST_DECIMALS) if name == "decimals" else (SMALLEST_SCALE, LARGEST_SCALE)
    if not low <= number <= high:
        return None
    return int(number) if name == "decimals" else number
