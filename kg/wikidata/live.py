"""Wikidata as it is now: searching and fetching items through its API, politely and with a cache.

Fetching is here, reading the answers in `kg.wikidata.parse` and in the functions at the end of this file, which need
no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import httpx
import orjson

from kg.names import rules
from kg.wikidata.keys import name_key
from kg.wikidata.model import Hit, Item, Match, Ref, Snapshot
from kg.wikidata.parse import parse_items
from kg.wikidata.polite import NetworkError, Reply, TryAgainError
from kg.wikidata.service import OfflineError, Service

AT_ONCE = 50
"""How many items ``wbgetentities`` gives in one call, and ``wbsearchentities`` at most."""

_MAXLAG = 5
_DISAMBIGUATION = "Q4167410"
_PROPS = "info|labels|descriptions|aliases|claims|sitelinks"
# The API answers these with HTTP 200 and means: later.
_BUSY = ("maxlag", "ratelimited", "readonly", "internal_api_error")


class Live(Service):
    """A `KnowledgeBase` over the API of Wikidata, or of another Wikibase. Nothing is sent before it is asked."""

    _client: httpx.Client | None = None

    def __enter__(self) -> Live:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection and the cache."""
        if self._client:
            self._client.close()
        super().close()

    @property
    def snapshot(self) -> Snapshot:
        """Wikidata of today; there is no hash of what changes."""
        today = datetime.fromtimestamp(self._clock(), UTC).date().isoformat()
        return Snapshot(today, "", self.settings.api)

    def item(self, qid: str) -> Item | None:
        """The item, through redirects; None if it is missing. Raises NetworkError where the service cannot be asked."""
        return self.items([qid]).get(qid)

    def items(self, qids: Iterable[str]) -> Mapping[str, Item]:
        """Those of the items that there are, by the QID asked for, fifty a request."""
        wanted = list(dict.fromkeys(qids))
        found: dict[str, Item] = {}
        for entities in self.entities(wanted):
            found |= parse_items({"entities": entities})
        return {qid: _labelled(found[qid]) for qid in wanted if qid in found}

    def named(self, name: str, limit: int = 20) -> tuple[Hit, ...]:
        """The items that the name may mean, as Wikidata's own search finds them; disambiguation pages are left out."""
        parameters = {
            "action": "wbsearchentities",
            "search": name,
            "language": self.settings.language,
            "uselang": self.settings.language,
            "type": "item",
            "limit": str(min(limit, AT_ONCE)),
        }
        key = f"search {self.settings.api} {self.settings.language} {parameters['limit']} {name}"
        body = self._cached([key]).get(key)
        if body is None:
            answer = self._get(parameters, f"the search for {name!r}")
            body = orjson.dumps(answer.get("search", []))
            self._cache.put({key: body})
        hits = parse_search(orjson.loads(body), name)
        items = self.items(hit.qid for hit in hits)
        kept = [hit for hit in hits if hit.qid in items and _DISAMBIGUATION not in items[hit.qid].kinds]
        kinds = list(Match)
        return tuple(sorted(kept, key=lambda hit: (kinds.index(hit.match), -hit.score, -items[hit.qid].sitelinks)))

    def entities(self, qids: Sequence[str]) -> Iterator[dict[str, Any]]:
        """The JSON of the entities, from the cache and then in batches, each kept before the next is asked for."""
        keys = {self._key(qid): qid for qid in qids}
        cached = self._cached(keys)
        yield {keys[key]: orjson.loads(body) for key, body in cached.items()}
        left = [qid for key, qid in keys.items() if key not in cached]
        for start in range(0, len(left), AT_ONCE):
            yield self._batch(left[start : start + AT_ONCE])

    def _batch(self, qids: list[str]) -> dict[str, Any]:
        parameters = {"action": "wbgetentities", "ids": "|".join(qids), "props": _PROPS, "redirects": "yes"}
        answer = self._get(parameters, f"{len(qids)} items")
        unknown = str(answer.get("error", {}).get("id", ""))
        if unknown in qids:  # one number that was never given out spoils the whole batch
            self._cache.put({self._key(unknown): orjson.dumps({"id": unknown, "missing": ""})})
            rest = [qid for qid in qids if qid != unknown]
            return self._batch(rest) if rest else {}
        if "error" in answer:
            raise NetworkError(f"{self.settings.api} refuses {', '.join(qids[:3])}...: {_error(answer)}")
        entities = by_asked(answer, qids)
        self._cache.put({self._key(qid): orjson.dumps(entity) for qid, entity in entities.items()})
        return entities

    def _key(self, qid: str) -> str:
        return f"entity {self.settings.api} {qid}"

    def _cached(self, keys: Iterable[str]) -> dict[str, bytes]:
        return self._cache.get(keys, stale=self.settings.offline)

    def _get(self, parameters: dict[str, str], what: str) -> dict[str, Any]:
        if self.settings.offline:
            raise OfflineError(f"{what} is not in the cache {self.settings.cache}: ask once without --offline")
        sent = {**parameters, "format": "json", "maxlag": str(_MAXLAG)}
        return self._polite.ask(lambda: self._send(sent), read_json, self.settings.api)

    def _send(self, parameters: dict[str, str]) -> Reply:
        if self._client is None:
            agent = {"User-Agent": self._agent, "Accept-Encoding": "gzip"}
            self._client = httpx.Client(
                headers=agent, timeout=self.settings.timeout, follow_redirects=True, max_redirects=3
            )
        try:
            answer = self._client.get(self.settings.api, params=parameters)
        except httpx.TooManyRedirects:
            raise NetworkError(f"{self.settings.api} sends from one address to another: check the address") from None
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise NetworkError(f"{self.settings.api} is no address of an API: {error}") from None
        except httpx.HTTPError as error:
            raise OSError(str(error) or type(error).__name__) from None
        return Reply(answer.status_code, dict(answer.headers), answer.content)


