"""What is recorded at a moment of a training is shown again by its slide; the other slides show what they did."""

import pytest
from msgspec.structs import replace

from nnsim import edits, files
from nnsim.assets import asset_path
from nnsim.document import Document, Place, Slide
from nnsim.edits import with_training
from nnsim.edits.lesson import trained_epochs
from nnsim.program import Replay
from nnsim.session.recording import Recorded, add_recorded, take_again
from nnsim.session.slideshow import Slideshow, trained
from nnsim.text import NnsimError

PLACE = Place("forward", "dense1", "WeightedSum", 0, 0)


@pytest.fixture(scope="module")
def run() -> Document:
    """Six epochs and three steps of training, all of it in the past."""
    document = files.load(asset_path("samples", "mlp-xor.nnsim"))
    document = replace(document, plan=replace(document.plan, batches="mini", batch_size=16))
    for epochs, steps in ((6, 0), (0, 3)):
        after = trained(document, epochs=epochs, steps=steps)
        assert after is not None
        document = with_training(document, after.state, after.history)
    return document


def moment(document: Document, step: int) -> Document:
    found = Replay(document).at(step)
    assert found is not None
    return found


def shown_steps(document: Document) -> list[int]:
    show = Slideshow(document)
    return [made.state.step for index in range(len(show)) if (made := show.document(index)) is not None]


def test_slides_recorded_in_any_order_show_their_moments(run: Document) -> None:
    per_epoch = (run.state.step - 3) // 6
    wanted = [run.state.step, 2 * per_epoch, 4 * per_epoch + 2, 0, 2 * per_epoch + 1]
    document, after = run, -1
    for step in wanted:
        seen = Recorded(True, PLACE, "neuron", 1)
        document, name = add_recorded(document, moment(document, step), seen, Slide(""), after)
        after = [slide.id for slide in document.lesson.slides].index(name)
    assert sorted(shown_steps(document), key=lambda step: step // per_epoch) == shown_steps(document)
    assert sorted(shown_steps(document)) == sorted(wanted)
    assert trained_epochs(document) == sorted(step // per_epoch for step in wanted)
    assert document.lesson.start == 0
    for index, slide in enumerate(document.lesson.slides):
        made = Slideshow(document).document(index)
        assert made is not None
        assert made.state == moment(run, made.state.step).state
        assert slide.moment is not None
        assert (slide.moment.place, slide.moment.sample) == (PLACE, 1)
    assert document.state == run.state
    back = files.loads(files.dumps(document))
    assert back.lesson == document.lesson


def test_one_slide_takes_another_moment_and_the_others_keep_theirs(run: Document) -> None:
    per_epoch = (run.state.step - 3) // 6
    document = run
    for index, epoch in enumerate((1, 2, 5)):
        document, _ = add_recorded(document, moment(document, epoch * per_epoch), Recorded(), Slide(""), index - 1)
    first, second, _third = document.lesson.slides
    changed = take_again(document, moment(run, 4 * per_epoch), Recorded(), second)
    assert shown_steps(changed) == [per_epoch, 4 * per_epoch, 5 * per_epoch]
    earlier = take_again(document, moment(run, 0), Recorded(), first)
    assert shown_steps(earlier) == [0, 2 * per_epoch, 5 * per_epoch]
    assert earlier.lesson.start == 0
    for step in (0, run.state.step):
        with pytest.raises(NnsimError):
            take_again(document, moment(run, step), Recorded(), second)


def test_a_removed_or_doubled_slide_shifts_no_other(run: Document) -> None:
    per_epoch = (run.state.step - 3) // 6
    document = run
    for index, epoch in enumerate((0, 2, 5)):
        document, _ = add_recorded(document, moment(document, epoch * per_epoch), Recorded(), Slide(""), index - 1)
    second = document.lesson.slides[1].id
    assert shown_steps(edits.remove_slides(document, {second})) == [0, 5 * per_epoch]
    assert shown_steps(edits.duplicate_slide(document, second)[0]) == [0, *[2 * per_epoch] * 2, 5 * per_epoch]
