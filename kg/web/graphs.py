"""The SPARQL 1.1 Graph Store Protocol at ``/data``, with ``?graph=IRI`` or ``?default``.

Section numbers are those of https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from __future__ import annotations

from starlette.types import Receive, Scope, Send

from kg.web import negotiate
from kg.web.answer import Answer, HttpError, etag, header, is_known, send_answer
from kg.web.body import read_body
from kg.web.service import Service, body_answer, writer_for
from kg.web.sparql import content_type, is_iri, pairs, preflight

ALLOWED = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_OFFERED = negotiate.kinds(negotiate.GRAPHS)
_TRIPLES = {media: form for form, media in _OFFERED if form not in ("trig", "nq")}


class GraphStore:
    """The ASGI application of ``/data``."""

    def __init__(self, service: Service) -> None:
        """Answer from this service."""
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Raises HttpError."""
        method = scope["method"]
        if asks := preflight(method, ALLOWED):
            return await send_answer(send, asks)
        if method in ("GET", "HEAD"):
            return await send_answer(send, await self._get(scope), head=method == "HEAD")
        writer = writer_for(self._service, header(scope, b"authorization"))
        iri = _graph(scope)
        if method == "DELETE":
            await writer.change("delete", iri)
            return await send_answer(send, Answer(204))
        media, _ = content_type(scope)
        if media not in _TRIPLES:
            raise HttpError(415, f"send triples as {', '.join(_TRIPLES)}, not as {media[:60]!r}")
        body = await read_body(scope, receive, self._service.limits)
        created = await writer.change("put" if method == "PUT" else "post", iri, body, _TRIPLES[media])
        await send_answer(send, Answer(201 if created else 204))

    async def _get(self, scope: Scope) -> Answer:
        """Section 5.2."""
        iri = _graph(scope)
        headers = {"Vary": "Accept, Accept-Encoding"}
        chosen = negotiate.choose(header(scope, b"accept"), _OFFERED)
        if chosen is None:
            raise HttpError(406, f"a graph is to be had as {', '.join(media for _, media in _OFFERED)}", headers)
        packed = negotiate.packs(header(scope, b"accept-encoding"))
        found = await self._service.read("dump", iri, chosen[0], packed=packed)
        tag = etag(self._service.copy.stamp, iri, chosen, packed)
        headers |= {"ETag": tag, "Cache-Control": "no-cache"}
        if found[0] == 200 and is_known(header(scope, b"if-none-match"), tag):
            return Answer(304, headers=headers)
        return body_answer(found, chosen[1], headers)


def _graph(scope: Scope) -> str | None:
    """The IRI of the graph meant (section 4.2), None for the default graph. Raises HttpError 400."""
    given = pairs(scope["query_string"], "address")
    graphs = [value for name, value in given if name == "graph"]
    default = [value for name, value in given if name == "default"]
    if len(graphs) + len(default) != 1:
        raise HttpError(400, "name one graph: ?graph=IRI or ?default")
    if default:
        return None
    if not is_iri(graphs[0]):
        raise HttpError(400, f"{graphs[0][:200]!r} is no absolute IRI of a graph")
    return graphs[0]
