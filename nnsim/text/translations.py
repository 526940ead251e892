"""The catalogues of translated messages, read with gettext."""

import gettext
from functools import cache
from typing import Literal

from nnsim.assets import asset_path

Language = Literal["en", "ko"]


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """The messages of one language; English is the language of the ids and has no file."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("nnsim", localedir=asset_path("translations"), languages=[language])


def translate(text: str, language: Language) -> str:
    """The text for an id in a language; the id itself where no translation exists."""
    return catalogue(language).gettext(text) if text else ""
