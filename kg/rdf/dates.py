"""EDTF values as RDF literals, and the first and last day they may mean.

A plain year, month or day becomes ``xsd:gYear``, ``xsd:gYearMonth`` or ``xsd:date``; every other value (intervals,
seasons, decades, approximate dates) keeps its EDTF form under the datatype ``edtf:EDTF``. Either way the lexical
form is the EDTF value, so ``STR(?date)`` reads the same in every query.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from pyoxigraph import Literal

from kg.dates.edtf import Bounds, earliest, is_valid, latest
from kg.rdf.terms import EDTF, XSD_DATE, XSD_MONTH, XSD_YEAR

_PLAIN = re.compile(r"\d{4}(-(?:0\d|1[0-2])(-\d{2})?)?")


@lru_cache(maxsize=65536)
def bounds(value: str) -> Bounds:
    """The days an EDTF value may mean. Raises ValueError for what is not EDTF.

    >>> bounds("2014-05").latest, bounds("../1990").earliest
    (datetime.date(2014, 5, 31), None)
    >>> bounds("2014").within(bounds("2013/2015")), bounds("2014").overlaps(bounds("2015"))
    (True, False)
    """
    if not is_valid(value):
        raise ValueError(f"{value!r} is no EDTF date: write 2014, 2014-05, 2014-05-24, 2016-21 or 2013/2014")
    return Bounds(earliest(value), latest(value))


@lru_cache(maxsize=65536)
def date_literal(value: str) -> Literal:
    """An EDTF value as a literal, typed as sharply as it is and no sharper. Raises ValueError for what is not EDTF.

    >>> [date_literal(v).datatype.value.rpartition("/")[2] for v in ("2014", "2014-05", "2014-05-24", "2016-21")]
    ['XMLSchema#gYear', 'XMLSchema#gYearMonth', 'XMLSchema#date', 'EDTF']
    """
    bounds(value)
    plain = _PLAIN.fullmatch(value)
    if not plain:
        return Literal(value, datatype=EDTF)
    return Literal(value, datatype=XSD_DATE if plain[2] else XSD_MONTH if plain[1] else XSD_YEAR)


def day_literal(day: date) -> Literal:
    """A day as ``xsd:date``.

    >>> day_literal(date(2014, 5, 24)).value
    '2014-05-24'
    """
    return Literal(day.isoformat(), datatype=XSD_DATE)
