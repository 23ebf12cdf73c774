"""Small parts of Wikidata by way of a query service: a query says which items, their facts come by more queries.

Any SPARQL endpoint with data in Wikidata's RDF form will do
(https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format). Neither the label service nor hints are used, which
only one backend knows. What comes back is put into the form of the JSON dump and read by `parse_item`, so that ranks,
precisions and qualifiers are treated in one place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError

import orjson

from kg.names import rules
from kg.wikidata.model import Item
from kg.wikidata.parse import parse_item
from kg.wikidata.polite import NetworkError, Reply, TryAgainError
from kg.wikidata.service import OfflineError, Service

Row = Mapping[str, str]
MOST = 20_000
"""The most items that are fetched by queries; more are a matter for a dump."""

_BATCH = 40
_ENTITY = re.compile(r"http://www\.wikidata\.org/entity/(Q\d+)")
_PREFIXES = """
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX psv: <http://www.wikidata.org/prop/statement/value/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <http://schema.org/>
"""
_TERMS = (
    _PREFIXES
    + """
SELECT ?item ?what ?value (LANG(?value) AS ?language) WHERE {
  VALUES ?item { %s }
  { ?item rdfs:label ?value BIND("labels" AS ?what) }
  UNION { ?item skos:altLabel ?value BIND("aliases" AS ?what) }
  UNION { ?item schema:description ?value FILTER(LANG(?value) = "en") BIND("descriptions" AS ?what) }
  UNION { ?item wikibase:sitelinks ?value BIND("sitelinks" AS ?what) }
}"""
)
_STATEMENTS = (
    _PREFIXES
    + """
