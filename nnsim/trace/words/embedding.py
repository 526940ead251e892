"""What is said of tokens: their rows in a table, padding, and what tells places apart."""

from nnsim.ops.embedding import Embedding, EmbeddingGradient, Present
from nnsim.ops.positions import LearnedPosition, PositionGradient, WavePosition
from nnsim.text.messages import message
from nnsim.trace.scene import Scene
from nnsim.trace.words.words import Speakers, Words


def embedding(scene: Scene) -> Words:
    """h = w[x]"""
    token, title = int(scene.input(0, scene.index[:-1]).value), message("Embedding")
    given = {"token": token, "row": token + 1, "d": scene.index[-1] + 1, "value": scene.value}
    if scene.index[1:-1]:
        return Words(title, message(
            "Place {t} holds token {token}. Tokens count from 0, so it gets row {row} of the table; number {d} of that "
            "row is {value}.", t=scene.index[1] + 1, **given))
    return Words(title, message(
        "The token is {token}. Tokens count from 0, so it gets row {row} of the table; number {d} of that row is "
        "{value}.", **given))


def to_row(scene: Scene) -> Words:
    """∂L/∂w = Σ ∂L/∂h where the token is"""
    title, token = message("Gradient of an embedding"), scene.index[0]
    op = scene.op
    assert isinstance(op, EmbeddingGradient)
    if token == op.padding:
        return Words(title, message("Token {token} stands for padding, so its row never learns.", token=token))
    if scene.adding:
        return _place(scene, token)
    count = sum(1 for place in scene.frame.array(_tokens(scene)).flat if place == token)
    if not count:
        return Words(
            title, message("Token {token} does not occur in this batch, so nothing changes its row.", token=token))
    if count == 1:
        return Words(title, message(
            "Token {token} occurs once in this batch; its row gets the error of that place, {value:signed}.",
            token=token, value=scene.value))
    return Words(
        title,
        message("Token {token} occurs {count} times in this batch; the errors at these places add up to "
                "{value:signed}.", token=token, count=count, value=scene.value),
    )


def _place(scene: Scene, token: int) -> Words:
    """One place of the batch, with this token or another."""
    title, term = message("Gradient of an embedding"), scene.term or 0
    tokens = scene.frame.array(_tokens(scene))
    row = tokens.shape[1] if tokens.ndim == 2 else 1
    given = {"n": term // row + 1, "t": term % row + 1, "token": token}
    if scene.term_is_left_out:
        return Words(
            title,
            message("Sample {n}, place {t}: another token is here, {other}, so nothing comes to the row of token "
                    "{token}.", other=int(tokens.flat[term]), **given),
        )
    return Words(
        title,
        message("Sample {n}, place {t}: token {token} is here, so the error of this place adds {value:signed}.",
                value=scene.term_value, **given),
    )


def _tokens(scene: Scene) -> int:
    return scene.frame.instruction(scene.walk.instruction).inputs[1]


def present(scene: Scene) -> Words:
    """0 where a token is padding"""
    title, given = message("Padding"), {"t": scene.index[-1] + 1, "token": int(scene.input(0).value)}
    if scene.value:
        return Words(title, message("Place {t} holds token {token}, so it can be looked at: 1.", **given))
    return Words(title, message("Place {t} holds token {token}, which is padding: attention passes over it.", **given))


def wave(scene: Scene) -> Words:
    """h = x + sin or cos"""
    if scene.adding and not scene.term_places:
        return Words(message("Position"),
                     message("The wave of this place adds {value:signed}.", value=scene.term_value))
    if scene.adding:
        return _itself(scene)
    return Words(
        message("Position"),
        message("A wave adds {wave:signed} at place {t}. Waves of many lengths make every place different, so that the "
                "order of the tokens can be seen: {symbol} = {value}.", wave=scene.value - scene.input(0).value,
                t=scene.index[1] + 1, symbol=scene.symbol.text, value=scene.value),
    )


def learned(scene: Scene) -> Words:
    """h = x + p"""
    if scene.adding:
        return _itself(scene)
    return Words(
        message("Position"),
        message("Place {t} adds {p:signed}, a number of its own that is learned, so that the order of the tokens can "
                "be seen: {symbol} = {value}.", t=scene.index[1] + 1, p=scene.input(1, scene.index[1:]).value,
                symbol=scene.symbol.text, value=scene.value),
    )


def _itself(scene: Scene) -> Words:
    """One of the two that are added."""
    place = scene.term_places[0]
    return Words(message("Position"),
                 message("{source} adds {value:signed}.", source=scene.whose(place), value=scene.term_value))


def to_position(scene: Scene) -> Words:
    """∂L/∂p = Σ δ"""
    title, t = message("Gradient of a position"), scene.index[0] + 1
    if scene.adding:
        return Words(
            title,
            message("Sample {n} has the error {value:signed} at place {t}, and the place's number feels all of it.",
                    n=scene.term_places[0].index[0] + 1, value=scene.term_value, t=t),
        )
    return Words(
        title,
        message("The errors at place {t}, added up over {count} samples: {value:signed}.", t=t,
                count=scene.frame.plan.batch, value=scene.value),
    )


SPEAKERS: Speakers = {
    Embedding: embedding,
    EmbeddingGradient: to_row,
    Present: present,
    WavePosition: wave,
    LearnedPosition: learned,
    PositionGradient: to_position,
}
