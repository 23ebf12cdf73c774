"""The Reconciliation Service (`kg.reconcile`) at ``/reconcile``: OpenRefine matches tables with the served graph."""

from __future__ import annotations

from starlette.types import Receive, Scope, Send

from kg.bounds import Pool
from kg.web.answer import Answer, HttpError, send_answer
from kg.web.body import read_body
from kg.web.describe import root
from kg.web.service import Service, have_done
from kg.web.sparql import ALLOWED, content_type, pairs, preflight

_FRAMED = "default-src 'none'; frame-ancestors *"
"""OpenRefine shows a preview inside a page of its own; there is nothing in it to be clicked."""


class Reconciling:
    """The ASGI application of ``/reconcile`` and all below it."""

    def __init__(self, service: Service, pool: Pool) -> None:
        """Answer from this service, by a pool of page makers that is started when the first request comes."""
        self._service, self._pool = service, pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Raises HttpError."""
        method = scope["method"]
        if asks := preflight(method, ALLOWED):
            return await send_answer(send, asks)
        told = dict(pairs(scope["query_string"], "address"))
        if method == "POST":
            if content_type(scope)[0] != "application/x-www-form-urlencoded":
                raise HttpError(415, "send the queries as a form")
            told |= pairs(await read_body(scope, receive, self._service.limits), "form")
        service = self._service
        asked = (service.copy.path, scope["path_params"].get("path", ""), told, f"{root(scope)}/reconcile")
        if not self._pool.started:
            self._pool.start()
        status, media, body = await have_done(self._pool, "reconcile", asked, {})
        headers = {"Cache-Control": "no-cache"}
        if media == "text/html":
            headers["Content-Security-Policy"] = _FRAMED
        await send_answer(send, Answer(status, body, f"{media}; charset=utf-8", headers), head=method == "HEAD")