SELECT ?item ?property ?statement ?rank ?value ?time ?precision ?qualifier ?qtime ?qprecision WHERE {
  VALUES ?item { %s }
  VALUES (?property ?p ?ps ?psv) { %s }
  ?item ?p ?statement .
  ?statement wikibase:rank ?rank .
  OPTIONAL { ?statement ?ps ?value }
  OPTIONAL { ?statement ?psv [ wikibase:timeValue ?time ; wikibase:timePrecision ?precision ] }
  OPTIONAL {
    VALUES (?qualifier ?pqv) { ("P580" pqv:P580) ("P582" pqv:P582) ("P585" pqv:P585) }
    ?statement ?pqv [ wikibase:timeValue ?qtime ; wikibase:timePrecision ?qprecision ]
  }
}"""
)


class QueryService(Service):
    """The SPARQL endpoint ``settings.sparql``, asked through SPARQLWrapper."""

    def rows(self, query: str) -> list[Row]:
        """The rows of a SELECT query, each value as text. Raises NetworkError where they cannot be had."""
        key = f"sparql {self.settings.sparql} {query}"
        body = self._cache.get([key], stale=self.settings.offline).get(key)
        if body is None:
            if self.settings.offline:
                raise OfflineError(f"the query is not in the cache {self.settings.cache}: ask once without --offline")
            body = self._polite.ask(lambda: self._send(query), _whole, self.settings.sparql)
            self._cache.put({key: body})
        return read_rows(body)

    def items(self, query: str) -> Iterator[Item]:
        """The items in the results of a SELECT query, in the order of their numbers.

        Raises ValueError for a query that gives none or too many.
        """
        qids = {found[1] for row in self.rows(query) for value in row.values() if (found := _ENTITY.fullmatch(value))}
        if not qids or len(qids) > MOST:
            raise ValueError(
                f"the query gives {len(qids)} items: SELECT between 1 and {MOST:,} (of more make an index from a dump)"
            )
        numbered = sorted(qids, key=lambda qid: int(qid[1:]))
        for start in range(0, len(numbered), _BATCH):
            batch = " ".join(f"wd:{qid}" for qid in numbered[start : start + _BATCH])
            terms, statements = self.rows(_TERMS % batch), self.rows(_STATEMENTS % (batch, _properties()))
            for entity in entities_of(terms, statements):
                if item := parse_item(entity):
                    yield item

    def _send(self, query: str) -> Reply:
        from SPARQLWrapper import JSON, POST, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed, SPARQLWrapperException

        client = SPARQLWrapper(self.settings.sparql, agent=self._agent, returnFormat=JSON)
        client.setMethod(POST)  # queries with many items are longer than addresses may be
        client.timeout = self.settings.timeout  # type: ignore[assignment]  # it goes to urllib, which takes fractions
        client.setQuery(query)
        try:
            answer = client.query().response
            with answer:
                return Reply(
                    answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
                )
        except HTTPError as error:
            with error:
                return Reply(error.code, _lower(error.headers), error.read())
        except EndPointInternalError as error:
            return Reply(500, {}, str(error).encode())
        except (QueryBadFormed, SPARQLWrapperException) as error:
            words = " ".join(str(error).split())[:300]
            raise NetworkError(f"{self.settings.sparql} refuses the query: {words}") from None
        except HTTPException as error:
            raise OSError(str(error) or type(error).__name__) from None


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def read_rows(body: bytes) -> list[Row]:
    """The rows of a SPARQL result in JSON, each value as text.

    >>> read_rows(b'{"results": {"bindings": [{"item": {"type": "uri", "value": "http://e/Q1"}}]}}')
    [{'item': 'http://e/Q1'}]
    """
    bindings = orjson.loads(body)["results"]["bindings"]
    return [{name: one["value"] for name, one in row.items()} for row in bindings]


def entities_of(terms: Iterable[Row], statements: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """The rows of the two queries as entities in the form of the JSON dump, by their numbers."""
    entities: dict[str, dict[str, Any]] = defaultdict(_empty)
    for row in sorted(terms, key=lambda row: (row["item"], row["what"], row.get("language", ""), row["value"])):
        entity, text = entities[_qid(row["item"])], row["value"]
        if row["what"] == "sitelinks":
            entity["sitelinks"] = dict.fromkeys(range(int(text)))
        elif row["what"] == "aliases":
            entity["aliases"].setdefault(row["language"], []).append({"value": text})
        else:
            entity[row["what"]][row["language"]] = {"value": text}
    by_id: dict[str, dict[str, Any]] = {}
    for row in sorted(statements, key=lambda row: row["statement"]):
        statement = by_id.get(row["statement"])
        if statement is None:
            by_id[row["statement"]] = statement = _statement(row)
            claims = entities[_qid(row["item"])]["claims"]
            claims.setdefault(row["property"], []).append(statement)
        if "qtime" in row:
            value = {"datavalue": {"value": _time(row["qtime"], row["qprecision"])}}
            statement["qualifiers"].setdefault(row["qualifier"], []).append(value)
    for qid in sorted(entities, key=lambda qid: int(qid[1:])):
        yield {"id": qid, **entities[qid]}


def _empty() -> dict[str, Any]:
    return {"labels": {}, "aliases": {}, "descriptions": {}, "claims": {}, "sitelinks": {}}


def _statement(row: Row) -> dict[str, Any]:
    """A statement of the dump; an unknown value is a blank node or one of Wikidata's own making."""
    rank = row["rank"].rsplit("#", 1)[-1].removesuffix("Rank").lower()
    if "time" in row:
        value: Any = _time(row["time"], row["precision"])
    elif found := _ENTITY.fullmatch(row.get("value", "")):
        value = {"id": found[1]}
    elif row.get("value") and row["property"] in rules("wikidata")["names"]:
        value = row["value"]
    else:
        return {"rank": rank, "mainsnak": {"snaktype": "somevalue"}, "qualifiers": {}}
    return {"rank": rank, "mainsnak": {"snaktype": "value", "datavalue": {"value": value}}, "qualifiers": {}}


def _time(value: str, precision: str) -> dict[str, Any]:
    """A time of the dump. In RDF all days are of the Gregorian calendar already."""
    return {"time": value if value[0] in "+-" else f"+{value}", "precision": int(precision)}


def _properties() -> str:
    told = rules("wikidata")
    kept = ("P31", "P21", "P106", "P27", "P569", "P570", *told["names"], *told["relations"])
    return " ".join(f'("{one}" p:{one} ps:{one} psv:{one})' for one in kept)


def _qid(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _whole(reply: Reply) -> bytes:
    """The body, if it is a whole result: the service may cut one off under HTTP 200 when the time is up."""
    try:
        read_rows(reply.body)
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise TryAgainError(f"a result of {len(reply.body)} bytes is not whole") from None
    return reply.body
