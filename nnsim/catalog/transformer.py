"""What transformer blocks share: their settings, and sublayers with a skip connection and a normalization each."""

from collections.abc import Mapping
from typing import ClassVar

from nnsim.catalog.activations import activation_choices
from nnsim.catalog.attention import PADDING
from nnsim.catalog.cell_by_cell import CombiningSettings
from nnsim.catalog.dense import DenseSettings
from nnsim.catalog.dropout import DropoutSettings
from nnsim.catalog.field import SHARE, Field
from nnsim.catalog.kind import Composite, PartName
from nnsim.catalog.layer_normalization import LayerNormalizationSettings
from nnsim.catalog.multi_head import MOST_HEADS, MultiHeadSettings
from nnsim.catalog.parts import PartsDrawing
from nnsim.document import Settings
from nnsim.text.messages import Message, message


class TransformerSettings(Settings, frozen=True):
    """Heads, units and activation of the hidden layer, where normalization stands, dropout, and which token is padding.
    """

    heads: int = 2
    hidden: int = 32
    activation: str = "relu"
    norm: str = "after"
    dropout: float = 0.0
    padding: int = 0


def _around(part: str, title: Message) -> dict[str, PartName]:
    """What stands around a sublayer."""
    return {
        f"{part}_norm": PartName(message("{part}: normalization", part=title), ("layer_normalization",)),
        f"{part}_dropout": PartName(message("{part}: dropout", part=title), ("dropout",)),
        f"{part}_skip": PartName(message("{part}: skip", part=title), ("add",)),
    }


class TransformerBlock(Composite):
    """The base: sublayers x + f(x), normalized after the sum (Vaswani et al. 2017) or before f (Xiong et al. 2020)."""

    category = "attention"
    Settings = TransformerSettings
    fields: ClassVar[tuple[Field, ...]] = (
        Field("heads", message("Heads"), message("How many attentions look side by side; they share the features."),
              "int", 2, 1, MOST_HEADS, 1, 8),
        Field("hidden", message("Hidden units"),
              message("How many units the layer has that works on each place by itself, between the two widths."),
              "int", 32, 1, 8192, 4, 256),
        Field("activation", message("Activation"), message("The activation of the hidden layer."), "choice", "relu",
              choices=activation_choices(of_layer=False)),
        Field("norm", message("Normalization"),
              message("After each sum, as the transformer was published, or before each sublayer, which trains more "
                      "easily when many blocks follow one another."),
              "choice", "after",
              choices=(("after", message("after each sum")), ("before", message("before each sublayer")))),
        Field("dropout", message("Dropout rate"),
              message("The share of each sublayer's values that a training step drops."), "float", 0.0, 0.0, 1.0, 0.0,
              0.5, unit=SHARE),
        PADDING,
    )
    part_names: ClassVar[Mapping[str, PartName]] = {
        "attention": PartName(message("Self-attention"), ("multi_head",)),
        **_around("attention", message("Self-attention")),
        "cross_attention": PartName(message("Cross-attention"), ("multi_head",)),
        **_around("cross_attention", message("Cross-attention")),
        "hidden": PartName(message("Hidden"), ("dense",)),
        "hidden_inside_dropout": PartName(message("{part}: dropout", part=message("Hidden")), ("dropout",)),
        "back": PartName(message("Back to width"), ("dense",)),
        **_around("hidden", message("Feed-forward")),
    }

    def facts(self, settings: TransformerSettings, units: int | None) -> Message | None:
        if settings.heads == 1:
            return message("1 head · {hidden} hidden units", hidden=settings.hidden)
        return message("{heads} heads · {hidden} hidden units", heads=settings.heads, hidden=settings.hidden)


class Sublayers:
    """Draws the sublayers of a block one behind the other, each around what it works on."""

    def __init__(self, settings: TransformerSettings, features: int) -> None:
        self.settings, self.features = settings, features
        self.drawing = PartsDrawing(TransformerBlock.part_names)
        self.stream = ":in"

    def attend(self, part: str, causal: bool, **ports: str) -> None:
        """Attention of every place to the block's own sequence, or to the one at the port `key`."""
        begins = self._begin(part)
        settings = MultiHeadSettings(self.settings.heads, causal, self.settings.padding)
        self._end(part, self.drawing.add(part, "multi_head", settings, begins, **ports))

    def feed_forward(self) -> None:
        """Two layers that work on each place by itself."""
        begins = self._begin("hidden")
        hidden = self.drawing.add(
            "hidden", "dense", DenseSettings(self.settings.hidden, self.settings.activation), begins)
        hidden = self._dropped("hidden_inside", hidden)
        self._end("hidden", self.drawing.add("back", "dense", DenseSettings(self.features, "linear"), hidden))

    def _begin(self, part: str) -> str:
        if self.settings.norm == "after":
            return self.stream
        return self._normalized(part, self.stream)

    def _end(self, part: str, output: str) -> None:
        skip = self.drawing.add(
            f"{part}_skip", "add", CombiningSettings(), self.stream, self._dropped(part, output))
        self.stream = skip if self.settings.norm == "before" else self._normalized(part, skip)

    def _normalized(self, part: str, source: str) -> str:
        return self.drawing.add(f"{part}_norm", "layer_normalization", LayerNormalizationSettings(), source)

    def _dropped(self, part: str, source: str) -> str:
        if self.settings.dropout == 0:
            return source
        return self.drawing.add(f"{part}_dropout", "dropout", DropoutSettings(self.settings.dropout), source)
