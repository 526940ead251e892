"""The language of a program without a window: that of the window, else that of the environment."""

import configparser
import locale
import os
import plistlib
import sys
from contextlib import suppress
from pathlib import Path
from typing import get_args

from nnsim.text.translations import Language

_UNTRANSLATED = ("C", "POSIX")  # by convention: every program speaks its original language


def chosen_language() -> Language:
    """English where the environment asks for `C`, else what was chosen in the window, else Korean in a Korean one."""
    asked = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    if asked in _UNTRANSLATED:
        return "en"
    chosen = kept_language()
    if chosen is not None:
        return chosen
    return "ko" if (asked or locale.getlocale()[0] or "").lower().startswith("ko") else "en"


def kept_language() -> Language | None:
    """The language among the window's preferences, None while none was chosen; read where Qt keeps it, without Qt."""
    kept: object = None
    with suppress(OSError, ValueError, configparser.Error):  # a damaged or missing file is no choice
        kept = _kept()
    return next((language for language in get_args(Language) if language == kept), None)


def _kept() -> object:
    if sys.platform == "win32":
        import winreg

        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\nnsim\nnsim\preferences") as key:
            return winreg.QueryValueEx(key, "language")[0]
    if sys.platform == "darwin":
        with (Path.home() / "Library/Preferences/com.nnsim.nnsim.plist").open("rb") as file:
            return plistlib.load(file).get("preferences.language")
    folder = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    settings = configparser.RawConfigParser(strict=False, allow_no_value=True)
    settings.read(Path(folder) / "nnsim" / "nnsim.conf", encoding="utf-8")
    return settings.get("preferences", "language", fallback=None)
