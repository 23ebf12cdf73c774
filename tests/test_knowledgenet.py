"""The official rules of KnowledgeNet, on passages of our own."""

from __future__ import annotations

from benchmarks.knowledgenet import Fact, Tally, Text, same, score, total

GOLD = Text(
    "1:0",
    "1",
    1,
    "Odile Marchbank, or Odile, wed Tobin Vale in Leeds.",
    frozenset({"SPOUSE"}),
    (Fact("SPOUSE", (0, 15), (31, 41)), Fact("SPOUSE", (31, 41), (0, 15))),
)


def test_overlapping_spans_are_found_and_equal_ones_exactly() -> None:
    near = [Fact("SPOUSE", (6, 15), (31, 36))]
    assert score(GOLD, near) == {"SPOUSE": Tally(found=1, missed=1)}
    assert score(GOLD, near, same) == {"SPOUSE": Tally(wrong=1, missed=2)}


def test_two_predictions_of_one_fact_are_one_and_no_error() -> None:
    twice = [Fact("SPOUSE", (0, 15), (31, 41)), Fact("SPOUSE", (0, 5), (37, 41))]
    assert score(GOLD, twice)["SPOUSE"] == Tally(found=1, missed=1)


def test_what_is_not_judged_on_the_passage_is_not_wrong() -> None:
    assert "PLACE_OF_BIRTH" not in score(GOLD, [Fact("PLACE_OF_BIRTH", (0, 15), (45, 50))])
    assert score(GOLD, [Fact("SPOUSE", (0, 15), (45, 50))])["SPOUSE"].wrong == 1


def test_totals_are_over_all_properties() -> None:
    summed = total([{"SPOUSE": Tally(1, 2, 3)}, {"CEO": Tally(1, 0, 0)}])
    assert summed["all"] == Tally(2, 2, 3)
    assert summed["CEO"].f1 == 1.0
