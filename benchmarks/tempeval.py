"""Time expressions against people's annotation: TempEval-3's TIMEX3 values and the dates of GUM.

    python -m benchmarks.tempeval [--data FOLDER] [--errors] [--only tempeval|gum]

FOLDER defaults to ``../shared/data``, beside the checkout, with ``tempeval3-platinum/*.tml`` and ``gum/dep/*.conllu``.
Extents count as found if they overlap. Values are compared as EDTF; that of a range is right if one of its sides is.
TIMEX3 durations count for the extents only; sets ("each year") are left out. GUM marks dates (``<date when=...>``), but
no vague times nor durations: only the recall of its dates and their values tell something. Its datelines are left out.
"""

from __future__ import annotations

import argparse
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from spacy.language import Language

from kg import annotate
from kg.dates import Time, TimeKind, find_times, is_valid
from kg.dates.edtf import of_days

CHECKOUT = Path(__file__).resolve().parent.parent
_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}


@dataclass(frozen=True, slots=True)
class Marked:
    """An annotated time: its span, and its value as EDTF ("" for none)."""

    start: int
    end: int
    value: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its day of publication and its annotated times."""

    name: str
    text: str
    published: date | None
    times: tuple[Marked, ...]


def as_edtf(value: str) -> str:
    """A TIMEX3 value as EDTF; "" where it has none.

    >>> as_edtf("2012-W12"), as_edtf("2013-03-23T15:00"), as_edtf("199"), as_edtf("2012-SU"), as_edtf("PAST_REF")
    ('2012-03-19/2012-03-25', '2013-03-23', '199X', '2012-22', '')
    """
    week = re.match(r"(\d{4})-W(\d\d)(-WE)?", value)
    if week:
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return of_days(monday + timedelta(days=5 if week[3] else 0), monday + timedelta(days=6))
    season = re.match(r"(\d{4})-(SP|SU|FA|WI)", value)
    if season:
        return f"{season[1]}-{_SEASONS[season[2]]}"
    value = value.split("T")[0].rstrip("-")
    value = value + "X" * (4 - len(value)) if value.isdigit() else value
    return value if is_valid(value) else ""


def read_timeml(path: Path) -> Document:
    """A TempEval-3 document: the text of its ``TEXT`` element and the TIMEX3 in it."""
    root = ElementTree.parse(path).getroot()
    created = root.find("DCT/TIMEX3")
    body = root.find("TEXT")
    if created is None or body is None:
        raise ValueError(f"{path}: no DCT or TEXT element; is this a TimeML file?")
    text, times = "", list[Marked]()

    def walk(node: ElementTree.Element) -> None:
        nonlocal text
        start = len(text)
        text += node.text or ""
        for child in node:
            walk(child)
            text += child.tail or ""
        if node.tag == "TIMEX3" and node.get("type") != "SET":
            counts = node.get("type") in ("DATE", "TIME")
            times.append(Marked(start, len(text), as_edtf(node.get("value", "")) if counts else "", counts))

    walk(body)
    return Document(path.name, text, date.fromisoformat(created.get("value", "")[:10]), tuple(times))


def read_gum(path: Path) -> Document:
    """A GUM document: its tokens as text, and the ``<date when=...>`` of its MISC column."""
    text, times, published = "", list[Marked](), None
    begun: tuple[int, str] | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        created = re.match(r"# meta::dateCreated = (\d{4}-\d\d-\d\d)", line)
        if created:
            published = date.fromisoformat(created[1])
        if line.startswith("# newpar"):
            text = text.rstrip() + "\n\n" if text else ""
        fields = line.split("\t")
        if len(fields) < 10 or not fields[0].isdigit():
            continue
        start, misc = len(text), fields[9]
        opened = re.search(r'<date when:::"([^"]+)"', misc)
        if opened:
            begun = (start, opened[1])
        text += fields[1]
        if "</date>" in misc and begun:
            dateline = published is not None and begun[1] == published.isoformat() and text[: begun[0]].endswith("\n")
            if not dateline:
                times.append(Marked(begun[0], len(text), begun[1] if is_valid(begun[1]) else ""))
            begun = None
        text += "" if "SpaceAfter=No" in misc else " "
    return Document(path.name, text, published, tuple(times))


def values(time: Time) -> set[str]:
    """The values that may be meant by one annotated part of a time."""
    found = {side.value for side in (time.value, time.since, time.until) if side} or {""}
    return {side.rstrip("~?") for value in found for side in (value, *value.split("/"))}


def overlap(time: Time, marked: Marked) -> bool:
    """Whether the two share a character."""
    return time.start < marked.end and marked.start < time.end


@dataclass(slots=True)
class Tally:
    """Counts over a collection."""

    found: int = 0
    of_found: int = 0
    gold: int = 0
    of_gold: int = 0
    valued: int = 0
    right: int = 0

    def add(self, document: Document, times: tuple[Time, ...]) -> Iterator[str]:
        """Count a document; give a line for each error."""
        times = tuple(time for time in times if time.kind not in (TimeKind.AGE, TimeKind.PAST_AGE))
        text = document.text
        for time in times:
            self.found += 1
            self.of_found += any(overlap(time, marked) for marked in document.times)
            if not any(overlap(time, marked) for marked in document.times):
                yield f"{document.name}: not in gold: {text[max(0, time.start - 30) : time.end + 20]!r} {values(time)}"
        for marked in document.times:
            near = [time for time in times if overlap(time, marked)]
            self.gold += 1
            self.of_gold += bool(near)
            around = f"{document.name}: {text[max(0, marked.start - 40) : marked.end + 10]!r} {marked.value!r}"
            if not near:
                yield f"{around} not found"
            elif marked.counts:
                self.valued += 1
                said = set[str]().union(*map(values, near))
                self.right += marked.value in said
                if marked.value not in said:
                    yield f"{around} but {sorted(said)}"

    def __str__(self) -> str:
        precision, recall = self.of_found / max(1, self.found), self.of_gold / max(1, self.gold)
        both = 2 * precision * recall / max(1e-9, precision + recall)
        value = self.right / max(1, self.valued)
        return (
            f"extents P {precision:.3f} R {recall:.3f} F1 {both:.3f} ({self.gold} marked, {self.found} found); "
            f"values {value:.3f} ({self.right} of {self.valued})"
        )


def run(documents: Iterator[Document], nlp: Language) -> tuple[Tally, list[str]]:
    """The counts over documents, and the errors."""
    tally, errors = Tally(), list[str]()
    for document in documents:
        errors += tally.add(document, find_times(nlp(document.text), document.published))
    return tally, errors


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=CHECKOUT.parent / "shared" / "data")
    parser.add_argument("--errors", action="store_true", help="print every error with its words")
    parser.add_argument("--only", choices=("tempeval", "gum"))
    asked = parser.parse_args()
    nlp, console = annotate.load(), Console(soft_wrap=True, highlight=False)
    for name, pattern, reader in (
        ("tempeval", "tempeval3-platinum/*.tml", read_timeml),
        ("gum", "gum/dep/GUM_*.conllu", read_gum),
    ):
        if asked.only in (None, name):
            tally, errors = run((reader(path) for path in sorted(asked.data.glob(pattern))), nlp)
            console.print(f"{name}: {tally}", markup=False)
            if asked.errors:
                for error in errors:
                    console.print("  " + error, markup=False)


if __name__ == "__main__":
    main()
