"""The Reconciliation Service API 0.2 over a graph, as functions from requests to JSON: no network in here.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/ says what goes in and out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from kg.reconcile.index import PROPERTIES, TYPES, Entity, Index, Property
from kg.reconcile.match import Candidate, Query, reconcile
from kg.vocab import ONTOLOGY

MOST = 200
"""The most queries, ids or suggestions of one request."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: HTTP status, media type and body."""

    status: int
    media: str
    body: str


def answer(index: Index, path: str, told: Mapping[str, str], here: str) -> Reply:
    """The answer to a request at a path below the service, with the parameters of its address or form.

    ``here`` is the service's own address, without a slash at its end; it goes into the manifest.

    >>> import kg.store
    >>> reply = answer(Index(kg.store.open()), "", {}, "http://localhost:8000/reconcile")
    >>> json.loads(reply.body)["versions"]
    ['0.2']
    """
    try:
        return _answer(index, path.strip("/"), told, here)
    except (ValueError, RecursionError) as error:
        return _json({"status": "error", "message": str(error)}, 400)


def _answer(index: Index, path: str, told: Mapping[str, str], here: str) -> Reply:
    typed, cursor = told.get("prefix", ""), _number(told, "cursor", 0)
    match path:
        case "" if "queries" in told:
            return _json(batch(index, _object(told, "queries")))
        case "" if "extend" in told:
            return _json(extend(index, _object(told, "extend")))
        case "":
            return _json(manifest(index, here))
        case "suggest/entity":
            found = [_suggested(index, one) for one in index.starting_with(typed)] if typed else []
        case "suggest/type":
            found = [_type(one) for one in TYPES if typed.lower() in one.lower()]
        case "suggest/property":
            found = [_property(one) for one in PROPERTIES.values() if typed.lower() in f"{one.id} {one.name}".lower()]
        case "properties":
            return _json(proposed(told.get("type", ""), _number(told, "limit", MOST)))
        case "preview":
            entity = index.get(told.get("id", ""))
            return Reply(200, "text/html", preview(index, entity)) if entity else _missing(told.get("id", ""))
        case _:
            return _json({"status": "error", "message": f"there is no {path!r} in this service"}, 404)
    return _json({"result": found[cursor : cursor + 20]})


def _json(value: Any, status: int = 200) -> Reply:
    return Reply(status, "application/json", json.dumps(value, ensure_ascii=False))


def _missing(identifier: str) -> Reply:
    return _json({"status": "error", "message": f"there is no entity {identifier!r} in this graph"}, 404)


def _number(told: Mapping[str, str], name: str, usual: int) -> int:
    value = told.get(name, "")
    if value and not (value.isascii() and value.isdigit()):
        raise ValueError(f"{name} is {value!r}: give a whole number")
    return int(value) if value else usual


def _object(told: Mapping[str, str], name: str) -> Mapping[str, Any]:
    try:
        value = json.loads(told[name])
    except json.JSONDecodeError as error:
        raise ValueError(f"{name} is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise ValueError(f"{name} is no JSON object")
    return value


def manifest(index: Index, here: str) -> dict[str, Any]:
    """What the service is and can do."""
    return {
        "versions": ["0.2"],
        "name": "Celebrity KG",
        "identifierSpace": index.base,
        "schemaSpace": ONTOLOGY,
        "defaultTypes": [_type(name) for name in TYPES],
        "view": {"url": f"{index.base}{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 400, "height": 200},
        "suggest": {
            kind: {"service_url": here, "service_path": f"/suggest/{kind}"} for kind in ("entity", "type", "property")
        },
        "extend": {"propose_properties": {"service_url": here, "service_path": "/properties"}, "property_settings": []},
    }


def batch(index: Index, queries: Mapping[str, Any]) -> dict[str, Any]:
    """The candidates of each query of a batch; none of one that cannot be read (an empty cell, say).

    Each row answers for itself: tables have empty cells, the others are to be matched all the same, and the standard
    has no word for what is wrong with one. Raises ValueError for too large a batch.
    """
    if len(queries) > MOST:
        raise ValueError(f"{len(queries)} queries at once: send {MOST} at most")
    return {name: _row(index, told) for name, told in queries.items()}


def _row(index: Index, told: Any) -> dict[str, Any]:
    try:
        query = Query.read(told)
    except ValueError:
        return {"result": []}
    return {"result": [_candidate(index, one) for one in reconcile(index, query)]}


def _candidate(index: Index, one: Candidate) -> dict[str, Any]:
    return {
        "id": one.entity.id,
        "name": one.entity.name,
        "description": index.describe(one.entity),
        "type": [_type(name) for name in sorted(one.entity.types) if name in TYPES],
        "score": one.score,
        "features": [{"id": name, "value": value} for name, value in one.features],
        "match": one.match,
    }


def _suggested(index: Index, entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "name": entity.name,
        "description": index.describe(entity),
        "notable": [_type(name) for name in sorted(entity.types) if name in TYPES],
    }


def _type(name: str) -> dict[str, str]:
    return {"id": name, "name": TYPES[name]}


def _property(one: Property) -> dict[str, str]:
    return {"id": one.id, "name": one.name}


def proposed(kind: str, limit: int) -> dict[str, Any]:
    """The properties worth fetching for entities of a type; of all, if none is named."""
    fitting = [_property(one) for one in PROPERTIES.values() if not kind or one.subject in (None, kind)]
    return {"type": kind, "properties": fitting[:limit], "limit": limit}


def extend(index: Index, told: Mapping[str, Any]) -> dict[str, Any]:
    """What is believed of entities, property by property. Dates stay as EDTF words: no day is made up."""
    ids, wanted = told.get("ids"), told.get("properties")
    if not isinstance(ids, list) or not isinstance(wanted, list) or len(ids) > MOST:
        raise ValueError(f'extend needs "ids" ({MOST} at most) and "properties", both arrays')
    named = [str(one.get("id") if isinstance(one, dict) else one) for one in wanted]
    unknown = [name for name in named if name not in PROPERTIES]
    if unknown:
        raise ValueError(f"there is no property {unknown[0]!r}; /suggest/property lists them")
    rows = {}
    for identifier in map(str, ids):
        entity = index.get(identifier)
        rows[identifier] = {name: _values(index, entity, name) if entity else [] for name in named}
    return {"meta": [_column(PROPERTIES[name]) for name in named], "rows": rows}


def _column(one: Property) -> dict[str, Any]:
    return {**_property(one), "type": _type(one.values)} if one.values else dict(_property(one))


def _values(index: Index, entity: Entity, name: str) -> list[dict[str, str]]:
    values = sorted(entity.values.get(name, ()))
    if PROPERTIES[name].values is None:
        return [{"str": value} for value in values]
    return [{"id": value, "name": index.entities[value].name} for value in values]


def preview(index: Index, entity: Entity) -> str:
    """A small page on an entity, for a frame beside a table."""
    rows = []
    for name in PROPERTIES:
        values = [next(iter(one.values())) if "str" in one else one["name"] for one in _values(index, entity, name)]
        if values:
            rows.append(f"<dt>{escape(PROPERTIES[name].name)}</dt><dd>{escape(', '.join(values))}</dd>")
    types = ", ".join(TYPES.get(name, name) for name in sorted(entity.types))
    also = f"<p>also {escape(', '.join(entity.names[1:]))}</p>" if entity.names[1:] else ""
    return (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{escape(entity.name)}</title>'
        f"<body><h1>{escape(entity.name)}</h1><p>{escape(types)}</p>{also}<dl>{''.join(rows)}</dl></body></html>"
    )
