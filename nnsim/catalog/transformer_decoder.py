"""The transformer's decoder block: each place looks back at what was written so far, and at what the encoder read."""

from nnsim.catalog.kind import Parts
from nnsim.catalog.port import Port, Shapes
from nnsim.catalog.transformer import Sublayers, TransformerBlock, TransformerSettings
from nnsim.text.messages import message


class TransformerDecoder(TransformerBlock):
    """x + causal attention(x), x + attention(x, memory), x + feed-forward(x), as `torch.nn.TransformerDecoderLayer`.

    Without a memory the second sublayer falls away: the block of a network that only goes on with a sequence.
    """

    id = "transformer_decoder"
    title = message("Transformer decoder")
    meaning = message("A block in which each place looks back at earlier places, and at the memory of an encoder.")
    ports = (
        Port(ranks=(2,), links="one"),
        Port("memory", message("Memory"), ranks=(2,), links="one", optional=True),
        Port("tokens", message("Tokens, for padding"), ranks=(1, 2), links="one", optional=True),
        Port("memory_tokens", message("Memory's tokens, for padding"), ranks=(1, 2), links="one", optional=True),
    )

    def parts(self, settings: TransformerSettings, inputs: Shapes) -> Parts:
        tokens = {"tokens": ":tokens"} if inputs["tokens"] else {}
        sublayers = Sublayers(settings, inputs["in"][0][1])
        sublayers.attend("attention", causal=True, **tokens)
        if inputs["memory"]:
            of_memory = {"tokens": ":memory_tokens"} if inputs["memory_tokens"] else {}
            sublayers.attend("cross_attention", causal=False, key=":memory", **of_memory)
        sublayers.feed_forward()
        return sublayers.drawing.ending_in(sublayers.stream)
