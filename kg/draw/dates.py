"""Partial dates for pictures: the days a date may mean, and the few characters there is room for."""

from __future__ import annotations

from datetime import date

from kg.dates.edtf import Precision, earliest, is_valid, latest, precision, readable


def bounds(edtf: str) -> tuple[date, date] | None:
    """The first and the last day a partial date may mean; None for what is no date or is open on a side.

    >>> bounds("2016-02"), bounds("2018/.."), bounds("soon")
    ((datetime.date(2016, 2, 1), datetime.date(2016, 2, 29)), None, None)
    """
    if not is_valid(edtf):
        return None
    first, last = earliest(edtf), latest(edtf)
    return (first, last) if first and last else None


def year_words(edtf: str) -> str:
    """The year or years of a partial date; what is no date stays as it is.

    >>> [year_words(value) for value in ("2014-05-24", "2005-05-27/2006-05-26", "1999/2003", "201X", "1990~")]
    ['2014', '2005/06', '1999/2003', '2010s', 'c. 1990']
    """
    span = bounds(edtf)
    if span is None:
        return readable(edtf) if is_valid(edtf) else edtf
    about = "c. " if edtf[-1] in "~%" else ""
    low, high = span[0].year, span[1].year
    sharp = precision(edtf)
    if "/" not in edtf and sharp is Precision.DECADE:
        return f"{about}{low}s"
    if low == high or ("/" not in edtf and sharp is Precision.SEASON):
        return f"{about}{low}"
    return f"{about}{low}/{high % 100:02d}" if high - low == 1 and low // 100 == high // 100 else f"{about}{low}/{high}"


def date_words(edtf: str) -> str:
    """A partial date as people write it, no sharper than it is; what is no date stays as it is.

    >>> date_words("2014-05"), date_words("soon")
    ('May 2014', 'soon')
    """
    return readable(edtf) if is_valid(edtf) else edtf
