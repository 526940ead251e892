"""Takes the pictures that every change of the look is judged by: `python packaging/make_screens.py DIR`.

Every dialog, card, menu and panel in both languages, light and dark, at 1366 × 768, 1600 × 1000 and 1920 × 1080, there
at 100 % and at 200 %. `--names`, `--sizes`, `--languages` and `--modes` choose some of them, `--list` tells the names.
`--check` tells beside it which texts are cut, lie over each other or are hard to read.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from screens.painted import Watch
    from screens.stage import Scene, Stage

SIZES = {"1366x768-100": 1.0, "1600x1000-100": 1.0, "1920x1080-100": 1.0, "1920x1080-200": 2.0}
LANGUAGES, MODES = ("en", "ko"), ("light", "dark")


def main(arguments: Sequence[str]) -> int:
    """A process for each size, since Qt's offscreen platform has one screen from its start to its end."""
    options = _parsed(arguments)
    if options.list:
        print("\n".join(scene.name for scene in _scenes(options.names)))
        return 0
    if options.size:
        return play(options)
    results = []
    for size in options.sizes:
        width, height = size.rpartition("-")[0].split("x")
        with tempfile.TemporaryDirectory() as home:
            screen = Path(home) / "screen.json"
            screen.write_text(json.dumps({"screens": [{
                "name": "screen", "x": 0, "y": 0, "width": int(width), "height": int(height), "logicalDpi": 96,
                "logicalBaseDpi": 96, "dpr": 1,
            }]}))
            environment = os.environ | {
                "QT_QPA_PLATFORM": f"offscreen:configfile={screen}", "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home,
            }
            results.append(subprocess.call(
                [sys.executable, __file__, *arguments, "--size", size, "--home", home], env=environment))
    return max(results)


def play(options: argparse.Namespace) -> int:
    """Take the pictures of one size; 1 when a scene could not be played, or has a fault that was asked for."""
    from screens.painted import Watch
    from screens.stage import Stage

    from ui.panels.application import create_application
    from ui.panels.preferences import Preferences

    width, height = (int(side) for side in options.size.rpartition("-")[0].split("x"))
    options.folder.mkdir(parents=True, exist_ok=True)
    create_application(Preferences(scale=SIZES[options.size], reduced_motion=True))
    stage = Stage(width, height, SIZES[options.size], Path(options.home))
    scenes, failed, watch = _scenes(options.names), 0, Watch() if options.check else None
    if watch:
        watch.begin()
    for ground in dict.fromkeys(scene.ground for scene in scenes):
        set_ground(stage, ground)
        for language, mode in product(options.languages, options.modes):
            stage.dress(language, mode)
            for scene in scenes:
                if scene.ground == ground:
                    path = options.folder / f"{scene.name}--{options.size}-{language}-{mode}.png"
                    failed += not _taken(stage, scene, path, watch)
    stage.leave()
    stage.window.close()
    return int(failed > 0)


def set_ground(stage: Stage, ground: str) -> None:
    """Open what scenes are played on: a network of `networks`, or a sample as it is or trained."""
    from screens.networks import DOCUMENTS

    match ground:
        case "welcome":
            stage.leave()
            stage.remember()
            stage.window.gallery.finish_reading()
        case "xor" | "trained":
            stage.open_sample("mlp-xor")
        case "spirals" | "branched":
            stage.open_sample("spirals")
        case "mlp-by-hand" | "perceptron" | "cnn-digits":
            stage.open_sample(ground)
        case _:
            stage.open_document(DOCUMENTS[ground]())
    if ground == "trained":
        stage.train(40)
    elif ground == "branched":
        stage.branch()
    stage.begin()


def _taken(stage: Stage, scene: Scene, path: Path, watch: Watch | None) -> bool:
    """Keep the picture of a scene, and tell what a watch finds wrong with it."""
    from screens.faults import faults

    found: list[str] = []
    if watch:
        watch.taken()
    try:
        with stage.playing(scene) as shot:
            shot.picture.save(str(path))
            if watch:
                found = faults(shot, watch.taken(), stage.scale)
    except Exception as error:  # the others are still to be taken
        found = [repr(error)]
    print("\n".join(f"{path}: {fault}" for fault in found) or path, flush=True)
    return not found


def _scenes(names: Sequence[str]) -> list[Scene]:
    """The scenes whose names begin with one of these."""
    from screens import dialogs, lectures, over, panels, past

    every = (*panels.SCENES, *dialogs.SCENES, *over.SCENES, *past.SCENES, *lectures.SCENES)
    return [scene for scene in every if not names or scene.name.startswith(tuple(names))]


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("screens"))
    parser.add_argument("--names", nargs="+", default=(), help="beginnings of names of scenes")
    parser.add_argument("--sizes", nargs="+", default=tuple(SIZES), choices=tuple(SIZES))
    parser.add_argument("--languages", nargs="+", default=LANGUAGES, choices=LANGUAGES)
    parser.add_argument("--modes", nargs="+", default=MODES, choices=MODES)
    parser.add_argument("--list", action="store_true", help="only tell the names")
    parser.add_argument("--check", action="store_true", help="tell what is wrong with them, too")
    parser.add_argument("--size", help=argparse.SUPPRESS)
    parser.add_argument("--home", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
