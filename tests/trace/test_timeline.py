"""Ticks are counted, grouped and found without being listed."""

from collections.abc import Callable

import pytest

from nnsim.document import Document
from nnsim.text import render
from nnsim.trace import DETAILS, Detail, Stepper


@pytest.mark.parametrize("detail", DETAILS)
def test_every_tick_has_a_place_and_every_place_its_tick(network: Document, detail: Detail) -> None:
    timeline = Stepper(network).timeline(detail)
    for tick in range(timeline.total):
        assert timeline.tick(timeline.stop(tick)) == tick
    with pytest.raises(IndexError):
        timeline.stop(timeline.total)


def test_tracks_and_segments_cover_the_step(network: Document) -> None:
    for detail in DETAILS:
        timeline = Stepper(network).timeline(detail)
        assert sum(track.count for track in timeline.tracks) == timeline.total
        at = 0
        for track in timeline.tracks:
            assert track.start == at
            for segment in track.segments:
                assert segment.start == at
                at += segment.count
        assert [track.phase for track in timeline.tracks] == ["forward", "loss", "backward", "update"]


def test_ticks_of_the_mock_up(make_layered: Callable[..., Document]) -> None:
    timeline = Stepper(make_layered((4, "tanh"), (1, "sigmoid"), loss="sse", batches="online")).timeline("term")
    forward = timeline.tracks[0]
    assert forward.count == 22
    assert [(render(each.label), each.count) for each in forward.segments] == [("Dense 1", 16), ("Dense 2", 6)]
    assert timeline.tracks[3].label is not None
    assert timeline.tracks[3].count == 17


def test_a_large_network_is_not_listed(make_layered: Callable[..., Document]) -> None:
    document = make_layered((2000, "relu"), (2000, "relu"), (1, "linear"))
    timeline = Stepper(document).timeline("term")
    assert timeline.total > 20_000_000
    assert timeline.tick(timeline.stop(19_000_000)) == 19_000_000
