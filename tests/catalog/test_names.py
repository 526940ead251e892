"""Names that nnsim gives are stored in English and shown in the language of the moment; names of one's own stay."""

import pickle
from collections.abc import Iterator

import pytest

from nnsim import edits
from nnsim.catalog import Composite, kinds
from nnsim.catalog.names import as_given, given_name, second_name
from nnsim.data import generated, iris, read_csv
from nnsim.document import Document
from nnsim.files import load, save
from nnsim.text import GivenName, Message, NnsimError, render, set_language, shown_name, tr


@pytest.fixture
def korean() -> Iterator[None]:
    """The window speaks Korean."""
    set_language("ko")
    yield
    set_language("en")


def network(*kind_ids: str) -> Document:
    document = edits.new_document()
    for kind_id in kind_ids:
        document, _ = edits.add_node(document, kind_id, (0.0, 0.0))
    return document


def shown(document: Document) -> list[str]:
    return [shown_name(node.name) for node in document.network.nodes]


def test_new_nodes_are_called_in_the_language_of_the_moment(korean: None) -> None:
    document = network("input", "dense", "dense", "loss")
    assert shown(document) == ["입력", "완전 연결 층 1", "완전 연결 층 2", "손실"]
    assert [str(node.name) for node in document.network.nodes] == ["Input", "Dense 1", "Dense 2", "Loss"]


def test_in_a_sentence_a_given_name_has_its_particle(korean: None) -> None:
    node = network("dense").network.nodes[0]
    assert tr("{name:을/를}", name=node.name) == "완전 연결 층 1을"
    later = Message("'{name}'", {"name": node.name})
    assert render(later, "en") == "'Dense 1'"


@pytest.mark.parametrize("kind", [kind.id for kind in kinds()])
@pytest.mark.parametrize("number", [1, 2, 12345])
def test_a_given_name_is_known_again_in_both_languages(kind: str, number: int) -> None:
    name = given_name(kind, number)
    for text in (render(name.words, "en"), render(name.words, "ko")):
        again = as_given(kind, text)
        assert isinstance(again, GivenName)
        assert (again, render(again.words, "ko")) == (name, render(name.words, "ko"))


@pytest.mark.parametrize("name", ["Dense", "Dense one", "Dense 01", "Loss 1", "My layer 1", "dense 1"])
def test_a_name_of_ones_own_stays_as_it_is(name: str, korean: None) -> None:
    assert not isinstance(as_given("dense", name), GivenName)
    document = edits.rename(network("dense"), "dense1", name)
    assert shown(document) == [name]


COMPOSITES = [kind for kind in kinds() if isinstance(kind, Composite)]


@pytest.mark.parametrize("whole", COMPOSITES, ids=lambda kind: kind.id)
@pytest.mark.parametrize("number", [1, 2, 12345])
def test_a_part_of_a_composite_is_known_again_in_both_languages(whole: Composite, number: int) -> None:
    for part in whole.part_names.values():
        alone = GivenName(part.title)
        name = alone if number == 1 else second_name(alone, number)
        assert isinstance(name, GivenName)
        for kind in part.kinds:
            for text in (render(name.words, "en"), render(name.words, "ko")):
                again = as_given(kind, text)
                assert isinstance(again, GivenName)
                assert (again, render(again.words, "ko")) == (name, render(name.words, "ko"))


def test_a_part_s_name_is_known_of_its_own_kind_alone(korean: None) -> None:
    assert shown(edits.rename(network("dense"), "dense1", "Forget gate")) == ["망각 게이트"]
    assert shown(edits.rename(network("add"), "add1", "Forget gate")) == ["Forget gate"]


def test_the_name_of_another_node_is_taken_in_every_language(korean: None) -> None:
    document = network("dense", "dense")
    with pytest.raises(NnsimError):
        edits.rename(document, "dense2", "완전 연결 층 1")
    assert edits.rename(edits.rename(document, "dense1", "mine"), "dense1", "완전 연결 층 1") == document


def test_files_hold_the_english_name_and_give_it_back(tmp_path, korean: None) -> None:  # type: ignore[no-untyped-def]
    document = edits.choose_data(network("input", "dense"), iris(), 2)
    save(document, tmp_path / "a.nnsim")
    found = load(tmp_path / "a.nnsim")
    assert found == document
    assert shown(found) == ["입력", "완전 연결 층 1"]
    assert found.data is not None
    assert [shown_name(column.name) for column in found.data.columns][-2:] == ["꽃잎 너비", "품종"]
    assert shown(pickle.loads(pickle.dumps(found))) == shown(found)


def test_columns_of_an_own_table_are_never_translated(tmp_path, korean: None) -> None:  # type: ignore[no-untyped-def]
    own = read_csv(b"petal width,species\n1,a\n2,b\n3,a\n4,b\n", "mine.csv").source
    save(edits.choose_data(network("input"), own, 1), tmp_path / "own.nnsim")
    for source in (own, load(tmp_path / "own.nnsim").data):
        assert source is not None
        assert [shown_name(column.name) for column in source.columns] == ["petal width", "species"]


def test_points_belong_to_classes_in_the_language_of_the_moment(korean: None) -> None:
    assert [shown_name(column.name) for column in generated("circles").columns] == ["x₁", "x₂", "클래스"]
