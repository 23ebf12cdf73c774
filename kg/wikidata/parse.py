"""The JSON of an entity, as dumps and ``wbgetentities`` give it alike, to an `Item`. No network, no disk."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from typing import Any

from kg.dates import earliest, latest, within
from kg.dates.edtf import interval
from kg.names import rules
from kg.wikidata.model import Item, Ref, Relation

_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2e80-\ua71f\ua800-\ufaff\ufb07-\ufeff\U00010000-\U0010ffff]")
_TIME = re.compile(r"([+-])(\d+)-(\d\d)-(\d\d)T")
_JULIAN = "Q1985786"
_DECADE, _CENTURY, _YEAR, _MONTH, _DAY = 8, 7, 9, 10, 11  # https://www.wikidata.org/wiki/Help:Dates#Precision

Json = Mapping[str, Any]


def parse_item(entity: Json) -> Item | None:
    """The item in the JSON of one entity; None for one that is missing, or is no item.

    Statements of deprecated rank are left out, and so are normal ones beside preferred ones. The label is the English
    one, else the one for all languages (``mul``), else the first by language code that is in Latin script, else the
    QID.

    >>> entity = {"id": "Q1", "labels": {"mul": {"value": "Ann Lee"}}, "claims": {}, "sitelinks": {}}
    >>> parse_item(entity).label, parse_item({"id": "Q2", "missing": ""})
    ('Ann Lee', None)
    """
    qid = str(entity.get("id", ""))
    if "missing" in entity or not qid.startswith("Q"):
        return None
    claims: Json = entity.get("claims") or {}
    label = _label(entity)
    born, died = _moment(claims, "P569"), _moment(claims, "P570")
    if died is None and born and _unknown(claims, "P570"):
        died = interval(str(earliest(born) or latest(born)), None)
    sexes = rules("wikidata")["sex"]
    return Item(
        qid=qid,
        label=label or qid,
        description=_text(entity, "descriptions"),
        aliases=tuple(_distinct(label, _names(entity, claims))),
        kinds=tuple(_targets(claims, "P31")),
        born=born,
        died=died,
        sex=next((sexes[one] for one in _targets(claims, "P21") if one in sexes), ""),
        sitelinks=len(entity.get("sitelinks") or ()),
        occupations=tuple(Ref(one) for one in _targets(claims, "P106")),
        citizenships=tuple(Ref(one) for one in _targets(claims, "P27")),
        relations=tuple(_relations(claims)),
    )


def parse_items(answer: Json) -> dict[str, Item]:
    """The items of a ``wbgetentities`` answer by the QID asked for: a redirect is under its old QID as well.

    >>> answer = {"entities": {"Q1": {"id": "Q2", "labels": {}, "redirects": {"from": "Q1", "to": "Q2"}}}}
    >>> {asked: item.qid for asked, item in parse_items(answer).items()}
    {'Q1': 'Q2', 'Q2': 'Q2'}
    """
    found: dict[str, Item] = {}
    for asked, entity in (answer.get("entities") or {}).items():
        item = parse_item(entity)
        if item:
            found[asked] = found[item.qid] = item
            if redirect := entity.get("redirects"):
                found[redirect["from"]] = item
    return found


def edtf(value: Json) -> str | None:
    """A Wikibase time value in EDTF at its own precision; None outside the years 1 to 9999 or vaguer than a century.

    Days of the Julian calendar are turned into Gregorian ones, as articles and our own dates have them.

    >>> [edtf({"time": "+1958-01-01T00:00:00Z", "precision": precision}) for precision in (11, 10, 9, 8, 7, 6)]
    ['1958-01-01', '1958-01', '1958', '195X', '19XX', None]
    """
    found = _TIME.match(str(value.get("time", "")))
    if not found or found[1] == "-" or not 0 < int(found[2]) <= 9999:
        return None
    year, month, day, precision = int(found[2]), int(found[3]), int(found[4]), int(value.get("precision", _DAY))
    if precision < _CENTURY or (precision < _YEAR and year <= 100):
        return None
    if precision == _CENTURY:
        # Any year of a century stands for it, its last one included: +1800 is the 18th (Wikibase's own formatter).
        return f"{(year - 1) // 100:02}XX"
    if precision == _DECADE:
        return f"{year // 10:03}X"
    if precision == _YEAR or not month:
        return f"{year:04}"
    if precision == _MONTH or not day or (day > 28 and day > monthrange(year, month)[1]):  # there is 30 February
        return f"{year:04}-{month:02}"
    if str(value.get("calendarmodel", "")).endswith(_JULIAN):
        return _gregorian(year, month, day)
    return f"{year:04}-{month:02}-{day:02}"


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters, digits and signs beside them allowed.

    >>> is_latin("Beyoncé"), is_latin("Мадонна"), is_latin("50"), is_latin("G-Dragon 지드래곤")
    (True, False, False, False)
    """
    return bool(_LATIN.search(name)) and not _OTHER_SCRIPT.search(name)


