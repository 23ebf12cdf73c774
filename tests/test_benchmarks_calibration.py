from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.calibration import Bin, binned, brier, calibration_error, drawn, figures

SAMPLES = [(0.95, True)] * 9 + [(0.95, False), (0.72, True), (0.78, False), (1.0, True)]


def test_claims_go_to_the_bin_of_their_confidence() -> None:
    low, high = binned(SAMPLES)
    assert (low.low, low.high, low.claims, low.right) == (0.7, 0.8, 2, 1)
    assert low.confidence == pytest.approx(0.75)
    assert (high.low, high.high, high.claims, high.right) == (0.9, 1.0, 11, 10)
    assert high.confidence == pytest.approx((9.5 + 1.0) / 11)


def test_the_error_is_the_mean_distance_weighed_by_the_claims() -> None:
    bins = [Bin(0.5, 0.6, 30, 0.55, 30), Bin(0.9, 1.0, 10, 0.9, 9)]
    assert calibration_error(bins) == pytest.approx(0.75 * 0.45)
    assert calibration_error([]) == 0.0


@given(st.lists(st.tuples(st.floats(0.0, 1.0), st.booleans()), max_size=40), st.integers(1, 20))
def test_every_claim_is_in_one_bin_and_every_figure_is_a_share(samples: list[tuple[float, bool]], number: int) -> None:
    bins = binned(samples, number)
    assert sum(one.claims for one in bins) == len(samples)
    assert sum(one.right for one in bins) == sum(right for _, right in samples)
    assert [one.low for one in bins] == sorted({one.low for one in bins})
    for one in bins:
        low, high = one.interval
        assert 0.0 <= low <= one.share + 1e-9
        assert one.share - 1e-9 <= high <= 1.0
    assert 0.0 <= calibration_error(bins) <= 1.0
    assert 0.0 <= brier(samples) <= 1.0


def test_more_claims_make_a_share_surer() -> None:
    few, many = Bin(0.8, 0.9, 10, 0.85, 8).interval, Bin(0.8, 0.9, 1000, 0.85, 800).interval
    assert many[1] - many[0] < (few[1] - few[0]) / 5


def test_the_figures_are_plain_values_in_the_order_of_the_bins() -> None:
    found = figures(SAMPLES)
    assert found["claims"] == 13
    assert found["expected_calibration_error"] == pytest.approx((2 * 0.25 + 11 * (10.5 / 11 - 10 / 11)) / 13, abs=1e-4)
    confidence = found["confidence"]
    assert isinstance(confidence, dict)
    assert list(confidence) == ["0.70 to 0.80", "0.90 to 1.00"]
    assert confidence["0.70 to 0.80"] | {"right_at_least": 0, "right_at_most": 0} == {
        "claims": 2,
        "mean_confidence": 0.75,
        "right": 0.5,
        "right_at_least": 0,
        "right_at_most": 0,
    }


def test_the_figure_has_a_point_for_each_bin_where_the_shares_are() -> None:
    picture = ElementTree.fromstring(drawn(SAMPLES))
    points = list(picture.iter("{http://www.w3.org/2000/svg}circle"))
    assert [(point.get("cx"), point.get("cy")) for point in points] == [("240.0", "-160.0"), ("305.5", "-290.9")]
    assert drawn(SAMPLES) == drawn(SAMPLES)


def test_nothing_can_be_drawn_too() -> None:
    assert not list(ElementTree.fromstring(drawn([])).iter("{http://www.w3.org/2000/svg}circle"))
