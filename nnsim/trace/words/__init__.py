"""The words for every operation: a title and one plain sentence with the numbers of the moment."""

from nnsim.trace.scene import Scene
from nnsim.trace.words import backward, forward, loss, update, update_adaptive, update_resilient
from nnsim.trace.words.words import Speakers, Words

SPEAKERS: Speakers = {
    **forward.SPEAKERS, **loss.SPEAKERS, **backward.SPEAKERS, **update.SPEAKERS, **update_adaptive.SPEAKERS,
    **update_resilient.SPEAKERS,
}


def words(scene: Scene) -> Words:
    """Title and sentence of a stop. Raises KeyError for an operation nobody speaks for."""
    return SPEAKERS[type(scene.op)](scene)
