"""The phrases of our own: their form, and what of them is measured."""

from __future__ import annotations

import pytest

from benchmarks.phrases import found, main, told
from kg.build import extract
from kg.model import Status
from training.phrases import held, parse, read


def test_all_phrases_are_understood_and_half_of_them_are_held() -> None:
    items = read()
    assert len(items) > 1700
    assert len({item.id for item in items}) == len(items)
    assert abs(sum(map(held, items)) - len(items) / 2) < 10
    for item in items:
        for claim in item.claims:
            assert claim.quote == item.article.text


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee wed.\n  Ann Lee | marriedTo\n",
        "Ann Lee wed.\n  Ann Lee | weds | Bo\n",
        "Ann Lee wed.\n  X Ann Lee marriedTo Bo\n",
        "  Ann Lee | marriedTo | Bo Orr\n",
    ],
)
def test_what_is_no_claim_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"own\.txt, line"):
        list(parse("own", text))


def test_what_is_reported_counts_as_told_and_what_is_not_marked_does_not_count() -> None:
    claims = "  R Ann Lee | siblingOf | Bo Lee\n  D Bo Lee | marriedTo | Ida\n"
    [item] = parse("own", f"Ann Lee, 40, has a brother, Bo Lee, she said.\n{claims}")
    assert [claim.status for claim in told(item).claims] == [Status.ASSERTED, Status.DENIED]
    ours = found(extract(item.article))
    assert {claim.predicate for claim in ours.claims} == {"siblingOf"}
    assert {claim.status for claim in ours.claims} == {Status.ASSERTED}


def test_the_benchmark_tells_its_figures(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    wed = "Ann Lee wed Bo Orr.\n  Ann Lee | marriedTo | Bo Orr"
    trade = "Bo Orr, an actor, sang.\n  Bo Orr | occupation | actor"
    items = list(parse("own", f"{wed}\n\n{trade}\n"))
    monkeypatch.setattr("benchmarks.phrases.read", lambda: items)
    main([])
    assert "Asserted: precision 1.000, recall 1.000" in capsys.readouterr().out
    main(["--learnt", "--errors"])
    assert "marriedTo" in capsys.readouterr().out
