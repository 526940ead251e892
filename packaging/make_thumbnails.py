"""Puts a picture into each sample network, light in the file and dark beside it: `python packaging/make_thumbnails.py`.

Each picture shows what the sample comes to: a copy is trained, and its decision map or its network is drawn.
"""

import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QGuiApplication, QImage  # noqa: E402  (the checkout itself must be importable first)

from nnsim import data, files  # noqa: E402
from nnsim.document import Document  # noqa: E402
from nnsim.program import Trainer  # noqa: E402
from ui.look import Tokens, load_tokens  # noqa: E402
from ui.panels.gallery.sample_pictures import image_picture, network_picture, plane_picture, png, wide_bounds  # noqa: E402

SAMPLES = ROOT / "assets" / "samples"
RESOLUTION = 160
# epochs of training before the picture, and what it shows
PICTURES = {
    "mcculloch-pitts": (0, "network"),
    "perceptron": (20, "plane"),
    "adaline": (60, "plane"),
    "logistic": (200, "plane"),
    "mlp-by-hand": (0, "network"),
    "mlp-xor": (600, "network"),
    "spirals": (800, "plane"),
    "cnn-digits": (30, "image"),
}


def pictures(document: Document, epochs: int, shows: str) -> tuple[QImage, QImage]:
    """The light and the dark picture of a sample."""
    trainer = Trainer(document)
    for _ in range(epochs):
        trainer.epoch()
    light, dark = load_tokens("light"), load_tokens("dark")
    if shows == "network":
        trained, maps = trainer.document(), trainer.unit_maps(64)
        return network_picture(trained, maps, light), network_picture(trained, maps, dark)
    if shows == "image":
        return _image(trainer.document(), light), _image(trainer.document(), dark)
    return _plane(document, trainer, light), _plane(document, trainer, dark)


def _plane(document: Document, trainer: Trainer, tokens: Tokens) -> QImage:
    assert document.data is not None
    samples = data.prepare(document.data)
    assert samples.bounds is not None
    bounds = wide_bounds(samples.bounds)
    output = next(node.id for node in document.network.nodes if node.kind == "output")
    answers: Any = trainer.unit_maps(RESOLUTION, *bounds)[output][0]
    low, high = float(samples.y_train.min()), float(samples.y_train.max())
    points = np.concatenate([samples.x_train, samples.x_test])
    labels = np.concatenate([samples.labels_train, samples.labels_test]).astype(int)
    return plane_picture(answers, low, high, bounds, points, labels, tokens)


def _image(document: Document, tokens: Tokens) -> QImage:
    """The first image for training, and what each kernel makes of it."""
    assert document.data is not None
    pixels = data.prepare(document.data).x_train[0].reshape(8, 8)
    kernel, bias = (document.state.parameters[f"convolution1/{name}"] for name in ("weight", "bias"))
    windows = np.lib.stride_tricks.sliding_window_view(pixels, kernel.shape[2:])
    maps = np.maximum(np.einsum("rcij,kij->krc", windows, kernel[:, 0]) + bias[:, None, None], 0.0)
    return image_picture(pixels, maps, tokens)


def main() -> None:
    """Write every picture."""
    application = QGuiApplication.instance() or QGuiApplication([])
    (SAMPLES / "dark").mkdir(exist_ok=True)
    for path in sorted(SAMPLES.glob("*.nnsim")):
        document = files.load(path)
        light, dark = pictures(document, *PICTURES.get(path.stem, (0, "network")))
        path.write_bytes(files.dumps(document, png(light)))
        (SAMPLES / "dark" / f"{path.stem}.png").write_bytes(png(dark))
        print(path.stem)
    del application


if __name__ == "__main__":
    main()