def _gregorian(year: int, month: int, day: int) -> str:
    """A day of the Julian calendar in the Gregorian one, by Julian day numbers (Richards 2013, section 15.11)."""
    a = (14 - month) // 12
    number = day + (153 * (month + 12 * a - 3) + 2) // 5 + 365 * (year + 4800 - a) + (year + 4800 - a) // 4 - 32083
    f = number + 1401 + (((4 * number + 274277) // 146097) * 3) // 4 - 38
    e = 4 * f + 3
    h = 5 * ((e % 1461) // 4) + 2
    month = (h // 153 + 2) % 12 + 1
    return f"{e // 1461 - 4716 + (14 - month) // 12:04}-{month:02}-{(h % 153) // 5 + 1:02}"


def _label(entity: Json) -> str:
    labels: Json = entity.get("labels") or {}
    for language in ("en", "mul"):
        if language in labels:
            return str(labels[language]["value"])
    return next((one["value"] for _, one in sorted(labels.items()) if is_latin(one["value"])), "")


def _text(entity: Json, part: str) -> str:
    texts: Json = entity.get(part) or {}
    return next((str(texts[language]["value"]) for language in ("en", "mul") if language in texts), "")


def _names(entity: Json, claims: Json) -> Iterator[str]:
    """All names, English ones and name properties first."""
    labels: Json = entity.get("labels") or {}
    aliases: Json = entity.get("aliases") or {}
    for language in ("en", "mul"):
        if language in labels:
            yield labels[language]["value"]
        for one in aliases.get(language, ()):
            yield one["value"]
    for property_ in rules("wikidata")["names"]:
        if property_ in claims:
            for value in _values(claims, property_):
                yield value["text"] if isinstance(value, Mapping) else str(value)
    yield from [labels[language]["value"] for language in sorted(labels)]
    for language in sorted(aliases):
        for one in aliases[language]:
            yield one["value"]


def _distinct(label: str, names: Iterator[str]) -> Iterator[str]:
    """Names in Latin script, each once; most languages repeat a name letter by letter, which is quickly told."""
    seen = {label.casefold()}
    for name in dict.fromkeys(names):
        # "(guitarist)" comes from the title of a Wikipedia page, and is no part of a name.
        if (folded := name.casefold()) not in seen and "(" not in name and is_latin(name):
            seen.add(folded)
            yield name


def _best(claims: Json, property_: str) -> list[Json]:
    """The statements of a property that count: the preferred ones if there are any, else the normal ones."""
    if property_ not in claims:
        return []
    statements = [one for one in claims[property_] if one.get("rank") != "deprecated"]
    preferred = [one for one in statements if one.get("rank") == "preferred"]
    return preferred or statements


def _values(claims: Json, property_: str) -> Iterator[Any]:
    """The values of the statements that count; unknown and no values have none."""
    for statement in _best(claims, property_):
        if "datavalue" in statement["mainsnak"]:
            yield statement["mainsnak"]["datavalue"]["value"]


def _unknown(claims: Json, property_: str) -> bool:
    return any(one["mainsnak"].get("snaktype") == "somevalue" for one in _best(claims, property_))


def _qid(value: Any) -> str:
    """The QID in an entity value; dumps before 2015 have the number only."""
    return str(value.get("id") or f"Q{value['numeric-id']}")


def _targets(claims: Json, property_: str) -> Iterator[str]:
    return (_qid(value) for value in _values(claims, property_))


def _moment(claims: Json, property_: str) -> str | None:
    """The date of a property: the best statement that lies within all others, else the interval that holds all."""
    dates = [date for value in _values(claims, property_) if (date := edtf(value))]
    if len(dates) < 2:
        return dates[0] if dates else None
    sharpest = next((one for one in dates if all(within(one, other) for other in dates)), None)
    return sharpest or interval(
        str(min(filter(None, map(earliest, dates)))), str(max(filter(None, map(latest, dates))))
    )


def _relations(claims: Json) -> Iterator[Relation]:
    """The kept statements, all but deprecated ones: beside a preferred spouse a normal one is a former spouse."""
    for property_ in rules("wikidata")["relations"]:
        if property_ not in claims:
            continue
        for statement in claims[property_]:
            snak = statement["mainsnak"]
            if "datavalue" not in snak or statement.get("rank") == "deprecated":
                continue
            target = _qid(snak["datavalue"]["value"])
            if qualifiers := statement.get("qualifiers"):
                at = _qualifier(qualifiers, "P585")
                since, until = _qualifier(qualifiers, "P580") or at, _qualifier(qualifiers, "P582") or at
                yield Relation(property_, target, since, until)
            else:
                yield Relation(property_, target)


def _qualifier(qualifiers: Json, property_: str) -> str | None:
    for snak in qualifiers.get(property_, ()):
        if "datavalue" in snak:
            return edtf(snak["datavalue"]["value"])
    return None
