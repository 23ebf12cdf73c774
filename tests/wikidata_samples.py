"""Invented items in the forms of Wikidata, and a service that gives them and behaves as badly as it can."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Entity = dict[str, Any]


def item_value(qid: str) -> Entity:
    return {"value": {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}, "type": "wikibase-entityid"}


def time_value(time: str, precision: int = 11, calendar: str = "Q1985727") -> Entity:
    model = f"http://www.wikidata.org/entity/{calendar}"
    return {"value": {"time": time, "precision": precision, "calendarmodel": model}, "type": "time"}


def text_value(text: str) -> Entity:
    return {"value": {"text": text, "language": "en"}, "type": "monolingualtext"}


def statement(value: Entity | None, *, rank: str = "normal", **qualifiers: Entity) -> Entity:
    """A statement; None is an unknown value."""
    snak = {"snaktype": "value", "datavalue": value} if value else {"snaktype": "somevalue"}
    told: Entity = {"mainsnak": snak, "type": "statement", "rank": rank}
    if qualifiers:
        told["qualifiers"] = {key: [{"snaktype": "value", "datavalue": one}] for key, one in qualifiers.items()}
    return told


def entity(
    qid: str,
    label: str,
    *,
    aliases: Iterable[str] = (),
    kinds: Iterable[str] = ("Q5",),
    claims: Mapping[str, list[Entity]] | None = None,
    sitelinks: int = 0,
    description: str = "",
    labels: Mapping[str, str] | None = None,
) -> Entity:
    """An entity as a dump has it."""
    named = {"en": label, **(labels or {})} if label else dict(labels or {})
    return {
        "type": "item",
        "id": qid,
        "labels": {code: {"language": code, "value": name} for code, name in named.items()},
        "descriptions": {"en": {"language": "en", "value": description}} if description else {},
        "aliases": {"en": [{"language": "en", "value": one} for one in aliases]} if aliases else {},
        "claims": {"P31": [statement(item_value(kind)) for kind in kinds], **(claims or {})},
        "sitelinks": {f"site{n}": {"site": f"site{n}", "title": label} for n in range(sitelinks)},
        "modified": "2026-02-03T04:05:06Z",
    }


def dump_of(entities: Iterable[Entity]) -> bytes:
    """A dump: an array, an entity a line."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in entities)
    return f"[\n{lines}\n]\n".encode()


ACTOR, SINGER, RURITANIA = "Q33999", "Q177220", "Q900"
WORLD: tuple[Entity, ...] = (
    entity(
        "Q1001",
        "Marisol Fenwick",
        aliases=("Mari Fenwick", "Marisol Fenwick-Ashdown", "M. J. Fenwick"),
        labels={"de": "Marisol Fenwick", "ru": "Марисоль Фенвик", "lv": "Marisola Fenvika"},
        description="actor in films",
        sitelinks=40,
        claims={
            "P569": [statement(time_value("+1980-10-21T00:00:00Z"))],
            "P21": [statement(item_value("Q6581072"))],
            "P106": [statement(item_value(ACTOR))],
            "P27": [statement(item_value(RURITANIA))],
            "P26": [
                statement(item_value("Q1002"), P580=time_value("+2014-05-00T00:00:00Z", 10),
                          P582=time_value("+2021-00-00T00:00:00Z", 9)),
                statement(item_value("Q1003"), rank="deprecated"),
            ],
            "P1477": [statement(text_value("Maria Soledad Fenwick"))],
        },
    ),
    entity("Q1002", "Cassius Holloway", sitelinks=25, claims={
        "P569": [statement(time_value("+1975-00-00T00:00:00Z", 9))],
        "P570": [statement(None)],
        "P106": [statement(item_value(SINGER))],
        "P26": [statement(item_value("Q1001"))],
    }),
    entity("Q1003", "Marisol Fenwick", sitelinks=2, description="historian",
           claims={"P106": [statement(item_value("Q201788"))]}),
    entity("Q1004", "Jennifer Quillfeather", sitelinks=9, claims={"P106": [statement(item_value(ACTOR))]}),
    entity("Q1005", "Jonas H. W. Plank", sitelinks=12),
    entity("Q1006", "Jonas W. Plank", sitelinks=30),
    entity("Q1007", "The Fenwick Sisters", kinds=("Q215380",), sitelinks=5),
    entity(ACTOR, "actor", kinds=("Q28640",), sitelinks=90),
    entity(RURITANIA, "Ruritania", kinds=("Q6256",), sitelinks=7),
    entity("Q1008", "Fenwick Street", kinds=("Q79007",), sitelinks=3),
)  # fmt: skip