def read_json(reply: Reply) -> dict[str, Any]:
    """The JSON of a reply of the API. Raises TryAgainError for what is cut off, or says that the service is busy.

    An error that will stay is part of the answer, under ``error``.
    """
    try:
        answer = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        raise TryAgainError(f"an answer of {len(reply.body)} bytes is no JSON, perhaps cut off") from None
    if not isinstance(answer, dict):
        raise TryAgainError("an answer is no JSON object")
    if str(answer.get("error", {}).get("code", "")).startswith(_BUSY):
        words = reply.headers.get("retry-after", "")
        raise TryAgainError(_error(answer), float(words) if words.isdecimal() else None)
    return answer


def parse_search(found: Iterable[Mapping[str, Any]], name: str) -> tuple[Hit, ...]:
    """The hits in the ``search`` part of a ``wbsearchentities`` answer, each item once, in their order.

    The service searches by the beginnings of labels and aliases, so that much of what it gives matches in part only.

    >>> found = [{"id": "Q1", "label": "Ann Lee", "match": {"type": "alias", "text": "A. Lee"}}, {"id": "Q2"}]
    >>> [(hit.qid, hit.match.value, hit.score, hit.name) for hit in parse_search(found, "a lee")]
    [('Q1', 'alias', 1.0, 'A. Lee')]
    """
    hits: dict[str, Hit] = {}
    words = name_key(name).split()
    for one in found:
        matched = one.get("match", {})
        text = str(matched.get("text") or one.get("label") or "")
        parts = name_key(text).split()
        if not parts or one["id"] in hits:
            continue
        if parts == words:
            kind, score = (Match.ALIAS if matched.get("type") == "alias" else Match.EXACT), 1.0
        else:
            kind, score = Match.TOKEN, round(min(1.0, len(words) / len(parts)), 3)
        hits[one["id"]] = Hit(one["id"], kind, score, text)
    return tuple(hits.values())


def by_asked(answer: Mapping[str, Any], qids: Iterable[str]) -> dict[str, Any]:
    """The entities of an answer by the QIDs asked for: a redirect's under its old one, those left out as missing.

    >>> answer = {"entities": {"Q9": {"id": "Q9", "redirects": {"from": "Q1", "to": "Q9"}}}}
    >>> {qid: entity.get("id") for qid, entity in by_asked(answer, ["Q1", "Q2"]).items()}
    {'Q1': 'Q9', 'Q2': 'Q2'}
    """
    entities = dict(answer.get("entities") or {})
    for entity in list(entities.values()):
        if redirect := entity.get("redirects"):
            entities.setdefault(redirect["from"], entity)
    return {qid: entities.get(qid, {"id": qid, "missing": ""}) for qid in qids}


def _labelled(item: Item) -> Item:
    """With the labels of common occupations and countries, which the item does not bring along."""
    common = rules("wikidata_labels")
    occupations, citizenships = (
        tuple(Ref(ref.qid, common.get(ref.qid, "")) for ref in refs) for refs in (item.occupations, item.citizenships)
    )
    return replace(item, occupations=occupations, citizenships=citizenships)


def _error(answer: Mapping[str, Any]) -> str:
    error = answer["error"]
    return f"{error.get('code', 'error')}: {str(error.get('info', ''))[:200]}"
