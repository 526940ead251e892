"""The transformer's encoder block: every place looks at all places, then works on what it found by itself."""

from nnsim.catalog.kind import Parts
from nnsim.catalog.port import Port, Shapes
from nnsim.catalog.transformer import Sublayers, TransformerBlock, TransformerSettings
from nnsim.text.messages import message


class TransformerEncoder(TransformerBlock):
    """x + attention(x), then x + feed-forward(x), each normalized; as `torch.nn.TransformerEncoderLayer`.

    Dropout acts behind attention, inside the feed-forward layers and behind them, and not on the attention weights.
    """

    id = "transformer_encoder"
    title = message("Transformer encoder")
    meaning = message("A block in which every place looks at all places, then works on what it found by itself.")
    ports = (
        Port(ranks=(2,), links="one"),
        Port("tokens", message("Tokens, for padding"), ranks=(1, 2), links="one", optional=True),
    )

    def parts(self, settings: TransformerSettings, inputs: Shapes) -> Parts:
        tokens = {"tokens": ":tokens"} if inputs["tokens"] else {}
        sublayers = Sublayers(settings, inputs["in"][0][1])
        sublayers.attend("attention", causal=False, **tokens)
        sublayers.feed_forward()
        return sublayers.drawing.ending_in(sublayers.stream)
