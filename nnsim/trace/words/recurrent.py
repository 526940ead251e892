"""What is said of recurrent layers: states, gates, and what they let through."""

from nnsim.ops.gates import (
    BlendedState,
    Candidate,
    CellState,
    Gate,
    GateName,
    HiddenState,
    NewShareGradient,
    ResetCandidate,
    SquashedState,
    UpdateGateGradient,
)
from nnsim.ops.recurrent import CarriedState, InitialState, RecurrentSum
from nnsim.text.messages import Message, message
from nnsim.trace.scene import Scene
from nnsim.trace.words.forward import tanh
from nnsim.trace.words.words import Speakers, Words

_GATES: dict[GateName, tuple[Message, Message]] = {
    "input": (
        message("Input gate"),
        message("The sum {z:signed} opens the input gate to {value}: so much of the candidate is written into the cell "
                "state."),
    ),
    "forget": (
        message("Forget gate"),
        message("The sum {z:signed} opens the forget gate to {value}: it keeps {value} of the old cell state."),
    ),
    "output": (
        message("Output gate"),
        message("The sum {z:signed} opens the output gate to {value}: so much of the cell state shows in the hidden "
                "state."),
    ),
    "reset": (
        message("Reset gate"),
        message("The sum {z:signed} opens the reset gate to {value}: so much of the past counts for the candidate."),
    ),
    "update": (
        message("Update gate"),
        message("The sum {z:signed} opens the update gate to {value}: it keeps {value} of the old hidden state; the "
                "rest comes from the candidate."),
    ),
}


def initial_state(scene: Scene) -> Words:
    """h₀ = 0"""
    return Words(
        message("State at the start"),
        message("Nothing has been read yet: {symbol} begins at 0.", symbol=scene.symbol.text),
    )


def carried_state(scene: Scene) -> Words:
    """h₀ = s"""
    return Words(
        message("State carried on"),
        message("{symbol} goes on from {value:signed}, where the sample at this place in the batch before ended; at "
                "the start of an epoch that is 0.", value=scene.value, symbol=scene.symbol.text),
    )


def recurrent_sum(scene: Scene) -> Words:
    """z = x̂ + Σ w h"""
    title = message("Weighted sum with memory")
    if scene.adding and scene.term_is_bare:
        return Words(title, message("The input of this step brings {value:signed}, weights and bias counted in.",
                                    value=scene.term_value))
    if scene.adding:
        weight, state = scene.term_places
        return Words(
            title,
            message(
                "{state} is {value}, left by the step before. Times its recurrent weight {weight:signed} it adds "
                "{term:signed}.",
                state=scene.whose(state), value=scene.frame.printed(state), weight=weight.value, term=scene.term_value,
            ),
        )
    now = scene.input(0).value
    return Words(
        title,
        message(
            "The input of this step brings {now:signed} and the memory of earlier steps {past:signed}: "
            "{symbol} = {value}.",
            now=now, past=scene.value - now, symbol=scene.symbol.text, value=scene.value,
        ),
    )


def gate(scene: Scene) -> Words:
    """a = σ(z)"""
    assert isinstance(scene.op, Gate)
    title, sentence = _GATES[scene.op.name]
    return Words(title, Message(sentence.id, {"z": scene.input(0).value, "value": scene.value}))


def candidate(scene: Scene) -> Words:
    """g = tanh(z)"""
    return Words(
        message("Candidate"),
        message(
            "tanh squeezes {z:signed} into the range from −1 to 1: {value:signed} is what could be written into the "
            "cell state.",
            z=scene.input(0).value, value=scene.value,
        ),
    )


def cell_state(scene: Scene) -> Words:
    """c′ = f c + i g"""
    title = message("Cell state")
    forget, old, write, new = (scene.input(position) for position in range(4))
    if scene.adding and scene.term == 0:
        return Words(
            title,
            message("The forget gate keeps {gate} of the old cell state {old:signed}: {term:signed}.",
                    gate=forget.value, old=old.value, term=scene.term_value),
        )
    if scene.adding:
        return Words(
            title,
            message("The input gate writes {gate} of the candidate {new:signed}: {term:signed}.",
                    gate=write.value, new=new.value, term=scene.term_value),
        )
    return Words(
        title,
        message(
            "{keep} of the old cell state {old:signed} is kept and {write} of the candidate {new:signed} is written: "
            "{symbol} = {value:signed}.",
            keep=forget.value, old=old.value, write=write.value, new=new.value, symbol=scene.symbol.text,
            value=scene.value,
        ),
    )


def hidden_state(scene: Scene) -> Words:
    """h = o t"""
    return Words(
        message("Hidden state"),
        message(
            "The output gate shows {gate} of the squeezed cell state {squashed:signed}: {symbol} = {value:signed}.",
            gate=scene.input(0).value, squashed=scene.input(1).value, symbol=scene.symbol.text, value=scene.value,
        ),
    )


def reset_candidate(scene: Scene) -> Words:
    """n = tanh(u + r v)"""
    now, reset, past = (scene.input(position).value for position in range(3))
    return Words(
        message("Candidate"),
        message(
            "The input brings {now:signed}, the reset gate lets {gate} of the past's {past:signed} through; tanh makes "
            "{value:signed} of their sum.",
            now=now, gate=reset, past=past, value=scene.value,
        ),
    )


def blended_state(scene: Scene) -> Words:
    """h′ = (1 − z) n + z h"""
    title = message("Hidden state")
    update, new, old = (scene.input(position).value for position in range(3))
    if scene.adding and scene.term == 0:
        return Words(
            title,
            message("The rest of the update gate, {share}, is taken from the candidate {new:signed}: {term:signed}.",
                    share=1 - update, new=new, term=scene.term_value),
        )
    if scene.adding:
        return Words(
            title,
            message("The update gate keeps {gate} of the old hidden state {old:signed}: {term:signed}.",
                    gate=update, old=old, term=scene.term_value),
        )
    return Words(
        title,
        message(
            "{keep} of the old hidden state {old:signed} and {share} of the candidate {new:signed} blend into "
            "{symbol} = {value:signed}.",
            keep=update, old=old, share=1 - update, new=new, symbol=scene.symbol.text, value=scene.value,
        ),
    )


def to_update_gate(scene: Scene) -> Words:
    """∂L/∂z = ∂L/∂h′ (h − n)"""
    error, new, old = (scene.input(position).value for position in range(3))
    return Words(
        message("Back to the update gate"),
        message(
            "Opening it moves the state from the candidate {new:signed} towards the old {old:signed}: the error "
            "{error:signed} times this way {way:signed} is {value:signed}.",
            new=new, old=old, error=error, way=old - new, value=scene.value,
        ),
    )


def to_candidate(scene: Scene) -> Words:
    """∂L/∂n = ∂L/∂h′ (1 − z)"""
    error, update = scene.input(0).value, scene.input(1).value
    return Words(
        message("Back to the candidate"),
        message(
            "{share} of the new state came from the candidate, so it gets as much of the error {error:signed}: "
            "{value:signed}.",
            share=1 - update, error=error, value=scene.value,
        ),
    )


SPEAKERS: Speakers = {
    InitialState: initial_state,
    CarriedState: carried_state,
    RecurrentSum: recurrent_sum,
    Gate: gate,
    Candidate: candidate,
    CellState: cell_state,
    SquashedState: tanh,
    HiddenState: hidden_state,
    ResetCandidate: reset_candidate,
    BlendedState: blended_state,
    UpdateGateGradient: to_update_gate,
    NewShareGradient: to_candidate,
}
