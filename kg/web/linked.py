"""Linked data: every IRI of the graph, on the host of this server, leads to what is known of it; and the pages.

``/person/ada`` answers with 303 to ``/person/ada.html``, ``.ttl``, ``.jsonld``, ``.nt`` or ``.rdf``, as the client
likes (https://www.w3.org/TR/cooluris/). What is no node of the graph may still be a page.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.types import Receive, Scope, Send

from kg.rdf.terms import KINDS
from kg.web import negotiate
from kg.web.answer import Answer, HttpError, etag, header, is_known, send_answer
from kg.web.service import Service, body_answer, have_done
from kg.web.sparql import is_iri, pairs, preflight

_ALLOWED = "GET, HEAD, OPTIONS"
_DATA = {form: types[0] for form, types in negotiate.GRAPHS.items() if form in ("ttl", "jsonld", "nt", "rdf")}
_OFFERED = tuple(pair for pair in (*negotiate.kinds(negotiate.GRAPHS), *negotiate.kinds(negotiate.PAGE))
                 if pair[0] in (*_DATA, "html"))  # fmt: skip
_LONGEST = 1000
"""Characters of a path; no IRI of ours comes near."""


class Linked:
    """The ASGI application of everything that has no place of its own."""

    def __init__(self, service: Service) -> None:
        """Answer from this service."""
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Raises HttpError."""
        method = scope["method"]
        if asks := preflight(method, _ALLOWED):
            return await send_answer(send, asks)
        path = scope["path"]
        if len(path) > _LONGEST:
            raise HttpError(414, "no address here is that long")
        await send_answer(send, await self._answer(scope, path), head=method == "HEAD")

    async def _answer(self, scope: Scope, path: str) -> Answer:
        stem, dot, ending = path.rpartition(".")
        if dot and ending in _DATA and self._iri(stem):
            return await self._data(scope, stem, ending)
        iri = self._iri(path)
        if iri is None or path.endswith(".html"):
            return await self._page(scope, path)
        chosen = negotiate.choose(header(scope, b"accept"), _OFFERED)
        if not await have_done(self._service.queries, "knows", (self._service.copy.path, iri), {}):
            return await self._nothing(scope, path)
        return _other(scope, chosen, path)

    def _iri(self, path: str) -> str | None:
        """The IRI of the graph that a path stands for, if it can be one."""
        if path == "/ontology":
            return self._service.names.ontology_graph.value
        if path[1:].partition("/")[0] not in KINDS or path.count("/") < 2:
            return None
        iri = self._service.names.base + path[1:]
        return iri if is_iri(iri) else None

    async def _data(self, scope: Scope, stem: str, form: str) -> Answer:
        iri = self._iri(stem)
        packed = negotiate.packs(header(scope, b"accept-encoding"))
        tag = etag(self._service.copy.stamp, iri, form, packed)
        headers = {"Vary": "Accept-Encoding", "ETag": tag, "Cache-Control": "no-cache"}
        headers["Link"] = f'<{quote(stem)}>; rel="describes"'
        found = await self._service.read("about", iri, form, packed=packed)
        if found[0] == 200 and is_known(header(scope, b"if-none-match"), tag):
            return Answer(304, headers=headers)
        return body_answer(found, _DATA[form], headers)

    async def _page(self, scope: Scope, path: str) -> Answer:
        query = dict(pairs(scope["query_string"], "address"))
        packed = negotiate.packs(header(scope, b"accept-encoding"))
        service = self._service
        tag = etag(service.copy.stamp, path, sorted(query.items()), packed)
        about = {"sensitive": service.settings.sensitive, "writable": service.writer is not None, "packed": packed}
        made = await have_done(service.pages, "page", (service.copy.path, path, query), about)
        stem = path.removesuffix(".html")
        if made is None:
            iri = self._iri(stem)
            if iri and stem != path and await have_done(service.queries, "knows", (service.copy.path, iri), {}):
                return Answer(303, headers={"Location": f"{quote(stem)}.ttl"})  # a node without a page of its own
            return await self._nothing(scope, path)
        status, told, body, small = made
        headers = {**dict(told), "Vary": "Accept-Encoding", "Cache-Control": "no-cache"}
        if small:
            headers["Content-Encoding"] = "gzip"
        if status == 200:
            headers["ETag"] = tag
            if self._iri(stem):
                headers["Link"] = ", ".join(
                    f'<{quote(stem)}.{form}>; rel="alternate"; type="{media}"' for form, media in _DATA.items()
                )
            if is_known(header(scope, b"if-none-match"), tag):
                # The policy again: the headers of a 304 take the place of those that the browser has kept.
                kept = ("ETag", "Vary", "Cache-Control", "Content-Security-Policy")
                return Answer(304, headers={name: headers[name] for name in kept if name in headers})
        return Answer(status, body, headers=headers)

    async def _nothing(self, scope: Scope, path: str) -> Answer:
        """404 in kind: a page for who reads pages, words for programs."""
        words = "there is nothing at this address"
        if (negotiate.choose(header(scope, b"accept"), _OFFERED) or ("", ""))[0] != "html":
            raise HttpError(404, words, {"Vary": "Accept"})
        about = {"sensitive": self._service.settings.sensitive, "writable": self._service.writer is not None}
        status, told, body, _ = await have_done(self._service.pages, "missing", (path,), {**about, "packed": False})
        return Answer(status, body, headers={**dict(told), "Vary": "Accept", "Cache-Control": "no-store"})


def _other(scope: Scope, chosen: tuple[str, str] | None, path: str) -> Answer:
    """303 to the document about a thing, in the form that the client likes."""
    if chosen is None:
        types = ", ".join(dict.fromkeys(media for _, media in _OFFERED))
        raise HttpError(406, f"this is to be had as {types}", {"Vary": "Accept"})
    place = f"{quote(scope.get('root_path', ''))}{quote(path)}.{chosen[0]}"
    return Answer(303, headers={"Location": place, "Vary": "Accept", "Cache-Control": "no-cache"})
