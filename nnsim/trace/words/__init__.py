"""The words for every operation: a title and one plain sentence with the numbers of the moment."""

from nnsim.trace.scene import Scene
from nnsim.trace.words import (
    activations,
    attention,
    backward,
    combining,
    convolution,
    embedding,
    forward,
    loss,
    losses,
    normalization,
    parameter_gradients,
    pooling,
    recurrent,
    update,
    update_adaptive,
    update_gradient,
    update_resilient,
)
from nnsim.trace.words.words import Speakers, Words

_TOPICS = (
    forward,
    activations,
    combining,
    convolution,
    pooling,
    embedding,
    attention,
    normalization,
    recurrent,
    loss,
    losses,
    backward,
    parameter_gradients,
    update,
    update_adaptive,
    update_gradient,
    update_resilient,
)
SPEAKERS: Speakers = {op: speaker for topic in _TOPICS for op, speaker in topic.SPEAKERS.items()}


def words(scene: Scene) -> Words:
    """Title and sentence of a stop. Raises KeyError for an operation nobody speaks for."""
    return SPEAKERS[type(scene.op)](scene)
