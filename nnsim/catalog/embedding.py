"""The embedding: each token gets the row of a table, which is learned."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.initializers import Initializer, Normal
from nnsim.catalog.kind import Kind, Lowered, Lowering, ParameterSpec
from nnsim.catalog.port import Port, Shape, Shapes, shape_words
from nnsim.document import Node, Settings
from nnsim.ops.arranging import Reshape
from nnsim.ops.embedding import Embedding as EmbeddingOp
from nnsim.text.messages import Message, message


class EmbeddingSettings(Settings, frozen=True):
    """How many tokens there are, how many numbers stand for each, which token is padding (−1: none), how rows begin."""

    tokens: int = 16
    features: int = 8
    padding: int = -1
    initializer: Initializer = Normal(1.0)


MOST_TOKENS = 65_536
TOKENS = message("Tokens")
PADDING_TOKEN = message("Padding token")


class Embedding(Kind):
    """h[t] = row x[t] of the table"""

    id = "embedding"
    title = message("Embedding")
    meaning = message("Turns each token, a whole number from 0, into a row of learned numbers.")
    category = "attention"
    Settings = EmbeddingSettings
    ports = (Port(title=TOKENS, ranks=(1, 2)),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("tokens", TOKENS, message("How many different tokens there are; they are numbered from 0."), "int", 16,
              1, MOST_TOKENS, 2, 64),
        Field("features", message("Features"), message("How many numbers stand for each token."), "int", 8, 1, 4096,
              1, 64),
        Field("padding", PADDING_TOKEN,
              message("The token that fills places where there is nothing; its row never learns. −1: none."), "int",
              -1, -1, MOST_TOKENS - 1, -1, 0),
        Field("initializer", message("Rows begin as"), message("How the rows of the table are drawn before training."),
              "initializer", Normal(1.0)),
    )

    def refuses(self, settings: EmbeddingSettings, inputs: Shapes) -> Message | None:
        shape = inputs["in"][0]
        if len(shape) == 1 or shape[1] == 1:
            return None
        return message(
            "An embedding expects one token at each place and gets {got}. Give the Input one column for each place.",
            got=shape_words(shape))

    def shape(self, settings: EmbeddingSettings, inputs: Shapes) -> Shape:
        return (inputs["in"][0][0], settings.features)

    def parameters(self, settings: EmbeddingSettings, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        shape = (settings.tokens, settings.features)
        return (ParameterSpec("weight", shape, settings.initializer, settings.tokens, settings.features),)

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings = node.settings
        assert isinstance(settings, EmbeddingSettings)
        padding = settings.padding if 0 <= settings.padding < settings.tokens else None
        tokens = places(lowering, inputs.output)
        return Lowered(lowering.emit(EmbeddingOp(padding), tokens, lowering.parameter("weight")))

    def facts(self, settings: EmbeddingSettings, units: int | None) -> Message | None:
        return message("{tokens} tokens · {features} features", tokens=settings.tokens, features=settings.features)


def places(lowering: Lowering, tokens: int) -> int:
    """The slot of tokens as a vector, one for each place, also where they came as a sequence of one feature."""
    shape = lowering.shape(tokens)
    return tokens if len(shape) == 1 else lowering.emit(Reshape(shape[:1]), tokens)
