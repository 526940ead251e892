"""What a node that was just placed lacks is a hint, until it matters."""

from nnsim import edits
from nnsim.catalog import DenseSettings
from nnsim.program import problems
from nnsim.text import message
from ui.bridge import DocumentStore
from ui.bridge.problems import ProblemWatch

TEXT = message("Edit")


def begun() -> tuple[DocumentStore, ProblemWatch]:
    """An empty document, as a student begins with it."""
    store = DocumentStore(edits.new_document())
    return store, ProblemWatch(store)


def place(store: DocumentStore, kind: str, x: float = 0.0) -> str:
    document, node = edits.add_node(store.document, kind, (x, 0.0))
    store.commit(document, TEXT)
    return node


def link(store: DocumentStore, source: str, target: str) -> None:
    store.commit(edits.connect(store.document, source, target), TEXT)


def severities(watch: ProblemWatch, node: str) -> list[str]:
    return [problem.severity for problem in watch.at(node)]


def test_cards_that_were_just_placed_are_calm_also_several_of_them() -> None:
    store, watch = begun()
    nodes = [place(store, "dense", 200.0 * at) for at in range(3)]
    assert [severities(watch, node) for node in nodes] == [["hint"]] * 3
    assert [problem.severity for problem in watch.all if problem.place in nodes] == ["error"] * 3
    assert watch.at(nodes[0])[0].message == problems(store.document)[0].message
    assert watch.at(nodes[0])[0].fixes


def test_what_is_linked_from_a_card_needs_its_input() -> None:
    store, watch = begun()
    first, second = place(store, "dense"), place(store, "dense", 300.0)
    link(store, first, second)
    assert severities(watch, first) == ["error"]
    store.undo()
    assert severities(watch, first) == ["error"]  # it was built upon
    assert severities(watch, second) == ["hint"]


def test_an_output_brings_its_loss_and_is_calm_all_the_same() -> None:
    store, watch = begun()
    document, output = edits.add_output(store.document, (0.0, 0.0))
    store.commit(document, TEXT)
    assert store.document.network.out_of(output)
    assert severities(watch, output) == ["hint"]


def test_whoever_asks_for_training_is_told_what_is_wrong_and_the_next_card_is_calm_again() -> None:
    store, watch = begun()
    node, told = place(store, "dense"), list[str]()
    watch.changed.connect(lambda: told.extend(severities(watch, node)))
    watch.insist()
    assert told == ["error"]
    watch.insist()
    assert told == ["error"]  # nothing new to tell
    assert severities(watch, place(store, "dense", 300.0)) == ["hint"]
    assert severities(watch, node) == ["error"]


def test_a_file_is_not_in_the_making() -> None:
    document, node = edits.add_node(edits.new_document(), "dense", (0.0, 0.0))
    store, watch = begun()
    place(store, "dense")
    store.replace_all(document)
    assert severities(watch, node) == ["error"]


def test_other_mistakes_of_a_fresh_card_are_mistakes() -> None:
    store, watch = begun()
    document, node = edits.add_node(store.document, "dense", (0.0, 0.0), settings=DenseSettings(units=0))
    store.commit(document, TEXT)
    assert sorted(severities(watch, node)) == ["error", "hint"]
