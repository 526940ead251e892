"""Nodes and links are found by name in whichever network is asked, however many were asked before."""

import random
import threading

import msgspec
import pytest

from nnsim.catalog import DenseSettings
from nnsim.document import Link, Network, Node


def some_network(seed: int) -> Network:
    """Up to 30 nodes with some of the same ids in every network, and up to 60 links between them."""
    drawn = random.Random(seed)
    ids = drawn.sample([f"n{number}" for number in range(40)], drawn.randrange(1, 30))
    links = {Link(drawn.choice(ids), drawn.choice(ids), drawn.choice((None, 0, 1)), drawn.choice(("in", "target")))
             for _ in range(drawn.randrange(60))}
    return Network(tuple(Node(each, "dense", f"{each} of {seed}", DenseSettings()) for each in ids), tuple(links))


def check_finds(network: Network) -> None:
    """Asks for everything by name and looks for it by hand."""
    for number in range(40):
        name = f"n{number}"
        found = [node for node in network.nodes if node.id == name]
        assert network.has(name) == bool(found)
        if found:
            assert network.node(name) is found[0]
        else:
            with pytest.raises(KeyError, match=name):
                network.node(name)
        assert network.out_of(name) == tuple(link for link in network.links if link.source == name)
        for port in ("in", "target"):
            expected = tuple(link for link in network.links if (link.target, link.port) == (name, port))
            assert network.into(name, port) == expected


def test_each_of_many_networks_answers_for_itself() -> None:
    networks = [some_network(seed) for seed in range(20)]
    for at in random.Random(0).choices(range(20), k=100):
        check_finds(networks[at])


def test_an_edited_network_does_not_answer_for_the_one_before() -> None:
    network = some_network(1)
    check_finds(network)
    check_finds(msgspec.structs.replace(network, links=network.links[1:], nodes=network.nodes[1:]))
    check_finds(network)


def test_threads_that_ask_at_once_get_their_own_answers() -> None:
    faults: list[BaseException] = []

    def ask(seed: int) -> None:
        try:
            for round_ in range(20):
                check_finds(some_network(seed + round_))
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask, args=(100 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
