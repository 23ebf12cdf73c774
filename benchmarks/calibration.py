"""Is the confidence of a claim a probability? Of the claims at 0.9, nine in ten should be right.

    python -m benchmarks.calibration [FOLDER ...] [--bins 10] [--svg FILE] [--json]

FOLDERS hold gold articles; they default to ``benchmarks/unseen``, since claims of articles on which rules were written
are right too often. A claim is right as in `kg.evaluation`: subject, predicate, object and status are those of a gold
claim. Told are, for each bin of confidence, how many claims it holds, their mean confidence and the share that is right
with the 95% interval of that share (Wilson 1927); over all, the expected calibration error (the mean distance of the
two, weighed by the claims; Naeini, Cooper, Hauskrecht: AAAI 2015) and the Brier score (1950). The figure draws the
table.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.console import Console
from rich.table import Table

from kg import build
from kg.evaluation import GoldArticle, load_gold
from kg.evaluation.judging import judge

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDERS = (CHECKOUT / "benchmarks" / "unseen",)
BINS = 10
DEVIATIONS = 1.96
"""Standard deviations on either side of the mean that hold 95% of a normal distribution."""

Sample = tuple[float, bool]
"""The confidence of a claim, and whether it is right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The claims of a confidence from ``low`` to ``high``: how many, their mean confidence, how many are right."""

    low: float
    high: float
    claims: int
    confidence: float
    right: int

    @property
    def share(self) -> float:
        """The share of the right ones."""
        return self.right / self.claims

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share lies with a probability of 95% (Wilson's score interval).

        >>> [round(side, 2) for side in Bin(0.8, 0.9, 10, 0.85, 8).interval]
        [0.49, 0.94]
        """
        z, n = DEVIATIONS, self.claims
        middle = (self.share + z * z / (2 * n)) / (1 + z * z / n)
        reach = z / (1 + z * z / n) * sqrt(self.share * (1 - self.share) / n + z * z / (4 * n * n))
        return max(0.0, middle - reach), min(1.0, middle + reach)


def binned(samples: Iterable[Sample], number: int = BINS) -> list[Bin]:
    """The bins of equal width that hold a claim, from the least sure; 1.0 belongs to the last.

    >>> [(one.low, one.claims, one.right) for one in binned([(0.5, True), (0.55, False), (1.0, True)], 2)]
    [(0.5, 3, 2)]
    """
    held: dict[int, list[Sample]] = {}
    for confidence, right in samples:
        held.setdefault(min(int(confidence * number), number - 1), []).append((confidence, right))
    return [
        Bin(at / number, (at + 1) / number, len(of), sum(c for c, _ in of) / len(of), sum(right for _, right in of))
        for at, of in sorted(held.items())
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance between confidence and share of the right, weighed by the claims.

    >>> round(calibration_error([Bin(0.8, 0.9, 10, 0.85, 8), Bin(0.9, 1.0, 30, 0.95, 30)]), 3)
    0.05
    """
    claims = sum(one.claims for one in bins)
    return sum(one.claims * abs(one.confidence - one.share) for one in bins) / claims if claims else 0.0


def brier(samples: Sequence[Sample]) -> float:
    """The mean squared distance between confidence and truth: 0 is best, 0.25 what always saying 0.5 gets.

    >>> brier([(0.5, True), (1.0, True)])
    0.125
    """
    return sum((confidence - right) ** 2 for confidence, right in samples) / len(samples) if samples else 0.0


def samples_of(gold: Sequence[GoldArticle]) -> list[Sample]:
    """The claims that the pipeline reads in gold articles, in their order."""
    found: list[Sample] = []
    for one, extraction in zip(gold, build.extract_many([one.article for one in gold]), strict=True):
        right = {i for i, _ in judge(extraction, one).pairs}
        found += [(claim.confidence, i in right) for i, claim in enumerate(extraction.claims)]
    return found


def figures(samples: Sequence[Sample], number: int = BINS) -> dict[str, object]:
    """The figures as plain values that ``json.dumps`` takes."""
    bins = binned(samples, number)
    return {
        "claims": len(samples),
        "expected_calibration_error": round(calibration_error(bins), 4),
        "brier_score": round(brier(samples), 4),
        "confidence": {
            f"{one.low:.2f} to {one.high:.2f}": {
                "claims": one.claims,
                "mean_confidence": round(one.confidence, 4),
                "right": round(one.share, 4),
                "right_at_least": round(one.interval[0], 4),
                "right_at_most": round(one.interval[1], 4),
            }
            for one in bins
        },
    }


def drawn(samples: Sequence[Sample], number: int = BINS) -> str:
    """The reliability diagram as SVG: how sure we are to the right, how often we are right upwards."""
    loader = FileSystemLoader(Path(__file__).with_name("templates"))
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    bins = binned(samples, number)
    return pages.get_template("reliability.svg").render(
        bins=bins, claims=len(samples), error=calibration_error(bins), most=max((one.claims for one in bins), default=1)
    )


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="folders of gold articles")
    parser.add_argument("--bins", type=int, default=BINS, help="how many bins of equal width")
    parser.add_argument("--svg", type=Path, help="where the figure goes")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args()
    folders = asked.folders or [folder for folder in FOLDERS if folder.is_dir()]
    gold = [one for folder in folders for one in load_gold(folder)]
    samples = samples_of(gold)
    if asked.svg:
        asked.svg.write_text(drawn(samples, asked.bins), "utf-8")
    found = figures(samples, asked.bins)
    if asked.json:
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
        return
    table = Table("confidence", "claims", "mean", "right", "95% interval")
    for one in binned(samples, asked.bins):
        interval = "{:.3f} to {:.3f}".format(*one.interval)
        table.add_row(
            f"{one.low:.2f} to {one.high:.2f}", str(one.claims), f"{one.confidence:.3f}", f"{one.share:.3f}", interval
        )
    console = Console(width=None if sys.stdout.isatty() else 100)
    console.print(table)
    console.print(
        f"{len(samples)} claims of {len(gold)} articles, expected calibration error "
        f"{found['expected_calibration_error']}, Brier score {found['brier_score']}"
    )


if __name__ == "__main__":
    main()