@dataclass
class Asked:
    """A request as the service saw it: when, by what agent, with what parameters."""

    at: float
    agent: str
    parameters: dict[str, str]
    method: str = "GET"


Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Service:
    """A stub of the services. ``troubles`` are answered first, one a request, then ``answer`` is asked.

    A trouble is an answer, or a function that writes to the socket itself.
    """

    answer: Callable[[dict[str, str]], Answer]
    troubles: list[Answer | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    slow: float = 0.0
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


def json_answer(value: object, *, retry_after: str = "") -> Answer:
    headers = {"Retry-After": retry_after} if retry_after else {}
    return 200, {"Content-Type": "application/json", **headers}, json.dumps(value).encode()


def wikibase(parameters: dict[str, str], world: Iterable[Entity] = WORLD) -> Answer:
    """What a Wikibase answers: items, missing ones, redirects (Q2001 to Q1001), a search by beginnings."""
    known = {one["id"]: one for one in world}
    if parameters["action"] == "wbsearchentities":
        begin = parameters["search"].casefold()
        found = []
        for one in known.values():
            for kind, names in (("label", one["labels"].values()), ("alias", one["aliases"].get("en", ()))):
                for name in names:
                    if name["value"].casefold().startswith(begin):
                        match = {"type": kind, "language": "en", "text": name["value"]}
                        found.append({"id": one["id"], "label": one["labels"]["en"]["value"], "match": match})
        return json_answer({"search": found[: int(parameters["limit"])], "success": 1})
    wanted = parameters["ids"].split("|")
    if len(wanted) > 50:
        return json_answer({"error": {"code": "toomanyvalues", "info": "Too many values supplied"}})
    for qid in wanted:
        if len(qid) > 11:  # a number beyond what was ever given out
            return json_answer({"error": {"code": "no-such-entity", "info": f"no entity {qid}", "id": qid}})
    entities: Entity = {}
    for qid in wanted:
        if qid == "Q2001":
            entities["Q2001"] = {**known["Q1001"], "redirects": {"from": "Q2001", "to": "Q1001"}}
        else:
            entities[qid] = known.get(qid, {"id": qid, "missing": ""})
    return json_answer({"entities": entities, "success": 1})


def handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.serve(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self.serve(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def serve(self, query: str) -> None:
            parameters = {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
            with service.lock:
                service.at_once += 1
                service.most_at_once = max(service.most_at_once, service.at_once)
                agent = self.headers.get("User-Agent", "")
                service.asked.append(Asked(time.monotonic(), agent, parameters, self.command))
                trouble = service.troubles.pop(0) if service.troubles else None
            try:
                time.sleep(service.slow)
                if callable(trouble):
                    trouble(self)
                else:
                    self.write(trouble or self.usual(agent, parameters))
            except (BrokenPipeError, ConnectionResetError):
                pass
            finally:
                with service.lock:
                    service.at_once -= 1

        def usual(self, agent: str, parameters: dict[str, str]) -> Answer:
            if "@" not in agent and "https://" not in agent:
                return 403, {"Content-Type": "text/plain"}, b"Please set a user-agent and respect our robot policy"
            return service.answer(parameters)

        def write(self, answer: Answer) -> None:
            status, headers, body = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def running(service: Service) -> Iterator[Service]:
    """The service on a port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(service))
    service.url = f"http://127.0.0.1:{server.server_port}/api"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class FakeTime:
    """A clock that moves only when somebody sleeps, and remembers for how long."""

    now: float = 1_780_000_000.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds
