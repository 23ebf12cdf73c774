"""Plain sentences stay what they are under harmless changes, and are no facts in frames (`benchmarks.changes`)."""

from __future__ import annotations

from benchmarks.changes import changes, dumb, frames, judge, load, sentences, shares

MOST_LOST, MOST_FACTS = 0.03, 0.03
"""Which shares of the claims may be lost by a harmless change, or stay facts in a frame: only ever lowered."""

EVERY = 4
"""Every so many-th change is tried here; ``python -m benchmarks.changes`` tries all."""


def test_every_plain_sentence_tells_what_it_is_there_for() -> None:
    data = load()
    assert len(list(sentences(data))) > 45
    assert dumb(data) == []


def test_harmless_changes_lose_next_to_nothing() -> None:
    data = load()
    found = judge(list(changes(data))[::EVERY], harmless=True, added=frozenset(data["harmless"]["added"]))
    claims, lost = shares(found)["all"]
    assert claims > 300
    assert lost / claims <= MOST_LOST, [one.change.changed for one in found if one.wrong]


def test_what_a_frame_denies_doubts_supposes_or_reports_is_no_fact() -> None:
    found = judge(list(frames(load()))[::EVERY], harmless=False)
    claims, facts = shares(found)["all"]
    assert claims > 400
    assert facts / claims <= MOST_FACTS, [one.change.changed for one in found if one.wrong]
