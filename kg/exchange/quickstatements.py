"""What Wikidata lacks, as QuickStatements (https://www.wikidata.org/wiki/Help:QuickStatements), for a person to check.

A text is all that is made; nothing is ever sent. In it is only what an article with an address says of people whose
links a person has confirmed, nothing sensitive, nothing that Wikidata has already, and no date that our notation
would make sharper than the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kg.exchange.compare import Difference, Verdict
from kg.exchange.stated import Stated
from kg.wikidata import Item

_PRECISIONS = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), "+{0}-{1}-{2}T00:00:00Z/11"),
    (re.compile(r"(\d{4})-(0\d|1[0-2])"), "+{0}-{1}-00T00:00:00Z/10"),
    (re.compile(r"(\d{4})"), "+{0}-00-00T00:00:00Z/9"),
    (re.compile(r"(\d{3})X"), "+{0}0-00-00T00:00:00Z/8"),
)


def quickstatements(differences: Iterable[Difference], items: Mapping[str, Item], today: date) -> str:
    """The statements missing in Wikidata, a line each, sorted; with the article and the day as reference.

    >>> quickstatements([], {}, date(2026, 5, 28))
    ''
    """
    lines: set[str] = set()
    for one in differences:
        if one.verdict is Verdict.MISSING_THERE and one.stated and _may_be_given(one.stated):
            lines.update(_lines(one, one.stated, items, today))
    return "".join(f"{line}\n" for line in sorted(lines, key=_number))


def moment(edtf: str) -> str:
    """A date as QuickStatements writes it, at its own precision; empty for what it cannot say, as an interval.

    >>> moment("2014-05-24"), moment("2014"), moment("199X")
    ('+2014-05-24T00:00:00Z/11', '+2014-00-00T00:00:00Z/9', '+1990-00-00T00:00:00Z/8')
    >>> moment("2013/2014"), moment("1990~"), moment("2016-21")
    ('', '', '')
    """
    for pattern, form in _PRECISIONS:
        if found := pattern.fullmatch(edtf):
            return form.format(*found.groups())
    return ""


def _may_be_given(stated: Stated) -> bool:
    return stated.confirmed and not stated.sensitive and bool(_address(stated))


def _address(stated: Stated) -> str:
    """The address of the first article on the web that says so."""
    return next((one.url for one in stated.sources if one.url.startswith(("http://", "https://"))), "")


def _lines(one: Difference, stated: Stated, items: Mapping[str, Item], today: date) -> Iterator[str]:
    reference = f'S854|"{_address(stated)}"|S813|+{today.isoformat()}T00:00:00Z/11'
    if stated.value:
        if value := moment(stated.value):
            yield f"{one.subject}|{one.property}|{value}|{reference}"
        return
    times = [("P580", stated.start), ("P582", stated.end)]
    if one.qualifier:  # the statement is there and lacks only this
        times = [(name, value) for name, value in times if name == one.qualifier]
        if not all(moment(value) for _, value in times):
            return
    qualifiers = "".join(f"|{name}|{value}" for name, told in times if (value := moment(told)))
    for subject, property_, target in _directions(stated, items):
        has = target in items[subject].related(property_)
        if has == bool(one.qualifier):
            yield f"{subject}|{property_}|{target}{qualifiers}|{reference}"


def _directions(stated: Stated, items: Mapping[str, Item]) -> Iterator[tuple[str, str, str]]:
    """A relation as Wikidata wants it, told from both its ends."""
    target = stated.target or ""
    yield stated.subject, stated.property, target
    if stated.property in ("P26", "P451", "P3373"):
        yield target, stated.property, stated.subject
    if stated.property == "P40" and (parent := {"m": "P22", "f": "P25"}.get(items[stated.subject].sex)):
        yield target, parent, stated.subject


def _number(line: str) -> tuple[int, str]:
    return int(line.partition("|")[0][1:]), line
