"""Where the files that ship with nnsim lie: samples, data, fonts, icons, translations, guide."""

from functools import cache
from pathlib import Path


@cache
def assets_folder() -> Path:
    """The folder of shipped files, in a checkout, in an installed wheel and in a frozen application.

    A wheel and a frozen application carry it inside the package as `_assets`; a checkout has it beside the package.

    Raises:
        FileNotFoundError: neither folder is there, so the installation is broken.
    """
    package = Path(__file__).resolve().parent
    candidates = (package / "_assets", package.parent / "assets")
    for folder in candidates:
        if folder.is_dir():
            return folder
    places = " nor ".join(str(folder) for folder in candidates)
    raise FileNotFoundError(f"nnsim's own files are missing: neither {places} exists. Install nnsim again.")


def asset_path(*parts: str) -> Path:
    """The path of one shipped file or folder, such as `asset_path("samples", "mlp-xor.nnsim")`; it may not exist."""
    return assets_folder().joinpath(*parts)
