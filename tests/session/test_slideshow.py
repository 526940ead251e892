"""Slides show what training came to by them, the same on the way back, and leave the document as it was."""

from msgspec.structs import replace

from nnsim import edits, files
from nnsim.assets import asset_path
from nnsim.document import Document, Slide, SlideMoment
from nnsim.program import Trainer
from nnsim.session.slideshow import Slideshow


def lecture(*slides: Slide) -> Document:
    document = files.load(asset_path("samples", "mlp-xor.nnsim"))
    for slide in slides:
        document, _ = edits.add_slide(document, slide)
    return document


def test_slides_train_on_from_one_another_and_moments_do_not() -> None:
    document = lecture(Slide("a"), Slide("b", epochs=3, moment=SlideMoment(steps=2)), Slide("c", epochs=1))
    before = files.dumps(document)
    show, trainer = Slideshow(document), Trainer(document)
    assert show.document(0) is document
    while trainer.epoch_number < 3:
        trainer.step()
    third = trainer.state()
    trainer.step()
    trainer.step()
    shown = show.document(1)
    assert shown is not None
    assert shown.state == trainer.state()
    trainer.load(third)
    trainer.epoch()
    last = show.document(2)
    assert last is not None
    assert last.state == trainer.state()
    assert len(last.history) > len(document.history)
    assert show.document(1) is shown
    assert files.dumps(document) == before


def test_what_nobody_waits_for_is_left_and_begun_again() -> None:
    document = lecture(Slide("a", epochs=5_000))
    show = Slideshow(document)
    left = iter([True, False])
    assert show.document(0, lambda: next(left)) is None
    assert not show.is_ready(0)
    short = Slideshow(replace(document, lesson=replace(document.lesson, slides=(Slide("a", epochs=2),))))
    assert short.document(0) is not None
    assert short.is_ready(0)
