"""Lines to claims: every line checked, the good ones read, the wrong ones told of."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from kg.interchange.checking import FormatError, check
from kg.model import (
    Article,
    Claim,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Literal,
    LiteralType,
    PartialDate,
    Source,
    Status,
)
from kg.names import slug


class ClaimsError(ValueError):
    """Raised by ``from_jsonl``; ``errors`` holds one ``FormatError`` for each line that is wrong."""

    def __init__(self, errors: Iterable[FormatError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(map(str, self.errors)))


def from_jsonl(lines: Iterable[str | bytes]) -> list[Extraction]:
    """Read claims back, one ``Extraction`` an article, in the order in which the articles first appear.

    What the format does not carry is not invented: the article has no text, the mentions are none, an entity has no
    aliases. Blank lines are skipped.

    Raises:
        ClaimsError: with every line that is not JSON or does not fit the format.

    >>> try:
    ...     from_jsonl(["", '{"article": "a1"'])
    ... except ClaimsError as error:
    ...     print(error)
    line 2: not JSON (Expecting ',' delimiter at column 17); write one whole object on each line
    """
    rows: list[tuple[int, object]] = []
    errors = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append((number, json.loads(line)))
        except json.JSONDecodeError as error:
            what = f"not JSON ({error.msg} at column {error.colno})"
            errors.append(FormatError(number, "", what, "write one whole object on each line"))
        except (UnicodeDecodeError, RecursionError) as error:
            errors.append(FormatError(number, "", f"not to be read ({error})", "write plain JSON in UTF-8"))
    extractions, more = from_rows(rows)
    if errors or more:
        raise ClaimsError(sorted([*errors, *more], key=lambda error: error.line))
    return extractions


def from_rows(rows: Iterable[tuple[int, object]]) -> tuple[list[Extraction], list[FormatError]]:
    """Parsed lines with their numbers to extractions; a wrong line is left out and told of, the others are read."""
    good: dict[str, list[dict[str, Any]]] = {}
    published: dict[str, tuple[str | None, int]] = {}
    errors = []
    for number, row in rows:
        error = check(number, row)
        if error is None and isinstance(row, dict):
            day, first = published.setdefault(row["article"], (row.get("published"), number))
            if day != row.get("published"):
                problem = f"{row.get('published')} here, but {day} for the same article on line {first}"
                error = FormatError(number, "published", problem, "give an article one publication date")
            else:
                good.setdefault(row["article"], []).append(row)
        if error:
            errors.append(error)
    return [_extraction(name, published[name][0], claims) for name, claims in good.items()], errors


def _extraction(name: str, published: str | None, rows: list[dict[str, Any]]) -> Extraction:
    entities: dict[str, Entity] = {}
    keys: set[str] = set()
    for row in rows:
        for party in (row["subject"], row["object"], row.get("place")):
            if party and "name" in party:
                known = entities.get(_who(party)) or _entity(party, keys)
                entities[_who(party)] = replace(known, wikidata=known.wikidata or party.get("wikidata"))
    article = Article(
        id=name,
        text="",
        published=date.fromisoformat(published) if published else None,
        url=name if name.startswith(("http://", "https://")) else None,
    )
    claims = tuple(_claim(row, entities) for row in rows)
    return Extraction(article, tuple(entities.values()), (), claims)


def _who(party: Mapping[str, str]) -> str:
    """What tells one entity of an article from another: its IRI, or, where it has none, its type and name."""
    return party.get("id") or f"{party['type']}:{party['name']}"


def _entity(party: Mapping[str, str], keys: set[str]) -> Entity:
    """An entity whose key is made as the mentions' keys are, so that a claim read back keeps its id in the graph."""
    readable = slug(party["name"])
    numbered = (f"{readable}-{number}" if number > 1 else readable for number in itertools.count(1))
    key = next(candidate for candidate in numbered if candidate not in keys)
    keys.add(key)
    return Entity(key, EntityType(party["type"]), party["name"], (), party.get("id"), party.get("wikidata"))


def _claim(row: Mapping[str, Any], entities: Mapping[str, Entity]) -> Claim:
    def party(value: Mapping[str, str] | None) -> Entity | None:
        return entities[_who(value)] if value else None

    def moment(value: str | None) -> PartialDate | None:
        return PartialDate(value, value) if value else None

    subject, target = party(row["subject"]), row["object"]
    assert subject is not None, "the schema asks for a subject"
    return Claim(
        subject=subject,
        predicate=row["predicate"],
        object=Literal(target["value"], LiteralType(target["type"])) if target and "value" in target else party(target),
        evidence=tuple(_evidence(evidence) for evidence in row["evidence"]),
        start=moment(row.get("start")),
        end=moment(row.get("end")),
        at=moment(row.get("at")),
        place=party(row.get("place")),
        status=Status(row["status"]),
        source=_source(row.get("source"), entities),
        said=moment(row.get("said")),
        confidence=float(row.get("confidence", 1.0)),
        kinship=row.get("kinship"),
        note=row.get("note"),
    )


def _evidence(value: Mapping[str, Any]) -> Evidence:
    first, last = value["subject"]
    target = (value["object"][0], value["object"][1]) if value["object"] else None
    return Evidence(value["start"], value["end"], value["quote"], (first, last), target, value.get("rule", ""))


def _source(value: Mapping[str, Any] | None, entities: Mapping[str, Entity]) -> Source | None:
    """The speaker; it is a person of the article when exactly one has that very name (the format has no id for it)."""
    if not value:
        return None
    people = [e.key for e in entities.values() if e.type is EntityType.PERSON and e.label == value["name"]]
    spoken_by = people[0] if len(people) == 1 and not value["anonymous"] else None
    return Source(value["name"], value["anonymous"], spoken_by)
