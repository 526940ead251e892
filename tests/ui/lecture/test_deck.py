"""The deck goes from the first slide to the last and back, questions included, and leaves the document as it was."""

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from nnsim import edits, files
from nnsim.document import Document, Pointing, Question, Slide, SlideMoment
from nnsim.text import message
from tests.ui.lecture.conftest import backward_moment, lecture, network, words
from ui.lecture.deck import Deck

Open = Callable[[Document], Deck]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    decks = list[Deck]()

    def begin(document: Document) -> Deck:
        decks.append(Deck(document))
        qtbot.waitUntil(lambda: not decks[-1].busy, timeout=60_000)
        return decks[-1]

    yield begin
    for deck in decks:
        deck.close()


def settle(qtbot: QtBot, deck: Deck) -> None:
    qtbot.waitUntil(lambda: not deck.busy, timeout=60_000)


def test_one_key_leads_to_the_last_slide_and_one_back(qtbot: QtBot, opened: Open, every_kind: Document) -> None:
    deck, before = opened(every_kind), files.dumps(every_kind)
    seen, presses = [deck.index], 0
    while deck.index < deck.count - 1:
        deck.next()
        settle(qtbot, deck)
        presses += 1
        assert presses < 100
        if deck.index != seen[-1]:
            seen.append(deck.index)
    questions = sum(slide.question is not None for slide in deck.slides)
    assert seen == list(range(deck.count))
    assert presses == deck.count - 1 + 2 * questions
    for _ in range(deck.count + 3):
        deck.back()
    assert deck.index == 0
    assert files.dumps(every_kind) == before


def test_a_slide_shows_its_training_and_its_moment(qtbot: QtBot, opened: Open, every_kind: Document) -> None:
    deck = opened(every_kind)
    epoch = every_kind.state.epoch
    deck.go_to(1)
    settle(qtbot, deck)
    moment = every_kind.lesson.slides[1].moment
    assert moment is not None
    assert moment.place is not None
    view = deck.clock.view
    assert view is not None
    assert view.phase == "backward"
    assert view.active is not None
    assert view.active[0] == moment.place.node
    deck.go_to(3)
    settle(qtbot, deck)
    assert deck.document.state.epoch == epoch + 3
    assert deck.clock.view is None
    assert deck.figures is not None
    assert deck.figures.step == deck.document.state.step
    trained = deck.document
    deck.go_to(0)
    assert deck.document.state.epoch == epoch
    deck.go_to(3)
    assert deck.document is trained


def test_a_moment_between_two_steps_shows_the_network_at_rest(qtbot: QtBot, opened: Open) -> None:
    rest = Slide("rest", moment=SlideMoment(steps=3, sample=2))
    deck = opened(lecture(Slide("stop", moment=backward_moment()), rest))
    start = deck.document.state.step
    assert deck.clock.view is not None
    deck.go_to(1)
    settle(qtbot, deck)
    assert deck.clock.view is None
    assert deck.clock.sample == 2
    assert deck.figures is not None
    assert deck.document.state.step == deck.figures.step == start + 3
    assert deck.refusal is None


def test_a_question_stands_as_it_was_left(qtbot: QtBot, opened: Open, every_kind: Document) -> None:
    deck = opened(every_kind)
    deck.go_to(2)
    deck.count_hand(1)
    deck.next()
    deck.count_hand(0)
    deck.next()
    assert deck.index == 2
    assert deck.poll is not None
    assert deck.poll.stage == "answered"
    assert deck.poll.hands == [0, 1, 0]
    deck.next()
    assert deck.index == 3
    assert deck.poll is None
    deck.back()
    assert deck.poll is not None
    assert deck.poll.stage == "answered"


def test_the_number_asked_for_is_that_of_the_moment(qtbot: QtBot, opened: Open, every_kind: Document) -> None:
    deck = opened(every_kind)
    deck.go_to(5)
    settle(qtbot, deck)
    assert deck.covered
    covered = deck.clock.explanation()
    assert covered is not None
    assert covered.outcome_text == "?"
    assert deck.true_number is None
    deck.next()
    deck.next()
    told = deck.clock.explanation()
    assert told is not None
    assert deck.true_number == told.outcome == told.result.value


def test_who_is_asked_to_point_does_not_see_where_the_step_is_at_work(qtbot: QtBot, opened: Open) -> None:
    moment = backward_moment()
    assert moment.place is not None
    question = Question(words("Which one?"), Pointing(moment.place.node, 0))
    deck = opened(lecture(Slide("which", question=question, moment=moment)))
    assert deck.hides_numbers
    for _ in range(2):
        view = deck.clock.view
        assert view is not None
        assert view.active is not None
        assert view.active[:2] == (moment.place.node, None)
        deck.next()
    assert deck.clock.place == moment.place
    assert deck.clock.detail == moment.detail


def test_the_hand_counted_last_is_taken_back(opened: Open, every_kind: Document) -> None:
    deck = opened(every_kind)
    deck.go_to(2)
    for option in (0, 2, 2):
        deck.count_hand(option)
    deck.take_back()
    assert deck.poll is not None
    assert deck.poll.hands == [1, 0, 1]
    deck.go_to(5)
    for character in "12":
        deck.type(character)
    deck.take_back()
    assert deck.poll.typed == "1"


def test_the_curve_asked_for_is_trained(qtbot: QtBot, opened: Open, every_kind: Document) -> None:
    deck = opened(every_kind)
    deck.go_to(7)
    settle(qtbot, deck)
    assert deck.later is not None
    assert deck.later.state.epoch == deck.document.state.epoch + 5


def test_a_blank_screen_is_lit_by_the_next_key(opened: Open, every_kind: Document) -> None:
    deck = opened(every_kind)
    deck.toggle_blank()
    deck.next()
    assert not deck.blanked
    assert deck.index == 0


def test_the_scale_stays_within_its_ends(opened: Open, every_kind: Document) -> None:
    deck = opened(every_kind)
    for _ in range(20):
        deck.grow()
    assert deck.scale == 3.0
    for _ in range(20):
        deck.shrink()
    assert deck.scale == 1.0


def test_without_slides_the_network_is_stepped_through(qtbot: QtBot, opened: Open) -> None:
    document = network()
    deck, before = opened(document), files.dumps(document)
    deck.next()
    assert deck.clock.view is not None
    for _ in range(400):
        deck.next()
    assert deck.document.state.step > document.state.step
    for _ in range(401):
        deck.back()
    assert deck.clock.cursor == -1
    assert deck.document.state == document.state
    assert files.dumps(document) == before


def test_no_edit_is_taken(opened: Open, every_kind: Document) -> None:
    deck = opened(every_kind)
    store, shown = deck.store, deck.store.shown
    edited, _ = edits.add_node(shown, "dense", (0.0, 0.0))
    store.commit(edited, message("Add a node"))
    store.preview(edited)
    store.undo()
    store.redo()
    store.follow(edited)
    store.replace_all(edited)
    assert store.shown is shown


def test_what_cannot_be_trained_is_told_and_the_rest_goes_on(qtbot: QtBot, opened: Open) -> None:
    document = lecture(Slide("a", words("one")), Slide("b", epochs=1), Slide("c"))
    document = replace(document, data=None)
    deck = opened(document)
    assert deck.refusal is None
    deck.go_to(1)
    settle(qtbot, deck)
    assert deck.refusal is not None
    deck.go_to(0)
    assert deck.refusal is None
